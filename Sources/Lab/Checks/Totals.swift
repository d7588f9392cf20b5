import Platform

extension CheckedSheet {
  /// Parts that do not make their whole.
  var totals: [Finding] {
    told.flatMap { rubric, text in
      text.sentences.flatMap { sentence in Totals.findings(in: sentence, rubric) }
        + text.blocks.flatMap { block -> [Finding] in
          guard case .table(let rows) = block else { return [] }
          return Totals.findings(inTable: rows, rubric)
        }
    }
  }
}

enum Totals {
  /// « 281 entreprises : 214 actives, 39 radiées et 28 disparues »
  static func findings(in sentence: Sentence, _ rubric: RubricKind) -> [Finding] {
    let words: [SaidWord] = sentence.words
    guard let colon = words.lastIndex(where: { $0.text == ":" }) else { return [] }
    guard let parts = parts(words[(colon + 1)...]), parts.count >= 2 else { return [] }
    let sum: Double = parts.reduce(0) { $0 + $1.number }
    if parts.allSatisfy(\.isShare) {
      return isNearlyWhole(parts.map(\.number))
        ? [Finding(.total, rubric, sentence.passage(around: colon), .sharesMake(sum))] : []
    }
    guard !parts.contains(where: \.isShare), !parts.contains(where: \.isRough),
      let at = words[..<colon].lastIndex(where: { $0.number != nil && SaidDate.year($0) == nil }),
      let whole = words[at].number, !isRough(words, at), !isShare(words, at), !isDay(words, at)
    else { return [] }
    // « trois outils : 2 salles, 5 ateliers, 4 bureaux » counts kinds.
    guard whole != Double(parts.count), sum != whole else { return [] }
    return [Finding(.total, rubric, sentence.passage(around: at), .partsMake(sum, whole))]
  }

  /// A column whose last line says that it is the total; a column of shares that make nearly 100 %.
  static func findings(inTable rows: [[Sentence]], _ rubric: RubricKind) -> [Finding] {
    guard let head = rows.first, rows.count >= 3 else { return [] }
    let body: ArraySlice<[Sentence]> = rows.dropFirst()
    let last: [Sentence] = body.last ?? []
    let isTotal: Bool = ["total", "ensemble", "somme"].contains(last.first?.words.first?.key ?? "")
    return head.indices.dropFirst().compactMap { column -> Finding? in
      let cells: [Part?] = body.map { $0.indices.contains(column) ? part($0[column].words[...]) : nil }
      let parts: [Part] = cells.dropLast(isTotal ? 1 : 0).compactMap { $0 }
      guard parts.count >= 2, parts.count == cells.count - (isTotal ? 1 : 0), !parts.contains(where: \.isRough) else {
        return nil
      }
      let sum: Double = parts.reduce(0) { $0 + $1.number }
      let title: String = head[column].text
      if parts.allSatisfy(\.isShare) {
        guard parts.count >= 3, isNearlyWhole(parts.map(\.number)) else { return nil }
        return Finding(.total, rubric, title, .sharesMake(sum))
      }
      guard isTotal, let whole = cells.last ?? nil, !whole.isRough, !parts.contains(where: \.isShare),
        abs(whole.number - sum) > 1e-6
      else { return nil }
      return Finding(.total, rubric, "\(title) : \(last[column].text)", .partsMake(sum, whole.number))
    }
  }

  private struct Part {
    let number: Double
    let isShare: Bool
    /// « près de 39 »
    let isRough: Bool
  }

  /// Nil unless each part begins with its number.
  private static func parts(_ words: ArraySlice<SaidWord>) -> [Part]? {
    var groups: [[SaidWord]] = [[]]
    for word in words {
      if [",", ";", "et", "puis"].contains(word.key) {
        groups.append([])
      } else {
        groups[groups.count - 1].append(word)
      }
    }
    var parts: [Part] = []
    for group in groups where !group.allSatisfy(\.isSign) {
      guard let part = part(group[...]) else { return nil }
      parts.append(part)
    }
    return parts
  }

  /// Its number comes first but for « plus de ».
  private static func part(_ words: ArraySlice<SaidWord>) -> Part? {
    guard let at = words.firstIndex(where: { $0.number != nil }), let number = words[at].number,
      words[..<at].allSatisfy({ rough.contains($0.key) || $0.key == "de" || $0.key == "d" }),
      words[(at + 1)...].allSatisfy({ $0.number == nil }), SaidDate.year(words[at]) == nil
    else { return nil }
    let isShare: Bool = at + 1 < words.endIndex && words[at + 1].text == "%"
    return Part(number: number, isShare: isShare, isRough: at > words.startIndex)
  }

  private static let rough: Set<String> = ["plus", "moins", "pres", "environ", "presque", "quelque", "jusqu"]

  private static func isRough(_ words: [SaidWord], _ at: Int) -> Bool {
    words[max(0, at - 2)..<at].contains { rough.contains($0.key) }
  }

  private static func isShare(_ words: [SaidWord], _ at: Int) -> Bool {
    at + 1 < words.count && words[at + 1].text == "%"
  }

  private static func isDay(_ words: [SaidWord], _ at: Int) -> Bool {
    at + 1 < words.count && SaidDate.months.contains(words[at + 1].key)
  }

  /// Shares that miss 100 % by more than their rounding explains; those that are far from it were not meant to make it.
  private static func isNearlyWhole(_ shares: [Double]) -> Bool {
    guard shares.count >= 3 else { return false }
    let step: Double = shares.allSatisfy { $0 == $0.rounded() } ? 0.5 : 0.05
    let miss: Double = abs(shares.reduce(0, +) - 100)
    return miss > Double(shares.count) * step + 1e-6 && miss <= 10
  }
}

extension Text {
  fileprivate static func partsMake(_ sum: Double, _ whole: Double) -> Text {
    Text { language in
      let (sum, whole) = (language.decimal(sum), language.decimal(whole))
      return Text(
        fr: "Les parties font \(sum), le total annoncé est \(whole).",
        en: "The parts make \(sum), the total given is \(whole).")(language)
    }
  }

  fileprivate static func sharesMake(_ sum: Double) -> Text {
    Text { language in
      let sum: String = language.decimal(sum)
      return Text(
        fr: "Ces parts font \(sum) %, plus loin de 100 % que l’arrondi ne l’explique.",
        en: "These shares make \(sum)%, farther from 100% than rounding explains.")(language)
    }
  }
}
