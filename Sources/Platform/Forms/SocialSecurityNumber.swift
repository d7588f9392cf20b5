/// The number by which the social security knows somebody (NIR). A decree says who may keep it, and we are not among them:
/// wherever a text is entered, it is refused.
enum SocialSecurityNumber {
  /// Whether such a number stands in a text, with its key whatever its spaces, or without it where it is written in groups.
  static func stands(in text: String) -> Bool {
    // Nearly every text has fewer digits than one of these.
    guard text.utf8.count(where: Digits.isDigit) >= 13 else { return false }
    return Runs(text).all.contains(where: holds)
  }

  /// Signs that are written together.
  private struct Group {
    let signs: String
    /// A single space, full stop or hyphen stands before it, as on the card.
    let isClose: Bool
  }

  /// The runs of digits of a text, in the groups in which they are written.
  private struct Runs {
    private(set) var all: [[Group]] = [[]]
    private var signs: String = ""
    /// How many signs stand before it, and whether all are those of the card.
    private var gap: Int = 0
    private var isUsual: Bool = true

    /// « 2690549588157 clé : 80 », where the word itself is none.
    private static let widestGap: Int = 4

    init(_ text: String) {
      let scalars: [Unicode.Scalar] = Array(text.unicodeScalars)
      var index: Int = 0
      while index < scalars.count {
        let scalar: Unicode.Scalar = scalars[index]
        var length: Int = 1
        switch scalar {
        case "0"..."9", "A", "B", "a", "b": signs.unicodeScalars.append(scalar)
        case " ", ".", "-", "\u{A0}", "\u{202F}", "\u{2011}": separate(isUsual: true)
        case "\t", "/", ":", "(", ")", "_": separate(isUsual: false)
        case "c", "C":
          if let word = Self.key(scalars[index...]) {
            endGroup()
            isUsual = false
            length = word
          } else {
            endRun()
          }
        default: endRun()
        }
        index += length
      }
      endGroup()
    }

    /// How many signs the word « clé » takes, where the text begins with it.
    private static func key(_ scalars: ArraySlice<Unicode.Scalar>) -> Int? {
      let letters: [String] = scalars.prefix(3).map(\.properties.lowercaseMapping)
      guard letters == ["c", "l", "é"] || letters == ["c", "l", "e"] else { return nil }
      // An accent may be a sign of its own.
      return scalars.dropFirst(3).first == "\u{301}" ? 4 : 3
    }

    private mutating func separate(isUsual: Bool) {
      endGroup()
      gap += 1
      if !isUsual { self.isUsual = false }
      if gap > Self.widestGap { endRun() }
    }

    private mutating func endGroup() {
      guard !signs.isEmpty else { return }
      all[all.count - 1].append(Group(signs: signs.uppercased(), isClose: isUsual && gap <= 1))
      (signs, gap, isUsual) = ("", 0, true)
    }

    private mutating func endRun() {
      endGroup()
      (gap, isUsual) = (0, true)
      if all.last?.isEmpty == false { all.append([]) }
    }
  }

  private static func holds(_ groups: [Group]) -> Bool {
    for first in groups.indices {
      var number: String = ""
      for last in groups[first...].indices {
        number += groups[last].signs
        if number.utf8.count > 15 { break }
        if number.utf8.count == 15, isOne(number), hasKey(number) { return true }
        // Without its key, only where it stands as on the card.
        let run: ArraySlice<Group> = groups[first...last]
        let isGrouped: Bool =
          run.map(\.signs.utf8.count) == [1, 2, 2, 2, 3, 3] && run.dropFirst().allSatisfy(\.isClose)
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
