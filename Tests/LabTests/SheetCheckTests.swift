import Platform
import SQL
import Testing

@testable import Indicators
@testable import Lab

/// Each check with what it must find, and a near miss that it must not.
@Suite struct SheetCheckTests {
  private func checked(
    _ rubric: RubricKind, _ text: String, since: Int? = nil, owner: String = "", updated: String = "2012-09-01",
    _ figures: [SpokenFigure] = [], contradictions: [FigureContradiction] = []
  ) throws -> CheckedSheet {
    let content = SheetContent(
      title: "Fiche", lead: "", owner: owner, since: since, updated: try #require(Day(iso: updated)),
      rubrics: [.init(kind: rubric, text: text)], visions: [])
    return CheckedSheet(
      .lab, content, figures: Dictionary(uniqueKeysWithValues: figures.map { ($0.mention, $0) }),
      contradictions: contradictions)
  }

  private func passages(
    _ check: SheetCheck, _ text: String, in rubric: RubricKind = .effect, since: Int? = nil, owner: String = "",
    updated: String = "2012-09-01", _ figures: [SpokenFigure] = []
  ) throws -> [String] {
    try checked(rubric, text, since: since, owner: owner, updated: updated, figures).findings
      .filter { $0.check == check }.map(\.passage)
  }

  private func figure(_ key: String, _ words: String, on day: String? = nil) throws -> SpokenFigure {
    SpokenFigure(
      mention: FigureMention(.published, key), label: Text(name: key), words: Text(name: words),
      day: day.flatMap { Day(iso: $0) }, document: "Document", quotation: nil, computed: nil, verdict: nil,
      isReconstructed: false, place: "chiffres")
  }

  @Test func `rubrics that nobody wrote are named, those that are optional are not`() throws {
    let missing: [RubricKind?] = try checked(.effect, "Texte.").missingRubrics.map(\.rubric)
    #expect(missing.contains(.context) && missing.contains(.visions) && !missing.contains(.effect))
    #expect(!missing.contains(.links) && !missing.contains(.notes))
  }

  @Test func `braces that name nothing, or nothing that the public reads, keep it from being published`() throws {
    let sheet = try checked(
      .effect, "{{chiffre:su}} {{chiffre:inconnu}} {{autre:x}} {simple}", [try figure("su", "3 axes")])
    #expect(sheet.unknownFigures.map(\.passage) == ["{{chiffre:inconnu}}", "{{autre:x}}"])
    #expect(sheet.unknownFigures.allSatisfy { $0.check.blocks && $0.rubric == .effect })
    let hidden = CheckedSheet(.lab, sheet.content, figures: sheet.figures, readable: [])
    #expect(hidden.unknownFigures.map(\.passage).first == "{{chiffre:su}}")
    #expect(hidden.unknownFigures.first?.sentence(.fr).contains("n’est pas public") == true)
  }

  static let baseless: [(String, Bool)] = [
    ("En 2011, 86 % ont trouvé un emploi.", true), ("En 2011, 86 % des répondants ont trouvé un emploi.", false),
    ("En 2011, 61 personnes, soit 37 %, ont immatriculé leur entreprise.", false),
    ("En 2011, parmi eux, 83 % sont satisfaits.", false), ("En 2011, les ventes ont augmenté de 12 %.", false),
    ("En 2011, {{chiffre:x}} ont trouvé un emploi.", false),
  ]

  @Test(arguments: baseless)
  func `a percentage typed by hand says of what it is a share`(_ text: String, _ isFound: Bool) throws {
    #expect(try passages(.noBase, text, [figure("x", "86 %")]).isEmpty == !isFound, "\(text)")
  }

  static let dateless: [(String, Bool)] = [
    ("Le réseau a créé 112 emplois.", true), ("Le réseau a créé 112 emplois en 2010.", false),
    ("L’année 2010 fut bonne. Le réseau a créé 112 emplois.", false), ("Chaque année naissent 112 emplois.", false),
    ("Il a coûté 20 000 €.", true), ("Il a coûté 240 millions d’euros.", true), ("La loi de 1901 s’applique.", false),
    ("L’accord vaut pour le 12 rue des Lilas, lot 3.", false), ("Le 3e comité siège au 24 Heures.", false),
    ("Le parcours court dure 175 heures.", false), ("Il est ouvert de 9 heures à 16 heures.", false),
    ("Le numéro n° 14 est paru.", false), ("1. tenir à jour l’analyse\n2. aller voir les clients", false),
    ("Le réseau a créé {{chiffre:x}}.", false), ("La vallée compte 2 300 entreprises.", true),
  ]

  @Test(arguments: dateless)
  func `a figure typed by hand says of which day it speaks`(_ text: String, _ isFound: Bool) throws {
    #expect(try passages(.noDate, text, [figure("x", "112 emplois")]).isEmpty == !isFound, "\(text)")
  }

