import HTTP
import OpenID
import SQL

/// What one sees and settles of one's own identities.
extension PlatformDoor {
  var identityRoutes: [Endpoint] { detach + [attachAgain] }

  private var detach: [Endpoint] {
    Endpoint.act(
      .detachIdentity, allow: .signedIn, page: "/compte/identites/{identity}/retrait",
      posts: "/compte/identites/{identity}/retrait", RemoveForm.self,
      show: { visit in
        _ = try await IdentityStore(visit.scope).mine(visit.id("identity"))
        let hasPassword: Bool = try await visit.hasPassword()
        return FormPage(
          .detachIdentity, crumbs: [Crumb.account(visit)], intro: hasPassword ? .detachingIdentity : .passwordFirst,
          submit: .detachIdentity, isClosed: !hasPassword,
          above: { page in
            guard !hasPassword else { return }
            page.markup.raw("<p>")
            page.link("/mot-de-passe-oublie", .choosePassword)
            page.markup.raw("</p>\n")
          })
      },
      act: { visit, form in
        let identity: AccountIdentity = try await IdentityStore(visit.scope).mine(visit.id("identity"))
        // Whoever has none would be shut out for good.
        guard try await visit.hasPassword() else { throw Refusal.conflict(.passwordFirst) }
        _ = try await visit.provenOwner(form.current)
        try await visit.scope.change { scope in
          try await IdentityStore(scope).detach(identity, keeping: visit.viewer.session?.id)
        }
        return .redirect(to: "/compte?done=\(Deed.identityDetached.key)")
      })
  }

  private var attachAgain: Endpoint {
    .button("/compte/identites/{identity}/rattachement", .attachIdentity, allow: .signedIn) { visit in
      try await visit.scope.change { scope in
        let identities = IdentityStore(scope)
        try await identities.attachAgain(try await identities.mine(visit.id("identity")))
      }
      return .redirect(to: "/compte?done=\(Deed.identityAttached.key)")
    }
  }
}

extension Visit {
  fileprivate func hasPassword() async throws -> Bool {
    try await scope.value("SELECT password IS NOT NULL FROM account WHERE id = \(scope.actor.account.value)")
  }
}

extension Page {
  mutating func identities(
    _ identities: [(identity: AccountIdentity, organisation: Organisation?)], _ settings: IdentityProvider.Settings?
  ) {
    guard !identities.isEmpty else { return }
    section(.identities) { page in
      page.markup.raw("<ul class=\"people\">\n")
      for (identity, organisation) in identities {
        page.markup.raw("<li><strong>")
        page.say(identity.title(settings))
        page.markup.raw("</strong>")
        for fact in [identity.email, organisation?.name].compactMap({ $0 }) { page.data(", \(fact)") }
        if let siret = identity.siret { page.data(", SIRET \(siret)") }
        page.markup.raw("<br>")
        if let detachedAt = identity.detachedAt {
          page.say(
            Text(
              fr: "Détaché le \(Language.fr.moment(detachedAt)) : n’ouvre plus ce compte.",
              en: "Detached \(Language.en.moment(detachedAt)): no longer opens this account."))
          page.button("/compte/identites/\(identity.id)/rattachement", .attachIdentity)
        } else {
          page.say(
            Text(
              fr: "Ouvre ce compte depuis le \(Language.fr.moment(identity.attachedAt))",
              en: "Opens this account since \(Language.en.moment(identity.attachedAt))"))
          page.markup.raw(" ")
          page.link("/compte/identites/\(identity.id)/retrait", .detachIdentity)
        }
        page.markup.raw("</li>\n")
      }
      page.markup.raw("</ul>\n")
    }
  }
}

extension AccountIdentity {
  func title(_ settings: IdentityProvider.Settings?) -> Text { .provider(issuer, settings) }
}

extension Text {
  /// What people call a provider: as it is set up now, else by its address.
  static func provider(_ issuer: String, _ settings: IdentityProvider.Settings?) -> Text {
    guard let settings, settings.issuer == issuer else {
      return Text(name: issuer.split(separator: "/").dropFirst().first.map(String.init) ?? issuer)
    }
    return settings.title
  }
}
