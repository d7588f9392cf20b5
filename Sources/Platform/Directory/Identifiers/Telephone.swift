/// A telephone number, however it was typed.
enum Telephone {
  /// The nine digits that follow the country's: +33 4 76 00 00 00 and 04 76 00 00 00 are one number.
  static func key(_ typed: String) -> String? {
    let digits: String = typed.filter(\.isASCIIDigit)
    return digits.utf8.count < 9 ? nil : String(digits.suffix(9))
  }

  /// As the whole world dials it (E.164): `+33476000000`. Nil where it is not such a number: a short one, two at once, an
  /// extension in words.
  static func international(_ typed: String) -> String? {
    let bare: String = typed.replacing("(0)", with: "").filter { !$0.isWhitespace && !".-()/".contains($0) }
    let digits: Substring
    if bare.hasPrefix("+") {
      digits = bare.dropFirst()
    } else if bare.hasPrefix("00") {
      digits = bare.dropFirst(2)
    } else {
      guard bare.hasPrefix("0"), bare.utf8.count == 10, bare.allSatisfy(\.isASCIIDigit) else { return nil }
      return "+\(country(ofFrench: bare))\(bare.dropFirst())"
    }
    guard digits.allSatisfy(\.isASCIIDigit), (8...15).contains(digits.utf8.count), !digits.hasPrefix("0") else {
      return nil
    }
    return "+\(digits)"
  }

  /// The departments overseas have countries of their own, for telephones.
  private static func country(ofFrench number: String) -> String {
    switch number.prefix(4) {
    case "0262", "0263", "0269", "0692", "0693", "0639": "262"
    case "0590", "0690", "0691": "590"
    case "0594", "0694": "594"
    case "0596", "0696", "0697": "596"
    default: "33"
    }
  }
}

extension Character {
  var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
