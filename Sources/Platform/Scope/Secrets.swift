import CSodium
import SQL

/// The installation's own key, kept in its database so that several processes share it: it signs what we hand out and
/// want to recognise when it comes back.
public struct Secrets: Sendable {
  private let key: [UInt8]

  private init(key: [UInt8]) { self.key = key }

  /// Reads the key, drawing it on the first start.
  public static func load(_ database: Database) async throws -> Secrets {
    let drawn: [UInt8] = random(32)
    let key: [UInt8] = try await database.change { session in
      try await session.run("INSERT INTO installation (id, secret) VALUES (1, \(drawn)) ON CONFLICT DO NOTHING")
      return try await session.value("SELECT secret FROM installation WHERE id = 1")
    }
    return Secrets(key: key)
  }

  public static func random(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = Array(repeating: 0, count: count)
    randombytes_buf(&bytes, count)
    return bytes
  }

  /// A signature of `text` that is good for one purpose only.
  func signature(_ purpose: StaticString, _ text: String) -> [UInt8] {
    let message: [UInt8] = Array("\(purpose):\(text)".utf8)
    var code: [UInt8] = Array(repeating: 0, count: 32)
    crypto_auth(&code, message, UInt64(message.count), key)
    return code
  }

  /// `text.signature`, to be handed out.
  public func sign(_ purpose: StaticString, _ text: String) -> String {
    "\(text).\(hexadecimal(signature(purpose, text)))"
  }

  /// The text of something we signed; nil for anything else.
  public func verified(_ purpose: StaticString, _ signed: String) -> String? {
    guard let dot = signed.lastIndex(of: "."), let given = bytes(hexadecimal: signed[signed.index(after: dot)...])
    else { return nil }
    let text = String(signed[..<dot])
    return isSame(given, signature(purpose, text)) ? text : nil
  }

  /// Proves that a form was drawn by us for the browser that sends it. Masked anew each time, so that compressing the
  /// page says nothing about it (BREACH).
  func formToken(for browser: String) -> String {
    let mask: [UInt8] = Secrets.random(32)
    let masked: [UInt8] = zip(signature("form", browser), mask).map { $0 ^ $1 }
    return hexadecimal(mask + masked)
  }

  func isFormToken(_ token: String, for browser: String) -> Bool {
    guard let bytes = bytes(hexadecimal: token[...]), bytes.count == 64 else { return false }
    let unmasked: [UInt8] = zip(bytes[..<32], bytes[32...]).map { $0 ^ $1 }
    return isSame(unmasked, signature("form", browser))
  }

  /// A secret that is good for whoever holds it: a session's, a link's. We keep its digest only.
  static func draw() -> String { hexadecimal(random(32)) }

  /// What is kept of a secret drawn by us. It has 256 bits of chance, so no slow function is needed.
  static func digest(_ secret: String) -> String { hexadecimal(hash(Array(secret.utf8))) }

  static func hash(_ bytes: [UInt8], key: [UInt8] = []) -> [UInt8] {
    var digest: [UInt8] = Array(repeating: 0, count: 32)
    crypto_generichash(&digest, digest.count, bytes, UInt64(bytes.count), key.isEmpty ? nil : key, key.count)
    return digest
  }

  /// What only this installation can read again.
  func sealed(_ bytes: [UInt8], _ purpose: StaticString) -> [UInt8] {
    let nonce: [UInt8] = Secrets.random(crypto_secretbox_noncebytes())
    var box: [UInt8] = Array(repeating: 0, count: bytes.count + crypto_secretbox_macbytes())
    crypto_secretbox_easy(&box, bytes, UInt64(bytes.count), nonce, signature(purpose, "seal"))
    return nonce + box
  }

  func opened(_ sealed: [UInt8], _ purpose: StaticString) -> [UInt8]? {
    let (nonceBytes, macBytes) = (crypto_secretbox_noncebytes(), crypto_secretbox_macbytes())
    guard sealed.count >= nonceBytes + macBytes else { return nil }
    let box: [UInt8] = Array(sealed[nonceBytes...])
    var bytes: [UInt8] = Array(repeating: 0, count: box.count - macBytes)
    let code: Int32 = crypto_secretbox_open_easy(
      &bytes, box, UInt64(box.count), Array(sealed[..<nonceBytes]), signature(purpose, "seal"))
    return code == 0 ? bytes : nil
  }

  /// Whether two digests are the same, in a time that says nothing of where they differ.
  static func isSame(_ left: String, _ right: String) -> Bool {
    let (left, right): ([UInt8], [UInt8]) = (Array(left.utf8), Array(right.utf8))
    return left.count == right.count && sodium_memcmp(left, right, left.count) == 0
  }

  private func isSame(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count == right.count && sodium_memcmp(left, right, left.count) == 0
  }
}

func hexadecimal(_ bytes: [UInt8]) -> String {
  let digits: [UInt8] = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  text.reserveCapacity(bytes.count * 2)
  for byte in bytes {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}

func bytes(hexadecimal text: Substring) -> [UInt8]? {
  var bytes: [UInt8] = []
  var high: UInt8?
  for character in text.utf8 {
    let digit: UInt8
    switch character {
    case 0x30...0x39: digit = character - 0x30
    case 0x61...0x66: digit = character - 0x57
    default: return nil
    }
    if let first = high {
      bytes.append(first << 4 | digit)
      high = nil
    } else {
      high = digit
    }
  }
  return high == nil ? bytes : nil
}
