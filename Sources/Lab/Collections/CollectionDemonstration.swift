import Platform
import Programmes
import SQL

/// The network’s two collections: the edition of 2012, through all its stages as they can be thought to have been, and one
/// that is open today. Its people do not exist.
extension Lab {
  func demonstrateCollections(_ scope: Scope) async throws {
    guard let lab = try? await ProgrammeStore(scope).find("lab"), try await CollectionStore(scope).isLab(lab) else {
      return
    }
    try await edition(of: lab, scope)
    try await open(lab, scope)
  }

  private func edition(of lab: Programme, _ scope: Scope) async throws {
    let collection: SheetCollection = try await CollectionStore(scope).insert(
      CollectionForm(
        name: "Édition 2012",
        call:
          "Dix-neuf initiatives pour l’économie et l’emploi, racontées sur un même modèle : le contexte, l’ambition des élus, le fonctionnement, l’effet, et ce qu’il faut pour les reprendre ailleurs.\n\nLes étapes de cette collecte sont **reconstituées** : les documents de 2012 ne disent ni qui a relu, ni quel jour.",
        opened: Day(2012, 3, 1) ?? scope.today, deadline: Day(2012, 6, 15) ?? scope.today, closed: Day(2012, 9, 30)),
      of: lab, .reconstructed)
    let steps: [(SheetStep, Day?)] = [
      (.join, Day(2012, 3, 20)), (.submit, Day(2012, 6, 4)), (.sendBack, Day(2012, 6, 18)), (.submit, Day(2012, 6, 29)),
      (.accept, Day(2012, 7, 6)), (.validate, Day(2012, 7, 13)), (.publish, Day(2012, 9, 30)),
    ]
    for slug in Self.initiatives {
      guard let found = try await collected(slug, scope) else { continue }
      try await walk(steps, found, in: collection, from: Day(2012, 3, 5), scope)
    }
  }

  private func open(_ lab: Programme, _ scope: Scope) async throws {
    let today: Day = scope.today
    let collection: SheetCollection = try await CollectionStore(scope).insert(
      CollectionForm(
        name: "Mises à jour de l’année",
        call:
          "Votre fiche a quelques années ? Dites ce qui a changé : les chiffres, ceux qui portent l’action, ce que vous referiez autrement.\n\n- une relecture en deux semaines ;\n- les remarques sont en marge, à leur place ;\n- un élu de chez vous a le dernier mot.",
        opened: today.adding(days: -40), deadline: today.adding(days: 30)),
      of: lab, .reconstructed)
    let network = ReviewStore(scope, as: .network)
    if let lyon = try await collected("grandlyon-mad", scope) {
      let invitation: SheetInvitation = try await walk(
        [(.join, today.adding(days: -30)), (.submit, today.adding(days: -6))], lyon, in: collection,
        from: today.adding(days: -38), scope)
      let there = ReviewStore(scope.admitted(to: "sheet", lyon.sheet.number, of: lyon.territory), as: .guest)
      let first: SheetComment = try await network.insert(
        "Trois missions, puis quatre chantiers : dites d’abord **à quoi cela sert** à un artisan du vélo.",
        on: invitation,
        at: .rubric(.presentation), quoting: "Quatre chantiers se dégagent", by: "Rosalie Fictive")
      _ = try await there.insert(
        "D’accord, je le remonte en tête de rubrique.", on: invitation, at: first.place, replyingTo: first,
        by: "Camille Fictive")
      let second: SheetComment = try await network.insert(
        "Développer le sigle DMOU, ou s’en passer.", on: invitation, at: .rubric(.governance), quoting: "la DMOU",
        by: "Rosalie Fictive")
      _ = try await network.resolve(second, on: invitation, by: "Rosalie Fictive")
    }
    if let loire = try await collected("mecaloire-plan", scope) {
      let invitation: SheetInvitation = try await walk(
        [
          (.join, today.adding(days: -28)), (.submit, today.adding(days: -15)), (.sendBack, today.adding(days: -9)),
        ], loire, in: collection, from: today.adding(days: -38), scope)
      _ = try await network.insert(
        "Combien d’adhérents aujourd’hui ? « Environ » passe mal dans une fiche que d’autres reprendront.",
        on: invitation, at: .rubric(.context), quoting: "environ 70 adhérents", by: "Rosalie Fictive")
    }
    if let argenteuil = try await collected("argenteuil-mecatronique", scope) {
      _ = try await network.insert(
        form(argenteuil), argenteuil.territory, in: collection, .reconstructed,
        at: Instant(today.adding(days: -38), hour: 9))
    }
  }

