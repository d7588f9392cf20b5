/// The text of a file as UTF-8, in pieces.
final class DecodedText {
  private let bytes: TableBytes
  private let encoding: TextEncoding
  private var offset: Int
  private let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
  /// The first half of a letter whose second is in the next piece.
  private var half: UInt16?

  init(_ bytes: TableBytes, _ encoding: TextEncoding) throws(TableFault) {
    self.bytes = bytes
    self.encoding = encoding
    offset = encoding.markLength(try bytes.prefix(4))
  }

  deinit { room.deallocate() }

  /// Adds what comes next; false at the end.
  func read(into text: inout [UInt8]) throws(TableFault) -> Bool {
    let count: Int = try bytes.read(at: offset, into: room)
    guard count > 0 else {
      if half != nil { throw .cutShort }
      return false
    }
    offset += count
    let piece = UnsafeRawBufferPointer(rebasing: room[..<count])
    switch encoding {
    case .utf8: text.append(contentsOf: piece)
    case .windows1252: for byte in piece { DecodedText.letters[Int(byte)].write(to: &text) }
    case .utf16LittleEndian, .utf16BigEndian: try wide(piece, &text)
    }
    return true
  }

  private func wide(_ piece: UnsafeRawBufferPointer, _ text: inout [UInt8]) throws(TableFault) {
    // Pieces are of an even number of bytes, but for the last of a file cut in a letter.
    guard piece.count % 2 == 0 else { throw .cutShort }
    for index in stride(from: 0, to: piece.count, by: 2) {
      let (first, second): (UInt16, UInt16) = (UInt16(piece[index]), UInt16(piece[index + 1]))
      let unit: UInt16 = encoding == .utf16BigEndian ? first << 8 | second : second << 8 | first
      switch (half, unit) {
      case (let high?, 0xDC00...0xDFFF):
        half = nil
        write(0x10000 + (UInt32(high) - 0xD800) << 10 + UInt32(unit) - 0xDC00, to: &text)
      case (nil, 0xD800...0xDBFF): half = unit
      case (nil, 1..<0xD800), (nil, 0xE000...0xFFFF): write(UInt32(unit), to: &text)
      default: throw try fault(unit, at: offset - piece.count + index)
      }
    }
  }

  /// Lines are counted by their feeds, which are two bytes here of which one is zero.
  private func fault(_ unit: UInt16, at place: Int) throws(TableFault) -> TableFault {
    let line: Int = try TextEncoding.line(at: place, bytes)
    return unit == 0 ? .zeroByte(line: line) : .encoding(line: line)
  }

  private func write(_ scalar: UInt32, to text: inout [UInt8]) {
    guard let scalar = Unicode.Scalar(scalar) else { return }
    Letter(scalar).write(to: &text)
  }

  /// One letter in UTF-8.
  private struct Letter {
    let bytes: (UInt8, UInt8, UInt8, UInt8)
    let count: Int

    init(_ scalar: Unicode.Scalar) {
      var (bytes, count): ((UInt8, UInt8, UInt8, UInt8), Int) = ((0, 0, 0, 0), 0)
      for byte in String(scalar).utf8 {
        switch count {
        case 0: bytes.0 = byte
        case 1: bytes.1 = byte
        case 2: bytes.2 = byte
        default: bytes.3 = byte
        }
        count += 1
      }
      (self.bytes, self.count) = (bytes, count)
    }

    func write(to text: inout [UInt8]) {
      text.append(bytes.0)
      if count > 1 { text.append(bytes.1) }
      if count > 2 { text.append(bytes.2) }
      if count > 3 { text.append(bytes.3) }
    }
  }

  /// Windows-1252, letter by letter; the five that it does not have were refused before.
  private static let letters: [Letter] = (0..<256).map { (byte: Int) -> Letter in
    let scalar: Int = (0x80..<0xA0).contains(byte) ? high[byte - 0x80] : byte
    return Letter(Unicode.Scalar(UInt32(scalar)) ?? " ")
  }

  private static let high: [Int] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D,
    0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,
    0x017E, 0x0178,
  ]
}
