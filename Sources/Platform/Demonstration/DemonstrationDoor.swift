import HTTP
import SQL

/// Lets a visitor of the demonstration sign in as anybody with one button. Only `terreau demo` has this door; `terreau
/// serve` has none.
public struct DemonstrationDoor: Capability {
  private let accounts: [(account: Account, territory: Territory, invented: InventedAccount)]

  public init(_ app: App) async throws {
    var accounts: [(Account, Territory, InventedAccount)] = []
    for territory in try await Territory.all(app.database) {
      for invented in InventedAccount.all(nil, 0) {
        // A database of somebody's own may lack them.
        guard let account = try? await Accounts(app).find(invented.email(territory)) else { continue }
        accounts.append((account, territory, invented))
      }
    }
    self.accounts = accounts
  }

  /// The key that makes the API answer as this actor.
  public static func token(_ kind: ActorKind, on slug: String, _ app: App) async throws -> String? {
    let accounts = Accounts(app)
    guard let invented = InventedAccount.all(nil, 0).first(where: { $0.grant.kind == kind }),
      let territory = try? await accounts.territory(slug),
      let account = try? await accounts.find(invented.email(territory))
    else { return nil }
    return try await accounts.drawToken(account.id, "Démonstration", on: territory.id)
  }

  public var menu: [MenuEntry] { [MenuEntry(.whoToBe, "/demonstration", .everyone, .settle)] }

  public var routes: [Endpoint] {
    [
      .page("/demonstration", .whoToBe, allow: .everyone) { visit in
        (Text.whoToBe(visit.language), { page in choices(&page) })
      },
      .button("/demonstration/{account}", .takeRole, allow: .everyone) { visit in
        let id: ID<Account> = try visit.id("account")
        guard let choice = accounts.first(where: { $0.account.id == id }) else { throw Refusal.notFound }
        var response: Response = try await SignIn(visit).open(choice.account, needsCode: false, back: "/")
        response.add("Set-Cookie", visit.app.cookie("terreau_territory", choice.territory.slug))
        return response
      },
    ]
  }

  private func choices(_ page: inout Page) {
    page.paragraph(
      Text(
        fr:
          "Ces personnes n’existent pas. Chacune voit ce que son rôle lui ouvre, sur son territoire et sur aucun autre ; tout s’efface à l’arrêt. On peut aussi se connecter avec leur adresse et le mot de passe \(Demonstration.password).",
        en:
          "These people do not exist. Each sees what their role opens to them, on their territory and no other; it all goes when the demonstration stops. One can also sign in with their address and the password \(Demonstration.password).",
        de:
          "Diese Personen gibt es nicht. Jede sieht, was ihre Rolle ihr öffnet, in ihrem Gebiet und in keinem anderen; beim Beenden wird alles gelöscht. Sie können sich auch mit ihrer Adresse und dem Passwort \(Demonstration.password) anmelden."
      ))
    for territory in territories {
      page.section(Text(name: territory.name)) { page in
        page.markup.raw("<ul class=\"cards\">\n")
        for choice in accounts where choice.territory.id == territory.id {
          page.markup.raw("<li><p><strong>")
          page.say(choice.invented.grant.kind.noun(choice.account.agreement))
          page.markup.raw("</strong><br>")
          page.data(choice.account.name)
          page.markup.raw("<br>")
          page.data(choice.account.email)
          page.markup.raw("</p>\n")
          page.paragraph(choice.invented.sees)
          page.button("/demonstration/\(choice.account.id)", .takeRole)
          page.markup.raw("</li>\n")
        }
        page.markup.raw("</ul>\n")
      }
    }
  }

  private var territories: [Territory] {
    accounts.map(\.territory).reduce(into: []) { all, next in
      if !all.contains(where: { $0.id == next.id }) { all.append(next) }
    }
  }
}

extension Text {
  fileprivate static let whoToBe = Text(fr: "Changer de rôle", en: "Change role", de: "Rolle wechseln")
  fileprivate static let takeRole = Text(fr: "Prendre ce rôle", en: "Take this role", de: "Diese Rolle")
}
