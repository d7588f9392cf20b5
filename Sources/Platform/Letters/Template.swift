import CLibXML

/// A letter's model: an .odt or .docx file that people write in their own word processor, with fields in double braces.
public struct Template: Sendable {
  public let format: LetterFormat
  /// The names of its fields, as they were first written.
  public let fields: [String]
  /// The names of what it repeats, row by row, each with the fields used there.
  public let rows: [(name: String, fields: [String])]
  /// As they were sent.
  public let bytes: [UInt8]
  private let file: OfficeFile
  /// The parts that have something to fill in; all others are copied as they are.
  private let filled: [String]

  public init(_ bytes: [UInt8]) throws(TemplateFault) {
    self.bytes = bytes
    file = try OfficeFile(unpacking: bytes)
    format = try file.format()
    let vocabulary = Vocabulary(format)
    var inventory = Inventory()
    var filled: [String] = []
    for name in try file.textParts(format) {
      guard let bytes = file[name] else { throw .damaged }
      let tree = try XMLTree(bytes)
      let isFilled: Bool = try tree.walk { root throws(TemplateFault) in
        if vocabulary == .odt, root.hasScripts { throw .macros }
        return try inventory.take(root, vocabulary)
      }
      if isFilled { filled.append(name) }
    }
    self.filled = filled
    fields = inventory.fields.names
    rows = inventory.rows.map { ($0.name, $0.fields.names) }
  }

  /// The letter: the same file with values for fields.
  public func filled(_ values: LetterValues) throws(TemplateFault) -> [UInt8] {
    var file: OfficeFile = file
    for name in filled {
      guard let bytes = file[name] else { throw .damaged }
      let tree = try XMLTree(bytes)
      try tree.walk { root throws(TemplateFault) in try TemplateFill(Vocabulary(format)).fill(root, values) }
      file[name] = try tree.bytes()
    }
    return try file.packed()
  }
}

/// Names in the order in which they were found, each once however it is spelt.
private struct Names {
  private(set) var names: [String] = []
  private var keys: Set<String> = []

  mutating func add(_ mark: FieldMark) {
    if keys.insert(mark.key).inserted { names.append(mark.name) }
  }
}

/// What is asked for in a template.
private struct Inventory {
  var fields = Names()
  var rows: [(name: String, key: String, fields: Names)] = []

  /// Whether anything is asked for in this part.
  mutating func take(_ root: XMLNode, _ vocabulary: Vocabulary) throws(TemplateFault) -> Bool {
    try take(root, vocabulary, within: nil)
  }

  private mutating func take(
    _ node: XMLNode, _ vocabulary: Vocabulary, within row: Int?
  ) throws(TemplateFault) -> Bool {
    var found: Bool = false
    switch vocabulary.role(of: node) {
    case .paragraph:
      let paragraph = Paragraph(node, vocabulary)
      for mark in try FieldMark.all(in: paragraph.bytes) {
        found = true
        guard mark.kind == .field else {
          // Rows have told theirs already; elsewhere, or inside another, they mean nothing.
          guard row.map({ rows[$0].key == mark.key }) ?? false else { throw .strayRows(mark.shortName) }
          continue
        }
        if let row { rows[row].fields.add(mark) } else { fields.add(mark) }
      }
    case .row:
      guard let name = try Repetition(of: node, vocabulary)?.name else { break }
      guard row == nil else { throw .strayRows(FieldMark.shortened(name)) }
      let index: Int = entry(name)
      for child in node.children where try take(child, vocabulary, within: index) { found = true }
      return found
    case .skipped: return false
    case .text, .blank, .other: break
    }
    for child in node.children where try take(child, vocabulary, within: row) { found = true }
    return found
  }

  private mutating func entry(_ name: String) -> Int {
    let key: String = FieldMark.key(name)
    if let index = rows.firstIndex(where: { $0.key == key }) { return index }
    rows.append((name, key, Names()))
    return rows.count - 1
  }
}

extension FieldMark {
  var shortName: String { Self.shortened(name) }
}
