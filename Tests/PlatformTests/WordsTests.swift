import Platform
import SQL
import Testing

@Suite struct WordsTests {
  @Test func `names are filed as a French reader files them`() {
    let names: [String] = [
      "Zèbre", "École 10", "école 9", "Œuvre", "Offre", "L’Atelier", "Ile", "Île-de-France", "FRANÇON", "Francon B",
      "Noël & fils",
    ]
    let filed: [String] = names.sorted { sortKey($0) < sortKey($1) }
    #expect(
      filed == [
        "école 9", "École 10", "FRANÇON", "Francon B", "Ile", "Île-de-France", "L’Atelier", "Noël & fils", "Œuvre",
        "Offre",
        "Zèbre",
      ])
    #expect(sortKey("FRANÇON") == sortKey("francon"))
    #expect(sortKey("  l'Œuvre  commune! ") == "loeuvre commune")
    #expect(sortKey("Straße ÿ ŵ ž") == "strasse y w z")
    #expect(sortKey("e\u{301}te\u{301}") == "ete")
    #expect(sortKey("株式会社") == "株式会社")
    #expect(!sortKey("100 % _x").contains("%"))
    #expect(!sortKey("100 % _x").contains("_"))
  }

  @Test func `amounts and surfaces are written for each reader`() {
    #expect(Language.fr.area(Area(squareDecimetres: 176_750)) == "1\u{202F}767,5\u{A0}m²")
    #expect(Language.en.area(Area(squareDecimetres: 176_705)) == "1,767.05\u{A0}m²")
    #expect(Language.fr.area(Area(squareMetres: 3_426)) == "3\u{202F}426\u{A0}m²")
    #expect(Language.fr.number(-1_234_567) == "−1\u{202F}234\u{202F}567")
    #expect(
      [0, 9, 10, 999, 1_000, 100_000].map { Language.en.number($0) } == ["0", "9", "10", "999", "1,000", "100,000"])
    #expect(Language.de.number(Int.min) == "−9.223.372.036.854.775.808")
    #expect(Area(squareDecimetres: 5).decimal == "0.05")
  }

  @Test func `nothing is singular in French and plural in English`() {
    let lot = Noun(fr: ("lot", "lots", .m), en: ("lot", "lots"), de: ("Einheit", "Einheiten", .f))
    #expect(lot.counted(0)(.fr) == "0 lot")
    #expect(lot.counted(0)(.en) == "0 lots")
    #expect(lot.counted(0)(.de) == "0 Einheiten")
    #expect(lot.counted(1)(.en) == "1 lot")
    #expect(lot.counted(1)(.de) == "1 Einheit")
    #expect(lot.counted(2)(.fr) == "2 lots")
    #expect(lot.counted(-2)(.fr) == "−2 lots")
    #expect(lot.counted(12_000)(.en) == "12,000 lots")
  }

  @Test func `words agree with the gender of the noun and of the person`() {
    let bail = Noun(fr: ("bail", "baux", .m), en: ("lease", "leases"), de: ("Vertrag", "Verträge", .m))
    let convention = Noun(fr: ("convention", "conventions", .f), en: ("agreement", "agreements"))
    #expect(bail.noneMatches(.fr) == "Aucun bail ne correspond.")
    #expect(bail.noneYet(.de) == "Noch kein Vertrag.")
    #expect(bail.addOne(.fr) == "Ajouter un bail" && bail.addOne(.en) == "Add a lease")
    #expect(convention.addOne(.fr) == "Ajouter une convention" && convention.addOne(.en) == "Add an agreement")
    #expect(bail.addOne(.de) == "Vertrag hinzufügen")
    #expect(convention.noneMatches(.fr) == "Aucune convention ne correspond.")
    #expect(convention.noneMatches(.de) == "Aucune convention ne correspond.")
    #expect(ActorKind.agent.noun(.f)(.fr) == "agente")
    #expect(ActorKind.elected.noun(.m)(.fr) == "élu")
    #expect(ActorKind.elected.noun(nil)(.fr) == "élu ou élue")
    #expect(ActorKind.elected.noun(.f)(.en) == "elected member")
  }

  @Test func `amounts are written as each reader writes them`() {
    #expect(Language.fr.money(Money(cents: 2_000_000)) == "20\u{202F}000\u{A0}€")
    #expect(Language.en.money(Money(cents: 2_000_050)) == "€20,000.50")
    #expect(Language.de.money(Money(cents: -123_405)) == "−1.234,05\u{A0}€")
    #expect(Language.fr.percent(7) == "7\u{202F}%")
    #expect(Language.de.long(Day(2022, 6, 1)!) == "1.\u{A0}Juni 2022")
    #expect(Language.de.short(Day(2022, 6, 1)!) == "01.06.2022")
  }

  @Test func `the first of the month is « 1er »`() {
    #expect(Language.fr.long(Day(2022, 6, 1)!) == "1er\u{A0}juin 2022")
    #expect(Language.fr.long(Day(2022, 8, 16)!) == "16\u{A0}août 2022")
    #expect(Language.en.long(Day(2022, 6, 1)!) == "1\u{A0}June 2022")
  }

  @Test(
    arguments: [
      ("2022-06-16", Day(2022, 6, 16)), ("16/06/2022", Day(2022, 6, 16)), ("16/6/22", Day(2022, 6, 16)),
      (" 16.06.2022 ", Day(2022, 6, 16)), ("1er juin 2022", Day(2022, 6, 1)), ("16 août 2022", Day(2022, 8, 16)),
      ("3 févr. 2022", Day(2022, 2, 3)), ("3 DÉCEMBRE 1999", Day(1999, 12, 3)), ("29/02/2024", Day(2024, 2, 29)),
      ("29/02/2023", nil), ("31/04/2022", nil), ("16/06", nil), ("06/16/2022", nil), ("juin 2022", nil),
      ("16 ju 2022", nil), ("16/06/022", nil), ("demain", nil), ("", nil), ("16/06/2022/1", nil),
      ("12/11/75", Day(1975, 11, 12)),
    ] as [(String, Day?)])
  func `a day is read as people type it`(_ typed: String, _ day: Day?) {
    #expect(Day(typed: typed) == day, "\(typed)")
  }

  @Test func `midnight in Paris is another day in UTC, in summer and in winter`() {
    #expect(Zone.paris.day(at: Instant(Day(2026, 11, 20)!, hour: 22, minute: 59)) == Day(2026, 11, 20))
    #expect(Zone.paris.day(at: Instant(Day(2026, 11, 20)!, hour: 23)) == Day(2026, 11, 21))
    #expect(Zone.paris.day(at: Instant(Day(2026, 7, 14)!, hour: 21, minute: 59)) == Day(2026, 7, 14))
    #expect(Zone.paris.day(at: Instant(Day(2026, 7, 14)!, hour: 22)) == Day(2026, 7, 15))
    // 29 March 2026, 25 October 2026: the nights of the change.
    #expect(Zone.paris.day(at: Instant(Day(2026, 3, 28)!, hour: 22, minute: 59)) == Day(2026, 3, 28))
    #expect(Zone.paris.day(at: Instant(Day(2026, 3, 29)!, hour: 22)) == Day(2026, 3, 30))
    #expect(Zone.paris.day(at: Instant(Day(2026, 10, 25)!, hour: 22, minute: 30)) == Day(2026, 10, 25))
    #expect(Zone.paris.day(at: Instant(Day(2026, 10, 24)!, hour: 22, minute: 30)) == Day(2026, 10, 25))
  }
}
