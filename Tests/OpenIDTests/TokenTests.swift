import HTTP
import Testing

@testable import OpenID

/// Tokens read and verified: the examples of RFC 7515, and what a forger would send.
@Suite struct TokenTests {
  static let payload: String =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
  static let rsa: String =
    "eyJhbGciOiJSUzI1NiJ9.\(payload).cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"
  static let modulus: String =
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"
  static let ec: String =
    "eyJhbGciOiJFUzI1NiJ9.\(payload).DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
  static let (x, y): (String, String) = (
    "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
  )
  static let hmac: String =
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.\(payload).dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
  static let secret: String = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"

  static func keys(_ keys: String...) throws -> KeySet {
    try #require(KeySet(try JSON(Array(#"{"keys":[\#(keys.joined(separator: ","))]}"#.utf8))))
  }

  static let rsaKey: String = #"{"kty":"RSA","n":"\#(modulus)","e":"AQAB"}"#
  static let ecKey: String = #"{"kty":"EC","crv":"P-256","x":"\#(x)","y":"\#(y)"}"#

  static func rules(_ algorithms: Set<SigningAlgorithm> = [.rs256, .es256], secret: String = "") -> TokenRules {
    TokenRules(issuer: "joe", client: "terreau", algorithms: algorithms, secret: secret, now: 1_300_819_300)
  }

  private func fault(_ token: String, _ keys: KeySet?, _ rules: TokenRules = rules()) -> TokenFault? {
    guard let token = SignedToken(token) else { return .malformed }
    do throws(TokenFault) {
      try rules.verify(token, .idToken, keys)
      return nil
    } catch { return error }
  }

  /// A token with this header, signed with a secret.
  private func token(_ header: String, _ claims: String = "{}", secret: String = "") -> String {
    let signed: String = "\(Base64URL.encode(header.utf8)).\(Base64URL.encode(claims.utf8))"
    return "\(signed).\(Base64URL.encode(signature(Array(signed.utf8), secret: Array(secret.utf8))))"
  }

  @Test func `the examples of RFC 7515 are verified`() throws {
    let keys: KeySet = try Self.keys(Self.rsaKey, Self.ecKey)
    #expect(fault(Self.rsa, keys) == nil && fault(Self.ec, keys) == nil)
    let token: SignedToken = try #require(SignedToken(Self.rsa))
    #expect(token.claims["iss"]?.string == "joe" && token.claims["exp"]?.int == 1_300_819_380)
    let key: [UInt8] = try #require(Base64URL.decode(Self.secret[...].utf8))
    let shared: SignedToken = try #require(SignedToken(Self.hmac))
    #expect(signature(shared.signed, secret: key) == shared.signature)
  }

  @Test func `one bit changed anywhere, and a signature is wrong`() throws {
    let keys: KeySet = try Self.keys(Self.rsaKey, Self.ecKey)
    for text in [Self.rsa, Self.ec] {
      let token: SignedToken = try #require(SignedToken(text))
      let algorithm: SigningAlgorithm = try #require(SigningAlgorithm(rawValue: token.algorithm))
      let key: PublicKey = try #require(keys.key(for: token, algorithm))
      let isRight: Bool = key.verifies(token.signature, of: token.signed)
      #expect(isRight, "\(token.algorithm)")
      for index in stride(from: 0, to: token.signature.count, by: 7) {
        var forged: [UInt8] = token.signature
        forged[index] ^= 1
        #expect(!key.verifies(forged, of: token.signed), "\(index)")
      }
      for index in stride(from: 0, to: token.signed.count, by: 11) {
        var forged: [UInt8] = token.signed
        forged[index] ^= 1
        #expect(!key.verifies(token.signature, of: forged), "\(index)")
      }
      for forged in [[], Array(token.signature.dropLast()), token.signature + [0], Array(repeating: 0, count: 64)] {
        #expect(!key.verifies(forged, of: token.signed), "\(forged.count) bytes")
      }
    }
  }

  @Test func `nothing is believed that is unsigned, or signed in a way that was not agreed`() throws {
    let keys: KeySet = try Self.keys(Self.rsaKey, Self.ecKey)
    for name in ["none", "None", "NONE", "nOnE", "", "RS384", "PS256", "HS512", "rs256", "RS256 "] {
      #expect(fault(token(#"{"alg":"\#(name)"}"#), keys) == .algorithm, "\(name)")
    }
    let body: String = Base64URL.encode("{}".utf8)
    #expect(fault("\(Base64URL.encode(#"{"alg":"none"}"#.utf8)).\(body).", keys) == .algorithm)
    for header in [#"{"alg":null}"#, #"{"alg":["RS256"]}"#, "{}", #"{"alg":"RS256","alg":"none"}"#, #"{"alg":1}"#] {
      #expect(fault(token(header), keys) == .malformed, "\(header)")
    }
  }

