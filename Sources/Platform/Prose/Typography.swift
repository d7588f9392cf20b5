/// The usages by which a language is set: what nobody should have to type, and what everybody notices when it is missing.
///
/// French after the « Lexique des règles typographiques en usage à l’Imprimerie nationale ». What is done is done once: a
/// text that is set again stays as it is.
public enum Typography: Sendable {
  case french, english, german

  /// A text without marks. What stands between backquotes, and addresses, are left alone.
  public func set(_ text: String) -> String {
    guard !text.isEmpty else { return text }
    return set([Sign](text), raises: false).text
  }

  /// One paragraph with its edges. Where it `raises`, the letters of « XIXe » are put above the line.
  func set(_ line: [Sign], raises: Bool) -> [Sign] {
    guard line.contains(where: { $0.isCharacter && !$0.isLetter && $0 != 0x2C || $0.isDigit }) else { return line }
    let frozen: [Bool] = Self.frozen(line)
    let quotes: [Sign] = self.quotes(line, frozen)
    switch self {
    case .french:
      var setting = FrenchLine(line, frozen, quotes, raises: raises)
      return setting.done()
    case .english, .german: return plain(line, frozen, quotes)
    }
  }

  private func plain(_ line: [Sign], _ frozen: [Bool], _ quotes: [Sign]) -> [Sign] {
    var done: [Sign] = line
    for index in line.indices where !frozen[index] {
      if quotes[index] != 0 { done[index] = quotes[index] }
      if self == .english, line[index] == 0x27, Self.isApostrophe(line, index) { done[index] = 0x2019 }
    }
    return done
  }

  static func isApostrophe(_ line: [Sign], _ index: Int) -> Bool {
    let (before, after): (Sign?, Sign?) = (line.before(index), line.after(index))
    guard let before, before.isLetter || (before.isDigit && after?.isLetter == true) else { return false }
    // Otherwise it may close what a straight quote opened.
    let opensEarlier: Bool = after == nil && (0..<index).contains { line[$0] == 0x27 && opensWord(line, $0) }
    return (after == nil && !opensEarlier) || after?.isLetter == true || after?.isDigit == true || after == .object
      || after == 0xAB
      || after == 0x22 || after == 0x201C || after == 0x201E
  }

  private static func opensWord(_ line: [Sign], _ index: Int) -> Bool {
    line.after(index)?.isDigit != true && (line.before(index).map { $0.isSpace || $0 == 0x28 } ?? true)
  }

  /// Outer and inner, opening and closing.
  private var marks: (outer: (Sign, Sign), inner: (Sign, Sign)) {
    switch self {
    case .french: ((0xAB, 0xBB), (0x201C, 0x201D))
    case .english: ((0x201C, 0x201D), (0x2018, 0x2019))
    case .german: ((0x201E, 0x201C), (0x201A, 0x2018))
    }
  }

  /// What each straight quote becomes: those that have no other half are left.
  private func quotes(_ line: [Sign], _ frozen: [Bool]) -> [Sign] {
    var quotes: [Sign] = Array(repeating: 0, count: line.count)
    guard line.contains(0x22) else { return quotes }
    var open: [Int] = []
    var depth: Int = 0
    for index in line.indices where !frozen[index] {
      switch line[index] {
      case marks.outer.0 where self != .english || depth == 0: depth += 1
      case marks.outer.1: depth = max(depth - 1, 0)
      case 0x0A where index > 0 && line[index - 1] == 0x0A: (open, depth) = ([], 0)
      case 0x22:
        if opens(line, index, isInside: !open.isEmpty) {
          open.append(index)
        } else if let first = open.popLast() {
          let pair: (Sign, Sign) = open.count + depth == 0 ? marks.outer : marks.inner
          (quotes[first], quotes[index]) = pair
        }
      default: break
      }
    }
    // An inner pair whose outer half never came is the outer one.
    if !open.isEmpty, depth == 0 { promote(&quotes) }
    return quotes
  }

