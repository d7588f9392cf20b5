import Platform
import SQL

extension Assembly {
  /// Which organisations sit for which function, as it was published; nobody is named.
  public func demonstrate(_ scope: Scope, _ territory: Territory) async throws {
    guard territory.slug == "grenoble" else { return }
    let artis: Programme = try await ProgrammeStore(scope).find("grenoble-artis")
    // The association of the tenants was founded when the first of them were there already.
    guard let convention = Day(2007, 11, 5), let founded = Day(2008, 4, 15) else { return }
    for body in ["comite-agrement", "comite-de-gestion"] {
      let body: Body = try await BodyStore(scope).find(body, of: artis.id)
      for (seat, holder, start) in [
        ("association", "La Baie", founded), ("gestionnaire", "Grenoble Habitat", convention),
        ("commune", "Ville de Fontaine", convention), ("metropole", "Grenoble-Alpes Métropole", convention),
      ] {
        let form = MandateForm(organisation: holder, start: start)
        let seat: Seat = try await SeatStore(scope).find(seat, of: body.id)
        let store = MandateStore(scope)
        try form.check(try await store.on(seat.id))
        _ = try await store.insert(
          form, seat.id, organisation: try await OrganisationStore(scope).named(orNew: holder), .reconstructed)
      }
    }
  }
}
