/// RFC 2045, 6.7: text in lines of at most 76 characters of ASCII that no server on the way changes.
func quotedPrintable(_ text: String) -> [UInt8] {
  var out: [UInt8] = []
  var column: Int = 0

  func write(_ line: ArraySlice<UInt8>) {
    for (index, byte) in zip(line.indices, line) {
      var token: [UInt8] = needsEscape(byte) ? escaped(byte) : [byte]
      let isLast: Bool = index == line.endIndex - 1
      if isLast, byte == 0x20 || byte == 0x09 { token = escaped(byte) }
      // The last of a line may take the place that the "=" of a soft line break would.
      if column + token.count > (isLast ? 76 : 75) {
        out += [0x3D, 0x0D, 0x0A]
        column = 0
      }
      // RFC 2049, 3: a dot alone ends a message, and mailboxes turn "From " into ">From ".
      if column == 0, byte == dot || line[index...].starts(with: "From ".utf8) { token = escaped(byte) }
      out += token
      column += token.count
    }
    out += [0x0D, 0x0A]
    column = 0
  }

  for line in lines(of: text) { write(line) }
  return out
}

/// Lines, however they are ended. The last one needs no end.
private func lines(of text: String) -> [ArraySlice<UInt8>] {
  let bytes: [UInt8] = Array(text.utf8)
  var lines: [ArraySlice<UInt8>] = []
  var start: Int = 0
  var index: Int = 0
  while index < bytes.count {
    let byte: UInt8 = bytes[index]
    guard byte == 0x0D || byte == 0x0A else {
      index += 1
      continue
    }
    lines.append(bytes[start..<index])
    index += byte == 0x0D && index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
    start = index
  }
  if start < bytes.count { lines.append(bytes[start...]) }
  return lines
}

private func needsEscape(_ byte: UInt8) -> Bool {
  !(0x20...0x7E).contains(byte) && byte != 0x09 || byte == 0x3D
}

private func escaped(_ byte: UInt8) -> [UInt8] {
  [0x3D, hexadecimalDigits[Int(byte >> 4)], hexadecimalDigits[Int(byte & 15)]]
}
