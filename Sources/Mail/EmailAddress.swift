/// Where somebody is written to. Only what can stand in a header and in a command to the server as it is becomes an
/// address: a quoted local part (`"a b"@…`) is legal and refused, because nobody has one and readers disagree about it.
public struct EmailAddress: Sendable, Hashable, CustomStringConvertible {
  /// As typed; the domain in lower case.
  public let text: String

  public init?(_ text: String) {
    let trimmed: Substring.UnicodeScalarView = trimmed(text)
    guard let at = trimmed.lastIndex(of: "@") else { return nil }
    let local = String(trimmed[..<at])
    let domain: String = String(trimmed[trimmed.index(after: at)...]).lowercased()
    // RFC 5321, 4.5.3.1.3: a path has at most 256 bytes, of which two angle brackets.
    guard local.utf8.count + 1 + domain.utf8.count <= 254, isLocalPart(local), isDomain(domain) else { return nil }
    self.text = "\(local)@\(domain)"
  }

  /// What accounts are matched by: almost no server tells « Jeanne@ » from « jeanne@ ».
  public var key: String { text.lowercased() }

  public var description: String { text }

  /// What stands after the @.
  var domain: Substring { text[text.index(after: text.lastIndex(of: "@") ?? text.startIndex)...] }
}

/// Spaces and line breaks that came along when the address was copied.
private func trimmed(_ text: String) -> Substring.UnicodeScalarView {
  if let first = text.utf8.first, let last = text.utf8.last, isVisible(first), isVisible(last) {
    return Substring(text).unicodeScalars
  }
  let scalars: Substring.UnicodeScalarView = text.unicodeScalars.drop { $0.properties.isWhitespace }
  guard let last = scalars.lastIndex(where: { !$0.properties.isWhitespace }) else { return scalars }
  return scalars[...last]
}

/// A dot-atom of RFC 5322, 3.2.3, without `!` and `%`, by which some servers still route to another domain than the one
/// after the @, and without the beginning of an encoded word, which some readers decode.
private func isLocalPart(_ text: String) -> Bool {
  let bytes: [UInt8] = Array(text.utf8)
  guard (1...64).contains(bytes.count), bytes.first != dot, bytes.last != dot else { return false }
  var previous: UInt8 = 0
  for byte in bytes {
    guard isAtomText(byte) || (byte == dot && previous != dot), byte != 0x21, byte != 0x25 else { return false }
    // « =? »
    guard byte != 0x3F || previous != 0x3D else { return false }
    previous = byte
  }
  return true
}

/// Labels of letters, digits and hyphens, at least two; the last is not a number, or it would be an IP address.
private func isDomain(_ text: String) -> Bool {
  let labels: [Substring.UTF8View] = text.utf8.split(separator: dot, omittingEmptySubsequences: false).map {
    Substring($0).utf8
  }
  guard labels.count >= 2, let last = labels.last, !last.allSatisfy(isDigit) else { return false }
  return labels.allSatisfy { label in
    (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
      && label.allSatisfy { isLetter($0) || isDigit($0) || $0 == hyphen }
  }
}
