import Telephone

/// A code as it was before a spreadsheet took it for a number.
public struct TableCode: Sendable, Equatable {
  public let text: String
  /// Whether something that had been lost was put back: to be shown before it is kept.
  public let isMended: Bool

  public init(_ text: String, isMended: Bool = false) {
    self.text = text
    self.isMended = isMended
  }
}

extension TableCell {
  /// A code of so many signs: a SIRET of 14, a postcode or a municipality of 5; nil where nothing stands in the cell.
  ///
  /// Up to two zeros that are missing before digits are put back. What was rounded is lost: that is a fault.
  public func code(length: Int) throws(CellFault) -> TableCode? {
    guard let (written, code) = try bareCode(length) else { return nil }
    if code.utf8.count == length { return TableCode(code) }
    let missing: Int = length - code.utf8.count
    guard (1...2).contains(missing), !code.isEmpty, code.utf8.allSatisfy(isDigit) else {
      throw .notACode(written, length: length)
    }
    return TableCode(String(repeating: "0", count: missing) + code, isMended: true)
  }

  /// A telephone number as its digits, with the zero that a spreadsheet took away; nil where nothing stands in the cell.
  public func telephone() throws(CellFault) -> TableCode? {
    let isNumber: Bool = if case .number = self { true } else { false }
    guard let written = try isNumber ? digits(CellFault.notATelephone) : typedOrFault(CellFault.notATelephone) else {
      return nil
    }
    guard let (signs, hasPlus) = PhoneNumber.dialled(written), (4...15).contains(signs.utf8.count) else {
      throw .notATelephone(written)
    }
    if hasPlus { return TableCode("+\(signs)") }
    guard isNumber || signs.utf8.count == 9 else { return TableCode(String(signs)) }
    if signs.utf8.count == 9, signs.first != "0" { return TableCode("0\(signs)", isMended: true) }
    if signs.utf8.count == 11, signs.hasPrefix("33") { return TableCode("+\(signs)", isMended: true) }
    return TableCode(String(signs))
  }

  /// Letters and digits without what people put between them.
  private func bareCode(_ length: Int) throws(CellFault) -> (written: String, code: String)? {
    func notACode(_ written: String) -> CellFault { .notACode(written, length: length) }
    if case .number = self {
      guard let code = try digits(notACode) else { return nil }
      return (code, code)
    }
    guard let typed = try typedOrFault(notACode) else { return nil }
    if typed.utf8.allSatisfy(isDigit) { return (typed, typed) }
    if let digits = try expanded(typed) { return (typed, digits) }
    let code: String = typed.uppercased().filter { !" \u{A0}\u{202F}\u{2009}.".contains($0) }
    guard code.utf8.allSatisfy({ isDigit($0) || (0x41...0x5A).contains($0) }) else { throw notACode(typed) }
    return (typed, code)
  }

  private func typedOrFault(_ fault: (String) -> CellFault) throws(CellFault) -> String? {
    switch self {
    case .empty: return nil
    case .text: return typed()
    default: throw try wrong(fault)
    }
  }

  /// A spreadsheet keeps fifteen digits of a number.
  private func digits(_ fault: (String) -> CellFault) throws(CellFault) -> String? {
    guard case .number(let number, let written) = self else { return nil }
    guard number == number.rounded(), number >= 0 else { throw fault(written) }
    guard number < 1e15 else { throw .digitsLost(written) }
    return String(Int(number))
  }

  /// `2.44200770000180E+13` and `24420077000018.0` are exact where all digits stand there; `2,442E+13` is not.
  private func expanded(_ typed: String) throws(CellFault) -> String? {
    let signs: [UInt8] = Array(typed.uppercased().utf8)
    guard let mark = signs.firstIndex(where: { $0 == 0x2C || $0 == 0x2E }), mark > 0,
      signs[..<mark].allSatisfy(isDigit)
    else { return nil }
    let power: Int = signs.firstIndex(of: 0x45) ?? signs.count
    guard mark < power else { return nil }
    let decimals: ArraySlice<UInt8> = signs[(mark + 1)..<power]
    guard !decimals.isEmpty, decimals.allSatisfy(isDigit) else { return nil }
    if power == signs.count {
      guard decimals.allSatisfy({ $0 == 0x30 }), decimals.count <= 2 else { return nil }
      return String(decoding: signs[..<mark], as: UTF8.self)
    }
    let exponent: ArraySlice<UInt8> = signs[(power + 1)...].drop { $0 == 0x2B }
    guard let places = Int(String(decoding: exponent, as: UTF8.self)), (1...30).contains(places) else { return nil }
    let rest: ArraySlice<UInt8> = decimals.dropFirst(places)
    guard mark == 1, decimals.count >= places, rest.allSatisfy({ $0 == 0x30 }), places < 15 else {
      throw .digitsLost(typed)
    }
    return String(decoding: signs[..<mark] + decimals.prefix(places), as: UTF8.self)
  }
}

private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
