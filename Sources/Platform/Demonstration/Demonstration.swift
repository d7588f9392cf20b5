import SQL

/// Fills an empty database with two territories, so that what is separate can be seen to be.
public enum Demonstration {
  public static func load(_ database: Database, _ doors: [any Capability], _ clock: Clock) async throws {
    guard try await Territory.all(database).isEmpty else { return }
    for (slug, name) in [("grenoble", "Grenoble-Alpes Métropole"), ("toulouse", "Toulouse Métropole")] {
      let territory: Territory = try await enter(slug, name, database)
      let actor = Actor(.administrator, "Démonstration", territory: territory.id)
      for door in doors {
        try await Scope(database, actor, at: clock.now()).change { scope in
          try await door.demonstrate(scope, territory)
        }
      }
    }
  }

  public static func enter(_ slug: String, _ name: String, _ database: Database) async throws -> Territory {
    let id: ID<Territory> = try await database.change { session in
      try await session.value("INSERT INTO territory (slug, name) VALUES (\(slug), \(name)) RETURNING id")
    }
    return Territory(id: id, slug: slug, name: name)
  }
}
