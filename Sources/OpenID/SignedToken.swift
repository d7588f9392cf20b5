// Fuzzing compiles this file and the parsers of HTTP as one module.
#if canImport(HTTP)
  import HTTP
#endif

/// A JSON Web Token in its compact form (RFC 7515, 7.1), read and not yet believed.
struct SignedToken: Sendable {
  /// What the header says it is signed with: only ever compared with what we expect.
  let algorithm: String
  let keyID: String?
  let type: String?
  let claims: JSON
  /// What the signature is of.
  let signed: [UInt8]
  let signature: [UInt8]

  static let mostBytes: Int = 16_384

  init?(_ text: String) {
    guard text.utf8.count <= Self.mostBytes else { return nil }
    let parts: [Substring] = text.split(separator: ".", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 3, let head = Self.object(parts[0]), let claims = Self.object(parts[1]),
      let signature = Base64URL.decode(parts[2].utf8), let algorithm = head["alg"]?.string
    else { return nil }
    // Extensions that must be understood: we understand none (RFC 7515, 4.1.11).
    guard head["crit"] == nil, head["b64"] == nil else { return nil }
    for name in ["kid", "typ"] where head[name] != nil && head[name]?.string == nil { return nil }
    self.algorithm = algorithm
    keyID = head["kid"]?.string
    type = head["typ"]?.string
    self.claims = claims
    signed = Array("\(parts[0]).\(parts[1])".utf8)
    self.signature = signature
  }

  private static func object(_ part: Substring) -> JSON? {
    guard let bytes = Base64URL.decode(part.utf8), let json = try? JSON(bytes), case .object = json else { return nil }
    return json
  }
}
