import TestSite
import Testing

@testable import Platform

/// Templates as editors leave them: with as much or as little around the text as a test needs.
enum LetterFile {
  static let values = LetterValues(
    ["locataire": "Coop’Vélo", "date": "le 1er juin 2022", "vide": nil, "adresse": "12 rue X\nBât. B"],
    rows: ["lignes": [["lot": "Atelier 1", "surface": "100 m²"], ["lot": "Atelier <2>", "surface": nil]]])

  static func odt(
    _ body: String, styles: String? = nil, more: [(String, [UInt8])] = [], prolog: String = "", manifest: String = ""
  ) -> [UInt8] {
    var zip = HandMadeZip()
    zip.add("mimetype", Array("application/vnd.oasis.opendocument.text".utf8))
    zip.add("content.xml", Array((prolog + odtContent(body)).utf8), deflated: true)
    if let styles { zip.add("styles.xml", Array(odtContent(styles, "document-styles").utf8), deflated: true) }
    zip.add("META-INF/manifest.xml", Array("<manifest>\(manifest)</manifest>".utf8), deflated: true)
    for (name, bytes) in more { zip.add(name, bytes) }
    return zip.bytes
  }

  static func odtContent(_ body: String, _ root: String = "document-content") -> String {
    let spaces: String = ["office", "text", "table", "script"].map {
      "xmlns:\($0)=\"urn:oasis:names:tc:opendocument:xmlns:\($0):1.0\""
    }.joined(separator: " ")
    return "<office:\(root) \(spaces) xmlns:unused=\"urn:unused\">\(body)</office:\(root)>"
  }

  static func docx(
    _ body: String, header: String? = nil, more: [(String, [UInt8])] = [], main: String = "document.main+xml",
    path: String = "word/document.xml"
  ) -> [UInt8] {
    var types: String = override(path, main)
    if header != nil { types += override("word/header1.xml", "header+xml") }
    var zip = HandMadeZip()
    zip.add(
      "[Content_Types].xml",
      Array("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\(types)</Types>".utf8))
    zip.add(path, Array("<w:document \(word)><w:body>\(body)</w:body></w:document>".utf8), deflated: true)
    if let header { zip.add("word/header1.xml", Array("<w:hdr \(word)>\(header)</w:hdr>".utf8)) }
    for (name, bytes) in more { zip.add(name, bytes) }
    return zip.bytes
  }

  private static func override(_ path: String, _ kind: String) -> String {
    let type: String = "application/vnd.openxmlformats-officedocument.wordprocessingml.\(kind)"
    return "<Override PartName=\"/\(path)\" ContentType=\"\(type)\"/>"
  }

  private static let word: String =
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
    + "xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\""

  /// What stands within the body of a filled template.
  static func filled(_ bytes: [UInt8], _ part: String, _ values: LetterValues = values) throws -> String {
    let letter: [UInt8] = try Template(bytes).filled(values)
    let content = try #require(try OfficeFile(unpacking: letter)[part])
    return String(decoding: content, as: UTF8.self)
  }

  static func filledODT(_ body: String, _ values: LetterValues = values) throws -> String {
    let whole: String = try filled(odt(body), "content.xml", values)
    return String(
      try #require(whole.firstMatch(of: /(?s)<office:document-content[^>]*>(.*)<\/office:document-content>/)).1)
  }

  static func filledDOCX(_ body: String, _ values: LetterValues = values) throws -> String {
    let whole: String = try filled(docx(body), "word/document.xml", values)
    return String(try #require(whole.firstMatch(of: /(?s)<w:body>(.*)<\/w:body>/)).1)
  }

  static func fault(_ bytes: [UInt8]) -> TemplateFault? {
    do throws(TemplateFault) {
      _ = try Template(bytes)
      return nil
    } catch { return error }
  }
}
