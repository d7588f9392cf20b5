/// What is put in the place of fields. Names are those that the record's kind offers, however a template spells them.
public struct LetterValues: Sendable {
  private var fields: [String: String] = [:]
  private var rows: [String: [[String: String]]] = [:]

  /// Stands where there is nothing to say, so that a letter with a hole in it is not sent without anybody seeing it.
  static let nothing: String = "…"

  public init(_ fields: [String: String?] = [:], rows: [String: [[String: String?]]] = [:]) {
    self.fields = Self.keyed(fields)
    for (name, items) in rows { self.rows[FieldMark.key(name)] = items.map(Self.keyed) }
  }

  private static func keyed(_ fields: [String: String?]) -> [String: String] {
    var keyed: [String: String] = [:]
    for (name, value) in fields { keyed[FieldMark.key(name)] = value ?? "" }
    return keyed
  }

  /// Nil for a field that is none of theirs.
  func value(_ mark: FieldMark) -> String? {
    fields[mark.key].map { trim($0).isEmpty ? Self.nothing : $0 }
  }

  /// One set of values for each row to be; nil where no such rows are known.
  func items(_ key: String) -> [LetterValues]? {
    rows[key]?.map { item in
      var values: LetterValues = self
      values.rows = [:]
      values.fields.merge(item) { $1 }
      return values
    }
  }

  /// Every field of such a row, with nothing in it.
  var blank: LetterValues {
    var values: LetterValues = self
    values.rows = [:]
    return values
  }
}
