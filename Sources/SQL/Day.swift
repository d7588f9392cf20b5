/// A calendar day, without hour or time zone: what a lease, a mandate or a rate starts and ends on.
///
/// Kept as the number of days since 1970-01-01, so that comparing and counting cost one subtraction.
public struct Day: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let ordinal: Int

  @inlinable public init(ordinal: Int) { self.ordinal = ordinal }

  /// Nil for a day that does not exist, such as 30 February. Years run from 1 to 9999, as both databases allow.
  public init?(_ year: Int, _ month: Int, _ day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Day.length(ofMonth: month, in: year)
    else { return nil }
    self.ordinal = Day.ordinal(year, month, day)
  }

  /// Reads `2022-06-16` and nothing else.
  public init?(iso text: some StringProtocol) {
    var text = String(text)
    guard let day = text.withUTF8({ Day(iso: $0) }) else { return nil }
    self = day
  }

  init?(iso bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return nil }
    var numbers: (Int, Int, Int) = (0, 0, 0)
    for index in 0..<10 where index != 4 && index != 7 {
      let digit: Int = Int(bytes[index]) - 0x30
      guard (0...9).contains(digit) else { return nil }
      if index < 4 {
        numbers.0 = numbers.0 * 10 + digit
      } else if index < 7 {
        numbers.1 = numbers.1 * 10 + digit
      } else {
        numbers.2 = numbers.2 * 10 + digit
      }
    }
    self.init(numbers.0, numbers.1, numbers.2)
  }

  public static func < (left: Day, right: Day) -> Bool { left.ordinal < right.ordinal }

  public func adding(days: Int) -> Day { Day(ordinal: ordinal + days) }

  /// The same date so many months later, or the last day of that month where it is shorter: a month after 31 January is
  /// 28 or 29 February.
  public func adding(months: Int) -> Day {
    let (year, month, day) = parts
    let count: Int = year * 12 + month - 1 + months
    let (laterYear, laterMonth): (Int, Int) = ((count - count %% 12) / 12, count %% 12 + 1)
    return Day(
      ordinal: Day.ordinal(laterYear, laterMonth, min(day, Day.length(ofMonth: laterMonth, in: laterYear))))
  }

  public func days(to other: Day) -> Int { other.ordinal - ordinal }

  /// Monday is 1, Sunday is 7.
  public var weekday: Int { (ordinal + 3) %% 7 + 1 }

  public var year: Int { parts.year }

  /// Howard Hinnant's `civil_from_days`, in the proleptic Gregorian calendar.
  public var parts: (year: Int, month: Int, day: Int) {
    let shifted: Int = ordinal + 719_468
    let era: Int = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra: Int = shifted - era * 146_097
    let yearOfEra: Int = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear: Int = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth: Int = (5 * dayOfYear + 2) / 153
    let day: Int = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month: Int = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year: Int = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, day)
  }

  public var description: String {
    let (year, month, day) = parts
    var bytes: [UInt8] = []
    bytes.reserveCapacity(10)
    appendDecimal(year, width: 4, to: &bytes)
    bytes.append(0x2D)
    appendDecimal(month, width: 2, to: &bytes)
    bytes.append(0x2D)
    appendDecimal(day, width: 2, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  public static func length(ofMonth month: Int, in year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  static func ordinal(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shiftedYear: Int = month <= 2 ? year - 1 : year
    let era: Int = shiftedYear / 400
    let yearOfEra: Int = shiftedYear - era * 400
    let shiftedMonth: Int = month > 2 ? month - 3 : month + 9
    let dayOfYear: Int = (153 * shiftedMonth + 2) / 5 + day - 1
    let dayOfEra: Int = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}

infix operator %% : MultiplicationPrecedence

/// The remainder that is never negative.
func %% (left: Int, right: Int) -> Int {
  let remainder: Int = left % right
  return remainder < 0 ? remainder + right : remainder
}

/// The number written by these ASCII digits; nil where anything else stands among them.
func decimal(_ digits: ArraySlice<UInt8>) -> Int? {
  guard !digits.isEmpty, digits.count <= 18 else { return nil }
  var value: Int = 0
  for digit in digits {
    guard digit >= 0x30, digit <= 0x39 else { return nil }
    value = value * 10 + Int(digit - 0x30)
  }
  return value
}

func appendDecimal(_ number: Int, width: Int, to bytes: inout [UInt8]) {
  var divisor: Int = 1
  for _ in 1..<width { divisor *= 10 }
  while divisor > 0 {
    bytes.append(UInt8(0x30 + number / divisor % 10))
    divisor /= 10
  }
}
