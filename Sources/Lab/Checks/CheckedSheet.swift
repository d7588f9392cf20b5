import Indicators
import Platform

/// A sheet with all that its checks need to judge it: they are plain functions over this.
struct CheckedSheet: Sendable {
  let kind: SheetKind
  let content: SheetContent
  /// Those that the text names and this reader may see.
  let figures: [FigureMention: SpokenFigure]
  /// Those that everybody will read in it.
  let readable: Set<FigureMention>
  /// What is known of the programme's published figures that does not hold.
  let contradictions: [FigureContradiction]
  let texts: [RubricKind: SaidText]

  init(
    _ kind: SheetKind, _ content: SheetContent, figures: [FigureMention: SpokenFigure] = [:],
    readable: Set<FigureMention>? = nil, contradictions: [FigureContradiction] = []
  ) {
    self.kind = kind
    self.content = content
    self.figures = figures
    self.readable = readable ?? Set(figures.keys)
    self.contradictions = contradictions
    texts = Dictionary(
      content.rubrics.map { ($0.kind, SaidText($0.text, figures)) }, uniquingKeysWith: { first, _ in first })
  }

  /// What is said as fact, in the sheet's order: not the editor's notes, which quote what is contradictory, nor addresses.
  var told: [(rubric: RubricKind, text: SaidText)] {
    let silent: Set<RubricKind> = [.notes, .links, .contacts, .location]
    return kind.rubrics.compactMap { rubric in
      silent.contains(rubric) ? nil : texts[rubric].map { (rubric, $0) }
    }
  }

  /// The first rubric that names a figure.
  func rubric(naming mention: FigureMention) -> RubricKind? {
    content.rubrics.first { FigureTokens($0.text).mentions.contains(mention) }?.kind
  }

  /// All that can be told from the sheet alone.
  var findings: [Finding] {
    missingRubrics + unknownFigures + typedFigures + totals + contradicted + anachronisms + announcedCounts
      + qualifiers
  }
}

extension CheckedSheet {
  var missingRubrics: [Finding] {
    content.missing(of: kind).map { rubric in Finding(.missingRubric, rubric, "", rubric.question) }
  }

  var unknownFigures: [Finding] {
    content.rubrics.flatMap { rubric in
      var seen: Set<String> = []
      return FigureTokens(rubric.text).parts.compactMap { part -> Finding? in
        switch part {
        case .text: return nil
        case .unknown(let inside):
          return seen.insert(String(inside)).inserted
            ? Finding(.unknownFigure, rubric.kind, "{{\(inside)}}", .namesNoFigure) : nil
        case .figure(let mention):
          let token: String = "{{\(mention.kind.rawValue):\(mention.key)}}"
          guard !readable.contains(mention), seen.insert(token).inserted else { return nil }
          return Finding(
            .unknownFigure, rubric.kind, token, figures[mention] == nil ? .noSuchFigure : .figureIsNotPublic)
        }
      }
    }
  }

  /// What does not hold between the figures that this sheet names.
  var contradicted: [Finding] {
    contradictions.compactMap { contradiction in
      let named: FigureMention? = contradiction.keys.lazy
        .flatMap { key in [key, String(key.drop { $0 != "." }.dropFirst())] }
        .map { FigureMention(.published, $0) }.first { content.mentions.contains($0) }
      guard let named else { return nil }
      return Finding(
        .contradiction, rubric(naming: named), contradiction.label(.fr),
        .holdsNot(contradiction.words, contradiction.note))
    }
  }
}

extension Text {
  fileprivate static let namesNoFigure = Text(
    fr: "Ces accolades ne nomment aucun chiffre : écrivez {{chiffre:cle}} ou {{indicateur:cle}}.",
    en: "These braces name no figure: write {{chiffre:key}} or {{indicateur:key}}.")
  fileprivate static let noSuchFigure = Text(
    fr: "Le dispositif n’a pas de chiffre de ce nom : le public lirait les accolades.",
    en: "The programme has no figure of that name: the public would read the braces.")
  fileprivate static let figureIsNotPublic = Text(
    fr: "Cet indicateur n’est pas public : le public lirait les accolades à sa place.",
    en: "This indicator is not public: the public would read the braces instead.")

  fileprivate static func holdsNot(_ words: Text, _ note: Text?) -> Text {
    Text { language in
      let words: String = words(language)
      let note: String = note.map { " \($0(language))" } ?? ""
      return Text(
        fr: "Les chiffres publiés ne s’accordent pas : \(words).\(note)",
        en: "The published figures do not agree: \(words).\(note)")(language)
    }
  }
}
