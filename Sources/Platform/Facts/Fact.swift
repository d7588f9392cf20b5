import SQL

/// A relation that a capability offers to whoever counts: leases, actions, mandates. Figures are made of nothing else.
///
/// Its statements call its tables by their names; a territory and a programme are always among what it knows.
public struct Fact: Sendable {
  /// Its name in formulas.
  public let key: String
  public let noun: Noun
  /// What one record of it is, in a sentence or two.
  public let meaning: Text
  let table: Query
  let joins: [Join]
  public let time: FactTime
  public let columns: [FactColumn]
  /// Nil where it belongs to the territory as a whole.
  let programme: FactExpression?
  /// Whether it tells of people who are accompanied: small counts are then hidden from who may not see the records.
  public let isPersonal: Bool
  /// What its records are called in a list, and where each is read.
  public let record: Record
  /// What holds of every record: what is archived is none.
  let only: Query?
  /// Which records somebody may see, one by one. Nil where they see none.
  let visible: @Sendable (Scope) -> Query?

  /// A table beside the fact's own, joined when something of it is asked for.
  public struct Join: Sendable {
    let name: String
    let sql: Query
    let after: [String]

    public init(_ name: String, _ sql: Query, after: String...) {
      self.name = name
      self.sql = sql
      self.after = after
    }
  }

  /// A record as a list shows it.
  public struct Record: Sendable {
    public let id: Query
    public let title: FactExpression
    public let path: FactExpression

    /// `path` is the address as text: `"'/baux/' || lease.id"`.
    public init(id: Query, title: FactExpression, path: FactExpression) {
      self.id = id
      self.title = title
      self.path = path
    }
  }

  public init(
    _ key: String, _ noun: Noun, _ meaning: Text, from table: Query, joins: [Join] = [], only: Query? = nil,
    time: FactTime = .always, programme: FactExpression?, isPersonal: Bool = false, record: Record,
    visible: @Sendable @escaping (Scope) -> Query?, _ columns: [FactColumn]
  ) {
    self.key = key
    self.noun = noun
    self.meaning = meaning
    self.table = table
    self.joins = joins
    self.only = only
    self.time = time
    self.programme = programme
    self.isPersonal = isPersonal
    self.record = record
    self.visible = visible
    self.columns = columns
  }

  /// Which records this actor may see one by one; nil where none.
  public func visibility(_ scope: Scope) -> Query? { visible(scope) }

  /// What always stands in a configuration: none is a number too.
  public var isAlwaysKnown: Bool {
    if case .always = time { true } else { false }
  }

  public subscript(_ column: String) -> FactColumn? { columns.first { $0.key == column } }

  /// The table with those that an expression needs, each after those it leans on.
  public func tables(needing names: [String]) -> Query {
    var wanted: Set<String> = Set(names)
    for join in joins.reversed() where wanted.contains(join.name) { wanted.formUnion(join.after) }
    return joins.filter { wanted.contains($0.name) }.reduce(table) { $0 + " " + $1.sql }
  }

  /// By which the journal knows its records: the name of their table.
  public var recordKind: String { table.firstWord }

  /// What its statements read: when one of these changes, what was counted may have changed.
  public var tableNames: Set<String> {
    var everything: Query = joins.reduce(table) { $0 + " " + $1.sql }
    for column in columns {
      everything = everything + " " + column.expression.sql(.anyMoment) + " " + (column.values ?? "")
    }
    switch time {
    case .always: break
    case .event(let day): everything = everything + " " + day.sql(.anyMoment)
    case .interval(let from, let to, _, _):
      everything = everything + " " + from.sql(.anyMoment) + " " + to.sql(.anyMoment)
    case .state(let day, let later): everything = everything + " " + day.sql(.anyMoment) + " " + later(.anyMoment)
    }
    return everything.tablesRead.union([table.firstWord])
  }
}

/// Something that is read of a fact, with the joins without which it does not exist.
public struct FactExpression: Sendable {
  public let needs: [String]
  public let sql: @Sendable (FactMoment) -> Query

  public init(_ sql: Query, needs: String...) {
    self.needs = needs
    self.sql = { _ in sql }
  }

  /// What depends on the day: a lease's category, the last that is known of a company.
  public init(needs: String..., on sql: @Sendable @escaping (FactMoment) -> Query) {
    self.needs = needs
    self.sql = sql
  }
}

/// The window that a figure looks through, as SQL: a bound value, or the column of a series.
public struct FactMoment: Sendable {
  public let start: Query
  public let end: Query

