import HTTP
import SQL

/// Lets a visitor of the demonstration choose who to be. Only `terreau demo` has this door; `terreau serve` has none.
public struct DemonstrationDoor: Capability {
  private let actors: [(actor: Actor, territory: Territory)]
  private let secrets: Secrets

  private static let cookie: String = "terreau_actor"

  public init(_ database: Database) async throws {
    secrets = try await Secrets.load(database)
    var actors: [(Actor, Territory)] = []
    for territory in try await Territory.all(database) {
      let tenant: Organisation? = try await database.first(
        """
        SELECT id, name FROM organisation WHERE territory_id = \(territory.id) ORDER BY sort_key LIMIT 1
        """)
      actors += DemonstrationDoor.actors(territory, tenant).map { ($0, territory) }
    }
    self.actors = actors
  }

  private static func actors(_ territory: Territory, _ tenant: Organisation?) -> [Actor] {
    func actor(_ kind: ActorKind, _ name: String, _ organisation: ID<Organisation>? = nil) -> Actor {
      Actor(kind, name, territory: territory.id, organisation: organisation)
    }
    return [
      actor(.public, ""), actor(.agent, "Camille (agente)"), actor(.manager, "Dominique (responsable)"),
      actor(.elected, "Maxime (élu)"), actor(.company, tenant?.name ?? "Entreprise", tenant?.id),
      actor(.partner, "Alix (partenaire)"), actor(.resident, "Sacha (habitant)"),
      actor(.administrator, "Andrea (administration)"), actor(.operator, "Exploitation"),
    ]
  }

  /// The actor chosen in this browser, or the bearer's of the API; a visitor of the first territory otherwise.
  public var identify: Identify {
    { head, _ in
      let signed: String? =
        head.target.segments.first == "api" ? bearer(head) : head.headers.cookie(DemonstrationDoor.cookie)
      let chosen: Int? = signed.flatMap { secrets.verified("actor", $0) }.flatMap(Int.init)
      guard let (actor, territory) = actors.indices.contains(chosen ?? 0) ? actors[chosen ?? 0] : actors.first else {
        return Viewer(Actor(.public, "", territory: ID(0)), nil)
      }
      return Viewer(actor, territory)
    }
  }

  private func bearer(_ head: Head) -> String? {
    guard let value = head.headers["authorization"], value.hasPrefix("Bearer ") else { return nil }
    return String(value.dropFirst("Bearer ".count))
  }

  /// The key that makes the API answer as this actor.
  public func token(_ kind: ActorKind, territory slug: String) -> String? {
    actors.firstIndex { $0.actor.kind == kind && $0.territory.slug == slug }.map { secrets.sign("actor", String($0)) }
  }

  public static let account = MenuEntry(
    Text(fr: "Changer de rôle", en: "Change role"), "/demonstration", .everyone)

  public var routes: [Endpoint] {
    [
      .page("/demonstration", .whoToBe, allow: .everyone) { visit in
        (Text.whoToBe(visit.language), { page in choices(&page, visit) })
      },
      .raw("/demonstration/acteur", .whoToBe, method: .post) { visit, app in try choose(visit, app) },
    ]
  }

  private func choices(_ page: inout Page, _ visit: Visit) {
    page.paragraph(
      Text(
        fr:
          "Chaque rôle voit les fiches de son territoire, et pas les autres. Rien ici n’est réel ; tout s’efface à l’arrêt.",
        en:
          "Each role sees the records of its territory, and no others. Nothing here is real; it all goes when the demonstration stops."
      ))
    for territory in territories {
      page.section(Text(name: territory.name)) { page in
        page.markup.raw("<ul class=\"cards\">\n")
        for (index, choice) in actors.enumerated() where choice.territory == territory {
          page.markup.raw("<li><p><strong>")
          page.say(choice.actor.kind.label)
          page.markup.raw("</strong></p><p>")
          page.data(choice.actor.name)
          page.markup.raw("</p>\n<form method=\"post\" action=\"/demonstration/acteur\">")
          page.hidden("_token", page.token.draw())
          page.hidden("actor", String(index))
          page.markup.raw("<button type=\"submit\">")
          page.say(Text(fr: "Prendre ce rôle", en: "Take this role"))
          page.markup.raw("</button></form></li>\n")
        }
        page.markup.raw("</ul>\n")
      }
    }
    page.section(Text(fr: "L’API dans le rôle actuel", en: "The API in the present role")) { page in
      let index: Int = actors.firstIndex { $0.actor == visit.scope.actor } ?? 0
      page.markup.raw("<p><code>curl -H 'Authorization: Bearer ")
      page.data(secrets.sign("actor", String(index)))
      page.markup.raw("' http://localhost:8080/api/v1/sites</code></p>\n")
    }
  }

  private var territories: [Territory] {
    actors.map(\.territory).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private func choose(_ visit: Visit, _ app: App) throws -> Response {
    guard case .bytes(let bytes) = visit.request.body else { throw Refusal.invalid("actor", .missing) }
    let pairs: FormPairs
    do throws(InputFault) { pairs = try FormPairs(urlEncoded: bytes) } catch {
      throw Refusal.unreadable(.malformed(error))
    }
    try app.checkOrigin(visit, pairs["_token"])
    guard let index = pairs["actor"].flatMap(Int.init), actors.indices.contains(index)
    else { throw Refusal.invalid("actor", .notAChoice) }
    var response: Response = .redirect(to: "/")
    response.set("Set-Cookie", app.cookie(DemonstrationDoor.cookie, secrets.sign("actor", String(index))))
    return response
  }
}

extension Text {
  fileprivate static let whoToBe = Text(fr: "Qui voulez-vous être ?", en: "Who would you like to be?")
}

extension App {
  /// Until there are accounts, whoever comes to a real installation is a visitor of its first territory.
  public static let everybodyIsPublic: Identify = { _, database in
    let territory: Territory? = try await database.first("SELECT id, slug, name FROM territory ORDER BY id LIMIT 1")
    return Viewer(Actor(.public, "", territory: territory?.id ?? ID(0)), territory)
  }
}
