import Telephone
import Testing

/// Numbers as people write them, and as they are dialled.
@Suite struct PhoneNumberTests {
  static let written: [(String, String)] = [
    ("04 76 59 59 59", "+33476595959"), ("04.76.59.59.59", "+33476595959"), ("+33 (0)4 76 59 59 59", "+33476595959"),
    ("+33 04 76 59 59 59", "+33476595959"), ("0033 6 12 34 56 78", "+33612345678"),
    ("06\u{A0}12\u{202F}34-56‑78", "+33612345678"), ("+49 30 901820", "+4930901820"),
    ("+352 621 123 456", "+352621123456"),
    ("0690 12 34 56", "+590690123456"), ("0696 12 34 56", "+596696123456"), ("0694 12 34 56", "+594694123456"),
    ("0692 12 34 56", "+262692123456"), ("0639 12 34 56", "+262639123456"),
  ]

  @Test(arguments: written) func `a number is one whoever wrote it`(_ typed: String, _ number: String) {
    #expect(PhoneNumber(typed)?.text == number)
    #expect(PhoneNumber(number)?.text == number)
    #expect(PhoneNumber.key(typed) == PhoneNumber.key(number))
  }

  @Test(arguments: [
    "", "3949", "poste 12", "06 12 34 56 7", "06 12 34 56 7O", "+33 6 12", "+0612345678", "1612345678", "+",
    "+1234567890123456", "06+12345678", "00 33",
  ])
  func `what cannot be dialled from anywhere is no number`(_ typed: String) { #expect(PhoneNumber(typed) == nil) }

  @Test func `a message needs a mobile, where a number tells`() {
    for typed in ["06 12 34 56 78", "07 12 34 56 78", "0690123456", "0639123456", "+49 30 901820"] {
      #expect(PhoneNumber(typed)?.isMobile == true, "\(typed)")
    }
    for typed in ["04 76 59 59 59", "09 12 34 56 78", "0590123456", "0269123456"] {
      #expect(PhoneNumber(typed)?.isMobile == false, "\(typed)")
    }
  }

  @Test func `a masked number says enough to its owner and too little to others`() {
    #expect(PhoneNumber("06 12 34 56 78")?.masked == "+33\u{A0}•••••••78")
  }
}
