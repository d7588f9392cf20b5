/// The languages of the interface. French comes first: it is what the house is written in.
public enum Language: String, Sendable, CaseIterable {
  case fr, en

  /// The first language we speak among those that the browser asks for.
  static func preferred(_ accepted: String?) -> Language {
    guard let accepted else { return .fr }
    for choice in accepted.split(separator: ",") {
      let code: String = choice.drop { $0 == " " }.prefix(2).lowercased()
      if let language = Language(rawValue: code) { return language }
    }
    return .fr
  }

  var ownName: String {
    switch self {
    case .fr: "Français"
    case .en: "English"
    }
  }
}

/// Words of the interface, in every language at once: a text that lacks one does not compile.
public struct Text: Sendable, Hashable {
  let fr: String
  let en: String

  public init(fr: String, en: String) {
    self.fr = fr
    self.en = en
  }

  /// A proper noun, the same in every language.
  public init(name: String) { self.init(fr: name, en: name) }

  public func callAsFunction(_ language: Language) -> String {
    switch language {
    case .fr: fr
    case .en: en
    }
  }

  /// Counted words. In French one and a half is still singular, and so is zero; in English only one is.
  public static func count(_ number: Int, fr: (one: String, many: String), en: (one: String, many: String)) -> Text {
    Text(
      fr: "\(grouped(number, "\u{202F}")) \(abs(number) < 2 ? fr.one : fr.many)",
      en: "\(grouped(number, ",")) \(abs(number) == 1 ? en.one : en.many)")
  }
}

/// `1767` → `1 767`
func grouped(_ number: Int, _ separator: StaticString) -> String {
  var digits: [UInt8] = []
  var rest: UInt = number.magnitude
  var count: Int = 0
  // From the last digit to the first, then turned round.
  repeat {
    if count > 0, count % 3 == 0 {
      digits.append(
        contentsOf: UnsafeBufferPointer(start: separator.utf8Start, count: separator.utf8CodeUnitCount).reversed())
    }
    digits.append(UInt8(0x30 + rest % 10))
    rest /= 10
    count += 1
  } while rest > 0
  if number < 0 { digits.append(contentsOf: "−".utf8.reversed()) }
  return String(decoding: digits.reversed(), as: UTF8.self)
}
