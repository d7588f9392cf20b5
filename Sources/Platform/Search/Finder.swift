import SQL

/// How one kind of record is found by name, from any page and in forms.
public struct Finder: Sendable {
  /// What forms call it: « organisations ».
  public let key: String
  let label: Text
  let allow: Allow
  /// The list that holds them all, to which the same words can be given; nil where there is none.
  let list: String?
  let find: @Sendable (Scope, Sought) async throws -> [Hit]

  public init(
    _ key: String, _ label: Text, allow: Allow, list: String? = nil,
    find: @Sendable @escaping (Scope, Sought) async throws -> [Hit]
  ) {
    self.key = key
    self.label = label
    self.allow = allow
    self.list = list
    self.find = find
  }
}

/// What somebody looks for: words that must all be in the name, in any order, accents and case aside.
public struct Sought: Sendable {
  public let text: String
  /// How many answers are worth reading.
  public let most: Int
  private let words: [Substring]

  /// Nil where nothing was asked.
  init?(_ text: String?, most: Int) {
    guard let text, text.count <= 200 else { return nil }
    words = sortKey(text).split(separator: " ").prefix(8).map { $0 }
    guard !words.isEmpty else { return nil }
    self.text = trim(text)
    self.most = most
  }

  /// Whether a stored key holds them.
  public func matches(_ key: Query) -> Query {
    words.reduce("1 = 1" as Query) { $0 + " AND \(key) LIKE \("%\($1)%")" }
  }

  /// Which keys hold them, in the order that names are worth reading: those that begin so, then the others. The first
  /// stand together in an index and mostly suffice.
  public func ranks(_ key: Query) -> [Query] {
    let start: String = words.joined(separator: " ")
    let begins: Query = "\(key) >= \(start) AND \(key) < \(start + "\u{10FFFF}")"
    return [begins, matches(key) + " AND NOT (\(begins))"]
  }

  /// The best of what a statement answers for each rank, which is asked only while there are not enough.
  public func hits(
    _ scope: Scope, _ ranks: [Query], _ statement: (_ rank: Query, _ most: Int) throws -> Query
  ) async throws -> [Hit] {
    var hits: [Hit] = []
    for rank in ranks where hits.count < most { hits += try await scope.all(try statement(rank, most - hits.count)) }
    return hits
  }

  /// Names that begin so come first.
  public func order(_ key: Query) -> Query {
    "CASE WHEN \(key) LIKE \("\(words.joined(separator: " "))%") THEN 0 ELSE 1 END, \(key)"
  }
}

/// A record that was found.
public struct Hit: Sendable, Fetched {
  let title: String
  let detail: String
  let path: String

  public init(_ title: String, _ detail: String = "", path: String) {
    self.title = title
    self.detail = detail
    self.path = path
  }

  /// A statement answers a name, what tells it from its namesakes, and where its page is.
  public init(_ row: inout Row) throws(DatabaseError) {
    title = try row.next()
    detail = try row.next()
    path = try row.next()
  }
}

/// What one finder answered.
struct Found: Sendable {
  let finder: Finder
  let hits: [Hit]
  var hasMore: Bool { hits.count > Found.most }

  static let most: Int = 10
}
