/// Amounts and measures: `20000 €`, `1 250,5 m²`. Figures that no unit follows may be anything, a telephone or a SIRET.
extension FrenchLine {
  mutating func figure() {
    let before: Sign? = line.last { !$0.isWidthless }
    let digits: Range<Int> = run(from: at)
    let isPart: Bool = before.map { $0.isLetter || $0.isDigit || $0 == 0x5F || $0 == 0x2E || $0 == 0x2C } ?? false
    guard !isPart else { return copy(digits) }
    let amount = Amount(typed, digits, self)
    guard let unit = amount.unit else {
      copy(digits)
      return ordinal(digits)
    }
    let isCode: Bool = before == 0x2D || before == 0x2F
    if isCode { line.append(contentsOf: typed[at..<amount.end]) } else { line.append(contentsOf: amount.grouped) }
    if unit.isSpaced { line.append(unit.space) }
    line.append(contentsOf: typed[unit.range])
    at = unit.range.upperBound
  }

  private mutating func copy(_ range: Range<Int>) {
    line.append(contentsOf: typed[range])
    at = range.upperBound
  }

  func run(from start: Int) -> Range<Int> {
    var end: Int = start
    while end < typed.count, typed[end].isDigit, !frozen[end] { end += 1 }
    return start..<end
  }

  /// « 1er », « 2e »
  private mutating func ordinal(_ digits: Range<Int>) {
    let isFirst: Bool = digits.count == 1 && typed[digits.lowerBound] == 0x31
    raise(isFirst ? ["er", "re", "ers", "res"] : ["e", "es", "nd", "nde"])
  }

  private mutating func raise(_ endings: [String]) {
    guard raises, at < typed.count, typed[at].isLetter, !frozen[at] else { return }
    let letters: ArraySlice<Sign> = typed[at...].prefix(4).prefix { $0.isLetter }
    guard letters.count < 4, endings.contains(letters.text) else { return }
    let next: Sign? = at + letters.count < typed.count ? typed[at + letters.count] : nil
    guard next?.isDigit != true, next != 0x5F else { return }
    line.append(.raise)
    line.append(contentsOf: letters)
    line.append(.lower)
    at += letters.count
  }

  /// « XIXe », « Ier »: of I, V and X only, or « Ce » and « De » would be ordinals.
  mutating func century() {
    let before: Sign? = line.last { !$0.isWidthless }
    let numerals: ArraySlice<Sign> = typed[at...].prefix(7).prefix { $0 == 0x49 || $0 == 0x56 || $0 == 0x58 }
    line.append(contentsOf: numerals)
    at += numerals.count
    guard before.map({ !$0.isLetter && !$0.isDigit }) ?? true else { return }
    raise(numerals.elementsEqual([0x49]) ? ["er", "re"] : ["e", "es"])
  }
}

/// Figures with the unit after them, if there is one.
private struct Amount {
  struct Unit {
    let range: Range<Int>
    let isSpaced: Bool
    let space: Sign
  }

  private(set) var grouped: [Sign] = []
  private(set) var end: Int
  private(set) var unit: Unit?

  init(_ typed: [Sign], _ digits: Range<Int>, _ line: FrenchLine) {
    var whole: [Sign] = Array(typed[digits])
    end = digits.upperBound
    if digits.count <= 3 {
      while end + 3 < typed.count, typed[end].isGap {
        let next: Range<Int> = line.run(from: end + 1)
        guard next.count == 3 else { break }
        whole.append(contentsOf: typed[next])
        end = next.upperBound
      }
    }
    var decimals: ArraySlice<Sign> = []
    if end + 1 < typed.count, typed[end] == 0x2C || typed[end] == 0x2E, typed[end + 1].isDigit {
      let rest: Range<Int> = line.run(from: end + 1)
      decimals = typed[end..<rest.upperBound]
      end = rest.upperBound
    }
    guard whole.count <= 15, let unit = Self.unit(typed, end, line) else { return }
    self.unit = unit
    let isNumber: Bool = whole.count > 3 && whole[0] != 0x30
    for (index, digit) in whole.enumerated() {
      if isNumber, index > 0, (whole.count - index) % 3 == 0 { grouped.append(FrenchLine.fine) }
      grouped.append(digit)
    }
    grouped.append(contentsOf: decimals)
  }

  private static func unit(_ typed: [Sign], _ end: Int, _ line: FrenchLine) -> Unit? {
    var start: Int = end
    while start < typed.count, typed[start].isGap { start += 1 }
    guard start < typed.count, !line.frozen[start] else { return nil }
    let letters: ArraySlice<Sign> = typed[start...].prefix(8).prefix { sign in
      sign.isLetter || sign == 0x20AC || sign == 0x25 || sign == 0x2030 || sign == 0xB2 || sign == 0xB3 || sign == 0xB0
        || sign == 0x2F
    }
    guard !letters.isEmpty, letters.count < 8 else { return nil }
    let name: String = letters.text
    let isStuck: Bool = start == end
    guard isStuck ? stuck.contains(name) : units.contains(name) else { return nil }
    let next: Sign? = start + letters.count < typed.count ? typed[start + letters.count] : nil
    guard next?.isDigit != true, next?.isLetter != true else { return nil }
    let isShare: Bool = name == "%" || name == "‰"
    return Unit(
      range: start..<(start + letters.count), isSpaced: true, space: isShare ? FrenchLine.fine : FrenchLine.firm)
  }

  /// Those that nothing else can be, even without a space.
  private static let stuck: Set<String> = ["€", "k€", "K€", "M€", "Md€", "%", "‰", "m²", "m³", "km²", "€/m²"]
  private static let units: Set<String> = stuck.union([
    "euro", "euros", "m", "km", "cm", "mm", "ha", "h", "min", "s", "kg", "g", "t", "l", "L", "km/h", "kW", "kWh", "kWc",
    "MW", "MWh", "GWh", "°C", "Mo", "Go", "To", "ko", "Ko", "Mio", "Gio", "Kio", "ETP",
  ])
}
