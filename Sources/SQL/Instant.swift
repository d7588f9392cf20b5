import Glibc

/// A moment in UTC, to the millisecond: when something was written, sent or signed.
public struct Instant: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let milliseconds: Int64

  @inlinable public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  public static var now: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
  }

  public init(_ day: Day, hour: Int = 0, minute: Int = 0) {
    self.init(milliseconds: Int64(day.ordinal * 86_400 + hour * 3_600 + minute * 60) * 1_000)
  }

  /// Reads what SQLite keeps (`2022-06-16T10:04:05.123Z`) and what PostgreSQL prints (`2022-06-16 10:04:05.123+00`).
  public init?(utc text: some StringProtocol) {
    let bytes: [UInt8] = Array(text.utf8)
    guard bytes.count >= 20, bytes[10] == 0x54 || bytes[10] == 0x20, bytes[13] == 0x3A, bytes[16] == 0x3A,
      let day = Day(iso: String(decoding: bytes[0..<10], as: UTF8.self)),
      let hour = decimal(bytes[11..<13]), let minute = decimal(bytes[14..<16]), let second = decimal(bytes[17..<19]),
      hour < 24, minute < 60, second < 60
    else { return nil }
    var rest: ArraySlice<UInt8> = bytes[19...]
    var milliseconds: Int = 0
    if rest.first == 0x2E {
      let digits: ArraySlice<UInt8> = rest.dropFirst().prefix { $0 >= 0x30 && $0 <= 0x39 }
      guard !digits.isEmpty, digits.count <= 6 else { return nil }
      let padded: [UInt8] = Array(digits) + Array(repeating: 0x30, count: 6 - digits.count)
      milliseconds = (decimal(padded[...]) ?? 0) / 1_000
      rest = rest.dropFirst(1 + digits.count)
    }
    guard rest.elementsEqual("Z".utf8) || rest.elementsEqual("+00".utf8) else { return nil }
    let seconds: Int = day.ordinal * 86_400 + hour * 3_600 + minute * 60 + second
    self.init(milliseconds: Int64(seconds) * 1_000 + Int64(milliseconds))
  }

  public static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

  public func adding(seconds: Int) -> Instant { Instant(milliseconds: milliseconds + Int64(seconds) * 1_000) }

  /// The calendar day and the second within it, in UTC.
  public var parts: (day: Day, second: Int) {
    let seconds: Int = Int(milliseconds - Int64(Int(milliseconds) %% 1_000)) / 1_000
    let second: Int = seconds %% 86_400
    return (Day(ordinal: (seconds - second) / 86_400), second)
  }

  public var description: String {
    let (day, second) = parts
    var bytes: [UInt8] = Array(day.description.utf8)
    bytes.append(0x54)
    appendDecimal(second / 3_600, width: 2, to: &bytes)
    bytes.append(0x3A)
    appendDecimal(second / 60 % 60, width: 2, to: &bytes)
    bytes.append(0x3A)
    appendDecimal(second % 60, width: 2, to: &bytes)
    bytes.append(0x2E)
    appendDecimal(Int(milliseconds) %% 1_000, width: 3, to: &bytes)
    bytes.append(0x5A)
    return String(decoding: bytes, as: UTF8.self)
  }
}
