import COpenSSL
import CSodium
import HTTP

/// The six digits that a telephone shows and that change every thirty seconds (RFC 6238).
///
/// SHA-1, six digits and thirty seconds are what authenticators assume: several of them ignore any other wish and would
/// show codes that we refuse.
public struct TimeCode: Sendable {
  private let secret: [UInt8]

  private static let period: Int64 = 30
  private static let digits: Int = 6

  public init(secret: [UInt8]) { self.secret = secret }

  /// As long as the hash, which is what RFC 4226 recommends.
  public static func drawSecret() -> [UInt8] { Secrets.random(20) }

  public func code(at second: Int64) -> String { code(ofStep: second / TimeCode.period) }

  /// The step that this code is good for, one step of clock drift either way, never at or before `lastStep`: a code is
  /// good once. If two steps happen to share their code it is the later one, so that both are spent.
  public func step(of code: String, at second: Int64, after lastStep: Int64?) -> Int64? {
    let typed: [UInt8] = Array(code.filter { !$0.isWhitespace }.utf8)
    guard typed.count == TimeCode.digits else { return nil }
    let now: Int64 = second / TimeCode.period
    return [now + 1, now, now - 1].first { step in
      if let lastStep, step <= lastStep { return false }
      return sodium_memcmp(typed, Array(self.code(ofStep: step).utf8), TimeCode.digits) == 0
    }
  }

  /// What an authenticator reads from the square: otpauth://totp/Terreau:a%40b.fr?secret=…
  public func address(issuer: String, account: String) -> String {
    let issuer: String = withoutColon(issuer)
    let label: String = "\(PercentEncoding.encode(issuer)):\(PercentEncoding.encode(withoutColon(account)))"
    return "otpauth://totp/\(label)?secret=\(TimeCode.base32(secret))&issuer=\(PercentEncoding.encode(issuer))"
      + "&algorithm=SHA1&digits=\(TimeCode.digits)&period=\(TimeCode.period)"
  }

  /// RFC 4648 without padding: how a secret is typed by hand.
  public static func base32(_ bytes: [UInt8]) -> String {
    let letters: [UInt8] = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
    var text: [UInt8] = []
    var pending: UInt32 = 0
    var bits: UInt32 = 0
    for byte in bytes {
      pending = pending << 8 | UInt32(byte)
      bits += 8
      while bits >= 5 {
        bits -= 5
        text.append(letters[Int(pending >> bits & 31)])
      }
    }
    if bits > 0 { text.append(letters[Int(pending << (5 - bits) & 31)]) }
    return String(decoding: text, as: UTF8.self)
  }

  private func code(ofStep step: Int64) -> String {
    let digest: [UInt8] = hmacSHA1(withUnsafeBytes(of: step.bigEndian) { Array($0) })
    // RFC 4226, 5.3: the last four bits say where the four bytes stand, without their sign.
    let offset = Int(digest[19] & 15)
    let number: UInt32 = digest[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
    return String(String(1_000_000 + number % 1_000_000).dropFirst())
  }

  private func hmacSHA1(_ message: [UInt8]) -> [UInt8] {
    var digest: [UInt8] = Array(repeating: 0, count: 20)
    let done = HMAC(EVP_sha1(), secret, Int32(secret.count), message, message.count, &digest, nil)
    precondition(done != nil, "OpenSSL has no HMAC-SHA1")
    return digest
  }
}

/// A colon, even an escaped one, is where authenticators cut the issuer from the account.
private func withoutColon(_ name: String) -> String {
  name.split { $0 == ":" || $0.isWhitespace }.joined(separator: " ")
}
