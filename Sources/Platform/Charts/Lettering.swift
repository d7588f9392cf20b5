/// How much room words take, as near as one can tell without the reader's fonts: Noto Sans, which is wider than most.
enum Lettering {
  static let size: Double = 13
  static let lineHeight: Double = 16

  /// Hundredths of the size, from the space to the tilde.
  private static let widths: [UInt8] = [
    26, 27, 41, 65, 57, 83, 73, 22, 30, 30, 55, 57, 27, 32, 27, 37, 57, 57, 57, 57, 57, 57, 57, 57, 57, 57, 27, 27, 57,
    57, 57, 43, 90, 64, 65, 63, 73, 56, 52, 73, 74, 34, 27, 62, 52, 91, 76, 78, 60, 78, 62, 55, 56, 73, 60, 93, 59, 57,
    57, 33, 37, 33, 57, 44, 28, 56, 62, 48, 62, 56, 34, 62, 62, 26, 26, 53, 26, 94, 62, 61, 62, 62, 41, 48, 36, 62, 51,
    79, 53, 51, 47, 38, 55, 38, 57,
  ]

  static func width(_ text: String, _ tone: Tone = .plain) -> Double {
    let hundredths: Int = text.unicodeScalars.reduce(0) { $0 + width($1) }
    return Double(hundredths) / 100 * tone.size * (tone == .plain || tone == .soft ? 1.01 : 1.09)
  }

  private static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x20...0x7E: Int(widths[Int(scalar.value) - 0x20])
    case 0x300...0x36F, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFE00...0xFE0F: 0
    case 0xA0, 0x202F, 0x2009: 26
    case 0xC0...0xDE: 80
    case 0x152, 0x2014: 100
    case 0x2026: 82
    case 0x2018, 0x2019: 24
    case 0x2E80...0xFFDC: scalar.value < 0xFB1D ? 102 : 70
    case 0x1F000...: 135
    default: 64
    }
  }

  /// On one line of this width; what does not fit is cut with « … ».
  static func cut(_ text: String, to room: Double, _ tone: Tone = .plain) -> String {
    guard width(text, tone) > room else { return text }
    var kept: String = ""
    var taken: Double = width("…", tone)
    for character in text {
      taken += width(String(character), tone)
      guard taken <= room else { break }
      kept.append(character)
    }
    while kept.last == " " { kept.removeLast() }
    return kept + "…"
  }

  /// On as many lines as it takes, up to `most`; the last is cut if need be.
  static func lines(_ text: String, width room: Double, most: Int, _ tone: Tone = .plain) -> [String] {
    var lines: [String] = []
    // What comes after could not be shown anyway, and somebody may have entered a book.
    var rest: Substring = text.prefix(600)
    while !rest.isEmpty {
      if lines.count == most - 1 {
        lines.append(cut(String(rest), to: room, tone))
        break
      }
      let line: Substring = first(of: rest, room, tone)
      rest = rest.dropFirst(line.count).drop { $0 == " " }
      lines.append(String(line.last == " " ? line.dropLast() : line))
    }
    return lines.isEmpty ? [""] : lines
  }

  /// As many words as fit, or a part of the first if it alone does not.
  private static func first(of text: Substring, _ room: Double, _ tone: Tone) -> Substring {
    var taken: Double = 0
    var end: Substring.Index = text.startIndex
    var space: Substring.Index?
    while end < text.endIndex {
      let character: Character = text[end]
      taken += width(String(character), tone)
      if taken > room, end > text.startIndex, character != " " { return text[..<(space ?? end)] }
      end = text.index(after: end)
      if character == " " { space = end }
    }
    return text
  }

  /// A name within a sentence: no longer than it takes to know it again and, were it written from right to left, kept
  /// from dragging the figures beside it along.
  static func named(_ name: String) -> String { isolated(cut(name, to: 420)) }

  static func isolated(_ name: String) -> String {
    let isRightToLeft: Bool = name.unicodeScalars.contains {
      (0x590...0x8FF).contains($0.value) || (0xFB1D...0xFEFC).contains($0.value)
    }
    return isRightToLeft ? "\u{2068}\(name)\u{2069}" : name
  }
}

/// How words are set.
enum Tone: Sendable {
  case plain, soft, strong, big

  var size: Double { self == .big ? 22 : Lettering.size }
}
