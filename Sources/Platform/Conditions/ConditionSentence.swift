import SQL

extension Condition {
  /// « type de site : Pépinière d’entreprises ; catégorie : Artisan ou Micro-entreprise »
  public func sentence(_ fact: Fact, among facts: [Fact], _ vocabulary: FactVocabulary) -> Text {
    Text { language in words(fact, facts, vocabulary, language) }
  }

  private func words(_ fact: Fact, _ facts: [Fact], _ vocabulary: FactVocabulary, _ language: Language) -> String {
    func inside(_ part: Condition) -> String { part.words(fact, facts, vocabulary, language) }
    func label(_ name: String) -> String { fact[name]?.label(language).lowercasedStart ?? name }
    func value(_ literal: Literal, _ name: String) -> String {
      literal.words(fact[name], in: fact, vocabulary, language)
    }
    switch self {
    case .all(let parts):
      return parts.map { part in
        if case .any = part { return "(\(inside(part)))" }
        return inside(part)
      }.joined(separator: Text(fr: " et ", en: " and ", de: " und ")(language))
    case .any(let parts):
      return parts.map(inside).joined(separator: Text(fr: " ou ", en: " or ", de: " oder ")(language))
    case .not(.isKnown(let name)):
      let label: String = label(name)
      return Text(fr: "\(label) inconnu", en: "\(label) unknown", de: "\(label) unbekannt")(language)
    case .not(let part):
      let words: String = inside(part)
      return Text(fr: "sauf \(words)", en: "except \(words)", de: "außer \(words)")(language)
    case .compare(let name, .equal, .flag(true)): return label(name)
    case .compare(let name, .equal, .flag(false)):
      let label: String = label(name)
      return Text(fr: "non \(label)", en: "not \(label)", de: "nicht \(label)")(language)
    case .compare(let name, let comparison, let literal):
      let value: String = value(literal, name)
      guard comparison != .equal else { return "\(label(name))\(language.colon)\(value)" }
      return "\(label(name)) \(comparison.words(literal)(language))\(value)"
    case .oneOf(let name, let literals):
      return label(name) + "\(language.colon)" + list(literals.map { value($0, name) }, language)
    case .under(let name, let words):
      return label(name) + "\(language.colon)" + list(words.map { value(.word($0), name) }, language)
    case .isKnown(let name):
      let label: String = label(name)
      return Text(fr: "\(label) connu", en: "\(label) known", de: "\(label) bekannt")(language)
    case .within(let name, let perimeter):
      let label: String = label(name)
      return Text(
        fr: "\(label) dans le périmètre « \(perimeter) »", en: "\(label) within “\(perimeter)”",
        de: "\(label) im Gebiet „\(perimeter)“")(language)
    case .among(let name, let other, let condition):
      let there: Fact? = facts.first { $0.key == other }
      let noun: String = there?.noun.many(language) ?? other
      let (label, rest): (String, String) = (
        label(name),
        there.flatMap { there in condition.map { " (\($0.words(there, facts, vocabulary, language)))" } } ?? ""
      )
      return Text(
        fr: "\(label) présent aussi parmi les \(noun)\(rest)", en: "\(label) also among the \(noun)\(rest)",
        de: "\(label) auch unter: \(noun)\(rest)")(language)
    }
  }

  private func list(_ words: [String], _ language: Language) -> String {
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    let or: String = Text(fr: " ou ", en: " or ", de: " oder ")(language)
    return words.dropLast().joined(separator: ", ") + or + last
  }
}

extension Condition.Comparison {
  fileprivate func words(_ literal: Condition.Literal) -> Text {
    let isDay: Bool =
      switch literal {
      case .day, .start, .end: true
      default: false
      }
    return switch self {
    case .equal: Text(name: "")
    case .different: Text(fr: "autre que ", en: "other than ", de: "anders als ")
    case .less: isDay ? Text(fr: "avant le ", en: "before ", de: "vor ") : Text(fr: "sous ", en: "under ", de: "unter ")
    case .atMost:
      isDay
        ? Text(fr: "jusqu’au ", en: "up to ", de: "bis ") : Text(fr: "au plus ", en: "at most ", de: "höchstens ")
    case .more:
      isDay ? Text(fr: "après le ", en: "after ", de: "nach ") : Text(fr: "plus de ", en: "over ", de: "über ")
    case .atLeast:
      isDay
        ? Text(fr: "depuis le ", en: "since ", de: "seit ") : Text(fr: "au moins ", en: "at least ", de: "mindestens ")
    }
  }
}

extension Condition.Literal {
  fileprivate func words(
    _ column: FactColumn?, in fact: Fact, _ vocabulary: FactVocabulary, _ language: Language
  ) -> String {
    switch self {
    case .number(let number):
      guard case .quantity(let quantity)? = column?.kind else { return number.brief(language) }
      return quantity.written(number, language)
    case .day(let day): return language.long(day)
    case .flag(let flag): return flag ? Text.yes(language) : Text.no(language)
    case .start: return Text(fr: "début de la période", en: "the period’s start", de: "Beginn des Zeitraums")(language)
    case .end: return Text(fr: "fin de la période", en: "the period’s end", de: "Ende des Zeitraums")(language)
    case .word(let word):
      guard let column else { return word }
      let label: Text? = vocabulary.words(of: column, in: fact).first { $0.key == word }?.label
      return label.map { $0(language) } ?? word
    }
  }
}

extension Double {
  /// As many decimals as it has, up to two.
  fileprivate func brief(_ language: Language) -> String {
    let hundredths: Int = Int((self * 100).rounded())
    return language.hundredths(hundredths)
  }
}

extension Quantity {
  func written(_ number: Double, _ language: Language) -> String {
    switch self {
    case .count: number.brief(language)
    case .area: "\(number.brief(language))\u{A0}m²"
    case .money: language.money(Money(cents: Int((number * 100).rounded())))
    case .days:
      Text(fr: "\(number.brief(.fr)) jours", en: "\(number.brief(.en)) days", de: "\(number.brief(.de)) Tage")(language)
    case .posts:
      Text(
        fr: "\(number.brief(.fr)) équivalents temps plein", en: "\(number.brief(.en)) full-time equivalents",
        de: "\(number.brief(.de)) Vollzeitstellen")(language)
    case .year: String(Int(number))
    }
  }
}

extension String {
  /// « Type de site » inside a sentence; « ESS » stays as it is.
  public var lowercasedStart: String {
    guard let first, first.isUppercase, let second = dropFirst().first, second.isLowercase || second == " " else {
      return self
    }
    return first.lowercased() + dropFirst()
  }
}
