import HTTP
import Platform
import SQL

/// Everything that a steering pack says, in words and in numbers: it is drawn from this alone, so that a pack that was
/// issued depends on no record, no definition and no way of counting any more.
struct PackContent: Sendable {
  let programme: String
  let programmeName: String
  let body: Text?
  let title: String
  let from: Day
  let to: Day
  let comment: String
  let decisions: String
  let before: PackBefore?
  let figures: [PackFigure]
  let forecasts: [PackForecast]
  let alerts: [PackAlert]
  let changes: [PackChange]
}

/// The pack that was issued before.
struct PackBefore: Sendable {
  let id: Int
  let title: String
  let to: Day
  let issuedAt: Instant
}

/// An indicator with what it gave, by which formula and from how many records.
struct PackFigure: Sendable {
  let key: String
  let label: Text
  let unit: IndicatorUnit
  let sense: Sense?
  /// As people read it; nil where `words` say why there is none.
  let value: Double?
  let words: Text
  /// It is that much at least: not all is known.
  let isFloor: Bool
  let formula: String
  let sentence: Text
  /// What a share is taken of.
  let base: Double?
  /// How many records count; nil where so few people are nobody's to know.
  let records: Int?
  let targets: [Aim]
  let before: Before?

  struct Aim: Sendable {
    let key: String
    let words: Text
    let state: String
  }

  /// What the pack before said, and by how much that differs where the two can be compared.
  struct Before: Sendable {
    let value: Double?
    let words: Text
    let difference: Double?
    let differenceWords: Text
  }
}

/// What was foreseen, by whom and when: no result.
struct PackForecast: Sendable {
  let label: Text
  let day: Day
  let value: Double
  let words: Text
  let stated: Day
  let source: String
}

struct PackAlert: Sendable {
  enum Kind: String, Sendable, CaseIterable {
    case late, missed, differs, worsened
    case notApplicable = "not-applicable"
  }

  let kind: Kind
  /// Of which indicator or published figure, by its key.
  let key: String
  let words: Text
}

/// How many records of a kind were entered or changed.
struct PackChange: Sendable {
  let kind: String
  let records: Int
  let words: Text
}

extension PackContent {
  static let format: String = "terreau-steering-pack"

  /// The canonical spelling, of which the fingerprint is taken.
  var text: String {
    var json = JSONWriter()
    write(&json)
    return String(decoding: json.bytes, as: UTF8.self)
  }

  func write(_ json: inout JSONWriter) {
    json.object { json in
      json.member("format", Self.format)
      json.member("formatVersion", 1)
      json.member("programme", programme)
      json.member("programmeName", programmeName)
      json.member("body", body)
      json.member("title", title)
      json.member("from", from.description)
      json.member("to", to.description)
      json.member("comment", comment)
      json.member("before", before) { json, before in
        json.member("id", before.id)
        json.member("title", before.title)
        json.member("to", before.to.description)
        json.member("issuedAt", before.issuedAt.description)
      }
      json.member("figures", figures) { $1.write(&$0) }
      json.member("forecasts", forecasts) { json, forecast in
        json.member("label", forecast.label)
        json.member("day", forecast.day.description)
        json.member("value", forecast.value)
        json.member("words", forecast.words)
        json.member("stated", forecast.stated.description)
        json.member("source", forecast.source)
      }
      json.member("changes", changes) { json, change in
        json.member("kind", change.kind)
        json.member("records", change.records)
        json.member("words", change.words)
      }
      json.member("alerts", alerts) { json, alert in
        json.member("kind", alert.kind.rawValue)
        json.member("key", alert.key)
        json.member("words", alert.words)
      }
      json.member("decisions", decisions)
    }
  }

  /// As it was kept. What cannot be read was damaged: nothing else ever writes it.
  init(_ text: String) throws(DatabaseError) {
    guard let json = try? JSON(Array(text.utf8)) else {
      throw DatabaseError(.damaged, "a steering pack does not hold JSON")
    }
    let kept = Kept(json, "pack")
    guard try kept.string("format") == Self.format, try kept.int("formatVersion") == 1 else {
      throw DatabaseError(.damaged, "a steering pack of an unknown format")
    }
    programme = try kept.string("programme")
    programmeName = try kept.string("programmeName")
    body = try kept.part("body").map { part throws(DatabaseError) in try Text(part) }
    title = try kept.string("title")
    from = try kept.day("from")
    to = try kept.day("to")
    comment = try kept.string("comment")
    before = try kept.part("before").map { part throws(DatabaseError) in
      guard let issuedAt = Instant(utc: try part.string("issuedAt")) else { throw part.damage("issuedAt") }
      return PackBefore(
        id: try part.int("id"), title: try part.string("title"), to: try part.day("to"), issuedAt: issuedAt)
    }
    figures = try kept.list("figures") { part throws(DatabaseError) in try PackFigure(part) }
    forecasts = try kept.list("forecasts") { part throws(DatabaseError) in
      PackForecast(
        label: try part.text("label"), day: try part.day("day"), value: try part.double("value"),
        words: try part.text("words"), stated: try part.day("stated"), source: try part.string("source"))
    }
    changes = try kept.list("changes") { part throws(DatabaseError) in
      PackChange(kind: try part.string("kind"), records: try part.int("records"), words: try part.text("words"))
    }
    alerts = try kept.list("alerts") { part throws(DatabaseError) in
      guard let kind = PackAlert.Kind(rawValue: try part.string("kind")) else { throw part.damage("kind") }
      return PackAlert(kind: kind, key: try part.string("key"), words: try part.text("words"))
    }
    decisions = try kept.string("decisions")
  }
}

extension PackFigure {
  fileprivate func write(_ json: inout JSONWriter) {
    json.member("key", key)
    json.member("label", label)
    json.member("unit", unit.rawValue)
    json.member("sense", sense?.rawValue)
    json.member("value", value)
    json.member("words", words)
    json.member("atLeast", isFloor)
    json.member("formula", formula)
    json.member("sentence", sentence)
    json.member("base", base)
    json.member("records", records.map { Double($0) })
    json.member("targets", targets) { json, aim in
      json.member("key", aim.key)
      json.member("words", aim.words)
      json.member("state", aim.state)
    }
    json.member("before", before) { json, before in
      json.member("value", before.value)
      json.member("words", before.words)
      json.member("difference", before.difference)
      json.member("differenceWords", before.differenceWords)
    }
  }

  fileprivate init(_ kept: Kept) throws(DatabaseError) {
    guard let unit = IndicatorUnit(rawValue: try kept.string("unit")) else { throw kept.damage("unit") }
    self.unit = unit
    key = try kept.string("key")
    label = try kept.text("label")
    sense = try kept.optionalString("sense").flatMap(Sense.init)
    value = try kept.optionalDouble("value")
    words = try kept.text("words")
    isFloor = try kept.flag("atLeast")
    formula = try kept.string("formula")
    sentence = try kept.text("sentence")
    base = try kept.optionalDouble("base")
    records = try kept.optionalDouble("records").map { Int($0) }
    targets = try kept.list("targets") { part throws(DatabaseError) in
      Aim(key: try part.string("key"), words: try part.text("words"), state: try part.string("state"))
    }
    before = try kept.part("before").map { part throws(DatabaseError) in
      Before(
        value: try part.optionalDouble("value"), words: try part.text("words"),
        difference: try part.optionalDouble("difference"), differenceWords: try part.text("differenceWords"))
    }
  }
}
