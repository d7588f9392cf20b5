extension TableCell {
  /// What stands in the cell as words; nil where nothing does. A number is written as a spreadsheet shows it.
  public func text() throws(CellFault) -> String? {
    switch self {
    case .empty: return nil
    case .text(let text):
      let text: String = trimmed(text)
      return text.isEmpty ? nil : text
    case .number(let number, let written):
      return number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : written
    case .day(let day): return day.description
    case .moment(let day, let second): return "\(day) \(clock(second))"
    case .time(let seconds): return clock(seconds)
    case .flag, .fault: throw try wrong(CellFault.notText)
    }
  }

  /// The words of a text cell; nil where nothing stands in it.
  func typed() -> String? {
    guard case .text(let text) = self else { return nil }
    let typed: String = trimmed(text)
    return typed.isEmpty ? nil : typed
  }

  /// What to say of a cell that holds another kind of value; throws what the spreadsheet says of itself.
  func wrong(_ fault: (String) -> CellFault) throws(CellFault) -> CellFault {
    switch self {
    case .fault("="): throw .uncomputed
    case .fault(let words): throw .failedFormula(words)
    case .flag(let flag): return fault(flag ? "VRAI" : "FAUX")
    case .empty: return fault("")
    case .text(let text): return fault(trimmed(text))
    case .number(_, let written): return fault(written)
    case .day(let day): return fault(day.description)
    case .moment(let day, let second): return fault("\(day) \(clock(second))")
    case .time(let seconds): return fault(clock(seconds))
    }
  }
}

/// `07:30`, `151:40`, with seconds where there are any.
private func clock(_ seconds: Int) -> String {
  func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
  let (size, sign): (Int, String) = (abs(seconds), seconds < 0 ? "-" : "")
  let whole: String = "\(sign)\(two(size / 3_600)):\(two(size / 60 % 60))"
  return size % 60 == 0 ? whole : "\(whole):\(two(size % 60))"
}
