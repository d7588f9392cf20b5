import SQL
import Testing

@testable import Tables

/// Days, however people and programs write them.
@Suite struct DayReadingTests {
  private static let day = Day(2022, 6, 16)!
  private static let first = Day(2022, 6, 1)!

  static let written: [(String, Day)] = [
    ("16/06/2022", day), ("16/6/22", day), ("16/06/22", day), ("2022-06-16", day), ("2022/06/16", day),
    ("16.06.2022", day),
    ("16.6.22", day), ("16-06-2022", day), ("16 06 2022", day), ("16 juin 2022", day), ("1er juin 2022", first),
    ("1 juin 2022", first), ("16 JUIN 2022", day), ("16-juin-22", day), ("jeudi 16 juin 2022", day),
    ("jeu. 16 juin 2022", day),
    ("16 juin. 2022", day), ("June 16, 2022", day), ("16 June 2022", day), ("16. Juni 2022", day),
    (" 16/06/2022 ", day),
    ("\u{A0}16/06/2022\u{202F}", day), ("16\u{A0}juin\u{A0}2022", day), ("16062022", day), ("20220616", day),
    ("16/06/2022 00:00", day), ("16/06/2022 14:30:00", day), ("2022-06-16T14:30:00Z", day),
    ("2022-06-16 00:00:00.000", day), ("28 févr. 2023", Day(2023, 2, 28)!), ("1er août 2021", Day(2021, 8, 1)!),
    ("29/02/2024", Day(2024, 2, 29)!), ("3 déc 1999", Day(1999, 12, 3)!), ("01/01/69", Day(2069, 1, 1)!),
    ("01/01/70", Day(1970, 1, 1)!), ("12/11/2022", Day(2022, 11, 12)!), ("15 mars 2022", Day(2022, 3, 15)!),
  ]

  @Test(arguments: written) func `a day is read as people write it`(_ text: String, _ day: Day) throws {
    #expect(try TableCell.text(text).day() == day)
  }

  static let wrong: [(String, CellFault)] = [
    ("31/02/2022", .noSuchDay("31/02/2022")), ("29/02/2023", .noSuchDay("29/02/2023")),
    ("31 avril 2022", .noSuchDay("31 avril 2022")), ("2022-02-30", .noSuchDay("2022-02-30")),
    ("06/16/2022", .americanDay("06/16/2022", meant: day)), ("6/16/22", .americanDay("6/16/22", meant: day)),
    ("16/16/2022", .notADay("16/16/2022")), ("00/06/2022", .notADay("00/06/2022")),
    ("32/01/2022", .notADay("32/01/2022")),
    ("juin 2022", .notADay("juin 2022")), ("2022", .notADay("2022")), ("16/06", .notADay("16/06")),
    ("bientôt", .notADay("bientôt")), ("16/06/202", .notADay("16/06/202")), ("16/06/20222", .notADay("16/06/20222")),
    ("44728", .notADay("44728")), ("16 ju 2022", .notADay("16 ju 2022")),
    ("16 jui 2022", .notADay("16 jui 2022")), ("1/2/3/4", .notADay("1/2/3/4")),
    ("14:30", .notADay("14:30")),
  ]

  @Test(arguments: wrong)
  func `what is no day says why`(_ text: String, _ fault: CellFault) {
    #expect(throws: fault) { try TableCell.text(text).day() }
  }

  @Test func `eight digits are a day of these two centuries in one order at most`() throws {
    var day = Day(1900, 1, 1)!
    while day.year < 2100 {
      let (year, month, date) = day.parts
      let (french, iso): (Int, Int) = (date * 1_000_000 + month * 10_000 + year, year * 10_000 + month * 100 + date)
      let texts: [String] = [french, iso].map { String(String($0 + 100_000_000).dropFirst()) }
      for text in texts { if try TableCell.text(text).day() != day { Issue.record("\(text)") } }
      day = day.adding(days: 3)
    }
    #expect(throws: CellFault.notADay("99999999")) { try TableCell.text("99999999").day() }
    #expect(throws: CellFault.notADay("16061822")) { try TableCell.text("16061822").day() }
  }

  @Test func `a number counts days, but a year does not`() throws {
    #expect(try TableCell.number(44_728, written: "44728").day() == Self.day)
    #expect(try TableCell.number(43_266, written: "43266").day(.from1904) == Self.day)
    #expect(try TableCell.number(16_062_022, written: "16062022").day() == Self.day)
    for number in [2022, 0, -5, 44_728.5, 1e12, 100_000] {
      #expect(throws: CellFault.notADay("x")) { try TableCell.number(number, written: "x").day() }
    }
  }

  @Test func `other cells are days, nothing, or faults`() throws {
    #expect(try TableCell.empty.day() == nil && TableCell.text(" \u{A0}").day() == nil)
    #expect(try TableCell.day(Self.day).day() == Self.day && TableCell.moment(Self.day, second: 5).day() == Self.day)
    #expect(throws: CellFault.notADay("07:30")) { try TableCell.time(seconds: 27_000).day() }
    #expect(throws: CellFault.notADay("VRAI")) { try TableCell.flag(true).day() }
    #expect(throws: CellFault.failedFormula("#N/A")) { try TableCell.fault("#N/A").day() }
    #expect(throws: CellFault.uncomputed) { try TableCell.fault("=").day() }
  }

  @Test func `every day is read back however it is written`() throws {
    let months: [String] = [
      "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
      "décembre",
    ]
    for offset in 0..<800 {
      let day: Day = Day(2020, 1, 1)!.adding(days: offset)
      let (year, month, date) = day.parts
      for text in [
        "\(date)/\(month)/\(year)", "\(date).\(month).\(year % 100)", day.description,
        "\(date) \(months[month - 1]) \(year)",
      ] { #expect(try TableCell.text(text).day() == day, "\(text)") }
    }
  }
}
