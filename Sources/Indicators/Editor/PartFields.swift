import Platform
import SQL

extension Fact {
  /// « Baux (lease) »: its name, and the one it has in formulas.
  var name: Text {
    Text { language in
      let words: String = noun.many(language)
      return "\(words.prefix(1).uppercased())\(words.dropFirst()) (\(key))"
    }
  }
}

extension PartForm {
  /// What the part says already.
  static func typed(_ part: Formula, _ facts: [Fact]) -> Typed {
    var typed = Typed()
    typed.set(kind, part.kind)
    switch part {
    case .measure(let measure):
      typed.set(fact, measure.fact == FactMeasure.toChoose ? nil : measure.fact)
      typed.set(column, measure.column)
      typed.set(programme, measure.programme)
      if let fact = facts.first(where: { $0.key == measure.fact }) {
        let span: FactSpan = measure.span ?? measure.usualSpan(of: fact)
        typed.set(when, PartSpan(span))
        switch span {
        case .at(let day?), .since(let day): typed.set(Self.day, day)
        default: break
        }
      }
    case .number(let number): typed.set(Self.number, number)
    case .indicator(let key): typed.set(indicator, key)
    case .run(_, let least, let most, let step):
      typed.set(atLeast, least)
      typed.set(atMost, most)
      typed.set(every, step)
    default: break
    }
    return typed
  }
}

extension ConditionText {
  static func typed(_ condition: Condition?) -> Typed {
    var typed = Typed()
    typed.set(text, condition?.text)
    return typed
  }
}

extension FormulaEditor {
  /// What is asked of a part, with the choices that there are.
  func fields(of part: Formula) -> [any FormField] {
    switch part {
    case .measure(let measure):
      let fact = Field.among("fact", .ofWhat, facts.map { ($0.key, $0.name) })
      guard let known = counting.fact(measure) else { return [PartForm.kind, fact] }
      var fields: [any FormField] = [PartForm.kind, fact]
      let columns: [FactColumn] = known.columns.filter { measure.operation.takes($0) }
      if measure.operation != .count {
        fields.append(Field.among("column", .whichColumn, columns.map { ($0.key, $0.label) }))
      }
      if !known.isAlwaysKnown, !isAccumulated {
        let spans: [PartSpan] = PartSpan.allCases.filter {
          measure.operation != .timeWeighted || ($0 != .date && $0 != .day)
        }
        fields += [Field.among("when", .countedWhen, spans.map { ($0.rawValue, $0.label) }), PartForm.day]
      }
      let elsewhere: [(key: String, label: Text)] =
        [("*", .allProgrammes)] + programmes.map { ($0.slug, Text(name: $0.name)) }
      return fields + [Field.among("programme", .inProgramme, help: .inProgrammeHelp, elsewhere).optional]
    case .number: return [PartForm.kind, PartForm.number]
    case .indicator:
      return [PartForm.kind, Field.among("indicator", .whichIndicator, others.map { ($0.key, $0.label) })]
    case .run: return [PartForm.kind, PartForm.atLeast, PartForm.atMost, PartForm.every]
    default: return [PartForm.kind]
    }
  }

  /// Whether the part counts from the beginning, whatever it says.
  private var isAccumulated: Bool {
    draft.at.indices.contains { depth in
      if case .cumulative? = draft.formula.part(at: Array(draft.at[..<depth])) { return true }
      return false
    }
  }

  func fields(testing column: FactColumn, of fact: Fact) -> [any FormField] {
    let words: [FactWord] = counting.vocabulary.words(of: column, in: fact)
    let perimeters: [String] = (counting.vocabulary.perimeters ?? []).sorted()
    let tests: [ConditionTest] = ConditionTest.of(column, words, hasPerimeters: !perimeters.isEmpty)
    let isDay: Bool = if case .day = column.kind { true } else { false }
    let comparison = Field.among("comparison", .comparedHow, tests.map { ($0.rawValue, $0.words(isDay: isDay)) })
    switch column.kind {
    case .word where !words.isEmpty:
      return [comparison, Field.several("words", .theseWords, among: words.map { ($0.key, $0.label) })]
    case .word: return [comparison, ConditionForm.name]
    case .quantity(let quantity):
      return [comparison, Field.quantity("value", .theValue, help: quantity.typedIn).optional]
    case .day: return [comparison, ConditionForm.day, ConditionForm.edge]
    case .flag: return [comparison]
    case .municipality:
      let perimeter = Field.among("perimeter", .thePerimeter, perimeters.map { ($0, Text(name: $0)) }).optional
      return [comparison, ConditionForm.name] + (perimeters.isEmpty ? [] : [perimeter])
    case .key:
      let also: [Fact] = facts.filter { other in
        guard other.key != fact.key, case .key? = other[column.key]?.kind else { return false }
        return true
      }
      return [comparison, Field.among("other", .theOtherRelation, also.map { ($0.key, $0.name) }).optional]
    }
  }
}

extension Quantity {
  /// In which unit a value is typed.
  fileprivate var typedIn: Text? {
    switch self {
    case .count: nil
    case .area: Text(fr: "En mètres carrés.", en: "In square metres.")
    case .money: Text(fr: "En euros.", en: "In euros.")
    case .days: Text(fr: "En jours.", en: "In days.")
    case .posts: Text(fr: "En équivalents temps plein.", en: "In full-time equivalents.")
    case .year: Text(fr: "Une année, par exemple 2012.", en: "A year, for example 2012.")
    }
  }
}
