import SQL

/// How a value is written for a reader of each language.
extension Language {
  public func number(_ number: Int) -> String { grouped(number, self == .fr ? "\u{202F}" : ",") }

  /// `16/06/2022`: what fits in a table, and is written a hundred times on a page.
  public func short(_ day: Day) -> String {
    let (year, month, date) = day.parts
    return String(unsafeUninitializedCapacity: 10) { bytes in
      let digits: InlineArray<8, Int> = [
        date / 10, date % 10, month / 10, month % 10, year / 1_000, year / 100 % 10, year / 10 % 10, year % 10,
      ]
      var index: Int = 0
      for place in 0..<8 {
        if place == 2 || place == 4 {
          bytes[index] = 0x2F
          index += 1
        }
        bytes[index] = UInt8(0x30 + digits[place])
        index += 1
      }
      return index
    }
  }

  /// `1er juin 2022`, `16 June 2022`: what is read in a sentence.
  public func long(_ day: Day) -> String {
    let (year, month, date) = day.parts
    switch self {
    case .fr: return "\(date == 1 ? "1er" : String(date)) \(Self.frenchMonths[month - 1]) \(year)"
    case .en: return "\(date) \(Self.englishMonths[month - 1]) \(year)"
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
    }
  }

  public func area(_ area: Area) -> String {
    let whole: String = number(area.squareDecimetres / 100)
    let rest: Int = area.squareDecimetres % 100
    guard rest > 0 else { return "\(whole)\u{00A0}m²" }
    let decimals: String = rest % 10 == 0 ? String(rest / 10) : padded(rest)
    return "\(whole)\(self == .fr ? "," : ".")\(decimals)\u{00A0}m²"
  }

  private static let frenchMonths: [String] = [
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
  ]
  private static let englishMonths: [String] = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
}

func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
