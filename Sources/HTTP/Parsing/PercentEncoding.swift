/// `%C3%A9` ↔ `é`, strictly: a broken escape is a fault, never passed through.
public enum PercentEncoding {
  static func decode(
    _ bytes: ArraySlice<UInt8>, plusIsSpace: Bool, field: String? = nil
  ) throws(InputFault) -> String {
    guard bytes.contains(where: { $0 == 0x25 || $0 == 0x2B || $0 < 0x20 || $0 >= 0x7F }) else {
      return String(decoding: bytes, as: UTF8.self)
    }
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var index: Int = bytes.startIndex
    while index < bytes.endIndex {
      let byte: UInt8 = bytes[index]
      switch byte {
      case 0x25:
        guard index + 2 < bytes.endIndex, let high = hexDigit(bytes[index + 1]), let low = hexDigit(bytes[index + 2])
        else { throw InputFault(.escape, field: field) }
        decoded.append(high << 4 | low)
        index += 3
        continue
      case 0x2B where plusIsSpace: decoded.append(0x20)
      case 0..<0x20, 0x7F: throw InputFault(byte == 0 ? .nul : .syntax, field: field)
      default: decoded.append(byte)
      }
      index += 1
    }
    return try text(decoded, field: field)
  }

  /// Escapes everything but unreserved characters.
  public static func encode(_ text: String) -> String {
    guard !text.utf8.allSatisfy(isUnreserved) else { return text }
    var encoded: [UInt8] = []
    for byte in text.utf8 {
      if isUnreserved(byte) {
        encoded.append(byte)
      } else {
        encoded.append(contentsOf: [0x25, hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]])
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
    default: false
    }
  }
}

private let hexDigits: [UInt8] = Array("0123456789ABCDEF".utf8)

func hexDigit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case 0x30...0x39: byte - 0x30
  case 0x41...0x46: byte - 0x37
  case 0x61...0x66: byte - 0x57
  default: nil
  }
}
