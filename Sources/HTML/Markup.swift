/// The page being written: UTF-8 bytes in one growing buffer.
///
/// Markup is written by our own code as `StaticString`s; everything that varies goes through `text`, which escapes.
/// There is no way to write a `String` unescaped.
public struct Markup: ~Copyable {
  @usableFromInline var base: UnsafeMutablePointer<UInt8>
  @usableFromInline var count: Int = 0
  @usableFromInline var capacity: Int

  @inlinable public init(capacity: Int = 32 * 1_024) {
    base = .allocate(capacity: capacity)
    self.capacity = capacity
  }

  deinit { base.deallocate() }

  @inlinable @inline(__always) mutating func reserve(_ more: Int) {
    if count &+ more > capacity { grow(more) }
  }

  @inline(never) @usableFromInline mutating func grow(_ more: Int) {
    let wider: Int = max(capacity &* 2, count &+ more)
    let moved: UnsafeMutablePointer<UInt8> = .allocate(capacity: wider)
    moved.update(from: base, count: count)
    base.deallocate()
    base = moved
    capacity = wider
  }

  /// Markup as our own code spells it.
  @inlinable @inline(__always) public mutating func raw(_ markup: StaticString) {
    let length: Int = markup.utf8CodeUnitCount
    reserve(length)
    (base + count).update(from: markup.utf8Start, count: length)
    count &+= length
  }

  /// A JSON document within a page: what could end the element is spelled otherwise, which JSON reads the same.
  public mutating func json(_ bytes: [UInt8]) {
    reserve(bytes.count &* 6)
    for byte in bytes {
      guard byte == 0x3C || byte == 0x3E || byte == 0x26 else {
        base[count] = byte
        count &+= 1
        continue
      }
      raw(byte == 0x3C ? "\\u003C" : byte == 0x3E ? "\\u003E" : "\\u0026")
    }
  }

  /// Where the next byte goes.
  @inlinable public var end: Int { count }

  /// What was written there, once more: it was escaped then.
  @inlinable public mutating func again(_ part: Range<Int>) {
    precondition(part.upperBound <= count, "nothing was written there yet")
    reserve(part.count)
    (base + count).update(from: base + part.lowerBound, count: part.count)
    count &+= part.count
  }

  /// Anything that varies, escaped for text and for quoted attributes alike.
  @inlinable public mutating func text(_ text: String) {
    var text: String = text
    text.withUTF8 { escape($0) }
  }

  @inlinable public mutating func escape(_ bytes: UnsafeBufferPointer<UInt8>) { escape(bytes, isFrench: false) }

  @inlinable @inline(__always) mutating func escape(_ bytes: UnsafeBufferPointer<UInt8>, isFrench: Bool) {
    guard let source = bytes.baseAddress else { return }
    let length: Int = bytes.count
    reserve(length &* 6)
    var cursor: UnsafeMutablePointer<UInt8> = base + count
    var index: Int = 0
    while index < length {
      let byte: UInt8 = source[index]
      index &+= 1
      switch byte {
      case 0x26: cursor = entity(0x61, 0x6D, 0x70, at: cursor)
      case 0x3C: cursor = entity(0x6C, 0x74, at: cursor)
      case 0x3E: cursor = entity(0x67, 0x74, at: cursor)
      case 0x22: cursor = entity(0x23, 0x33, 0x34, at: cursor)
      case 0x27: cursor = entity(0x23, 0x33, 0x39, at: cursor)
      default:
        if isFrench, byte == 0x20, let space = Self.space(source, length, index &- 1) {
          let width: Int = space.utf8CodeUnitCount
          cursor.update(from: space.utf8Start, count: width)
          cursor += width
        } else {
          cursor.pointee = byte
          cursor += 1
        }
      }
    }
    count = cursor - base
  }

  @inlinable @inline(__always) func entity(
    _ a: UInt8, _ b: UInt8, _ c: UInt8? = nil, at cursor: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    cursor[0] = 0x26
    cursor[1] = a
    cursor[2] = b
    guard let c else {
      cursor[3] = 0x3B
      return cursor + 4
    }
    cursor[3] = c
    cursor[4] = 0x3B
    return cursor + 5
  }

  @inlinable public mutating func int(_ number: Int) {
    reserve(20)
    if number < 0 {
      base[count] = 0x2D
      count &+= 1
    }
    var rest: UInt = number.magnitude
    var digits: Int = 1
    var tens: UInt = rest
    while tens >= 10 {
      tens /= 10
      digits &+= 1
    }
    var index: Int = count &+ digits
    repeat {
      index &-= 1
      base[index] = UInt8(truncatingIfNeeded: 48 &+ rest % 10)
      rest /= 10
    } while rest != 0
    count &+= digits
  }

  @inlinable public consuming func bytes() -> [UInt8] { Array(UnsafeBufferPointer(start: base, count: count)) }
}
