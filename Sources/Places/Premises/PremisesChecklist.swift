import Assembly
import Platform
import Programmes
import SQL

/// What a programme still has to settle before it can sign its first lease, in the order in which it is settled.
struct PremisesChecklist: Sendable {
  struct Step: Sendable {
    let label: Text
    let path: String
    let isDone: Bool
  }

  let steps: [Step]

  /// Nil once it has signed one, or could.
  init?(_ programme: Programme, _ report: PremisesReport, _ scope: Scope) async throws {
    let configuration: String = "\(programme.path)/configuration"
    let settled: Int = try await scope.value(
      "SELECT count(*) FROM place_setting WHERE territory_id = \(scope.territory) AND programme_id = \(programme.id)")
    let seats: Int = try await scope.value(
      """
      SELECT count(*) FROM seat JOIN body ON body.id = seat.body_id
      WHERE body.territory_id = \(scope.territory) AND body.programme_id = \(programme.id)
        AND body.key = \(report.settings.admissionBody ?? "") AND seat.votes AND NOT seat.is_archived
      """)
    let categories: [Term] = report.categories.filter { !$0.isArchived }
    let scales: RentScales = try await RentScales.of(programme.id, scope)
    let isRated: Bool = categories.allSatisfy { scales.rate(of: $0.key, on: scope.today) != nil }
    let site: SiteRow? = report.sites.first { $0.lots == 0 } ?? report.sites.first
    var steps: [Step] = [
      Step(
        label: .settleCategories,
        path: try await programme.settling(.tenantCategories, scope), isDone: !categories.isEmpty),
      Step(label: .settleRules, path: "\(configuration)/regles-des-locaux", isDone: settled > 0),
    ]
    if report.settings.admissionBody != nil {
      steps.append(Step(label: .settleBody, path: "\(configuration)/composition", isDone: seats > 0))
    }
    steps += [
      Step(label: .settleScale, path: "\(configuration)/baremes", isDone: !categories.isEmpty && isRated),
      Step(
        label: .settleSite, path: "/sites/nouveau?programme=\(programme.slug)", isDone: !report.sites.isEmpty),
      Step(
        label: .settleLots, path: site.map { "/sites/\($0.id)" } ?? "/sites/nouveau?programme=\(programme.slug)",
        isDone: !report.lots.isEmpty),
    ]
    guard report.leases.isEmpty, !steps.allSatisfy(\.isDone) else { return nil }
    self.steps = steps
  }
}

extension Page {
  mutating func checklist(_ checklist: PremisesChecklist) {
    section(.beforeFirstLease) { page in
      page.markup.raw("<ol>\n")
      for step in checklist.steps {
        page.markup.raw("<li>")
        page.link(step.path, step.label)
        page.markup.raw(" ")
        page.mark(step.isDone ? .stepDone : .stepToDo, step.isDone ? .good : .warn)
        page.markup.raw("</li>\n")
      }
      page.markup.raw("</ol>\n")
    }
  }

  /// Where a form offers categories and the programme has none.
  mutating func noCategory(settledAt path: String) {
    markup.raw("<p class=\"notice\">")
    say(.noCategoryYet)
    markup.raw(" ")
    link(path, .settleCategories)
    markup.raw("</p>\n")
  }

  mutating func opinionNeeded(_ programme: String) {
    markup.raw("<p>")
    say(.noLeaseWithoutOpinion)
    markup.raw(" ")
    link("\(programme)/candidatures", .applicationsOfProgramme)
    markup.raw("</p>\n")
  }
}

extension Text {
  static let beforeFirstLease = Text(fr: "Avant le premier bail", en: "Before the first lease")
  static let stepDone = Text(fr: "fait", en: "done")
  static let stepToDo = Text(fr: "à faire", en: "to do")
  static let settleCategories = Text(
    fr: "Dire les catégories de locataires", en: "Name the categories of tenants")
  static let settleRules = Text(fr: "Régler l’admission et les loyers", en: "Settle admission and rents")
  static let settleBody = Text(
    fr: "Donner à l’instance d’admission un siège qui vote", en: "Give the body that admits a seat that votes")
  static let settleScale = Text(
    fr: "Mettre en vigueur un barème, avec un tarif par catégorie",
    en: "Put a scale in force, with a rate for each category")
  static let settleSite = Text(fr: "Enregistrer un site", en: "Enter a site")
  static let settleLots = Text(fr: "Saisir ses lots", en: "Enter its lots")
  static let noCategoryYet = Text(
    fr: "Ce dispositif n’a pas encore de catégories de locataires : rien ne peut être choisi plus bas.",
    en: "This programme has no categories of tenants yet: there is nothing to choose from below.")
  static let noLeaseWithoutOpinion = Text(
    fr: "Aucun bail n’est signé ici sans l’avis favorable de l’instance d’admission.",
    en: "No lease is signed here without the favourable opinion of the body that admits.")
  static let applicationsOfProgramme = Text(
    fr: "Voir les candidatures du dispositif", en: "See the programme’s applications")
}
