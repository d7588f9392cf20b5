import SQL

/// One thing that an entry of a configuration says: the field by which it is read, asked and described, and the column
/// that keeps it.
public struct Setting: Sendable {
  let field: any FormField
  let column: String
  let reference: Reference?
  /// Whether a page asks it of the parts of this entry: bounds, of size classes alone.
  let isAsked: @Sendable (Entry) -> Bool
  /// What the database is given, with the canonical spelling of the same.
  let take: @Sendable (FormValues) -> (value: Value, text: String?)
  /// The same of one value alone, as it stands in a document: a megabyte of them is read without a form for each.
  let accept: @Sendable (String?) -> Reading<(value: Value, text: String?)>
  let fetch: @Sendable (inout Row) throws(DatabaseError) -> String?

  public init<V: ColumnValue & Sendable>(
    _ column: String, _ field: Field<V>, refersTo reference: Reference? = nil,
    askedOf isAsked: @Sendable @escaping (Entry) -> Bool = { _ in true }
  ) {
    self.field = field
    self.column = column
    self.reference = reference
    self.isAsked = isAsked
    take = { values in (values[field].value, field.write(values[field])) }
    accept = { raw in
      switch field.read(raw) {
      case .value(let value): .value((value.value, field.write(value)))
      case .wrong(let message): .wrong(message)
      }
    }
    fetch = { (row: inout Row) throws(DatabaseError) in field.write(try row.next(V.self)) }
  }

  var key: String { field.key }
}

/// Another entry of the same configuration, by its key.
public enum Reference: Sendable {
  /// An entry of a chapter.
  case entry(of: String)
  /// A part of the entry that says so: an item of the nomenclature whose `use` is `tenant-categories`.
  case part(of: String, saying: String, as: String, part: String)
  /// Another of the same list.
  case sibling

  /// The entries that may be meant.
  func candidates(in configuration: Configuration, beside siblings: [Entry]) -> [Entry] {
    switch self {
    case .entry(let chapter): configuration[chapter]
    case .part(let chapter, let setting, let value, let part):
      configuration[chapter].first { $0[setting] == value }?.parts[part] ?? []
    case .sibling: siblings
    }
  }
}
