/// What opening hours are made of, as people type them.
struct OpeningHoursToken: Equatable {
  enum Kind: Equatable {
    /// Without case and accents.
    case word(String)
    case number(Int)
    case dash, colon, comma, stop, unknown
  }

  let kind: Kind
  /// Where it stands in the text.
  let place: Range<Int>

  var isSeparator: Bool { kind == .comma || kind == .stop }

  static func all(_ text: [Unicode.Scalar]) -> [OpeningHoursToken] {
    var tokens: [OpeningHoursToken] = []
    var index: Int = 0
    while index < text.count {
      let start: Int = index
      index += 1
      if isDigit(text[start]) {
        while index < text.count, isDigit(text[index]) { index += 1 }
        tokens.append(OpeningHoursToken(kind: number(text[start..<index]), place: start..<index))
      } else if isLetter(text[start]) {
        while index < text.count, isLetter(text[index]) { index += 1 }
        let word: String = sortKey(String(String.UnicodeScalarView(text[start..<index])))
        tokens.append(OpeningHoursToken(kind: .word(word), place: start..<index))
      } else if text[start] == "." {
        let isWithin: Bool = start > 0 && isDigit(text[start - 1]) && index < text.count && isDigit(text[index])
        if let kind = fullStop(after: tokens.last, isWithinHour: isWithin) {
          tokens.append(OpeningHoursToken(kind: kind, place: start..<index))
        }
      } else if let kind = sign(text[start]) {
        tokens.append(OpeningHoursToken(kind: kind, place: start..<index))
      }
    }
    return tokens
  }

  private static func number(_ digits: ArraySlice<Unicode.Scalar>) -> Kind {
    digits.count > 2 ? .unknown : .number(digits.reduce(0) { $0 * 10 + Int($1.value) - 0x30 })
  }

  /// « 9.30 », « lun. » or the end of a sentence.
  private static func fullStop(after last: OpeningHoursToken?, isWithinHour: Bool) -> Kind? {
    if isWithinHour { return .colon }
    guard let last, case .word = last.kind, last.place.count > 4 else { return nil }
    return .stop
  }

  /// Nil for what only stands between words.
  private static func sign(_ scalar: Unicode.Scalar) -> Kind? {
    switch scalar {
    case "-", "\u{2010}"..."\u{2015}", "\u{2212}": .dash
    case ":": .colon
    case ",", "&", "+", "/", "(", ")": .comma
    case ";", "|", "\u{B7}", "\u{2022}", "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": .stop
    case "'", "\u{2019}", "\u{200B}", "\u{2060}", "\u{FEFF}": nil
    default: scalar.properties.isWhitespace ? nil : .unknown
    }
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (0x30...0x39).contains(scalar.value) }

  /// An accent may be a sign of its own.
  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || (0x300...0x36F).contains(scalar.value)
  }
}
