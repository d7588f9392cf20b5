import Platform
import Programmes
import SQL

extension SiteForm {
  /// The programme, the kind and the association that a site was given, each as the rules know them.
  func placing(
    _ visit: Visit, _ scope: Scope, of site: Site? = nil
  ) async throws -> (programme: ID<Programme>, association: ID<Organisation>?) {
    let programmes: [Programme] = try await ProgrammeStore(scope).allToChange()
    let only: String? = programmes.count == 1 ? programmes[0].slug : nil
    guard let chosen = programmes.first(where: { $0.slug == programme ?? site?.programmeSlug ?? only }) else {
      throw Refusal.invalid("programme", .noSuchProgrammeHere)
    }
    if let site, site.programme != chosen.id, try await LotStore(scope).on(site.id).contains(where: \.isSorted) {
      throw Refusal.invalid("programme", .siteIsSorted)
    }
    try await NomenclatureStore(scope).terms(of: chosen.id, .siteKinds)
      .check(kind, field: "kind", keeping: site?.kind?.key)
    guard let association else { return (chosen.id, nil) }
    return (chosen.id, try await visit.organisation(association, field: "association", scope))
  }

  /// The fields whose choices only the records know.
  static func choices(_ scope: Scope, of site: Site? = nil) async throws -> [any FormField] {
    let programmes: [Programme] = try await ProgrammeStore(scope).allToChange()
    let kinds: [Term] = try await NomenclatureStore(scope).terms(.siteKinds)
    let offered: [Term] = kinds.reduce(into: []) { known, term in
      if known[term.key] == nil { known.append(term) }
    }
    return [
      Field.among(
        "programme", .oneProgramme, help: .siteProgrammeHelp, programmes.map { ($0.slug, Text(name: $0.name)) }
      ).optional,
      Field<String>.term("kind", .siteKind, help: .siteKindHelp, among: offered, keeping: site?.kind?.key).optional,
    ]
  }
}

extension Lot {
  /// Whether it speaks of categories already, which are its programme's.
  var isSorted: Bool { destination != nil || isLet }
}

extension Text {
  static let noSuchProgrammeHere = Text(
    fr: "Choisissez un dispositif du territoire. S’il n’y en a pas encore, enregistrez-le d’abord.",
    en: "Choose a programme of the territory. If there is none yet, enter it first.")
  static let siteIsSorted = Text(
    fr: "Les lots de ce site portent déjà des catégories de son dispositif : il ne peut pas en changer.",
    en: "The lots of this site have categories of its programme already: it cannot move to another.")
}
