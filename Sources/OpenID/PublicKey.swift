import COpenSSL

/// What signatures are made with. Which one is expected never comes from what is to be verified.
public enum SigningAlgorithm: String, Sendable, CaseIterable {
  case rs256 = "RS256"
  case es256 = "ES256"
  /// With the secret that the provider and we share.
  case hs256 = "HS256"
}

/// The half of a provider's key that it shows: enough to verify, never to sign.
enum PublicKey: Sendable, Equatable {
  case rsa(modulus: [UInt8], exponent: [UInt8])
  case p256(x: [UInt8], y: [UInt8])

  /// A key is good for one algorithm. It could otherwise be taken for another kind's: the text of an RSA key for the secret
  /// of HS256.
  var algorithm: SigningAlgorithm {
    switch self {
    case .rsa: .rs256
    case .p256: .es256
    }
  }

  func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    guard let key = opened() else { return false }
    defer { EVP_PKEY_free(key) }
    guard let signature = written(signature), let context = EVP_MD_CTX_new() else { return false }
    defer { EVP_MD_CTX_free(context) }
    guard EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, key) == 1 else { return false }
    return EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
  }

  private func opened() -> OpaquePointer? {
    guard let builder = OSSL_PARAM_BLD_new() else { return nil }
    defer { OSSL_PARAM_BLD_free(builder) }
    var numbers: [OpaquePointer] = []
    defer { for number in numbers { BN_free(number) } }
    switch self {
    case .rsa(let modulus, let exponent):
      for (name, bytes) in [("n", modulus), ("e", exponent)] as [(StaticString, [UInt8])] {
        guard let number = BN_bin2bn(bytes, Int32(bytes.count), nil) else { return nil }
        numbers.append(number)
        guard OSSL_PARAM_BLD_push_BN(builder, Self.kept(name), number) == 1 else { return nil }
      }
      return Self.made("RSA", builder)
    case .p256(let x, let y):
      // A point written whole (SEC 1, 2.3.3); OpenSSL refuses one that is not on the curve.
      let point: [UInt8] = [4] + x + y
      return point.withUnsafeBytes { point in
        "prime256v1".withCString { curve in
          guard OSSL_PARAM_BLD_push_utf8_string(builder, Self.kept("group"), curve, 0) == 1,
            OSSL_PARAM_BLD_push_octet_string(builder, Self.kept("pub"), point.baseAddress, point.count) == 1
          else { return nil }
          return Self.made("EC", builder)
        }
      }
    }
  }

  /// OpenSSL keeps the address of a name and not the name.
  private static func kept(_ name: StaticString) -> UnsafePointer<CChar> {
    UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
  }

  private static func made(_ kind: String, _ builder: OpaquePointer) -> OpaquePointer? {
    guard let parameters = OSSL_PARAM_BLD_to_param(builder), let context = EVP_PKEY_CTX_new_from_name(nil, kind, nil)
    else { return nil }
    defer {
      OSSL_PARAM_free(parameters)
      EVP_PKEY_CTX_free(context)
    }
    var key: OpaquePointer?
    // EVP_PKEY_PUBLIC_KEY is a macro that Swift does not read.
    let selection: Int32 = OSSL_KEYMGMT_SELECT_ALL_PARAMETERS | OSSL_KEYMGMT_SELECT_PUBLIC_KEY
    guard EVP_PKEY_fromdata_init(context) == 1, EVP_PKEY_fromdata(context, &key, selection, parameters) == 1
    else { return nil }
    return key
  }

  /// As OpenSSL takes it: two numbers side by side (RFC 7518, 3.4) become DER.
  private func written(_ signature: [UInt8]) -> [UInt8]? {
    guard case .p256 = self else { return signature }
    guard signature.count == 64, let pair = ECDSA_SIG_new() else { return nil }
    defer { ECDSA_SIG_free(pair) }
    let (r, s) = (BN_bin2bn(Array(signature[..<32]), 32, nil), BN_bin2bn(Array(signature[32...]), 32, nil))
    guard r != nil, s != nil, ECDSA_SIG_set0(pair, r, s) == 1 else {
      BN_free(r)
      BN_free(s)
      return nil
    }
    var der: UnsafeMutablePointer<UInt8>?
    let count: Int32 = i2d_ECDSA_SIG(pair, &der)
    guard count > 0, let der else { return nil }
    defer { CRYPTO_free(der, #file, Int32(#line)) }
    return Array(UnsafeBufferPointer(start: der, count: Int(count)))
  }
}

/// HMAC with SHA-256, what HS256 signs with.
func signature(_ message: [UInt8], secret: [UInt8]) -> [UInt8] {
  var code: [UInt8] = Array(repeating: 0, count: 32)
  let done = HMAC(EVP_sha256(), secret, Int32(secret.count), message, message.count, &code, nil)
  precondition(done != nil, "OpenSSL has no HMAC-SHA256")
  return code
}

func sha256(_ message: [UInt8]) -> [UInt8] {
  var digest: [UInt8] = Array(repeating: 0, count: 32)
  let done: Int32 = EVP_Digest(message, message.count, &digest, nil, EVP_sha256(), nil)
  precondition(done == 1, "OpenSSL has no SHA-256")
  return digest
}

/// Whether two are the same, in a time that says nothing of where they differ.
func isSame(_ left: [UInt8], _ right: [UInt8]) -> Bool {
  left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
}
