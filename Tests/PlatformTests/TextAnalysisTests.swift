import Testing

@testable import Platform

/// Whether a text is found by words: what the index would say, without an index.
private func isFound(_ text: String, by typed: String) -> Bool {
  guard let words = SoughtWords(typed) else { return false }
  return !Marks(words.terms).hits(in: text).isEmpty
    && holds(words.terms, Set(TextAnalysis.terms(text).split(separator: " ").map(String.init)))
}

import SQL

func holds(_ wanted: TermQuery, _ terms: Set<String>) -> Bool {
  switch wanted {
  case .term(let term): terms.contains { term.isBeginning ? $0.hasPrefix(term.text) : $0 == term.text }
  case .all(let parts): parts.allSatisfy { holds($0, terms) }
  case .any(let parts): parts.contains { holds($0, terms) }
  }
}

@Suite struct TextAnalysisTests {
  /// What is written, and how somebody may ask for it.
  static let pairs: [(String, String)] = [
    ("métiers", "metier"), ("métier", "métiers"), ("metiers", "métier"), ("créées", "créé"), ("créées", "creees"),
    ("créé", "creees"), ("création", "creations"), ("créations d’activité", "creation activite"),
    ("emplois", "emploi"), ("emploi", "emplois"), ("L’emploi", "emplois"),
    ("chantiers d’insertion", "chantier insertion"),
    ("chantier d'insertion", "chantiers d’insertion"), ("œuvre", "oeuvre"), ("oeuvres", "œuvre"),
    ("mise en œuvre", "mise en oeuvre"), ("ŒUVRE", "œuvres"), ("mise-en-œuvre", "mise en œuvre"),
    ("pépinières", "pepiniere"), ("pépinière d’entreprises", "pepinieres entreprise"), ("pepiniere", "pépinières"),
    ("œcuménique", "oecumenique"), ("locaux", "local"), ("régionaux", "régional"), ("réseaux", "reseau"),
    ("enjeux", "enjeu"), ("lieux", "lieu"), ("baux", "bail"), ("bail", "baux"), ("salariés", "salarie"),
    ("salariées", "salaries"), ("accompagné", "accompagnees"), ("accompagnées", "accompagne"),
    ("employées", "employe"), ("employé", "employés"), ("délégués", "delegue"), ("bénéficiaires", "beneficiaire"),
    ("qualité", "qualites"), ("sécurité", "securite"), ("sociétés coopératives", "societe cooperative"),
    ("chômage", "chomage"), ("chômeurs", "chomeur"), ("hébergées", "heberge"), ("élèves", "eleve"),
    ("journées", "journee"), ("idées", "idee"), ("évalué", "evaluees"),
    ("économie sociale et solidaire", "economie solidaire"),
    ("territoires zéro chômeur", "territoire zero chomeurs"), ("français", "francaise"),
    ("prêts d’honneur", "pret honneur"),
    ("jusqu’à l’embauche", "embauches"), ("lorsqu’une société", "societes"), ("qu’ils embauchent", "embauche"),
    ("aujourd’hui", "aujourd'hui"), ("prud’hommes", "prudhommes"), ("entr’aide", "entraide"), ("S.I.A.E.", "SIAE"),
    ("les SIAE", "s.i.a.e."), ("PLIEs", "PLIE"), ("le PLIE", "plie"), ("les DLAs", "dla"), ("S.A.R.L", "sarl"),
    ("savoir-faire", "savoir faire"), ("savoir-faire", "savoirfaire"), ("savoirs faire", "savoir-faire"),
    ("Saint-Étienne", "saint etienne"), ("Saint-Étienne", "etienne"), ("e-commerce", "ecommerce"), ("R&D", "r&d"),
    ("2012-2014", "2014"), ("en 2012", "2012"), ("1\u{202F}600 emplois", "1600"), ("1\u{A0}600 emplois", "1 600"),
    ("chargé·e·s de mission", "charge"), ("les directeur·rice·s", "directeur"), ("chargés(es)", "charge"),
    ("clusters et business plan", "cluster"), ("coworking", "coworking"), ("une AI et une EI", "AI"),
    ("les CES", "CES"),
    ("e\u{301}lus", "élu"), ("Mulhouse\u{AD}ville", "mulhouseville"), ("CO₂", "co2"), ("un job d’été", "ete"),
    ("sans-abri", "sans abri"), ("chef-d’œuvre", "chef d'oeuvre"), ("ÉCOLE", "ecoles"), ("Förderung", "forderung"),
    ("ſtraße", "strasse"), ("Δήμος", "δήμος"), ("Москва", "москва"),
  ]

