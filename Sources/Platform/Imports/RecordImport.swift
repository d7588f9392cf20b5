import SQL

/// How lines of a table become records of one kind. The form of the record's own page reads each line, the store of its own
/// page writes it: what a person may not enter, a table may not either.
public protocol RecordImport: Sendable {
  associatedtype Filled: Form
  associatedtype Record: Sendable
  /// What of a line is compared with other lines.
  associatedtype Card: Sendable

  /// What else may speak of its records; nil where nothing does.
  static var spoken: SpokenOf? { get }
  /// Whether its lines say what people are.
  static var holdsPeople: Bool { get }

  init(_ place: ImportPlace)

  /// By what two lines of one file are the same record.
  static func identity(_ form: Filled) -> String
  static func card(_ form: Filled) -> Card
  /// By what lines are found that may be one record.
  static func keys(_ card: Card) -> Set<String>
  /// Why two lines may be; nil where they look like two.
  static func likeness(_ one: Card, _ other: Card) -> Text?
  static func typed(_ record: Record) -> Typed
  static func stamp(_ record: Record) -> RecordStamp
  static func name(_ record: Record) -> String
  /// What a line says of a record that is known, without what it only says less of than the record does.
  static func said(_ line: Typed, of record: Record) -> Typed

  /// Lines as their form takes them: what a table calls by a name that only other records know, by its key or its number.
  func understood(_ lines: [Typed]) async throws -> [UnderstoodLine]
  /// What a new record says where the table says nothing.
  func begun() -> Typed
  /// What stands for what a line leaves out while it is found out whether its record is known, and has it. Never written.
  func standIns() -> Typed
  /// Which record each of these is. Many are asked at once, so that each costs a part of a statement. What they only
  /// resemble, by their cards, is looked for where somebody will be asked.
  func meant(by forms: [Filled], alike cards: [Card]?) async throws -> [ImportMeaning<Record>]
  /// Writes new ones, in this order. What a rule refuses is left out by itself.
  func insert(_ forms: [Filled]) async throws -> [Result<Record, Refusal>]
  /// Refuses what the record's own page would refuse of a change: asked when a line is read, and when it is written.
  func check(_ form: Filled, of record: Record) async throws
  func update(_ record: Record, _ form: Filled) async throws -> Record
  func find(_ ids: [Int64]) async throws -> [Record]
  /// Takes back one that was new, and of which nothing speaks.
  func remove(_ record: Record) async throws
}

extension RecordImport {
  public static var spoken: SpokenOf? { nil }
  public static var holdsPeople: Bool { false }
  public func understood(_ lines: [Typed]) async throws -> [UnderstoodLine] { lines.map { UnderstoodLine($0) } }
  public static func said(_ line: Typed, of record: Record) -> Typed { line }
  public func begun() -> Typed { Typed() }
  public func standIns() -> Typed { Typed() }
  public func check(_ form: Filled, of record: Record) async throws {}

  /// Writes one after the other what cannot be written together.
  public func each(
    _ forms: [Filled], _ insert: (Filled) async throws -> Record
  ) async throws -> [Result<Record, Refusal>] {
    var written: [Result<Record, Refusal>] = []
    for form in forms {
      do { written.append(.success(try await insert(form))) } catch let refusal as Refusal {
        written.append(.failure(refusal))
      }
    }
    return written
  }
}

/// Of records that are known again by what they are called, and of which two that resemble each other are two.
public struct NoCard: Sendable {}

extension RecordImport where Card == NoCard {
  public static func card(_ form: Filled) -> NoCard { NoCard() }
  public static func keys(_ card: NoCard) -> Set<String> { [] }
  public static func likeness(_ one: NoCard, _ other: NoCard) -> Text? { nil }
}

/// A line in words that its form knows.
public struct UnderstoodLine: Sendable {
  public var typed: Typed
  /// What no record answers to.
  public private(set) var faults: [FieldError] = []

  public init(_ typed: Typed) { self.typed = typed }

  /// Fills a field with what a cell means, or says why nobody can tell.
  public mutating func fill(_ key: String, _ meaning: () throws(Refusal) -> String?) {
    do throws(Refusal) { typed[key] = try meaning() } catch { faults += error.fieldErrors }
  }
}

/// Where an import works: within a scope, on what belongs to a record where the table was sent from that record’s page.
public struct ImportPlace: Sendable {
  public let scope: Scope
  public let context: Int64?
  let schema: Schema

  func inside(_ scope: Scope) -> ImportPlace { ImportPlace(scope: scope, context: context, schema: schema) }

  /// Of these, those that something else came to speak of.
  func spokenOf(_ ids: [Int64], _ rule: SpokenOf) async throws -> Set<Int64> {
    guard !ids.isEmpty else { return [] }
    let territory: Query = "territory_id = \(scope.territory)"
    var statements: [Query] = schema.references(to: rule.table, except: rule.own).map { other, column in
      let (name, reference): (Query, Query) = (Query(trusted: other), Query(trusted: column))
      return "SELECT \(reference) FROM \(name) WHERE \(territory) AND \(reference) IN \(.list(ids))"
    }
    statements.append(
      "SELECT target_id FROM role WHERE \(territory) AND target = \(rule.table) AND target_id IN \(.list(ids))")
    var spoken: Set<Int64> = []
    for statement in statements { spoken.formUnion(try await scope.all(statement) { row in try row.next() as Int64 }) }
    return spoken
  }
}

/// What keeps a new record from being taken back: another that came to speak of it. What is its own goes with it.
public struct SpokenOf: Sendable {
  let table: String
  let own: Set<String>
  let because: Text

  public init(_ table: String, own: Set<String>, _ because: Text) {
    self.table = table
    self.own = own
    self.because = because
  }
}

/// Which state of which record.
public struct RecordStamp: Sendable, Equatable {
  public let id: Int64
  public let version: Int

  public init(_ id: Int64, _ version: Int) {
    self.id = id
    self.version = version
  }
}

/// Which record a line is about.
public enum ImportMeaning<Record: Sendable>: Sendable {
  case nobody
  /// Nobody yet, and something else comes with it: that is said too.
  case bringing(Text)
  case one(Record)
  /// Nothing tells which of several.
  case several(FieldError)
  /// What it says cannot be.
  case refused([FieldError])
  /// It looks like this one, and nothing says that it is.
  case like(Record, because: Text)

  var isKnown: Bool { if case .one = self { true } else { false } }
}
