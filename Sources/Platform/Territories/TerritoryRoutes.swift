import HTTP
import SQL

extension Allow {
  static let administersTerritory = Allow([.administrator])
  static let operates = Allow([.operator])
}

extension PlatformDoor {
  var territoryRoutes: [Endpoint] {
    [
      .page("/territoire", .territory, allow: .administersTerritory) { visit in
        let territory: Territory = try await TerritoryStore(visit.scope).mine()
        return (
          territory.name,
          { page in
            page.facts(View.territory.without("name"), territory)
            page.actions([
              ActionLink(.changeTerritorySettings, to: "/territoire/modifier", allow: .administersTerritory),
              ActionLink(.changeLogo, to: "/territoire/logo", allow: .administersTerritory),
            ])
          }
        )
      },
      .raw("/territoires/{territory}/logo", Text(fr: "Logo d’un territoire", en: "A territory’s logo")) { visit, app in
        let id: ID<Territory> = try visit.id("territory")
        return try await Logo.response(id, app.database)
      }.alwaysOpen,
      .raw("/assets/couleur/{colour}", Text(fr: "Couleurs d’un territoire", en: "A territory’s colours")) { visit, _ in
        guard let hex = visit.parameters.first?.value, let accent = Colour(hex: hex), accent.hex == "#\(hex)" else {
          throw Refusal.notFound
        }
        return Asset.response(accent)
      }.alwaysOpen,
    ] + changeTerritory + changeLogo
  }

  private var changeTerritory: [Endpoint] {
    Endpoint.form(
      .changeTerritorySettings, allow: .administersTerritory, page: "/territoire/modifier", posts: "/territoire",
      TerritoryForm.self,
      show: { visit in
        let territory: Territory = try await TerritoryStore(visit.scope).mine()
        return FormPage(
          .changeTerritorySettings, crumbs: [Crumb(territory.name, "/territoire")], submit: .save,
          initial: TerritoryForm.typed(territory))
      },
      submit: { _, scope, form in
        let territory: Territory = try await TerritoryStore(scope).change(form)
        return .changed(.territoryChanged, at: "/territoire", .territory, territory)
      })
  }

  private var changeLogo: [Endpoint] {
    Endpoint.form(
      .changeLogo, allow: .administersTerritory, page: "/territoire/logo", posts: "/territoire/logo", LogoForm.self,
      show: { visit in
        FormPage(.changeLogo, crumbs: [Crumb(Text.territory(visit.language), "/territoire")], submit: .save)
      },
      submit: { _, scope, form in
        let territory: Territory = try await TerritoryStore(scope).changeLogo(form.logo)
        return .changed(.territoryChanged, at: "/territoire", .territory, territory)
      })
  }
}

enum Logo {
  struct Kept: Fetched {
    let bytes: [UInt8]
    let type: String

    init(_ row: inout Row) throws(DatabaseError) {
      bytes = try row.next()
      type = try row.next()
    }
  }

  static func kept(_ id: ID<Territory>, _ database: Database) async throws -> Kept? {
    try await database.first("SELECT logo, logo_type FROM territory WHERE id = \(id) AND logo IS NOT NULL")
  }

  static func response(_ id: ID<Territory>, _ database: Database) async throws -> Response {
    guard let kept: Kept = try await kept(id, database) else { throw Refusal.notFound }
    return Response(
      headers: [
        // Its address changes with the territory's version.
        ("Content-Type", kept.type), ("Cache-Control", "public, max-age=31536000, immutable"),
        ("X-Content-Type-Options", "nosniff"), ("Content-Security-Policy", "default-src 'none'; sandbox"),
      ], body: .bytes(kept.bytes))
  }
}

extension Text {
  static let changeTerritorySettings = Text(fr: "Régler le territoire", en: "Territory settings")
  static let changeLogo = Text(fr: "Changer de logo", en: "Change the logo")
}
