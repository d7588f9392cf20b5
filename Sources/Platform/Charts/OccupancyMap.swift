import SQL

/// Who holds what of a site: its lots in rows, level by level and in the order given, each as large as its area. It knows
/// no walls: what is beside a lot is the next of the list, not the next door.
public struct OccupancyMap: Figure {
  public enum State: Sendable, Hashable {
    case vacant, reserved
    /// By somebody of this part.
    case held(part: Int)
  }

  public struct Room: Sendable {
    let name: String
    let area: Area
    let state: State
    let holder: String?
    let path: String?

    public init(_ name: String, _ area: Area, _ state: State, holder: String? = nil, path: String? = nil) {
      self.name = name
      self.area = area
      self.state = state
      self.holder = holder
      self.path = path
    }
  }

  public struct Level: Sendable {
    let name: Text?
    let rooms: [Room]

    public init(_ name: Text?, _ rooms: [Room]) {
      self.name = name
      self.rooms = rooms
    }
  }

  let title: Text
  let sentence: Text?
  let parts: [Text]
  let levels: [Level]
  /// Whether the page lists the lots too.
  let isListedBeside: Bool
  let rooms: [Room]
  /// What there is on the map: parts in their order, what is reserved, what is vacant.
  let states: [State]

  /// From one to a thousand lots, each of some area; no more than six parts, which are what textures tell apart.
  public init(
    _ title: Text, parts: [Text], _ levels: [Level], isListedBeside: Bool = false, sentence: Text? = nil
  ) throws(ChartRefusal) {
    let rooms: [Room] = levels.flatMap(\.rooms)
    guard !rooms.isEmpty else { throw .noLot }
    guard rooms.count <= 1_000 else { throw .tooManyLots(rooms.count) }
    guard parts.count <= 6 else { throw .tooManyParts(parts.count) }
    let measure = Measure(title)
    for room in rooms {
      try measure.check(Double(room.area.squareDecimetres))
      guard room.area > .zero else { throw .noArea(room) }
      if case .held(let part) = room.state, !parts.indices.contains(part) { throw .noSuchPart(room) }
    }
    self.title = title
    self.sentence = sentence
    self.parts = parts
    self.isListedBeside = isListedBeside
    self.levels = levels.filter { !$0.rooms.isEmpty }
    self.rooms = rooms
    let present: Set<State> = Set(rooms.map(\.state))
    states = (parts.indices.map { .held(part: $0) } + [.reserved, .vacant]).filter { present.contains($0) }
  }

  var isEmpty: Bool { false }

  func name(_ state: State) -> Text {
    switch state {
    case .vacant: Text(fr: "Libre", en: "Vacant", de: "Frei")
    case .reserved: Text(fr: "Réservé", en: "Reserved", de: "Reserviert")
    case .held(let part): parts[part]
    }
  }

  /// « 17 lots occupés (3 156 m², 92 % de la surface), 1 lot réservé (52 m²), 2 lots libres (270 m²). »
  func summary(_ language: Language) -> String {
    let held = RoomTally(rooms.filter { $0.state != .vacant && $0.state != .reserved })
    let all: Area = RoomTally(rooms).area
    let percent: String = language.percent(
      Double(held.area.squareDecimetres) / Double(all.squareDecimetres) * 100, places: 0)
    let area: String = language.area(held.area)
    var said: [String] = [
      Noun.heldLot.counted(held.count)(language)
        + Text(
          fr: " (\(area), \(percent) de la surface)", en: " (\(area), \(percent) of the area)",
          de: " (\(area), \(percent) der Fläche)")(language)
    ]
    for (state, noun) in [(State.reserved, Noun.reservedLot), (.vacant, .vacantLot)] where states.contains(state) {
      let tally = RoomTally(rooms.filter { $0.state == state })
      said.append("\(noun.counted(tally.count)(language)) (\(language.area(tally.area)))")
    }
    return said.joined(separator: ", ") + "."
  }

  func plate(_ language: Language, _ today: Day) -> Plate { OccupancyPlot(map: self, language: language).plate() }
}

/// How many rooms, and how large they are together.
struct RoomTally {
  let count: Int
  let area: Area

  init(_ rooms: [OccupancyMap.Room]) {
    count = rooms.count
    area = rooms.reduce(.zero) { $0 + $1.area }
  }

  /// « 3 lots, 270 m² »
  func written(_ language: Language) -> String { "\(Noun.anyLot.counted(count)(language)), \(language.area(area))" }
}

extension Noun {
  fileprivate static let anyLot = Noun(
    fr: ("lot", "lots", .m), en: ("lot", "lots"), de: ("Einheit", "Einheiten", .f))
  fileprivate static let heldLot = Noun(
    fr: ("lot occupé", "lots occupés", .m), en: ("occupied lot", "occupied lots"),
    de: ("belegte Einheit", "belegte Einheiten", .f))
  fileprivate static let reservedLot = Noun(
    fr: ("lot réservé", "lots réservés", .m), en: ("reserved lot", "reserved lots"),
    de: ("reservierte Einheit", "reservierte Einheiten", .f))
  fileprivate static let vacantLot = Noun(
    fr: ("lot libre", "lots libres", .m), en: ("vacant lot", "vacant lots"),
    de: ("freie Einheit", "freie Einheiten", .f))
}

extension ChartRefusal {
  fileprivate static let noLot = ChartRefusal(
    Text(
      fr: "Il n’y a aucun lot à dessiner.", en: "There is no lot to draw.",
      de: "Es gibt keine Einheit, die gezeichnet werden könnte."))

  fileprivate static func tooManyLots(_ count: Int) -> ChartRefusal {
    ChartRefusal(
      Text { language in
        let (count, most): (String, String) = (language.number(count), language.number(1_000))
        return switch language {
        case .fr: "Ce plan ne peut montrer que \(most) lots : il y en a \(count)."
        case .en: "This map shows no more than \(most) lots: there are \(count)."
        case .de: "Dieser Plan zeigt höchstens \(most) Einheiten: Es sind \(count)."
        }
      })
  }

  fileprivate static func tooManyParts(_ count: Int) -> ChartRefusal {
    ChartRefusal(
      Text(
        fr: "Ce plan ne peut montrer que 6 catégories à la fois : il y en a \(count).",
        en: "This map shows no more than 6 categories at once: there are \(count).",
        de: "Dieser Plan zeigt höchstens 6 Kategorien auf einmal: Es sind \(count)."))
  }

  fileprivate static func noArea(_ room: OccupancyMap.Room) -> ChartRefusal {
    ChartRefusal(
      Text(
        fr: "« \(room.name) » n’a pas de surface : on ne peut pas le dessiner.",
        en: "“\(room.name)” has no area: it cannot be drawn.",
        de: "„\(room.name)“ hat keine Fläche und lässt sich nicht zeichnen."))
  }

  fileprivate static func noSuchPart(_ room: OccupancyMap.Room) -> ChartRefusal {
    ChartRefusal(
      Text(
        fr: "La catégorie de « \(room.name) » n’est pas de celles du plan.",
        en: "The category of “\(room.name)” is none of the map’s.",
        de: "Die Kategorie von „\(room.name)“ gehört nicht zu denen des Plans."))
  }
}
