import Platform
import Testing

@Suite struct RecoveryCodeTests {
  @Test func `a code is three groups of five letters that nobody confuses`() {
    let codes: [String] = RecoveryCode.draw()
    #expect(codes.count == 10)
    for code in codes {
      #expect(
        code.wholeMatch(of: /([abcdefghjkmnpqrstuvwxyz2-9]{5}-){2}[abcdefghjkmnpqrstuvwxyz2-9]{5}/) != nil, "\(code)")
    }
  }

  @Test func `codes are never the same, and use every letter about as often`() {
    let codes: [String] = RecoveryCode.draw(2_000)
    #expect(Set(codes).count == 2_000)
    var counts: [Character: Int] = [:]
    for letter in codes.joined() where letter != "-" { counts[letter, default: 0] += 1 }
    #expect(counts.count == 31)
    // 968 of each are expected, give or take 31: eight times that is not chance.
    #expect(counts.values.allSatisfy { abs($0 - 968) < 250 }, "\(counts)")
  }

  @Test func `what is typed from paper is what was drawn`() {
    #expect(RecoveryCode.normalised("k7mq4-t9d8e-x2vhr") == "k7mq4t9d8ex2vhr")
    #expect(RecoveryCode.normalised("  K7MQ4 T9D8E–X2VHR.\n") == "k7mq4t9d8ex2vhr")
    for code in RecoveryCode.draw() {
      #expect(RecoveryCode.normalised(code).count == 15)
      #expect(RecoveryCode.normalised(code.uppercased()) == RecoveryCode.normalised(code))
    }
  }

  @Test func `what no code contains is left out`() {
    #expect(RecoveryCode.normalised("0o1li-OLI é<>'\0") == "")
    #expect(RecoveryCode.normalised("") == "")
  }
}
