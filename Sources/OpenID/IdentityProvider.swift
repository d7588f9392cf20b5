import HTTP
import Synchronization
import Web

/// Who says who somebody is, in place of a password of ours (OpenID Connect, code flow).
public final class IdentityProvider: Sendable {
  public let settings: Settings
  private let web: WebClient
  private let memory = Mutex(Memory())

  private struct Memory {
    var metadata: (value: Metadata, at: Int64)?
    var keys: (value: KeySet, at: Int64)?
    /// When keys were last asked for because of a token that names another one.
    var renewedAt: Int64?
  }

  /// What it says of itself seldom changes; what it signs with may be withdrawn.
  private static let metadataSeconds: Int64 = 3_600
  private static let keysSeconds: Int64 = 900
  /// However many tokens name a key that is not there.
  private static let renewalSeconds: Int64 = 30

  public init(_ settings: Settings) {
    self.settings = settings
    web = WebClient(milliseconds: settings.milliseconds, certificateFile: settings.certificateFile)
  }

  /// Where to send a browser to be identified. ProConnect refuses every parameter that it does not expect (Y000400).
  public func authorization(
    state: String, nonce: String, back: String, at now: Int64
  ) async throws(ProviderFault) -> String {
    let metadata: Metadata = try await metadata(at: now)
    var asked: FormPairs = FormPairs().setting("response_type", to: "code").setting("client_id", to: settings.client)
      .setting("redirect_uri", to: back).setting("scope", to: settings.scope).setting("state", to: state)
      .setting("nonce", to: nonce)
    // How somebody was identified is said only where it is asked for.
    if metadata.takesClaims { asked = asked.setting("claims", to: #"{"id_token":{"amr":{"essential":true}}}"#) }
    return metadata.authorization.asking(asked)
  }

  /// Who came back with this code.
  public func identity(
    code: String, back: String, at now: Int64, isNonce: (String) -> Bool
  ) async throws(ProviderFault) -> ProvenIdentity {
    let metadata: Metadata = try await metadata(at: now)
    let (idToken, accessToken): (String, String) = try await tokens(code, back, metadata)
    let rules = TokenRules(
      issuer: settings.issuer, client: settings.client, algorithms: settings.algorithms, secret: settings.secret,
      now: now)
    var mayRenew: Bool = true
    let claims: JSON = try await verified(idToken, .idToken, rules, metadata, &mayRenew)
    let subject: String
    do throws(TokenFault) {
      subject = try rules.check(idToken: claims, accessToken: accessToken, isNonce: isNonce)
    } catch { throw .token("id token", error) }
    let userInfo: JSON = try await self.userInfo(accessToken, rules, metadata, &mayRenew)
    do throws(TokenFault) { try rules.check(userInfo: userInfo, of: subject) } catch {
      throw .token("userinfo", error)
    }
    return ProvenIdentity(settings, subject: subject, idToken: idToken, idClaims: claims, userInfo: userInfo)
  }

  /// Where to send a browser to sign out of the provider too; nil where it has no such place, or cannot be asked.
  public func endSession(idToken: String, state: String, back: String, at now: Int64) async -> String? {
    guard let place = try? await metadata(at: now).endSession else { return nil }
    return place.asking(
      FormPairs().setting("id_token_hint", to: idToken).setting("state", to: state)
        .setting("post_logout_redirect_uri", to: back))
  }

  private func tokens(
    _ code: String, _ back: String, _ metadata: Metadata
  ) async throws(ProviderFault) -> (idToken: String, accessToken: String) {
    // client_secret_post: ProConnect reads the secret in the body only.
    let form: FormPairs = FormPairs().setting("grant_type", to: "authorization_code").setting("code", to: code)
      .setting("redirect_uri", to: back).setting("client_id", to: settings.client)
      .setting("client_secret", to: settings.secret)
    let reply: WebReply = try await web.ask(metadata.token, for: "tokens", form: form)
    if (400..<500).contains(reply.status), reply.status != 429 {
      // One word of the specification's; what else it says may repeat what it was sent.
      let said: String = (try? JSON(reply.bytes))?["error"]?.string ?? "\(reply.status)"
      throw .refused(said.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? String(said.prefix(40)) : "\(reply.status)")
    }
    let json: JSON = try reply.json("tokens")
    guard let idToken = json["id_token"]?.string, let accessToken = json["access_token"]?.string,
      json["token_type"]?.string?.lowercased() == "bearer", accessToken.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { throw .malformed("tokens") }
    return (idToken, accessToken)
  }

  private func userInfo(
    _ accessToken: String, _ rules: TokenRules, _ metadata: Metadata, _ mayRenew: inout Bool
  ) async throws(ProviderFault) -> JSON {
    let what: String = "userinfo"
    let reply: WebReply = try await web.ask(
      metadata.userInfo, for: what, accept: settings.signsUserInfo ? "application/jwt" : "application/json",
      bearer: accessToken)
    guard reply.status == 200 else { throw .answered(what, status: reply.status) }
    if reply.type == "application/jwt" {
      return try await verified(String(decoding: reply.bytes, as: UTF8.self), .userInfo, rules, metadata, &mayRenew)
    }
    guard !settings.signsUserInfo else { throw .token(what, .signature) }
    return try reply.json(what)
  }

  /// The claims of a token whose signature is right. A key that is not known may be new: keys are asked for again, once for
  /// all tokens of one sign-in.
  private func verified(
    _ text: String, _ kind: TokenRules.Kind, _ rules: TokenRules, _ metadata: Metadata, _ mayRenew: inout Bool
  ) async throws(ProviderFault) -> JSON {
    let what: String = kind == .idToken ? "id token" : "userinfo"
    guard let token = SignedToken(text) else { throw .token(what, .malformed) }
    do throws(TokenFault) {
      if try rules.algorithm(of: token) == .hs256 {
        try rules.verify(token, kind, nil)
        return token.claims
      }
    } catch { throw .token(what, error) }
    let known: KeySet = try await keys(metadata, at: rules.now)
    do throws(TokenFault) {
      try rules.verify(token, kind, known)
      return token.claims
    } catch {
      guard error == .unknownKey, mayRenew, takesRenewal(at: rules.now) else { throw .token(what, error) }
    }
    mayRenew = false
    let renewed: KeySet = try await renewedKeys(metadata, at: rules.now)
    do throws(TokenFault) { try rules.verify(token, kind, renewed) } catch { throw .token(what, error) }
    return token.claims
  }

  private func metadata(at now: Int64) async throws(ProviderFault) -> Metadata {
    if let known = memory.withLock({ $0.metadata }), now - known.at < Self.metadataSeconds { return known.value }
    guard let address = WebAddress(settings.discoveryAddress) else { throw .malformed("configuration") }
    let what: String = "configuration"
    guard let metadata = Metadata(try await web.ask(address, for: what).json(what), of: settings) else {
      throw .malformed(what)
    }
    memory.withLock { $0.metadata = (metadata, now) }
    return metadata
  }

  private func keys(_ metadata: Metadata, at now: Int64) async throws(ProviderFault) -> KeySet {
    if let known = memory.withLock({ $0.keys }), now - known.at < Self.keysSeconds { return known.value }
    return try await renewedKeys(metadata, at: now)
  }

  private func renewedKeys(_ metadata: Metadata, at now: Int64) async throws(ProviderFault) -> KeySet {
    guard let keys = KeySet(try await web.ask(metadata.keys, for: "keys").json("keys")) else {
      throw .malformed("keys")
    }
    memory.withLock { $0.keys = (keys, now) }
    return keys
  }

  private func takesRenewal(at now: Int64) -> Bool {
    memory.withLock { memory in
      if let last = memory.renewedAt, now - last < Self.renewalSeconds { return false }
      memory.renewedAt = now
      return true
    }
  }
}
