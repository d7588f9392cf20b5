/// A number as it is dialled from anywhere: `+33476595959` (ITU-T E.164).
public struct PhoneNumber: Sendable, Hashable, CustomStringConvertible {
  /// With its plus.
  public let text: String

  /// A number written without its country is French: that is where our readers are.
  public init?(_ typed: String) {
    guard let (signs, hasPlus) = Self.dialled(typed) else { return nil }
    if hasPlus {
      self.init(country: signs)
    } else if signs.hasPrefix("00") {
      self.init(country: signs.dropFirst(2))
    } else {
      guard signs.utf8.count == 10, signs.first == "0", signs.dropFirst().first != "0" else { return nil }
      let national: Substring = signs.dropFirst()
      self.init(country: Self.overseas(national) + national)
    }
  }

  private init?(country signs: some StringProtocol) {
    var signs = String(signs)
    // « +33 04 76 … » : the zero is for calls inside the country.
    if signs.hasPrefix("330") { signs = "33" + signs.dropFirst(3) }
    guard (8...15).contains(signs.utf8.count), signs.first != "0" else { return nil }
    guard !signs.hasPrefix("33") || signs.utf8.count == 11 else { return nil }
    text = "+\(signs)"
  }

  /// The digits that people wrote with whatever they put between them, and whether a plus came first; nil where something
  /// else stands there. « +33 (0)4 76 … » says the zero that is not dialled.
  public static func dialled(_ typed: String) -> (signs: Substring, hasPlus: Bool)? {
    if typed.utf8.allSatisfy(isDigit) { return typed.isEmpty ? nil : (typed[...], false) }
    let plain: String = typed.replacing("(0)", with: "").filter { !" \u{A0}\u{202F}\u{2009}.-‑–/()".contains($0) }
    let hasPlus: Bool = plain.hasPrefix("+")
    let signs: Substring = plain.drop { $0 == "+" }
    guard !signs.isEmpty, signs.utf8.allSatisfy(isDigit) else { return nil }
    return (signs, hasPlus)
  }

  /// What a number is recognised by, however it was written: the nine digits that follow the country's. Anything shorter
  /// is a service's.
  public static func key(_ typed: String) -> String? {
    let digits: [UInt8] = typed.utf8.filter(isDigit)
    return digits.count < 9 ? nil : String(decoding: digits.suffix(9), as: UTF8.self)
  }

  /// Whether a message to it can arrive. Outside France nothing in a number tells.
  public var isMobile: Bool {
    for (country, mobiles) in Self.mobiles where text.hasPrefix("+\(country)") {
      return mobiles.contains { text.dropFirst(1 + country.utf8.count).hasPrefix($0) }
    }
    return true
  }

  /// What may be shown of it to somebody else.
  public var masked: String {
    "\(text.prefix(3))\u{A0}\(String(repeating: "•", count: max(0, text.utf8.count - 5)))\(text.suffix(2))"
  }

  public var description: String { text }

  /// The plan of numbers of the ARCEP: who calls 0690… from Grenoble reaches Guadeloupe, whose country is +590.
  private static func overseas(_ national: Substring) -> String {
    switch national.prefix(3) {
    case "590", "690", "691": "590"
    case "594", "694": "594"
    case "596", "696", "697": "596"
    case "262", "263", "269", "639", "692", "693": "262"
    default: "33"
    }
  }

  private static let mobiles: [(country: String, prefixes: [String])] = [
    ("33", ["6", "7"]), ("590", ["69"]), ("594", ["69"]), ("596", ["69"]), ("262", ["69", "639"]),
  ]
}

private func isDigit(_ sign: UInt8) -> Bool { (0x30...0x39).contains(sign) }
