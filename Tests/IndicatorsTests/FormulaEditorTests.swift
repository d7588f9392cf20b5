import HTTP
import Platform
import SQL
import TestSite
import Testing

/// A formula built on screen, step by step, as a browser without script does it.
@Suite struct FormulaEditorTests {
  private static let programme: String = "/dispositifs/\(TestSite.programme)"
  private static let new: String = "\(programme)/indicateurs/nouvelle-formule"

  @Test(arguments: TestDatabase.dialects)
  func `a ratio of two sums is built step by step, says what it counts, is saved and counted by the dashboard`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await site.letHalf()
      let walk = FormulaWalk(site, Self.new)
      try await walk.open()
      #expect(walk.words.contains("Cette partie de la formule reste à choisir."))
      try await walk.step(["step": "part", "do": "sum", "fact": "lease"])
      // A sum needs a column: what is missing is said with its place, and only columns that add up are offered.
      #expect(walk.words.contains("Une colonne est attendue"))
      let columns: String = walk.choices("column")
      #expect(columns.contains("\"area\"") && columns.contains("\"stay\"") && !columns.contains("\"startYear\""))
      try await walk.step(["step": "part", "do": "sum", "fact": "lease", "column": "area", "when": "date"])
      #expect(walk.formula == #"{"sum":"lease.area"}"#)
      #expect(walk.words.contains("Somme des surfaces des baux en cours à la date."))
      #expect(walk.words.contains("<strong>50 m² (1 fiche comptée)</strong>"), "\(walk.words)")
      try await walk.follow("La rapporter à autre chose (numérateur)")
      #expect(walk.at == "ratio/2")
      try await walk.step(["step": "part", "do": "sum", "fact": "lot"])
      try await walk.step(["step": "part", "do": "sum", "fact": "lot", "column": "area", "when": "date"])
      #expect(walk.words.contains("rapportée à la somme des surfaces des lots"), "\(walk.words)")
      #expect(walk.words.contains("<strong>33 %</strong>"), "\(walk.words)")
      try await walk.step(["step": "reading", "unit": "percent", "rounding": "1", "on": "21/11/2026"])
      #expect(walk.words.contains("<strong>33,3 %</strong>"), "\(walk.words)")
      #expect(walk.choices("unit").contains("\"number\"") && !walk.choices("unit").contains("\"square-metres\""))
      let saved = try await site.post(
        Self.new, walk.form.merging(["label": "Taux de remplissage"]) { $1 }, as: site.agent)
      #expect(saved.status == 303, "\(saved.words)")
      let dashboard = try await site.get("\(Self.programme)/indicateurs", as: site.agent)
      #expect(dashboard.words.contains("Taux de remplissage") && dashboard.words.contains("33,3 %"))
      // The journal tells of it as it does of what the chapter's own form adds.
      let deeds: Int = try await site.database.read {
        try await $0.value("SELECT count(*) FROM audit_line WHERE record_kind = 'indicator' AND action = 'entry.added'")
      }
      #expect(deeds == 1)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `conditions are lines that are added, turned and removed, or a text whose error shows its character`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await site.letHalf()
      let walk = FormulaWalk(site, Self.new)
      try await walk.open(#"{"count":"lease"}"#)
      try await walk.step(["test": "category"])
      #expect(walk.words.contains("Condition sur : Catégorie") && walk.words.contains("Économie sociale"))
      try await walk.step(["step": "condition", "test": "category", "comparison": "one-of"])
      // Nothing was ticked: it is said beside the boxes, and the page stays where it was.
      #expect(walk.words.contains("À renseigner.") && walk.answer.status == 200)
      try await walk.step(
        ["step": "condition", "test": "category", "comparison": "one-of", "words": "social"])
      #expect(walk.formula == #"{"count":"lease","where":"category = social"}"#)
      #expect(walk.words.contains("<strong>1 (1 fiche comptée)</strong>"), "\(walk.words)")
      try await walk.step(["step": "condition", "test": "area", "comparison": "at-least", "value": "60,5"])
      #expect(walk.formula == #"{"count":"lease","where":"category = social and area >= 60.5"}"#)
      #expect(walk.words.contains("<strong>0 (0 fiche comptée)</strong>"), "\(walk.words)")
      try await walk.follow("Se contenter d’une seule")
      #expect(walk.formula == #"{"count":"lease","where":"category = social or area >= 60.5"}"#)
      #expect(walk.words.contains("<strong>1 (1 fiche comptée)</strong>"), "\(walk.words)")
      try await walk.follow("retirer")
      #expect(walk.formula == #"{"count":"lease","where":"area >= 60.5"}"#)
      try await walk.step(["step": "text", "where": "category = social and and area > 3"])
      #expect(walk.words.contains("au caractère 23"), "\(walk.words)")
      #expect(walk.answer.text.contains("value=\"category = social and and area &gt; 3\""))
      try await walk.step(["step": "text", "where": "category under (social) and start <= $end"])
      #expect(walk.formula == #"{"count":"lease","where":"category under (social) and start <= $end"}"#)
      #expect(walk.words.contains("jusqu’au"))
      try await walk.step(["step": "part", "do": "count", "fact": "lease", "when": "since"])
      #expect(walk.words.contains("À renseigner."))
      try await walk.step(["step": "part", "do": "count", "fact": "lease", "when": "since", "day": "1er juin 2022"])
      #expect(walk.words.contains("depuis le 1er juin 2022"), "\(walk.words)")
    }
  }

  @Test func `every step is an address: kept, reloaded and gone back from, it shows the same`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      try await site.letHalf()
      let walk = FormulaWalk(site, Self.new)
      try await walk.open(#"{"count":"lease"}"#)
      try await walk.follow("En mesurer l’évolution")
      let (kept, shown): (String, String) = (walk.address, walk.words)
      #expect(walk.formula == #"{"growth":{"count":"lease"}}"#)
      try await walk.follow("Compter les périodes de suite où elle tient un seuil")
      #expect(walk.formula == #"{"run":{"growth":{"count":"lease"}},"atLeast":1,"every":"year"}"#)
      try await walk.step(["step": "part", "do": "run", "atLeast": "", "atMost": "", "every": "month"])
      #expect(walk.words.contains("demande un seuil"))
      let again = try await site.get(kept, as: site.agent)
      #expect(again.words.withoutTokens == shown.withoutTokens)
      // A step sent twice leads to the same place, and so does what somebody spelled their own way.
      let query: String = "f=%7B%20%22count%22%3A%20%22lease%22%20%7D"
      let (first, second) = (
        try await site.get("\(Self.new)?\(query)&step=part&do=ratio", as: site.agent),
        try await site.get("\(Self.new)?\(query)&step=part&do=ratio", as: site.agent)
      )
      #expect(first.status == 303 && first.location == second.location)
      let spelled = try await site.get("\(Self.new)?\(query)", as: site.agent)
      #expect(spelled.location == "\(Self.new)?f=%7B%22count%22%3A%22lease%22%7D")
      // Another indicator and a number are chosen in two steps, like anything else.
      try await site.enterIndicator()
      try await walk.open()
      try await walk.step(["step": "part", "do": "difference"])
      #expect(walk.formula == #"{"difference":[{"count":"?"},{"count":"?"}]}"# && walk.at == "difference/1")
      try await walk.step(["step": "part", "do": "indicator"])
      #expect(walk.choices("indicator").contains("\"baux\""))
      try await walk.step(["step": "part", "do": "indicator", "indicator": "baux"])
      #expect(walk.at == "difference/1" && walk.words.contains("« Baux », moins ?."), "\(walk.words)")
      try await walk.step(["at": "difference/2", "step": "part", "do": "number"])
      try await walk.step(["step": "part", "do": "number", "number": "2,5"])
      #expect(walk.formula == #"{"difference":[{"indicator":"baux"},2.5]}"#)
      #expect(walk.words.contains("« Baux », moins 2,5."), "\(walk.words)")
      // The parts are reached by links, each of which looks at its own.
      try await walk.open(#"{"total":[{"count":"lease"},{"ratio":[{"count":"lot"},5]}]}"#, at: "total/2/ratio/1")
      #expect(walk.answer.text.contains("at=total%2F2%2Fratio%2F1\" aria-current=\"step\">"))
      try await walk.follow("Ne garder qu’elle, à la place de ce qui l’entoure")
      #expect(walk.formula == #"{"total":[{"count":"lease"},{"count":"lot"}]}"# && walk.at == "total/2")
      try await walk.follow("Retirer ce terme du total")
      #expect(walk.formula == #"{"total":[{"count":"lease"}]}"#)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `what cannot be counted is refused with its place and its reason, and comes back whole`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await site.letHalf()
      let first = try await site.post(
        Self.new, ["label": "Baux", "formula": #"{"count":"lease"}"#, "unit": "number", "rounding": "0"],
        as: site.agent)
      #expect(first.status == 303, "\(first.words)")
      func nested(_ operation: String, _ depth: Int) -> String {
        String(repeating: "{\"\(operation)\":", count: depth) + "1" + String(repeating: "}", count: depth)
      }
      let wrong: [(formula: String, place: String, reason: String)] = [
        (#"{"ratio":[{"count":"lease"},0]}"#, "", "divise par zéro"),
        (#"{"difference":[{"count":"lot"},{"ratio":[1,0]}]}"#, "difference/2", "divise par zéro"),
        ("", "", "À renseigner"),
        ("{}", "", "Une formule est attendue ici"),
        (#"{"total":[]}"#, "total", "Deux formules sont attendues ici"),
        (#"{"sum":"lease"}"#, "sum", "Une colonne est attendue"),
        (#"{"ratio":[{"count":"lease"},{"count":"?"}]}"#, "ratio/2", "reste à choisir"),
        (#"{"count":"bateaux"}"#, "count", "Aucune relation ne s’appelle « bateaux »"),
        (#"{"ratio":[{"count":"lease"},{"sum":"lot.voiles"}]}"#, "ratio/2/sum", "pas de colonne « voiles »"),
        (#"{"count":"lot","where":"municipality within lune"}"#, "where", "pas de périmètre « lune »"),
        (#"{"count":"lease","where":"category = pirate"}"#, "where", "« pirate » n’est pas une valeur"),
        (#"{"count":"lease","where":"category ="}"#, "where", "au caractère 11"),
        (#"{"difference":[{"sum":"lease.area"},{"count":"lot"}]}"#, "", "n’ont pas la même unité"),
        (#"{"total":[{"indicator":"baux"}]}"#, "total/1", "« baux » se compterait lui-même"),
        (#"{"indicator":"fantome"}"#, "", "pas d’indicateur « fantome »"),
        (nested("growth", 20), "", "trop de calculs"),
        (#"{"total":[{"indicator":"baux"},{"indicator":"baux"}]}"#, "total/1", "« baux » se compterait lui-même"),
        (nested("cumulative", 31), "cumulative/cumulative", "emboîtée trop profondément"),
        (nested("cumulative", 40), "cumulative/cumulative", "emboîtée trop profondément"),
        (nested("cumulative", 100), "", "emboîtée trop profondément"),
        (nested("cumulative", 10_000), "", "8000 caractères"),
      ]
      let path: String = "\(Self.programme)/indicateurs/baux/formule"
      for (formula, place, reason) in wrong {
        let sent: [String: String] = ["formula": formula, "unit": "number", "rounding": "0", "version": "1"]
        let refused = try await site.post(path, sent, as: site.agent)
        #expect(refused.status == 422, "\(formula.prefix(80)): \(refused.status)")
        #expect(refused.words.contains(reason), "\(formula.prefix(80)): \(reason)")
        #expect(refused.words.contains("La formule n’est pas enregistrée"))
        // Nothing that was typed is lost: it is there to be put right.
        #expect(refused.text.contains(formula.escaped), "\(formula.prefix(80))")
        var json = JSONWriter()
        json.object { json in
          json.member("formula", formula)
          json.member("unit", "number")
          json.member("rounding", 0)
          json.member("version", 1)
        }
        let told = try await site.api(path, String(decoding: json.bytes, as: UTF8.self), as: site.agent)
        #expect(try told.status == 422 && Set(told.wrongFields()) == ["formula"], "\(formula.prefix(80)): \(told.text)")
        #expect(told.text.contains(place.isEmpty ? "\"formula\"" : place), "\(told.text.prefix(400))")
      }
      let unit = try await site.api(
        path, #"{"formula":{"count":"lease"},"unit":"euros","rounding":0,"version":1}"#, as: site.agent)
      #expect(try unit.status == 422 && unit.wrongFields() == ["unit"], "\(unit.text)")
      let kept = try await site.get("\(Self.programme)/configuration/document", as: site.agent).json()["indicators"]
      #expect(kept?[0]?["formula"]?["count"]?.string == "lease" && kept?[1] == nil)
      // The page of a step says the same, in the same words.
      for (formula, _, reason) in wrong where !formula.isEmpty && formula.utf8.count < 4_000 {
        let walk = FormulaWalk(site, path)
        try await walk.open(formula)
        #expect(walk.answer.status == 200 && walk.words.contains(reason), "\(formula.prefix(80))")
      }
      let named = try await site.post(
        Self.new,
        ["label": "Nouvelle formule", "formula": #"{"count":"lease"}"#, "unit": "number", "rounding": "0"],
        as: site.agent)
      #expect(named.status == 422 && named.words.contains("Cette clé est l’adresse d’une page"), "\(named.status)")
    }
  }

  @Test func `whoever does not run the programme finds no editor, and no other territory has this one`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      try await site.enterIndicator()
      let path: String = "\(Self.programme)/indicateurs/baux/formule"
      let sent: [String: String] = [
        "formula": #"{"count":"lot"}"#, "unit": "number", "rounding": "0", "version": "1", "label": "X",
      ]
      let elsewhere: TestActor = site.actor(.agent, in: site.elsewhere)
      let other: TestActor = site.actor([Grant(.agent, on: .programme, 999)], name: "D’un autre dispositif")
      for actor in [site.visitor, site.actor(.elected), site.actor(.company), site.actor(.partner), other] {
        for page in [path, Self.new, "\(Self.new)?step=part&do=ratio&f=1"] {
          let answer = try await site.get(page, as: actor)
          #expect(answer.status == 404, "\(page) as \(actor.actor.name): \(answer.status)")
        }
        #expect(try await site.post(path, sent, as: actor).status == 404)
        #expect(try await site.post(Self.new, sent, as: actor).status == 404)
      }
      // Over there a programme of the same name has no such indicator.
      #expect(try await site.get(path, as: elsewhere).status == 404)
      #expect(try await site.post(path, sent, as: elsewhere).status == 404)
      #expect(try await site.get("\(Self.programme)/indicateurs/aucun/formule", as: site.agent).status == 404)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `two who save at once: one formula, and the other sees both before going on`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await site.letHalf()
      try await site.enterIndicator()
      let path: String = "\(Self.programme)/indicateurs/baux/formule"
      let agents: [TestActor] = [site.actor(.agent, name: "Ana"), site.actor(.manager, name: "Léo")]
      let formulas: [String] = [#"{"count":"lot"}"#, #"{"count":"site"}"#]
      let answers: [Answer] = try await withThrowingTaskGroup(of: Answer.self) { group in
        for (agent, formula) in zip(agents, formulas) {
          group.addTask {
            try await site.post(
              path, ["formula": formula, "unit": "number", "rounding": "0", "version": "1"], as: agent)
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(answers.map(\.status).sorted() == [303, 409])
      let refused: Answer = try #require(answers.first { $0.status == 409 })
      #expect(refused.words.contains("Quelqu’un a modifié cette fiche"))
      #expect(refused.words.contains("Formule enregistrée :"), "\(refused.words)")
      let mine: String = try #require(
        formulas.first { refused.text.contains("name=\"formula\" value=\"\($0.escaped)\"") })
      #expect(refused.text.contains("name=\"version\" value=\"2\""))
      let then = try await site.post(
        path, ["formula": mine, "unit": "number", "rounding": "0", "version": "2"], as: site.agent)
      #expect(then.status == 303, "\(then.words)")
    }
  }

  @Test func `the way to the editor is on the dashboard, in the chapter and on the entry’s own page`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      try await site.enterIndicator()
      let chapter: String = "\(Self.programme)/configuration/indicateurs"
      let path: String = "\(Self.programme)/indicateurs/baux/formule"
      #expect(try await site.get("\(Self.programme)/indicateurs", as: site.agent).text.contains("href=\"\(Self.new)\""))
      #expect(try await site.get(chapter, as: site.agent).text.contains("href=\"\(Self.new)\""))
      #expect(try await site.get("\(chapter)/baux", as: site.agent).text.contains("href=\"\(path)\""))
      #expect(!(try await site.get(chapter, as: site.visitor).text.contains("nouvelle-formule")))
    }
  }
}

extension TestSite {
  /// A site of 150 m², of which 50 are let.
  fileprivate func letHalf() async throws {
    let site: Int = try await enterSite()
    let small: Int = try await enterLot(on: site, "Atelier 1", area: "50")
    try await enterLot(on: site, "Atelier 2", area: "100")
    try await enterLease(on: small)
  }

  fileprivate func enterIndicator() async throws {
    let entered = try await post(
      "/dispositifs/\(TestSite.programme)/indicateurs/nouvelle-formule",
      ["label": "Baux", "formula": #"{"count":"lease"}"#, "unit": "number", "rounding": "0"], as: agent)
    try #require(entered.status == 303, "\(entered.words)")
  }
}

extension String {
  /// As a page writes it.
  fileprivate var escaped: String {
    replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&#34;")
  }

  fileprivate var unescaped: String {
    replacing("&#34;", with: "\"").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
  }

  /// What a page draws anew each time left aside.
  fileprivate var withoutTokens: String {
    split(separator: "\n").filter { !$0.contains("name=\"_token\"") && !$0.contains("name=\"_once\"") }
      .joined(separator: "\n")
  }
}

/// Somebody who follows the links and sends the forms of the editor's page, and knows nothing but what it shows.
private final class FormulaWalk {
  private let site: TestSite
  private let path: String
  private(set) var address: String
  private(set) var answer: Answer!

  init(_ site: TestSite, _ path: String) {
    self.site = site
    self.path = path
    address = path
  }

  var words: String { answer.words.replacing("&#39;", with: "’") }

  /// What its address says.
  private var said: FormPairs { (try? Target(address))?.query ?? FormPairs() }
  var formula: String? { said["f"] }
  var at: String? { said["at"] }

  func open(_ formula: String? = nil, at place: String? = nil) async throws {
    let pairs: FormPairs = FormPairs().setting("f", to: formula).setting("at", to: place)
    try await go(formula == nil ? path : "\(path)?\(pairs.encoded)")
  }

  /// Sends one of the page's forms, which carries along what the address says.
  func step(_ asked: [String: String]) async throws {
    var pairs: FormPairs = said
    for (name, value) in asked { pairs = pairs.setting(name, to: value) }
    try await go("\(path)?\(pairs.encoded)")
  }

  func follow(_ label: String) async throws {
    let link: Substring = try #require(
      answer.text.split(separator: "<a ").first { $0.unescapedLabel == label }, "no link « \(label) »: \(words)")
    let address: Substring = try #require(link.split(separator: "href=\"", maxSplits: 1).last)
    try await go(String(address.prefix { $0 != "\"" }).unescaped)
  }

  /// What there is to choose from in one of the page's fields.
  func choices(_ field: String) -> String {
    let rest: Substring? = answer.text.split(separator: "<select id=\"field-\(field)\"", maxSplits: 1).dropFirst().last
    return rest.flatMap { $0.split(separator: "</select>", maxSplits: 1).first }.map(String.init) ?? ""
  }

  /// What the form that saves carries along.
  var form: [String: String] {
    var fields: [String: String] = [:]
    for name in ["formula", "unit", "rounding", "version"] {
      guard let rest = answer.text.split(separator: "name=\"\(name)\" value=\"", maxSplits: 1).dropFirst().last
      else { continue }
      fields[name] = String(rest.prefix { $0 != "\"" }).unescaped
    }
    return fields
  }

  private func go(_ next: String) async throws {
    address = next
    answer = try await site.get(next, as: site.agent)
    for _ in 0..<3 {
      guard answer.status == 303, let location = answer.location else { return }
      address = location
      answer = try await site.get(location, as: site.agent)
    }
  }
}

extension Substring {
  fileprivate var unescapedLabel: String {
    guard let start = firstIndex(of: ">") else { return "" }
    return String(self[index(after: start)...].prefix { $0 != "<" }).unescaped.replacing("\u{A0}", with: " ")
  }
}