  public init(start: Query, end: Query) {
    self.start = start
    self.end = end
  }

  public init(_ start: Day, _ end: Day) { self.init(start: "\(start)", end: "\(end)") }

  static let anyMoment = FactMoment(start: "''", end: "''")
}

/// How a fact stands in time.
public enum FactTime: Sendable {
  /// It has no day: an objective, a word of a nomenclature.
  case always
  /// It happens on a day.
  case event(FactExpression)
  /// It lasts; without a beginning since ever, without an end for ever. `within` bounds what time weighs: a lease counts
  /// for the days on which its lot is in service.
  case interval(
    from: FactExpression, to: FactExpression, isFromKnown: Bool, within: (from: FactExpression, to: FactExpression)?)
  /// It was so on a day, until the next one of the same subject says otherwise: a count of jobs, a finding.
  /// `later` asks whether one came after, by the day given.
  case state(FactExpression, later: @Sendable (FactMoment) -> Query)
}

/// A column of a fact, for formulas.
public struct FactColumn: Sendable {
  public let key: String
  public let label: Text
  public let meaning: Text?
  /// What a sentence calls its values together: « surfaces », « durées de séjour ».
  public let many: Text?
  public let kind: Kind
  public let expression: FactExpression
  /// Several for each record: `SELECT key FROM action_term WHERE …`.
  let values: Query?
  /// The join that gives a line for each of those values, and the value there.
  let spread: (join: String, sql: Query)?

  public enum Kind: Sendable {
    /// What is counted as distinct: organisations, people, places.
    case key(Noun)
    case word(FactWords)
    case day
    case quantity(Quantity)
    case flag
    /// A place, which perimeters hold.
    case municipality
  }

  public init(
    _ key: String, _ label: Text, _ kind: Kind, _ expression: FactExpression, many: Text? = nil, meaning: Text? = nil
  ) {
    self.key = key
    self.label = label
    self.kind = kind
    self.expression = expression
    self.many = many
    self.meaning = meaning
    values = nil
    spread = nil
  }

  /// A record has any number of these words.
  public init(
    _ key: String, _ label: Text, several words: FactWords, values: Query, spread: (join: String, sql: Query),
    meaning: Text? = nil
  ) {
    self.key = key
    self.label = label
    self.meaning = meaning
    many = nil
    kind = .word(words)
    expression = FactExpression(spread.sql, needs: spread.join)
    self.values = values
    self.spread = spread
  }

  /// Its value as text: the key of a line of a breakdown.
  public func text(_ moment: FactMoment) -> Query {
    let sql: Query = expression.sql(moment)
    guard case .flag = kind else { return sql }
    return "CASE WHEN \(sql) THEN 'true' WHEN \(sql) IS NOT NULL THEN 'false' END"
  }

  public var needs: [String] { expression.needs }

  public var hasSeveral: Bool { values != nil }

  /// Whether a breakdown by it makes sense.
  public var isDimension: Bool {
    switch kind {
    case .word, .municipality, .flag: true
    case .key, .day, .quantity: false
    }
  }
}

/// The words that a dimension sorts by.
public enum FactWords: Sendable {
  case fixed([(key: String, label: Text)])
  /// Those of the programme's nomenclature, or of whatever it is configured with.
  case configured(@Sendable (Scope, [ID<Programme>]) async throws -> [FactWord])

  public static func choices<C: Choice>(_ type: C.Type) -> FactWords { .fixed(C.words) }
}

public struct FactWord: Sendable {
  public let key: String
  public let label: Text
  public let parent: String?

  public init(_ key: String, _ label: Text, parent: String? = nil) {
    self.key = key
    self.label = label
    self.parent = parent
  }
}

/// What a number measures. Two numbers are added only where they measure the same.
public enum Quantity: String, Sendable, CaseIterable {
  /// How many there are of something.
  case count
  /// Kept in square decimetres.
  case area
  /// Kept in cents.
  case money
  case days
  /// Full-time posts, kept in hundredths.
  case posts
  /// A calendar year.
  case year

  /// By what a kept value is divided to be read.
  public var scale: Double { self == .area || self == .money || self == .posts ? 100 : 1 }
}

extension Query {
  /// The names after FROM and JOIN.
  fileprivate var tablesRead: Set<String> {
    let words: [Substring] = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    var names: Set<String> = []
    for (word, next) in zip(words, words.dropFirst()) where word == "FROM" || word == "JOIN" {
      names.insert(String(next))
    }
    return names
  }

  fileprivate var firstWord: String {
    String(text.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
  }
}
