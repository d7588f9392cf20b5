/// The sign before the decimals, in one document or one column of it.
public enum DecimalMark: Sendable, Equatable {
  case comma, point

  /// The mark that these cells prove: by two different signs, by a sign that comes twice, by other than three digits behind
  /// it. Nil where none does, or where they contradict each other.
  public static func recognised(in cells: some Sequence<TableCell>) -> DecimalMark? {
    var (commas, points): (Int, Int) = (0, 0)
    for cell in cells {
      guard let typed = cell.typed(), let figure = try? Figure(typed, nil) else { continue }
      switch figure.proves {
      case .comma: commas += 1
      case .point: points += 1
      case nil: break
      }
    }
    return commas > 0 && points > 0 ? nil : commas > 0 ? .comma : points > 0 ? .point : nil
  }
}

/// A number as people type it, before it is a sum, a count or a share.
struct Figure {
  let isNegative: Bool
  /// Digits only, in ASCII.
  let whole: [UInt8]
  let decimals: [UInt8]
  let isPercent: Bool
  /// `1,234` while nobody said what its sign is: a thousand, or one and a quarter.
  let isAmbiguous: Bool
  let proves: DecimalMark?

  init(_ text: String, _ mark: DecimalMark?) throws(CellFault) {
    let signs: [UInt8] = Sign.plain(text)
    var (body, isNegative): (ArraySlice<UInt8>, Bool) = (signs[...], false)
    var isPercent: Bool = false
    // Most numbers are digits and their marks from end to end.
    if let last = body.last, !Sign.isDigit(last) || !Sign.isDigit(body[0]) {
      // Accountants write what is owed between brackets.
      if body.first == 0x28, last == 0x29 { (body, isNegative) = (body.dropFirst().dropLast(), true) }
      body = Figure.bare(body, &isPercent)
      if let first = body.first, first == 0x2B || first == 0x2D {
        guard !isNegative else { throw .notANumber(text) }
        isNegative = first == 0x2D
        body = Figure.bare(body.dropFirst(), &isPercent)
      } else if body.last == 0x2D {
        // As accounting programs do.
        guard !isNegative else { throw .notANumber(text) }
        (body, isNegative) = (Sign.trimmed(body.dropLast()), true)
      }
    }
    guard let digits = Digits(body, mark) else { throw .notANumber(text) }
    self.isNegative = isNegative
    self.isPercent = isPercent
    (whole, decimals, isAmbiguous, proves) = (digits.whole, digits.decimals, digits.isAmbiguous, digits.proves)
  }

  /// Without the words for euros and the sign for hundredths around it.
  private static func bare(_ text: ArraySlice<UInt8>, _ isPercent: inout Bool) -> ArraySlice<UInt8> {
    var body: ArraySlice<UInt8> = Sign.trimmed(text)
    if body.last == 0x25 {
      isPercent = true
      return Sign.trimmed(body.dropLast())
    }
    if body.first == Sign.euro { body = Sign.trimmed(body.dropFirst()) }
    if body.last == Sign.euro { return Sign.trimmed(body.dropLast()) }
    let tail: [UInt8] = body.suffix(5).map { $0 | 0x20 }
    for word in ["euros", "euro", "eur"] where tail.suffix(word.utf8.count).elementsEqual(word.utf8) {
      return Sign.trimmed(body.dropLast(word.utf8.count))
    }
    return body
  }
}

/// The signs that numbers are written with, one byte each.
private enum Sign {
  static let euro: UInt8 = 0x80

  static func plain(_ text: String) -> [UInt8] {
    var signs: [UInt8] = []
    signs.reserveCapacity(text.utf8.count)
    if text.utf8.allSatisfy({ $0 < 0x80 }) {
      signs.append(contentsOf: text.utf8)
      return signs
    }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\u{A0}", "\u{202F}", "\u{2009}": signs.append(0x20)
      case "’": signs.append(0x27)
      case "−", "–": signs.append(0x2D)
      case "€": signs.append(euro)
      default: signs.append(scalar.isASCII ? UInt8(scalar.value) : 0)
      }
    }
    return signs
  }

  static func isDigit(_ sign: UInt8) -> Bool { sign >= 0x30 && sign <= 0x39 }

  /// The spaces, and the apostrophes of the Swiss.
  static func isGap(_ sign: UInt8) -> Bool { sign == 0x20 || sign == 0x27 }

  static func isMark(_ sign: UInt8) -> Bool { sign == 0x2C || sign == 0x2E }

  static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text: ArraySlice<UInt8> = text
    while text.first == 0x20 { text.removeFirst() }
    while text.last == 0x20 { text.removeLast() }
    return text
  }
}

