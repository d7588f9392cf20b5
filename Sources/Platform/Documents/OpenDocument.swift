/// What every OpenDocument text is made of, whatever stands in it.
enum OpenDocument {
  static let declaration: String = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

  /// The parts of the file, the one that tells its format first.
  static func parts(styles: String, content: String) -> [(name: String, text: String)] {
    [
      ("mimetype", LetterFormat.odt.mediaType), ("META-INF/manifest.xml", manifest), ("styles.xml", styles),
      ("content.xml", content),
    ]
  }

  static func spaces(_ names: String...) -> String {
    let ends: [String: String] = ["fo": "xsl-fo-compatible"]
    return names.map { name in
      name == "xlink"
        ? "xmlns:xlink=\"http://www.w3.org/1999/xlink\""
        : "xmlns:\(name)=\"urn:oasis:names:tc:opendocument:xmlns:\(ends[name] ?? name):1.0\""
    }.joined(separator: " ")
  }

  private static var manifest: String {
    let space: String = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    func entry(_ path: String, _ type: String) -> String {
      "<manifest:file-entry manifest:full-path=\"\(path)\" manifest:media-type=\"\(type)\"/>\n"
    }
    return declaration
      + "<manifest:manifest xmlns:manifest=\"\(space)\" manifest:version=\"1.2\">\n"
      + entry("/", LetterFormat.odt.mediaType) + entry("content.xml", "text/xml") + entry("styles.xml", "text/xml")
      + "</manifest:manifest>\n"
  }
}
