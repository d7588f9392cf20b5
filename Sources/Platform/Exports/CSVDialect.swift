import SQL

/// For whom a list is written as text: people open it in their spreadsheet, machines read what is published.
enum CSVDialect: String, Choice {
  case spreadsheet, open

  var label: Text {
    switch self {
    case .spreadsheet: Text(fr: "Tableur", en: "Spreadsheet", de: "Tabellenkalkulation")
    case .open: Text(fr: "Données ouvertes", en: "Open data", de: "Offene Daten")
    }
  }

  static let field = Field<CSVDialect>.choice("dialect", Text(fr: "Dialecte", en: "Dialect", de: "Dialekt")).optional

  /// What stands behind the question mark; the spreadsheet's where nothing does.
  init(_ typed: Typed) throws(Refusal) {
    self = try FormReader.values([CSVDialect.field], typed, on: nil)[CSVDialect.field] ?? .spreadsheet
  }
}
