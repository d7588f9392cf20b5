import CZlib

/// A zip archive put together by hand, so that it can also be put together wrongly.
public struct HandMadeZip {
  private var body: [UInt8] = []
  private var directory: [UInt8] = []
  private var count: Int = 0

  public init() {}

  public mutating func add(
    _ name: String, _ bytes: [UInt8], deflated: Bool = false, flags: Int = 0, claimed: Int? = nil, method: Int? = nil
  ) {
    let content: [UInt8] = deflated ? Self.deflate(bytes) : bytes
    let label: [UInt8] = Array(name.utf8)
    let sum = Int(crc32(0, bytes, UInt32(bytes.count)))
    var common: [UInt8] = Self.number(20, 2) + Self.number(flags, 2)
    common += Self.number(method ?? (deflated ? 8 : 0), 2) + Self.number(0, 2) + Self.number(0x5C75, 2)
    common += Self.number(sum, 4) + Self.number(content.count, 4) + Self.number(claimed ?? bytes.count, 4)
    common += Self.number(label.count, 2) + Self.number(0, 2)
    directory += [0x50, 0x4B, 1, 2] + Self.number(20, 2) + common
    directory += Self.number(0, 2) + Self.number(0, 2) + Self.number(0, 2) + Self.number(0, 4)
    directory += Self.number(body.count, 4) + label
    body += [0x50, 0x4B, 3, 4] + common + label + content
    count += 1
  }

  public var bytes: [UInt8] {
    var end: [UInt8] = [0x50, 0x4B, 5, 6] + Self.number(0, 4)
    end += Self.number(count, 2) + Self.number(count, 2) + Self.number(directory.count, 4)
    end += Self.number(body.count, 4) + Self.number(0, 2)
    return body + directory + end
  }

  private static func number(_ value: Int, _ bytes: Int) -> [UInt8] {
    (0..<bytes).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }

  private static func deflate(_ bytes: [UInt8]) -> [UInt8] {
    var room: [UInt8] = Array(repeating: 0, count: bytes.count + 1_024)
    var length = uLongf(room.count)
    compress2(&room, &length, bytes, uLong(bytes.count), 9)
    // Without zlib's own two bytes before and four after.
    return Array(room[2..<Int(length) - 4])
  }
}
