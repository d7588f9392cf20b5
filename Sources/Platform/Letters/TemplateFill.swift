import CLibXML

/// Whether a row of a table is to be repeated, and for what.
struct Repetition {
  let name: String
  var key: String { FieldMark.key(name) }

  /// Nil for a row like any other.
  init?(of row: XMLNode, _ vocabulary: Vocabulary) throws(TemplateFault) {
    var marks: [FieldMark] = []
    for child in row.children { try Self.gather(child, vocabulary, &marks) }
    guard let first = marks.first else { return nil }
    guard marks.count == 2, first.kind == .opens, marks[1].kind == .closes, first.key == marks[1].key else {
      throw .strayRows(first.shortName)
    }
    name = first.name
  }

  /// What stands in a table within the row belongs to that table's rows.
  private static func gather(
    _ node: XMLNode, _ vocabulary: Vocabulary, _ marks: inout [FieldMark]
  ) throws(TemplateFault) {
    switch vocabulary.role(of: node) {
    case .row, .skipped: return
    case .paragraph: marks += try FieldMark.all(in: Paragraph(node, vocabulary).bytes).filter { $0.kind != .field }
    case .text, .blank, .other: break
    }
    for child in node.children { try gather(child, vocabulary, &marks) }
  }
}

/// Puts values into one part of a document.
struct TemplateFill {
  private let vocabulary: Vocabulary

  init(_ vocabulary: Vocabulary) { self.vocabulary = vocabulary }

  func fill(_ node: XMLNode, _ values: LetterValues) throws(TemplateFault) {
    switch vocabulary.role(of: node) {
    case .row:
      if let repetition = try Repetition(of: node, vocabulary), let items = values.items(repetition.key) {
        return try repeated(node, items.isEmpty && node.isOnlyRow(vocabulary) ? [values.blank] : items)
      }
    case .paragraph:
      let paragraph = Paragraph(node, vocabulary)
      paragraph.fill(try FieldMark.all(in: paragraph.bytes)) { mark in
        mark.kind == .field ? values.value(mark) : ""
      }
    case .skipped: return
    case .text, .blank, .other: break
    }
    for child in node.children { try fill(child, values) }
  }

  private func repeated(_ row: XMLNode, _ items: [LetterValues]) throws(TemplateFault) {
    for item in items {
      var copy: XMLNode?
      // Unlike `xmlCopyNode`, this one looks for namespaces where the copy will stand, and declares none anew.
      let document: xmlDocPtr? = row.pointee.doc
      guard xmlDOMWrapCloneNode(nil, document, row, &copy, document, row.pointee.parent, 1, 0) == 0, let copy else {
        throw .damaged
      }
      xmlAddPrevSibling(row, copy)
      copy.forgetNumbers()
      // Its marks say that it is to be repeated: it is filled from the inside.
      for child in copy.children { try fill(child, item) }
    }
    row.remove()
  }
}

extension XMLNode {
  /// A table without any row is one that Word calls damaged.
  fileprivate func isOnlyRow(_ vocabulary: Vocabulary) -> Bool {
    guard let parent = pointee.parent else { return true }
    return parent.children.filter { if case .row = vocabulary.role(of: $0) { true } else { false } }.count == 1
  }

  /// Numbers that a document may hold once only.
  fileprivate func forgetNumbers() {
    for name in ["paraId", "textId", "id"] {
      guard isElement, let property = xmlHasProp(self, name), property.pointee.ns != nil else { continue }
      let space: String = property.pointee.ns.pointee.href.map { String(cString: $0) } ?? ""
      if name != "id" || space == "http://www.w3.org/XML/1998/namespace" { xmlRemoveProp(property) }
    }
    for child in children { child.forgetNumbers() }
  }

  /// Whether the document runs something when it is opened.
  var hasScripts: Bool {
    children.contains { $0.name == "scripts" && !$0.children.filter(\.isElement).isEmpty }
  }
}
