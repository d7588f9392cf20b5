import HTTP
import Platform
import SQL
import TestSite
import Testing

/// A Lab with two axes on one territory, and sheets published on two.
struct EditionWorld {
  let site: TestSite
  let there: TestActor

  static let lab: String = "/dispositifs/lab"

  static func build(_ site: TestSite) async throws -> EditionWorld {
    let world = EditionWorld(site: site, there: site.actor(.agent, in: site.elsewhere))
    try await world.take(
      #"""
      {"format": "terreau-programme", "formatVersion": 1, "programme": {"name": "Le Lab"}, "lab": {"staleMonths": 18},
       "nomenclatures": [{"key": "axes", "label": "Axes", "use": "axes", "items": [
         {"key": "emploi", "label": "Emploi", "labelEnglish": "Employment"},
         {"key": "entreprise", "label": "Entreprise", "labelEnglish": "Company"}]}]}
      """#, "lab", on: site.here)
    try await world.publish("ateliers", "Des ateliers", axis: "entreprise", as: site.agent, on: site.here)
    try await world.publish("portail", "Un portail", axis: "emploi", as: world.there, on: site.elsewhere)
    try await world.publish("jardins", "Des jardins", axis: nil, as: world.there, on: site.elsewhere)
    return world
  }

  func take(_ document: String, _ slug: String, on territory: Territory) async throws {
    let manager = Actor("Test", territory: territory.id, [Grant(.manager, on: .territory)])
    let configurations = Configurations(site.app, Scope(site.database, manager, at: TestSite.now))
    _ = try await configurations.take(try configurations.read(Array(document.utf8)), into: slug, isPublic: true)
  }

  private func publish(
    _ slug: String, _ title: String, axis: String?, as actor: TestActor, on territory: Territory
  ) async throws {
    try await take(
      #"{"format": "terreau-programme", "formatVersion": 1, "programme": {"name": "\#(title)"}}"#, slug, on: territory)
    let own: String = "/dispositifs/\(slug)"
    _ = try await done(
      "\(own)/chiffres",
      #"{"key":"\#(slug).emplois","label":"Emplois","document":"Rapport","quotation":"cent emplois","value":100,"unit":"number","counted":"emplois","qualifier":"exact","to":"2026-01-01","kind":"operational"}"#,
      actor)
    let sheet: Int = try #require(try await done("\(own)/fiches", #"{"kind":"lab"}"#, actor)["id"]?.int)
    let axis: String = axis.map { #","axis":"\#($0)""# } ?? ""
    _ = try await done(
      "\(own)/fiches/\(sheet)",
      #"{"title":"\#(title)","lead":"Une accroche.","since":2010,"updated":"2026-01-01","version":1\#(axis)}"#, actor)
    _ = try await done(
      "\(own)/fiches/\(sheet)/rubriques/effect",
      #"{"text":"On y compte {{chiffre:emplois}}.","version":\#(try await version("\(own)/fiches/\(sheet)/rubriques/effect", actor))}"#,
      actor)
    _ = try await done("\(own)/fiches/\(sheet)/publication", #"{"version":2}"#, actor)
  }

  private func version(_ path: String, _ actor: TestActor) async throws -> Int {
    let page: String = try await site.get("\(path)/modifier", as: actor).text
    let field: Substring? = page.split(separator: "name=\"version\" value=\"").dropFirst().first
    return try #require(field.flatMap { Int($0.prefix { $0 != "\"" }) }, "\(path): \(page.prefix(400))")
  }

  /// Changes what the sheet says and publishes it anew.
  func rewrite(_ slug: String, _ text: String, as actor: TestActor) async throws {
    let own: String = "/dispositifs/\(slug)"
    let list: JSON = try await site.get("/api/v1\(own)/fiches", as: actor).json()
    guard case .array(let sheets)? = list["items"], let sheet = sheets.first?["id"]?.int,
      let read = sheets.first?["version"]?.int
    else { throw TestSite.CannotBuild(answer: "\(list)") }
    let rubric: String = "\(own)/fiches/\(sheet)/rubriques/effect"
    _ = try await done(rubric, #"{"text":"\#(text)","version":\#(try await version(rubric, actor))}"#, actor)
    _ = try await done("\(own)/fiches/\(sheet)/publication", #"{"version":\#(read)}"#, actor)
  }

  @discardableResult
  func done(_ path: String, _ json: String, _ actor: TestActor) async throws -> JSON {
    let answer = try await site.api(path, json, as: actor)
    guard answer.status == 200 || answer.status == 201 else {
      throw TestSite.CannotBuild(answer: "\(path): \(answer.status) \(answer.text)")
    }
    return try answer.json()
  }

  /// A draft of the three sheets, in the order of their names, with a foreword; its number among the records.
  func draft() async throws -> Int {
    let edition: Int = try #require(
      try await done(
        "\(Self.lab)/editions", #"{"number":1,"title":"Le recueil","subtitle":"Automne","day":"2026-10-01"}"#,
        site.agent)[
          "id"]?.int)
    try await done(
      "\(Self.lab)/editions/\(edition)/textes",
      #"{"kind":"foreword","rank":1,"title":"Avant-propos","author":"Lou Fictive","mandate":"Maire","text":"Lisez **bien**."}"#,
      site.agent)
    try await done(
      "\(Self.lab)/editions/\(edition)/fiches", #"{"sheets":["ateliers","jardins","portail"],"version":1}"#, site.agent)
    return edition
  }

  func issue(_ edition: Int, version: Int = 2) async throws -> JSON {
    try await done("\(Self.lab)/editions/\(edition)/parution", #"{"version":\#(version)}"#, site.agent)
  }
}
