import Platform
import TestSite
import Testing

/// Files that somebody made to do harm, and values that somebody typed to.
@Suite struct TemplateAttackTests {
  private func odt(with name: String, _ bytes: [UInt8] = [1]) -> [UInt8] {
    LetterFile.odt("<text:p>{{date}}</text:p>", more: [(name, bytes)])
  }

  @Test(
    arguments: [
      "../x", "a/../../x", "/etc/passwd", "C:/x", "a\\b", "a//b", "./x", "..", "mimetype", "MIMETYPE", "CONTENT.xml",
      String(repeating: "a", count: 241), "a\u{7F}",
    ])
  func `a part whose name leads elsewhere, or that is there twice, is refused`(_ name: String) {
    #expect(LetterFile.fault(odt(with: name)) == .damaged)
  }

  @Test func `what unfolds too far is refused before it is unfolded`() {
    var bomb = HandMadeZip()
    bomb.add("mimetype", Array("application/vnd.oasis.opendocument.text".utf8))
    bomb.add("content.xml", Array(repeating: 0x20, count: 2 << 20), deflated: true)
    #expect(LetterFile.fault(bomb.bytes) == .tooLarge, "a thousandfold")
    #expect(LetterFile.fault(odt(with: "x", Array(repeating: 1, count: 21 << 20))) == .tooLarge)
    let wordy: String = (0..<400_000).map { "<text:p>\($0)</text:p>" }.joined()
    #expect(LetterFile.fault(LetterFile.odt(wordy)) == .tooLarge, "a tree that would fill the memory")
    var many = HandMadeZip()
    for part in 0...OfficeFileProbe.mostParts { many.add("p\(part)", []) }
    #expect(LetterFile.fault(many.bytes) == .tooLarge)
    var sum = HandMadeZip()
    for part in 0..<3 { sum.add("p\(part)", Array(repeating: 1, count: 7 << 20)) }
    #expect(LetterFile.fault(sum.bytes) == .tooLarge, "all together")
    var liar = HandMadeZip()
    liar.add("mimetype", Array("application/vnd.oasis.opendocument.text".utf8))
    liar.add("content.xml", Array(repeating: 0x20, count: 100_000), deflated: true, claimed: 10)
    #expect(LetterFile.fault(liar.bytes) == .damaged, "longer than it says")
  }

  @Test(
    arguments: [
      """
      <!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>
      """,
      "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">", "<!DOCTYPE x [<!ENTITY d SYSTEM \"file:///etc/hostname\">]>",
      "<!DOCTYPE x [<!ENTITY % p SYSTEM \"http://127.0.0.1:9/\"> %p;]>", "<!DOCTYPE x>",
    ])
  func `a document that declares entities is refused`(_ prolog: String) {
    #expect(LetterFile.fault(LetterFile.odt("<text:p>&c;&d;{{date}}</text:p>", prolog: prolog)) == .damaged)
    #expect(LetterFile.fault(LetterFile.odt("<text:p>{{date}}</text:p>", prolog: prolog)) == .damaged)
  }

  @Test func `what is no XML, or deeper than any letter, is refused`() {
    let depth: Int = 1_000
    let deep: String = String(repeating: "<text:p>", count: depth) + String(repeating: "</text:p>", count: depth)
    #expect(LetterFile.fault(LetterFile.odt(deep)) == .damaged)
    #expect(LetterFile.fault(LetterFile.odt("<text:p>")) == .damaged)
    #expect(LetterFile.fault(LetterFile.odt("<text:p>\u{1}</text:p>")) == .damaged)
  }

  @Test func `macros, passwords and other formats are each refused in words of their own`() {
    for name in ["word/vbaProject.bin", "word/vbaData.xml"] {
      #expect(LetterFile.fault(LetterFile.docx("<w:p/>", more: [(name, [1])])) == .macros)
    }
    #expect(LetterFile.fault(LetterFile.docx("<w:p/>", main: "document.macroEnabled.main+xml")) == .macros)
    #expect(LetterFile.fault(odt(with: "Basic/Standard/script-lb.xml")) == .macros)
    #expect(LetterFile.fault(odt(with: "Scripts/python/x.py")) == .macros)
    #expect(
      LetterFile.fault(LetterFile.odt("<office:scripts><office:script script:language=\"x\"/></office:scripts>"))
        == .macros)
    #expect(LetterFile.fault(LetterFile.odt("<office:scripts/><text:p>{{date}}</text:p>")) == nil)
    #expect(LetterFile.fault(LetterFile.odt("", manifest: "<manifest:encryption-data/>")) == .locked)
    var locked = HandMadeZip()
    locked.add("mimetype", [1, 2, 3], flags: 1)
    #expect(LetterFile.fault(locked.bytes) == .locked)
    #expect(LetterFile.fault([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]) == .oldOrLocked)
    #expect(LetterFile.fault(LetterFile.docx("<w:p/>", main: "template.main+xml")) == .otherFormat)
    for other in [[], Array("%PDF-1.7".utf8), Array("{\\rtf1".utf8)] {
      #expect(LetterFile.fault(other) == .otherFormat)
    }
    var sheet = HandMadeZip()
    sheet.add("mimetype", Array("application/vnd.oasis.opendocument.spreadsheet".utf8))
    #expect(LetterFile.fault(sheet.bytes) == .otherFormat)
    var other = HandMadeZip()
    other.add("x", [1], method: 12)
    #expect(LetterFile.fault(other.bytes) == .damaged)
  }

