extension LetterDraft {
  var odt: [(name: String, text: String)] { OpenDocument.parts(styles: odtStyles, content: content) }

  private static func paragraph(_ style: LetterStyle, _ text: String) -> String {
    "<text:p text:style-name=\"\(style.rawValue)\">\(escaped(text, lineBreak: "<text:line-break/>"))</text:p>"
  }

  private var content: String {
    let body: String = lines.map { Self.paragraph($0.style, $0.text) }.joined(separator: "\n")
    return OpenDocument.declaration
      + "<office:document-content \(OpenDocument.spaces("office", "text")) office:version=\"1.2\">\n"
      + "<office:body><office:text>\n\(body)\n</office:text></office:body>\n</office:document-content>\n"
  }

  private var odtStyles: String {
    let styles: String = LetterStyle.allCases.map(Self.style).joined(separator: "\n")
    let page: String = "fo:page-width=\"21cm\" fo:page-height=\"29.7cm\" fo:margin=\"2.5cm\""
    let layout: String =
      "<style:page-layout style:name=\"A4\"><style:page-layout-properties \(page)/>"
      + "<style:footer-style><style:header-footer-properties fo:min-height=\"0.6cm\"/></style:footer-style>"
      + "</style:page-layout>"
    let master: String =
      "<style:master-page style:name=\"Standard\" style:page-layout-name=\"A4\"><style:footer>"
      + Self.paragraph(.footer, footer) + "</style:footer></style:master-page>"
    let language: String = "fo:language=\"fr\" fo:country=\"FR\""
    return OpenDocument.declaration
      + "<office:document-styles \(OpenDocument.spaces("office", "text", "style", "fo")) office:version=\"1.2\">\n"
      + "<office:styles>\n<style:default-style style:family=\"paragraph\"><style:text-properties \(language) "
      + "fo:font-family=\"Arial, sans-serif\"/></style:default-style>\n\(styles)\n</office:styles>\n"
      + "<office:automatic-styles>\(layout)</office:automatic-styles>\n"
      + "<office:master-styles>\(master)</office:master-styles>\n</office:document-styles>\n"
  }

  private static func style(_ style: LetterStyle) -> String {
    let margins: String =
      "fo:margin-top=\"\(style.before)pt\" fo:margin-bottom=\"\(style.after)pt\" fo:margin-left=\"\(style.indent)pt\""
    let align: String = style.isCentred ? " fo:text-align=\"center\"" : ""
    let weight: String = style.isBold ? " fo:font-weight=\"bold\"" : ""
    return "<style:style style:name=\"\(style.rawValue)\" style:display-name=\"\(style.label)\" "
      + "style:family=\"paragraph\"><style:paragraph-properties \(margins)\(align)/>"
      + "<style:text-properties fo:font-size=\"\(style.size)pt\"\(weight)/></style:style>"
  }
}
