import HTML
import HTTP

/// A document that its readers go on working on, as an OpenDocument text: the same headings, paragraphs and tables as a
/// page's, in one language.
public struct TextDocument: ~Copyable {
  var markup: Markup
  public let language: Language
  private var tables: Int = 0

  init(_ language: Language) {
    markup = Markup()
    self.language = language
  }

  /// Words of the interface.
  private mutating func say(_ words: String) {
    switch language {
    case .fr: markup.french(words)
    case .en, .de: markup.text(words)
    }
  }

  public mutating func section(_ title: Text, _ body: (inout TextDocument) throws -> Void) rethrows {
    markup.raw("<text:h text:style-name=\"Heading_20_1\" text:outline-level=\"1\">")
    say(title(language))
    markup.raw("</text:h>\n")
    try body(&self)
  }

  public mutating func paragraph(_ text: Text) {
    markup.raw("<text:p text:style-name=\"Text_20_body\">")
    say(text(language))
    markup.raw("</text:p>\n")
  }

  public mutating func points(_ points: [Text]) {
    markup.raw("<text:list text:style-name=\"Points\">\n")
    for point in points {
      markup.raw("<text:list-item><text:p text:style-name=\"Point\">")
      say(point(language))
      markup.raw("</text:p></text:list-item>\n")
    }
    markup.raw("</text:list>\n")
  }

  /// What somebody wrote in Markdown, under a section.
  public mutating func prose(_ text: String, in written: Language = .fr) {
    let prose = Prose(text, typography: written.typography)
    var writer = TextDocumentProse(prose.typography)
    writer.write(prose.marks, &markup)
  }

  /// The same table as a page has of these records. With nothing in it, a sentence says so.
  public mutating func table<Record>(_ view: View<Record>, _ records: [Record], empty: Text) {
    guard !records.isEmpty else { return paragraph(empty) }
    let columns: [DrawnColumn] = View(view.name, view.columns.filter { !$0.isForMachines }).drawn(records, language)
    tables += 1
    markup.raw("<table:table table:name=\"T")
    markup.int(tables)
    markup.raw("\" table:style-name=\"Table\"><table:table-column table:number-columns-repeated=\"")
    markup.int(columns.count)
    markup.raw("\"/>\n<table:table-header-rows><table:table-row>")
    for column in columns {
      cell(column.isNumeric ? "Number_20_Heading" : "Table_20_Heading") { document in document.say(column.label) }
    }
    markup.raw("</table:table-row></table:table-header-rows>\n")
    for line in records.indices {
      markup.raw("<table:table-row>")
      for column in columns {
        cell(column.isNumeric ? "Number" : "Table_20_Contents") { document in
          document.markup.text(column.cells[line].words(document.language))
        }
      }
      markup.raw("</table:table-row>\n")
    }
    markup.raw("</table:table>\n")
  }

  private mutating func cell(_ style: StaticString, _ body: (inout TextDocument) -> Void) {
    markup.raw("<table:table-cell table:style-name=\"Cell\" office:value-type=\"string\"><text:p text:style-name=\"")
    markup.raw(style)
    markup.raw("\">")
    body(&self)
    markup.raw("</text:p></table:table-cell>")
  }
}

extension TextDocument {
  /// The file, under its title.
  static func file(
    _ title: String, from territory: String, _ language: Language, _ body: (inout TextDocument) -> Void
  ) throws(TemplateFault) -> [UInt8] {
    var document = TextDocument(language)
    body(&document)
    let written: String = String(decoding: document.markup.bytes(), as: UTF8.self)
    let name: String = LetterDraft.escaped(title, lineBreak: " ")
    let content: String =
      OpenDocument.declaration + "<office:document-content "
      + OpenDocument.spaces("office", "text", "table", "style", "fo", "xlink") + " office:version=\"1.2\">\n"
      + "<office:automatic-styles>\(automaticStyles)</office:automatic-styles>\n<office:body><office:text>\n"
      + "<text:p text:style-name=\"Title\">\(name)</text:p>\n\(written)</office:text></office:body>\n"
      + "</office:document-content>\n"
    let parts = OpenDocument.parts(
      styles: styles(name, LetterDraft.escaped(territory, lineBreak: " "), language), content: content)
    // The first moment of 2026: the same document is the same bytes.
    return try OfficeFile(parts.map { .init(name: $0.name, bytes: Array($0.text.utf8), modified: 1_767_225_600) })
      .packed()
  }

  private static let automaticStyles: String = """
    <style:style style:name="Table" style:family="table">\
    <style:table-properties fo:margin-bottom="12pt" table:border-model="collapsing"/></style:style>
    <style:style style:name="Cell" style:family="table-cell">\
    <style:table-cell-properties fo:padding="3pt" fo:border-bottom="0.5pt solid #808080"/></style:style>
    <style:style style:name="Strong" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
    <style:style style:name="Emphasis" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>
    <style:style style:name="Struck" style:family="text">\
    <style:text-properties style:text-line-through-style="solid"/></style:style>
    <style:style style:name="Raised" style:family="text">\
    <style:text-properties style:text-position="super 66%"/></style:style>
    """