  static let sums: [(String, Bool)] = [
    ("En 2011, 281 entreprises : 214 actives, 39 radiées et 27 disparues.", true),
    ("En 2011, 281 entreprises : 214 actives, 39 radiées et 28 disparues.", false),
    ("En 2011, près de 281 entreprises : 214 actives, 39 radiées et 27 disparues.", false),
    ("En 2011, 281 entreprises : 214 actives, environ 39 radiées et 27 disparues.", false),
    ("En 2011, {{chiffre:x}} : 214 actives et 39 radiées.", true),
    ("Trois outils en 2011, 3 outils : 12 ateliers, 4 forums et 2 sites.", false),
    ("Visiteurs de 2011 : 62 % de femmes, 31 % d’hommes et 3 % d’entreprises.", true),
    ("Visiteurs de 2011 : 62 % de femmes, 35 % d’hommes et 3 % d’entreprises.", false),
    ("Résidence en 2011 : 62 % en QPV, 73 % à Bordeaux et 24 % autour.", false),
    ("| 2011 | Nombre |\n|---|---|\n| Actives | 214 |\n| Radiées | 39 |\n| Total | 281 |", true),
    ("| 2011 | Nombre |\n|---|---|\n| Actives | 214 |\n| Radiées | 67 |\n| Total | 281 |", false),
    ("| 2011 | Part |\n|---|---|\n| A | 43 % |\n| B | 33 % |\n| C | 20 % |", true),
    ("| 2011 | Part |\n|---|---|\n| A | 43 % |\n| B | 34 % |\n| C | 22 % |", false),
    ("| 2011 | Part |\n|---|---|\n| A | 62 % |\n| B | 73 % |\n| C | 24 % |", false),
  ]

  @Test(arguments: sums)
  func `parts make their whole, and shares a hundred`(_ text: String, _ isFound: Bool) throws {
    #expect(try passages(.total, text, [figure("x", "281 entreprises")]).isEmpty == !isFound, "\(text)")
  }

  @Test func `what does not hold between figures is said of a sheet that names one of them`() throws {
    func contradiction(_ keys: [String]) -> FigureContradiction {
      FigureContradiction("a", Text(name: "Parts et total"), Text(name: "281 d’un côté, 280 de l’autre"), keys: keys)
    }
    let text: String = "En 2011, {{chiffre:total}}."
    let about = try checked(
      .effect, text, [figure("total", "281")], contradictions: [contradiction(["p.total", "p.x"])])
    #expect(about.contradicted.map(\.rubric) == [.effect])
    let other = try checked(.effect, text, [figure("total", "281")], contradictions: [contradiction(["p.y"])])
    #expect(other.contradicted.isEmpty)
  }

  static let late: [(String, String, Bool)] = [
    ("2012-09-01", "Le 3 octobre 2012, le centre a été inauguré.", true),
    ("2012-09-01", "Le 3 août 2012, le centre a été inauguré.", false),
    ("2012-09-01", "En 2013, le centre a reçu 300 élèves.", true),
    ("2012-09-01", "En octobre 2012, le centre sera inauguré.", false),
    ("2012-09-01", "Le plan 2015-2020 a été préparé.", false),
    ("2012-09-01", "L’ouverture est prévue en octobre 2012.", false),
    ("2012-09-01", "En 2012, le centre a reçu 300 élèves.", false),
  ]

  @Test(arguments: late)
  func `what is told in the past is no later than the update`(
    _ updated: String, _ text: String, _ isFound: Bool
  ) throws {
    #expect(try passages(.anachronism, text, updated: updated).isEmpty == !isFound, "\(text)")
  }

  @Test func `an update is no earlier than the figures that it reports, unless they are awaited`() throws {
    let members: SpokenFigure = try figure("membres", "95 membres", on: "2021-10-31")
    #expect(try passages(.anachronism, "Il compte {{chiffre:membres}}.", updated: "2021-10-22", [members]).count == 1)
    #expect(try passages(.anachronism, "Il compte {{chiffre:membres}}.", updated: "2021-10-31", [members]).isEmpty)
    #expect(try passages(.anachronism, "On attend {{chiffre:membres}}.", updated: "2021-10-22", [members]).isEmpty)
    let year: SpokenFigure = try figure("membres", "95 membres", on: "2021-12-31")
    #expect(try passages(.anachronism, "Il compte {{chiffre:membres}}.", updated: "2021-10-22", [year]).isEmpty)
    #expect(try passages(.anachronism, "Il compte {{chiffre:membres}}.", updated: "2020-10-22", [year]).count == 1)
  }

