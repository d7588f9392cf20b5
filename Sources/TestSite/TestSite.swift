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
  private let roster = Roster()

  /// A Saturday morning in winter time.
  public static let now = Instant(Day(2026, 11, 21)!, hour: 9, minute: 30)
  public static let today = Day(2026, 11, 21)!

  public static func with<T: Sendable>(
    _ dialect: Dialect, onDisk: Bool = false, _ settings: (inout AppSettings) -> Void = { _ in },
    _ body: (TestSite) async throws -> T
  ) async throws -> T {
    let trace = Trace()
    var chosen: AppSettings = usual
    chosen.clock = .fixed(TestSite.now)
    settings(&chosen)
    let settings: AppSettings = chosen
    return try await TestDatabase.with(dialect, onDisk: onDisk, trace: trace) { database in
      try await body(try await TestSite(database, trace, settings))
    }
  }

  private static var usual: AppSettings {
    var settings = AppSettings()
    settings.hasCheapPasswords = true
    settings.publicAddress = "http://localhost"
    // Hundreds of tests share the machine: what is slow here says nothing.
    settings.documentSeconds = 600
    return settings
  }

  /// On a database that the program itself works on too.
  public init(at address: String, _ settings: (inout AppSettings) -> Void = { _ in }) async throws {
    var chosen: AppSettings = TestSite.usual
    settings(&chosen)
    try await self.init(try Database(DatabaseAddress(address)), Trace(), chosen)
  }

  init(_ database: Database, _ trace: Trace, _ settings: AppSettings) async throws {
    self.database = database
    self.trace = trace
    try await App.schema(Doors.all).migrate(database)
    here = try await Demonstration.enter("ici", "Métropole d’ici", database)
    elsewhere = try await Demonstration.enter("ailleurs", "Métropole d’ailleurs", database)
    app = try await App(database, Doors.all, settings)
    for territory in [here, elsewhere] { try await openPremises(on: territory) }
    _ = trace.take()
  }

  /// Somebody with one role, on what such a role is usually given on.
  public func actor(
    _ kind: ActorKind, in territory: Territory? = nil, organisation: ID<Organisation>? = nil,
    person: ID<Person>? = nil, name: String? = nil
  ) -> TestActor {
    var grants: [Grant] = []
    switch kind {
    case .public: break
    case .company: grants = [Grant(.company, on: .organisation, organisation?.number ?? 999_999)]
    case .operator: grants = [Grant(.operator, on: .installation)]
    case .partner, .resident:
      grants = [person.map { Grant(kind, on: .person, $0.number) } ?? Grant(kind, on: .territory)]
      if let organisation { grants = [Grant(kind, on: .organisation, organisation.number)] }
    default: grants = [Grant(kind, on: .territory)]
    }
    return actor(grants, in: territory, name: name ?? "Test \(kind.rawValue)")
  }

  public func actor(_ grants: [Grant], in territory: Territory? = nil, name: String) -> TestActor {
    TestActor(Actor(name, territory: (territory ?? here).id, grants))
  }

  public var agent: TestActor { actor(.agent) }
  public var visitor: TestActor { actor(.public) }

  public func get(_ path: String, as actor: TestActor? = nil, headers: [String: String] = [:]) async throws -> Answer {
    try await send(.get, path, as: actor, headers: headers)
  }

  /// Sends a form as a browser does: with the token and the cookies of a page of ours.
  public func post(
    _ path: String, _ fields: [String: String], as actor: TestActor? = nil, headers: [String: String] = [:],
    client: String = "127.0.0.1"
  ) async throws -> Answer {
    var all: [String: String] = [
      "content-type": "application/x-www-form-urlencoded", "origin": "http://localhost", "host": "localhost",
    ]
    let session: String? = try await key(of: actor, for: path)
    all["cookie"] = session ?? "terreau_form=\(Self.browser)"
    all.merge(headers) { $1 }
    var pairs = FormPairs()
    for (name, value) in fields.sorted(by: { $0.key < $1.key }) { try pairs.append(name, value) }
    if fields["_token"] == nil { try pairs.append("_token", try await app.formToken(forCookies: all["cookie"] ?? "")) }
    return try await send(.post, path, headers: all, body: Array(pairs.encoded.utf8), client: client)
  }

  /// Sends a form with a file, as a browser does.
  public func post(
    _ path: String, _ fields: [String: String], file: (field: String, name: String, bytes: [UInt8]),
    as actor: TestActor
  ) async throws -> Answer {
    let cookies: String = try await cookie(of: actor)
    var pairs = FormPairs()
    for (name, value) in fields.sorted(by: { $0.key < $1.key }) { try pairs.append(name, value) }
    try pairs.append("_token", try await app.formToken(forCookies: cookies))
    let content = try TemporaryFile()
    try content.append(file.bytes)
    let upload = Upload(field: file.field, name: file.name, type: "application/octet-stream", file: content)
    let headers: Headers = ["cookie": cookies, "origin": "http://localhost", "host": "localhost"]
    return try await respond(
      Request(Head(method: .post, target: try Target(path), headers: headers), body: .multipart(pairs, [upload])))
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
    _ method: Method, _ path: String, as actor: TestActor? = nil, headers: [String: String] = [:], body: [UInt8] = [],
    client: String = "127.0.0.1"
  ) async throws -> Answer {
    var fields = Headers()
    for (name, value) in headers { fields.append(name, value) }
    if let key = try await key(of: actor, for: path) {
      fields.append(path.hasPrefix("/api/") ? "authorization" : "cookie", key)
    } else if actor?.actor.territory == elsewhere.id {
      fields.append("cookie", "terreau_territory=\(elsewhere.slug)")
    }
    let head = Head(method: method, target: try Target(path), headers: fields, client: client)
    if !body.isEmpty {
      // As the server does before it reads a body.
      switch app.plan(for: head) {
      case .refuse(let refusal): return try await Answer(app.refuse(refusal, head))
      case .memory(let most) where body.count > most:
        return try await Answer(app.refuse(.bodyTooLarge(most: most), head))
      case .multipart(var reader, _):
        var (pairs, events, uploads): (FormPairs, [MultipartReader.Event], [Upload]) = (FormPairs(), [], [])
        try reader.read(body) { events.append($0) }
        for event in events {
          switch event {
          case .field(let name, let value): try pairs.append(name, value)
          case .fileBegan(let field, let name, let type):
            uploads.append(Upload(field: field, name: name, type: type, file: try TemporaryFile()))
          case .fileBytes(let bytes): try uploads.last?.file.append(bytes)
          case .fileEnded: break
          }
        }
        return try await Answer(await app.respond(to: Request(head, body: .multipart(pairs, uploads))))
      default: break
      }
    }
    return try await Answer(await app.respond(to: Request(head, body: body.isEmpty ? .none : .bytes(body))))
  }

  /// Sends a request put together by hand.
  public func respond(_ request: Request) async throws -> Answer { try await Answer(await app.respond(to: request)) }

  /// The cookies of somebody's open session.
  public func cookie(of actor: TestActor) async throws -> String { try await key(of: actor, for: "/") ?? "" }

  /// The cookie or the bearer's token by which the site recognises somebody: an account, roles and a session like
  /// anybody's, entered when first needed.
  private func key(of actor: TestActor?, for path: String) async throws -> String? {
    guard let actor, !actor.actor.grants.isEmpty else { return nil }
    let keys: Roster.Keys
    if let known = roster.keys(of: actor.actor) {
      keys = known
    } else {
      let (accounts, who): (Accounts, Actor) = (Accounts(app), actor.actor)
      let email: String = "test\(roster.count).\(who.territory)@test.example"
      let account: ID<Account> = try await accounts.enter(email, who.name, who.grants, on: who.territory)
      keys = Roster.Keys(
        cookie: "terreau_session=\(try await accounts.openSession(account, on: who.territory))",
        bearer: "Bearer \(try await accounts.drawToken(account, who.name, on: who.territory))")
      roster.add(actor.actor, keys)
    }
    return path.hasPrefix("/api/") ? keys.bearer : keys.cookie
  }

  private static let browser: String = "0123456789abcdef0123456789abcdef"
}

/// Somebody who comes to a test's site.
public struct TestActor: Sendable {
  public let actor: Actor

  init(_ actor: Actor) { self.actor = actor }
}

/// The keys that were handed out on one site.
private final class Roster: Sendable {
  struct Keys: Sendable {
    let cookie: String
    let bearer: String
  }

  private let known = Mutex<[Actor: Keys]>([:])

  var count: Int { known.withLock { $0.count } }

  func keys(of actor: Actor) -> Keys? { known.withLock { $0[actor] } }

  func add(_ actor: Actor, _ keys: Keys) { known.withLock { $0[actor] = keys } }
}
