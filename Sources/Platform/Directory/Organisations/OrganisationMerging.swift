import SQL

extension Organisation: MergedRecord {
  static let table: String = "organisation"
  static let named: Query = "organisation.name"
  static let view: View<Organisation> = .organisation
  static let fillable: [String] = [
    "kind", "siren", "siret", "rna", "address", "postcode", "municipality", "municipality_code", "activity", "email",
    "phone", "website", "presentation", "networks",
  ]
  static let own: Set<String> = [
    "organisation_key", "distinct_organisations", "organisation_alias", "organisation_fact",
  ]
  static let keys: (table: Query, column: Query, telling: [String]) = (
    "organisation_key", "organisation_id", ["n:", "w:", "i:", "r:", "e:", "s:"]
  )
  static let distinct: Query = "distinct_organisations"
  static let deeds = MergerDeeds(merged: .organisationsMerged, undone: .mergerUndone, toldApart: .toldApart)
  static let pages = MergerPages(
    label: .oneOrganisation, mark: .siret, pairs: "/annuaire/doublons", one: "one", other: "other",
    undo: "/annuaire/fusions", merger: "merger", allow: .keepsOrganisations, crumb: { .organisations($0) },
    help: Text(
      fr:
        "Des fiches qui se ressemblent. Fusionner ne perd rien : baux, mandats et rôles passent à la fiche gardée, et l’on peut revenir en arrière.",
      en:
        "Records that look alike. Merging loses nothing: leases, mandates and roles go to the record that is kept, and one can go back."
    ),
    mergingHelp: Text(
      fr:
        "La fiche gardée reçoit tout ce qui nommait l’autre, et ce qui lui manquait. L’autre nom reste connu de la recherche.",
      en:
        "The record that is kept receives all that named the other, and what it lacked. Search still knows the other name."
    ))

  var pairMark: String? { siret }

  /// An establishment of another company is not this one’s.
  func fills(_ column: String, of kept: Organisation) -> Bool {
    column != "siret" || kept.siren == nil || kept.siren == siren
  }

  func leaveName(to kept: Organisation, _ scope: Scope) async throws -> String? {
    let key: String = sortKey(name)
    let names: [String] = try await AliasStore(scope).names(of: kept.id) + [kept.name]
    guard !names.contains(where: { sortKey($0) == key }) else { return nil }
    try await scope.run(
      """
      INSERT INTO organisation_alias (territory_id, organisation_id, name, sort_key, kind)
      VALUES (\(scope.territory), \(kept.id), \(name), \(key), \(AliasKind.other))
      """)
    return name
  }

  static func takeBack(_ name: String, from kept: ID<Organisation>, _ scope: Scope) async throws {
    try await scope.run(
      """
      DELETE FROM organisation_alias WHERE territory_id = \(scope.territory) AND organisation_id = \(kept)
        AND sort_key = \(sortKey(name))
      """)
  }

  static func index(_ organisation: Organisation, _ scope: Scope) async throws {
    try await OrganisationStore(scope).index(
      organisation, aliases: try await AliasStore(scope).names(of: organisation.id))
  }

  static func pairs(
    _ records: [(one: Organisation, other: Organisation)], _ scope: Scope
  ) async throws -> [RecordPair<Organisation>] {
    let ids: Set<ID<Organisation>> = Set(records.flatMap { [$0.one.id, $0.other.id] })
    let names: [ID<Organisation>: [String]] = try await AliasStore(scope).names(of: Array(ids))
    return records.compactMap { one, other in
      let likeness = Likeness(
        OrganisationCard(one, aliases: names[one.id] ?? []), OrganisationCard(other, aliases: names[other.id] ?? []))
      guard likeness.isPossible else { return nil }
      return RecordPair(one: one, other: other, because: likeness.inWords, score: likeness.score)
    }
  }
}

extension Deed {
  static let organisationsMerged = Deed(
    "organisation.merged", Text(fr: "Deux organisations fusionnées", en: "Two organisations merged"))
  static let mergerUndone = Deed("organisation.unmerged", Text(fr: "Fusion annulée", en: "Merger undone"))
  static let toldApart = Deed(
    "organisation.apart", Text(fr: "Deux organisations distinguées", en: "Two organisations told apart"))
}
