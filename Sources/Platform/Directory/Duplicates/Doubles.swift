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

  /// Those that share a telling key with this one, the likeliest first.
  func of(_ card: OrganisationCard, except own: ID<Organisation>? = nil) async throws -> [OrganisationDouble] {
    let kept: Set<ID<Organisation>> = try await PairStore<Organisation>(scope).apart(from: own)
    return try await of([card])[0].filter { $0.organisation.id != own && !kept.contains($0.organisation.id) }
  }

  /// The same of many at once.
  func of(_ cards: [OrganisationCard]) async throws -> [[OrganisationDouble]] {
    let keys: [[String]] = cards.map { MatchKeys.of($0).sorted() }
    let found: [String: [ID<Organisation>]] = try await holders(of: Set(keys.joined()), near: cards)
    let ids: Set<ID<Organisation>> = Set(found.values.joined())
    guard !ids.isEmpty else { return cards.map { _ in [] } }
    let near: [Organisation] = try await scope.all(
      """
      SELECT \(Organisation.columns) FROM organisation WHERE organisation.territory_id = \(scope.territory)
        AND organisation.merged_into IS NULL AND organisation.id IN \(.list(ids.map(\.number).sorted()))
      """)
    let names: [ID<Organisation>: [String]] = try await AliasStore(scope).names(of: near.map(\.id))
    let known: [ID<Organisation>: Organisation] = Dictionary(uniqueKeysWithValues: near.map { ($0.id, $0) })
    return zip(cards, keys).map { card, keys in
      Set(keys.flatMap { found[$0] ?? [] }).compactMap { id -> OrganisationDouble? in
        guard let other = known[id], !card.isAnother(siren: other.siren, rna: other.rna) else { return nil }
        return OrganisationDouble(
          organisation: other, likeness: Likeness(card, OrganisationCard(other, aliases: names[id] ?? [])))
      }.sorted { ($1.likeness.score, $0.organisation.id.number) < ($0.likeness.score, $1.organisation.id.number) }
    }
  }

  /// Of a key that dozens share, those of the same town only; one that thousands share tells nothing.
  private static let (mostHolders, mostInTowns): (Int, Int) = (40, 2_000)

  /// Who has each of these keys.
  private func holders(
    of keys: Set<String>, near cards: [OrganisationCard]
  ) async throws -> [String: [ID<Organisation>]] {
    struct Shared: Fetched {
      let (key, count): (String, Int)
      init(_ row: inout Row) throws(DatabaseError) { (key, count) = (try row.next(), try row.next()) }
    }
    struct Held: Fetched {
      let (key, organisation): (String, ID<Organisation>)
      init(_ row: inout Row) throws(DatabaseError) { (key, organisation) = (try row.next(), try row.next()) }
    }
    let ofTerritory: Query = "organisation_key.territory_id = \(scope.territory)"
    let counts: [Shared] = try await scope.all(
      """
      SELECT organisation_key.key, count(*) FROM organisation_key WHERE \(ofTerritory)
        AND organisation_key.key IN \(.list(keys.sorted())) GROUP BY organisation_key.key
      """)
    let few: [String] = counts.filter { $0.count <= Self.mostHolders }.map(\.key)
    let many: [String] = counts.filter { $0.count > Self.mostHolders && $0.count <= Self.mostInTowns }.map(\.key)
    let towns: Set<String> = Set(cards.compactMap(\.postcode))
    var held: [Held] = []
    if !few.isEmpty {
      held += try await scope.all(
        """
        SELECT organisation_key.key, organisation_key.organisation_id FROM organisation_key
        WHERE \(ofTerritory) AND organisation_key.key IN \(.list(few))
        """)
    }
    if !many.isEmpty, !towns.isEmpty {
      held += try await scope.all(
        """
        SELECT organisation_key.key, organisation_key.organisation_id FROM organisation_key
        JOIN organisation ON organisation.id = organisation_key.organisation_id
        WHERE \(ofTerritory) AND organisation_key.key IN \(.list(many)) AND organisation.postcode IN \(.list(towns.sorted()))
        """)
    }
    return Dictionary(grouping: held, by: \.key).mapValues { $0.map(\.organisation) }
  }
}

extension OrganisationStore {
  /// Keeps the keys by which it is found again as itself.
  func index(_ organisation: Organisation, aliases: [String]) async throws {
    try await KeyIndex<Organisation>(scope).keep(keys(organisation, aliases), of: organisation.id.number)
  }

  /// The same of one that was changed: as long as it is called as it was, its other names say nothing new.
  func index(_ after: Organisation, instead before: Organisation) async throws {
    guard after.name == before.name else {
      return try await index(after, aliases: try await AliasStore(scope).names(of: after.id))
    }
    try await KeyIndex<Organisation>(scope).change(keys(before), to: keys(after), of: after.id.number)
  }

  /// The same of many that are new, and have no other name yet.
  func index(new organisations: [Organisation]) async throws {
    try await KeyIndex<Organisation>(scope).insert(organisations.map { ($0.id.number, keys($0)) })
  }

  private func keys(_ organisation: Organisation, _ aliases: [String] = []) -> Set<String> {
    MatchKeys.of(OrganisationCard(organisation, aliases: aliases))
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
              VALUES (\(old.territory), \(old.organisation.id), \(key)) ON CONFLICT DO NOTHING
              """)
          }
        }
      }
    }
  }
}
