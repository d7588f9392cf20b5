import HTTP
import Testing
import Web

@testable import OpenID

/// What a verified token must say, and when.
@Suite struct ClaimTests {
  private let now: Int64 = 1_800_000_000
  private let good: [String: String] = [
    "iss": #""https://p.example/api""#, "aud": #""terreau""#, "sub": #""u-1""#, "nonce": #""n""#, "iat": "1799999990",
    "exp": "1800000060",
  ]

  private func claims(_ changes: [String: String?]) throws -> JSON {
    var all: [String: String?] = good
    all.merge(changes) { $1 }
    let members: [String] = all.compactMap { name, value in value.map { #""\#(name)":\#($0)"# } }
    return try JSON(Array("{\(members.joined(separator: ","))}".utf8))
  }

  private var rules: TokenRules {
    TokenRules(issuer: "https://p.example/api", client: "terreau", algorithms: [.rs256], secret: "s", now: now)
  }

  private func fault(_ changes: [String: String?]) throws -> TokenFault? {
    let claims: JSON = try claims(changes)
    do throws(TokenFault) {
      _ = try rules.check(idToken: claims, accessToken: "a", isNonce: { $0 == "n" })
      return nil
    } catch { return error }
  }

  @Test func `an id token is for us, from whom we asked, about now, and answers our question`() throws {
    #expect(try fault([:]) == nil)
    for (name, value, expected) in [
      ("iss", #""https://p.example/api/""#, .issuer), ("iss", #""https://P.example/api""#, .issuer),
      ("iss", nil, .issuer),
      ("aud", #""other""#, .audience), ("aud", "[]", .audience), ("aud", nil, .audience),
      ("aud", #"["terreau","other"]"#, .audience), ("azp", #""other""#, .audience), ("azp", "1", .audience),
      ("nonce", #""m""#, .nonce), ("nonce", nil, .nonce), ("nonce", "null", .nonce),
      ("exp", "1799999940", .expired), ("exp", nil, .malformed), ("exp", #""1800000060""#, .malformed),
      ("exp", "1.8e9", .malformed), ("iat", "1800000061", .early), ("iat", "1799999399", .expired),
      ("iat", nil, .malformed),
      ("nbf", "1800000061", .early), ("sub", #""""#, .subject), ("sub", "1", .subject), ("sub", nil, .subject),
      ("sub", #""é""#, .subject), ("sub", "\"\(String(repeating: "a", count: 256))\"", .subject),
      ("at_hash", #""AAAAAAAAAAAAAAAAAAAAAA""#, .accessToken),
    ] as [(String, String?, TokenFault)] {
      #expect(try fault([name: value]) == expected, "\(name): \(value ?? "none")")
    }
    for (name, value) in [
      ("aud", #"["terreau"]"#), ("azp", #""terreau""#), ("exp", "1799999941"), ("iat", "1800000060"),
      ("nbf", "1800000060"), ("at_hash", "\"\(Base64URL.encode(sha256(Array("a".utf8)).prefix(16)))\""),
    ] { #expect(try fault([name: value]) == nil, "\(name): \(value)") }
    #expect(try fault(["aud": #"["terreau","other"]"#, "azp": #""terreau""#]) == nil)
  }

  @Test func `what is said of somebody is of the one who signed in`() throws {
    func fault(_ changes: [String: String?]) throws -> TokenFault? {
      let claims: JSON = try claims(changes)
      do throws(TokenFault) {
        try rules.check(userInfo: claims, of: "u-1")
        return nil
      } catch { return error }
    }
    #expect(try fault([:]) == nil)
    #expect(try fault(["iss": nil, "aud": nil, "exp": nil, "iat": nil, "nonce": nil]) == nil)
    #expect(try fault(["sub": #""u-2""#]) == .subject)
    #expect(try fault(["sub": nil]) == .subject)
    #expect(try fault(["iss": #""https://q.example""#]) == .issuer)
    #expect(try fault(["aud": #""other""#]) == .audience)
    #expect(try fault(["exp": "1700000000"]) == .expired)
  }

  @Test func `a provider is asked over TLS, or on this very machine`() throws {
    for text in [
      "http://p.example", "ftp://p.example", "p.example", "https://", "https://u:p@p.example", "https://p.example/#x",
      "https://p.example/ x", "https://p.example\r\nX: y", "http://127.0.0.1.p.example", "http://localhost@p.example",
      "https://p.example\\@q.example", "javascript:alert(1)",
    ] { #expect(WebAddress(text) == nil, "\(text)") }
    for text in [
      "https://p.example", "https://p.example:8443/a?b=c", "http://localhost:1", "http://[::1]:1/a", "http://127.0.0.1",
    ] {
      #expect(WebAddress(text) != nil, "\(text)")
    }
    func metadata(_ issuer: String, _ document: String) throws -> Metadata? {
      Metadata(
        try JSON(Array(document.utf8)),
        of: try IdentityProvider.Settings(issuer: issuer, client: "c", secret: "s"))
    }
    func document(_ issuer: String, _ token: String) -> String {
      #"{"issuer":"\#(issuer)","authorization_endpoint":"https://p.example/a","token_endpoint":"\#(token)","#
        + #""userinfo_endpoint":"https://p.example/u","jwks_uri":"https://p.example/k"}"#
    }
    #expect(try metadata("https://p.example", document("https://p.example", "https://p.example/t")) != nil)
    #expect(try metadata("https://p.example", document("https://q.example", "https://p.example/t")) == nil)
    #expect(try metadata("https://p.example", document("https://p.example", "http://localhost/t")) == nil)
    #expect(try metadata("https://p.example", document("https://p.example", "http://p.example/t")) == nil)
  }

  @Test func `settings say what is wrong with them and never the secret`() throws {
    typealias Settings = IdentityProvider.Settings
    for attempt: () throws -> Settings in [
      { try Settings(issuer: "http://p.example", client: "c", secret: "tr3s-secret") },
      { try Settings(issuer: "https://p.example", client: "", secret: "tr3s-secret") },
      { try Settings(issuer: "https://p.example", client: "c", secret: "") },
      { try Settings(issuer: "https://p.example", client: "c", secret: "tr3s-secret", algorithm: .hs256) },
      { try Settings(issuer: "https://p.example", client: "c", secret: "tr3s-secret", scope: "email") },
      {
        try Settings(
          issuer: "https://auth.agentconnect.gouv.fr/api/v2", client: "c", secret: "tr3s-secret", signsUserInfo: false)
      },
    ] {
      let fault: Settings.Fault? = #expect(throws: Settings.Fault.self) { _ = try attempt() }
      #expect(fault.map { "\($0)".contains("tr3s") } == false)
    }
    let settings = try Settings(
      issuer: "https://fca.integ01.dev-agentconnect.fr/api/v2/.well-known/openid-configuration", client: "c",
      secret: "tr3s-secret")
    #expect(settings.issuer == "https://fca.integ01.dev-agentconnect.fr/api/v2")
    #expect(settings.isProConnect && settings.name == "ProConnect" && settings.scope == "openid email siret")
    #expect(!"\(settings) \(String(reflecting: settings))".contains("tr3s"))
    var dumped: String = ""
    dump(settings, to: &dumped)
    #expect(!dumped.contains("tr3s"))
    let other = try Settings(issuer: "https://proconnect.gouv.fr.p.example", client: "c", secret: "s")
    #expect(!other.isProConnect && other.name == nil)
    #expect(settings.isVerified(nil) && !settings.isVerified(false))
    #expect(!other.isVerified(nil) && other.isVerified(true))
  }
}
