import SQL

/// A list of any length: how to count it, and how to read a window of it.
public struct Listing<Record: Fetched>: Sendable {
  let scope: Scope
  let count: Query
  /// The first is the one that a reader finds.
  let orders: [Order]
  /// Not where rows change without a line in the journal, which is what tells that there may be more.
  let remembersCount: Bool
  let rows: @Sendable (Slice) -> Query

  /// `rows` receives a slice and puts it where it is cheapest: around the keys, before anything is joined to them.
  public init(
    _ scope: Scope, count: Query, remembersCount: Bool = true, orders: [Order],
    rows: @Sendable @escaping (Slice) -> Query
  ) {
    self.scope = scope
    self.remembersCount = remembersCount
    self.count = count
    self.orders = orders
    self.rows = rows
  }

  func page(_ window: Window, _ sort: Sort?, _ counts: Counts) async throws -> Listed<Record> {
    let total: Int = remembersCount ? try await counts.count(count, scope) : try await scope.value(count)
    let slice = Slice(orders, sort, window: "LIMIT \(window.size) OFFSET \(window.offset)")
    let records: [Record] = try await scope.all(rows(slice))
    return Listed(records: records, total: total, window: window)
  }

  func everything(_ sort: Sort?, _ body: ([Record], Scope) async throws -> Void) async throws {
    try await scope.batches(rows(Slice(orders, sort, window: "")), body)
  }

  /// All of a list that is known to be short.
  public func everyRow() async throws -> [Record] { try await first(Window.mostSize) }

  /// The first of them, to be worked on one by one.
  func first(_ most: Int) async throws -> [Record] {
    try await scope.all(rows(Slice(orders, nil, window: "LIMIT \(most)")))
  }
}

/// One page of a list.
struct Listed<Record: Sendable>: Sendable {
  let records: [Record]
  let total: Int
  let window: Window

  var pages: Int { max(1, (total + window.size - 1) / window.size) }
}

/// Which part of a list: `?page=3&size=100`.
struct Window: Sendable, Equatable {
  let number: Int
  let size: Int

  var offset: Int { (number - 1) * size }

  static let mostSize: Int = 500

  private static let pageField = Field<Int?>.bounded("page", Text(fr: "Page", en: "Page", de: "Seite"), 1...1_000_000)
  private static let sizeField = Field<Int?>.bounded(
    "size", Text(fr: "Lignes par page", en: "Rows per page", de: "Zeilen pro Seite"), 1...mostSize)

  static let fields: [any FormField] = [pageField, sizeField, Sort.field]

  /// The first of them.
  init(most: Int) {
    number = 1
    size = most
  }

  init(_ typed: Typed, rowsPerPage: Int) throws(Refusal) {
    let values: FormValues = try FormReader.values([Window.pageField, Window.sizeField], typed, on: nil)
    number = values[Self.pageField] ?? 1
    size = values[Self.sizeField] ?? rowsPerPage
  }
}

extension Field where Value == Int? {
  /// Carried along, and never typed.
  public static func bounded(_ key: String, _ label: Text, _ bounds: ClosedRange<Int>) -> Field {
    Field(
      key: key, label: label, help: nil, isRequired: false, control: .hiddenNumber,
      read: { raw in
        guard let raw, !raw.isEmpty else { return .value(nil) }
        guard let number = Int(raw), bounds.contains(number) else {
          return .wrong(.outside(bounds))
        }
        return .value(number)
      }, write: { $0.map(String.init) })
  }
}