  private func promote(_ quotes: inout [Sign]) {
    guard !quotes.contains(marks.outer.0) else { return }
    for index in quotes.indices {
      if quotes[index] == marks.inner.0 { quotes[index] = marks.outer.0 }
      if quotes[index] == marks.inner.1 { quotes[index] = marks.outer.1 }
    }
  }

  private func opens(_ line: [Sign], _ index: Int, isInside: Bool) -> Bool {
    guard let after = line.after(index), !after.isSpace, ![0x21, 0x25, 0x3A, 0x3B, 0x3F, 0x2030].contains(after) else {
      return false
    }
    guard let before = line.before(index) else { return true }
    switch before {
    case 0x27, 0x2019, 0x2D: return after.isLetter || after.isDigit || !isInside
    case 0x22: return isInside ? line[..<index].lastIndex(of: 0x22).map { opensAt(line, $0) } ?? true : true
    case 0x28, 0x5B, 0x7B, 0xAB, 0x201C, 0x201E, 0x2013, 0x2014, 0x2F: return true
    default: return before.isSpace
    }
  }

  /// Of two straight quotes side by side, the second does what the first did.
  private func opensAt(_ line: [Sign], _ index: Int) -> Bool {
    guard let before = line.before(index) else { return true }
    return before.isSpace || before == 0x28
  }

  /// Words that are addresses, and what stands between backquotes.
  private static func frozen(_ line: [Sign]) -> [Bool] {
    var frozen: [Bool] = Array(repeating: false, count: line.count)
    guard line.contains(where: { $0 == 0x60 || $0 == 0x40 || $0 == 0x2F || $0 == 0x3A || $0 == 0x77 }) else {
      return frozen
    }
    var start: Int = 0
    var quoted: Int?
    while start < line.count {
      var end: Int = start
      while end < line.count, !line[end].isSpace, line[end] != .edge {
        if line[end] == 0x60 {
          if let from = quoted { for index in from...end { frozen[index] = true } }
          quoted = quoted == nil ? end : nil
        }
        end += 1
      }
      if isAddress(line[start..<end]) {
        var last: Int = end
        while last > start, trailing.contains(line[last - 1]) { last -= 1 }
        for index in start..<last { frozen[index] = true }
      }
      if end < line.count, line[end] == 0x0A { quoted = nil }
      start = end + 1
    }
    return frozen
  }

  private static let trailing: [Sign] = [0x2E, 0x2C, 0x29, 0x22, 0xBB, 0x201D, 0x2019, 0x21, 0x3F, 0x3A, 0x3B]

  private static func isPlain(_ sign: Sign) -> Bool { sign.isDigit || sign == 0x5F || (0x61...0x7A).contains(sign) }

  /// `https://…`, `www.…`, `a@b.fr`, `:smile:`.
  private static func isAddress(_ word: ArraySlice<Sign>) -> Bool {
    guard word.count > 3 else { return false }
    var previous: (Sign, Sign) = (0, 0)
    for (place, sign) in word.enumerated() {
      switch sign {
      case 0x2F where previous.1 == 0x2F && previous.0 == 0x3A: return true
      case 0x40 where place > 0 && place < word.count - 1: return true
      case 0x2E where place == 3 && word.prefix(3).allSatisfy({ $0 == 0x77 }): return true
      case 0x3A where place > 1 && word.first == 0x3A: return word.dropFirst().prefix(place - 1).allSatisfy(isPlain)
      case 0x3A where place == 6 && word.prefix(6).elementsEqual([Sign]("mailto")): return true
      default: break
      }
      previous = (previous.1, sign)
    }
    return false
  }
}

extension Array where Element == Sign {
  /// What stands next to a place, whatever edges are between.
  func before(_ index: Int) -> Sign? {
    var index: Int = index - 1
    while index >= 0, self[index].isWidthless { index -= 1 }
    return index >= 0 ? self[index] : nil
  }

  func after(_ index: Int) -> Sign? {
    var index: Int = index + 1
    while index < count, self[index].isWidthless { index += 1 }
    return index < count ? self[index] : nil
  }
}
