import Platform
import Programmes
import SQL

/// What figures can be made of in the Lab, for the indicators that its sheets name in turn.
public enum LabFacts {
  public static let all: [Fact] = [editionSheets]

  private static let editionSheets = Fact(
    "edition_sheet", .sheetOfIssuedEdition,
    Text(
      fr: "Une fiche parue dans une édition du Lab, au jour dont l’édition porte la date.",
      en: "A sheet that appeared in an edition of the Lab, on the day whose date the edition bears.",
      de: "Ein Blatt, das in einer Ausgabe des Labs erschienen ist, am Datum der Ausgabe."),
    from: "edition_sheet",
    joins: [
      Join("programme", "JOIN programme ON programme.id = edition_sheet.programme_id"),
      Join("edition", "JOIN edition ON edition.id = edition_sheet.edition_id"),
    ],
    only: "edition_sheet.title IS NOT NULL",
    time: .event(FactExpression("edition.day", needs: "edition")),
    programme: FactExpression("edition_sheet.programme_id"),
    record: Fact.Record(
      id: "edition_sheet.id", title: FactExpression("edition_sheet.title"),
      path: FactExpression("'/lab/editions/' || edition.number || '/' || edition_sheet.slug", needs: "edition")),
    visible: { scope in
      "edition_sheet.programme_id IN (SELECT programme.id FROM programme WHERE \(ProgrammeStore(scope).visible))"
    },
    [
      FactColumn(
        "edition", .editionNumber, .quantity(.count), FactExpression("edition.number", needs: "edition"),
        many: Text(fr: "numéros d’édition", en: "edition numbers", de: "Ausgabennummern")),
      FactColumn("home", .oneTerritory, .key(.homeOfSheet), FactExpression("edition_sheet.home")),
      FactColumn("axis", .axis, .word(.terms(.axes)), FactExpression("edition_sheet.axis")),
      FactColumn("isClassed", .isClassed, .flag, FactExpression("(edition_sheet.axis IS NOT NULL)")),
    ])

  private typealias Join = Fact.Join
}

extension Noun {
  fileprivate static let sheetOfIssuedEdition = Noun(
    fr: ("fiche parue", "fiches parues", .f), en: ("issued sheet", "issued sheets"),
    de: ("erschienenes Blatt", "erschienene Blätter", .n))
  fileprivate static let homeOfSheet = Noun(
    fr: ("territoire d’une fiche", "territoires des fiches", .m), en: ("sheet’s territory", "sheets’ territories"),
    de: ("Gebiet eines Blatts", "Gebiete der Blätter", .n))
}

extension Text {
  fileprivate static let isClassed = Text(fr: "Classée sous un axe", en: "Under an axis", de: "Einer Achse zugeordnet")
}
