import HTTP

/// A provider of identities for tests: one that lies as it is told to, or glewlwyd, which somebody else made.
public struct IdentityServer: Sendable {
  public static let client: String = "terreau"
  public static let secret: String = "a secret of at least thirty-two bytes"

  public struct Missing: Error, CustomStringConvertible {
    public let description: String
  }

  private let port: Int
  /// Where what a person does in a browser is one request.
  private let person: Int

  /// A server of its own, gone afterwards.
  public static func with<T: Sendable>(_ body: (IdentityServer) async throws -> T) async throws -> T {
    try await TestProcess.serving(["Tests/OpenIDTests/provider.py"], of: "python3") { line in
      guard let port = Int(line.filter { !$0.isWhitespace }) else { throw Missing(description: line) }
      return try await body(IdentityServer(port: port, person: port))
    }
  }

  public static func withGlewlwyd<T: Sendable>(
    returningTo address: String, _ body: (IdentityServer) async throws -> T
  ) async throws -> T {
    try await TestProcess.serving(["Tests/OpenIDTests/glewlwyd.py", address], of: "python3") { line in
      let words: [Substring] = line.split { $0.isWhitespace }
      guard words.count == 2, let port = Int(words[0]), let person = Int(words[1]) else {
        throw Missing(description: line)
      }
      return try await body(IdentityServer(port: port, person: person))
    }
  }

  /// The issuer with this fault.
  public func issuer(_ fault: String) -> String { "http://127.0.0.1:\(port)/\(fault)" }

  public var glewlwyd: String { "http://127.0.0.1:\(port)/api/oidc" }

  /// What somebody does at the provider that they were sent to. Returns where their browser is sent back: a path of ours.
  public func consent(at address: String, as user: String) async throws -> String {
    let path = String(address.split(separator: ":\(port)", maxSplits: 1).last ?? "")
    let asked: String = path.replacing("/authorize?", with: "/consent?")
    return try await sentBack("\(asked)&user=\(PercentEncoding.encode(user))")
  }

  /// The same at glewlwyd.
  public func consent(at address: String) async throws -> String {
    try await sentBack("/consent?to=\(PercentEncoding.encode(address))")
  }

  private func sentBack(_ target: String) async throws -> String {
    let answer: String = try await RawClient.exchange(
      person, "GET \(target) HTTP/1.1\r\nHost: 127.0.0.1:\(person)\r\nConnection: close\r\n\r\n")
    guard let line = answer.split(separator: "\r\n").first(where: { $0.lowercased().hasPrefix("location: ") }) else {
      throw Missing(description: answer)
    }
    return String(line.dropFirst("location: ".count)).replacing("http://localhost", with: "")
  }

  /// How often this was asked of the issuer with this fault.
  public func count(_ what: String, of fault: String) async throws -> Int {
    let answer: String = try await RawClient.exchange(
      port, "GET /\(fault)/asked HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n")
    let body: Substring = answer.split(separator: "\r\n\r\n").last ?? ""
    return try JSON(Array(body.utf8))[what]?.int ?? 0
  }
}
