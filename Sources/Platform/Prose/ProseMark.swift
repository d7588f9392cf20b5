/// What a written text is made of, in the order in which it is read.
enum ProseMark: Hashable, Sendable {
  case open(ProseElement)
  case close(ProseElement)
  case text(String)
  case code(String)
  case codeBlock(String)
  case lineBreak
  case rule
}

/// What holds other marks.
enum ProseElement: Hashable, Sendable {
  case paragraph, quote, item, table, emphasis, strong, struck
  /// As it was typed, from 1 to 6.
  case heading(Int)
  /// Numbered from a number, or not.
  case list(from: Int?)
  case row(isHead: Bool)
  case cell(isHead: Bool, isRight: Bool)
  /// Nil for an address that is not followed: then the words alone are left.
  case link(LinkAddress?)
  /// A paragraph of a list whose points follow one another without blank lines.
  case point

  /// Whether words stand directly in it.
  var holdsWords: Bool {
    switch self {
    case .paragraph, .point, .heading, .cell: true
    default: false
    }
  }
}
