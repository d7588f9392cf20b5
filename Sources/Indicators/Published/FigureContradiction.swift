import Platform
import SQL

/// Something that should hold between published figures and does not.
package struct FigureContradiction: Sendable {
  package let key: String
  /// What should hold.
  package let label: Text
  /// What is found instead.
  package let words: Text
  package let note: Text?
  /// The figures that it is about.
  package let keys: [String]

  package init(_ key: String, _ label: Text, _ words: Text, note: Text? = nil, keys: [String]) {
    self.key = key
    self.label = label
    self.words = words
    self.note = note
    self.keys = keys
  }
}

extension Indicators {
  /// What contradicts itself in what was published of a programme.
  package func contradictions(of programme: Programme, _ scope: Scope) async throws -> [FigureContradiction] {
    let figures: [PublishedFigure] = try await PublishedFigureStore(scope).of(programme.id)
    return try await Ledger.checks(of: programme, figures, scope).compactMap { check, finding in
      guard !finding.isFine, let equation = try? Equation(check.equation) else { return nil }
      return FigureContradiction(
        check.key, check.label, finding.words, note: check.note, keys: Array(Set(equation.keys)).sorted())
    }
  }
}
