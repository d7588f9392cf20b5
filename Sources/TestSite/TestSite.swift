import HTTP
import Platform
import SQL
import Site
import Synchronization

/// A whole site without a socket: real routes on a real database, two territories, whatever actor a test needs.
public struct TestSite: Sendable {
  public let app: App
  public let database: Database
  public let trace: Trace
  public let here: Territory
  public let elsewhere: Territory

  /// A Saturday morning in winter time.
  public static let now = Instant(Day(2026, 11, 21)!, hour: 9, minute: 30)
  public static let today = Day(2026, 11, 21)!

  public static func with<T: Sendable>(
    _ dialect: Dialect, onDisk: Bool = false, _ body: (TestSite) async throws -> T
  ) async throws -> T {
    let trace = Trace()
    return try await TestDatabase.with(dialect, onDisk: onDisk, trace: trace) { database in
      try await body(try await TestSite(database, trace))
    }
  }

  public init(_ database: Database, _ trace: Trace, limits: Limits = Limits()) async throws {
    self.database = database
    self.trace = trace
    try await App.schema(Doors.all).migrate(database)
    here = try await Demonstration.enter("ici", "Métropole d’ici", database)
    elsewhere = try await Demonstration.enter("ailleurs", "Métropole d’ailleurs", database)
    let nobody = Viewer(Actor(.public, "", territory: here.id), here)
    var settings = AppSettings { head, _ in
      head.headers["x-test-actor"].flatMap { TestActors.viewer($0) } ?? nobody
    }
    settings.clock = .fixed(TestSite.now)
    settings.limits = limits
    app = try await App(database, Doors.all, settings)
    _ = trace.take()
  }

  public func actor(
    _ kind: ActorKind, in territory: Territory? = nil, organisation: ID<Organisation>? = nil, name: String? = nil
  ) -> TestActor {
    let territory: Territory = territory ?? here
    let actor = Actor(kind, name ?? "Test \(kind.rawValue)", territory: territory.id, organisation: organisation)
    return TestActor(viewer: Viewer(actor, territory))
  }

  public var agent: TestActor { actor(.agent) }
  public var visitor: TestActor { actor(.public) }

  public func get(_ path: String, as actor: TestActor? = nil, headers: [String: String] = [:]) async throws -> Answer {
    try await send(.get, path, as: actor, headers: headers)
  }

  /// Sends a form as a browser does: with the token and the cookie of a page of ours.
  public func post(
    _ path: String, _ fields: [String: String], as actor: TestActor? = nil, headers: [String: String] = [:]
  ) async throws -> Answer {
    var pairs = FormPairs()
    for (name, value) in fields.sorted(by: { $0.key < $1.key }) { try pairs.append(name, value) }
    if fields["_token"] == nil { try pairs.append("_token", app.formToken(for: Self.browser)) }
    var all: [String: String] = [
      "content-type": "application/x-www-form-urlencoded", "cookie": "terreau_form=\(Self.browser)",
      "origin": "http://localhost", "host": "localhost",
    ]
    all.merge(headers) { $1 }
    return try await send(.post, path, as: actor, headers: all, body: Array(pairs.encoded.utf8))
  }

  /// Sends JSON to the API.
  public func api(
    _ path: String, _ json: String, as actor: TestActor? = nil, headers: [String: String] = [:]
  ) async throws -> Answer {
    var all: [String: String] = ["content-type": "application/json"]
    all.merge(headers) { $1 }
    return try await send(.post, "/api/v1\(path)", as: actor, headers: all, body: Array(json.utf8))
  }

  public func send(
    _ method: Method, _ path: String, as actor: TestActor? = nil, headers: [String: String] = [:], body: [UInt8] = []
  ) async throws -> Answer {
    var fields = Headers()
    for (name, value) in headers { fields.append(name, value) }
    if let actor { fields.append("x-test-actor", actor.key) }
    let head = Head(method: method, target: try Target(path), headers: fields)
    if !body.isEmpty {
      // As the server does before it reads a body.
      switch app.plan(for: head) {
      case .refuse(let refusal): return try await Answer(app.refuse(refusal, head))
      case .memory(let most) where body.count > most:
        return try await Answer(app.refuse(.bodyTooLarge(most: most), head))
      case .multipart(var reader, _):
        var pairs = FormPairs()
        try reader.read(body) { event throws(InputFault) in
          if case .field(let name, let value) = event { try pairs.append(name, value) }
        }
        return try await Answer(await app.respond(to: Request(head, body: .multipart(pairs, []))))
      default: break
      }
    }
    return try await Answer(await app.respond(to: Request(head, body: body.isEmpty ? .none : .bytes(body))))
  }

  private static let browser: String = "0123456789abcdef0123456789abcdef"
}

/// Somebody who comes to a test's site.
public struct TestActor: Sendable {
  let key: String
  public let actor: Actor

  init(viewer: Viewer) {
    actor = viewer.actor
    key = TestActors.add(viewer)
  }
}

/// The viewers of all tests, by the key that their requests carry.
private enum TestActors {
  private static let viewers = Mutex<[Viewer]>([])

  static func add(_ viewer: Viewer) -> String {
    viewers.withLock { viewers in
      viewers.append(viewer)
      return String(viewers.count - 1)
    }
  }

  static func viewer(_ key: String) -> Viewer? {
    viewers.withLock { viewers in Int(key).flatMap { viewers.indices.contains($0) ? viewers[$0] : nil } }
  }
}
