import HTTP
import Platform
import SQL

extension Style {
  /// A board whose cards are where the address says: nothing is kept.
  var boardRoutes: [Endpoint] {
    [
      .page("/style/planche", .boardChapter, allow: .signedIn) { visit in
        let board: Board = board(moved: visit.asked["card"], to: visit.asked["stage"])
        return (Text.boardChapter(visit.language), { page in page.board(board) })
      }
    ]
      + Endpoint.act(
        .moveCard, allow: .signedIn, page: "/style/planche/{card}", posts: "/style/planche/{card}/etape",
        StageForm.self,
        show: { visit in FormPage(.moveCard, crumbs: [.style(visit)], submit: .moveCard) },
        act: { visit, form in
          .redirect(
            to: "/style/planche?card=\(visit.text("card").flatMap { Int($0) } ?? 1)&stage=\(form.stage.rawValue)")
        })
  }

  private func board(moved: String?, to stage: String?) -> Board {
    let cards: [(key: String, stage: ExampleStage, name: String)] = [
      ("1", .received, "Coop’Vélo (fictif)"), ("2", .received, .long), ("3", .study, "مؤسسة النخيل"),
      ("4", .decided, "Papiers et Cie (fictif)"),
    ]
    return Board(
      .boardChapter, columns: ExampleStage.allCases.map { Board.Column($0.rawValue, $0.label) },
      cards: cards.map { card in
        let isMoved: Bool = card.key == moved && ExampleStage(rawValue: stage ?? "") != nil
        return Board.Card(
          card.key, in: isMoved ? stage ?? "" : card.stage.rawValue, card.name,
          Text(fr: "Demande de local", en: "Request for premises"), path: "/style/fiche")
      }, moves: { card in "/style/planche/\(card.key)/etape" })
  }
}

enum ExampleStage: String, Choice {
  case received, study, decided

  var label: Text {
    switch self {
    case .received: Text(fr: "Reçues", en: "Received")
    case .study: Text(fr: "À l’étude", en: "Under study")
    case .decided: Text(fr: "Décidées", en: "Decided")
    }
  }
}

struct StageForm: Form {
  static let stage = Field<ExampleStage>.choice("stage", Text(fr: "Étape", en: "Stage"))
  static let fields: [any FormField] = [stage]

  let stage: ExampleStage

  init(_ values: FormValues) throws(Refusal) { stage = values[Self.stage] }
}

extension Text {
  fileprivate static let moveCard = Text(fr: "Déplacer la carte", en: "Move the card")
}
