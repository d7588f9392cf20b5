import HTML
import Testing

@Suite struct FrenchSpacesTests {
  @Test(
    arguments: [
      ("Quoi ? Non ! Si ; 5 % :", "Quoi∣? Non∣! Si∣; 5∣%⍽:"), ("« oui » : non", "«∣oui∣»⍽: non"),
      ("500 € et n° 5", "500⍽€ et n°⍽5"),
      ("a & b < c ?", "a &amp; b &lt; c∣?"), ("Swift ::", "Swift ::"), ("é è à", "é è à"), (" ", " "), ("", ""),
      ("?", "?"), (" !", "∣!"),
      ("déjà\u{202F}! ici\u{A0}:", "déjà∣! ici⍽:"), ("\u{E2} \u{E2}", "â â"), ("« ", "«∣"), ("« »", "«∣»"),
    ])
  func `words of the interface get their firm spaces as they are written`(_ typed: String, _ expected: String) {
    var markup = Markup()
    markup.french(typed)
    let written = String(decoding: markup.bytes(), as: UTF8.self)
    #expect(written.replacing("\u{A0}", with: "⍽").replacing("\u{202F}", with: "∣") == expected)
  }
}
