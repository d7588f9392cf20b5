import HTTP
import Platform
import SQL

/// Records for tests, entered through the API like anybody's.
extension TestSite {
  public struct CannotBuild: Error {
    public let answer: String

    public init(answer: String) { self.answer = answer }
  }

  /// The programme that tests have their sites in, with five categories of tenants.
  func openPremises(on territory: Territory) async throws {
    let manager = Actor("Test", territory: territory.id, [Grant(.manager, on: .territory)])
    let configurations = Configurations(app, Scope(database, manager, at: TestSite.now))
    let document = try configurations.read(Array(Self.premises.utf8))
    _ = try await configurations.take(document, into: Self.programme, isPublic: true)
  }

  public static let programme: String = "locaux"

  private static let premises: String = """
    {"format": "terreau-programme", "formatVersion": 1, "programme": {"name": "Zq7"},
     "nomenclatures": [{"key": "categories", "label": "Catégories", "use": "tenant-categories", "items": [
       {"key": "integration", "label": "Insertion", "labelEnglish": "Work integration", "labelGerman": "Eingliederung"},
       {"key": "social", "label": "Économie sociale", "labelEnglish": "Social economy", "labelGerman": "Sozialwirtschaft"},
       {"key": "artisan", "label": "Artisan", "labelEnglish": "Craft business", "labelGerman": "Handwerksbetrieb"},
       {"key": "company", "label": "Entreprise", "labelEnglish": "Company", "labelGerman": "Unternehmen"},
       {"key": "association", "label": "Association", "labelEnglish": "Association", "labelGerman": "Verein"}]}]}
    """

  /// The number of a new site.
  @discardableResult
  public func enterSite(_ name: String = "Les Halles", as actor: TestActor? = nil) async throws -> Int {
    try await number(
      "/sites", #"{"programme":"\#(Self.programme)","name":"\#(name)","municipality":"Fontaine"}"#, actor)
  }

  @discardableResult
  public func enterLot(
    on site: Int, _ name: String = "Atelier 1", area: String = "100", as actor: TestActor? = nil
  ) async throws -> Int {
    try await number("/sites/\(site)/lots", #"{"name":"\#(name)","kind":"workshop","area":\#(area)}"#, actor)
  }

  @discardableResult
  public func enterLease(
    on lot: Int, to tenant: String = "Coop’Vélo", from start: String = "2026-01-01", until end: String? = nil,
    as actor: TestActor? = nil
  ) async throws -> Int {
    let last: String = end.map { #","end":"\#($0)""# } ?? ""
    return try await number(
      "/lots/\(lot)/baux", #"{"tenant":"\#(tenant)","category":"social","start":"\#(start)"\#(last)}"#, actor)
  }

  private func number(_ path: String, _ json: String, _ actor: TestActor?) async throws -> Int {
    let answer: Answer = try await api(path, json, as: actor ?? agent)
    guard answer.status == 201, let number = try answer.json()["id"]?.int else {
      throw CannotBuild(answer: "\(answer.status) \(answer.text)")
    }
    return number
  }
}