  static let early: [(String, Int?, String, Bool)] = [
    ("En 2010, le label a distingué 74 entreprises.", 2012, "", true),
    ("En 2012, le label a distingué 74 entreprises.", 2012, "", false),
    ("En 2010, l’idée a germé.", 2012, "", false),
    ("La Maison de l’emploi a été créée en 2008.", 2005, "Maison de l’emploi", true),
    ("La Maison de l’emploi a été créée en 2004.", 2005, "Maison de l’emploi", false),
    ("La Maison de l’emploi a créé un guichet en 2008.", 2005, "Maison de l’emploi", false),
    (
      "L’État a agi dès 2005 par la Maison de l’emploi. La Maison de l’emploi, créée en 2008, a huit lieux.", nil, "",
      true
    ),
    (
      "L’État a agi dès 2009 par la Maison de l’emploi. La Maison de l’emploi, créée en 2008, a huit lieux.", nil, "",
      false
    ),
    // A tenants’ association older than the site that they moved into is legitimate.
    ("La Baie, née en avril 2008, réunit les locataires du site inauguré en décembre 2008.", 2008, "Métro", false),
  ]

  @Test(arguments: early)
  func `results do not come before the start, nor deeds before their author`(
    _ text: String, _ since: Int?, _ owner: String, _ isFound: Bool
  ) throws {
    #expect(try passages(.anachronism, text, since: since, owner: owner).isEmpty == !isFound, "\(text)")
  }

  static let counts: [(String, Bool)] = [
    ("Le plan a quatre axes :\n\n- un\n- deux\n- trois", true),
    ("Le plan a trois axes :\n\n- un\n- deux\n- trois", false),
    ("Le plan tient en {{chiffre:axes}} :\n\n- un\n- deux", true), ("Les 5 thèmes :\n\n1. a\n2. b\n3. c\n4. d", true),
    ("Trois outils : le forum, la lettre et le guichet.", false), ("Trois outils : le forum et la lettre.", true),
    ("Deux outils : le forum, la lettre et le guichet.", true),
    ("Deux comités : l’un, qui décide, propose et suit, siège ; l’autre conseille.", false),
    ("Trois comités : l’un décide ; l’autre conseille.", true),
    ("Il dure deux ans :\n\n- un\n- deux\n- trois", false),
    ("Dans les deux villes, il y a ceci :\n\n- un\n- deux\n- trois", false),
    ("Il faut deux à cinq salles :\n\n- un\n- deux\n- trois", false),
    ("Il a quatre axes. Voici le reste :\n\n- un\n- deux\n- trois", false),
  ]

  @Test(arguments: counts)
  func `what is announced is what follows`(_ text: String, _ isFound: Bool) throws {
    #expect(try passages(.announced, text, [figure("axes", "4 axes")]).isEmpty == !isFound, "\(text)")
  }

  static let qualified: [(String, String, Bool)] = [
    ("Plus de 570 entreprises ({{chiffre:x}}) l’ont signée.", "571 entreprises", false),
    ("Plus de 570 entreprises ({{chiffre:x}}) l’ont signée.", "570 entreprises", true),
    ("Près de 100 acteurs ({{chiffre:x}}) en sont.", "95 acteurs", false),
    ("Près de 100 acteurs ({{chiffre:x}}) en sont.", "100 acteurs", true),
    ("Près de 100 acteurs ({{chiffre:x}}) en sont.", "60 acteurs", true),
    ("Plus de 570 entreprises et {{chiffre:x}} l’ont signée.", "12 villes", false),
    ("Plus de {{chiffre:x}} l’ont signée.", "570 entreprises", true),
    ("Plus de {{chiffre:x}} l’ont signée.", "plus de 570 entreprises", true),
    ("{{chiffre:x}} l’ont signée.", "plus de 570 entreprises", false),
  ]

  @Test(arguments: qualified)
  func `« plus de » and « près de » agree with the figure beside them`(
    _ text: String, _ words: String, _ isFound: Bool
  ) throws {
    #expect(try passages(.qualifier, text, [figure("x", words)]).isEmpty == !isFound, "\(text) \(words)")
  }

  @Test func `a number is read as it is written`() {
    let words: [SaidWord] = Sentence("2 300 en 2010 et 31,5 mois, 1 600 emplois, S2E2, 20 000 m²").words
    #expect(words.compactMap(\.number) == [2_300, 2_010, 31.5, 1_600, 20_000])
  }

  @Test func `a copied paragraph is recognised though words were changed, another is not`() throws {
    let one: String =
      "Le programme associe un promoteur, Pôle emploi et la Maison de l’emploi autour d’un même contrat de service proposé à chaque employeur du centre."
    let print = try #require(ParagraphPrint(one))
    let near = try #require(ParagraphPrint(one.replacing("chaque employeur", with: "tout employeur")))
    let other = try #require(
      ParagraphPrint(
        "La charte engage chaque entreprise pour trois ans envers le territoire qui l’accueille, avec un référent de chaque côté."
      ))
    #expect(print.likeness(to: near) >= ParagraphPrint.leastAlike && print.likeness(to: near) < 1)
    #expect(ParagraphPrint("**\(one.uppercased())**") == print)
    #expect(print.likeness(to: other) < 0.1 && Set(print.bands).isDisjoint(with: other.bands))
    #expect(ParagraphPrint("Trop court pour être quelqu’un.") == nil)
  }
}
