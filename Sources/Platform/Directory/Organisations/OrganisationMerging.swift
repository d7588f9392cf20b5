import SQL

extension Organisation: MergedRecord {
  static let table: String = "organisation"
  static let named: Query = "organisation.name"
  static let view: View<Organisation> = .organisation
  static let fillable: [String] = [
    "kind", "siren", "siret", "rna", "address", "postcode", "municipality", "municipality_code", "activity", "email",
    "phone", "website", "presentation", "networks", "opening_hours",
  ]
  static let together: [[String]] = [Organisation.Place.columns, ["siren", "siret"]]
  static let own: Set<String> = ["organisation_key", "distinct_organisations"]
  static let otherNames: String? = "organisation_alias"
  static let keys: (table: Query, column: Query, telling: [String]) = (
    "organisation_key", "organisation_id", ["n:", "w:", "i:", "r:", "e:", "s:"]
  )
  static let distinct: Query = "distinct_organisations"
  /// Two companies, two establishments of one, or two associations.
  static let mayBeOne: Query = """
    CASE WHEN one.siren <> other.siren OR one.siret <> other.siret THEN 0 WHEN one.siren = other.siren THEN 1
      WHEN one.rna <> other.rna THEN 0 ELSE 1 END = 1
    """
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
        "La fiche gardée reçoit tout ce qui nommait l’autre, et ce qui lui manquait. Les autres noms restent connus de la recherche, les numéros des imports.",
      en:
        "The record that is kept receives all that named the other, and what it lacked. Search still knows the other names, imports the numbers."
    ))

  var pairMark: String? { siret }

  /// What is said from a day on stays said of the double: two series of one kind would contradict each other. Of two names
  /// that are filed alike, one is enough.
  static func stays(_ table: String, with kept: ID<Organisation>, _ scope: Scope) -> Query? {
    if table == "organisation_fact" { return "1 = 1" }
    guard table == otherNames else { return nil }
    return """
      EXISTS (SELECT 1 FROM organisation_alias held WHERE held.territory_id = \(scope.territory)
        AND held.organisation_id = \(kept) AND held.sort_key = organisation_alias.sort_key)
      OR EXISTS (SELECT 1 FROM organisation WHERE organisation.territory_id = \(scope.territory)
        AND organisation.id = \(kept) AND organisation.sort_key = organisation_alias.sort_key)
      """
  }

  /// An establishment of another company is not this one’s, nor the street of one town that of another.
  func fills(_ column: String, of kept: Organisation) -> Bool {
    if Place.columns.contains(column) { return kept.place == Place() }
    return column != "siret" || kept.siren == nil || kept.siren == siren
  }

  /// A number is one organisation’s: while this one was part of another, somebody may have entered it again.
  static func refuseReturn(of absorbed: Organisation, _ scope: Scope) async throws {
    let numbers: [(column: Query, value: String?)] = [("siret", absorbed.siret), ("rna", absorbed.rna)]
    for (column, value) in numbers {
      guard let value else { continue }
      let other: Organisation? = try await scope.first(
        """
        SELECT \(Organisation.columns) FROM organisation
        WHERE organisation.territory_id = \(scope.territory) AND organisation.merged_into IS NULL
          AND organisation.\(column) = \(value)
        """)
      if let other { throw Refusal.conflict(.numberIsNowOf(value, other.name)) }
    }
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

extension Organisation.Place {
  /// They say one place together.
  static let columns: [String] = ["address", "postcode", "municipality", "municipality_code"]
}

extension Text {
  fileprivate static func numberIsNowOf(_ number: String, _ name: String) -> Text {
    Text(
      fr: "Le numéro \(number) est maintenant celui de « \(name) » : retirez-le de là, puis annulez la fusion.",
      en: "The number \(number) is now that of “\(name)”: take it out of that record, then undo the merger.")
  }
}

extension Deed {
  static let organisationsMerged = Deed(
    "organisation.merged", Text(fr: "Deux organisations fusionnées", en: "Two organisations merged"))
  static let mergerUndone = Deed("organisation.unmerged", Text(fr: "Fusion annulée", en: "Merger undone"))
  static let toldApart = Deed(
    "organisation.apart", Text(fr: "Deux organisations distinguées", en: "Two organisations told apart"))
}
