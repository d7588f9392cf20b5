/// What every OpenDocument file is made of, whatever stands in it.
enum OpenDocument {
  static let spreadsheet: String = "application/vnd.oasis.opendocument.spreadsheet"

  static let declaration: String = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

  /// The parts of the file, the one that tells its format first.
  static func parts(styles: String, content: String) -> [(name: String, text: String)] {
    [
      ("mimetype", LetterFormat.odt.mediaType),
      ("META-INF/manifest.xml", manifest(LetterFormat.odt.mediaType, ["content.xml", "styles.xml"])),
      ("styles.xml", styles), ("content.xml", content),
    ]
  }

  static func spaces(_ names: String...) -> String {
    let ends: [String: String] = ["fo": "xsl-fo-compatible", "number": "datastyle"]
    return names.map { name in
      name == "xlink"
        ? "xmlns:xlink=\"http://www.w3.org/1999/xlink\""
        : "xmlns:\(name)=\"urn:oasis:names:tc:opendocument:xmlns:\(ends[name] ?? name):1.0\""
    }.joined(separator: " ")
  }

  static func manifest(_ type: String, _ parts: [String]) -> String {
    let space: String = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    func entry(_ path: String, _ type: String) -> String {
      "<manifest:file-entry manifest:full-path=\"\(path)\" manifest:media-type=\"\(type)\"/>\n"
    }
    return declaration
      + "<manifest:manifest xmlns:manifest=\"\(space)\" manifest:version=\"1.2\">\n"
      + entry("/", type) + parts.map { entry($0, "text/xml") }.joined() + "</manifest:manifest>\n"
  }
}
