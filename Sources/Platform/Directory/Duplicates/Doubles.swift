import SQL

/// An organisation that may be the same as the one at hand, and by what.
struct OrganisationDouble: Sendable {
  let organisation: Organisation
  let likeness: Likeness
}

/// Looks for records of the same organisation through the keys that are kept of each.
struct Doubles: Sendable {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  /// Those that share a key with this one, the likeliest first.
  func of(_ card: OrganisationCard, except own: ID<Organisation>? = nil) async throws -> [OrganisationDouble] {
    let keys: [String] = MatchKeys.of(card).sorted()
    // A key that hundreds share tells nothing: reading twenty thousand of them would.
    let near: [Organisation] = try await scope.all(
      """
      SELECT \(Organisation.columns) FROM organisation WHERE organisation.territory_id = \(scope.territory)
        AND organisation.merged_into IS NULL AND organisation.id <> \(own?.number ?? 0) AND organisation.id IN (
          SELECT organisation_key.organisation_id FROM organisation_key
          WHERE organisation_key.territory_id = \(scope.territory) AND organisation_key.key IN \(.list(keys)))
      ORDER BY organisation.id LIMIT 200
      """)
    guard !near.isEmpty else { return [] }
    let names: [ID<Organisation>: [String]] = try await AliasStore(scope).names(of: near.map(\.id))
    let kept: Set<ID<Organisation>> = try await toldApart(from: own)
    return near.filter { !kept.contains($0.id) }.map { organisation in
      OrganisationDouble(
        organisation: organisation,
        likeness: Likeness(card, OrganisationCard(organisation, aliases: names[organisation.id] ?? [])))
    }.sorted { ($1.likeness.score, $0.organisation.id.number) < ($0.likeness.score, $1.organisation.id.number) }
  }

  /// Those of which somebody said that they are others.
  private func toldApart(from own: ID<Organisation>?) async throws -> Set<ID<Organisation>> {
    guard let own else { return [] }
    struct Other: Fetched {
      let id: ID<Organisation>
      init(_ row: inout Row) throws(DatabaseError) { id = try row.next() }
    }
    let others: [Other] = try await scope.all(
      """
      SELECT CASE WHEN one_id = \(own) THEN other_id ELSE one_id END FROM distinct_organisations
      WHERE territory_id = \(scope.territory) AND (one_id = \(own) OR other_id = \(own))
      """)
    return Set(others.map(\.id))
  }
}

extension OrganisationStore {
  /// Keeps the keys by which it is found again as itself.
  func index(_ organisation: Organisation, aliases: [String]) async throws {
    let keys: [String] = MatchKeys.of(OrganisationCard(organisation, aliases: aliases)).sorted()
    try await scope.run(
      """
      DELETE FROM organisation_key
      WHERE territory_id = \(scope.territory) AND organisation_id = \(organisation.id) AND key NOT IN \(.list(keys))
      """)
    var rows: Query = "INSERT INTO organisation_key (territory_id, organisation_id, key) VALUES "
    for (number, key) in keys.enumerated() {
      rows = rows.followed(
        by: [scope.territory.value, organisation.id.value, .text(key)], isFirst: number == 0)
    }
    try await scope.run(rows + " ON CONFLICT (organisation_id, key) DO NOTHING")
  }
}

extension Chore {
  /// Organisations that were entered before keys were kept get theirs, some at a time.
  static let organisationKeys = Chore("finding doubles among old organisations") { errand in
    struct Old: Fetched {
      let organisation: Organisation
      let territory: ID<Territory>
      init(_ row: inout Row) throws(DatabaseError) {
        organisation = try Organisation(&row)
        territory = try row.next()
      }
    }
    while true {
      let old: [Old] = try await errand.database.all(
        """
        SELECT \(Organisation.columns), organisation.territory_id FROM organisation
        WHERE organisation.territory_id > 0 AND organisation.merged_into IS NULL AND NOT EXISTS (
          SELECT 1 FROM organisation_key WHERE organisation_key.territory_id = organisation.territory_id
            AND organisation_key.organisation_id = organisation.id)
        ORDER BY organisation.id LIMIT 500
        """)
      guard !old.isEmpty else { return }
      try await errand.database.change { session in
        for old in old {
          // None of them has another name yet: those are entered with keys.
          for key in MatchKeys.of(OrganisationCard(old.organisation, aliases: [])).sorted() {
            _ = try await session.run(
              """
              INSERT INTO organisation_key (territory_id, organisation_id, key)
              VALUES (\(old.territory), \(old.organisation.id), \(key)) ON CONFLICT (organisation_id, key) DO NOTHING
              """)
          }
        }
      }
    }
  }
}
