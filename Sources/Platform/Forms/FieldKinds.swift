import HTTP
import Mail
import SQL

extension Field where Value == String {
  public static func text(_ key: String, _ label: Text, help: Text? = nil, most: Int) -> Field {
    Field(
      key: key, label: label, help: help, isRequired: true, control: .text(most: most),
      read: { line($0, most: most) }, write: { $0 })
  }

  /// A record by its name, searched for while it is typed.
  public static func named(_ key: String, _ label: Text, help: Text? = nil, most: Int, finder: String) -> Field {
    Field(
      key: key, label: label, help: help, isRequired: true, control: .named(most: most, finder: finder),
      read: { line($0, most: most) }, write: { $0 })
  }
}

extension Field where Value == String {
  /// Written in capitals, however it was typed.
  public var capitals: Field {
    let read = read
    return Field(
      key: key, label: label, help: help, isRequired: isRequired, control: control, autocomplete: autocomplete,
      read: { raw in
        guard case .value(let text) = read(raw) else { return read(raw) }
        return .value(text.uppercased())
      }, write: write)
  }

  /// Several lines, kept as they were typed but for trailing spaces.
  public static func lines(_ key: String, _ label: Text, help: Text? = nil, most: Int) -> Field {
    Field(
      key: key, label: label, help: help, isRequired: true, control: .lines(most: most),
      read: { severalLines($0, most: most) }, write: { $0 })
  }

  /// Markdown, to be shown by `Page.prose`. Kept as it was typed: usages may change, and what somebody wrote not.
  public static func prose(_ key: String, _ label: Text, help: Text? = nil, most: Int = 20_000) -> Field {
    let most: Int = min(most, Prose.mostCharacters)
    return Field(
      key: key, label: label, help: help, isRequired: true, control: .prose(most: most),
      read: { severalLines($0, most: most) }, write: { $0 })
  }

  /// As typed, spaces included: a password is not a word.
  public static func password(_ key: String, _ label: Text, help: Text? = nil) -> Field {
    Field(
      key: key, label: label, help: help, isRequired: true, control: .password,
      read: { raw in
        guard let raw, !raw.isEmpty else { return .wrong(.missing) }
        guard raw.utf8.count <= PasswordRule.mostBytes else {
          return .wrong(.tooLong(PasswordRule.mostBytes, raw.count))
        }
        return .value(raw)
      }, write: { _ in nil })
  }

  public static func code(_ key: String, _ label: Text, help: Text? = nil) -> Field {
    Field(
      key: key, label: label, help: help, isRequired: true, control: .code,
      read: { line($0, most: 40) }, write: { _ in nil }
    ).filledIn(as: "one-time-code")
  }
}

extension Field where Value == String? {
  /// Carried along with the form.
  static func carried(_ key: String, most: Int) -> Field {
    Field<String>(
      key: key, label: Text(name: key), help: nil, isRequired: false, control: .hiddenText,
      read: { line($0, most: most) }, write: { $0 }
    ).optional.forgiving(nil)
  }
}

extension Field {
  /// What nobody typed, nobody can correct: wrong, it is as if it were not there.
  fileprivate func forgiving(_ value: Value) -> Field {
    let (read, write) = (read, write)
    return Field(
      key: key, label: label, help: help, isRequired: isRequired, control: control,
      read: { raw in
        if case .value(let value) = read(raw) { return .value(value) }
        return .value(value)
      }, write: write)
  }
}

extension Field {
  /// The same field, carried along by a page that settles it otherwise.
  public var carriedAlong: Field {
    Field(
      key: key, label: label, help: nil, isRequired: isRequired, control: .hiddenText, read: read, write: write)
  }
}

extension Field where Value == EmailAddress {
  public static func email(_ key: String, _ label: Text, help: Text? = nil) -> Field {
    Field(
      key: key, label: label, help: help, isRequired: true, control: .email,
      read: { raw in
        let typed: String = trim(raw ?? "")
        guard !typed.isEmpty else { return .wrong(.missing) }
        guard let address = EmailAddress(typed) else { return .wrong(.notAnEmail) }
        return .value(address)
      }, write: { $0.text }
    ).filledIn(as: "email")
  }
}

extension Field where Value == Bool {
  public static func flag(_ key: String, _ label: Text, help: Text? = nil) -> Field {
    Field(
      key: key, label: label, help: help, isRequired: false, control: .flag,
      read: { raw in
        switch raw {
        case nil, "", "false": .value(false)
        case "true", "on": .value(true)
        default: .wrong(.notAChoice)
        }
      }, write: { $0 ? "true" : nil })
  }
}

extension Field where Value == String {
  /// One of the choices that are on offer now: those that only the records know.
  public static func among(
    _ key: String, _ label: Text, help: Text? = nil, _ choices: [(key: String, label: Text)]
  ) -> Field {
    Field(
      key: key, label: label, help: help, isRequired: true, control: .choice(choices),
      read: { raw in
        guard let raw, !raw.isEmpty else { return .wrong(.missing) }
        return choices.contains { $0.key == raw } ? .value(raw) : .wrong(.notAChoice)
      }, write: { $0 })
  }
}

