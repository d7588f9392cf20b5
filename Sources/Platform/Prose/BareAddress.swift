/// An address typed in the middle of a sentence: `https://…`, `www.…`, `camille@exemple.fr`. Found by words, in one pass.
enum BareAddress {
  static func marks(in text: String) -> [ProseMark] {
    let bytes: [UInt8] = Array(text.utf8)
    guard bytes.contains(where: { $0 == 0x40 || $0 == 0x3A }) || text.contains("www.") else { return [.text(text)] }
    var marks: [ProseMark] = []
    var written: Int = 0
    var start: Int = 0
    while start < bytes.count {
      let end: Int = bytes[start...].firstIndex(where: isSpace) ?? bytes.count
      if let found = address(bytes, start..<end) {
        if found.range.lowerBound > written { marks.append(.text(string(bytes[written..<found.range.lowerBound]))) }
        let link: ProseElement = .link(found.address)
        marks.append(contentsOf: [.open(link), .text(string(bytes[found.range])), .close(link)])
        written = found.range.upperBound
      }
      start = end + 1
    }
    if written < bytes.count { marks.append(.text(string(bytes[written...]))) }
    return marks
  }

  /// The address that a word is, without the brackets and punctuation around it.
  private static func address(_ bytes: [UInt8], _ word: Range<Int>) -> (range: Range<Int>, address: LinkAddress)? {
    var start: Int = word.lowerBound
    // A word holds at most one: the search is bounded by what an address may measure.
    guard word.count >= 5, word.count <= 2_000 else { return nil }
    while start < word.upperBound, !isAlphanumeric(bytes[start]) { start += 1 }
    var end: Int = word.upperBound
    var unclosed: Int = bytes[start..<end].reduce(0) { $0 + ($1 == 0x28 ? 1 : $1 == 0x29 ? -1 : 0) }
    trimming: while end > start {
      switch bytes[end - 1] {
      case 0x21, 0x22, 0x27, 0x2A, 0x2C, 0x2E, 0x3A, 0x3B, 0x3E, 0x3F, 0x5D, 0x5F, 0x7E: end -= 1
      case 0x29 where unclosed < 0:
        unclosed += 1
        end -= 1
      // The last byte of », ” and ’.
      case 0xBB where bytes[end - 2] == 0xC2: end -= 2
      case 0x9D where bytes[end - 2] == 0x80, 0x99 where bytes[end - 2] == 0x80: end -= 3
      default: break trimming
      }
    }
    guard end - start >= 5 else { return nil }
    let text: String = string(bytes[start..<end])
    guard let address = address(text) else { return nil }
    return (start..<end, address)
  }

  private static func address(_ text: String) -> LinkAddress? {
    let lowercased: String = text.prefix(8).lowercased()
    if lowercased.hasPrefix("http://") || lowercased.hasPrefix("https://") { return LinkAddress(text) }
    if lowercased.hasPrefix("www.") { return text.dropFirst(4).contains(".") ? LinkAddress("http://" + text) : nil }
    let parts: [Substring] = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, let host = parts.last, host.contains("."), !host.hasPrefix("."), !parts[0].isEmpty else {
      return nil
    }
    let isMail: Bool = text.utf8.allSatisfy { isAlphanumeric($0) || [0x40, 0x2E, 0x2D, 0x5F, 0x2B].contains($0) }
    return isMail ? LinkAddress("mailto:" + text) : nil
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x3C }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  private static func string(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
