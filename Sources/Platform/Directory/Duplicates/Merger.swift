import HTTP
import SQL

/// A double that became part of the record that was kept, with all that it takes to bring it back.
struct Merger<Record: MergedRecord>: Fetched {
  let id: ID<Merger<Record>>
  let kept: ID<Record>
  let absorbed: ID<Record>
  let absorbedName: String
  let at: Instant
  let undoneAt: Instant?
  let moved: MovedRows

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    kept = try row.next()
    absorbed = try row.next()
    absorbedName = try row.next()
    at = try row.next()
    undoneAt = try row.next()
    moved = MovedRows(try row.next())
  }

  /// How many records followed.
  var followed: Int { moved.rows.filter { $0.table != Record.otherNames }.reduce(0) { $0 + $1.ids.count } }
}

/// Which rows of which tables spoke of the double, and what the record that was kept had not.
struct MovedRows: Sendable, Equatable {
  struct Rows: Sendable, Equatable {
    let table: String
    let column: String
    let ids: [Int64]
  }

  var rows: [Rows] = []
  /// Columns of the kept record that were empty and were filled from the double.
  var filled: [String] = []
  /// The name under which the double is found now.
  var alias: String?

  init() {}

  init(_ text: String) {
    guard let json = try? JSON(Array(text.utf8)) else { return }
    rows = MovedRows.items(json["rows"]).compactMap { item in
      guard let table = item["table"]?.string, let column = item["column"]?.string else { return nil }
      return Rows(table: table, column: column, ids: MovedRows.items(item["ids"]).compactMap(\.int).map { Int64($0) })
    }
    filled = MovedRows.items(json["filled"]).compactMap(\.string)
    alias = json["alias"]?.string
  }

  private static func items(_ json: JSON?) -> [JSON] {
    if case .array(let items)? = json { items } else { [] }
  }

  var text: String {
    var json = JSONWriter()
    json.object { json in
      json.member(
        "rows",
        array: { json in
          for rows in rows {
            json.object { json in
              json.member("table", rows.table)
              json.member("column", rows.column)
              json.member("ids", array: { json in for id in rows.ids { json.int(Int(id)) } })
            }
          }
        })
      json.member("filled", array: { json in for column in filled { json.string(column) } })
      json.member("alias", alias)
    }
    return String(decoding: json.bytes, as: UTF8.self)
  }
}
