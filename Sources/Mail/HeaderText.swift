/// Text that somebody wrote, made fit to stand in a header. Nothing else writes such text there, so that no line break
/// can begin a header of its own.
struct HeaderText {
  private let text: String

  /// A control character, which includes every way to break a line, becomes a space.
  init(_ text: String) {
    var safe = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: safe.append(" ")
      default: safe.append(scalar)
      }
    }
    let begun: Substring.UnicodeScalarView = safe.drop { $0 == " " }
    let end: String.Index = begun.lastIndex { $0 != " " }.map { begun.index(after: $0) } ?? begun.startIndex
    self.text = String(begun[..<end])
  }

  var isEmpty: Bool { text.isEmpty }

  /// For a header like Subject, whose name takes up `used` bytes of the first line.
  func unstructured(after used: Int) -> String {
    isPlain && used + text.utf8.count <= 76 ? text : encodedWords(after: used)
  }

  /// For the name before an address: in quotes, so that its commas and brackets are part of it.
  func phrase(after used: Int) -> String {
    guard isPlain, used + text.utf8.count <= 60 else { return encodedWords(after: used) }
    var quoted: String = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { quoted.unicodeScalars.append("\\") }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }

  /// Nobody decodes it by mistake: what looks like an encoded word is encoded.
  private var isPlain: Bool { text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.contains("=?") }

  /// RFC 2047: words of whole characters, one a line, no line longer than 76.
  private func encodedWords(after used: Int) -> String {
    var words: [String] = []
    var word: [UInt8] = []
    var room: Int = bytesInWord(after: used)
    for scalar in text.unicodeScalars {
      let bytes: [UInt8] = Array(String(scalar).utf8)
      if word.count + bytes.count > room {
        words.append(encodedWord(word))
        word = []
        room = bytesInWord(after: 1)
      }
      word += bytes
    }
    if !word.isEmpty { words.append(encodedWord(word)) }
    return words.joined(separator: "\r\n ")
  }

  private func bytesInWord(after used: Int) -> Int { (76 - used - "=?utf-8?B??=".utf8.count) / 4 * 3 }

  private func encodedWord(_ bytes: [UInt8]) -> String { "=?utf-8?B?\(base64(bytes))?=" }
}

package func base64(_ bytes: [UInt8]) -> String {
  let alphabet: [UInt8] = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var text: [UInt8] = []
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let three: ArraySlice<UInt8> = bytes[start..<min(start + 3, bytes.count)]
    let bits: UInt32 = (three + [0, 0]).prefix(3).reduce(0) { $0 << 8 | UInt32($1) }
    for place in 0..<4 {
      text.append(place <= three.count ? alphabet[Int(bits >> UInt32(18 - 6 * place) & 63)] : 0x3D)
    }
  }
  return String(decoding: text, as: UTF8.self)
}
