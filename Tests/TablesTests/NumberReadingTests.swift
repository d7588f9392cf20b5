import Testing

@testable import Tables

/// Numbers and sums, however people and programs write them.
@Suite struct NumberReadingTests {
  static let plain: [(String, Double)] = [
    ("1 234,56", 1234.56), ("1\u{A0}234,56", 1234.56), ("1\u{202F}234,56", 1234.56), ("1.234,56", 1234.56),
    ("1,234.56", 1234.56), ("1234.56", 1234.56), ("1234,56", 1234.56), ("1234", 1234), ("1 234 567", 1_234_567),
    ("1.234.567", 1_234_567), ("1,234,567", 1_234_567), ("1.234.567,8", 1_234_567.8), ("1,234,567.8", 1_234_567.8),
    ("12 %", 0.12), ("12,5%", 0.125), ("-12", -12), ("−12", -12), ("(12)", -12), ("(1 234,50 €)", -1234.5),
    ("12-", -12),
    ("+12", 12), ("12 €", 12), ("€12", 12), ("-12 €", -12), ("€-12", -12), ("12 EUR", 12), ("1 euro", 1),
    ("12\u{A0}€", 12),
    ("0,5", 0.5), ("0,123", 0.123), ("0.123", 0.123), (",5", 0.5), (".25", 0.25), ("1234,567", 1234.567),
    ("1’234.50", 1234.5),
    ("1 234,567", 1234.567), ("2,44E+3", 2440), ("1.5e-2", 0.015), ("1E3", 1000), ("007", 7), (" 12 ", 12),
  ]

  @Test(arguments: plain) func `a number that leaves no doubt means the same in every document`(
    _ text: String, _ number: Double
  ) throws {
    for mark in [nil, DecimalMark.comma, .point] {
      #expect(try TableCell.text(text).number(mark) == number, "\(text)")
    }
  }

  @Test func `a lone sign before three digits is what the document says`() throws {
    #expect(try TableCell.text("1,234").number(.comma) == 1.234 && TableCell.text("1,234").number(.point) == 1234)
    #expect(try TableCell.text("1.234").number(.comma) == 1234 && TableCell.text("1.234").number(.point) == 1.234)
    for text in ["1,234", "1.234", "999.000", "-12,345"] {
      #expect(throws: CellFault.ambiguous(text)) { try TableCell.text(text).number() }
      #expect(throws: CellFault.ambiguous(text)) { try TableCell.text(text).integer() }
    }
    #expect(try TableCell.text("1.234").integer(.comma) == 1234)
  }

  static let wrong: [String] = [
    "douze", "1 23", "1,2,3", "1.2.3", "12..5", "1,234,56", "1.2345,6", "12 k€", "1/2", "--1", "(-1)", "-(1)", "12 m²",
    ",", ".",
    "-", "€", "%", "1e", "E5", "1 2,3", "1,23 4", "0x12", "١٢", "12,34.56,78", "1E999", "  1  2 ", "12 34",
  ]

  @Test(arguments: wrong) func `what is no number is refused`(_ text: String) {
    let said: String = text == "  1  2 " ? "1  2" : text
    #expect(throws: CellFault.notANumber(said)) { try TableCell.text(text).number(.comma) }
  }

  @Test func `the mark of a column is the one that its numbers prove`() {
    func mark(_ texts: String...) -> DecimalMark? { .recognised(in: texts.map(TableCell.text)) }
    #expect(mark("1,234", "2,5") == .comma && mark("1.234", "x", "2,5") == .comma && mark("1.234", "1.5") == .point)
    #expect(mark("1.234,56") == .comma && mark("1,234.56") == .point)
    #expect(mark("1.234.567") == .comma && mark("1,234,567") == .point && mark("0,123") == .comma)
    #expect(mark("1,234", "12", "") == nil && mark("1,5", "2.5") == nil && mark() == nil)
    #expect(DecimalMark.recognised(in: [TableCell.number(1.5, written: "1.5"), .empty]) == nil)
  }

  static let sums: [(String, Int)] = [
    ("20 000,50 €", 2_000_050), ("20.000", 2_000_000), ("20,000", 2_000_000), ("20.000,5", 2_000_050), ("0,1", 10),
    ("(12,30)", -1_230), ("12,30 €", 1_230), ("12,300", 1_230_000), ("1234.5600", 123_456), ("-0,01", -1), ("0", 0),
    ("9 999 999 999 999", 999_999_999_999_900), ("2,44E+3", 244_000),
  ]

  @Test(arguments: sums) func `a sum is exact to the cent`(_ text: String, _ cents: Int) throws {
    #expect(try TableCell.text(text).cents() == cents)
  }

  @Test func `parts of a cent, shares and sums beyond reason are refused`() throws {
    #expect(throws: CellFault.partsOfACent("12,345")) { try TableCell.text("12,345").cents(.comma) }
    #expect(throws: CellFault.partsOfACent("1234,567")) { try TableCell.text("1234,567").cents() }
    #expect(throws: CellFault.notANumber("12 %")) { try TableCell.text("12 %").cents() }
    #expect(throws: CellFault.tooLarge("99999999999999")) { try TableCell.text("99999999999999").cents() }
    #expect(try TableCell.number(12.300000000000001, written: "x").cents() == 1_230)
    #expect(
      try TableCell.number(-0.57, written: "x").cents() == -57 && TableCell.number(1.1, written: "x").cents() == 110)
    #expect(throws: CellFault.partsOfACent("12.345")) { try TableCell.number(12.345, written: "12.345").cents() }
    #expect(throws: CellFault.tooLarge("1E+20")) { try TableCell.number(1e20, written: "1E+20").cents() }
  }

  @Test func `every cent from -200 000 to 200 000 is read back`() throws {
    for cents in stride(from: -200_000, through: 200_000, by: 7) {
      let (whole, rest): (Int, Int) = (abs(cents) / 100, abs(cents) % 100)
      let text: String = "\(cents < 0 ? "-" : "")\(whole),\(rest < 10 ? "0" : "")\(rest)"
      #expect(try TableCell.text(text).cents() == cents)
      #expect(try TableCell.number(Double(cents) / 100, written: text).cents() == cents)
    }
  }

  @Test func `a count is whole`() throws {
    #expect(try TableCell.text("1 234").integer() == 1234 && TableCell.text("12,00").integer() == 12)
    #expect(try TableCell.text("-5").integer() == -5 && TableCell.number(5, written: "5.0").integer() == 5)
    #expect(throws: CellFault.notWhole("12,5")) { try TableCell.text("12,5").integer() }
    #expect(throws: CellFault.notWhole("100 %")) { try TableCell.text("100 %").integer() }
    #expect(throws: CellFault.notWhole("0.5")) { try TableCell.number(0.5, written: "0.5").integer() }
    #expect(throws: CellFault.tooLarge("1234567890123456")) { try TableCell.text("1234567890123456").integer() }
    #expect(throws: CellFault.tooLarge("1E+16")) { try TableCell.number(1e16, written: "1E+16").integer() }
  }

  @Test func `other cells are nothing, or faults`() throws {
    #expect(
      try TableCell.empty.number() == nil && TableCell.text(" ").cents() == nil && TableCell.empty.integer() == nil)
    #expect(throws: CellFault.notANumber("FAUX")) { try TableCell.flag(false).number() }
    #expect(throws: CellFault.notANumber("151:40")) { try TableCell.time(seconds: 546_000).cents() }
    #expect(throws: CellFault.failedFormula("#DIV/0!")) { try TableCell.fault("#DIV/0!").integer() }
  }
}
