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
  /// Digits only.
  let whole: String
  let decimals: String
  let isPercent: Bool
  /// `1,234` while nobody said what its sign is: a thousand, or one and a quarter.
  let isAmbiguous: Bool
  let proves: DecimalMark?

  init(_ text: String, _ mark: DecimalMark?) throws(CellFault) {
    var (body, isNegative): (String, Bool) = (text, false)
    // Accountants write what is owed between brackets.
    if body.hasPrefix("("), body.hasSuffix(")") { (body, isNegative) = (String(body.dropFirst().dropLast()), true) }
    var isPercent: Bool = false
    body = Figure.bare(body, &isPercent)
    if let first = body.first, "+-−–".contains(first) {
      guard !isNegative else { throw .notANumber(text) }
      isNegative = first != "+"
      body = Figure.bare(String(body.dropFirst()), &isPercent)
    } else if let last = body.last, last == "-" || last == "−" {
      // As accounting programs do.
      guard !isNegative else { throw .notANumber(text) }
      (body, isNegative) = (trimmed(String(body.dropLast())), true)
    }
    guard let digits = Digits(body, mark) else { throw .notANumber(text) }
    self.isNegative = isNegative
    self.isPercent = isPercent
    (whole, decimals, isAmbiguous, proves) = (digits.whole, digits.decimals, digits.isAmbiguous, digits.proves)
  }

  /// Without the words for euros and the sign for hundredths around it.
  private static func bare(_ text: String, _ isPercent: inout Bool) -> String {
    var body: String = trimmed(text)
    if body.hasSuffix("%") {
      isPercent = true
      return trimmed(String(body.dropLast()))
    }
    if body.hasPrefix("€") { body = trimmed(String(body.dropFirst())) }
    for unit in ["€", "EUR", "Eur", "eur", "euros", "Euros", "EUROS", "euro", "Euro"] where body.hasSuffix(unit) {
      return trimmed(String(body.dropLast(unit.count)))
    }
    return body
  }
}

/// What stands before the decimal mark and behind it.
private struct Digits {
  var whole: String = ""
  var decimals: String = ""
  var isAmbiguous: Bool = false
  var proves: DecimalMark?

  init?(_ text: String, _ mark: DecimalMark?) {
    guard let (text, power) = Digits.power(text), text.utf8.count <= 64 else { return nil }
    let commas: Int = text.reduce(0) { $0 + ($1 == "," ? 1 : 0) }
    let points: Int = text.reduce(0) { $0 + ($1 == "." ? 1 : 0) }
    let isRead: Bool =
      switch (commas, points) {
      case (0, 0): readWhole(text, nil)
      case (1, 1...), (1..., 1): readBoth(text)
      case (2..., 0): readWhole(text, ",") && prove(.point)
      case (0, 2...): readWhole(text, ".") && prove(.comma)
      case (1, 0), (0, 1): readOne(text, commas == 1 ? .comma : .point, mark)
      default: false
      }
    guard isRead, power == 0 || shift(by: power) else { return nil }
  }

  /// `2,44E+13`, as spreadsheets write large numbers into text files.
  private static func power(_ text: String) -> (String, Int)? {
    guard let sign = text.firstIndex(where: { $0 == "E" || $0 == "e" }) else { return (text, 0) }
    let digits: Substring = text[text.index(after: sign)...].drop { $0 == "+" }
    guard let power = Int(digits), (-20...20).contains(power) else { return nil }
    return (String(text[..<sign]), power)
  }

  private mutating func prove(_ mark: DecimalMark) -> Bool {
    proves = mark
    return true
  }

  /// Two signs: the last is before the decimals, the other between thousands.
  private mutating func readBoth(_ text: String) -> Bool {
    guard let last = text.lastIndex(where: { $0 == "," || $0 == "." }) else { return false }
    let other: Character = text[last] == "," ? "." : ","
    return readWhole(String(text[..<last]), other) && readDecimals(text[text.index(after: last)...])
      && prove(text[last] == "," ? .comma : .point)
  }

  /// One sign: before the decimals, unless the document's other mark makes it one of thousands.
  private mutating func readOne(_ text: String, _ sign: DecimalMark, _ mark: DecimalMark?) -> Bool {
    guard let place = text.firstIndex(where: { $0 == "," || $0 == "." }) else { return false }
    let (head, tail): (Substring, Substring) = (text[..<place], text[text.index(after: place)...])
    let mayBeThousands: Bool =
      tail.count == 3 && (1...3).contains(head.count) && head != "0" && head.allSatisfy(Digits.isDigit)
    if mayBeThousands {
      if mark != nil, mark != sign { return readWhole(text, text[place]) }
      isAmbiguous = mark == nil
    }
    return readWhole(head.isEmpty ? "0" : String(head), nil) && readDecimals(tail) && (mayBeThousands || prove(sign))
  }

  private mutating func readDecimals(_ text: Substring) -> Bool {
    decimals = String(text)
    return !text.isEmpty && text.allSatisfy(Digits.isDigit)
  }

  /// Digits with nothing between them, or in threes.
  private mutating func readWhole(_ text: String, _ sign: Character?) -> Bool {
    let groups: [Substring] = text.split(omittingEmptySubsequences: false) {
      sign == nil ? Digits.isGap($0) : $0 == sign
    }
    guard let first = groups.first, groups.allSatisfy({ !$0.isEmpty && $0.allSatisfy(Digits.isDigit) }) else {
      return false
    }
    guard groups.count == 1 || (first.count <= 3 && groups.dropFirst().allSatisfy { $0.count == 3 }) else {
      return false
    }
    whole = groups.joined()
    return true
  }

  private mutating func shift(by power: Int) -> Bool {
    let digits: String = whole + decimals
    let place: Int = whole.count + power
    let padded: String = String(repeating: "0", count: max(0, 1 - place)) + digits
    let point: Int = max(1, place)
    let filled: String = padded + String(repeating: "0", count: max(0, point - padded.count))
    (whole, decimals) = (String(filled.prefix(point)), String(filled.dropFirst(point)))
    isAmbiguous = false
    return true
  }

  private static func isDigit(_ sign: Character) -> Bool { sign >= "0" && sign <= "9" }

  /// The spaces, and the apostrophes of the Swiss.
  private static func isGap(_ sign: Character) -> Bool {
    sign == " " || sign == "\u{A0}" || sign == "\u{202F}" || sign == "\u{2009}" || sign == "'" || sign == "’"
  }
}
