import HTTP
import SQL

/// A kind of record of which two may turn out to be one.
protocol MergedRecord: Fetched, Equatable {
  var id: ID<Self> { get }
  var name: String { get }
  var path: String { get }
  /// What tells it from its likes in a list.
  var pairMark: String? { get }

  /// Its table, which is also how the journal calls it.
  static var table: String { get }
  /// What the statements that read it select.
  static var columns: Query { get }
  /// Its name, in SQL.
  static var named: Query { get }
  static var view: View<Self> { get }
  /// The columns that the record which is kept takes from the other where it has nothing itself.
  static var fillable: [String] { get }
  /// Those of them that say one thing together: one of them alone is nobody’s to give back.
  static var together: [[String]] { get }
  /// What the directory keeps of it for itself: these tables stay where they are.
  static var own: Set<String> { get }
  /// Where its other names are: they follow, and are no records of their own.
  static var otherNames: String? { get }
  /// Where the keys are by which doubles are found, and how those begin that tell much.
  static var keys: (table: Query, column: Query, telling: [String]) { get }
  /// Where those are of which somebody said that they are two.
  static var distinct: Query { get }
  /// Of `one` and `other`, in SQL: whether no register knows that they are two.
  static var mayBeOne: Query { get }
  static var deeds: MergerDeeds { get }
  /// Where the pairs are listed, and who settles them.
  static var pages: MergerPages { get }

  /// Which rows of a table do not follow, as the record that is kept has the like.
  static func stays(_ table: String, with kept: ID<Self>, _ scope: Scope) -> Query?
  func fills(_ column: String, of kept: Self) -> Bool
  /// The other name, where it would be lost.
  func leaveName(to kept: Self, _ scope: Scope) async throws -> String?
  static func takeBack(_ name: String, from kept: ID<Self>, _ scope: Scope) async throws
  /// Refuses where another has come to have what only one may have.
  static func refuseReturn(of absorbed: Self, _ scope: Scope) async throws
  /// By what it is found as a double.
  static func index(_ record: Self, _ scope: Scope) async throws
  /// Of those that share a key, which look like one.
  static func pairs(_ records: [(one: Self, other: Self)], _ scope: Scope) async throws -> [RecordPair<Self>]
  /// Called before everything that the two say is shown side by side.
  static func readAlong(_ records: [Self], _ scope: Scope) async throws
  /// Refuses where it is nobody’s to merge.
  func refuseMerging() throws(Refusal)
}

struct MergerDeeds: Sendable {
  let merged: Deed
  let undone: Deed
  let toldApart: Deed
}

extension MergedRecord {
  static var otherNames: String? { nil }
  static var mayBeOne: Query { "1 = 1" }
  static func stays(_ table: String, with kept: ID<Self>, _ scope: Scope) -> Query? { nil }
  func fills(_ column: String, of kept: Self) -> Bool { true }
  func leaveName(to kept: Self, _ scope: Scope) async throws -> String? { nil }
  static func takeBack(_ name: String, from kept: ID<Self>, _ scope: Scope) async throws {}
  static func refuseReturn(of absorbed: Self, _ scope: Scope) async throws {}
  static func readAlong(_ records: [Self], _ scope: Scope) async throws {}
  func refuseMerging() throws(Refusal) {}

  static var records: Query { Query(trusted: table) }

  /// These columns, those that say one thing together in one group.
  static func grouped(_ columns: [String]) -> [[String]] {
    let groups: [[String]] = together.map { group in columns.filter { group.contains($0) } }
    let grouped: Set<String> = Set(together.joined())
    return groups.filter { !$0.isEmpty } + columns.filter { !grouped.contains($0) }.map { [$0] }
  }

  /// As it stands within a change, whoever may see it.
  static func standing(_ id: ID<Self>, _ scope: Scope) async throws -> Self {
    try await scope.one(
      "SELECT \(columns) FROM \(records) WHERE \(records).territory_id = \(scope.territory) AND \(records).id = \(id)")
  }
}

extension Schema {
  /// Every column of every table that names a record of this one, but for those that only say what it is itself.
  func references(to table: String, except own: Set<String>) -> [(table: String, column: String)] {
    tables.filter { !own.contains($0.name) }.flatMap { other in
      other.columns.filter { $0.reference == table }.map { (other.name, $0.name) }
    }
  }
}
