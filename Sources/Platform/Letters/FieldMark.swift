/// `{{champ}}` in a paragraph, and `{{#lignes}}` … `{{/lignes}}` around what is repeated.
struct FieldMark: Equatable {
  enum Kind { case field, opens, closes }

  let kind: Kind
  /// As it was written, without the spaces around it.
  let name: String
  /// Where it stands in the paragraph's bytes.
  let range: Range<Int>

  /// What names have in common when they mean the same field: « Date de fin », `date_de_fin`.
  var key: String { Self.key(name) }

  static func key(_ name: String) -> String { sortKey(name) }

  /// The marks of one paragraph, from left to right.
  static func all(in bytes: [UInt8]) throws(TemplateFault) -> [FieldMark] {
    var marks: [FieldMark] = []
    var start: Int?
    var index: Int = 0
    while index + 1 < bytes.count {
      switch (bytes[index], bytes[index + 1]) {
      case (open, open):
        if let start { throw unclosed(bytes, start) }
        start = index
        index += 2
      case (close, close):
        if let begun = start { marks.append(FieldMark(bytes, begun..<index + 2)) }
        start = nil
        index += 2
      default: index += 1
      }
    }
    if let start { throw unclosed(bytes, start) }
    return marks
  }

  private static let (open, close): (UInt8, UInt8) = (0x7B, 0x7D)

  private static func unclosed(_ bytes: [UInt8], _ start: Int) -> TemplateFault {
    .unclosed(shortened(String(decoding: bytes[start..<min(bytes.count, start + 400)], as: UTF8.self)))
  }

  private init(_ bytes: [UInt8], _ range: Range<Int>) {
    let inner: String = trim(String(decoding: bytes[range.lowerBound + 2..<range.upperBound - 2], as: UTF8.self))
    kind = inner.hasPrefix("#") ? .opens : inner.hasPrefix("/") ? .closes : .field
    name = kind == .field ? inner : trim(String(inner.dropFirst()))
    self.range = range
  }

  /// What a message can quote.
  static func shortened(_ text: String) -> String { text.count > 40 ? text.prefix(39) + "…" : text }
}
