import HTTP

@testable import Platform

/// Looks into letters, and makes templates with more in them than a draft has.
enum OfficeParts {
  /// The body of either format.
  static func text(of bytes: [UInt8]) throws -> String? {
    let file = try OfficeFile(unpacking: bytes)
    return (file["content.xml"] ?? file["word/document.xml"]).map { String(decoding: $0, as: UTF8.self) }
  }

  static func odt(_ body: String) throws -> [UInt8] {
    let spaces: String = ["office", "text", "table"].map {
      "xmlns:\($0)=\"urn:oasis:names:tc:opendocument:xmlns:\($0):1.0\""
    }.joined(separator: " ")
    return try OfficeFile(
      [
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", "<office:document-content \(spaces)>\(body)</office:document-content>"),
      ].map { .init(name: $0.0, bytes: Array($0.1.utf8), modified: 1_767_225_600) }
    ).packed()
  }

  static func fileName(_ words: String) -> String { Response.fileName(words) }
}
