/// How a text file writes its letters.
public enum TextEncoding: Sendable, Equatable {
  case utf8
  case utf16LittleEndian
  case utf16BigEndian
  /// What Excel writes on a Western Windows where it is not asked for anything else.
  case windows1252

  /// How many bytes of a mark stand before the text.
  func markLength(_ head: [UInt8]) -> Int {
    switch self {
    case .utf8: head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    case .utf16LittleEndian, .utf16BigEndian: 2
    case .windows1252: 0
    }
  }

  /// Looks at every byte: a single letter a thousand lines below may tell two encodings apart.
  init(of bytes: TableBytes) throws(TableFault) {
    let head: [UInt8] = try bytes.prefix(4)
    if head.starts(with: [0xFF, 0xFE]) {
      self = .utf16LittleEndian
    } else if head.starts(with: [0xFE, 0xFF]) {
      self = .utf16BigEndian
    } else {
      self = try TextEncoding.eightBits(bytes)
    }
  }

  private static func eightBits(_ bytes: TableBytes) throws(TableFault) -> TextEncoding {
    var survey = LetterSurvey()
    try bytes.scan { piece in
      survey.see(piece)
      return survey.zeroAt == nil
    }
    if let offset = survey.zeroAt { throw .zeroByte(line: try line(at: offset, bytes)) }
    survey.finish()
    guard let stray = survey.strayAt else { return .utf8 }
    // A letter cut in two at the very end is a file cut there.
    if survey.strays == 1, survey.isCutInLetter, survey.letters > 0 { throw .cutShort }
    // Windows-1252 hardly ever makes a letter of UTF-8 by chance.
    guard survey.letters < survey.strays else { throw .encoding(line: try line(at: stray, bytes)) }
    if let unknown = survey.unknownAt { throw .encoding(line: try line(at: unknown, bytes)) }
    return .windows1252
  }

  static func line(at offset: Int, _ bytes: TableBytes) throws(TableFault) -> Int {
    var (line, seen): (Int, Int) = (1, 0)
    try bytes.scan { piece in
      for byte in piece.prefix(offset - seen) where byte == 0x0A { line += 1 }
      seen += piece.count
      return seen < offset
    }
    return line
  }
}

/// Counts the letters that UTF-8 writes with several bytes, and the bytes that are none of its.
private struct LetterSurvey {
  private(set) var letters: Int = 0
  private(set) var strays: Int = 0
  private(set) var strayAt: Int?
  private(set) var zeroAt: Int?
  /// A byte that Windows-1252 has no letter for, as a Macintosh of old or a picture has.
  private(set) var unknownAt: Int?
  private(set) var isCutInLetter: Bool = false
  private var offset: Int = 0
  private var missing: Int = 0
  private var bounds: ClosedRange<UInt8> = 0x80...0xBF

  mutating func see(_ piece: UnsafeBufferPointer<UInt8>) {
    var index: Int = 0
    while index < piece.count {
      if missing == 0, index + 8 <= piece.count {
        let eight: UInt64 = UnsafeRawPointer(piece.baseAddress! + index).loadUnaligned(as: UInt64.self)
        // None above 0x7F and none that is zero.
        let isPlain: Bool = (eight | (eight &- 0x0101_0101_0101_0101)) & 0x8080_8080_8080_8080 == 0
        if isPlain {
          index += 8
          continue
        }
      }
      see(piece[index], at: offset + index)
      if zeroAt != nil { return }
      index += 1
    }
    offset += piece.count
  }

  private mutating func see(_ byte: UInt8, at place: Int) {
    if [0x81, 0x8D, 0x8F, 0x90, 0x9D].contains(byte), missing == 0, unknownAt == nil { unknownAt = place }
    if missing > 0 {
      if bounds.contains(byte) {
        missing -= 1
        bounds = 0x80...0xBF
        if missing == 0 { letters += 1 }
        return
      }
      missing = 0
      stray(at: place - 1)
    }
    switch byte {
    case 0: zeroAt = place
    case 1..<0x80: break
    case 0xC2...0xDF: expect(1, 0x80...0xBF)
    case 0xE0: expect(2, 0xA0...0xBF)
    case 0xED: expect(2, 0x80...0x9F)
    case 0xE1...0xEF: expect(2, 0x80...0xBF)
    case 0xF0: expect(3, 0x90...0xBF)
    case 0xF1...0xF3: expect(3, 0x80...0xBF)
    case 0xF4: expect(3, 0x80...0x8F)
    default: stray(at: place)
    }
  }

  private mutating func expect(_ count: Int, _ bounds: ClosedRange<UInt8>) {
    missing = count
    self.bounds = bounds
  }

  private mutating func stray(at place: Int) {
    strays += 1
    if strayAt == nil { strayAt = place }
  }

  mutating func finish() {
    guard missing > 0 else { return }
    isCutInLetter = true
    stray(at: offset - 1)
  }
}
