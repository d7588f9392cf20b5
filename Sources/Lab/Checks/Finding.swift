import HTTP
import Platform

/// Something in a sheet that its author should look at before it is published.
struct Finding: Sendable, Equatable {
  let check: SheetCheck
  /// Where it stands; nil where it is about the heading, or the programme.
  let rubric: RubricKind?
  /// The words that it is about.
  let passage: String
  let sentence: Text
  /// Where to do something about it, when it is not the rubric.
  var place: String?

  init(_ check: SheetCheck, _ rubric: RubricKind?, _ passage: String, _ sentence: Text, place: String? = nil) {
    self.check = check
    self.rubric = rubric
    self.passage = passage
    self.sentence = sentence
    self.place = place
  }

  static func == (left: Finding, right: Finding) -> Bool {
    left.check == right.check && left.rubric == right.rubric && left.passage == right.passage
      && left.sentence(.fr) == right.sentence(.fr) && left.place == right.place
  }
}

/// What is looked for.
enum SheetCheck: String, Choice {
  case missingRubric, unknownFigure, noBase, noDate, total, contradiction, anachronism, announced, qualifier, copied
  case deadLink, unreachable, stale

  /// Only what the public would see broken keeps a sheet from being published; the rest is for its author to judge.
  var blocks: Bool { self == .unknownFigure || self == .deadLink }

  var label: Text {
    switch self {
    case .missingRubric: Text(fr: "Rubrique à écrire", en: "Rubric to be written")
    case .unknownFigure: Text(fr: "Chiffre inconnu", en: "Unknown figure")
    case .noBase: Text(fr: "Pourcentage sans base", en: "Percentage without a base")
    case .noDate: Text(fr: "Chiffre sans date", en: "Figure without a date")
    case .total: Text(fr: "Total qui ne tombe pas juste", en: "Total that does not add up")
    case .contradiction: Text(fr: "Chiffres qui se contredisent", en: "Figures that contradict each other")
    case .anachronism: Text(fr: "Dates qui se contredisent", en: "Dates that contradict each other")
    case .announced: Text(fr: "Nombre annoncé", en: "Announced count")
    case .qualifier: Text(fr: "« Plus de », « près de »", en: "“More than”, “nearly”")
    case .copied: Text(fr: "Paragraphe d’une autre fiche", en: "Paragraph of another sheet")
    case .deadLink: Text(fr: "Lien qui ne mène nulle part", en: "Link that leads nowhere")
    case .unreachable: Text(fr: "Site qui ne répond pas", en: "Site that does not answer")
    case .stale: Text(fr: "Fiche à relire", en: "Sheet to be read again")
    }
  }
}

extension Finding {
  func write(_ json: inout JSONWriter) {
    json.member("check", check.rawValue)
    json.member("label", check.label)
    json.member("blocks", check.blocks)
    json.member("rubric", rubric?.rawValue)
    json.member("passage", passage)
    json.member("sentence", sentence)
    json.member("place", place)
  }
}
