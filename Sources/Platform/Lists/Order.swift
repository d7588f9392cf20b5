import HTTP
import SQL

/// One way in which a list can be put in order, called like the column that shows it.
public struct Order: Sendable {
  public let key: String
  /// What holds the words best comes first: no column of the list says it.
  public static let relevance: String = "relevance"
  private let columns: [(expression: Query, isNullable: Bool)]
  /// Newest first, for what is read so.
  private let startsDown: Bool
  /// Where the rows come from when the list's own table does not hold what it is ordered by: the table that does comes
  /// first, so that the database walks its index and stops after one page.
  fileprivate let from: Query?

  public init(
    _ key: String, _ columns: Query..., nullable: Query? = nil, startsDown: Bool = false, from: Query? = nil
  ) {
    self.key = key
    self.columns = (nullable.map { [($0, true)] } ?? []) + columns.map { ($0, false) }
    self.startsDown = startsDown
    self.from = from
  }

  fileprivate func expression(_ sort: Sort?) -> Query {
    let isDown: Bool = sort?.isDown ?? startsDown
    let parts: [Query] = columns.map { column in
      let direction: Query = isDown ? " DESC" : ""
      return column.expression + direction + (column.isNullable ? " NULLS LAST" : "")
    }
    return parts.dropFirst().reduce(parts[0]) { $0 + ", " + $1 }
  }

  func isDown(_ sort: Sort?) -> Bool { sort?.isDown ?? startsDown }
}

/// `?sort=name` or, the other way round, `?sort=-name`.
struct Sort: Sendable, Equatable {
  let key: String
  let isDown: Bool

  static let field = Field.text("sort", Text(fr: "Trier par", en: "Sort by", de: "Sortieren nach"), most: 40).optional

  init?(_ typed: String?) {
    guard let typed, !typed.isEmpty, typed.utf8.count <= 40 else { return nil }
    isDown = typed.hasPrefix("-")
    key = isDown ? String(typed.dropFirst()) : typed
  }

  init(_ key: String, isDown: Bool) {
    self.key = key
    self.isDown = isDown
  }

  var text: String { isDown ? "-\(key)" : key }
}

/// Which rows a list's statement is asked for, and in which order.
public struct Slice: Sendable {
  /// `a, b DESC`
  public let order: Query
  /// `LIMIT … OFFSET …`, or nothing for an export.
  public let window: Query
  private let tables: Query?

  init(_ orders: [Order], _ sort: Sort?, window: Query) {
    let chosen: Order? = sort.flatMap { sort in orders.first { $0.key == sort.key } }
    order = (chosen ?? orders.first)?.expression(chosen == nil ? nil : sort) ?? "1"
    tables = chosen?.from
    self.window = window
  }

  /// `FROM lease WHERE`, or what the chosen order needs instead, up to the list's own conditions.
  public func from(_ table: Query) -> Query {
    tables.map { "FROM \($0) AND" } ?? "FROM \(table) WHERE"
  }
}
