import HTTP
import Web

/// What a provider says of itself (OpenID Connect Discovery, 3).
struct Metadata: Sendable {
  let authorization: WebAddress
  let token: WebAddress
  let userInfo: WebAddress
  let keys: WebAddress
  /// Where one signs out of it, if one can.
  let endSession: WebAddress?
  /// Whether it can be asked for how somebody was identified.
  let takesClaims: Bool

  init?(_ json: JSON, of settings: IdentityProvider.Settings) {
    let isInClear: Bool = settings.issuer.hasPrefix("http:")
    func address(_ name: String) -> WebAddress? {
      guard let address = json[name]?.string.flatMap(WebAddress.init), isInClear || !address.isInClear else {
        return nil
      }
      return address
    }
    // The very same text: tokens are compared with it.
    guard json["issuer"]?.string == settings.issuer, let authorization = address("authorization_endpoint"),
      let token = address("token_endpoint"), let userInfo = address("userinfo_endpoint"), let keys = address("jwks_uri")
    else { return nil }
    self.authorization = authorization
    self.token = token
    self.userInfo = userInfo
    self.keys = keys
    endSession = address("end_session_endpoint")
    takesClaims = settings.isProConnect || json["claims_parameter_supported"] == .bool(true)
  }
}
