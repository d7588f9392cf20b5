import Glibc

/// What is counted, and how its values are written.
public struct Measure: Sendable {
  public enum Unit: Sendable {
    case number, percent, euros
    /// Said after the value: « m² ».
    case named(Text)
  }

  let name: Text
  let unit: Unit
  let places: Int?

  /// Names are singular and begin a sentence: « Le nombre de placements », “The number of placements”, „Die Zahl der
  /// Vermittlungen“. Where `places` is not given, values show the decimals that they have.
  public init(_ name: Text, _ unit: Unit = .number, places: Int? = nil) {
    self.name = name
    self.unit = unit
    self.places = places.map { min(6, max(0, $0)) }
  }

  /// Beyond, a figure has more digits than what it is kept in.
  static let greatest: Double = 1e15

  func places(for values: [Double]) -> Int {
    if let places { return places }
    // Cents come in twos.
    if case .euros = unit { return values.allSatisfy { $0 == $0.rounded() } ? 0 : 2 }
    for places in 0...5 {
      let power: Double = pow(10, Double(places))
      if values.allSatisfy({ abs($0 * power - ($0 * power).rounded()) < 1e-6 * max(1, abs($0 * power)) }) {
        // Zero by dint of rounding would be another value.
        if !values.contains(where: { $0 != 0 && abs($0) * power < 0.5 }) { return places }
      }
    }
    let greatest: Double = values.reduce(0) { max($0, abs($1)) }
    return max(1, min(6, 2 - Int(floor(log10(greatest)))))
  }

  /// Along an axis, a unit said once is enough.
  var bare: Measure {
    guard case .named = unit else { return self }
    return Measure(name, .number, places: places)
  }

  /// In full.
  func written(_ value: Double, places: Int, _ language: Language) -> String {
    // Nobody reads the tenths of a million that has none.
    let isWhole: Bool = value == value.rounded() && (value == 0 || abs(value) >= 1_000_000)
    let places: Int = isWhole ? 0 : places
    if case .percent = unit { return language.percent(value, places: places) }
    return joined(language.number(value, places: places), isNegative: value < 0, "", language)
  }

  /// As short as a drawing needs it: `1,2 M`.
  func brief(_ value: Double, places: Int, _ language: Language) -> String {
    let size: Double = abs(value)
    if case .percent = unit { return written(value, places: places, language) }
    guard size >= 1_000_000 else { return written(value, places: places, language) }
    let isBillions: Bool = size >= 999_500_000
    let rest: Double = value / (isBillions ? 1e9 : 1e6)
    let decimals: Int = abs(rest * 10 - (rest.rounded() * 10)) < 0.5 || abs(rest) >= 100 ? 0 : 1
    let word: String =
      switch language {
      case .fr: isBillions ? "\u{A0}Md" : "\u{A0}M"
      case .en: isBillions ? "bn" : "m"
      case .de: isBillions ? "\u{A0}Mrd." : "\u{A0}Mio."
      }
    return joined(language.number(rest, places: decimals), isNegative: value < 0, word, language)
  }

  private func joined(_ number: String, isNegative: Bool, _ word: String, _ language: Language) -> String {
    switch unit {
    case .number, .percent: return number + word
    case .named(let name): return "\(number)\(word)\u{A0}\(name(language))"
    case .euros:
      guard language == .en else { return "\(number)\(word)\(word.isEmpty || language == .de ? "\u{A0}" : "")€" }
      return number.first == "−" ? "−€\(number.dropFirst())\(word)" : "€\(number)\(word)"
    }
  }
}
