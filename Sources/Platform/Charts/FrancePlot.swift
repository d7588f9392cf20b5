import Glibc

/// Discs on the map, and names where they fit: beside their disc, else a number, else the list alone.
struct FrancePlot {
  let map: FranceMap
  let language: Language
  private let discs: [Disc]
  private let labels: [Label?]
  /// What the size of a disc means.
  private let key: [(disc: Disc, label: Label)]
  /// By place, of those that the list below names instead.
  let numbers: [Int: Int]

  struct Disc: Sendable {
    let at: Position
    let radius: Double

    var box: Box { Box(x: at.x - radius, y: at.y - radius, width: radius * 2, height: radius * 2) }
  }

  struct Label: Sendable {
    let text: String
    let full: String
    let at: Position
    let anchor: Anchor
    /// Where it was moved away from.
    var from: Position?

    var box: Box { Words(at: at, text: text, anchor: anchor, tone: .plain, full: nil).box }

    /// The line that leads to it, step by step.
    var leader: [Box] {
      guard let from else { return [] }
      let (width, height): (Double, Double) = (at.x - from.x, at.y - 4 - from.y)
      let steps: Int = max(1, Int(hypot(width, height) / 5))
      return (0..<steps).map { step in
        let part: Double = Double(step) / Double(steps)
        return Box(x: from.x + width * part - 1, y: from.y + height * part - 1, width: 2, height: 2)
      }
    }
  }

  init(map: FranceMap, language: Language) {
    self.map = map
    self.language = language
    let most: Double = map.places.first?.value ?? 0
    let discs: [Disc] = map.places.map { Self.disc($0, most) }
    self.discs = discs
    key = most > 0 ? Self.key(map, most, language) : []
    var taken: [Box] = discs.map(\.box) + Self.squareNames.map(\.box) + key.flatMap { [$0.disc.box, $0.label.box] }
    var labels: [Label?] = map.places.indices.map { index in
      // Squares have names of their own, and room for a number.
      guard map.places[index].overseas == nil else { return nil }
      let name: String = map.places[index].name(language)
      let label: Label? = Self.place(Lettering.cut(name, to: 120), name, discs[index], taken, own: index)
      if let label { taken.append(label.box) }
      return label
    }
    var numbers: [Int: Int] = [:]
    for index in map.places.indices where labels[index] == nil {
      let number: Int = numbers.count + 1
      numbers[index] = number
      let name: String = map.places[index].name(language)
      labels[index] =
        Self.beside(map.places[index], String(number), name, taken)
        ?? Self.place(String(number), name, discs[index], taken, own: index)
        ?? Self.away(String(number), name, discs[index], taken, discs: discs.count)
      if let label = labels[index] { taken += [label.box] + label.leader }
    }
    self.labels = labels
    self.numbers = numbers
  }

  func plate() -> Plate {
    var plate = Plate()
    plate.area([FranceOutline.mainland, FranceOutline.corsica], .land)
    for index in FranceOutline.overseas.indices {
      let square: Box = Self.square(index)
      plate.box(square.x, square.y, square.width, square.height, .land)
    }
    for name in Self.squareNames { plate.words(name.text, name.at.x, name.at.y, .middle, .soft, full: name.full) }
    for (disc, label) in key {
      plate.marker(disc.at.x, disc.at.y, radius: disc.radius, .key)
      plate.words(label.text, label.at.x, label.at.y, .start, .soft)
    }
    for disc in discs { plate.marker(disc.at.x, disc.at.y, radius: disc.radius, .place) }
    for label in labels {
      if let label, let from = label.from {
        let box: Box = label.box
        plate.rule(from.x, from.y, to: box.x + box.width / 2, box.y + box.height / 2, .leader)
      }
    }
    for label in labels {
      if let label { plate.words(label.text, label.at.x, label.at.y, label.anchor, full: label.full) }
    }
    plate.height = FranceOutline.height + 74
    return plate
  }

  private static func radius(_ value: Double, _ most: Double) -> Double {
    // Areas, not radii, are as the values.
    most > 0 ? max(2.5, 16 * (value / most).squareRoot()) : 2.5
  }

  /// Two round values, in the sea off the Landes.
  private static func key(_ map: FranceMap, _ most: Double, _ language: Language) -> [(disc: Disc, label: Label)] {
    let round: Double = AxisScale(covering: 0, most, about: 2).step
    // Of things that are counted, there is no part of one.
    let values: [Double] = [round, round / 5].filter { map.decimals > 0 || $0 == $0.rounded() }
    return values.enumerated().map { index, value in
      let at = Position(x: 18, y: FranceOutline.height - 52 + Double(index) * 30)
      let text: String = map.measure.brief(value, places: map.measure.places(for: [value]), language)
      let label = Label(text: text, full: text, at: Position(x: 40, y: at.y + 4.5), anchor: .start)
      return (Disc(at: at, radius: radius(value, most)), label)
    }
  }

