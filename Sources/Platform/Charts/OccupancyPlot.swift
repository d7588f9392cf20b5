/// How the map of a site is laid out: what the textures mean, then level by level its name and its rooms.
struct OccupancyPlot {
  let map: OccupancyMap
  let language: Language
  /// As the legend has them: every room's title says one of them again.
  private let states: [OccupancyMap.State: String]

  init(map: OccupancyMap, language: Language) {
    self.map = map
    self.language = language
    var states: [OccupancyMap.State: String] = [:]
    for state in map.states { states[state] = map.name(state)(language) }
    self.states = states
  }

  func plate() -> Plate {
    var plate = Plate()
    var y: Double = legend(&plate) + 8
    let scale: Double = self.scale
    for level in map.levels {
      var group = SpotGroup(name: level.name.map { "\($0(language)), \(RoomTally(level.rooms).written(language))" })
      if let name = level.name { y = heading(name(language), level, y, &group.over) }
      let rows = RoomRows(
        level.rooms.map { room in
          RoomRows.Room(
            area: Double(room.area.squareDecimetres) * scale, named: Lettering.width(room.name) + Self.margin(room))
        }, width: Plate.width)
      let boxes: [Box] = rows.boxes.map { Box(x: $0.x, y: $0.y + y, width: $0.width, height: $0.height) }
      // As much paper between rooms as the smallest leaves.
      group.hair = boxes.reduce(2) { min($0, $1.width / 3, $1.height / 3) }
      group.spots = zip(level.rooms, boxes).map { room, box in
        Spot(box: box, ink: room.state.fill, title: title(room), path: room.path)
      }
      for ink in [Ink.vacant, .reserved] {
        group.over.outlines(zip(level.rooms, boxes).filter { $0.0.state.sign == ink }.map(\.1), ink)
      }
      letter(level.rooms, boxes, &group.over)
      plate.group(group)
      y += rows.height + 10
    }
    plate.height = y - 8
    return plate
  }

  /// Square units to the square decimetre, the same on all levels. With few rooms they are as large as a name needs, with
  /// many as large as a finger; the largest of all is no higher than the page is wide.
  private var scale: Double {
    let count = Double(map.rooms.count)
    let areas: [Double] = map.rooms.map { Double($0.area.squareDecimetres) }.sorted()
    let total: Double = areas.reduce(0, +)
    let whole: Double = max(600 * count, min(2_800 * count, 235_200), min(21_504 * count, 67_200))
    // Three rooms in four are to hold a name, as far as that makes the map no more than twice as high.
    let named: Double = 1_900 * total / areas[areas.count / 4]
    let wished: Double = max(whole, min(named, 2 * whole, 235_200))
    return min(wished / total, Plate.width * Plate.width / areas[areas.count - 1])
  }

  private func legend(_ plate: inout Plate) -> Double {
    var y: Double = 0
    for state in map.states {
      let tally: String = RoomTally(map.rooms.filter { $0.state == state }).written(language)
      let name: String = map.name(state)(language)
      let room: Double = Plate.width - 18 - Lettering.width(tally) - 14
      plate.sign(state.sign, Box(x: 0, y: y + 2, width: 12, height: 12))
      plate.words(tally, Plate.width, y + 12.5, .end, .soft)
      y = plate.paragraph(Lettering.lines(name, width: room, most: 2), 18, y + 12.5, full: name) - 9.5
    }
    return y
  }

  private func heading(_ name: String, _ level: OccupancyMap.Level, _ y: Double, _ plate: inout Plate) -> Double {
    let tally: String = RoomTally(level.rooms).written(language)
    plate.words(tally, Plate.width, y + 12, .end, .soft)
    let room: Double = Plate.width - Lettering.width(tally) - 14
    return plate.paragraph(Lettering.lines(name, width: room, most: 2, .strong), 0, y + 12, .start, .strong, full: name)
      - 6
  }

  /// « Atelier 3, 520 m², Artisan, Coop’Vélo »
  private func title(_ room: OccupancyMap.Room) -> String {
    let said: String =
      "\(Lettering.isolated(room.name)), \(language.area(room.area)), \(states[room.state] ?? "")"
    return room.holder.map { "\(said), \(Lettering.isolated($0))" } ?? said
  }

  /// A name that does not fit is left to the room's title: half a name is another one's.
  private func letter(_ rooms: [OccupancyMap.Room], _ boxes: [Box], _ plate: inout Plate) {
    var labels: [[Position]] = []
    var written = Plate()
    for (room, box) in zip(rooms, boxes) where box.height >= RoomRows.leastNamed {
      let most: Int = Int((box.height - 4) / Lettering.lineHeight)
      guard let lines = lines(room.name, box.width - Self.margin(room), most: most) else { continue }
      written.paragraph(lines, box.x + 4, box.y + 14, full: room.name)
      guard case .held = room.state else { continue }
      // Upon a texture, words stand on paper.
      let widest: Double = lines.reduce(0) { max($0, Lettering.width($1)) }
      let height: Double = Double(lines.count) * Lettering.lineHeight
      labels.append(Box(x: box.x + 2, y: box.y + 2, width: widest + 4, height: height).ring)
    }
    if !labels.isEmpty { plate.area(labels, .label) }
    plate.append(written)
  }

  /// Beside a name, with the corner of what is reserved.
  private static func margin(_ room: OccupancyMap.Room) -> Double { room.state == .reserved ? 18 : 8 }

  /// On one line or two, broken between words only.
  private func lines(_ name: String, _ width: Double, most: Int) -> [String]? {
    guard name.utf8.count <= 60 else { return nil }
    if Lettering.width(name) <= width { return [name] }
    guard most > 1 else { return nil }
    for space in name.indices where name[space] == " " {
      let (first, second): (String, String) = (String(name[..<space]), String(name[space...].dropFirst()))
      if Lettering.width(first) <= width, Lettering.width(second) <= width { return [first, second] }
    }
    return nil
  }
}

extension OccupancyMap.State {
  fileprivate var fill: Ink {
    if case .held(let part) = self { .texture(part) } else { .clear }
  }

  fileprivate var sign: Ink {
    switch self {
    case .vacant: .vacant
    case .reserved: .reserved
    case .held(let part): .texture(part)
    }
  }
}

extension Plate {
  /// What a state looks like, in the legend.
  fileprivate mutating func sign(_ ink: Ink, _ box: Box) {
    if case .texture = ink { self.box(box.x, box.y, box.width, box.height, ink) } else { outlines([box], ink) }
  }

  /// Within their boxes, so that neighbours do not share a line. What is reserved has a corner turned down.
  fileprivate mutating func outlines(_ boxes: [Box], _ ink: Ink) {
    guard !boxes.isEmpty else { return }
    area(boxes.map { $0.inset.ring }, ink)
    if ink == .reserved { area(boxes.map { $0.inset.turned }, .corner) }
  }
}

extension Box {
  fileprivate var inset: Box {
    let hair: Double = min(1, width / 4, height / 4)
    return Box(x: x + hair, y: y + hair, width: width - hair * 2, height: height - hair * 2)
  }

  fileprivate var ring: [Position] {
    [
      Position(x: x, y: y), Position(x: x + width, y: y), Position(x: x + width, y: y + height),
      Position(x: x, y: y + height),
    ]
  }

  fileprivate var corner: Double { min(10, width * 0.6, height * 0.6) }

  fileprivate var turned: [Position] {
    [
      Position(x: x + width - corner, y: y), Position(x: x + width, y: y), Position(x: x + width, y: y + corner),
    ]
  }
}
