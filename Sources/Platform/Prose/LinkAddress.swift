/// Where a written text may lead: the web, somebody's mail, or another page here. Nothing that runs, nothing that hides
/// where it goes.
struct LinkAddress: Hashable, Sendable {
  let text: String
  /// Led to by whoever wrote the text, not by us.
  let isElsewhere: Bool

  init?(_ typed: String) {
    let bytes: [UInt8] = Array(typed.utf8)
    // A backslash is a slash to browsers, and they drop line breaks before they look for a scheme.
    guard !bytes.isEmpty, bytes.count <= 2_000, bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != 0x5C }) else {
      return nil
    }
    let head: ArraySlice<UInt8> = bytes.prefix { $0 != 0x2F && $0 != 0x3F && $0 != 0x23 && $0 != 0x3A }
    if head.count < bytes.count, bytes[head.count] == 0x3A {
      let rest: ArraySlice<UInt8> = bytes[(head.count + 1)...]
      switch String(decoding: head, as: UTF8.self).lowercased() {
      case "http", "https":
        guard rest.starts(with: [0x2F, 0x2F]), Self.isHost(rest.dropFirst(2)) else { return nil }
        isElsewhere = true
      case "mailto":
        guard rest.contains(0x40) else { return nil }
        isElsewhere = false
      default: return nil
      }
    } else {
      // `//host` has the page's own scheme and somebody else's host.
      guard !bytes.starts(with: [0x2F, 0x2F]) else { return nil }
      isElsewhere = false
    }
    text = Self.spelled(bytes)
  }

  /// A name and perhaps a port. No `user@` before it, which makes one host look like another.
  private static func isHost(_ rest: ArraySlice<UInt8>) -> Bool {
    let authority: ArraySlice<UInt8> = rest.prefix { $0 != 0x2F && $0 != 0x3F && $0 != 0x23 }
    let name: ArraySlice<UInt8> = authority.prefix { $0 != 0x3A }
    let port: ArraySlice<UInt8> = authority.dropFirst(name.count + 1)
    guard name.count < authority.count || !name.isEmpty, let first = name.first, let last = name.last else {
      return false
    }
    guard isNameByte(first), first != 0x2D, last != 0x2D, !name.contains(0x25) else { return false }
    var previous: UInt8 = 0
    for byte in name {
      guard isNameByte(byte) || (byte == 0x2E && previous != 0x2E) else { return false }
      previous = byte
    }
    guard name.count < authority.count else { return true }
    return (1...5).contains(port.count) && port.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } && decimal(port) <= 65_535
  }

  private static func decimal(_ digits: ArraySlice<UInt8>) -> Int { digits.reduce(0) { $0 * 10 + Int($1 - 0x30) } }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x80...: true
    default: false
    }
  }

  /// What an address may not hold as it stands is written as `%22`.
  private static func spelled(_ bytes: [UInt8]) -> String {
    var spelled: [UInt8] = []
    spelled.reserveCapacity(bytes.count)
    var hasFragment: Bool = false
    for (index, byte) in bytes.enumerated() {
      let isFine: Bool =
        switch byte {
        case 0x22, 0x3C, 0x3E, 0x5B, 0x5D, 0x5E, 0x60, 0x7B, 0x7C, 0x7D: false
        case 0x23: !hasFragment
        case 0x25: index + 2 < bytes.count && isHex(bytes[index + 1]) && isHex(bytes[index + 2])
        default: true
        }
      if byte == 0x23 { hasFragment = true }
      if isFine {
        spelled.append(byte)
      } else {
        spelled.append(contentsOf: [0x25, hex(byte >> 4), hex(byte & 15)])
      }
    }
    return String(decoding: spelled, as: UTF8.self)
  }

  private static func isHex(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
  }

  private static func hex(_ digit: UInt8) -> UInt8 { digit < 10 ? 0x30 + digit : 0x37 + digit }
}
