extension TableCell {
  /// The number that stands in the cell; nil where nothing does. `12 %` is 0.12, as spreadsheets keep it.
  public func number(_ mark: DecimalMark? = nil) throws(CellFault) -> Double? {
    if case .number(let number, _) = self { return number }
    guard let (typed, figure) = try figure(mark) else { return nil }
    guard !figure.isAmbiguous else { throw .ambiguous(typed) }
    var digits: [UInt8] = (figure.isNegative ? [0x2D] : []) + (figure.whole.isEmpty ? [0x30] : figure.whole)
    if !figure.decimals.isEmpty { digits += [0x2E] + figure.decimals }
    // Moved by two places, so that 12 % is the nearest number to 0.12.
    if figure.isPercent { digits += "e-2".utf8 }
    let quick: Double? = digits.withUnsafeBufferPointer(decimalNumber)
    guard let number = quick ?? Double(String(decoding: digits, as: UTF8.self)) else { throw .notANumber(typed) }
    return number
  }

  /// A count; nil where nothing stands in the cell.
  public func integer(_ mark: DecimalMark? = nil) throws(CellFault) -> Int? {
    if case .number(let number, let written) = self {
      guard number == number.rounded() else { throw .notWhole(written) }
      guard abs(number) < 1e15 else { throw .tooLarge(written) }
      return Int(number)
    }
    guard let (typed, figure) = try figure(mark) else { return nil }
    guard !figure.isAmbiguous else { throw .ambiguous(typed) }
    guard !figure.isPercent, figure.decimals.allSatisfy({ $0 == 0x30 }) else { throw .notWhole(typed) }
    guard figure.whole.count <= 15 else { throw .tooLarge(typed) }
    return number(figure.whole, isNegative: figure.isNegative)
  }

  /// A sum of money in cents; nil where nothing stands in the cell.
  ///
  /// Where nobody says what its sign is, `1.234` is a thousand: no one writes three decimals of a euro.
  public func cents(_ mark: DecimalMark? = nil) throws(CellFault) -> Int? {
    if case .number(let number, let written) = self {
      guard abs(number) < 1e13 else { throw .tooLarge(written) }
      // Spreadsheets keep 12.30 as 12.300000000000001.
      let cents: Double = (number * 100).rounded()
      guard abs(number * 100 - cents) < 0.001 else { throw .partsOfACent(written) }
      return Int(cents)
    }
    guard let (typed, figure) = try figure(mark) else { return nil }
    guard !figure.isPercent else { throw .notANumber(typed) }
    let isThousands: Bool = figure.isAmbiguous
    let whole: [UInt8] = isThousands ? figure.whole + figure.decimals : figure.whole
    let decimals: [UInt8] = isThousands ? [] : figure.decimals
    guard decimals.dropFirst(2).allSatisfy({ $0 == 0x30 }) else { throw .partsOfACent(typed) }
    guard whole.count <= 13 else { throw .tooLarge(typed) }
    return number(whole + (decimals + [0x30, 0x30]).prefix(2), isNegative: figure.isNegative)
  }

  private func number(_ digits: [UInt8], isNegative: Bool) -> Int {
    let number: Int = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    return isNegative ? -number : number
  }

  private func figure(_ mark: DecimalMark?) throws(CellFault) -> (String, Figure)? {
    switch self {
    case .empty: return nil
    case .text:
      guard let typed = typed() else { return nil }
      return (typed, try Figure(typed, mark))
    default: throw try wrong(CellFault.notANumber)
    }
  }
}
