import HTTP
import Platform
import SQL

/// A figure that a text names by its key: one that a document published, or one that counts itself.
package struct FigureMention: Sendable, Hashable {
  package enum Kind: String, Sendable {
    case published = "chiffre"
    case live = "indicateur"
  }

  package let kind: Kind
  package let key: String

  package init(_ kind: Kind, _ key: String) {
    self.kind = kind
    self.key = key
  }
}

/// A figure as a text says it, with all that a reader needs to judge it.
package struct SpokenFigure: Sendable {
  package let mention: FigureMention
  package let label: Text
  /// « plus de 570 entreprises »
  package let words: Text
  /// The day that it speaks of.
  package let day: Day?
  /// Where it was read, and in which words; nil where it is counted.
  package let document: String?
  package let quotation: String?
  /// What the records say of a published figure, where they say something.
  package let computed: Text?
  package let verdict: Text?
  /// Whether the records behind it were rebuilt from what was published.
  package let isReconstructed: Bool
  /// Under the programme’s address.
  package let place: String
}

extension Indicators {
  /// What a text about a programme could name: its public indicators, then what was published of it as a result.
  package func mentions(of programme: Programme, _ scope: Scope) async throws -> [FigureMention] {
    let live: [FigureMention] = try await IndicatorStore(scope).of(programme.id).filter(\.isPublic).map {
      FigureMention(.live, $0.key)
    }
    let published: [FigureMention] = try await PublishedFigureStore(scope).of(programme.id)
      .filter { $0.kind == .operational }.map { FigureMention(.published, $0.key) }
    return live + published
  }

  /// Its public indicators as they stand today.
  package func live(of programme: Programme, _ scope: Scope) async throws -> [SpokenFigure] {
    let mentions: [FigureMention] = try await mentions(of: programme, scope).filter { $0.kind == .live }
    let spoken = try await spoken(Set(mentions), of: programme, scope)
    return mentions.compactMap { spoken[$0] }
  }

  /// The figures that a text names, as this reader may see them; what there is not, or not for them, is not there.
  package func spoken(
    _ mentions: Set<FigureMention>, of programme: Programme, _ scope: Scope
  ) async throws -> [FigureMention: SpokenFigure] {
    guard !mentions.isEmpty else { return [:] }
    var spoken: [FigureMention: SpokenFigure] = [:]
    let keys: Set<String> = Set(mentions.filter { $0.kind == .published }.map(\.key))
    if !keys.isEmpty {
      let ledger = try await Ledger(programme, { try await self.counting($0, $1, scope) }, scope)
      for line in ledger.lines {
        let own: Substring = line.figure.key.drop { $0 != "." }.dropFirst()
        for key in [line.figure.key, String(own)] where keys.contains(key) {
          let mention = FigureMention(.published, key)
          spoken[mention] = line.spoken(as: mention)
        }
      }
    }
    let live: Set<String> = Set(mentions.filter { $0.kind == .live }.map(\.key))
    guard !live.isEmpty else { return spoken }
    let store = IndicatorStore(scope)
    let counting: Counting = try await self.counting(programme, try await store.everyOne(of: programme.id), scope)
    let wanted: [Indicator] = try await store.of(programme.id).filter { live.contains($0.key) }
    let provenances: [String: Provenance] = try await counting.provenances()
    for one in try await self.counted(wanted, counting, [], over: .asOf(scope.today)) {
      let facts: [String] = counting.resolved(one.indicator.formula).measures.map(\.fact)
      let mention = FigureMention(.live, one.indicator.key)
      spoken[mention] = SpokenFigure(
        mention: mention, label: one.indicator.label, words: Text { one.written($0) }, day: scope.today, document: nil,
        quotation: nil, computed: nil, verdict: nil,
        isReconstructed: facts.contains { provenances[$0] == .reconstructed },
        place: "indicateurs/\(one.indicator.key)")
    }
    return spoken
  }
}

extension LedgerLine {
  fileprivate func spoken(as mention: FigureMention) -> SpokenFigure {
    let computed: Text? = computed.flatMap { computed in
      indicator.map { indicator in Text { indicator.written(computed.value, $0) } }
    }
    return SpokenFigure(
      mention: mention, label: figure.label, words: Text { figure.written($0) }, day: figure.to ?? figure.from,
      document: figure.document, quotation: figure.quotation, computed: computed,
      verdict: self.computed == nil ? nil : verdict.label,
      isReconstructed: self.computed?.provenance == .reconstructed, place: "chiffres")
  }
}

extension SpokenFigure {
  package func write(_ json: inout JSONWriter) {
    json.member("kind", mention.kind.rawValue)
    json.member("key", mention.key)
    json.member("label", label)
    json.member("words", words)
    json.member("day", day?.description)
    json.member("document", document)
    json.member("quotation", quotation)
    json.member("computed", computed)
    json.member("verdict", verdict)
    json.member("isReconstructed", isReconstructed)
    json.member("place", place)
  }

  /// From what an edition kept.
  package init(_ kept: Kept) throws(DatabaseError) {
    guard let kind = FigureMention.Kind(rawValue: try kept.string("kind")) else { throw kept.damage("kind") }
    mention = FigureMention(kind, try kept.string("key"))
    label = try kept.text("label")
    words = try kept.text("words")
    day = try kept.optionalDay("day")
    document = try kept.optionalString("document")
    quotation = try kept.optionalString("quotation")
    computed = try kept.optionalText("computed")
    verdict = try kept.optionalText("verdict")
    isReconstructed = try kept.flag("isReconstructed")
    place = try kept.string("place")
  }
}
