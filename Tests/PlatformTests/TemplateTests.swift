import Platform
import TestSite
import Testing

/// Fields in letters, however an editor has cut them up.
@Suite struct TemplateTests {
  @Test(
    arguments: [
      ("{{locataire}}", "Coop’Vélo"), ("À {{ locataire }}.", "À Coop’Vélo."),
      ("{{Locataire}}{{DATE}}", "Coop’Vélole 1er juin 2022"),
      ("<text:span>{{loca</text:span>taire}}", "<text:span>Coop’Vélo</text:span>"),
      (
        "<text:span>{</text:span>{locataire}<text:span>} !</text:span>",
        "<text:span>Coop’Vélo</text:span><text:span> !</text:span>"
      ),
      ("{{<text:s/>locataire<text:s text:c=\"3\"/>}}", "Coop’Vélo"),
      ("{{locataire}}<text:s/>x", "Coop’Vélo<text:s/>x"),
      ("{{adresse}}", "12 rue X<text:line-break/>Bât. B"),
      ("a{{adresse}}b", "a12 rue X<text:line-break/>Bât. Bb"),
      ("{{vide}}", "…"), ("{{ inconnu }}", "{{ inconnu }}"), ("{ {locataire} }", "{ {locataire} }"),
      ("}} {{date}}", "}} le 1er juin 2022"),
      (
        "{{date}}<text:note><text:note-body><text:p>{{locataire}}</text:p></text:note-body></text:note>",
        "le 1er juin 2022<text:note><text:note-body><text:p>Coop’Vélo</text:p></text:note-body></text:note>"
      ),
    ])
  func `an ODT’s fields are found and keep the dress of their first character`(_ body: String, _ filled: String) throws
  {
    let written: String = try LetterFile.filledODT("<text:p>\(body)</text:p>")
    // What an emptied span leaves behind shows nothing.
    #expect(written.replacing("<text:span/>", with: "") == "<text:p>\(filled)</text:p>")
  }

  @Test(
    arguments: [
      ("<w:r><w:t>{{locataire}}</w:t></w:r>", "<w:r><w:t xml:space=\"preserve\">Coop’Vélo</w:t></w:r>"),
      (
        "<w:r><w:rPr><w:b/></w:rPr><w:t>À {</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r><w:t>{loca</w:t></w:r><w:r><w:t>taire}}.</w:t></w:r>",
        "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">À Coop’Vélo</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r><w:t/></w:r><w:r><w:t xml:space=\"preserve\">.</w:t></w:r>"
      ),
      (
        "<w:r><w:t>{{adresse}} !</w:t></w:r>",
        "<w:r><w:t xml:space=\"preserve\">12 rue X</w:t><w:br/><w:t xml:space=\"preserve\">Bât. B !</w:t></w:r>"
      ),
      (
        "<w:del><w:r><w:delText>{{x</w:delText></w:r></w:del><w:r><w:t>a</w:t></w:r>",
        "<w:del><w:r><w:delText>{{x</w:delText></w:r></w:del><w:r><w:t>a</w:t></w:r>"
      ),
    ])
  func `a DOCX’s fields are found across runs`(_ body: String, _ filled: String) throws {
    let written: String = try LetterFile.filledDOCX("<w:p>\(body)</w:p><w:p><w:r><w:t>{{date}}</w:t></w:r></w:p>")
    #expect(written.hasPrefix("<w:p>\(filled)</w:p>"), "\(written)")
  }

