import Indicators
import Platform
import Programmes
import SQL

/// What is known of a running programme already, put where a sheet would say it: nobody types it again.
struct SheetDraft: Sendable {
  let form: SheetForm
  let rubrics: [(kind: RubricKind, text: String)]

  init(
    _ kind: SheetKind, of programme: Programme, _ outline: ProgrammeOutline, _ figures: [FigureMention], on today: Day
  ) {
    var form = SheetForm(title: programme.name, updated: today)
    form.lead = Prose(programme.summary, typography: .french).plain(limit: 240)
    form.owner = programme.owner ?? ""
    form.since = programme.from?.year
    self.form = form
    let partners: String = SheetDraft.points(
      outline.partners.map { partner in
        partner.role.map { "\(partner.name) : \($0(.fr).lowercased())" } ?? partner.name
      })
    let links: String = SheetDraft.points(
      outline.deliverables.map { $0.address.isEmpty ? $0.name : "[\($0.name)](\($0.address))" })
    let counted: String = SheetDraft.points(figures.map { "{{\($0.kind.rawValue):\($0.key)}}" })
    let rubrics: [(RubricKind, String)] =
      switch kind {
      case .lab:
        [
          (.presentation, programme.summary), (.governance, partners), (.effect, counted),
          (.operations, SheetDraft.points(outline.objectives.map { $0(.fr) })), (.links, links),
        ]
      case .action:
        [
          (.contacts, programme.owner ?? ""), (.context, programme.summary),
          (.objectives, SheetDraft.points(outline.objectives.map { $0(.fr) })),
          (.done, SheetDraft.steps(outline.done)), (.current, SheetDraft.steps(outline.current)),
          (.next, SheetDraft.steps(outline.next)),
          (.obstacles, SheetDraft.points(outline.obstacles + outline.solutions)),
          (.success, SheetDraft.points(outline.successFactors)), (.actors, partners), (.links, links),
        ]
      }
    self.rubrics = rubrics.filter { !$0.1.isEmpty }
  }

  private static func points(_ lines: [String]) -> String {
    lines.map { "- \($0.replacing("\n", with: " "))" }.joined(separator: "\n")
  }

  private static func steps(_ steps: [ProgrammeOutline.Step]) -> String {
    points(
      steps.map { step in
        let day: String = step.day.map { " (\(Language.fr.long($0)))" } ?? ""
        return step.result.isEmpty ? step.title + day : "\(step.title)\(day) : \(step.result)"
      })
  }
}
