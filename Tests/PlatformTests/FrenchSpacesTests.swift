import HTML
import Testing

@Suite struct MarkupTests {
  @Test func `what was written once is written again as it stands, however long the page has grown`() {
    var markup = Markup(capacity: 8)
    markup.raw("<td>")
    let start: Int = markup.end
    markup.text("a & b")
    let part: Range<Int> = start..<markup.end
    for _ in 0..<3 { markup.again(part) }
    #expect(String(decoding: markup.bytes(), as: UTF8.self) == "<td>a &amp; ba &amp; ba &amp; ba &amp; b")
  }
}

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
