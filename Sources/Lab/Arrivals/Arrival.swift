import HTTP
import Platform
import Programmes
import SQL

/// A document that was read and waits to be put into a sheet's rubrics.
struct Arrival: Fetched, Sendable {
  let id: ID<Arrival>
  let sheet: ID<Sheet>
  let name: String
  let parts: [ArrivalPart]
  let pictures: Int
  let notes: Int
  let at: Instant

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    sheet = try row.next()
    name = try row.next()
    let text: String = try row.next()
    at = try row.next()
    guard let json = try? JSON(Array(text.utf8)) else { throw DatabaseError(.damaged, "arrival \(id) is no JSON") }
    let kept = Kept(json, "arrival \(id)")
    parts = try kept.list("parts") { (kept: Kept) throws(DatabaseError) in try ArrivalPart(kept) }
    pictures = try kept.int("pictures")
    notes = try kept.int("notes")
  }
}

extension View<Arrival> {
  static let arrival = View(
    "Arrival",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("name", .arrivedFile) { .text($0.name) },
      Column("parts", .arrivedParts, .int) { .int($0.parts.count) },
      Column("at", .rubricAt, .moment) { .moment($0.at) },
    ])
}

struct ArrivalStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  func find(_ id: ID<Arrival>, of sheet: Sheet) async throws -> Arrival {
    try await scope.one(
      """
      SELECT id, sheet_id, name, parts, at FROM sheet_arrival
      WHERE territory_id = \(scope.territory) AND sheet_id = \(sheet.id) AND id = \(id)
      """)
  }

  /// The one before is forgotten: nobody comes back to a document that was never placed.
  func insert(_ arrived: ArrivedText, named name: String, for sheet: Sheet) async throws -> Arrival {
    try await scope.run(
      "DELETE FROM sheet_arrival WHERE territory_id = \(scope.territory) AND sheet_id = \(sheet.id)")
    var json = JSONWriter()
    json.object { json in
      json.member("parts", ArrivalPart.parts(of: arrived, for: sheet.kind)) { json, part in part.write(&json) }
      json.member("pictures", arrived.pictures)
      json.member("notes", arrived.notes)
    }
    let id: ID<Arrival> = try await scope.insert(
      """
      INSERT INTO sheet_arrival (territory_id, programme_id, sheet_id, name, parts, author, at)
      VALUES (\(scope.territory), \(sheet.programme), \(sheet.id), \(name),
        \(String(decoding: json.bytes, as: UTF8.self)), \(scope.actor.name), \(scope.now))
      """)
    let arrival: Arrival = try await find(id, of: sheet)
    try await scope.audit(.documentArrived, "sheet", sheet.id.number, .arrival, after: arrival)
    return arrival
  }

  func remove(_ arrival: Arrival) async throws {
    try await scope.run(
      "DELETE FROM sheet_arrival WHERE territory_id = \(scope.territory) AND id = \(arrival.id)")
  }
}

extension Deed {
  static let documentArrived = Deed("sheet.document-arrived", Text(fr: "Document lu", en: "Document read"))
  static let documentPlaced = Deed(
    "sheet.document-placed", Text(fr: "Document repris dans la fiche", en: "Document taken into the sheet"))

  static let arrivals: [Deed] = [.documentArrived, .documentPlaced]
}
