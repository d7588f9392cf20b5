import Platform
import SQL

extension FactWords {
  /// Those of the programmes' nomenclature of this use.
  public static func terms(_ use: NomenclatureUse) -> FactWords {
    .configured { scope, programmes in
      var words: [FactWord] = []
      for programme in programmes {
        for term in try await NomenclatureStore(scope).terms(of: programme, use)
        where !words.contains(where: { $0.key == term.key }) {
          words.append(FactWord(term.key, term.label, parent: term.parent))
        }
      }
      return words
    }
  }
}
