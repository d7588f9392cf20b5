import Platform
import Testing

@Suite struct TypographyTests {
  // ⍽ is a no-break space, ∣ a narrow one.
  private func shown(_ text: String) -> String {
    text.replacing("\u{A0}", with: "⍽").replacing("\u{202F}", with: "∣")
  }

  private func check(_ typed: String, _ expected: String, _ typography: Typography) {
    let once: String = typography.set(typed)
    #expect(shown(once) == expected, "\(typed)")
    #expect(typography.set(once) == once, "set again, \(typed) changes")
  }

  @Test(
    arguments: [
      ("Vraiment ?", "Vraiment∣?"), ("Vraiment?", "Vraiment∣?"), ("Quoi ?!", "Quoi∣?!"),
      ("Oui ! Non ; si.", "Oui∣! Non∣; si."),
      ("Les lots : A et B", "Les lots⍽: A et B"), ("Les lots: A", "Les lots⍽: A"), ("à 14:30", "à 14:30"),
      ("Swift::Module", "Swift::Module"), ("(sic!)", "(sic∣!)"), ("(?)", "(?)"), ("a;b", "a;b"), ("?page=2", "?page=2"),
      ("« oui »", "«∣oui∣»"), ("«oui»", "«∣oui∣»"), ("Il dit \"oui\".", "Il dit «∣oui∣»."),
      ("\"Elle a dit \"non\" hier\"", "«∣Elle a dit “non” hier∣»"), ("« Le \"petit\" lot »", "«∣Le “petit” lot∣»"),
      ("un écran de 27\" neuf", "un écran de 27\" neuf"), ("l'\"idée\"", "l’«∣idée∣»"),
      ("\"Quoi ?\" dit-il", "«∣Quoi∣?∣» dit-il"),
      ("l'eau d'aujourd'hui", "l’eau d’aujourd’hui"), ("les années '90", "les années ’90"), ("'a'", "'a'"),
      ("etc...", "etc…"), ("....", "...."), ("../lots", "../lots"),
      ("un mot - un aparté - un mot", "un mot – un aparté – un mot"), ("un mot -- un autre", "un mot – un autre"),
      ("- un point", "- un point"), ("5 - 3", "5 - 3"), ("porte-à-porte", "porte-à-porte"),
      ("terreau --aide", "terreau --aide"),
      ("7 %", "7∣%"), ("7%", "7∣%"), ("a%20b", "a%20b"),
      ("20000 €", "20∣000⍽€"), ("20 000 €", "20∣000⍽€"), ("20000€", "20∣000⍽€"), ("1250,50 €", "1∣250,50⍽€"),
      ("1 250,5 m²", "1∣250,5⍽m²"), ("12 km", "12⍽km"), ("20 k€ et 1,2 M€", "20⍽k€ et 1,2⍽M€"), ("14 h 30", "14⍽h⍽30"),
      ("3000000 euros", "3∣000∣000⍽euros"), ("-5 €", "-5⍽€"), ("(500 €)", "(500⍽€)"),
      ("SIRET 732 829 320 00074", "SIRET 732 829 320 00074"), ("04 76 59 59 59", "04 76 59 59 59"),
      ("en 2022, 5 lots", "en 2022, 5 lots"),
      ("38000 Grenoble", "38000 Grenoble"), ("0123456 €", "0123456⍽€"), ("12 mots", "12 mots"),
      ("2 mardis", "2 mardis"),
      ("n°5 et n° 6", "n°⍽5 et n°⍽6"), ("M. Dupont et Mme Martin", "M.⍽Dupont et Mme⍽Martin"),
      ("le plan M. est là", "le plan M. est là"),
      ("du 5 au 16 juin 2022", "du 5 au 16⍽juin 2022"), ("le 1er mars", "le 1er⍽mars"), ("45 juin", "45 juin"),
      ("art. L. 5216-5", "art.⍽L.⍽5216-5"), ("p. 12", "p.⍽12"), ("article L. 5216-5", "article L.⍽5216-5"),
      ("`a = b ? c : d`", "`a = b ? c : d`"), ("https://exemple.fr/?a=1;b=2", "https://exemple.fr/?a=1;b=2"),
      ("camille@exemple.fr : écrire", "camille@exemple.fr⍽: écrire"), ("www.exemple.fr!", "www.exemple.fr!"),
      ("\n? rien", "\n? rien"), ("! début", "! début"), ("Mot\n: suite", "Mot\n: suite"), ("", ""), ("🙂 !", "🙂 !"),
    ])
  func `French is set as a good newspaper sets it`(_ typed: String, _ expected: String) {
    check(typed, expected, .french)
  }

  @Test(
    arguments: [
      ("It's \"fine\": yes!", "It’s “fine”: yes!"), ("20000 € ... a - b", "20000 € ... a - b"),
      ("a \"b \"c\" d\" e", "a “b ‘c’ d” e"),
      ("camille's@x.org", "camille's@x.org"), ("6' 2\"", "6' 2\""),
    ])
  func `English is given its quotes and apostrophes only`(_ typed: String, _ expected: String) {
    check(typed, expected, .english)
  }

  @Test(
    arguments: [
      ("Er sagte \"ja\": gut!", "Er sagte „ja“: gut!"), ("geht's ...", "geht's ..."), ("\"a \"b\" c\"", "„a ‚b‘ c“"),
    ])
  func `German is given its quotes only`(_ typed: String, _ expected: String) {
    check(typed, expected, .german)
  }

  @Test func `a quote without its other half is left alone, and holds nothing up`() {
    check("un \"mot", "un \"mot", .french)
    check("un mot\"", "un mot\"", .french)
    check("\"un\" \"deux", "«∣un∣» \"deux", .french)
  }

  @Test func `text of every kind, set twice, is as it was set once`() {
    let pieces: [String] = [
      "a", "l'", "\"", "«", "»", " ", " ", "\u{A0}", "\u{202F}", "!", "?", ";", ":", "...", "-", "--", "5", "20000",
      " €", "%", "n°",
      "M.", "juin", "1er", "XIXe", "(", ")", "\n", "\n\n", "`", "https://a.fr/?b", "a@b.fr", "…", "’", "“", "”", "🙂",
      "art.", "L.", "h",
    ]
    var random = Sequence(state: 20_220_616)
    for _ in 0..<20_000 {
      let typed: String = (0..<8).map { _ in pieces[random.next(pieces.count)] }.joined()
      for typography in [Typography.french, .english, .german] {
        let once: String = typography.set(typed)
        #expect(typography.set(once) == once, "\(typed.debugDescription), \(typography)")
      }
    }
  }
}

/// Numbers that are the same on each run.
struct Sequence {
  var state: UInt64

  mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }
}
