import SQL

extension Condition {
  /// What makes no sense for this fact: a column that it does not have, a word compared with a day. The perimeters are
  /// those of the territory, the words those of the programme where they are known.
  public func faults(_ fact: Fact, among facts: [Fact], _ vocabulary: FactVocabulary) -> [Text] {
    switch self {
    case .all(let parts), .any(let parts): return parts.flatMap { $0.faults(fact, among: facts, vocabulary) }
    case .not(let part): return part.faults(fact, among: facts, vocabulary)
    case .compare(let name, let comparison, let literal):
      guard let column = fact[name] else { return [.noSuchColumn(name, fact)] }
      return [column.fault(comparison, literal, of: fact, vocabulary)].compactMap { $0 }
    case .oneOf(let name, let literals):
      guard let column = fact[name] else { return [.noSuchColumn(name, fact)] }
      return literals.compactMap { column.fault(.equal, $0, of: fact, vocabulary) }
    case .under(let name, let words):
      guard let column = fact[name] else { return [.noSuchColumn(name, fact)] }
      guard case .word = column.kind else { return [.notWords(name)] }
      return words.compactMap { column.fault(.equal, .word($0), of: fact, vocabulary) }
    case .isKnown(let name): return fact[name] == nil ? [.noSuchColumn(name, fact)] : []
    case .within(let name, let perimeter):
      guard let column = fact[name] else { return [.noSuchColumn(name, fact)] }
      guard case .municipality = column.kind else { return [.notAPlace(name)] }
      guard let known = vocabulary.perimeters, !known.contains(perimeter) else { return [] }
      return [.noSuchPerimeter(perimeter)]
    case .among(let name, let other, let condition):
      guard let column = fact[name] else { return [.noSuchColumn(name, fact)] }
      guard case .key = column.kind else { return [.notAKey(name)] }
      guard let other = facts.first(where: { $0.key == other }) else { return [.noSuchFact(other)] }
      guard let there = other[name], case .key = there.kind else { return [.noSuchColumn(name, other)] }
      return condition?.faults(other, among: facts, vocabulary) ?? []
    }
  }
}

/// The words that conditions of a programme may use. Nil where they are not known: in a document that nobody took over yet.
public struct FactVocabulary: Sendable {
  /// `lease.category` → its words.
  var words: [String: [FactWord]]
  public internal(set) var perimeters: Set<String>?

  public static let unknown = FactVocabulary(words: [:], perimeters: nil)

  /// Those of these programmes.
  public static func of(_ programmes: [ID<Programme>], _ facts: [Fact], _ scope: Scope) async throws -> FactVocabulary {
    var words: [String: [FactWord]] = [:]
    for fact in facts {
      for column in fact.columns {
        guard case .word(let source) = column.kind else { continue }
        switch source {
        case .fixed(let choices): words["\(fact.key).\(column.key)"] = choices.map { FactWord($0.key, $0.label) }
        case .configured(let read): words["\(fact.key).\(column.key)"] = try await read(scope, programmes)
        }
      }
    }
    return FactVocabulary(words: words, perimeters: try await PerimeterKeys.all(scope))
  }

  public func words(of column: FactColumn, in fact: Fact) -> [FactWord] {
    if case .word(.fixed(let choices)) = column.kind { return choices.map { FactWord($0.key, $0.label) } }
    return words["\(fact.key).\(column.key)"] ?? []
  }

  /// Each of these with all that are kinds of it.
  func under(_ keys: [String], of column: FactColumn, in fact: Fact) -> [String] {
    let words: [FactWord] = words(of: column, in: fact)
    var found: [String] = keys
    var index: Int = 0
    while index < found.count {
      found += words.filter { $0.parent == found[index] && !found.contains($0.key) }.map(\.key)
      index += 1
    }
    return found
  }
}

extension FactColumn {
  fileprivate func fault(
    _ comparison: Condition.Comparison, _ literal: Condition.Literal, of fact: Fact, _ vocabulary: FactVocabulary
  ) -> Text? {
    switch (kind, literal) {
    case (.quantity, .number), (.day, .day), (.day, .start), (.day, .end): return nil
    case (.flag, .flag), (.municipality, .word):
      return comparison == .equal || comparison == .different ? nil : .notOrdered(key)
    case (.word(let source), .word(let word)):
      guard comparison == .equal || comparison == .different else { return .notOrdered(key) }
      let words: [FactWord] = vocabulary.words(of: self, in: fact)
      // A nomenclature that is not known refuses nothing; one that is says what it holds.
      if case .configured = source, vocabulary.words["\(fact.key).\(key)"] == nil { return nil }
      return words.contains { $0.key == word } ? nil : .noSuchWord(word, key, words.map(\.key))
    case (.key, _): return .keysAreNotCompared(key)
    default: return .wrongKind(key, literal.text)
    }
  }
}

extension Text {
  static func noSuchColumn(_ name: String, _ fact: Fact) -> Text {
    let known: String = fact.columns.map(\.key).joined(separator: ", ")
    return Text(
      fr: "La relation « \(fact.key) » n’a pas de colonne « \(name) » ; elle a : \(known).",
      en: "The relation “\(fact.key)” has no column “\(name)”; it has: \(known).")
  }

  public static func noSuchFact(_ name: String) -> Text {
    Text(fr: "Aucune relation ne s’appelle « \(name) ».", en: "No relation is called “\(name)”.")
  }

  static func noSuchPerimeter(_ key: String) -> Text {
    Text(fr: "Le territoire n’a pas de périmètre « \(key) ».", en: "The territory has no perimeter “\(key)”.")
  }

  static func noSuchWord(_ word: String, _ column: String, _ known: [String]) -> Text {
    let list: String = known.prefix(12).joined(separator: ", ")
    return Text(
      fr: "« \(word) » n’est pas une valeur de « \(column) » ; il y a : \(list).",
      en: "“\(word)” is not a value of “\(column)”; there are: \(list).")
  }

  static func notWords(_ name: String) -> Text {
    Text(fr: "« \(name) » ne se range pas sous des mots.", en: "“\(name)” is not sorted by words.")
  }

  static func notAPlace(_ name: String) -> Text {
    Text(fr: "« \(name) » n’est pas un lieu.", en: "“\(name)” is not a place.")
  }

  static func notAKey(_ name: String) -> Text {
    Text(
      fr: "« \(name) » ne désigne ni une organisation, ni une personne, ni un lieu.",
      en: "“\(name)” names no organisation, person or place.")
  }

  static func keysAreNotCompared(_ name: String) -> Text {
    Text(
      fr: "« \(name) » se cherche dans une relation (« among »), il ne se compare pas à une valeur.",
      en: "“\(name)” is looked for in a relation (“among”); it is not compared with a value.")
  }

  static func notOrdered(_ name: String) -> Text {
    Text(
      fr: "« \(name) » est égal ou différent, ni plus ni moins.",
      en: "“\(name)” is equal or different, neither more nor less.")
  }

  static func wrongKind(_ name: String, _ value: String) -> Text {
    Text(fr: "« \(name) » ne se compare pas à « \(value) ».", en: "“\(name)” is not compared with “\(value)”.")
  }
}
