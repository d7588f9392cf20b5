/// One paragraph being set by French usage, from its first sign to its last.
struct FrenchLine {
  static let fine: Sign = 0x202F
  static let firm: Sign = 0xA0

  let typed: [Sign]
  let frozen: [Bool]
  private let quotes: [Sign]
  let raises: Bool
  var line: [Sign] = []
  var at: Int = 0
  /// The end of what was copied as it stood.
  private var frozenEnd: Int = 0

  init(_ typed: [Sign], _ frozen: [Bool], _ quotes: [Sign], raises: Bool) {
    self.typed = typed
    self.frozen = frozen
    self.quotes = quotes
    self.raises = raises
    line.reserveCapacity(typed.count + typed.count / 16)
  }

  mutating func done() -> [Sign] {
    while at < typed.count {
      let sign: Sign = typed[at]
      if frozen[at] || !sign.isCharacter {
        line.append(sign)
        at += 1
        if !sign.isWidthless { frozenEnd = line.count }
      } else {
        set(sign)
      }
    }
    return line
  }

  private mutating func set(_ sign: Sign) {
    switch sign {
    case 0x21, 0x3B, 0x3F: tall(sign)
    case 0x3A: colon()
    case 0x25, 0x2030: percent(sign)
    case 0x22 where quotes[at] != 0: quote(quotes[at])
    case 0xAB, 0xBB: quote(sign)
    case 0x27: copy(Typography.isApostrophe(typed, at) || isYear ? 0x2019 : sign)
    case 0x2E: ellipsis()
    case 0x2D: dash()
    case 0xB0, 0xBA: number(sign)
    case 0x30...0x39: figure()
    case 0x49, 0x56, 0x58: century()
    case 0x20, 0xA0, 0x202F: gap()
    default: copy(sign)
    }
  }

  mutating func copy(_ sign: Sign) {
    line.append(sign)
    at += 1
  }

  /// « les années ’90 »
  private var isYear: Bool { typed.after(at)?.isDigit == true && (typed.before(at)?.isSpace ?? true) }

  private mutating func tall(_ sign: Sign) {
    if closesSentence(after: typed.after(at)) {
      space(Self.fine, where: Self.endsWord)
    }
    copy(sign)
  }

  private func closesSentence(after: Sign?) -> Bool {
    guard let after else { return true }
    if after.isSpace { return true }
    switch after {
    case 0x21, 0x3F, 0x29, 0x5D, 0x7D, 0xBB, 0x201D, 0x2019, 0x22, 0x2026, 0x2E, 0x2C: return true
    default: return false
    }
  }

  private mutating func colon() {
    let after: Sign? = typed.after(at)
    let isAlone: Bool = after != 0x3A && typed.before(at) != 0x3A
    if isAlone, after == nil || after?.isSpace == true || after == 0xAB || closesQuote(at + 1) {
      space(Self.firm, where: Self.endsWord)
    }
    copy(0x3A)
  }

  /// Whether « » » comes next, or what becomes one.
  private func closesQuote(_ from: Int) -> Bool {
    var next: Int = from
    while next < typed.count, typed[next].isGap || typed[next].isWidthless { next += 1 }
    return next < typed.count && (typed[next] == 0xBB || quotes[next] == 0xBB)
  }

  private mutating func percent(_ sign: Sign) {
    let after: Sign? = typed.after(at)
    if after?.isLetter != true, after?.isDigit != true { space(Self.fine) { $0.isDigit } }
    copy(sign)
  }

  private mutating func quote(_ sign: Sign) {
    switch sign {
    case 0xBB:
      space(Self.fine) { !$0.isSpace && $0 != 0xAB }
      copy(sign)
    case 0xAB:
      copy(sign)
      var next: Int = at
      while next < typed.count, typed[next].isGap { next += 1 }
      guard next < typed.count, !typed[next].isSpace else { return }
      line.append(Self.fine)
      at = next
    default: copy(sign)
    }
  }

  private mutating func ellipsis() {
    let isThree: Bool = typed[at...].prefix(3).elementsEqual([0x2E, 0x2E, 0x2E]) && typed.before(at) != 0x2E
    let next: Sign? = at + 3 < typed.count ? typed[at + 3] : nil
    guard isThree, next != 0x2E, next != 0x2F, !frozen[at + 2] else { return copy(0x2E) }
    line.append(0x2026)
    at += 3
  }

  /// « un mot – un aparté – un mot »: not a point of a list, not a subtraction.
  private mutating func dash() {
    let length: Int = typed[at...].prefix(3).prefix { $0 == 0x2D }.count
    let next: Sign? = at + length < typed.count ? typed[at + length] : nil
    guard length < 3, next?.isGap == true, line.last?.isGap == true, let before = wordBefore else {
      for _ in 0..<length { copy(0x2D) }
      return
    }
    let afterNext: Sign? = typed.after(at + length)
    let isSum: Bool = before.isDigit && afterNext?.isDigit == true
    guard !isSum, !closesQuote(at + length) else {
      for _ in 0..<length { copy(0x2D) }
      return
    }
    line.append(0x2013)
    at += length
  }

  /// The last sign of what is before the spaces here, on this line.
  private var wordBefore: Sign? {
    guard let sign = line.last(where: { !$0.isGap && !$0.isWidthless }), !sign.isSpace else { return nil }
    return sign
  }

  private mutating func number(_ sign: Sign) {
    copy(sign)
    guard let letter = typed.before(at - 1), letter == 0x6E || letter == 0x4E, at < typed.count else { return }
    guard typed[at].isDigit else { return }
    line.append(Self.firm)
  }

  private mutating func gap() {
    let next: Sign? = at + 1 < typed.count ? typed[at + 1] : nil
    if let next, !next.isSpace, isGlued(to: next) {
      line.append(Self.firm)
      at += 1
    } else {
      copy(typed[at])
    }
  }

  /// Puts `space` before the sign that comes now, for what was typed there or for nothing.
  mutating func space(_ space: Sign, where suits: (Sign) -> Bool) {
    var last: Int = line.count - 1
    var gap: Int?
    while last >= 0, line[last].isGap || line[last].isWidthless {
      if line[last].isGap { gap = last }
      last -= 1
    }
    guard last >= 0, suits(line[last]) else { return }
    guard let gap else {
      // Right after an address, it would be read as a part of it or cut from it.
      if last >= frozenEnd { line.append(space) }
      return
    }
    line[gap] = space
    let rest: [Sign] = line[(gap + 1)...].filter { !$0.isGap }
    line.replaceSubrange((gap + 1)..., with: rest)
  }

  static func endsWord(_ sign: Sign) -> Bool {
    switch sign {
    case 0x29, 0x5D, 0x7D, 0xBB, 0x201D, 0x2019, 0x22, 0x27, 0x2E, 0x2026, 0x25, 0x2030, 0x20AC, 0xB0, 0xB2, 0xB3:
      true
    default: sign.isLetter || sign.isDigit || sign == .object
    }
  }
}
