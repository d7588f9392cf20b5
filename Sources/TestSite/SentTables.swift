import HTTP
import SQL

/// Tables that are sent from a page, read, written and taken back.
extension TestSite {
  /// A table sent to the records of a page and read; where it is looked at.
  public func send(
    _ table: String, to list: String, named name: String = "liste.csv", as actor: TestActor? = nil
  ) async throws -> String {
    let sent: Answer = try await post(
      "\(list)/import/envoi", [:], file: ("file", name, Array(table.utf8)), as: actor ?? agent)
    guard let path = sent.location else { throw CannotBuild(answer: "\(sent.status) \(sent.text)") }
    try await app.workOff()
    return String(path.prefix { $0 != "?" })
  }

  /// Its lines, as the API tells them.
  public func lines(of path: String, _ query: String = "") async throws -> [JSON] {
    let answer: Answer = try await get("/api/v1\(path)/lignes?\(query)", as: agent)
    guard case .array(let items)? = try answer.json()["items"] else { throw CannotBuild(answer: answer.text) }
    return items
  }

  /// « 2 new », « 3 rejected »
  public func states(of path: String) async throws -> [String] {
    try await lines(of: path).map { "\($0["line"]?.int ?? 0) \($0["state"]?.string ?? "")" }
  }

  /// A button of its page, and what it sets going.
  public func press(_ path: String) async throws {
    let answer: Answer = try await post(path, [:], as: agent)
    guard answer.status == 303 else { throw CannotBuild(answer: "\(answer.status) \(answer.text)") }
    try await app.workOff()
  }
}