/// What stands before the decimal mark and behind it.
private struct Digits {
  var whole: [UInt8] = []
  var decimals: [UInt8] = []
  var isAmbiguous: Bool = false
  var proves: DecimalMark?

  init?(_ text: ArraySlice<UInt8>, _ mark: DecimalMark?) {
    guard let (text, power) = Digits.power(text), text.count <= 64 else { return nil }
    var (commas, points): (Int, Int) = (0, 0)
    for sign in text {
      if sign == 0x2C { commas += 1 }
      if sign == 0x2E { points += 1 }
    }
    let isRead: Bool =
      switch (commas, points) {
      case (0, 0): readWhole(text, nil)
      case (1, 1...), (1..., 1): readBoth(text)
      case (2..., 0): readWhole(text, 0x2C) && prove(.point)
      case (0, 2...): readWhole(text, 0x2E) && prove(.comma)
      case (1, 0), (0, 1): readOne(text, commas == 1 ? .comma : .point, mark)
      default: false
      }
    guard isRead else { return nil }
    if power != 0 { shift(by: power) }
  }

  /// `2,44E+13`, as spreadsheets write large numbers into text files.
  private static func power(_ text: ArraySlice<UInt8>) -> (ArraySlice<UInt8>, Int)? {
    guard let sign = text.firstIndex(where: { $0 == 0x45 || $0 == 0x65 }) else { return (text, 0) }
    let digits = String(decoding: text[(sign + 1)...], as: UTF8.self)
    guard let power = Int(digits), (-20...20).contains(power) else { return nil }
    return (text[..<sign], power)
  }

  private mutating func prove(_ mark: DecimalMark) -> Bool {
    proves = mark
    return true
  }

  /// Two signs: the last is before the decimals, the other between thousands.
  private mutating func readBoth(_ text: ArraySlice<UInt8>) -> Bool {
    guard let last = text.lastIndex(where: Sign.isMark) else { return false }
    let other: UInt8 = text[last] == 0x2C ? 0x2E : 0x2C
    return readWhole(text[..<last], other) && readDecimals(text[(last + 1)...])
      && prove(text[last] == 0x2C ? .comma : .point)
  }

  /// One sign: before the decimals, unless the document's other mark makes it one of thousands.
  private mutating func readOne(_ text: ArraySlice<UInt8>, _ sign: DecimalMark, _ mark: DecimalMark?) -> Bool {
    guard let place = text.firstIndex(where: Sign.isMark) else { return false }
    let (head, tail): (ArraySlice<UInt8>, ArraySlice<UInt8>) = (text[..<place], text[(place + 1)...])
    let mayBeThousands: Bool =
      tail.count == 3 && (1...3).contains(head.count) && !head.elementsEqual([0x30]) && head.allSatisfy(Sign.isDigit)
    if mayBeThousands {
      if mark != nil, mark != sign { return readWhole(text, text[place]) }
      isAmbiguous = mark == nil
    }
    return (head.isEmpty || readWhole(head, nil)) && readDecimals(tail) && (mayBeThousands || prove(sign))
  }

  private mutating func readDecimals(_ text: ArraySlice<UInt8>) -> Bool {
    decimals = Array(text)
    return !text.isEmpty && text.allSatisfy(Sign.isDigit)
  }

  /// Digits with nothing between them, or in threes.
  private mutating func readWhole(_ text: ArraySlice<UInt8>, _ mark: UInt8?) -> Bool {
    if !text.isEmpty, text.allSatisfy(Sign.isDigit) {
      whole = Array(text)
      return true
    }
    let groups: [ArraySlice<UInt8>] = text.split(omittingEmptySubsequences: false) {
      mark == nil ? Sign.isGap($0) : $0 == mark
    }
    guard groups.allSatisfy({ !$0.isEmpty && $0.allSatisfy(Sign.isDigit) }), groups[0].count <= 3,
      groups.dropFirst().allSatisfy({ $0.count == 3 })
    else { return false }
    whole = Array(groups.joined())
    return true
  }

  private mutating func shift(by power: Int) {
    let digits: [UInt8] = whole + decimals
    let place: Int = whole.count + power
    let padded: [UInt8] = Array(repeating: 0x30, count: max(0, 1 - place)) + digits
    let point: Int = max(1, place)
    let filled: [UInt8] = padded + Array(repeating: 0x30, count: max(0, point - padded.count))
    (whole, decimals) = (Array(filled.prefix(point)), Array(filled.dropFirst(point)))
    isAmbiguous = false
  }
}
