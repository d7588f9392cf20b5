import Platform
import SQL
import Testing

@Suite struct TypedTests {
  @Test(
    arguments: [
      ("20 000", 2_000_000), ("20000,50 €", 2_000_050), ("20.000,50", 2_000_050), ("1 250,5", 125_050),
      ("20 k€", 2_000_000), ("1,2 M€", 120_000_000), ("€20,000.50", 2_000_050), ("20.000", 2_000_000), ("20.00", 2_000),
      ("20,000", 2_000_000), ("1\u{202F}250\u{A0}€", 125_000), ("1.250.000", 125_000_000), ("1,250,000.5", 125_000_050),
      ("0", 0), ("-5,25", -525), ("−5", -500), ("+5", 500), ("500 euros", 50_000), ("20000.50", 2_000_050),
      ("1,25 k€", 125_000),
      ("0,001 M€", 100_000), ("  7  ", 700), ("0.000", nil), ("", nil), ("€", nil), ("abc", nil), ("1,2,3", nil),
      ("12 34", nil),
      ("1.25.000", nil), ("1,234,5", nil), ("1 250.000", nil), ("1,2345", nil), ("20 m€", nil), ("20 $", nil),
      ("1e3", nil), ("--5", nil),
      ("99999999999999", nil), ("1,", nil), (",5", nil), ("½", nil), ("1.2.3,4", nil), ("٣", nil),
      ("1,0001 k€", 100_010),
    ] as [(String, Int?)])
  func `an amount is read as people type it, or not at all`(_ typed: String, _ cents: Int?) {
    #expect(Money(typed: typed)?.cents == cents, "\(typed)")
  }

  @Test func `an amount reads back as it was written`() {
    for cents in [0, 5, -5, 50, 100, 2_000_050, -2_000_000, 100_000] {
      #expect(Money(typed: Money(cents: cents).decimal)?.cents == cents)
    }
    #expect(Money(cents: -5).decimal == "-0.05")
    #expect(Money(cents: 2_000_050).decimal == "20000.50")
    #expect(Money(euros: 20).decimal == "20")
    #expect(Language.fr.money(Money(euros: 20_000)) == "20\u{202F}000\u{A0}€")
  }

  @Test(
    arguments: [
      ("16062022", Day(2022, 6, 16)), ("160622", Day(2022, 6, 16)), ("121175", Day(1975, 11, 12)),
      ("16 juin 22", Day(2022, 6, 16)),
      ("jeudi 16 juin 2022", Day(2022, 6, 16)), ("jeu. 16/06/2022", Day(2022, 6, 16)), ("lundi 16 juin 2022", nil),
      ("Thursday 16 June 2022", Day(2022, 6, 16)), ("Donnerstag, 16. Juni 2022", Day(2022, 6, 16)),
      ("3. März 2022", Day(2022, 3, 3)),
      ("aujourd’hui", Day(2022, 6, 30)), ("aujourd'hui", Day(2022, 6, 30)), ("Demain", Day(2022, 7, 1)),
      ("hier", Day(2022, 6, 29)),
      ("16 juin", Day(2022, 6, 16)), ("16/06", Day(2022, 6, 16)), ("16/01", Day(2022, 1, 16)),
      ("28 déc.", Day(2022, 12, 28)),
      ("31/12", Day(2021, 12, 31)), ("29 février", nil), ("jeudi", nil), ("1606202", nil), ("+6/06/2022", nil),
      ("32062022", nil),
      ("mar. 16 juin", nil), ("3 jui", nil), ("160622 1", nil),
    ] as [(String, Day?)])
  func `a day is read by what today is`(_ typed: String, _ day: Day?) {
    #expect(Day(typed: typed, on: Day(2022, 6, 30)!) == day, "\(typed)")
  }

  @Test func `without today there is no tomorrow`() {
    #expect(Day(typed: "demain") == nil)
    #expect(Day(typed: "16 juin") == nil)
    #expect(Day(typed: "jeudi 16 juin 2022") == Day(2022, 6, 16))
  }

  @Test func `what two days share is said once`() {
    func range(_ language: Language, _ from: Day?, _ to: Day?) -> String {
      language.range(from!, to).replacing("\u{A0}", with: " ")
    }
    let (fifth, sixteenth): (Day?, Day?) = (Day(2022, 6, 5), Day(2022, 6, 16))
    #expect(range(.fr, fifth, sixteenth) == "du 5 au 16 juin 2022")
    #expect(range(.fr, Day(2022, 6, 1), sixteenth) == "du 1er au 16 juin 2022")
    #expect(range(.fr, Day(2022, 6, 28), Day(2022, 7, 3)) == "du 28 juin au 3 juillet 2022")
    #expect(range(.fr, Day(2021, 12, 28), Day(2022, 1, 3)) == "du 28 décembre 2021 au 3 janvier 2022")
    #expect(range(.fr, fifth, fifth) == "le 5 juin 2022")
    #expect(range(.fr, fifth, nil) == "depuis le 5 juin 2022")
    #expect(range(.en, fifth, sixteenth) == "5–16 June 2022")
    #expect(range(.en, Day(2022, 6, 28), Day(2022, 7, 3)) == "28 June – 3 July 2022")
    #expect(range(.en, fifth, nil) == "since 5 June 2022")
    #expect(range(.de, fifth, sixteenth) == "5.–16. Juni 2022")
    #expect(range(.de, Day(2021, 12, 28), Day(2022, 1, 3)) == "28. Dezember 2021 – 3. Januar 2022")
    #expect(range(.de, fifth, fifth) == "5. Juni 2022")
  }
}
