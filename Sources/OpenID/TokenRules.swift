import HTTP

/// Why a token is not believed.
public enum TokenFault: String, Error, Sendable {
  case malformed, type, algorithm, unknownKey, signature
  case issuer, audience, nonce, expired, early, subject, accessToken

  /// For the log.
  var inWords: String {
    switch self {
    case .malformed: "is no token"
    case .type: "is a token for something else"
    case .algorithm: "is signed in a way that is not agreed"
    case .unknownKey: "is signed with a key that the provider does not show"
    case .signature: "has a wrong signature"
    case .issuer: "comes from another issuer"
    case .audience: "is for another client"
    case .nonce: "answers another question"
    case .expired: "is past its time"
    case .early: "is before its time"
    case .subject: "speaks of somebody else"
    case .accessToken: "goes with another access token"
    }
  }
}

/// Whom tokens must come from and be for, and when.
struct TokenRules: Sendable {
  let issuer: String
  let client: String
  let algorithms: Set<SigningAlgorithm>
  let secret: String
  /// Seconds since 1970.
  let now: Int64

  /// How far two clocks may be apart.
  static let leeway: Int64 = 60
  /// An identity is asked for when it is used: an answer made long before is somebody's who kept it.
  static let mostAge: Int64 = 600

  /// The algorithm that this token is signed with, if it is one that was agreed.
  func algorithm(of token: SignedToken) throws(TokenFault) -> SigningAlgorithm {
    guard let algorithm = SigningAlgorithm(rawValue: token.algorithm), algorithms.contains(algorithm) else {
      throw .algorithm
    }
    return algorithm
  }

  /// What a token may call itself. One that lets a program in, or signs somebody out, is signed with the same key.
  enum Kind {
    case idToken, userInfo

    func takes(_ type: String?) -> Bool {
      guard let type = type?.lowercased() else { return true }
      return type == "jwt" || (self == .userInfo && type == "token-userinfo+jwt")
    }
  }

  func verify(_ token: SignedToken, _ kind: Kind, _ keys: KeySet?) throws(TokenFault) {
    guard kind.takes(token.type) else { throw .type }
    let algorithm: SigningAlgorithm = try algorithm(of: token)
    guard algorithm != .hs256 else {
      guard isSame(token.signature, signature(token.signed, secret: Array(secret.utf8))) else { throw .signature }
      return
    }
    guard let key = keys?.key(for: token, algorithm) else { throw .unknownKey }
    guard key.verifies(token.signature, of: token.signed) else { throw .signature }
  }

  /// OpenID Connect Core, 3.1.3.7. Returns whom it is about.
  func check(idToken claims: JSON, accessToken: String, isNonce: (String) -> Bool) throws(TokenFault) -> String {
    guard claims["iss"]?.string == issuer else { throw .issuer }
    try check(audience: claims)
    try check(time: claims, isTimed: true)
    guard let nonce = claims["nonce"]?.string, isNonce(nonce) else { throw .nonce }
    if let hash = claims["at_hash"] {
      let expected: String = Base64URL.encode(sha256(Array(accessToken.utf8)).prefix(16))
      guard hash.string == expected else { throw .accessToken }
    }
    return try subject(claims)
  }

  /// What a signed answer about somebody must hold (5.3.2). Some providers leave out whom it is for; none may say another.
  func check(userInfo claims: JSON, of expected: String) throws(TokenFault) {
    if let claimed = claims["iss"] {
      guard claimed.string == issuer else { throw .issuer }
    }
    if claims["aud"] != nil { try check(audience: claims) }
    try check(time: claims, isTimed: false)
    guard try subject(claims) == expected else { throw .subject }
  }

  private func check(audience claims: JSON) throws(TokenFault) {
    let audience: [String]
    switch claims["aud"] {
    case .string(let one): audience = [one]
    case .array(let several): audience = several.compactMap(\.string)
    default: throw .audience
    }
    guard audience.contains(client) else { throw .audience }
    let party: String? = claims["azp"]?.string
    guard claims["azp"] == nil || party == client, audience.count == 1 || party == client else { throw .audience }
  }

  private func check(time claims: JSON, isTimed: Bool) throws(TokenFault) {
    for name in ["exp", "iat", "nbf"] where claims[name] != nil && claims[name]?.int == nil { throw .malformed }
    if isTimed, claims["exp"] == nil || claims["iat"] == nil { throw .malformed }
    if let end = claims["exp"]?.int, Int64(end) <= now - Self.leeway { throw .expired }
    if let start = claims["nbf"]?.int, Int64(start) > now + Self.leeway { throw .early }
    if let made = claims["iat"]?.int {
      guard Int64(made) <= now + Self.leeway else { throw .early }
      guard Int64(made) >= now - Self.mostAge else { throw .expired }
    }
  }

  private func subject(_ claims: JSON) throws(TokenFault) -> String {
    // Core, 2: at most 255 characters, all of them ASCII.
    guard let subject = claims["sub"]?.string, (1...255).contains(subject.utf8.count),
      subject.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F })
    else { throw .subject }
    return subject
  }
}
