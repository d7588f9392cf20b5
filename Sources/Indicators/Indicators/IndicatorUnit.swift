import Platform
import SQL

/// In what an indicator is read.
public enum IndicatorUnit: String, Choice {
  case number, percent, euros
  case squareMetres = "square-metres"
  case eurosPerSquareMetre = "euros-per-square-metre"
  case days, hours, months, years, posts
  /// A moment of the calendar: a day, its month, its year.
  case day, month, year

  public var label: Text {
    switch self {
    case .number: Text(fr: "Nombre", en: "Number", de: "Zahl")
    case .percent: Text(fr: "Pourcentage", en: "Percentage", de: "Prozentsatz")
    case .euros: Text(fr: "Euros", en: "Euros", de: "Euro")
    case .squareMetres: Text(fr: "Mètres carrés", en: "Square metres", de: "Quadratmeter")
    case .eurosPerSquareMetre:
      Text(fr: "Euros par mètre carré", en: "Euros per square metre", de: "Euro je Quadratmeter")
    case .days: Text(fr: "Durée en jours", en: "Duration in days", de: "Dauer in Tagen")
    case .hours: Text(fr: "Durée en heures", en: "Duration in hours", de: "Dauer in Stunden")
    case .months: Text(fr: "Durée en mois", en: "Duration in months", de: "Dauer in Monaten")
    case .years: Text(fr: "Durée en années", en: "Duration in years", de: "Dauer in Jahren")
    case .posts: Text(fr: "Équivalents temps plein", en: "Full-time equivalents", de: "Vollzeitstellen")
    case .day: Text(fr: "Date", en: "Date", de: "Datum")
    case .month: Text(fr: "Mois du calendrier", en: "Calendar month", de: "Kalendermonat")
    case .year: Text(fr: "Année du calendrier", en: "Calendar year", de: "Kalenderjahr")
    }
  }

  /// Whether what a formula gives can be read in it.
  func fits(_ dimension: Dimension) -> Bool {
    switch (self, dimension) {
    case (_, .number): true
    case (.number, .plain(.count)), (.number, .share), (.number, .per), (.percent, .share): true
    case (.euros, .plain(.money)), (.squareMetres, .plain(.area)), (.posts, .plain(.posts)): true
    case (.eurosPerSquareMetre, .per(.money, .area)): true
    case (.days, .plain(.days)), (.months, .plain(.days)), (.years, .plain(.days)): true
    case (.year, .plain(.year)), (.years, .plain(.year)): true
    case (.day, .day), (.month, .day), (.year, .day): true
    case (.euros, .per(.money, .count)), (.squareMetres, .per(.area, .count)), (.days, .per(.days, .count)): true
    default: false
    }
  }

  /// From what the engine gives to what people read: a share becomes a percentage, days months.
  func read(_ number: Double, _ dimension: Dimension?) -> Double {
    switch self {
    case .percent: return number * 100
    case .months: return dimension == .plain(.days) ? number / Self.daysInMonth : number
    case .years: return dimension == .plain(.days) ? number / 365.25 : number
    case .year where dimension == .day: return Double(Day(ordinal: Int(number)).year)
    case .month where dimension == .day:
      let (year, month, _) = Day(ordinal: Int(number)).parts
      return Double(year * 100 + month)
    case .day where dimension == .day:
      let (year, month, day) = Day(ordinal: Int(number)).parts
      return Double(year * 10_000 + month * 100 + day)
    default: return number
    }
  }

  private static let daysInMonth: Double = 365.25 / 12

  /// `92 %`, `31,5 mois`, `décembre 2008`
  public func written(_ number: Double, places: Int, _ language: Language) -> String {
    let digits: String = language.number(number, places: places)
    switch self {
    case .number: return digits
    case .percent: return language.percent(number, places: places)
    case .euros: return Measure.written(number, places: places, language)
    case .squareMetres: return "\(digits)\u{A0}m²"
    case .eurosPerSquareMetre: return "\(digits)\u{A0}€/m²"
    case .days: return "\(digits)\u{A0}\(Text(fr: "jours", en: "days", de: "Tage")(language))"
    case .hours: return "\(digits)\u{A0}\(Text(fr: "heures", en: "hours", de: "Stunden")(language))"
    case .months: return "\(digits)\u{A0}\(Text(fr: "mois", en: "months", de: "Monate")(language))"
    case .years:
      let isOne: Bool = abs(number) < (language == .fr ? 2 : 1.000001) && (language == .fr || number == 1)
      return "\(digits)\u{A0}"
        + (isOne ? Text(fr: "an", en: "year", de: "Jahr") : Text(fr: "ans", en: "years", de: "Jahre"))(language)
    case .posts: return "\(digits)\u{A0}\(Text(fr: "ETP", en: "FTE", de: "VZÄ")(language))"
    case .year: return String(Int(number))
    case .month:
      guard let day = Day(Int(number) / 100, Int(number) % 100, 1) else { return digits }
      return String(language.long(day).drop { !$0.isLetter }.drop { $0 != "\u{A0}" }.dropFirst())
    case .day:
      let whole: Int = Int(number)
      return Day(whole / 10_000, whole / 100 % 100, whole % 100).map { language.long($0) } ?? digits
    }
  }

  /// For charts.
  func measure(_ name: Text, places: Int) -> Measure {
    switch self {
    case .percent: Measure(name, .percent, places: places)
    case .euros: Measure(name, .euros)
    case .squareMetres: Measure(name, .named(Text(name: "m²")), places: places)
    case .eurosPerSquareMetre: Measure(name, .named(Text(name: "€/m²")), places: places)
    case .days: Measure(name, .named(Text(fr: "jours", en: "days", de: "Tage")), places: places)
    case .hours: Measure(name, .named(Text(fr: "heures", en: "hours", de: "Stunden")), places: places)
    case .months: Measure(name, .named(Text(fr: "mois", en: "months", de: "Monate")), places: places)
    case .years: Measure(name, .named(Text(fr: "ans", en: "years", de: "Jahre")), places: places)
    case .posts: Measure(name, .named(Text(fr: "ETP", en: "FTE", de: "VZÄ")), places: places)
    case .number, .day, .month, .year: Measure(name, .number, places: places)
    }
  }

  /// Whether its values can be drawn one after the other.
  var isDrawn: Bool { self != .day && self != .month && self != .year }
}

extension Measure {
  fileprivate static func written(_ number: Double, places: Int, _ language: Language) -> String {
    let cents: Double = (number * 100).rounded()
    guard abs(cents) < 9e15, places > 0 || number == number.rounded() else {
      return language.money(Money(euros: Int(number.rounded())))
    }
    return language.money(Money(cents: Int(cents)))
  }
}

/// Which way is better.
public enum Sense: String, Choice {
  case more, less

  public var label: Text {
    switch self {
    case .more: Text(fr: "Plus, c’est mieux", en: "More is better", de: "Mehr ist besser")
    case .less: Text(fr: "Moins, c’est mieux", en: "Less is better", de: "Weniger ist besser")
    }
  }
}
