import CLibXML

/// What each format calls the things of which a text is made.
enum Vocabulary {
  case odt, docx

  enum Role {
    case paragraph, row
    /// Its text is the reader's.
    case text
    /// Stands for white space, and can go with the braces around it.
    case blank(Int)
    /// Something else in the middle of the text, with paragraphs of its own or none.
    case skipped
    case other
  }

  init(_ format: LetterFormat) { self = format == .odt ? .odt : .docx }

  func role(of node: XMLNode) -> Role {
    switch self {
    case .odt: node.isText ? .text : node.isElement ? odt(node) : .other
    case .docx: node.isElement && Self.word.contains(node.space) ? docx(node.name) : .other
    }
  }

  private func odt(_ node: XMLNode) -> Role {
    switch (node.space, node.name) {
    case (Self.openText, "p"), (Self.openText, "h"): .paragraph
    case (Self.openTable, "table-row"): .row
    case (Self.openText, "s"): .blank(min(100, node.attribute("c").flatMap { Int($0) } ?? 1))
    case (Self.openText, "tab"), (Self.openText, "line-break"): .blank(1)
    // What was deleted under revision is still there, for readers of the revision only.
    case (Self.openText, "tracked-changes"), (Self.openText, "ruby-text"): .skipped
    default: .other
    }
  }

  private func docx(_ name: String) -> Role {
    switch name {
    case "p": .paragraph
    case "tr": .row
    case "t": .text
    case "tab", "br", "cr": .blank(1)
    case "pPr", "rPr", "del", "moveFrom", "instrText": .skipped
    default: .other
    }
  }

  private static let openText: String = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
  private static let openTable: String = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
  /// The second is that of the strict variant, which few programs write.
  private static let word: [String] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
  ]
}
