/// A place on a plate.
struct Position: Hashable, Sendable {
  var x: Double
  var y: Double
}

struct Box: Hashable, Sendable {
  var x: Double
  var y: Double
  var width: Double
  var height: Double

  func overlaps(_ other: Box) -> Bool {
    x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height
  }
}

/// What a mark is drawn with. Series count from 0.
enum Ink: Hashable, Sendable {
  case series(Int), texture(Int), stroke(Int)
  case grid, axis, leader, today, band, track, goal, past, land, place, key, arrow, clear, vacant, reserved, corner,
    label
}

enum Anchor: Sendable { case start, middle, end }

struct Words: Sendable {
  let at: Position
  let text: String
  let anchor: Anchor
  let tone: Tone
  /// The whole of it, where `text` was cut.
  let full: String?

  var box: Box {
    let width: Double = Lettering.width(text, tone)
    let x: Double =
      switch anchor {
      case .start: at.x
      case .middle: at.x - width / 2
      case .end: at.x - width
      }
    return Box(x: x, y: at.y - tone.size * 0.8, width: width, height: tone.size * 1.05)
  }
}

enum Mark: Sendable {
  case box(Box, Ink)
  case line([Position], Ink)
  case area([[Position]], Ink)
  case marker(Position, radius: Double, shape: Int, Ink)

  var ink: Ink {
    switch self {
    case .box(_, let ink), .line(_, let ink), .area(_, let ink), .marker(_, _, _, let ink): ink
    }
  }
}

/// What is to be printed, as values: positions are checked by the tests, then written as SVG.
///
/// All plates are as wide: 336 units, the width of a telephone's page. There letters are as large as beside the drawing; on
/// a screen the drawing grows with its letters, up to half as large again.
struct Plate: Sendable {
  static let width: Double = 336
  var height: Double = 0
  private(set) var marks: [Mark] = []
  /// Written after all marks: nothing hides them.
  private(set) var words: [Words] = []
  /// What can be followed, under all that.
  private(set) var groups: [SpotGroup] = []

  mutating func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ ink: Ink) {
    marks.append(.box(Box(x: x, y: y, width: max(width, 0), height: max(height, 0)), ink))
  }

  /// From a value to another, either way round.
  mutating func bar(from start: Double, to end: Double, _ y: Double, _ height: Double, _ ink: Ink) {
    box(min(start, end), y, abs(end - start), height, ink)
  }

  mutating func line(_ points: [Position], _ ink: Ink) { marks.append(.line(points, ink)) }

  mutating func rule(_ x: Double, _ y: Double, to endX: Double, _ endY: Double, _ ink: Ink) {
    line([Position(x: x, y: y), Position(x: endX, y: endY)], ink)
  }

  mutating func area(_ rings: [[Position]], _ ink: Ink) { marks.append(.area(rings, ink)) }

  mutating func marker(_ x: Double, _ y: Double, radius: Double = 4.5, shape: Int = 0, _ ink: Ink) {
    marks.append(.marker(Position(x: x, y: y), radius: radius, shape: shape, ink))
  }

  mutating func words(
    _ text: String, _ x: Double, _ y: Double, _ anchor: Anchor = .start, _ tone: Tone = .plain, full: String? = nil
  ) {
    guard !text.isEmpty else { return }
    let whole: String? = full == text ? nil : full
    words.append(Words(at: Position(x: x, y: y), text: text, anchor: anchor, tone: tone, full: whole))
  }

  /// Line by line; returns where the next would stand.
  @discardableResult mutating func paragraph(
    _ lines: [String], _ x: Double, _ y: Double, _ anchor: Anchor = .start, _ tone: Tone = .plain, full: String
  ) -> Double {
    let isCut: Bool = lines.last?.hasSuffix("…") == true && !full.hasSuffix("…")
    for (index, line) in lines.enumerated() {
      words(line, x, y + Double(index) * Lettering.lineHeight, anchor, tone, full: isCut ? full : nil)
    }
    return y + Double(lines.count) * Lettering.lineHeight
  }

  mutating func group(_ group: SpotGroup) { groups.append(group) }

  /// What another holds, on top.
  mutating func append(_ other: Plate) {
    marks += other.marks
    words += other.words
    groups += other.groups
  }

  /// Which ink is whose, from left to right and on to the next line; returns where it ends.
  mutating func legend(_ entries: [LegendEntry], from top: Double) -> Double {
    var x: Double = 0
    var y: Double = top
    for entry in entries {
      let name: String = Lettering.cut(entry.name, to: Plate.width - 20)
      let width: Double = 18 + Lettering.width(name)
      if x > 0, x + width > Plate.width {
        x = 0
        y += 19
      }
      switch entry.sign {
      case .box(let ink): box(x, y + 2, 12, 12, ink)
      case .marker(let shape, let ink): marker(x + 6, y + 8, shape: shape, ink)
      case .line(let ink): rule(x + 6, y, to: x + 6, y + 16, ink)
      }
      words(name, x + 18, y + 12.5, full: entry.name)
      x += width + 14
    }
    return entries.isEmpty ? top : y + 24
  }
}

struct LegendEntry: Sendable {
  enum Sign: Sendable {
    case box(Ink), marker(Int, Ink), line(Ink)
  }

  let sign: Sign
  let name: String
}
