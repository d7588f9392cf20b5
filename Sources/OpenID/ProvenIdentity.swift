import HTTP

/// Who somebody is, as a provider has proven it.
public struct ProvenIdentity: Sendable {
  public let issuer: String
  /// What the provider calls them, for ever and nobody else.
  public let subject: String
  public let email: String?
  public let isEmailVerified: Bool
  /// As it was said; not verified here.
  public let siret: String?
  /// Whether more than one thing had to be shown.
  public let isStrong: Bool
  /// For signing out.
  public let idToken: String

  /// RFC 8176, and what ProConnect says: these are never all that somebody showed, or cannot be taken by whoever reads a
  /// password. A code by mail or a text message can.
  static let strong: Set<String> = ["mfa", "totp", "otp", "hwk", "sc", "pop"]

  init(
    _ settings: IdentityProvider.Settings, subject: String, idToken: String, idClaims: JSON, userInfo: JSON
  ) {
    issuer = settings.issuer
    self.subject = subject
    email = userInfo["email"]?.string
    let verified: Bool? =
      switch userInfo["email_verified"] {
      case nil: nil
      case .bool(let flag): flag
      default: false
      }
    isEmailVerified = settings.isVerified(verified)
    siret = userInfo["siret"]?.string
    let methods: [String] =
      if case .array(let methods)? = idClaims["amr"] { methods.compactMap(\.string) } else { [] }
    isStrong = !Self.strong.isDisjoint(with: methods)
    self.idToken = idToken
  }
}
