import HTTP
import SQL

/// One thing that a form asks. The same declaration reads a form, a JSON document and a query string, draws the control,
/// words the errors and describes itself to OpenAPI.
public struct Field<Value: Sendable>: FormField {
  public let key: String
  public let label: Text
  public let help: Text?
  public let isRequired: Bool
  public let control: Control
  let read: @Sendable (String?) -> Reading<Value>
  let write: @Sendable (Value) -> String?

  func parse(_ raw: String?) -> Reading<any Sendable> {
    switch read(raw) {
    case .value(let value): .value(value)
    case .wrong(let message): .wrong(message)
    }
  }
}

public enum Reading<Value: Sendable>: Sendable {
  case value(Value)
  case wrong(Text)
}

/// A field whatever it holds, for what treats them all alike.
public protocol FormField: Sendable {
  var key: String { get }
  var label: Text { get }
  var help: Text? { get }
  var isRequired: Bool { get }
  var control: Control { get }
}

extension FormField {
  func reading(_ raw: String?) -> Reading<any Sendable> { (self as! any ParsedField).parse(raw) }
}

private protocol ParsedField {
  func parse(_ raw: String?) -> Reading<any Sendable>
}

extension Field: ParsedField {}

/// How a field is drawn, and what it says of itself to OpenAPI.
public enum Control: Sendable {
  case text(most: Int)
  /// Proposes what the page lists under `list`, and takes anything else too.
  case suggested(most: Int, list: String)
  case area
  case day
  case choice([(key: String, label: Text)])
  /// What a reader of the form carries along without seeing it: a record's version.
  case hiddenNumber

  var isNumber: Bool {
    switch self {
    case .area, .hiddenNumber: true
    default: false
    }
  }
}

extension Field where Value == String {
  public static func text(_ key: String, _ label: Text, help: Text? = nil, most: Int) -> Field {
    Field(
      key: key, label: label, help: help, isRequired: true, control: .text(most: most),
      read: { line($0, most: most) }, write: { $0 })
  }

  public static func suggested(_ key: String, _ label: Text, help: Text? = nil, most: Int, list: String) -> Field {
    Field(
      key: key, label: label, help: help, isRequired: true, control: .suggested(most: most, list: list),
      read: { line($0, most: most) }, write: { $0 })
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
          return .wrong(Text(fr: "Au plus \(Language.fr.area(most)).", en: "At most \(Language.en.area(most))."))
        }
        return .value(Area(squareDecimetres: hundredths))
      }, write: { $0.decimal })
  }
}

extension Field where Value == Day {
  public static func day(_ key: String, _ label: Text, help: Text? = nil) -> Field {
    Field(
      key: key, label: label, help: help, isRequired: true, control: .day,
      read: { raw in
        guard let raw, !raw.isEmpty else { return .wrong(.missing) }
        guard let day = Day(typed: raw) else { return .wrong(.notADay) }
        guard day >= earliest, day <= latest else { return .wrong(.unlikelyDay) }
        return .value(day)
      }, write: { $0.description })
  }

  /// Later than any building in use, earlier than any lease's end.
  private static var earliest: Day { Day(ordinal: -61_729) }
  private static var latest: Day { Day(ordinal: 73_049) }
}

extension Field where Value == Int {
  /// The version of the record that the form was filled from.
  public static let version = Field(
    key: "version", label: Text(fr: "Version de la fiche", en: "Record version"), help: nil, isRequired: true,
    control: .hiddenNumber,
    read: { raw in
      guard let raw, !raw.isEmpty else { return .wrong(.missing) }
      guard let number = Int(raw), number > 0 else { return .wrong(.notANumber) }
      return .value(number)
    }, write: { String($0) })
}

/// A closed set of words that somebody chooses from.
public protocol Choice: RawRepresentable, CaseIterable, Sendable, ColumnValue where RawValue == String {
  var label: Text { get }
}

extension Field where Value: Choice {
  public static func choice(_ key: String, _ label: Text, help: Text? = nil) -> Field {
    Field(
      key: key, label: label, help: help, isRequired: true,
      control: .choice(Value.allCases.map { ($0.rawValue, $0.label) }),
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
      key: key, label: label, help: help, isRequired: false, control: control,
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
  guard text.count <= most, text.utf8.count <= most * 4 else {
    return .wrong(
      Text(
        fr: "Au plus \(most) caractères ; il y en a \(text.count).",
        en: "At most \(most) characters; there are \(text.count)."))
  }
  let isPrintable: Bool = text.unicodeScalars.allSatisfy { scalar in
    scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) && !(0x202A...0x202E).contains(scalar.value)
      && !(0x2066...0x2069).contains(scalar.value) && !(0xFFF9...0xFFFF).contains(scalar.value)
  }
  return isPrintable ? .value(text) : .wrong(.controlCharacter)
}

func trim(_ text: String) -> String {
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
