/// Which cells of a workbook hold days and hours: the number alone does not say, its format does.
final class CellStyles: XMLListener {
  enum Kind: Sendable {
    case number, day, moment, time
  }

  private var kinds: [Kind] = []
  private var patterns: [Int: Kind] = [:]
  private var isInCells: Bool = false
  private(set) var fault: TableFault?

  subscript(_ style: Int) -> Kind { kinds.indices.contains(style) ? kinds[style] : .number }

  func start(_ element: XMLElement) {
    switch element.name {
    case "numFmt":
      guard let number = element.attribute("numFmtId").flatMap(wholeNumber) else { return }
      guard patterns.count < 65_536 else { return fault = .tooLarge }
      patterns[number] = CellStyles.kind(of: element.words("formatCode") ?? "")
    case "cellXfs": isInCells = true
    case "xf" where isInCells:
      guard kinds.count < 65_536 else { return fault = .tooLarge }
      let number: Int = element.attribute("numFmtId").flatMap(wholeNumber) ?? 0
      kinds.append(patterns[number] ?? CellStyles.kind(ofBuiltIn: number))
    default: break
    }
  }

  func end(_ name: XMLName) { if name == "cellXfs" { isInCells = false } }
  func text(_ bytes: UnsafeBufferPointer<UInt8>) {}

  /// ECMA-376, part 1, 18.8.30, with the formats of Asian editions.
  static func kind(ofBuiltIn number: Int) -> Kind {
    switch number {
    case 14...17, 27...31, 36, 50...54, 57, 58: .day
    case 18...21, 32...35, 45...47, 55, 56: .time
    case 22: .moment
    default: .number
    }
  }

  /// What a pattern shows: `dd/mm/yyyy`, `[$-40C]d mmm yyyy`, `[h]:mm`, `# ##0 "jours"`.
  static func kind(of pattern: String) -> Kind {
    let letters: String = shown(pattern)
    guard letters != "general", letters != "standard" else { return .number }
    let hasHours: Bool = letters.contains { $0 == "h" || $0 == "s" }
    // An m is a month where no hour stands beside it; programs of French people write j and a too.
    let hasDays: Bool =
      letters.contains { $0 == "y" || $0 == "d" } || (letters.contains("m") && !hasHours)
    return hasDays ? (hasHours ? .moment : .day) : (hasHours ? .time : .number)
  }

  /// The letters of its first section that stand for something, elapsed hours included.
  private static func shown(_ pattern: String) -> String {
    var (letters, isQuoted, isSkipped, bracket): (String, Bool, Bool, String?) = ("", false, false, nil)
    for sign in pattern.lowercased() {
      if isSkipped {
        isSkipped = false
      } else if isQuoted {
        isQuoted = sign != "\""
      } else if let inside = bracket {
        bracket = sign == "]" ? nil : inside + String(sign)
        if sign == "]", let first = inside.first, "hms".contains(first), inside.allSatisfy({ $0 == first }) {
          letters += inside == "m" || inside == "mm" ? "h" : inside
        }
      } else {
        switch sign {
        case "\"": isQuoted = true
        // The next one as it is, its width, or itself as often as there is room.
        case "\\", "_", "*": isSkipped = true
        case "[": bracket = ""
        case ";": return letters
        case "a"..."z": letters.append(sign)
        default: break
        }
      }
    }
    return letters
  }
}

/// The number that these digits write; nil where there is anything else, or too many.
func wholeNumber(_ digits: UnsafeBufferPointer<UInt8>) -> Int? {
  guard (1...15).contains(digits.count) else { return nil }
  var value: Int = 0
  for digit in digits {
    guard digit >= 0x30, digit <= 0x39 else { return nil }
    value = value * 10 + Int(digit - 0x30)
  }
  return value
}
