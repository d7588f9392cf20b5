import HTTP
import SQL

extension PlatformDoor {
  var tokenRoutes: [Endpoint] {
    Endpoint.act(
      .newToken, allow: .signedIn, page: "/compte/jetons/nouveau", posts: "/compte/jetons", TokenForm.self,
      show: { visit in
        var initial = Typed()
        initial.set(TokenForm.expires, visit.scope.today.adding(days: 90))
        return FormPage(
          .newToken, crumbs: [Crumb.account(visit)],
          intro: Text(
            fr:
              "Un jeton agit en votre nom, dans les limites que vous lui donnez ici. Ne le confiez à personne d’autre qu’au programme qui s’en sert.",
            en:
              "A token acts in your name, within the limits you give it here. Trust nobody with it but the program that uses it."
          ),
          submit: .newToken, initial: initial, fields: [TokenForm.section(among: visit.app.sections)])
      },
      act: { visit, form in
        guard visit.territory != nil else { throw Refusal.notFound }
        let today: Day = visit.scope.today
        guard form.expires > today, form.expires <= today.adding(days: APIToken.mostDays) else {
          throw Refusal.invalid("expires", .tokenDay)
        }
        let known: [String] = visit.app.sections.map(\.key)
        guard form.section.map({ known.contains($0) }) ?? true else { throw Refusal.invalid("section", .notAChoice) }
        let secret: String = try await visit.scope.change { scope in
          try await APITokenStore(scope).draw(
            form.name, APIToken.Reach(writes: form.writes, sections: form.section ?? ""), expires: form.expires)
        }
        var response: Response = visit.app.page(
          visit, form.name, crumbs: [Crumb.account(visit)]
        ) { page in
          page.paragraph(
            Text(
              fr: "Copiez ce jeton maintenant : il ne sera plus jamais montré.",
              en: "Copy this token now: it will never be shown again."))
          page.markup.raw("<p><code class=\"secret\">")
          page.data(secret)
          page.markup.raw("</code></p>\n<p>")
          page.link("/compte", .myAccount)
          page.markup.raw("</p>\n")
        }
        response.set("Cache-Control", "no-store")
        return response
      }) + [
        .button("/compte/jetons/{token}/fin", .revokeToken, allow: .signedIn) { visit in
          let id: ID<APIToken> = try visit.id("token")
          try await visit.scope.change { try await APITokenStore($0).revoke(id) }
          return .redirect(to: "/compte?done=\(Deed.tokenRevoked.key)")
        }
      ]
  }
}

struct TokenForm: Form {
  static let name = Field.text(
    "name", Text(fr: "À quoi il sert", en: "What it is for"),
    help: Text(fr: "Par exemple « export du lundi ».", en: "For example “Monday’s export”."), most: 80)
  static let writes = Field.flag(
    "writes", Text(fr: "Il peut aussi modifier", en: "It may write too"),
    help: Text(fr: "Sinon il ne peut que lire.", en: "Otherwise it only reads."))
  static let section = Field.text("section", .tokenSection, most: 60).optional
  static let expires = Field.day("expires", Text(fr: "Dernier jour", en: "Last day", de: "Letzter Tag"))
  static let fields: [any FormField] = [name, writes, section, expires]

  let name: String
  let writes: Bool
  let section: String?
  let expires: Day

  init(_ values: FormValues) throws(Refusal) {
    name = values[Self.name]
    writes = values[Self.writes]
    section = values[Self.section]
    expires = values[Self.expires]
  }

  static func section(among sections: [(key: String, name: Text)]) -> any FormField {
    Field.among(
      "section", .tokenSection, help: Text(fr: "Sans choix : toutes.", en: "Without a choice: all of them."),
      sections.map { ($0.key, $0.name) }
    ).optional
  }
}

extension Page {
  mutating func tokens(_ tokens: [APIToken], _ sections: [(key: String, name: Text)]) {
    section(Text(fr: "Jetons d’API", en: "API tokens")) { page in
      if !tokens.isEmpty { page.markup.raw("<ul class=\"people\">\n") }
      for token in tokens {
        page.markup.raw("<li><strong>")
        page.data(token.name)
        page.markup.raw("</strong> ")
        page.say(token.reach.writes ? Text(fr: "lit et modifie", en: "reads and writes") : Text(fr: "lit", en: "reads"))
        if let section = sections.first(where: { $0.key == token.reach.sections }) {
          page.markup.raw(", ")
          page.say(section.name)
        }
        page.markup.raw("<br>")
        page.say(
          Text(
            fr: "Créé le \(Language.fr.moment(token.createdAt)), valable jusqu’au \(Language.fr.long(token.expires))",
            en: "Created \(Language.en.moment(token.createdAt)), good until \(Language.en.long(token.expires))"))
        page.button("/compte/jetons/\(token.id)/fin", .revokeToken)
        page.markup.raw("</li>\n")
      }
      if !tokens.isEmpty { page.markup.raw("</ul>\n") }
      page.actions([ActionLink(.newToken, to: "/compte/jetons/nouveau", allow: .signedIn)])
    }
  }
}

extension Text {
  static let newToken = Text(fr: "Nouveau jeton", en: "New token")
  static let revokeToken = Text(fr: "Révoquer ce jeton", en: "Revoke this token")
  static let tokenSection = Text(fr: "Rubrique", en: "Section")
  static let tokenDay = Text(
    fr: "Un jour à venir, dans un an au plus, est attendu.", en: "A day to come, within a year, is expected.")
}
