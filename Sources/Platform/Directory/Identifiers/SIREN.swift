import SQL

/// What the INSEE numbers a company, an association or an authority with: nine digits, the last of which follows from the
/// others.
public struct SIREN: Hashable, Sendable {
  public let digits: String

  /// The post: its thousands of establishments outnumber what one last digit can tell apart.
  static let post = "356000000"

  public init(_ typed: String) throws(NumberFault) {
    let digits: String = try Digits.read(typed, expected: [9])
    guard Digits.luhn(digits) else { throw .key }
    self.digits = digits
  }

  init(of siret: SIRET) { digits = String(siret.digits.prefix(9)) }
}

/// The same for one of its establishments: the SIREN, then five digits.
public struct SIRET: Hashable, Sendable {
  public let digits: String

  public init(_ typed: String) throws(NumberFault) {
    let digits: String = try Digits.read(typed, expected: [14])
    guard SIRET.holds(digits) else { throw .key }
    self.digits = digits
  }

  /// Of the post, the seat follows the common rule, and of all others the digits add up to a multiple of five.
  private static func holds(_ digits: String) -> Bool {
    if Digits.luhn(digits) { return true }
    return digits.hasPrefix(SIREN.post) && Digits.sum(digits) % 5 == 0
  }
}

/// What the prefectures number an association with: W and nine signs. The first may be a letter, as in Corsica.
public struct RNA: Hashable, Sendable {
  public let text: String

  public init(_ typed: String) throws(NumberFault) {
    let text: String = Digits.bare(typed).uppercased()
    guard text.count == 10 else { throw .length(text.count, expected: [10]) }
    let signs: [UInt8] = Array(text.utf8)
    let isDepartment: Bool = Digits.isDigit(signs[1]) || (0x41...0x5A).contains(signs[1])
    guard signs.count == 10, signs[0] == 0x57, isDepartment, signs[2...].allSatisfy(Digits.isDigit) else {
      throw .form
    }
    self.text = text
  }
}

/// Why a number is none.
public enum NumberFault: Error, Equatable {
  case length(Int, expected: [Int])
  case form
  /// The last digit does not follow from the others: one was copied wrong.
  case key
}

enum Digits {
  /// Without what people put between digits to read them.
  static func bare(_ typed: String) -> String {
    String(typed.unicodeScalars.filter { !" .-\u{A0}\u{202F}\u{2009}\u{2011}\t".unicodeScalars.contains($0) })
  }

  static func read(_ typed: String, expected: [Int]) throws(NumberFault) -> String {
    let digits: String = bare(typed)
    guard digits.utf8.allSatisfy(isDigit) else { throw .form }
    guard expected.contains(digits.utf8.count) else { throw .length(digits.utf8.count, expected: expected) }
    return digits
  }

  static func isDigit(_ sign: UInt8) -> Bool { (0x30...0x39).contains(sign) }

  static func sum(_ digits: String) -> Int { digits.utf8.reduce(0) { $0 + Int($1) - 0x30 } }

  /// Every second digit from the right counts twice, and all add up to a multiple of ten.
  static func luhn(_ digits: String) -> Bool {
    var sum: Int = 0
    for (index, sign) in digits.utf8.reversed().enumerated() {
      let digit: Int = Int(sign) - 0x30
      let counted: Int = index % 2 == 0 ? digit : digit * 2
      sum += counted > 9 ? counted - 9 : counted
    }
    return sum % 10 == 0
  }
}
