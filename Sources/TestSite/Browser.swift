import HTTP
import Platform
import SQL
import Synchronization

/// Somebody's browser: it keeps the cookies it is given and follows no redirect by itself.
public final class Browser: Sendable {
  private let site: TestSite
  private let client: String
  private let jar = Mutex<[String: String]>([:])

  public init(_ site: TestSite, client: String = "192.0.2.1") {
    self.site = site
    self.client = client
  }

  public var cookies: String {
    jar.withLock { jar in
      jar.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
    }
  }

  public func cookie(_ name: String) -> String? { jar.withLock { $0[name] } }

  public func set(_ name: String, _ value: String?) { jar.withLock { $0[name] = value } }

  public func get(_ path: String, headers: [String: String] = [:]) async throws -> Answer {
    var all: [String: String] = ["cookie": cookies]
    all.merge(headers) { $1 }
    return keeping(try await site.send(.get, path, headers: all, client: client))
  }

  /// Sends a form with the token of a page drawn for this browser.
  public func post(
    _ path: String, _ fields: [String: String] = [:], headers: [String: String] = [:]
  ) async throws -> Answer {
    if cookie("terreau_session") == nil, cookie("terreau_form") == nil {
      set("terreau_form", "0123456789abcdef0123456789abcdef")
    }
    var all: [String: String] = ["cookie": cookies]
    all.merge(headers) { $1 }
    return keeping(try await site.post(path, fields, headers: all, client: client))
  }

  /// Signs in with an address and a password.
  public func signIn(_ email: String, _ password: String) async throws -> Answer {
    try await post("/connexion", ["email": email, "password": password])
  }

  private func keeping(_ answer: Answer) -> Answer {
    for (name, value) in answer.headers where name == "Set-Cookie" {
      let pair: Substring = value.prefix { $0 != ";" }
      guard let equals = pair.firstIndex(of: "=") else { continue }
      let content = String(pair[pair.index(after: equals)...])
      set(String(pair[..<equals]), content.isEmpty ? nil : content)
    }
    return answer
  }
}

/// A clock that a test moves.
public final class TestClock: Sendable {
  private let time: Mutex<Instant>

  public init(_ start: Instant = TestSite.now) { time = Mutex(start) }

  public var clock: Clock { Clock { [self] in time.withLock { $0 } } }

  public func advance(seconds: Int) { time.withLock { $0 = $0.adding(seconds: seconds) } }
}
