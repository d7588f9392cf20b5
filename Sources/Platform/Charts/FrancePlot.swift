import Glibc

/// Discs on the map, and names where they fit: beside their disc, else a number, else the list alone.
struct FrancePlot {
  let map: FranceMap
  let language: Language
  private let discs: [Disc]
  private let labels: [Label?]
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

    var box: Box { Words(at: at, text: text, anchor: anchor, tone: .plain, full: nil).box }
  }

  init(map: FranceMap, language: Language) {
    self.map = map
    self.language = language
    let most: Double = map.places.first?.value ?? 0
    let discs: [Disc] = map.places.map { Self.disc($0, most) }
    self.discs = discs
    var taken: [Box] = discs.map(\.box) + Self.squareNames.map(\.box)
    var labels: [Label?] = map.places.indices.map { index in
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
      labels[index] = Self.place(String(number), name, discs[index], taken, own: index)
      if let label = labels[index] { taken.append(label.box) }
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
    for disc in discs { plate.marker(disc.at.x, disc.at.y, radius: disc.radius, .place) }
    for label in labels {
      if let label { plate.words(label.text, label.at.x, label.at.y, label.anchor, full: label.full) }
    }
    plate.height = FranceOutline.height + 74
    return plate
  }

  /// Areas, not radii, are as the values.
  private static func disc(_ place: FranceMap.Place, _ most: Double) -> Disc {
    let radius: Double = most > 0 ? max(2.5, 16 * (place.value / most).squareRoot()) : 2.5
    var at: Position
    if let index = place.overseas {
      let square: Box = square(index)
      at = Position(x: square.x + square.width / 2, y: square.y + square.height / 2)
    } else {
      at = FranceOutline.onMap(longitude: place.longitude, latitude: place.latitude)
    }
    at.x = min(max(at.x, radius), Plate.width - radius)
    at.y = min(max(at.y, radius), FranceOutline.height + 60 - radius)
    return Disc(at: at, radius: radius)
  }

  private static func square(_ index: Int) -> Box {
    Box(x: 14.6 + Double(index) * 67.2, y: FranceOutline.height + 6, width: 38, height: 38)
  }

  /// The department's name where it is short enough, else its number.
  private static let squareNames: [Label] = FranceOutline.overseas.enumerated().map { index, overseas in
    let square: Box = square(index)
    return Label(
      text: overseas.name, full: overseas.name, at: Position(x: square.x + 19, y: square.y + 54), anchor: .middle)
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
      let box: Box = label.box
      guard box.x >= 0, box.x + box.width <= Plate.width, box.y >= 0 else { continue }
      let isFree: Bool = taken.indices.allSatisfy { $0 == own || !box.overlaps(taken[$0]) }
      if isFree { return label }
    }
    return nil
  }
}