  private static func styles(_ title: String, _ territory: String, _ language: Language) -> String {
    func style(_ name: String, _ label: String, _ paragraph: String, _ text: String, outline: Int? = nil) -> String {
      let level: String = outline.map { " style:default-outline-level=\"\($0)\"" } ?? ""
      return "<style:style style:name=\"\(name)\" style:display-name=\"\(label)\" style:family=\"paragraph\"\(level)>"
        + "<style:paragraph-properties \(paragraph)/><style:text-properties \(text)/></style:style>\n"
    }
    func level(_ number: Int, _ kind: String) -> String {
      "<text:list-level-style-\(kind) text:level=\"\(number)\" "
        + (kind == "bullet" ? "text:bullet-char=\"–\"" : "style:num-format=\"1\" style:num-suffix=\".\"")
        + "><style:list-level-properties text:space-before=\"\(number * 12)pt\" text:min-label-width=\"14pt\"/>"
        + "</text:list-level-style-\(kind)>"
    }
    let country: String = language == .en ? "GB" : language.rawValue.uppercased()
    let page: Text = Text(fr: "page", en: "page", de: "Seite")
    let of: Text = Text(fr: "sur", en: "of", de: "von")
    let keep: String = "fo:keep-with-next=\"always\""
    return OpenDocument.declaration
      + "<office:document-styles \(OpenDocument.spaces("office", "text", "style", "fo")) office:version=\"1.2\">\n"
      + "<office:styles>\n<style:default-style style:family=\"paragraph\"><style:text-properties "
      + "fo:language=\"\(language.rawValue)\" fo:country=\"\(country)\" fo:font-family=\"Arial, sans-serif\" "
      + "fo:font-size=\"10.5pt\"/></style:default-style>\n"
      + style("Title", "Title", "fo:margin-bottom=\"12pt\"", "fo:font-size=\"18pt\" fo:font-weight=\"bold\"")
      + style(
        "Heading_20_1", "Heading 1", "fo:margin-top=\"16pt\" fo:margin-bottom=\"6pt\" \(keep)",
        "fo:font-size=\"14pt\" fo:font-weight=\"bold\"", outline: 1)
      + style(
        "Heading_20_2", "Heading 2", "fo:margin-top=\"10pt\" fo:margin-bottom=\"4pt\" \(keep)",
        "fo:font-size=\"12pt\" fo:font-weight=\"bold\"", outline: 2)
      + style("Text_20_body", "Text body", "fo:margin-bottom=\"6pt\"", "fo:font-size=\"10.5pt\"")
      + style("Quotation", "Quotation", "fo:margin-left=\"18pt\" fo:margin-bottom=\"6pt\"", "fo:font-style=\"italic\"")
      + style("Point", "List", "fo:margin-bottom=\"3pt\"", "fo:font-size=\"10.5pt\"")
      + style("Table_20_Contents", "Table Contents", "fo:margin-bottom=\"0pt\"", "fo:font-size=\"9.5pt\"")
      + style("Table_20_Heading", "Table Heading", keep, "fo:font-size=\"9.5pt\" fo:font-weight=\"bold\"")
      + style("Number", "Number", "fo:text-align=\"end\"", "fo:font-size=\"9.5pt\"")
      + style(
        "Number_20_Heading", "Number Heading", "fo:text-align=\"end\" \(keep)",
        "fo:font-size=\"9.5pt\" fo:font-weight=\"bold\"")
      + style("Footer", "Footer", "fo:text-align=\"center\"", "fo:font-size=\"8pt\"")
      + "<text:list-style style:name=\"Points\">\((1...10).map { level($0, "bullet") }.joined())</text:list-style>\n"
      + "<text:list-style style:name=\"Numbers\">\((1...10).map { level($0, "number") }.joined())</text:list-style>\n"
      + "</office:styles>\n<office:automatic-styles><style:page-layout style:name=\"A4\">"
      + "<style:page-layout-properties fo:page-width=\"21cm\" fo:page-height=\"29.7cm\" fo:margin=\"2cm\"/>"
      + "<style:footer-style><style:header-footer-properties fo:min-height=\"0.6cm\"/></style:footer-style>"
      + "</style:page-layout></office:automatic-styles>\n<office:master-styles><style:master-page "
      + "style:name=\"Standard\" style:page-layout-name=\"A4\"><style:footer><text:p text:style-name=\"Footer\">"
      + "\(territory) — \(title) — \(page(language)) <text:page-number text:select-page=\"current\"/> "
      + "\(of(language)) <text:page-count/></text:p></style:footer></style:master-page></office:master-styles>\n"
      + "</office:document-styles>\n"
  }
}

extension Endpoint {
  /// A document to go on working on, downloaded.
  public static func textDocument(
    _ path: String, _ summary: Text, allow: Allow,
    _ show:
      @Sendable @escaping (Visit) async throws -> (title: String, body: @Sendable (inout TextDocument) -> Void)
  ) -> Endpoint {
    .raw(path, summary, allow: allow) { visit, _ in
      let (title, body) = try await show(visit)
      let file: [UInt8]
      do {
        file = try TextDocument.file(title, from: visit.territory?.name ?? "Terreau", visit.language, body)
      } catch let fault as TemplateFault { throw Refusal.conflict(fault.message) }
      return .letter(file, .odt, named: title)
    }
  }
}
