import Platform
import Testing

@Suite struct TimeCodeTests {
  // RFC 6238, appendix B, SHA-1; the last six of its eight digits.
  private let code = TimeCode(secret: Array("12345678901234567890".utf8))

  @Test(
    arguments: [
      (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
      (2_000_000_000, "279037"), (20_000_000_000, "353130"),
    ] as [(Int64, String)])
  func `the codes are those of RFC 6238`(_ second: Int64, _ digits: String) {
    #expect(code.code(at: second) == digits)
    #expect(code.step(of: digits, at: second, after: nil) == second / 30)
  }

  @Test(
    arguments: [
      ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
      ("foobar", "MZXW6YTBOI"),
    ])
  func `a secret is spelt as in RFC 4648, without padding`(_ bytes: String, _ letters: String) {
    #expect(TimeCode.base32(Array(bytes.utf8)) == letters)
  }

  @Test func `the top bits survive a long secret`() {
    #expect(TimeCode.base32(Array(repeating: 0xFF, count: 20)) == String(repeating: "7", count: 32))
    #expect(TimeCode.base32(Array("12345678901234567890".utf8)) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
  }

  @Test func `a code is good for a telephone half a minute early or late, and no more`() {
    let digits: String = code.code(at: 1_111_111_110)  // the first second of a step
    #expect(code.step(of: digits, at: 1_111_111_110 - 30, after: nil) == 37_037_037)
    #expect(code.step(of: digits, at: 1_111_111_110 + 59, after: nil) == 37_037_037)
    #expect(code.step(of: digits, at: 1_111_111_110 - 31, after: nil) == nil)
    #expect(code.step(of: digits, at: 1_111_111_110 + 60, after: nil) == nil)
  }

  @Test func `a code is good once, and none that is older is good after it`() {
    let digits: String = code.code(at: 1_111_111_110)
    let step: Int64? = code.step(of: digits, at: 1_111_111_110, after: 37_037_036)
    #expect(step == 37_037_037)
    #expect(code.step(of: digits, at: 1_111_111_111, after: step) == nil)
    #expect(code.step(of: code.code(at: 1_111_111_109), at: 1_111_111_111, after: step) == nil)
    #expect(code.step(of: code.code(at: 1_111_111_140), at: 1_111_111_111, after: step) == 37_037_038)
  }

  @Test func `of two steps that share a code the later is spent`() {
    // Steps 910 737 and 910 738 of this secret both show 911617.
    let second: Int64 = 910_737 * 30
    #expect(code.code(at: second) == code.code(at: second + 30))
    #expect(code.step(of: code.code(at: second), at: second, after: nil) == 910_738)
  }

  @Test(arguments: ["081 804", " 081804\n", "0 8 1 8 0 4", "081\u{202F}804", "\t081\u{A0}804"])
  func `spaces in a code do not matter`(_ typed: String) {
    #expect(code.step(of: typed, at: 1_111_111_109, after: nil) == 37_037_036)
  }

  @Test(
    arguments: [
      "", " ", "81804", "0818040", "00081804", "-81804", "+81804", "08180\0", "081804\0", "O81804", "081-804", "٠٨١٨٠٤",
      "０８１８０４", "０８", "081804081804", "😀81", String(repeating: "0", count: 100_000),
    ])
  func `rubbish is no code`(_ typed: String) {
    #expect(code.step(of: typed, at: 1_111_111_109, after: nil) == nil)
  }

  @Test func `another secret's code is refused`() {
    let other = TimeCode(secret: Array("12345678901234567891".utf8))
    #expect(other.step(of: "081804", at: 1_111_111_109, after: nil) == nil)
  }

  @Test func `the ends of time do no harm`() {
    for second in [Int64.min, -1, 0, Int64.max] { #expect(code.code(at: second).count == 6) }
    #expect(code.step(of: code.code(at: .max), at: .max, after: .max) == nil)
    #expect(code.step(of: code.code(at: .min), at: .min, after: .min) == Int64.min / 30)
  }

  @Test func `every secret is drawn anew`() {
    let secrets: [[UInt8]] = (0..<50).map { _ in TimeCode.drawSecret() }
    #expect(Set(secrets).count == 50)
    #expect(secrets.allSatisfy { $0.count == 20 })
  }

  @Test func `the address names the house and the person, whatever they are called`() {
    #expect(
      code.address(issuer: "Terreau : Métropole d’ici", account: "a+b@exemple.fr?x=1&secret=A")
        == "otpauth://totp/Terreau%20M%C3%A9tropole%20d%E2%80%99ici:a%2Bb%40exemple.fr%3Fx%3D1%26secret%3DA"
        + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Terreau%20M%C3%A9tropole%20d%E2%80%99ici"
        + "&algorithm=SHA1&digits=6&period=30")
  }
}