  @Test func `headers and footers are filled too, and what has no field is copied byte for byte`() throws {
    let picture: [UInt8] = (0..<5_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let odt: [UInt8] = LetterFile.odt(
      "<text:p>Rien</text:p>", styles: "<text:p>{{locataire}}</text:p>", more: [("Pictures/é.png", picture)])
    #expect(try LetterFile.filled(odt, "styles.xml").contains(">Coop’Vélo<"))
    #expect(try LetterFile.filled(odt, "content.xml") == LetterFile.odtContent("<text:p>Rien</text:p>"))
    #expect(try OfficeFileProbe.part("Pictures/é.png", of: Template(odt).filled(LetterFile.values)) == picture)
    let docx: [UInt8] = LetterFile.docx(
      "<w:p/>", header: "<w:p><w:r><w:t>{{date}}</w:t></w:r></w:p>", path: "word/document2.xml")
    #expect(try LetterFile.filled(docx, "word/header1.xml").contains(">le 1er juin 2022<"))
  }

  @Test func `namespaces that nothing seems to use stay declared`() throws {
    let written: String = try LetterFile.filled(LetterFile.odt("<text:p>{{date}}</text:p>"), "content.xml")
    #expect(written.contains("xmlns:unused=\"urn:unused\""))
  }

  @Test func `the first part of an ODT says what it is, where every program looks for it`() throws {
    var zip = HandMadeZip()
    zip.add("content.xml", Array(LetterFile.odtContent("<text:p>{{date}}</text:p>").utf8))
    zip.add("mimetype", Array("application/vnd.oasis.opendocument.text".utf8), deflated: true)
    let letter: [UInt8] = try Template(zip.bytes).filled(LetterFile.values)
    #expect(letter[8] == 0 && letter[26] == 8 && letter[28] == 0, "stored, and without extra field")
    #expect(String(decoding: letter[30..<77], as: UTF8.self) == "mimetypeapplication/vnd.oasis.opendocument.text")
  }

  @Test func `a row of a table is repeated for each item, and its numbers are not`() throws {
    let row: String =
      "<w:tr w14:paraId=\"1A\"><w:tc><w:p w14:paraId=\"2B\"><w:r><w:t>{{#lignes}}{{lot}}</w:t></w:r></w:p></w:tc>"
      + "<w:tc><w:p><w:r><w:t>{{surface}} {{date}}{{/lignes}}</w:t></w:r></w:p></w:tc></w:tr>"
    let written: String = try LetterFile.filledDOCX("<w:tbl>\(row)</w:tbl>")
    #expect(written.components("<w:tr>") == 2)
    #expect(written.contains(">Atelier 1<") && written.contains(">Atelier &lt;2&gt;<"))
    #expect(written.contains(">100 m² le 1er juin 2022<") && written.contains(">… le 1er juin 2022<"))
    #expect(!written.contains("{{") && !written.contains("paraId") && !written.contains("xmlns"))
    let header: String = "<table:table-row><table:table-cell/></table:table-row>"
    let openRow: String =
      "<table:table-row><table:table-cell><text:p>{{# lignes }}{{lot}}{{/lignes}}</text:p></table:table-cell></table:table-row>"
    let none = LetterValues(["date": ""], rows: ["lignes": []])
    #expect(
      try LetterFile.filledODT("<table:table>\(header)\(openRow)</table:table>", none)
        == "<table:table>\(header)</table:table>")
    // A table keeps one row: Word calls one without any damaged.
    #expect(
      try LetterFile.filledODT("<table:table>\(openRow)</table:table>", none).components("<table:table-row>") == 1)
    let template = try Template(LetterFile.odt("<table:table>\(openRow)</table:table>"))
    #expect(template.fields == [] && template.rows.map(\.name) == ["lignes"] && template.rows[0].fields == ["lot"])
  }

  @Test(
    arguments: [
      "<text:p>{{#lignes}}</text:p>", "<text:p>{{/lignes}}</text:p>",
      "<table:table-row><text:p>{{#lignes}}</text:p></table:table-row>",
      "<table:table-row><text:p>{{#lignes}}{{/autres}}</text:p></table:table-row>",
      "<table:table-row><text:p>{{/lignes}}{{#lignes}}</text:p></table:table-row>",
      "<table:table-row><text:p>{{#lignes}}</text:p></table:table-row><table:table-row><text:p>{{/lignes}}</text:p></table:table-row>",
    ])
  func `rows that do not begin and end in one row are refused`(_ body: String) {
    guard case .strayRows = LetterFile.fault(LetterFile.odt(body)) else {
      Issue.record("\(body)")
      return
    }
  }

  @Test func `braces that are not closed are quoted`() {
    #expect(LetterFile.fault(LetterFile.odt("<text:p>À {{locataire,</text:p>")) == .unclosed("{{locataire,"))
    #expect(LetterFile.fault(LetterFile.odt("<text:p>{{a</text:p><text:p>b}}</text:p>")) == .unclosed("{{a"))
    #expect(LetterFile.fault(LetterFile.odt("<text:p>{{a {{date}}</text:p>")) == .unclosed("{{a {{date}}"))
  }

  @Test func `fields are named once, as they were first written`() throws {
    let template = try Template(
      LetterFile.odt("<text:p>{{Date de fin}} {{x}} {{date_de_fin}}</text:p>", styles: "<text:p>{{y}}{{X}}</text:p>"))
    #expect(template.fields == ["Date de fin", "x", "y"])
  }

  @Test(arguments: LetterFormat.allCases)
  func `our own drafts are templates, the same each time`(_ format: LetterFormat) throws {
    let draft = LetterDraft(
      [.sender("{{territoire}}"), .recipient("{{locataire}}\n{{adresse}}"), .paragraph("<b> & « x »")],
      footer: "{{date}}")
    let bytes: [UInt8] = try draft.bytes(format)
    #expect(try draft.bytes(format) == bytes)
    let template = try Template(bytes)
    #expect(template.format == format)
    #expect(Set(template.fields) == ["territoire", "locataire", "adresse", "date"])
    let body: String = try LetterFile.filled(bytes, format == .odt ? "content.xml" : "word/document.xml")
    #expect(body.contains("&lt;b&gt; &amp; « x »") && body.contains("Coop’Vélo"))
    #expect(body.contains(format == .odt ? "Vélo<text:line-break/>12" : "<w:br/><w:t xml:space=\"preserve\">12"))
  }
}

extension String {
  /// How often `part` stands in this text.
  fileprivate func components(_ part: String) -> Int {
    split(separator: part, omittingEmptySubsequences: false).count - 1
  }
}
