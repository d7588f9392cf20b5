import Web

extension IdentityProvider {
  /// Which provider, and how it knows us. Describes itself without the secret.
  public struct Settings: Sendable {
    public let issuer: String
    public let client: String
    let secret: String
    /// What people call it; nil where nobody has said.
    public let name: String?
    let scope: String
    let algorithms: Set<SigningAlgorithm>
    /// Whether what it says of somebody must be signed, or may be taken from the connection alone.
    let signsUserInfo: Bool
    public let isProConnect: Bool
    /// The authorities that vouch for it, where it is not those that the system trusts.
    let certificateFile: String?
    /// For one answer.
    let milliseconds: Int

    /// What is wrong with them. Never quotes the secret.
    public struct Fault: Error, Equatable, CustomStringConvertible {
      public let description: String
    }

    public init(
      issuer address: String, client: String, secret: String, name: String? = nil, scope: String? = nil,
      algorithm: SigningAlgorithm? = nil, signsUserInfo: Bool = true, isProConnect: Bool? = nil,
      certificateFile: String? = nil, milliseconds: Int = 5_000
    ) throws(Fault) {
      let issuer: String = address.hasSuffix(Self.discovery) ? String(address.dropLast(Self.discovery.count)) : address
      guard let place = WebAddress(issuer) else {
        throw Fault(description: "the issuer’s address begins with https:// (http:// only on this machine)")
      }
      guard !client.isEmpty, !secret.isEmpty else { throw Fault(description: "a client and its secret go together") }
      self.issuer = issuer
      self.client = client
      self.secret = secret
      let isProConnect: Bool = isProConnect ?? Self.isProConnect(place.host)
      self.isProConnect = isProConnect
      self.name = name ?? (isProConnect ? "ProConnect" : nil)
      self.scope = scope ?? (isProConnect ? "openid email siret" : "openid email")
      guard self.scope.split(separator: " ").contains("openid") else {
        throw Fault(description: "openid is among the scopes")
      }
      // The algorithm is ours to choose: with both kinds at once, the text of a public key would do for the secret.
      algorithms = algorithm.map { [$0] } ?? [.rs256, .es256]
      // RFC 7518, 3.2.
      guard algorithm != .hs256 || secret.utf8.count >= 32 else {
        throw Fault(description: "HS256 needs a secret of 32 bytes at least")
      }
      guard signsUserInfo || !isProConnect else { throw Fault(description: "ProConnect signs what it says of people") }
      self.signsUserInfo = signsUserInfo
      self.certificateFile = certificateFile
      self.milliseconds = milliseconds
    }

    /// An e-mail address that it says nothing more about is one that it has verified: ProConnect lets an organisation's own
    /// provider speak for the addresses of that organisation only.
    func isVerified(_ claim: Bool?) -> Bool { claim ?? isProConnect }

    var discoveryAddress: String { (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + Self.discovery }

    private static let discovery: String = "/.well-known/openid-configuration"

    private static func isProConnect(_ host: String) -> Bool {
      ["proconnect.gouv.fr", "agentconnect.gouv.fr", "dev-agentconnect.fr"].contains { name in
        host == name || host.hasSuffix(".\(name)")
      }
    }
  }
}

extension IdentityProvider.Settings: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "\(issuer) as \(client)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
