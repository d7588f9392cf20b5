extension Markup {
  /// Words of our own in French, escaped, with the spaces that do not break at the end of a line: narrow before `; ! ? %`
  /// and within « », whole before `:`, `€` and after `n°`. Whoever writes an interface types the space bar.
  ///
  /// Only the space itself is slower than in `text`: what is beside it decides.
  @inlinable public mutating func french(_ text: String) {
    var text: String = text
    text.withUTF8 { escape($0, isFrench: true) }
  }

  @inlinable static func space(_ source: UnsafePointer<UInt8>, _ count: Int, _ index: Int) -> StaticString? {
    if index >= 2, source[index &- 2] == 0xC2 {
      if source[index &- 1] == 0xAB { return "\u{202F}" }  // «
      if source[index &- 1] == 0xB0 { return "\u{A0}" }  // °
    }
    guard index &+ 1 < count else { return nil }
    switch source[index &+ 1] {
    case 0x21, 0x25, 0x3B, 0x3F: return "\u{202F}"
    case 0x3A: return index &+ 2 < count && source[index &+ 2] == 0x3A ? nil : "\u{A0}"
    // »
    case 0xC2 where index &+ 2 < count && source[index &+ 2] == 0xBB: return "\u{202F}"
    // €
    case 0xE2 where index &+ 3 < count && source[index &+ 2] == 0x82 && source[index &+ 3] == 0xAC: return "\u{A0}"
    default: return nil
    }
  }
}
