extension Money {
  /// An amount as people type it: `20 000`, `20000,50 €`, `20.000,50`, `€20,000.50`, `20 k€`, `1,2 M€`.
  ///
  /// A lone mark before three digits parts thousands, since no one writes three decimals of a euro: `20.000` is twenty
  /// thousand and `20.00` is twenty. Nil where it could mean two things, or has parts of a cent.
  public init?(typed text: String) {
    var text: Substring = trim(text)[...]
    let isNegative: Bool = Self.takeSign(&text)
    if text.first == "€" { text = trim(String(text.dropFirst()))[...] }
    let scale: Int = Self.takeUnit(&text)
    guard let cents = Self.cents(trim(String(text)), scale: scale) else { return nil }
    self.init(cents: isNegative ? -cents : cents)
  }

  private static func takeSign(_ text: inout Substring) -> Bool {
    guard let first = text.first, first == "-" || first == "−" || first == "+" else { return false }
    text = trim(String(text.dropFirst()))[...]
    return first != "+"
  }

  /// The power of ten that the words after the figures multiply by.
  private static func takeUnit(_ text: inout Substring) -> Int {
    let end: String.Index = text.lastIndex { $0.isNumber }.map { text.index(after: $0) } ?? text.startIndex
    let scale: Int? =
      switch trim(String(text[end...])) {
      case "", "€", "EUR", "eur", "euro", "euros", "Euro", "Euros": 0
      case "k€", "K€", "k", "K", "k €", "K €": 3
      case "M€", "M", "M €": 6
      case "Md€", "Md", "Mds€", "Md €": 9
      default: nil
      }
    // What is left of an unknown unit is refused with the figures.
    guard let scale else { return 0 }
    text = text[..<end]
    return scale
  }

  private static func cents(_ figures: String, scale: Int) -> Int? {
    guard let (whole, decimals) = parted(figures, takesThousands: scale == 0) else { return nil }
    guard !whole.isEmpty, whole.count + scale <= 13, decimals.count <= scale + 2 else { return nil }
    let zeros = String(repeating: "0", count: scale + 2 - decimals.count)
    return Int(whole + decimals + zeros)
  }

  /// The digits before and after the decimal mark.
  private static func parted(_ figures: String, takesThousands: Bool) -> (String, String)? {
    let marks: [Character] = figures.filter { $0 == "," || $0 == "." }
    guard let last = figures.lastIndex(where: { $0 == "," || $0 == "." }) else {
      return grouped(figures, by: nil).map { ($0, "") }
    }
    let (head, tail): (String, String) = (String(figures[..<last]), String(figures[figures.index(after: last)...]))
    let other: Character = figures[last] == "," ? "." : ","
    let isAlone: Bool = marks.count == 1
    let hasSpaces: Bool = figures.contains(where: isGap)
    let isThousands: Bool =
      isAlone
      ? takesThousands && tail.count == 3 && head != "0" && !hasSpaces && !head.isEmpty
      : !marks.contains(other)
    if isThousands { return grouped(figures, by: figures[last]).map { ($0, "") } }
    guard marks.dropLast().allSatisfy({ $0 == other }), !tail.isEmpty, tail.allSatisfy(isDigit) else { return nil }
    return grouped(head, by: isAlone ? nil : other).map { ($0, tail) }
  }

  /// Digits with nothing between them, or in threes.
  private static func grouped(_ figures: String, by mark: Character?) -> String? {
    let groups: [Substring] = figures.split(omittingEmptySubsequences: false) { mark == nil ? isGap($0) : $0 == mark }
    guard let first = groups.first, groups.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isDigit) }) else { return nil }
    guard groups.count == 1 || (first.count <= 3 && groups.dropFirst().allSatisfy { $0.count == 3 }) else { return nil }
    return groups.joined()
  }

  private static func isDigit(_ character: Character) -> Bool { character >= "0" && character <= "9" }

  private static func isGap(_ character: Character) -> Bool {
    character == " " || character == "\u{A0}" || character == "\u{202F}" || character == "\u{2009}"
  }
}

extension Field where Value == Money {
  /// An amount in euros, not under `least`: negative only where that is.
  public static func amount(
    _ key: String, _ label: Text, help: Text? = nil, least: Money = .zero, most: Money
  ) -> Field {
    Field(
      key: key, label: label, help: help, isRequired: true, control: .amount(least: least),
      read: { raw in
        guard let raw, !trim(raw).isEmpty else { return .wrong(.missing) }
        guard let money = Money(typed: raw) else { return .wrong(.notAnAmount) }
        guard money >= least else { return .wrong(least == .zero ? .negative : .tooLittle(least)) }
        guard money <= most else { return .wrong(.tooMuch(most)) }
        return .value(money)
      }, write: { $0.decimal })
  }
}

extension Text {
  fileprivate static let notAnAmount = Text(
    fr: "Un montant en euros est attendu, par exemple 20 000 ou 1 250,50.",
    en: "An amount in euros is expected, for example 20,000 or 1250.50.",
    de: "Ein Betrag in Euro wird erwartet, zum Beispiel 20.000 oder 1250,50.")
  fileprivate static let negative = Text(
    fr: "Un montant positif ou nul est attendu.", en: "An amount of zero or more is expected.",
    de: "Ein Betrag von null oder mehr wird erwartet.")

  fileprivate static func tooLittle(_ least: Money) -> Text {
    Text(
      fr: "Au moins \(Language.fr.money(least)).", en: "At least \(Language.en.money(least)).",
      de: "Mindestens \(Language.de.money(least)).")
  }

  fileprivate static func tooMuch(_ most: Money) -> Text {
    Text(
      fr: "Au plus \(Language.fr.money(most)).", en: "At most \(Language.en.money(most)).",
      de: "Höchstens \(Language.de.money(most)).")
  }
}
