import HTTP
import SQL

extension Field where Value == String? {
  public static var entryKey: Field {
    Field<String>.text(
      "key", .entryKeyLabel,
      help: Text(
        fr: "Elle ne change plus et sert aux échanges. Laissée vide, elle est tirée de l’intitulé.",
        en: "It never changes again and serves exchanges. Left empty, it is made from the name."), most: 60
    ).optional
  }
}

extension Field where Value == Int? {
  static var entryVersion: Field { .bounded("version", Text(name: "Version"), 1...Int(Int32.max)) }

  static var entryRank: Field {
    Field<Int>.number(
      "rank", Text(fr: "Rang dans la liste", en: "Place in the list"), 1...Chapter.mostEntries
    ).optional
  }
}

extension Field where Value == Bool {
  /// The button that comes back to the same form says so; whoever writes JSON has no use for it.
  static var another: Field {
    Field(
      key: "another", label: Text(fr: "Puis une autre", en: "Then another"), help: nil, isRequired: false,
      control: .hiddenText, read: { .value($0 == "true") }, write: { _ in nil })
  }

  static var entryArchived: Field {
    .flag(
      "archived", Text(fr: "Archivée", en: "Archived"),
      help: Text(
        fr: "Elle n’est plus proposée ; les fiches qui s’en servent la gardent.",
        en: "It is no longer offered; the records that use it keep it."))
  }
}
