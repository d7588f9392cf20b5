import HTTP

/// The keys that a provider signs with (RFC 7517). What it shows beside them is left aside: keys to encrypt with, kinds that
/// we do not know, moduli too short to trust.
struct KeySet: Sendable {
  struct Key: Sendable, Equatable {
    let id: String?
    let key: PublicKey
  }

  let keys: [Key]

  init?(_ json: JSON) {
    guard case .array(let items)? = json["keys"] else { return nil }
    keys = items.prefix(Self.mostKeys).compactMap(Key.init)
  }

  /// The key that this token names; where it names none, the only one there is of that kind.
  func key(for token: SignedToken, _ algorithm: SigningAlgorithm) -> PublicKey? {
    let found: [Key] = keys.filter { key in
      key.key.algorithm == algorithm && (token.keyID == nil || key.id == token.keyID)
    }
    return found.count == 1 ? found.first?.key : nil
  }

  private static let mostKeys: Int = 32
}

extension KeySet.Key {
  fileprivate init?(_ json: JSON) {
    if let use = json["use"], use.string != "sig" { return nil }
    guard let key = PublicKey(json) else { return nil }
    if let algorithm = json["alg"], algorithm.string != key.algorithm.rawValue { return nil }
    self.init(id: json["kid"]?.string, key: key)
  }
}

extension PublicKey {
  init?(_ json: JSON) {
    func bytes(_ name: String) -> [UInt8]? {
      json[name]?.string.flatMap { Base64URL.decode(Substring($0).utf8) }
    }
    switch json["kty"]?.string {
    case "RSA":
      guard let modulus = bytes("n"), let exponent = bytes("e"), (256...1_024).contains(modulus.count),
        modulus.first != 0, (1...8).contains(exponent.count), exponent.last.map({ $0 & 1 == 1 }) == true,
        exponent != [1]
      else { return nil }
      self = .rsa(modulus: modulus, exponent: exponent)
    case "EC":
      guard json["crv"]?.string == "P-256", let x = bytes("x"), let y = bytes("y"), x.count == 32, y.count == 32
      else { return nil }
      self = .p256(x: x, y: y)
    default: return nil
    }
  }
}
