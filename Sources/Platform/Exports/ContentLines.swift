/// Lines as vCard and iCalendar have them (RFC 6350, 3.2; RFC 5545, 3.1): ended by CRLF, folded before their 76th byte and
/// never inside a letter.
struct ContentLines {
  private(set) var bytes: [UInt8] = []

  private static let most: Int = 75

  /// `name` may hold parameters: `ADR;TYPE=work`. What `value` means is for who calls: text has been escaped.
  mutating func line(_ name: String, _ value: String) {
    var width: Int = 0
    for scalar in "\(name):\(value)".unicodeScalars where !ContentLines.isForbidden(scalar) {
      let letter: String.UTF8View = String(scalar).utf8
      if width + letter.count > ContentLines.most {
        bytes.append(contentsOf: [0x0D, 0x0A, 0x20])
        width = 1
      }
      bytes.append(contentsOf: letter)
      width += letter.count
    }
    bytes.append(contentsOf: [0x0D, 0x0A])
  }

  /// Nothing is said where there is nothing to say.
  mutating func text(_ name: String, _ value: String?) {
    guard let value, !value.isEmpty else { return }
    line(name, ContentLines.escaped(value))
  }

  /// The parts of one value: `ADR:;;12 rue des Aciéries;Saint-Étienne;;42000;`.
  mutating func parts(_ name: String, _ values: [String?]) {
    guard values.contains(where: { $0?.isEmpty == false }) else { return }
    line(name, values.map { ContentLines.escaped($0 ?? "") }.joined(separator: ";"))
  }

  static func escaped(_ text: String) -> String {
    var escaped: String.UnicodeScalarView = .init()
    var wasReturn: Bool = false
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", ";", ",": escaped.append(contentsOf: ["\\", scalar])
      case "\r", "\u{85}", "\u{2028}", "\u{2029}": escaped.append(contentsOf: ["\\", "n"])
      case "\n": if !wasReturn { escaped.append(contentsOf: ["\\", "n"]) }
      default: escaped.append(scalar)
      }
      wasReturn = scalar == "\r"
    }
    return String(escaped)
  }

  /// A control sign would end the line, or the reader's patience.
  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    (scalar.value < 0x20 && scalar != "\t") || (0x7F...0x9F).contains(scalar.value)
  }
}
