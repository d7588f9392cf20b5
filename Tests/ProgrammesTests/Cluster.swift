import HTTP
import Platform
import SQL
import TestSite
import Testing

/// A cluster's programme as a metropolis runs it: five themes of which an action has one, two axes of which it has up to two.
struct Cluster {
  let site: TestSite
  let slug: String

  var path: String { "/dispositifs/\(slug)" }

  static let document: String = """
    {"format": "terreau-programme", "formatVersion": 1, "programme": {"name": "Plan de la grappe"},
     "nomenclatures": [
      {"key": "themes", "label": "Thèmes", "use": "themes", "least": 1, "most": 1, "items": [
       {"key": "innovation", "label": "Innovation", "labelGerman": "Neuerung"},
       {"key": "performance", "label": "Performance interne"}, {"key": "international", "label": "International"},
       {"key": "reseau", "label": "Fédérer les entreprises"}, {"key": "relocalisation", "label": "Relocalisation"}]},
      {"key": "axes", "label": "Axes", "use": "axes", "least": 0, "most": 2, "items": [
       {"key": "aides", "label": "Accès aux aides"}, {"key": "grappes", "label": "Inter-grappes"},
       {"key": "climat", "label": "Climat"}]},
      {"key": "roles", "label": "Rôles", "use": "partner-roles", "items": [
       {"key": "financeur", "label": "Financeur"}, {"key": "prescripteur", "label": "Prescripteur"}]}]}
    """

  static func build(_ site: TestSite, _ slug: String = "grappe", document: String = document) async throws -> Cluster {
    let cluster = Cluster(site: site, slug: slug)
    _ = try await cluster.number("/dispositifs", #"{"slug":"\#(slug)","name":"Plan de la grappe"}"#)
    try await cluster.configure(document)
    return cluster
  }

  func configure(_ document: String) async throws {
    var json = JSONWriter()
    json.object { $0.member("document", document) }
    let drafts: String = "\(path)/configuration/brouillons"
    let draft: Int = try await number(drafts, String(decoding: json.bytes, as: UTF8.self))
    let applied = try await site.post("\(drafts)/\(draft)/application", [:], as: site.agent)
    try #require(applied.status == 303, "\(applied.text)")
  }

  /// The number of what was entered.
  @discardableResult
  func number(_ path: String, _ json: String) async throws -> Int {
    let answer = try await site.api(path, json, as: site.agent)
    return try #require(try answer.json()["id"]?.int, "\(path): \(answer.status) \(answer.text)")
  }

  func send(_ title: String, _ more: String = "") async throws -> Answer {
    let json: String = #"{"title":"\#(title)","state":"next","themes":["innovation"]\#(more)}"#
    return try await site.api("\(path)/actions", json, as: site.agent)
  }

  @discardableResult
  func enter(_ title: String, _ more: String = "") async throws -> Int {
    let answer: Answer = try await send(title, more)
    return try #require(try answer.json()["id"]?.int, "\(answer.status) \(answer.text)")
  }

  func publish() async throws {
    let answer = try await site.api(
      path, #"{"name":"Plan de la grappe","isPublic":true,"version":1}"#, as: site.agent)
    try #require(answer.status == 200, "\(answer.text)")
  }
}