  /// A sheet of another territory, to be gathered.
  private struct Collected: Fetched {
    let sheet: ID<Sheet>
    let territory: ID<Territory>
    let territorySlug: String
    let programmeName: String

    init(_ row: inout Row) throws(DatabaseError) {
      sheet = try row.next()
      territory = try row.next()
      territorySlug = try row.next()
      programmeName = try row.next()
    }
  }

  private func collected(_ slug: String, _ scope: Scope) async throws -> Collected? {
    try await scope.first(
      """
      SELECT sheet.id, sheet.territory_id, territory.slug, programme.name
      FROM sheet JOIN programme ON programme.id = sheet.programme_id
      JOIN territory ON territory.id = sheet.territory_id
      WHERE sheet.kind = 'lab' AND programme.slug = \(slug) ORDER BY sheet.id LIMIT 1
      """)
  }

  private func form(_ found: Collected) -> SheetInvitationForm {
    SheetInvitationForm(
      territory: found.territorySlug, contact: "Camille Fictive", email: "agente@\(found.territorySlug).example",
      wish: found.programmeName)
  }

  /// Takes the steps one after the other, each by the rule, each on the side that takes it.
  @discardableResult
  private func walk(
    _ steps: [(SheetStep, Day?)], _ found: Collected, in collection: SheetCollection, from invited: Day?,
    _ scope: Scope
  ) async throws -> SheetInvitation {
    let network = ReviewStore(scope, as: .network)
    let guest = ReviewStore(scope.admitted(to: "sheet", found.sheet.number, of: found.territory), as: .guest)
    var invitation: SheetInvitation = try await network.insert(
      form(found), found.territory, in: collection, .reconstructed,
      at: Instant(invited ?? scope.today, hour: 9))
    for (step, day) in steps {
      let isGuests: Bool = [.join, .submit, .validate].contains(step)
      let stage: SheetStage = try SheetStanding(stage: invitation.stage).after(step)
      var note = StepNote()
      if step == .sendBack { note.note = "Des remarques en marge : elles tiennent en une heure." }
      if step == .validate {
        note.agreedName = "Maxime Fictif, élu"
        note.agreedDay = day
      }
      let store: ReviewStore = isGuests ? guest : network
      let content: SheetContent? = step.keepsContent ? try await store.content(of: invitation) : nil
      invitation = try await store.take(
        step, invitation, to: stage, note, content: content, sheet: step == .join ? found.sheet : nil,
        at: Instant(day ?? scope.today, hour: 10),
        by: step == .validate ? "Dominique Fictif" : isGuests ? "Camille Fictive" : "Rosalie Fictive")
    }
    return invitation
  }

  /// Those of the edition of 2012.
  private static let initiatives: [String] = [
    "angers-selanc", "argenteuil-mecatronique", "bordeaux-plateforme", "dijon-plateforme", "grenoble-artis",
    "lemans-iam", "lyon-recrutements", "marseille-emplitude", "mulhouse-enov", "nantes-maraichers", "nice-portail",
    "orleans-orlemploi", "plainecommune-charte", "poitiers-plie", "reims-invest", "rennes-exploratoire",
    "strasbourg-reve", "toulouse-dare", "tours-centres",
  ]
}
