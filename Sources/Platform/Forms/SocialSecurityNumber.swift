/// The number by which the social security knows somebody (NIR). A decree says who may keep it, and we are not among them:
/// wherever a text is entered, it is refused.
enum SocialSecurityNumber {
  /// Whether such a number stands in a text, with its key whatever its spaces, or without it where it is written in groups.
  static func stands(in text: String) -> Bool {
    // Nearly every text has fewer digits than one of these.
    guard text.utf8.count(where: Digits.isDigit) >= 13 else { return false }
    return groups(text).contains(where: holds)
  }

  /// The runs of digits of a text, in the groups in which they are written.
  private static func groups(_ text: String) -> [[String]] {
    var runs: [[String]] = [[]]
    var group: String = ""
    var separators: Int = 0
    for scalar in text.unicodeScalars {
      switch scalar {
      case "0"..."9", "A", "B", "a", "b":
        group.unicodeScalars.append(scalar)
        separators = 0
      case " ", ".", "-", "\u{A0}", "\u{202F}", "\u{2011}":
        if !group.isEmpty { runs[runs.count - 1].append(group.uppercased()) }
        group = ""
        separators += 1
        if separators > 1, runs[runs.count - 1].isEmpty == false { runs.append([]) }
      default:
        if !group.isEmpty { runs[runs.count - 1].append(group.uppercased()) }
        group = ""
        if !runs[runs.count - 1].isEmpty { runs.append([]) }
      }
    }
    if !group.isEmpty { runs[runs.count - 1].append(group.uppercased()) }
    return runs
  }

  private static func holds(_ groups: [String]) -> Bool {
    for first in groups.indices {
      var number: String = ""
      for last in groups[first...].indices {
        number += groups[last]
        if number.utf8.count > 15 { break }
        if number.utf8.count == 15, isOne(number), hasKey(number) { return true }
        let isGrouped: Bool = groups[first...last].map(\.utf8.count) == [1, 2, 2, 2, 3, 3]
        if number.utf8.count == 13, isGrouped, isOne(number) { return true }
      }
    }
    return false
  }

  /// Sex, year, month, department, municipality, order.
  private static func isOne(_ number: String) -> Bool {
    let signs: [UInt8] = Array(number.utf8)
    guard "123478".utf8.contains(signs[0]) else { return false }
    let isCorsican: Bool = signs[5] == 0x32 && (signs[6] == 0x41 || signs[6] == 0x42)
    for (index, sign) in signs.enumerated() where !(index == 6 && isCorsican) {
      guard Digits.isDigit(sign) else { return false }
    }
    // Months that nobody knew are written from 20 on.
    let month: Int = Int(signs[3] - 0x30) * 10 + Int(signs[4] - 0x30)
    return (1...12).contains(month) || (20...99).contains(month)
  }

  /// The two digits at the end follow from the thirteen others; Corsica counts as 19 and 18.
  private static func hasKey(_ number: String) -> Bool {
    let digits: String = number.replacing("2A", with: "19").replacing("2B", with: "18")
    guard let body = Int(digits.prefix(13)), let key = Int(digits.suffix(2)) else { return false }
    return key == 97 - body % 97
  }
}

extension Text {
  static let socialSecurityNumber = Text(
    fr: "Ce texte contient un numéro de sécurité sociale. Il n’a pas le droit d’être enregistré ici : retirez-le.",
    en: "This text contains a social security number. It may not be kept here: take it out.",
    de: "Dieser Text enthält eine Sozialversicherungsnummer. Sie darf hier nicht gespeichert werden: Bitte entfernen.")
}
