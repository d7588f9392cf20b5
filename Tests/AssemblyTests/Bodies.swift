import HTTP
import Platform
import SQL
import TestSite
import Testing

/// A programme with its bodies, for tests: four voting seats in one, none in the other.
extension TestSite {
  static let bodies: String = """
    {"format": "terreau-programme", "formatVersion": 1, "programme": {"name": "Hôtels d’activités"},
     "bodies": [
       {"key": "agrement", "label": "Comité d’agrément", "purpose": "Examine les candidatures.",
        "leastMeetings": 1, "mostMeetings": 4,
        "seats": [
          {"key": "locataires", "label": "Association des locataires", "votes": true},
          {"key": "gestionnaire", "label": "Gestionnaire", "votes": true},
          {"key": "ville", "label": "Ville", "votes": true},
          {"key": "metropole", "label": "Métropole", "votes": true},
          {"key": "etat", "label": "État"}]},
       {"key": "gestion", "label": "Comité de gestion"}]}
    """

  /// Its number.
  @discardableResult
  func enterProgramme(_ slug: String = "hotels", _ document: String = bodies, isPublic: Bool = true) async throws -> Int
  {
    let entered = try await api(
      "/dispositifs", #"{"slug":"\#(slug)","name":"Hôtels d’activités","isPublic":\#(isPublic)}"#, as: agent)
    let programme: Int = try #require(try entered.json()["id"]?.int, "\(entered.text)")
    let applied = try await configure(slug, document)
    try #require(applied.status == 303, "\(applied.text)")
    return programme
  }

  func configure(_ slug: String, _ document: String) async throws -> Answer {
    var json = JSONWriter()
    json.object { $0.member("document", document) }
    let drafts: String = "/dispositifs/\(slug)/configuration/brouillons"
    let handed = try await api(drafts, String(decoding: json.bytes, as: UTF8.self), as: agent)
    guard let draft = try handed.json()["id"]?.int else { return handed }
    return try await post("\(drafts)/\(draft)/application", [:], as: agent)
  }

  /// Gives a seat of the admission committee to somebody.
  func name(_ seat: String, _ json: String) async throws -> Answer {
    try await api("/dispositifs/hotels/instances/agrement/sieges/\(seat)/mandats", json, as: agent)
  }

  func change<T: Sendable>(_ body: (Scope) async throws -> T) async throws -> T {
    try await Scope(database, agent.actor, at: TestSite.now).change(body)
  }
}
