/// Which terms a text must hold: what whoever analysed the words of a question asks a `TermIndex` for.
public indirect enum TermQuery: Sendable, Hashable {
  case term(Term)
  case all([TermQuery])
  case any([TermQuery])

  /// Letters without accents and digits, nothing else: so no term can be read as an operator by either database.
  public struct Term: Sendable, Hashable {
    public let text: String
    /// Whether longer terms that begin so will do.
    public let isBeginning: Bool

    public init?(_ text: String, isBeginning: Bool = false) {
      let isPlain: Bool = text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
      guard isPlain, !text.isEmpty else { return nil }
      self.text = text
      self.isBeginning = isBeginning
    }
  }

  /// All the terms that it names.
  public var terms: [Term] {
    switch self {
    case .term(let term): [term]
    case .all(let parts), .any(let parts): parts.flatMap(\.terms)
    }
  }

  /// As FTS5 reads it.
  var sqlite: String {
    switch self {
    case .term(let term): "\"\(term.text)\"" + (term.isBeginning ? "*" : "")
    case .all(let parts): joined(parts.map(\.sqlite), " AND ")
    case .any(let parts): joined(parts.map(\.sqlite), " OR ")
    }
  }

  /// As PostgreSQL's `tsquery` reads it.
  var postgres: String {
    switch self {
    case .term(let term): "'\(term.text)'" + (term.isBeginning ? ":*" : "")
    case .all(let parts): joined(parts.map(\.postgres), " & ")
    case .any(let parts): joined(parts.map(\.postgres), " | ")
    }
  }

  private func joined(_ parts: [String], _ separator: String) -> String {
    parts.count == 1 ? parts[0] : "(\(parts.joined(separator: separator)))"
  }
}