extension Field where Value == Area {
  public static func area(_ key: String, _ label: Text, help: Text? = nil, most: Area) -> Field {
    Field(
      key: key, label: label, help: help, isRequired: true, control: .area,
      read: { raw in
        guard let raw, !raw.isEmpty else { return .wrong(.missing) }
        guard let hundredths = hundredths(raw) else { return .wrong(.notANumber) }
        guard hundredths > 0 else { return .wrong(.notPositive) }
        guard hundredths <= most.squareDecimetres else {
          return .wrong(
            Text(
              fr: "Au plus \(Language.fr.area(most)).", en: "At most \(Language.en.area(most)).",
              de: "Höchstens \(Language.de.area(most))."))
        }
        return .value(Area(squareDecimetres: hundredths))
      }, write: { $0.decimal })
  }
}

extension Field where Value == Int {
  /// A number above zero with two decimals at most, as hundredths: half a post is 50.
  public static func decimal(_ key: String, _ label: Text, help: Text? = nil, most: Int) -> Field {
    Field(
      key: key, label: label, help: help, isRequired: true, control: .hundredths(most: most),
      read: { raw in
        guard let raw, !raw.isEmpty else { return .wrong(.missing) }
        guard let number = hundredths(raw) else { return .wrong(.notANumber) }
        guard number > 0 else { return .wrong(.notPositive) }
        guard number <= most else { return .wrong(.outside(0...(most / 100))) }
        return .value(number)
      }, write: { Area(squareDecimetres: $0).decimal })
  }
}

extension Field where Value == String {
  /// A page on the web that answers over https.
  public static func webAddress(_ key: String, _ label: Text, help: Text? = nil) -> Field {
    Field(
      key: key, label: label, help: help, isRequired: true, control: .text(most: 500),
      read: { raw in
        guard case .value(let typed) = line(raw, most: 500) else { return line(raw, most: 500) }
        guard let address = LinkAddress(typed), address.text.lowercased().hasPrefix("https://") else {
          return .wrong(.notAWebAddress)
        }
        return .value(address.text)
      }, write: { $0 })
  }
}

extension Field where Value == Int {
  /// The version of the record that the form was filled from.
  public static let version = Field(
    key: "version", label: Text(fr: "Version de la fiche", en: "Record version", de: "Fassung des Eintrags"), help: nil,
    isRequired: true,
    control: .hiddenNumber,
    read: { raw in
      guard let raw, !raw.isEmpty else { return .wrong(.missing) }
      guard let number = Int(raw), number > 0 else { return .wrong(.notANumber) }
      return .value(number)
    }, write: { String($0) })
}

extension Field where Value == Int {
  /// A whole number.
  public static func number(_ key: String, _ label: Text, help: Text? = nil, _ bounds: ClosedRange<Int>) -> Field {
    Field(
      key: key, label: label, help: help, isRequired: true, control: .number(bounds),
      read: { raw in
        let digits: String = (raw ?? "").filter { !$0.isWhitespace }
        guard !digits.isEmpty else { return .wrong(.missing) }
        guard let number = Int(digits), bounds.contains(number) else { return .wrong(.outside(bounds)) }
        return .value(number)
      }, write: { String($0) })
  }
}

extension Field where Value == Double {
  /// `1 767,5`, `-3`, `0.25`: as people write numbers in any of our languages.
  public static func quantity(_ key: String, _ label: Text, help: Text? = nil) -> Field {
    Field(
      key: key, label: label, help: help, isRequired: true, control: .decimal,
      read: { raw in
        let typed: String = (raw ?? "").filter { !$0.isWhitespace }.replacing("−", with: "-").replacing(",", with: ".")
        guard !typed.isEmpty else { return .wrong(.missing) }
        guard let number = Double(typed), number.isFinite, abs(number) <= 1e15,
          typed.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2E })
        else { return .wrong(.notANumber) }
        return .value(number)
      }, write: { $0 == $0.rounded() ? String(Int($0)) : String($0) })
  }
}

extension Field {
  /// Something with an inside of its own, that is read from its JSON.
  public static func structure(
    _ key: String, _ label: Text, help: Text? = nil, most: Int, read: @Sendable @escaping (String) -> Reading<Value>,
    write: @Sendable @escaping (Value) -> String
  ) -> Field {
    Field(
      key: key, label: label, help: help, isRequired: true, control: .structure(most: most),
      read: { raw in
        let typed: String = trim(raw ?? "")
        guard !typed.isEmpty else { return .wrong(.missing) }
        guard typed.utf8.count <= most else { return .wrong(.tooLong(most, typed.count)) }
        return read(typed)
      }, write: { write($0) })
  }
}

