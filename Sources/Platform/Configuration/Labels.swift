import SQL

extension Setting {
  /// A name in the languages of the interface.
  public static let labels: [Setting] = [
    Setting("label", Field.text("label", .label, most: 300)),
    Setting("label_en", Field.text("labelEnglish", .labelEnglish, most: 300).optional),
    Setting("label_de", Field.text("labelGerman", .labelGerman, most: 300).optional),
  ]
}

extension Migrations {
  /// The columns that keep a name.
  public static let labelColumns: [Table.Column] = [
    .init("label", .text, check: "length(label) BETWEEN 1 AND 300"), .init("label_en", .text, null: true),
    .init("label_de", .text, null: true),
  ]
}

extension Text {
  /// A name's three columns, in the languages there are.
  public init(labels row: inout Row) throws(DatabaseError) {
    let (fr, en, de): (String, String?, String?) = (try row.next(), try row.next(), try row.next())
    self.init(fr: fr, en: en ?? fr, de: de)
  }

  public static let label = Text(fr: "Intitulé", en: "Name in French", de: "Bezeichnung")
  static let labelEnglish = Text(fr: "En anglais", en: "In English", de: "Auf Englisch")
  static let labelGerman = Text(fr: "En allemand", en: "In German", de: "Auf Deutsch")
}
