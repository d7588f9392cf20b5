import SQL
import Testing

@testable import Tables

/// Codes, telephone numbers, words and ticks, with what spreadsheets do to them.
@Suite struct CodeReadingTests {
  static let siret: [(TableCell, TableCode)] = [
    (.text("24420077000018"), TableCode("24420077000018")), (.text("244 200 770 00018"), TableCode("24420077000018")),
    (.text("244\u{A0}200\u{A0}770\u{A0}00018"), TableCode("24420077000018")),
    (.text("2.4420077000018E+13"), TableCode("24420077000018")),
    (.text("2,4420077000018E13"), TableCode("24420077000018")),
    (.text("2.44200770000180E+13"), TableCode("24420077000018")),
    (.text("24420077000018.0"), TableCode("24420077000018")),
    (.text("24420077000018,00"), TableCode("24420077000018")),
    (.number(24_420_077_000_018, written: "2.4420077000018E+13"), TableCode("24420077000018")),
    (.number(552_081_317_667, written: "552081317667"), TableCode("00552081317667", isMended: true)),
    (.text("0552081317667"), TableCode("00552081317667", isMended: true)),
  ]

  @Test(arguments: siret) func `a SIRET is text again where it is exact`(_ cell: TableCell, _ code: TableCode) throws {
    #expect(try cell.code(length: 14) == code)
  }

  @Test(arguments: ["2,44201E+13", "2.44E+13", "2.442007700001E+13", "2.44200770000185E+13", "24,4E+12", "2.4E+20"])
  func `digits that a spreadsheet rounded away are a fault`(_ text: String) {
    #expect(throws: CellFault.digitsLost(text)) { try TableCell.text(text).code(length: 14) }
  }

  @Test func `codes of another length or with other signs are faults`() {
    #expect(throws: CellFault.digitsLost("1E+15")) { try TableCell.number(1e15, written: "1E+15").code(length: 14) }
    for text in [
      "244200770", "244200770000181", "24420077-00018", "abc", "24420077000018.5", "é2345678901234", "12,34",
    ] {
      #expect(throws: CellFault.notACode(text, length: 14)) { try TableCell.text(text).code(length: 14) }
    }
    for number in [0.5, -3, 12] {
      #expect(throws: CellFault.self) { try TableCell.number(number, written: "n").code(length: 14) }
    }
    #expect(throws: CellFault.notACode("VRAI", length: 5)) { try TableCell.flag(true).code(length: 5) }
    #expect(throws: CellFault.failedFormula("#REF!")) { try TableCell.fault("#REF!").code(length: 5) }
  }

  @Test func `a zero that was lost is put back, and said`() throws {
    #expect(try TableCell.text("1004").code(length: 5) == TableCode("01004", isMended: true))
    #expect(try TableCell.number(1004, written: "1004").code(length: 5) == TableCode("01004", isMended: true))
    #expect(try TableCell.text("01004").code(length: 5) == TableCode("01004"))
    #expect(try TableCell.text("2a004").code(length: 5) == TableCode("2A004"))
    #expect(try TableCell.empty.code(length: 5) == nil && TableCell.text(" ").code(length: 5) == nil)
    #expect(throws: CellFault.notACode("A004", length: 5)) { try TableCell.text("A004").code(length: 5) }
    #expect(throws: CellFault.notACode("38", length: 5)) { try TableCell.text("38").code(length: 5) }
  }

  static let telephones: [(TableCell, TableCode)] = [
    (.text("04 76 59 59 59"), TableCode("0476595959")), (.text("04.76.59.59.59"), TableCode("0476595959")),
    (.text("+33 (0)4 76 59 59 59"), TableCode("+33476595959")),
    (.text("476595959"), TableCode("0476595959", isMended: true)),
    (.number(476_595_959, written: "476595959"), TableCode("0476595959", isMended: true)),
    (.number(33_476_595_959, written: "33476595959"), TableCode("+33476595959", isMended: true)),
    (.number(3_949, written: "3949"), TableCode("3949")), (.text("3949"), TableCode("3949")),
  ]

