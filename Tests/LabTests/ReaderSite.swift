import HTTP
import Platform
import Programmes
import SQL
import TestSite
import Testing

@testable import Lab

/// A Lab with sheets in two territories.
extension TestSite {
  /// What is written on the sheet of one programme.
  struct SheetSample: Sendable {
    var slug: String
    var title: String
    var head: String = ""
    var rubrics: String = ""
    var isElsewhere: Bool = false
  }

  func openLab() async throws {
    let document: String = """
      {"format": "terreau-programme", "formatVersion": 1, "programme": {"name": "Lab"},
       "nomenclatures": [
        {"key": "axes", "label": "Axes", "use": "axes", "items": [
          {"key": "emploi", "label": "Emploi"}, {"key": "economie", "label": "Économie"}]},
        {"key": "themes", "label": "Thèmes", "use": "themes", "items": [
          {"key": "locaux", "label": "Locaux"}, {"key": "insertion", "label": "Insertion"},
          {"key": "jamais", "label": "Jamais employé"}]},
        {"key": "publics", "label": "Publics", "use": "audiences", "items": [{"key": "jeunes", "label": "Jeunes"}]}],
       "lab": {"staleMonths": 18, "introduction": "Un **Lab** d’essai."}}
      """
    let manager = Actor("Test", territory: here.id, [Grant(.manager, on: .territory)])
    let configurations = Configurations(app, Scope(database, manager, at: TestSite.now))
    _ = try await configurations.take(
      try configurations.read(Array(document.utf8)), into: "reseau-lab", isPublic: true)
  }

  func publish(_ sample: SheetSample, at now: Instant = TestSite.now) async throws {
    let lab: Lab = try #require(app.door(Lab.self))
    let territory: Territory = sample.isElsewhere ? elsewhere : here
    let scope = Scope(database, Actor("Test", territory: territory.id, [Grant(.manager, on: .territory)]), at: now)
    try await scope.change { scope in
      let programme: Programme = try await ProgrammeStore(scope).insert(
        sample.slug, ProgrammeForm(name: sample.title, isPublic: true))
      let text: String =
        "titre: \(sample.title)\nmise-a-jour: 2026-09-01\n\(sample.head)\n\n\(sample.rubrics)"
      try await lab.enter(SheetText(text, .lab), .lab, of: programme, scope)
    }
  }

  /// Three sheets that share some words, one of them of another territory.
  func enterSheets() async throws {
    try await openLab()
    try await publish(
      SheetSample(
        slug: "halles", title: "Des halles pour l’artisanat",
        head:
          "accroche: Un toit à plusieurs.\naxe: economie\nthemes: locaux, insertion\npublics: jeunes\ndepuis: 2008\nbudget: 4200000",
        rubrics:
          "## Contexte territorial\n\nUne friche <vide>.\n\n## L’effet dynamique de l’action\n\n{{chiffre:emplois}} créés."
      ))
    try await publish(
      SheetSample(
        slug: "ateliers", title: "Ateliers partagés",
        head: "axe: economie\nthemes: locaux\ndepuis: 2011\nbudget: 90000",
        rubrics: "## Contexte territorial\n\nUn quartier.", isElsewhere: true))
    try await publish(
      SheetSample(slug: "forum", title: "Un forum de l’emploi", head: "axe: emploi\nthemes: insertion", rubrics: ""))
  }

  func titles(_ query: String) async throws -> [String] {
    let answer = try await get("/api/v1/lab\(query)")
    guard case .array(let items)? = try answer.json()["items"] else { return [answer.text] }
    return items.compactMap { $0["slug"]?.string }
  }

  func placed(_ territory: Territory, population: Int, _ latitude: Double, _ longitude: Double) async throws {
    let answer = try await api(
      "/lab/territoire",
      #"{"population":\#(population),"populationYear":2012,"latitude":\#(latitude),"longitude":\#(longitude),"version":1}"#,
      as: actor(.manager, in: territory))
    #expect(answer.status == 200, "\(answer.text)")
  }

  /// The territory’s mail that waits, and that to a reader, as it would leave.
  var waitingMail: Int {
    get async throws { try await database.read { try await $0.value("SELECT count(*) FROM outgoing_message") } }
  }
}
