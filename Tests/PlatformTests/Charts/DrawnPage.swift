import HTML
import SQL

@testable import Platform

/// What a reader of this language is sent, on 21 November 2026.
func drawn(_ language: Language = .fr, _ body: (inout Page) throws -> Void) async throws -> String {
  let database = try Database(.memory)
  _ = try await App.schema([]).migrate(database)
  let scope = Scope(database, Actor("", territory: ID(1), []), at: Instant(today, hour: 12))
  let token = FormToken(try await Secrets.load(database), cookie: nil, session: nil)
  var page = Page(language, scope, token)
  try body(&page)
  var markup = Markup()
  swap(&page.markup, &markup)
  return String(decoding: markup.bytes(), as: UTF8.self)
}

/// Words that only serve to be drawn.
func words(_ text: String) -> Text { Text(name: text) }

let years: [Text] = (2008...2015).map { words(String($0)) }
let today: Day = Day(2026, 11, 21)!

extension Measure {
  static let placements = Measure(
    Text(fr: "Le nombre de placements", en: "The number of placements", de: "Die Zahl der Vermittlungen"))
  static let rate = Measure(
    Text(fr: "Le taux d’occupation", en: "The occupancy rate", de: "Die Belegungsquote"), .percent)
}

extension Plate {
  /// Those that stand on each other, or beyond the edge.
  var troubles: [String] {
    var troubles: [String] = []
    let words: [Words] = words + groups.flatMap(\.over.words)
    let marks: [Mark] = marks + groups.flatMap { $0.over.marks + $0.spots.map { .box($0.box, $0.ink) } }
    let boxes: [Box] = words.map(\.box)
    for (index, box) in boxes.enumerated() {
      let isInside: Bool =
        box.x >= -1 && box.x + box.width <= Plate.width + 1 && box.y >= -1 && box.y + box.height <= height + 1
      if !isInside { troubles.append("outside: \(words[index].text) \(box)") }
      for other in index + 1..<boxes.count where box.overlaps(boxes[other]) {
        troubles.append("together: \(words[index].text) | \(words[other].text)")
      }
    }
    for point in marks.flatMap(\.corners) where !point.isInside(height) { troubles.append("beyond: \(point)") }
    return troubles
  }
}

extension Position {
  fileprivate func isInside(_ height: Double) -> Bool {
    x >= -1 && x <= Plate.width + 1 && y >= -1 && y <= height + 1
  }
}

extension Mark {
  fileprivate var corners: [Position] {
    switch self {
    case .box(let box, _):
      [Position(x: box.x, y: box.y), Position(x: box.x + box.width, y: box.y + box.height)]
    case .line(let points, _): points
    case .area(let rings, _): rings.flatMap { $0 }
    case .marker(let at, let radius, _, _):
      [Position(x: at.x - radius, y: at.y - radius), Position(x: at.x + radius, y: at.y + radius)]
    }
  }
}