  @Test(arguments: telephones)
  func `a telephone number is its digits, with the zero that was lost`(_ cell: TableCell, _ code: TableCode) throws {
    #expect(try cell.telephone() == code)
  }

  @Test func `what nobody can dial is refused`() throws {
    for text in ["poste 12", "12", "1234567890123456", "04 76 59 59 5O"] {
      #expect(throws: CellFault.notATelephone(text)) { try TableCell.text(text).telephone() }
    }
    #expect(throws: CellFault.notATelephone("0.5")) { try TableCell.number(0.5, written: "0.5").telephone() }
    #expect(throws: CellFault.notATelephone("2022-06-16")) { try TableCell.day(Day(2022, 6, 16)!).telephone() }
    #expect(try TableCell.empty.telephone() == nil)
  }

  @Test func `yes and no have many words`() throws {
    for word in ["oui", "OUI", "Oui ", "vrai", "VRAI", "x", "X", "1", "yes", "true", "o", "ja", "✓"] {
      #expect(try TableCell.text(word).flag() == true, "\(word)")
    }
    for word in ["non", "NON", "faux", "0", "no", "false", "n", "nein"] {
      #expect(try TableCell.text(word).flag() == false, "\(word)")
    }
    #expect(try TableCell.flag(true).flag() == true && TableCell.number(0, written: "0").flag() == false)
    #expect(try TableCell.empty.flag() == nil && TableCell.text("").flag() == nil)
    #expect(throws: CellFault.notAFlag("peut-être")) { try TableCell.text("peut-être").flag() }
    #expect(throws: CellFault.notAFlag("2")) { try TableCell.number(2, written: "2").flag() }
    #expect(throws: CellFault.notAFlag("07:30")) { try TableCell.time(seconds: 27_000).flag() }
  }

  @Test func `a word is found whatever its case, accents and the signs between its letters`() throws {
    let words = TableWords([
      TableWord("sme", "PME", "Petite ou moyenne entreprise"), TableWord("association", "Association loi 1901"),
      TableWord("ess", "Économie sociale et solidaire", "Œuvre d’intérêt général"), TableWord("2", "Deux"),
    ])
    for (text, key) in [
      ("pme", "sme"), ("petite  ou moyenne ENTREPRISE", "sme"), ("SME", "sme"),
      ("economie sociale et solidaire", "ess"),
      ("oeuvre d'interet general", "ess"), ("E\u{301}conomie sociale-et-solidaire.", "ess"),
      ("association (loi 1901)", "association"),
    ] { #expect(try TableCell.text(text).choice(among: words) == key, "\(text)") }
    #expect(
      try TableCell.number(2, written: "2").choice(among: words) == "2" && TableCell.empty.choice(among: words) == nil)
    let known: [String] = ["PME", "Association loi 1901", "Économie sociale et solidaire", "Deux"]
    #expect(throws: CellFault.notAChoice("SARL", known: known)) { try TableCell.text("SARL").choice(among: words) }
    #expect(throws: CellFault.notText("VRAI")) { try TableCell.flag(true).choice(among: words) }
  }

  @Test func `any cell is words, but a failure and a tick`() throws {
    let day = Day(2022, 6, 16)!
    let cells: [(TableCell, String?)] = [
      (.empty, nil), (.text(" \u{A0}a b "), "a b"), (.text(" "), nil), (.number(38_000, written: "3.8E4"), "38000"),
      (.number(0.5, written: "0.5"), "0.5"), (.day(day), "2022-06-16"),
      (.moment(day, second: 52_205), "2022-06-16 14:30:05"),
      (.time(seconds: 27_000), "07:30"),
    ]
    for (cell, text) in cells { #expect(try cell.text() == text) }
    #expect(throws: CellFault.failedFormula("#N/A")) { try TableCell.fault("#N/A").text() }
    #expect(throws: CellFault.notText("FAUX")) { try TableCell.flag(false).text() }
  }
}