  @Test func `a file that is cut off or altered is refused, wherever it is`() {
    let whole: [UInt8] = LetterFile.odt("<text:p>{{date}}</text:p>", styles: "<text:p>x</text:p>")
    for length in 0..<whole.count {
      #expect(LetterFile.fault(Array(whole[..<length])) != nil, "\(length)")
    }
    for place in whole.indices {
      var altered: [UInt8] = whole
      altered[place] ^= 0x41
      // Some bytes say nothing that matters, as the time does; none may bring the house down.
      if let template = try? Template(altered) { _ = try? template.filled(LetterFile.values) }
    }
  }

  @Test func `ten thousand fields are filled in a moment, and no name is too long to be refused politely`() throws {
    let many: String = String(repeating: "{{date}} ", count: 10_000)
    var written: String = ""
    let took: Duration = try ProcessorTime.of { written = try LetterFile.filledODT("<text:p>\(many)</text:p>") }
    #expect(!written.contains("{{") && written.utf8.count > 160_000)
    // What grows with the square of its length takes minutes.
    #expect(took < .seconds(10), "\(took)")
    let spread: String = (0..<10_000).map { "<text:p>{{champ \($0)}}</text:p>" }.joined()
    #expect(try Template(LetterFile.odt(spread)).fields.count == 10_000)
    let long: String = String(repeating: "x", count: 300)
    #expect(try Template(LetterFile.odt("<text:p>{{\(long)}}</text:p>")).fields == [long])
    guard case .unclosed(let quoted)? = LetterFile.fault(LetterFile.odt("<text:p>{{\(long)</text:p>")) else {
      Issue.record("not refused")
      return
    }
    #expect(quoted.count == 40)
  }

  @Test(
    arguments: [
      ("]]>", "]]&gt;"), ("<text:p>&amp;", "&lt;text:p&gt;&amp;amp;"), ("a\u{0}b\u{1}c\u{1F}d\u{FFFE}e", "abcde"),
      ("שלום עולם", "שלום עולם"), ("مرحبا بالعالم", "مرحبا بالعالم"), ("a\u{202E}b\u{2066}c", "abc"),
      ("{{date}}", "{{date}}"), ("a\r\nb\rc", "a<text:line-break/>b<text:line-break/>c"),
      ("a  b   c", "a <text:s text:c=\"1\"/>b <text:s text:c=\"2\"/>c"), ("a\tb", "a<text:tab/>b"),
      ("\u{85}", "…"), ("👩🏽‍🌾", "👩🏽‍🌾"), ("\nx", "<text:line-break/>x"), ("x\n", "x<text:line-break/>"),
    ])
  func `a value is text and nothing else`(_ value: String, _ written: String) throws {
    let values = LetterValues(["x": value, "date": "d"])
    #expect(try LetterFile.filledODT("<text:p>{{x}}</text:p>", values) == "<text:p>\(written)</text:p>")
    let docx: String = try LetterFile.filledDOCX("<w:p><w:r><w:t>{{x}}</w:t></w:r></w:p>", values)
    #expect(!docx.contains("<text:p>") && !docx.unicodeScalars.contains { $0.value < 0x20 })
  }
}
