import HTTP
import SQL

/// One value of one record, ready for a page, a JSON document, a CSV line and a spreadsheet.
public enum Cell: Sendable, Equatable {
  case none
  case text(String)
  case int(Int)
  /// A number that is never grouped by thousands.
  case year(Int)
  case area(Area)
  /// A number with two decimals: half a post is 50.
  case hundredths(Int)
  /// Any number, with the decimals that it has.
  case decimal(Double)
  /// A number in its unit, as people read it; machines get the number.
  case measured(Double, Text)
  case money(Money)
  case day(Day)
  case moment(Instant)
  case word(key: String, Text)
  /// A word that records give, as it was when it was said.
  case said(Text)
  case several([Word])
  case flag(Bool)

  /// One of the words of a cell that holds several.
  public struct Word: Sendable, Equatable {
    public let key: String
    public let label: Text

    public init(_ key: String, _ label: Text) {
      self.key = key
      self.label = label
    }
  }

  public static func text(_ text: String?) -> Cell { text.map { .text($0) } ?? .none }
  /// What was left empty is not there.
  public static func text(filled text: String) -> Cell { text.isEmpty ? .none : .text(text) }
  public static func int(number: Int64?) -> Cell { number.map { .int(Int($0)) } ?? .none }
  public static func year(_ year: Int?) -> Cell { year.map { .year($0) } ?? .none }
  public static func day(_ day: Day?) -> Cell { day.map { .day($0) } ?? .none }
  public static func area(_ area: Area?) -> Cell { area.map { .area($0) } ?? .none }
  public static func hundredths(_ number: Int?) -> Cell { number.map { .hundredths($0) } ?? .none }
  public static func decimal(_ number: Double?) -> Cell { number.map { .decimal($0) } ?? .none }
  public static func money(_ money: Money?) -> Cell { money.map { .money($0) } ?? .none }
  public static func choice(_ choice: (some Choice)?) -> Cell {
    choice.map { .word(key: $0.rawValue, $0.label) } ?? .none
  }

  var isEmpty: Bool { self == .none || self == .several([]) }

  /// As a person reads it.
  func words(_ language: Language) -> String {
    switch self {
    case .none: ""
    case .text(let text): text
    case .int(let number): language.number(number)
    case .year(let year): String(year)
    case .area(let area): language.area(area)
    case .hundredths(let number): language.hundredths(number)
    case .decimal(let number): language.decimal(number)
    case .measured(_, let words): words(language)
    case .money(let money): language.money(money)
    case .day(let day): language.short(day)
    case .moment(let instant): language.moment(instant)
    case .word(_, let text), .said(let text): text(language)
    case .several(let words): words.map { $0.label(language) }.joined(separator: " · ")
    case .flag(let flag): flag ? Text.yes(language) : Text.no(language)
    }
  }

  func write(_ json: inout JSONWriter) {
    switch self {
    case .none: json.null()
    case .text(let text): json.string(text)
    case .int(let number), .year(let number): json.int(number)
    case .area(let area): json.number(area.decimal)
    case .hundredths(let number): json.number(Area(squareDecimetres: number).decimal)
    case .decimal(let number), .measured(let number, _): json.number(number.jsonNumber)
    case .money(let money): json.number(money.decimal)
    case .day(let day): json.string(day.description)
    case .moment(let instant): json.string(instant.description)
    case .word(let key, _): json.string(key)
    case .said(let text): json.string(text(.fr))
    case .several(let words): json.array { json in for word in words { json.string(word.key) } }
    case .flag(let flag): json.bool(flag)
    }
  }
}

/// What a column holds, for OpenAPI and for spreadsheets.
public enum CellType: Sendable {
  case text, int, year, area, hundredths, decimal, money, day, moment, flag
  case word([(key: String, label: Text)])
  /// Words that only the records know.
  case several
}

extension Text {
  static let yes = Text(fr: "oui", en: "yes", de: "ja")
  static let no = Text(fr: "non", en: "no", de: "nein")
}

extension Double {
  /// As JSON has it: 92, not 92.0.
  public var jsonNumber: String { self == rounded() && abs(self) < 1e15 ? String(Int(self)) : String(self) }
}
