import Platform
import SQL

/// The plans of a cluster of mechanical companies: seven actions done in 2021, eight planned for 2022, of which four carry
/// on one of 2021. Which theme each has was not published.
struct MecaloireDemonstration {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  /// What of 2021 goes on in 2022.
  private struct Carried {
    let innovation: Action
    let purchases: Action
    let responsibility: Action
    let relocation: Action
  }

  func enter() async throws {
    let records = try await DemonstrationRecords(scope, of: "mecaloire-plan")
    let first: Plan = try await records.plan("Plan 2021", 2021)
    let second: Plan = try await records.plan("Plan 2022", 2022, after: first)
    let carried: Carried = try await report(records, first)
    try await next(records, second, carried)
    try await partners(records)
  }

  private func report(_ records: DemonstrationRecords, _ plan: Plan) async throws -> Carried {
    try await records.action("Présence au salon Global Industrie", .done, "developpement", in: plan) {
      $0.axes = ["inter-grappes"]
      $0.partners = "Vilesta, Mécabourg"
      $0.description = "La grappe s’est montrée au salon avec deux grappes sœurs."
    }
    try await records.action("Aide aux dossiers du plan de relance", .done, "performance", in: plan) {
      throughout2021(&$0)
      $0.axes = ["aides"]
      $0.description = "Les adhérents sont guidés vers les aides et les appels à projets de la relance."
      $0.result = "Les adhérents ont déposé **15 projets**."
    }
    let innovation: Action = try await records.action(
      "Visites d’entreprises et appel à projets numérique", .done, "innovation", in: plan
    ) {
      throughout2021(&$0)
      $0.partners = "CIMES"
      $0.description =
        "Les adhérents découvrent l’innovation les uns chez les autres. L’appel à projets sur le numérique se fait avec le pôle CIMES."
    }
    let purchases: Action = try await records.action("Achats groupés", .done, "performance", in: plan) {
      throughout2021(&$0)
      $0.partners = "Qantis"
      $0.description = "Les adhérents achètent ensemble, par l’intermédiaire de Qantis."
    }
    let responsibility: Action = try await records.action(
      "Responsabilité sociétale : diagnostics", .done, "performance", in: plan
    ) {
      throughout2021(&$0)
      $0.partners = "AG2R, FACE Loire, Forez Entreprendre"
      $0.description = "Un diagnostic dit à l’entreprise où elle en est."
      $0.result = "**10 diagnostics** ; un groupe de travail est en place."
    }
    try await records.action("Rencontres entre adhérents", .done, "federer", in: plan) {
      throughout2021(&$0)
      $0.description = "Le matin, le midi ou le soir, des moments sans cérémonie pour se connaître."
    }
    let relocation: Action = try await records.action(
      "Production France : lancement", .done, "relocalisation", in: plan
    ) {
      throughout2021(&$0)
      $0.description = "Première année d’une action qui veut ramener de la production en France."
    }
    return Carried(
      innovation: innovation, purchases: purchases, responsibility: responsibility, relocation: relocation)
  }

  /// The year is published, and no day.
  private func throughout2021(_ form: inout ActionForm) {
    form.first = Day(2021, 1, 1)
    form.last = Day(2021, 12, 31)
  }

  private func next(_ records: DemonstrationRecords, _ plan: Plan, _ carried: Carried) async throws {
    try await records.action("Rencontre d’affaires régionale", .next, "developpement", in: plan) {
      $0.axes = ["inter-grappes"]
      $0.due = Day(2022, 10, 31)
      $0.description = "Organisée avec les autres grappes de la région, en octobre 2022."
    }
    try await records.action(
      "Sensibilisation à la performance industrielle et à l’innovation", .next, "innovation", in: plan,
      continuing: carried.innovation
    ) {
      $0.partners = "CIMES"
    }
    try await records.action("Repérage et suivi des projets d’innovation", .next, "innovation", in: plan) {
      $0.partners = "CIMES"
      $0.description = "Les idées qui dorment chez les adhérents sont repérées, puis suivies avec le pôle CIMES."
    }
    try await records.action(
      "Achats groupés : poursuite et bilan", .inProgress, "performance", in: plan, continuing: carried.purchases
    ) {
      $0.first = Day(2022, 1, 1)
      $0.due = Day(2022, 12, 31)
      $0.awaitsDecision = true
      $0.description = "Le bilan de l’année dira s’il faut continuer, changer de formule ou arrêter."
    }
    try await records.action(
      "Responsabilité sociétale : diagnostics et outils communs", .inProgress, "performance", in: plan,
      continuing: carried.responsibility
    ) {
      $0.first = Day(2022, 1, 1)
      $0.description = "Les diagnostics continuent, et les entreprises se dotent d’outils qu’elles se prêtent."
    }
    try await records.action("Mission à l’étranger", .next, "developpement", in: plan) {
      $0.description =
        "Une mission, vers l’Europe du Nord, le Royaume-Uni ou l’Allemagne : la destination reste à choisir."
    }
    try await records.action("Biennale du Manufacturing", .next, "federer", in: plan) {
      $0.description = "La grappe prend part à l’édition 2022."
    }
    try await records.action(
      "Production France : poursuite", .inProgress, "relocalisation", in: plan, continuing: carried.relocation
    ) {
      $0.first = Day(2022, 1, 1)
    }
  }

  private func partners(_ records: DemonstrationRecords) async throws {
    let (start, end): (Day?, Day?) = (Day(2021, 1, 1), Day(2021, 12, 31))
    let partners: [PartnerForm] = [
      PartnerForm(
        organisation: "Saint-Étienne Métropole", role: "financeur", from: Day(2022, 5, 5), to: Day(2022, 12, 31),
        note: "Soutien voté pour le plan 2022"),
      PartnerForm(organisation: "CIMES", role: "pole", from: start, note: "Innovation et performance industrielle"),
      PartnerForm(organisation: "Vilesta", role: "grappe", from: start, to: end, note: "Salon Global Industrie"),
      PartnerForm(organisation: "Mécabourg", role: "grappe", from: start, to: end, note: "Salon Global Industrie"),
      PartnerForm(organisation: "Qantis", role: "achats", from: start),
      PartnerForm(organisation: "AG2R", role: "rse", from: start, note: "Diagnostics"),
      PartnerForm(organisation: "FACE Loire", role: "rse", from: start, note: "Diagnostics"),
      PartnerForm(organisation: "Forez Entreprendre", role: "rse", from: start, note: "Diagnostics"),
    ]
    for partner in partners { try await records.partner(partner) }
  }
}
