import HTTP
import Mail
import OpenID
import Platform
import SQL
import Synchronization
import TestSite
import Testing

/// A site with a provider that has one fault, or none.
struct ProvidedSite: Sendable {
  let site: TestSite
  let server: IdentityServer
  let fault: String
  let clock: TestClock
  fileprivate let lines: LogLines

  var log: [String] { lines.all }

  static func with(
    _ dialect: Dialect, _ fault: String = "good", isProConnect: Bool = true,
    publicAddress: String = "http://localhost", _ body: (ProvidedSite) async throws -> Void
  ) async throws {
    try await IdentityServer.with { server in
      let settings = try IdentityProvider.Settings(
        issuer: server.issuer(fault), client: IdentityServer.client, secret: IdentityServer.secret,
        name: isProConnect ? "ProConnect" : nil, scope: isProConnect ? "openid email siret" : nil,
        isProConnect: isProConnect)
      try await open(dialect, server, fault, settings, publicAddress, body)
    }
  }

  /// The same with each of these faults, and somebody whose address the provider knows.
  static func each(
    _ faults: [String], _ dialect: Dialect, algorithm: SigningAlgorithm? = nil, isPlain: Bool = false,
    _ body: (ProvidedSite) async throws -> Void
  ) async throws {
    try await IdentityServer.with { server in
      for fault in faults {
        let settings = try IdentityProvider.Settings(
          issuer: server.issuer(fault), client: IdentityServer.client, secret: IdentityServer.secret,
          algorithm: algorithm, signsUserInfo: !isPlain, isProConnect: !isPlain,
          // A machine that is busy has time for the answers that do come.
          milliseconds: fault.hasSuffix("-slow") ? 400 : 20_000)
        try await open(dialect, server, fault, settings, "http://localhost") { provided async throws in
          try await AccountTests.enter(provided.site)
          try await body(provided)
        }
      }
    }
  }

  private static func open(
    _ dialect: Dialect, _ server: IdentityServer, _ fault: String, _ settings: IdentityProvider.Settings,
    _ publicAddress: String, _ body: (ProvidedSite) async throws -> Void
  ) async throws {
    let (clock, lines) = (TestClock(), LogLines())
    try await TestSite.with(
      dialect,
      {
        $0.clock = clock.clock
        $0.publicAddress = publicAddress
        $0.identityProvider = IdentityProvider(settings)
        $0.logsRequests = true
        $0.log = Log(.text, clock: { "" }, to: { lines.add(String(decoding: $0, as: UTF8.self)) })
      }
    ) { site async throws in
      try await body(ProvidedSite(site: site, server: server, fault: fault, clock: clock, lines: lines))
    }
  }

  /// What the provider says of somebody.
  static func user(
    sub: String = "u-1", email: String = "camille@ici.example", methods: [String] = ["pwd"]
  ) -> String {
    let amr: String = methods.map { "\"\($0)\"" }.joined(separator: ",")
    return
      #"{"sub":"\#(sub)","email":"\#(email)","email_verified":true,"siret":"24420077000018","amr":[\#(amr)]}"#
  }

  /// There and back again. Where there is no way there, the answer that says so.
  func signIn(
    _ browser: Browser, as user: String = ProvidedSite.user(), back: String? = nil
  ) async throws -> Answer {
    let query: String = FormPairs().setting("retour", to: back).encoded
    let start = try await browser.get("/connexion/fournisseur?\(query)")
    guard let address = start.location, address.hasPrefix("http") else { return start }
    return try await browser.get(try await consent(at: address, as: user))
  }

  /// What somebody does at the provider. Its clock is ours: a machine that is busy makes no token too old or too new.
  func consent(at address: String, as user: String) async throws -> String {
    let second: Int64 = clock.clock.now().milliseconds / 1_000
    return try await server.consent(at: address, as: "\(user.dropLast()),\"now\":\(second)}")
  }

  func count(_ table: Query) async throws -> Int {
    try await site.database.read { try await $0.value("SELECT count(*) FROM \(table)") }
  }

  /// What the journal says of identities.
  func deeds() async throws -> [String] {
    struct Line: Fetched {
      let action: String
      init(_ row: inout Row) throws(DatabaseError) { action = try row.next() }
    }
    return try await site.database.all(
      "SELECT action FROM audit_line WHERE action LIKE 'account.identity%' ORDER BY action", as: Line.self
    ).map(\.action)
  }

  func identityPath(_ what: String) async throws -> String {
    let id: Int = try await site.database.read { try await $0.value("SELECT max(id) FROM account_identity") }
    return "/compte/identites/\(id)/\(what)"
  }
}

private final class LogLines: Sendable {
  private let lines = Mutex<[String]>([])

  var all: [String] { lines.withLock { $0 } }

  func add(_ line: String) { lines.withLock { $0.append(line) } }
}
