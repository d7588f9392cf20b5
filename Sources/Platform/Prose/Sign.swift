/// One character of a line being set, or something that stands between two of them.
typealias Sign = UInt32

extension Sign {
  /// Where emphasis or a link begins or ends: no width of its own.
  static let edge: Sign = .max
  /// Where letters above the line begin and end: XIX<sup>e</sup>.
  static let raise: Sign = .max - 1
  static let lower: Sign = .max - 2
  /// A piece of code: read as a word, never touched.
  static let object: Sign = .max - 3

  var isWidthless: Bool { self >= .lower }
  var isCharacter: Bool { self < .object }

  /// A space on the line, whether it breaks or not.
  var isGap: Bool { self == 0x20 || self == 0xA0 || self == 0x202F || self == 0x2009 }
  var isSpace: Bool { isGap || self == 0x0A || self == 0x09 || self == 0x0D }
  var isDigit: Bool { self >= 0x30 && self <= 0x39 }

  var isLetter: Bool {
    switch self {
    case 0x41...0x5A, 0x61...0x7A, 0xAA, 0xB5, 0xBA, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2AF: true
    case 0..<0x2B0: false
    default: isCharacter && Unicode.Scalar(self)?.properties.isAlphabetic == true
    }
  }

  var isCapital: Bool {
    switch self {
    case 0x41...0x5A, 0xC0...0xD6, 0xD8...0xDE, 0x152, 0x178: true
    default: false
    }
  }
}

extension Array where Element == Sign {
  init(_ text: String) {
    self.init()
    reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars { append(scalar.value) }
  }

  var text: String {
    var scalars = String.UnicodeScalarView()
    for sign in self { if let scalar = Unicode.Scalar(sign), sign.isCharacter { scalars.append(scalar) } }
    return String(scalars)
  }
}
