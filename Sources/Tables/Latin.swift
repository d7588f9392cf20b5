package enum Latin {
  /// The unaccented letters of U+00DF to U+017F.
  package static let bases: [String] =
    ("ss a a a a a a ae c e e e e i i i i d n o o o o o - o u u u u y th y "
    + "a a a a a a c c c c c c c c d d d d e e e e e e e e e e g g g g g g g g h h h h "
    + "i i i i i i i i i i ij ij j j k k k l l l l l l l l l l n n n n n n n n n "
    + "o o o o o o oe oe r r r r r r s s s s s s s s t t t t t t "
    + "u u u u u u u u u u u u w w y y y z z z z z z s").split(separator: " ").map(String.init)
}

/// A word as people compare it: without case, accents, and what stands between its letters.
func folded(_ text: String) -> String {
  var (key, isGap): ([UInt8], Bool) = ([], false)
  for scalar in text.lowercased().unicodeScalars {
    switch scalar.value {
    case 0x61...0x7A, 0x30...0x39:
      if isGap, !key.isEmpty { key.append(0x20) }
      isGap = false
      key.append(UInt8(scalar.value))
    case 0x300...0x36F, 0xAD: continue
    case 0xDF...0xF6, 0xF8...0x17F:
      if isGap, !key.isEmpty { key.append(0x20) }
      isGap = false
      key.append(contentsOf: Latin.bases[Int(scalar.value) - 0xDF].utf8)
    case 0..<0x80, 0xA0...0xBF, 0x2000...0x206F: isGap = true
    default:
      if isGap, !key.isEmpty { key.append(0x20) }
      isGap = false
      key.append(contentsOf: String(scalar).utf8)
    }
  }
  return String(decoding: key, as: UTF8.self)
}

/// Without the spaces around it, those that do not break included.
func trimmed(_ text: String) -> String {
  if let first = text.utf8.first, let last = text.utf8.last, (0x21...0x7E).contains(first), (0x21...0x7E).contains(last)
  {
    return text
  }
  var view: Substring = text[...]
  while let first = view.first, first.isWhitespace || first == "\u{FEFF}" || first == "\u{200B}" { view.removeFirst() }
  while let last = view.last, last.isWhitespace || last == "\u{FEFF}" || last == "\u{200B}" { view.removeLast() }
  return String(view)
}
