import SQL

/// A kind of entry that a programme's configuration holds: its nomenclatures, its bodies, its rent scales. One declaration
/// gives the document's part, its schema, its statements and its screens.
///
/// Its table has `id, territory_id, programme_id, key, rank, is_archived, version` and a column for each setting; that of a
/// part has the column of its parent too.
public struct Chapter: Sendable {
  /// Its name in the document.
  public let key: String
  /// Its name in addresses.
  let place: String
  let title: Text
  let noun: Noun
  let help: Text?
  let table: String
  /// The first names an entry wherever it is shown.
  let settings: [Setting]
  let parts: [Chapter]
  /// One entry and no more, whose key is the chapter's: the settings of a capability.
  let isSingle: Bool
  /// Where a programme shows its entries at work, under its address: a body with those who sit in it.
  let record: (label: Text, place: String)?
  /// Screens of the capability's own that make and change its entries too.
  let editor: EntryEditor?
  /// What is typed already where nothing was settled yet.
  let proposed: [String: String]
  /// What is wrong with an entry that each field alone cannot tell.
  let check: @Sendable (Entry, Configuration) -> [ConfigurationFault]
  /// What deserves to be looked at, and stands in nobody's way.
  let remarks: @Sendable (Entry, Configuration) -> [ConfigurationFault]
  /// A rule about the records too, asked once all entries are written.
  let settle: (@Sendable (Scope, ID<Programme>) async throws -> Void)?

  public init(
    _ key: String, at place: String, _ title: Text, _ noun: Noun, help: Text? = nil, table: String,
    isSingle: Bool = false, record: (label: Text, place: String)? = nil, editor: EntryEditor? = nil,
    proposed: [String: String] = [:],
    _ settings: [Setting], parts: [Chapter] = [],
    check: @Sendable @escaping (Entry, Configuration) -> [ConfigurationFault] = { _, _ in [] },
    remarks: @Sendable @escaping (Entry, Configuration) -> [ConfigurationFault] = { _, _ in [] },
    settle: (@Sendable (Scope, ID<Programme>) async throws -> Void)? = nil
  ) {
    precondition(parts.allSatisfy(\.parts.isEmpty), "an entry has parts, and those have none")
    self.key = key
    self.place = place
    self.title = title
    self.noun = noun
    self.help = help
    self.table = table
    self.isSingle = isSingle
    self.record = record
    self.editor = editor
    self.proposed = proposed
    self.settings = settings
    self.parts = parts
    self.check = check
    self.remarks = remarks
    self.settle = settle
  }

  var fields: [any FormField] { settings.map(\.field) }

  /// How many entries one list may have: beyond it, it is data.
  static let mostEntries: Int = 10_000
}

/// Screens on which a capability lets entries be made and changed its own way: a formula, step by step. What they save goes
/// through `Configurations.change`, and their addresses stand under the programme's.
public struct EntryEditor: Sendable {
  let add: (label: Text, place: String)
  let change: Text
  /// For the key of an entry.
  let place: @Sendable (String) -> String

  public init(
    add: (label: Text, place: String), change: Text, at place: @Sendable @escaping (String) -> String
  ) {
    self.add = add
    self.change = change
    self.place = place
  }
}

/// Records that use an entry: it can then be archived, not taken out.
public struct EntryUse: Sendable {
  let table: String
  let noun: Noun
  /// How many, for the entry's number.
  let count: @Sendable (Scope, Int64) -> Query

  public init(of table: String, by noun: Noun, _ count: @Sendable @escaping (Scope, Int64) -> Query) {
    self.table = table
    self.noun = noun
    self.count = count
  }
}

/// What is wrong in a configuration, and where.
public struct ConfigurationFault: Sendable, Hashable {
  /// `nomenclatures/tenant-categories/items/artisan/label`: keys where there are any, else the place in the list from 1.
  public let path: String
  public let message: Text

  public init(_ path: String, _ message: Text) {
    self.path = path
    self.message = message
  }

  func under(_ parent: String) -> ConfigurationFault {
    ConfigurationFault(path.isEmpty ? parent : "\(parent)/\(path)", message)
  }
}

extension Migrations {
  /// The columns that the table of every chapter begins with.
  public static func entryColumns(of parent: String? = nil) -> [Table.Column] {
    [
      .id, Table.Column("territory_id", .int64, references: "territory"),
      Table.Column("programme_id", .int64, references: "programme"),
    ] + (parent.map { [Table.Column("\($0)_id", .int64, references: $0)] } ?? []) + [
      Table.Column("key", .text, check: "length(key) BETWEEN 1 AND 60"), Table.Column("rank", .int64),
      Table.Column("is_archived", .bool), Table.Column("version", .int64, default: "1"),
    ]
  }

  /// Those of a record that hangs from a programme, before its own and after them.
  public static let hangingColumns: [Table.Column] = [
    .id, Table.Column("territory_id", .int64, references: "territory"),
    Table.Column("programme_id", .int64, references: "programme"),
  ]

  public static let endingColumns: [Table.Column] = [
    Table.Column("provenance", .text, check: "provenance IN ('entered', 'reconstructed')"),
    Table.Column("version", .int64, default: "1"),
  ]
}