  @Test(arguments: pairs) func `a word is found however it is typed`(_ written: String, _ typed: String) {
    #expect(
      isFound("Avant, \(written), après.", by: typed), "\(TextAnalysis.terms(written)) / \(TextAnalysis.terms(typed))")
    #expect(isFound(written, by: typed.uppercased()), "\(typed.uppercased())")
  }

  static let strangers: [(String, String)] = [
    ("emploi", "exploitation"), ("l’abri", "l"), ("société", "socialisme"), ("chargé·e·s", "es"),
    ("local", "loch"),
    ("2012", "2013"), ("M.Dupont", "mdupont"), ("port", "portrait"), ("1 600", "1600"), ("business", "busines plan"),
    ("il y a", "ya"), ("aujourd’hui", "hui"),
  ]

  @Test(arguments: strangers) func `a word is not found by another`(_ written: String, _ typed: String) {
    #expect(!isFound(written, by: typed), "\(TextAnalysis.terms(written)) / \(TextAnalysis.terms(typed))")
  }

  @Test(arguments: ["", " ", "le la les", "de l’", "à", "*", "\"", "🙂🙂", "\0", "'", "-", "& | !", "d'un", "et"])
  func `nothing to look for is no question`(_ typed: String) { #expect(SoughtWords(typed) == nil) }

  @Test func `terms are plain letters and digits whatever was written`() {
    for written in hostile {
      let isPlain: Bool = TextAnalysis.terms(written).utf8.allSatisfy {
        $0 == 0x20 || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0)
      }
      #expect(isPlain, "\(written.prefix(60))")
    }
    #expect(TermQuery.Term("a\"b") == nil)
    #expect(TermQuery.Term("É") == nil)
    #expect(TermQuery.Term("") == nil)
  }

  @Test func `as many texts at once as there are threads`() async {
    let expected: String = TextAnalysis.terms("Les chantiers d’insertion créés à Saint-Étienne")
    await withTaskGroup(of: String.self) { group in
      for _ in 0..<200 { group.addTask { TextAnalysis.terms("Les chantiers d’insertion créés à Saint-Étienne") } }
      for await terms in group { #expect(terms == expected) }
    }
  }

  @Test func `a passage holds the words, marked, and cuts no letter`() throws {
    let filler: String = String(repeating: "Éà œuvre publique déjà là. ", count: 60)
    let text: String =
      filler + "La filière mécatronique\nrecrute.\n\nL’emploi des jeunes en mécatronique progresse. " + filler
    let words = try #require(SoughtWords("emplois mecatronique"))
    let passage = Passage(of: text, Marks(words.terms))
    #expect(passage.parts.filter(\.isHit).map(\.text).contains("emploi"))
    #expect(passage.parts.filter(\.isHit).map(\.text).contains("mécatronique"))
    #expect(passage.startsInside)
    #expect(passage.endsInside)
    #expect(passage.text.utf8.count < 330)
    #expect(!passage.text.contains("\u{FFFD}"))
    #expect(!passage.text.contains("\n"))
    #expect(Passage(whole: "L’emploi", Marks(words.terms)).parts == [.init("L’"), .init("emploi", isHit: true)])
    #expect(Passage(of: "Rien de tel.", Marks(words.terms)).parts == [.init("Rien de tel.")])
  }

  @Test func `one letter more, less, another, or two the wrong way round`() {
    func apart(_ one: String, _ other: String) -> Bool { Spellings.isOneErrorApart(Array(one.utf8), Array(other.utf8)) }
    for typed in ["mecatroniqe", "mecatroniquee", "mecatronigue", "mceatronique", "mecatronique", "ecatronique"] {
      #expect(apart("mecatronique", typed), "\(typed)")
      #expect(!Set(Spellings.keys(of: "mecatronique")).isDisjoint(with: Spellings.keys(of: typed)), "\(typed)")
    }
    for typed in ["mecatroniqqee", "mecatron", "cematronique", "mcetaronique"] {
      #expect(!apart("mecatronique", typed), "\(typed)")
    }
  }
}

/// What nobody means well with.
let hostile: [String] = [
  "\"", "'", "\"emploi", "emploi\"", "NEAR(", "NEAR(emploi jeunes, 5)", "emploi*", "*", "-emploi", "title:emploi", ":",
  "emploi AND", "OR", "NOT emploi", "emploi NOT jeunes", "(emploi", "emploi)", "^emploi", "{title} : emploi",
  "emploi\0jeunes",
  "\0", "🙂", "emploi 🙂", "👩‍🏫", "'; DROP TABLE territory; --", "emploi & ! jeunes", "emploi:*", "emploi:A", "\\",
  "emploi\\",
  "%", "_", "<script>alert(1)</script>", "\u{202E}iolpme", "\u{FEFF}emploi",
  "éééééééééééééééééééééééééééééééééééééééééééééééééé",
  String(repeating: "a", count: 100_000), String(repeating: "emploi ", count: 10_000),
  (0..<10_000).map { "mot\($0)" }.joined(separator: " "), String(repeating: "\"(", count: 5_000),
  String(repeating: "a-", count: 5_000), String(repeating: "e\u{301}", count: 5_000), "a\u{301}\u{301}\u{301}",
  "1e5 0x1f 1.5e-3",
  "1\u{202F}", "S.I.", ".S.I", "·e", "l’", "’", "d’d’d’emploi", "𝓮𝓶𝓹𝓵𝓸𝓲", "ﬁn", "İstanbul", "٣٤",
]
