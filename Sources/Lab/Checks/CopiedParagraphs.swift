import Platform
import SQL

/// A paragraph of this sheet that stands in another one.
struct Copied: Sendable {
  let own: SheetParagraph
  /// Those that it is like, the oldest first, each once to a sheet.
  let others: [LikeParagraph]
}

extension PassageStore {
  /// Which paragraphs of a sheet stand in other sheets, copied or a little changed.
  func copied(_ sheet: Sheet) async throws -> [Copied] {
    let candidates: [LikeParagraph] = try await candidates(for: sheet)
    guard !candidates.isEmpty else { return [] }
    let noted: [PassageOrigin] = try await PassageOriginStore(scope).inDraft(of: sheet.id)
    return try await all(of: sheet.id).compactMap { own in
      // Who moved it said so.
      guard own.inDraft, !noted.contains(where: { $0.rubric == own.rubric && $0.digest == own.digest }) else {
        return nil
      }
      let others: [LikeParagraph] = others(like: own, candidates)
      return others.isEmpty ? nil : Copied(own: own, others: others)
    }
  }

  /// What a paragraph could have been taken from.
  func sources(of passage: SheetParagraph, in sheet: Sheet) async throws -> [LikeParagraph] {
    others(like: passage, try await candidates(for: sheet))
  }

  private func others(like own: SheetParagraph, _ candidates: [LikeParagraph]) -> [LikeParagraph] {
    guard let print = ParagraphPrint(own.original) else { return [] }
    return candidates.filter { other in
      other.own == own.id
        && ParagraphPrint(other.text).map { print.likeness(to: $0) >= ParagraphPrint.leastAlike } ?? false
    }
  }
}

extension Copied {
  func finding(_ sheet: Sheet) -> Finding? {
    guard let first = others.min(by: { $0.since < $1.since }) else { return nil }
    let isOurs: Bool = (own.publishedAt ?? own.at) < first.since
    return Finding(
      .copied, own.rubric, Sentence(SaidText.plain(own.original[...])).passage(),
      isOurs ? .ownParagraphElsewhere(first, since: own.publishedAt ?? own.at) : .paragraphOf(first),
      place: "\(sheet.path)/passages/\(own.id)/origine")
  }
}

extension Text {
  private static func name(_ passage: LikeParagraph, _ language: Language) -> String {
    let rubric: String = passage.rubric.label(language)
    let draft: String = passage.slug == nil ? Text(fr: ", brouillon", en: ", a draft", de: ", Entwurf")(language) : ""
    return Text(
      fr: "« \(passage.title) » (\(passage.territoryName), rubrique « \(rubric) »\(draft))",
      en: "“\(passage.title)” (\(passage.territoryName), rubric “\(rubric)”\(draft))")(language)
  }

  fileprivate static func paragraphOf(_ other: LikeParagraph) -> Text {
    Text { language in
      let (name, since) = (name(other, language), language.moment(other.since))
      return Text(
        fr: "Ce paragraphe était déjà, depuis le \(since), dans \(name). S’il en vient, notez-le.",
        en: "Since \(since) this paragraph stood in \(name). If it comes from there, note it.")(language)
    }
  }

  fileprivate static func ownParagraphElsewhere(_ other: LikeParagraph, since: Instant) -> Text {
    Text { language in
      let (name, since, theirs) = (name(other, language), language.moment(since), language.moment(other.since))
      return Text(
        fr: "Ce paragraphe est ici depuis le \(since) ; il est aussi, depuis le \(theirs), dans \(name).",
        en: "This paragraph has stood here since \(since); since \(theirs) it also stands in \(name).")(language)
    }
  }
}