  private static func disc(_ place: FranceMap.Place, _ most: Double) -> Disc {
    let radius: Double = radius(place.value, most)
    var at: Position
    if let index = place.overseas {
      let square: Box = square(index)
      let (east, north): (Double, Double) = FranceOutline.overseas[index].part(place.longitude, place.latitude)
      let room: Double = max(0, square.width / 2 - radius - 1)
      at = Position(x: square.x + 19 + (east * 2 - 1) * room, y: square.y + 19 + (1 - north * 2) * room)
    } else {
      at = FranceOutline.onMap(longitude: place.longitude, latitude: place.latitude)
    }
    at.x = min(max(at.x, radius), Plate.width - radius)
    at.y = min(max(at.y, radius), FranceOutline.height + 60 - radius)
    return Disc(at: at, radius: radius)
  }

  /// As far apart as their names are long.
  private static let middles: [Double] = {
    let widths: [Double] = FranceOutline.overseas.map { Lettering.width($0.name) }
    let gap: Double = (Plate.width - widths.reduce(0, +)) / Double(widths.count)
    var x: Double = 0
    return widths.map { width in
      defer { x += width + gap }
      return x + (width + gap) / 2
    }
  }()

  private static func square(_ index: Int) -> Box {
    Box(x: middles[index] - 19, y: FranceOutline.height + 6, width: 38, height: 38)
  }

  private static let squareNames: [Label] = FranceOutline.overseas.enumerated().map { index, overseas in
    let at = Position(x: middles[index], y: square(index).y + 54)
    return Label(text: overseas.name, full: overseas.name, at: at, anchor: .middle)
  }

  /// A number next to its square.
  private static func beside(_ place: FranceMap.Place, _ text: String, _ full: String, _ taken: [Box]) -> Label? {
    guard let square = place.overseas.map(square) else { return nil }
    for (x, anchor) in [(square.x + 40, Anchor.start), (square.x - 2, .end)] {
      let label = Label(text: text, full: full, at: Position(x: x, y: square.y + 24), anchor: anchor)
      if isFree(label, taken) { return label }
    }
    return nil
  }

  /// A number at some distance, with a line that leads to it.
  private static func away(_ text: String, _ full: String, _ disc: Disc, _ taken: [Box], discs: Int) -> Label? {
    var nearest: Label?
    for distance in stride(from: disc.radius + 14, through: disc.radius + 94, by: 6) {
      for turn in 0..<32 {
        let angle: Double = Double(turn) * .pi / 16
        let at = Position(x: disc.at.x + distance * cos(angle), y: disc.at.y + distance * sin(angle) + 4)
        let edge = Position(x: disc.at.x + disc.radius * cos(angle), y: disc.at.y + disc.radius * sin(angle))
        let label = Label(text: text, full: full, at: at, anchor: .middle, from: edge)
        // The line may pass over discs, but through no words.
        guard isFree(label, taken) else { continue }
        if label.leader.allSatisfy({ step in !taken[discs...].contains(where: step.overlaps) }) { return label }
        nearest = nearest ?? label
      }
    }
    return nearest
  }

  private static func isFree(_ label: Label, _ taken: [Box], own: Int = -1) -> Bool {
    // Two numbers side by side would be one.
    var box: Box = label.box
    box.x -= 2
    box.width += 4
    guard box.x >= 0, box.x + box.width <= Plate.width, box.y >= 0 else { return false }
    return taken.indices.allSatisfy { $0 == own || !box.overlaps(taken[$0]) }
  }

  /// To the right, to the left, above, below, then aslant.
  private static func place(_ text: String, _ full: String, _ disc: Disc, _ taken: [Box], own: Int) -> Label? {
    let (x, y): (Double, Double) = (disc.at.x, disc.at.y)
    let away: Double = disc.radius + 3
    let slant: Double = disc.radius * 0.75 + 2
    let tries: [(Double, Double, Anchor)] = [
      (x + away, y + 4.5, .start), (x - away, y + 4.5, .end), (x, y - away, .middle), (x, y + away + 10, .middle),
      (x + slant, y - slant, .start), (x - slant, y - slant, .end), (x + slant, y + slant + 9, .start),
      (x - slant, y + slant + 9, .end),
    ]
    for (x, y, anchor) in tries {
      let label = Label(text: text, full: full, at: Position(x: x, y: y), anchor: anchor)
      if isFree(label, taken, own: own) { return label }
    }
    return nil
  }
}
