/// The sentence under a chart, from its values.
extension SeriesSet {
  /// « Le nombre de placements passe de 120 en 2012 à 310 en 2015 ; le maximum est 2015. »
  func evolution(_ language: Language) -> String {
    let subject: String = measure.name(language)
    guard series.count > 1 else {
      guard let only = series.first, let ends = Ends(only) else { return "\(subject)." }
      return course(subject, ends, language)
    }
    // More would be a paragraph that nobody reads.
    guard series.count <= 3 else { return range(language) }
    let courses: [String] = series.compactMap { one in
      guard let ends = Ends(one) else { return nil }
      return step(Lettering.named(one.name(language)), ends, language)
    }
    return "\(subject)\(language.colon)\(courses.joined(separator: language == .fr ? " ; " : "; "))."
  }

  /// « Le nombre de placements va de 12 (Reims) à 310 (Lyon). »
  func range(_ language: Language) -> String {
    let subject: String = measure.name(language)
    guard let least = extreme(by: <), let most = extreme(by: >) else { return "\(subject)." }
    let low: String = "\(written(least.value, language)) (\(name(least, language)))"
    let high: String = "\(written(most.value, language)) (\(name(most, language)))"
    let value: String = written(most.value, language)
    switch language {
    case _ where known.count == 1:
      return Text(fr: "\(subject) est de \(high).", en: "\(subject) is \(high).", de: "\(subject) beträgt \(high).")(
        language)
    case _ where least.value == most.value:
      return Text(
        fr: "\(subject) est partout de \(value).", en: "\(subject) is \(value) throughout.",
        de: "\(subject) beträgt überall \(value).")(language)
    case .fr: return "\(subject) va de \(low) à \(high)."
    case .en: return "\(subject) ranges from \(low) to \(high)."
    case .de: return "\(subject) reicht von \(low) bis \(high)."
    }
  }

  private struct Ends {
    let first: Int
    let last: Int
    let from: Double
    let to: Double
    let highest: [Int]

    init?(_ series: Series) {
      let known: [(Int, Double)] = series.values.enumerated().compactMap { index, value in value.map { (index, $0) } }
      guard let first = known.first, let last = known.last else { return nil }
      (self.first, from) = first
      (self.last, to) = last
      let most: Double = known.reduce(from) { max($0, $1.1) }
      highest = known.filter { $0.1 == most }.map(\.0)
    }
  }

  private func course(_ subject: String, _ ends: Ends, _ language: Language) -> String {
    let start: String = "\(written(ends.from, language)) \(at(ends.first, language))"
    let end: String = "\(written(ends.to, language)) \(at(ends.last, language))"
    guard ends.first != ends.last else {
      return Text(fr: "\(subject) est de \(start).", en: "\(subject) is \(start).", de: "\(subject) beträgt \(start).")(
        language)
    }
    let course: String =
      ends.from == ends.to
      ? Text(
        fr: "\(subject) est de \(start) comme \(at(ends.last, language))",
        en: "\(subject) is \(start), as it is \(at(ends.last, language))",
        de: "\(subject) beträgt \(start), ebenso \(at(ends.last, language))")(language)
      : Text(
        fr: "\(subject) passe de \(start) à \(end)", en: "\(subject) goes from \(start) to \(end)",
        de: "\(subject) geht von \(start) auf \(end)")(language)
    guard ends.highest.count == 1, let peak = ends.highest.first else { return "\(course)." }
    let label: String = Lettering.named(labels[peak](language))
    return Text(
      fr: "\(course) ; le maximum est \(label).", en: "\(course); the maximum is \(label).",
      de: "\(course); der Höchstwert ist \(label).")(language)
  }

  private func step(_ name: String, _ ends: Ends, _ language: Language) -> String {
    let from: String = "\(written(ends.from, language)) \(at(ends.first, language))"
    guard ends.first != ends.last else { return "\(name), \(from)" }
    let to: String = "\(written(ends.to, language)) \(at(ends.last, language))"
    return Text(
      fr: "\(name), de \(from) à \(to)", en: "\(name), from \(from) to \(to)", de: "\(name), von \(from) auf \(to)")(
        language)
  }

  /// « en 2012 »; what is no year stands in brackets, as one cannot know which word goes before it.
  private func at(_ index: Int, _ language: Language) -> String {
    let label: String = labels[index](language)
    guard label.utf8.count == 4, label.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return "(\(Lettering.named(label)))"
    }
    return Text(fr: "en \(label)", en: "in \(label)", de: "im Jahr \(label)")(language)
  }

  private typealias Extreme = (series: Int, index: Int, value: Double)

  private func extreme(by comes: (Double, Double) -> Bool) -> Extreme? {
    var found: Extreme?
    for (number, one) in series.enumerated() {
      for (index, value) in one.values.enumerated() {
        guard let value else { continue }
        if let best = found, !comes(value, best.value) { continue }
        found = (number, index, value)
      }
    }
    return found
  }

  private func name(_ extreme: Extreme, _ language: Language) -> String {
    let label: String = Lettering.named(labels[extreme.index](language))
    guard series.count > 1 else { return label }
    return "\(label), \(Lettering.named(series[extreme.series].name(language)))"
  }
}
