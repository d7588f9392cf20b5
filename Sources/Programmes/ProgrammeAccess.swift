import Platform
import SQL

extension Scope {
  /// Whether this actor runs that programme, and so changes what hangs from it.
  func runs(_ programme: ID<Programme>) -> Bool {
    Allow.staff.admits(actor) || actor.numbers(.programme, as: .agent, .manager).contains(programme.number)
  }

  /// Whether this actor works with that programme, and so reads what it keeps to itself.
  func worksWith(_ programme: ID<Programme>) -> Bool {
    runs(programme) || actor.kinds.contains(.elected)
      || actor.numbers(.programme, as: .partner).contains(programme.number)
  }

  /// Links to what may be done on that programme, for who runs it.
  func actions(on programme: ID<Programme>, _ links: [ActionLink]) -> [ActionLink] { runs(programme) ? links : [] }
}

extension Page {
  mutating func provenance(_ provenance: Provenance) {
    guard provenance == .reconstructed else { return }
    paragraph(
      Text(
        fr: "Fiche reconstituée pour illustrer des chiffres publiés : elle ne dit pas ce qui fut.",
        en: "Record rebuilt to illustrate published figures: it does not say what was.",
        de: "Dieser Eintrag wurde nachgebildet, um veröffentlichte Zahlen zu veranschaulichen: Er sagt nicht, was war.")
    )
  }
}

/// The programme in the address, to which what is entered belongs.
extension Visit {
  func programme() async throws -> Programme { try await ProgrammeStore(scope).find(text("programme")) }

  func programmeToChange(_ scope: Scope) async throws -> Programme {
    try await ProgrammeStore(scope).findToChange(text("programme"))
  }
}
