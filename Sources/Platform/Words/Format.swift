import SQL

/// How a value is written for a reader of each language.
extension Language {
  public func number(_ number: Int) -> String { grouped(number, thousands) }

  private var thousands: StaticString {
    switch self {
    case .fr: "\u{202F}"
    case .en: ","
    case .de: "."
    }
  }

  /// Between units and decimals.
  var decimalMark: String { self == .en ? "." : "," }

  /// `20 000 €`, `€20,000`, `20.000 €`: cents only where there are some.
  public func money(_ money: Money) -> String {
    let cents: Int = money.cents
    let whole: String = number(Int(cents.magnitude / 100))
    let rest: Int = Int(cents.magnitude % 100)
    let amount: String = rest == 0 ? whole : "\(whole)\(decimalMark)\(padded(rest))"
    let sign: String = cents < 0 ? "−" : ""
    return self == .en ? "\(sign)€\(amount)" : "\(sign)\(amount)\u{A0}€"
  }

  /// No more decimals than it has, and no more than six.
  public func decimal(_ number: Double) -> String {
    var places: Int = 0
    var scaled: Double = number
    while places < 6, abs(scaled - scaled.rounded()) > 1e-9 * max(1, abs(scaled)) {
      places += 1
      scaled *= 10
    }
    return self.number(number, places: places)
  }

  public func percent(_ number: Int) -> String { percent(Double(number), places: 0) }

  /// `1 234,5`: so many decimals, and none where the value rounds to nothing at all.
  public func number(_ number: Double, places: Int) -> String {
    let scale: Int = (0..<places).reduce(1) { power, _ in power * 10 }
    // No integer holds it: charts refuse such values before they come here.
    guard number.magnitude * Double(scale) < 9e18 else { return places > 0 ? self.number(number, places: 0) : "∞" }
    let scaled: Int = Int((number.magnitude * Double(scale)).rounded())
    let sign: String = number < 0 && scaled > 0 ? "−" : ""
    guard places > 0 else { return sign + self.number(scaled) }
    let rest: String = String(scaled % scale)
    let zeros: String = String(repeating: "0", count: places - rest.count)
    return "\(sign)\(self.number(scaled / scale))\(decimalMark)\(zeros)\(rest)"
  }

  public func percent(_ number: Double, places: Int) -> String {
    let digits: String = self.number(number, places: places)
    switch self {
    case .fr: return "\(digits)\u{202F}%"
    case .en: return "\(digits)%"
    case .de: return "\(digits)\u{A0}%"
    }
  }

  /// `16/06/2022`, `16.06.2022`: what fits in a table, and is written a hundred times on a page.
  public func short(_ day: Day) -> String {
    let (year, month, date) = day.parts
    let mark: UInt8 = self == .de ? 0x2E : 0x2F
    return String(unsafeUninitializedCapacity: 10) { bytes in
      let digits: InlineArray<8, Int> = [
        date / 10, date % 10, month / 10, month % 10, year / 1_000, year / 100 % 10, year / 10 % 10, year % 10,
      ]
      var index: Int = 0
      for place in 0..<8 {
        if place == 2 || place == 4 {
          bytes[index] = mark
          index += 1
        }
        bytes[index] = UInt8(0x30 + digits[place])
        index += 1
      }
      return index
    }
  }

  /// `1er juin 2022`, `16 June 2022`: what is read in a sentence. A line does not end between the day and its month.
  public func long(_ day: Day) -> String {
    let (year, month, date) = day.parts
    switch self {
    case .fr: return "\(ordinal(date))\u{A0}\(Self.frenchMonths[month - 1]) \(year)"
    case .en: return "\(ordinal(date))\u{A0}\(Self.englishMonths[month - 1]) \(year)"
    case .de: return "\(ordinal(date))\u{A0}\(Self.germanMonths[month - 1]) \(year)"
    }
  }

  /// `samedi 21 novembre 2026`: where one asks oneself what day it is.
  func dated(_ day: Day) -> String {
    let weekday: Int = day.weekday - 1
    switch self {
    case .fr: return "\(Self.frenchWeekdays[weekday]) \(long(day))"
    case .en: return "\(Self.englishWeekdays[weekday]) \(long(day))"
    case .de: return "\(Self.germanWeekdays[weekday]), \(long(day))"
    }
  }

  /// In the time of the reader's office: Paris.
  public func moment(_ instant: Instant) -> String {
    let local: Instant = instant.adding(seconds: Zone.paris.offset(at: instant))
    let (day, second) = local.parts
    let time: String = "\(padded(second / 3_600)):\(padded(second / 60 % 60))"
    switch self {
    case .fr: return "\(short(day)) à \(time)"
    case .en: return "\(short(day)) at \(time)"
    case .de: return "\(short(day)), \(time) Uhr"
    }
  }

  public func area(_ area: Area) -> String {
    let whole: String = number(area.squareDecimetres / 100)
    let rest: Int = area.squareDecimetres % 100
    guard rest > 0 else { return whole + "\u{00A0}m²" }
    let decimals: String = rest % 10 == 0 ? String(rest / 10) : padded(rest)
    return whole + decimalMark + decimals + "\u{00A0}m²"
  }

  /// `0,5`: no more decimals than there are.
  public func hundredths(_ number: Int) -> String {
    let rest: Int = number % 100
    return self.number(Double(number) / 100, places: rest == 0 ? 0 : rest % 10 == 0 ? 1 : 2)
  }

  private static let frenchWeekdays: [String] = [
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
  ]
  private static let englishWeekdays: [String] = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]
  private static let germanWeekdays: [String] = [
    "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag",
  ]
  private static let frenchMonths: [String] = [
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
  ]
  private static let englishMonths: [String] = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
  private static let germanMonths: [String] = [
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
    "Dezember",
  ]
}

func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

/// `1767` → `1 767`. Measured first: what fits into fifteen bytes needs no memory of its own.
func grouped(_ number: Int, _ separator: StaticString) -> String {
  var digits: Int = 1
  var rest: UInt = number.magnitude
  while rest >= 10 {
    rest /= 10
    digits += 1
  }
  let width: Int = separator.utf8CodeUnitCount
  let length: Int = digits + (digits - 1) / 3 * width
  let text = String(unsafeUninitializedCapacity: length) { bytes in
    var (index, rest): (Int, UInt) = (length, number.magnitude)
    for count in 0..<digits {
      if count > 0, count % 3 == 0 {
        index -= width
        for byte in 0..<width { bytes[index + byte] = separator.utf8Start[byte] }
      }
      index -= 1
      bytes[index] = UInt8(0x30 + rest % 10)
      rest /= 10
    }
    return length
  }
  return number < 0 ? "−" + text : text
}
