import Mail
import Testing

@Suite struct EmailAddressTests {
  @Test(
    arguments: [
      ("jeanne@metropole.example", "jeanne@metropole.example"),
      ("  Jeanne.Dupont+test@Metropole.EXAMPLE\r\n", "Jeanne.Dupont+test@metropole.example"),
      ("\u{A0}o'brien@a-b.c1.fr\t", "o'brien@a-b.c1.fr"),
      ("!@example.org", nil), ("a@xn--mtropole-b1a.fr", "a@xn--mtropole-b1a.fr"),
    ] as [(String, String?)])
  func `an address is kept as typed, without what surrounds it, its domain in lower case`(
    _ typed: String, _ kept: String?
  ) {
    #expect(EmailAddress(typed)?.text == kept)
  }

  @Test func `accounts are matched whatever the case`() {
    #expect(EmailAddress("Jeanne@Ville.fr")?.key == EmailAddress("jeanne@VILLE.FR")?.key)
    #expect(EmailAddress("Jeanne@Ville.fr") != EmailAddress("jeanne@ville.fr"))
  }

  @Test(
    arguments: [
      "", " ", "@", "a", "a@", "@b.fr", "a@b", "a@b.", "a@.fr", "a@b..fr", ".a@b.fr", "a.@b.fr", "a..b@c.fr",
      "a b@c.fr",
      "a@b c.fr", "a@b@c.fr", "a@-b.fr", "a@b-.fr", "a@b_c.fr", "a@[127.0.0.1]", "a@127.0.0.1", "\"a\"@b.fr",
      "<a@b.fr>",
      "Jeanne <a@b.fr>", "a@b.fr,c@d.fr", "a,b@c.fr", "a;b@c.fr", "a@b.fr;c", "a:b@c.fr", "a(b)@c.fr", "a\\b@c.fr",
      "a@b.fr\r\nBcc: c@d.fr", "a\n@b.fr", "a\r@b.fr", "a\0@b.fr", "a@b\u{85}.fr", "a@b\u{2028}.fr", "a\u{7F}@b.fr",
      "a\u{200B}@b.fr", "é@b.fr", "a@métropole.fr", "a%c.org@b.fr", "c.org!a@b.fr", "=?utf-8?q?a=40c.org=3E?=@b.fr",
      "а@b.fr", "a@b\u{FF0E}fr", "\u{200F}a@b.fr",
    ])
  func `what two readers could understand differently is no address`(_ text: String) {
    #expect(EmailAddress(text) == nil)
  }

  @Test func `lengths are those of the protocol`() {
    let label: String = String(repeating: "d", count: 63)
    #expect(EmailAddress("\(String(repeating: "a", count: 64))@b.fr") != nil)
    #expect(EmailAddress("\(String(repeating: "a", count: 65))@b.fr") == nil)
    #expect(EmailAddress("a@\(label).fr") != nil)
    #expect(EmailAddress("a@d\(label).fr") == nil)
    let long: String = [label, label, label].joined(separator: ".")
    #expect(EmailAddress("a@\(long).\(String(repeating: "e", count: 57)).fr")?.text.utf8.count == 254)
    #expect(EmailAddress("aa@\(long).\(String(repeating: "e", count: 57)).fr") == nil)
  }
}