  @Test func `a public key is never taken for the secret of HS256`() throws {
    let keys: KeySet = try Self.keys(Self.rsaKey)
    for text in [Self.modulus, Self.rsaKey, "-----BEGIN PUBLIC KEY-----"] {
      #expect(fault(token(#"{"alg":"HS256"}"#, secret: text), keys) == .algorithm)
    }
    // Where the secret is what was agreed, it alone is.
    let rules: TokenRules = Self.rules([.hs256], secret: "the secret")
    #expect(fault(token(#"{"alg":"HS256"}"#, secret: "the secret"), keys, rules) == nil)
    #expect(fault(token(#"{"alg":"HS256"}"#, secret: Self.modulus), keys, rules) == .signature)
    #expect(fault(Self.rsa, keys, rules) == .algorithm)
  }

  @Test func `a token says which key, and brings none along`() throws {
    let named: String = #"{"kty":"RSA","n":"\#(Self.modulus)","e":"AQAB","kid":"a"}"#
    #expect(fault(Self.rsa, try Self.keys(named)) == nil, "the only one there is")
    let other: String = named.replacing(#""a""#, with: #""b""#)
    #expect(fault(Self.rsa, try Self.keys(named, other)) == .unknownKey, "two, and none is named")
    #expect(fault(token(#"{"alg":"RS256","kid":"c"}"#), try Self.keys(named)) == .unknownKey)
    #expect(fault(token(#"{"alg":"RS256","kid":"a","jwk":\#(Self.rsaKey)}"#), try Self.keys(named)) == .signature)
    #expect(fault(token(#"{"alg":"RS256","crit":["exp"],"kid":"a"}"#), try Self.keys(named)) == .malformed)
    #expect(fault(token(#"{"alg":"RS256","typ":"at+jwt"}"#), try Self.keys(named)) == .type)
    #expect(fault(Self.ec, try Self.keys(named)) == .unknownKey, "no key of that kind")
  }

  @Test func `keys that should not be used are not there`() throws {
    let short: String = Base64URL.encode(Array(repeating: 0xC1, count: 128) as [UInt8])
    for key in [
      #"{"kty":"RSA","n":"\#(Self.modulus)","e":"AQAB","use":"enc"}"#,
      #"{"kty":"RSA","n":"\#(Self.modulus)","e":"AQAB","alg":"RS512"}"#,
      #"{"kty":"RSA","n":"\#(Self.modulus)","e":"AQAB","alg":"HS256"}"#,
      #"{"kty":"RSA","n":"\#(Self.modulus)","e":"AQ"}"#, #"{"kty":"RSA","n":"\#(Self.modulus)","e":"Ag"}"#,
      #"{"kty":"RSA","n":"\#(short)","e":"AQAB"}"#, #"{"kty":"RSA","n":"\#(Self.modulus)="}"#,
      #"{"kty":"oct","k":"\#(Self.secret)"}"#, #"{"kty":"EC","crv":"P-384","x":"\#(Self.x)","y":"\#(Self.y)"}"#,
      #"{"kty":"EC","crv":"P-256","x":"\#(Self.x)","y":"AA"}"#, "{}",
    ] { #expect(try Self.keys(key).keys.isEmpty, "\(key)") }
    // A point beside the curve has the right length; OpenSSL refuses it.
    let beside: KeySet = try Self.keys(#"{"kty":"EC","crv":"P-256","x":"\#(Self.x)","y":"\#(Self.x)"}"#)
    #expect(fault(Self.ec, beside) == .signature)
    #expect(KeySet(try JSON(Array(#"{"keys":{}}"#.utf8))) == nil)
  }

  @Test func `base64url is read in one way only`() {
    for bytes in [[], [0], [0, 1], [255, 254, 253], Array(0...255)] as [[UInt8]] {
      #expect(Base64URL.decode(Base64URL.encode(bytes)[...].utf8) == bytes)
    }
    for text in ["A", "AA=", "AA==", "AB", "AAB", "A A", "AA\n", "A+", "A/", "é", "AAAAA"] {
      #expect(Base64URL.decode(text[...].utf8) == nil, "\(text)")
    }
  }

  @Test func `what is no token is none`() {
    let part: String = Base64URL.encode(#"{"alg":"RS256"}"#.utf8)
    for text in [
      "", ".", "..", "a.b", "a.b.c.d", "\(part).\(part)", "\(part).\(part).\(part).\(part)", "\(part).\(part).=",
      "\(part).W10.\(part)", "\(part) .\(part).\(part)",
      "\(part).\(Base64URL.encode("{\"a\":1,\"a\":2}".utf8)).\(part)",
      String(repeating: "A", count: SignedToken.mostBytes + 1),
    ] { #expect(SignedToken(text) == nil, "\(text.prefix(80))") }
  }
}