/// A closed set of words that somebody chooses from.
public protocol Choice: RawRepresentable, CaseIterable, Sendable, ColumnValue where RawValue == String {
  var label: Text { get }
}

extension Choice {
  public static var words: [(key: String, label: Text)] { allCases.map { ($0.rawValue, $0.label) } }
}

extension Field where Value: Choice {
  public static func choice(_ key: String, _ label: Text, help: Text? = nil) -> Field {
    Field(
      key: key, label: label, help: help, isRequired: true,
      control: .choice(Value.words),
      read: { raw in
        guard let raw, !raw.isEmpty else { return .wrong(.missing) }
        guard let value = Value(rawValue: raw) else { return .wrong(.notAChoice) }
        return .value(value)
      }, write: { $0.rawValue })
  }
}

extension Field {
  /// The same field, that may be left empty.
  public var optional: Field<Value?> {
    let (read, write) = (read, write)
    return Field<Value?>(
      key: key, label: label, help: help, isRequired: false, control: control, autocomplete: autocomplete,
      read: { raw in
        guard let raw, !trim(raw).isEmpty else { return .value(nil) }
        switch read(raw) {
        case .value(let value): return .value(value)
        case .wrong(let message): return .wrong(message)
        }
      }, write: { $0.flatMap(write) })
  }
}

/// One line of text: trimmed, without control characters, of a bounded length.
private func line(_ raw: String?, most: Int) -> Reading<String> {
  let text: String = trim(raw ?? "")
  guard !text.isEmpty else { return .wrong(.missing) }
  // There are never more characters than bytes, and characters are slow to count.
  guard text.utf8.count <= most || (text.count <= most && text.utf8.count <= most * 4) else {
    return .wrong(.tooLong(most, text.count))
  }
  guard text.unicodeScalars.allSatisfy(isPrintable) else { return .wrong(.controlCharacter) }
  return SocialSecurityNumber.stands(in: text) ? .wrong(.socialSecurityNumber) : .value(text)
}

private func severalLines(_ raw: String?, most: Int) -> Reading<String> {
  let text: String = trim(
    (raw ?? "").replacing("\r\n", with: "\n").replacing("\r", with: "\n").replacing("\u{2028}", with: "\n")
      .replacing("\u{2029}", with: "\n"))
  guard !text.isEmpty else { return .wrong(.missing) }
  guard text.count <= most else { return .wrong(.tooLong(most, text.count)) }
  let isFine: Bool = text.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || isPrintable($0) }
  guard isFine else { return .wrong(.controlCharacter) }
  return SocialSecurityNumber.stands(in: text) ? .wrong(.socialSecurityNumber) : .value(text)
}

private func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
  scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) && !(0x2028...0x202E).contains(scalar.value)
    && !(0x2066...0x2069).contains(scalar.value) && !(0xFFF9...0xFFFF).contains(scalar.value)
}

public func trim(_ text: String) -> String {
  // What begins and ends with a visible letter of ASCII has nothing to lose.
  if let first = text.utf8.first, let last = text.utf8.last, (0x21...0x7E).contains(first),
    (0x21...0x7E).contains(last)
  {
    return text
  }
  var view: Substring = text[...]
  while view.first?.isWhitespace == true { view.removeFirst() }
  while view.last?.isWhitespace == true { view.removeLast() }
  return String(view)
}

/// `1 767,5` or `1767.50` → 176750. Nil beyond two decimals: a surface is not known to the square centimetre.
func hundredths(_ typed: String) -> Int? {
  let compact: [UInt8] = Array(
    typed.unicodeScalars.filter { $0 != " " && $0 != "\u{A0}" && $0 != "\u{202F}" }
      .map { $0.isASCII ? UInt8($0.value) : 0 })
  guard let mark = compact.firstIndex(where: { $0 == 0x2C || $0 == 0x2E }) else {
    return integer(compact[...], scale: 2)
  }
  let decimals: ArraySlice<UInt8> = compact[(mark + 1)...]
  guard (1...2).contains(decimals.count), let whole = integer(compact[..<mark], scale: 2),
    let part = integer(decimals, scale: 2 - decimals.count)
  else { return nil }
  return whole + part
}

private func integer(_ digits: ArraySlice<UInt8>, scale: Int) -> Int? {
  guard !digits.isEmpty, digits.count <= 12 else { return nil }
  var number: Int = 0
  for digit in digits {
    guard digit >= 0x30, digit <= 0x39 else { return nil }
    number = number * 10 + Int(digit - 0x30)
  }
  for _ in 0..<scale { number *= 10 }
  return number
}

extension Field where Value == Int {
  /// The number of a record that a list is narrowed to.
  public static func record(_ key: String, _ label: Text) -> Field {
    Field(
      key: key, label: label, help: nil, isRequired: true, control: .hiddenNumber,
      read: { raw in
        guard let raw, let number = Int(raw), number > 0 else { return .wrong(.notANumber) }
        return .value(number)
      }, write: { String($0) })
  }
}
