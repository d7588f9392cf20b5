import HTTP
import Platform
import SQL
import TestSite
import Testing

/// A site with a Lab that a neighbour runs, and a programme here that is described on a sheet.
struct LabSite {
  let site: TestSite

  static let programme: String = "/dispositifs/\(TestSite.programme)"

  var neighbour: TestActor { site.actor(.agent, in: site.elsewhere) }

  private static let lab: String = """
    {"format": "terreau-programme", "formatVersion": 1, "programme": {"name": "Le Lab"},
     "nomenclatures": [
      {"key": "axes", "label": "Axes", "use": "axes", "items": [
       {"key": "emploi", "label": "Emploi"}, {"key": "entreprise", "label": "Entreprise"}]},
      {"key": "themes", "label": "Thèmes", "use": "themes", "items": [
       {"key": "locaux", "label": "Locaux"}, {"key": "insertion", "label": "Insertion"}]},
      {"key": "publics", "label": "Publics", "use": "audiences", "items": [
       {"key": "associations", "label": "Associations"}]}],
     "lab": {"staleMonths": 12, "licence": "Citez l’origine."}}
    """

  /// Opens the Lab next door.
  static func build(_ site: TestSite) async throws -> LabSite {
    let manager = Actor("Test", territory: site.elsewhere.id, [Grant(.manager, on: .territory)])
    let configurations = Configurations(site.app, Scope(site.database, manager, at: TestSite.now))
    _ = try await configurations.take(
      try configurations.read(Array(lab.utf8)), into: "lab", isPublic: true)
    return LabSite(site: site)
  }

  /// The number of a sheet of the programme, begun like anybody's.
  func begin(_ kind: String = "lab", in programme: String = Self.programme) async throws -> Int {
    let answer: Answer = try await site.api("\(programme)/fiches", #"{"kind":"\#(kind)"}"#, as: site.agent)
    return try #require(try answer.json()["id"]?.int, "\(answer.status) \(answer.text)")
  }

  @discardableResult
  func write(_ text: String, into rubric: String, of sheet: Int, version: Int = 1) async throws -> Answer {
    var json = JSONWriter()
    json.object { json in
      json.member("text", text)
      json.member("version", version)
    }
    return try await site.api(
      "\(Self.programme)/fiches/\(sheet)/rubriques/\(rubric)", String(decoding: json.bytes, as: UTF8.self),
      as: site.agent)
  }

  @discardableResult
  func publish(_ sheet: Int, version: Int = 1) async throws -> Answer {
    try await site.api(
      "\(Self.programme)/fiches/\(sheet)/publication", #"{"version":\#(version)}"#, as: site.agent)
  }

  /// A sheet that everybody reads.
  func published(_ text: String = "- Un pilote reconnu\n- Un lieu") async throws -> Int {
    let sheet: Int = try await begin()
    try await write(text, into: "transfer", of: sheet)
    let answer: Answer = try await publish(sheet)
    #expect(answer.status == 200, "\(answer.text)")
    return sheet
  }
}

extension JSON {
  var items: [JSON] {
    guard case .array(let items) = self else { return [] }
    return items
  }
}
