extension LetterDraft {
  var docx: [(name: String, text: String)] {
    [
      ("[Content_Types].xml", contentTypes), ("_rels/.rels", relations([("officeDocument", "word/document.xml")])),
      ("word/_rels/document.xml.rels", relations([("styles", "styles.xml"), ("footer", "footer1.xml")])),
      ("word/document.xml", document), ("word/styles.xml", docxStyles), ("word/footer1.xml", docxFooter),
    ]
  }

  private static let office: String = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let package: String = "http://schemas.openxmlformats.org/package/2006"
  private static let word: String =
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"\(office)\""

  private var contentTypes: String {
    func part(_ path: String, _ kind: String) -> String {
      let type: String = "application/vnd.openxmlformats-officedocument.wordprocessingml.\(kind)+xml"
      return "<Override PartName=\"/word/\(path).xml\" ContentType=\"\(type)\"/>\n"
    }
    let relations: String = "application/vnd.openxmlformats-package.relationships+xml"
    return Self.declaration + "<Types xmlns=\"\(Self.package)/content-types\">\n"
      + "<Default Extension=\"rels\" ContentType=\"\(relations)\"/>\n"
      + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>\n"
      + part("document", "document.main") + part("styles", "styles") + part("footer1", "footer") + "</Types>\n"
  }

  private func relations(_ targets: [(kind: String, path: String)]) -> String {
    let all: [String] = targets.enumerated().map { index, target in
      "<Relationship Id=\"r\(index + 1)\" Type=\"\(Self.office)/\(target.kind)\" Target=\"\(target.path)\"/>\n"
    }
    return Self.declaration + "<Relationships xmlns=\"\(Self.package)/relationships\">\n" + all.joined()
      + "</Relationships>\n"
  }

  private static func paragraph(_ style: LetterStyle, _ text: String) -> String {
    let lines: [String] = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      "<w:t xml:space=\"preserve\">\(escaped(String(line), lineBreak: ""))</w:t>"
    }
    return "<w:p><w:pPr><w:pStyle w:val=\"\(style.rawValue)\"/></w:pPr><w:r>"
      + lines.joined(separator: "<w:br/>") + "</w:r></w:p>"
  }

  private var document: String {
    let body: String = lines.map { Self.paragraph($0.style, $0.text) }.joined(separator: "\n")
    // A4 and its margins, in twentieths of a point.
    let page: String =
      "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"r2\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>"
      + "<w:pgMar w:top=\"1417\" w:right=\"1417\" w:bottom=\"1417\" w:left=\"1417\" w:header=\"708\" w:footer=\"708\" "
      + "w:gutter=\"0\"/></w:sectPr>"
    return Self.declaration + "<w:document \(Self.word)><w:body>\n\(body)\n\(page)</w:body></w:document>\n"
  }

  private var docxFooter: String {
    Self.declaration + "<w:ftr \(Self.word)>\(Self.paragraph(.footer, footer))</w:ftr>\n"
  }

  private var docxStyles: String {
    let fonts: String = "<w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" w:cs=\"Arial\"/>"
    return Self.declaration + "<w:styles \(Self.word)>\n<w:docDefaults><w:rPrDefault><w:rPr>\(fonts)"
      + "<w:lang w:val=\"fr-FR\"/></w:rPr></w:rPrDefault></w:docDefaults>\n"
      + LetterStyle.allCases.map(Self.style).joined(separator: "\n") + "\n</w:styles>\n"
  }

  private static func style(_ style: LetterStyle) -> String {
    let spacing: String = "<w:spacing w:before=\"\(style.before * 20)\" w:after=\"\(style.after * 20)\"/>"
    let indent: String = style.indent > 0 ? "<w:ind w:left=\"\(style.indent * 20)\"/>" : ""
    let align: String = style.isCentred ? "<w:jc w:val=\"center\"/>" : ""
    let weight: String = style.isBold ? "<w:b/>" : ""
    let isDefault: String = style == .paragraph ? " w:default=\"1\"" : ""
    return
      "<w:style w:type=\"paragraph\"\(isDefault) w:styleId=\"\(style.rawValue)\"><w:name w:val=\"\(style.label)\"/>"
      + "<w:pPr>\(spacing)\(indent)\(align)</w:pPr><w:rPr>\(weight)<w:sz w:val=\"\(style.size * 2)\"/></w:rPr></w:style>"
  }
}
