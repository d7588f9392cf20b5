/// The French social security number (NIR), which no text of ours may hold: its use is reserved by decree 2019-341.
public enum NationalNumber {
  /// Whether one stands in a text, however it is spaced. With its key the key decides; without one, its months and places.
  public static func stands(in text: String) -> Bool {
    var run: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41, 0x42, 0x61, 0x62: run.append(byte & 0xDF | (byte < 0x40 ? 0x20 : 0))
      // Spaces that do not break are written in several bytes, none of which is a letter or a digit.
      case 0x20, 0x2D, 0x2E, 0x2F, 0xC2, 0xA0, 0xE2, 0x80, 0xAF: continue
      default:
        if holds(run) { return true }
        run.removeAll(keepingCapacity: true)
      }
    }
    return holds(run)
  }

  private static func holds(_ run: [UInt8]) -> Bool {
    guard run.count >= 13 else { return false }
    return (0...(run.count - 13)).contains { start in
      let rest: ArraySlice<UInt8> = run[start...]
      return (rest.count >= 15 && isNumber(rest.prefix(15))) || (run.count == 13 && isNumber(rest.prefix(13)))
    }
  }

  private static func isNumber(_ digits: ArraySlice<UInt8>) -> Bool {
    let digits: [UInt8] = Array(digits)
    guard [0x31, 0x32, 0x33, 0x34, 0x37, 0x38].contains(digits[0]) else { return false }
    // Corsica: 2A counts as 19, 2B as 18.
    var plain: [UInt8] = digits
    if digits[5] == 0x32, digits[6] == 0x41 || digits[6] == 0x42 {
      plain[5] = 0x31
      plain[6] = digits[6] == 0x41 ? 0x39 : 0x38
    }
    guard plain.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
    func number(_ part: Range<Int>) -> Int { plain[part].reduce(0) { $0 * 10 + Int($1 - 0x30) } }
    let month: Int = number(3..<5)
    guard (1...12).contains(month) || (20...99).contains(month), number(7..<10) > 0, number(10..<13) > 0 else {
      return false
    }
    return plain.count == 13 || 97 - number(0..<13) % 97 == number(13..<15)
  }
}
