import SQL
import Tables
import Testing

@testable import Platform

/// What people are told of a table that cannot be read.
@Suite struct TableFaultTests {
  static let faults: [(TableFault, String)] = [
    (.empty, "Ce fichier ne contient aucune ligne."),
    (
      .foreign(.oldExcel),
      "Ce fichier est dans l’ancien format d’Excel (.xls). Enregistrez ce fichier au format XLSX ou CSV."
    ),
    (.foreign(.pdf), "Ce fichier est un document PDF, pas un tableau. Enregistrez ce fichier au format XLSX ou CSV."),
    (
      .openQuote(line: 12),
      "Ligne 12 : un guillemet y est ouvert et n’est jamais refermé. Le fichier est coupé, ou ce guillemet est de trop."
    ),
    (.noSuchSheet("Baux"), "Ce classeur n’a pas de feuille « Baux »."),
    (
      .repeatedHeading(CellPlace(1, TableColumn(27, "SIRET")), first: TableColumn(2, "SIRET")),
      "« SIRET » est l’en-tête de deux colonnes, C et AB."
    ),
    (
      .surplusCells(line: 4, cells: 5, headings: 3),
      "Ligne 4 : 5 cellules pour 3 en-têtes : une valeur contient peut-être le séparateur."
    ),
    (
      .cell(CellPlace(7, TableColumn(1, "Début")), .noSuchDay("31/02/2022")),
      "Ligne 7, colonne B (Début) : « 31/02/2022 » : ce jour n’existe pas."
    ),
    (
      .cell(CellPlace(7, TableColumn(1, "Début")), .americanDay("06/16/2022", meant: Day(2022, 6, 16)!)),
      "Ligne 7, colonne B (Début) : « 06/16/2022 » : le mois est avant le jour, à l’américaine. S’il s’agit du 16 juin 2022, écrivez 16/06/2022."
    ),
    (
      .cell(CellPlace(7, TableColumn(0, "")), .notAChoice(String(repeating: "x", count: 90), known: ["PME", "ETI"])),
      "Ligne 7, colonne A : « \(String(repeating: "x", count: 60))… » : ce mot n’est pas de la liste : PME, ETI."
    ),
  ]

  @Test(arguments: faults) func `a fault says where it is and what to do`(_ fault: TableFault, _ words: String) {
    // « 16 juin 2022 » is not broken between two lines.
    #expect(fault.message(.fr).replacing("\u{A0}", with: " ") == words)
  }

  @Test func `every fault has words in every language`() {
    let place = CellPlace(3, TableColumn(1, "Nom"))
    let cells: [CellFault] = [
      .failedFormula("#N/A"), .uncomputed, .notText("x"), .notADay("x"), .noSuchDay("x"), .notANumber("x"),
      .americanDay("x", meant: Day(2022, 6, 16)!), .ambiguous("x"), .notWhole("x"), .tooLarge("x"), .partsOfACent("x"),
      .notAFlag("x"), .notAChoice("x", known: []), .digitsLost("x"), .notACode("x", length: 14), .notATelephone("x"),
    ]
    let foreign: [ForeignFormat] = [.oldExcel, .binaryExcel, .pdf, .page, .xml, .archive, .richText, .picture]
    let faults: [TableFault] =
      [
        .empty, .locked, .cutShort, .damaged, .declarations, .tooLarge, .unreachable, .noSuchSheet("x"),
        .zeroByte(line: 3), .encoding(line: 3), .openQuote(line: 3), .lineTooLong(line: 3), .cellTooLong(line: 3),
        .tooManyColumns(line: 3, most: 1_000), .tooManyLines(most: 1_000),
        .surplusCells(line: 3, cells: 2, headings: 1),
        .missingCells(line: 3, cells: 1, headings: 2), .blankHeading(place),
        .repeatedHeading(place, first: place.column),
      ] + foreign.map { .foreign($0) } + cells.map { .cell(place, $0) }
    for fault in faults {
      let words: Set<String> = Set(Language.allCases.map { fault.message($0) })
      #expect(words.count == Language.allCases.count && !words.contains(""), "\(fault)")
    }
  }
}
