import HTTP
import Mail
import OpenID
import SQL

/// What one sees and settles of one's own account.
extension PlatformDoor {
  var accountRoutes: [Endpoint] {
    [mine] + change + changePassword + changeEmail + identityRoutes + sessions + territories
  }

  private var mine: Endpoint {
    .page("/compte", .myAccount, allow: .signedIn) { visit in
      let account: Account = try await AccountStore(visit.scope).mine()
      let sessions: [UserSession] = try await SessionStore(database: visit.app.database, now: visit.scope.now)
        .living(of: account.id)
      let tokens: [APIToken] = try await APITokenStore(visit.scope).mine()
      let roles: [Role] = try await RoleStore(visit.scope).roles(of: account.id)
      let store = IdentityStore(visit.scope)
      var identities: [(identity: AccountIdentity, organisation: Organisation?)] = []
      for identity in try await store.mine() {
        var organisation: Organisation?
        // The establishment that they sign in for, where this territory’s directory knows it.
        if let siret = identity.siret { organisation = try await OrganisationStore(visit.scope).having(siret: siret) }
        identities.append((identity, organisation))
      }
      let (known, provider) = (identities, visit.app.settings.identityProvider?.settings)
      let current: ID<UserSession>? = visit.viewer.session?.id
      return (
        account.name,
        { page in
          page.facts(View.account.without("name"), account)
          page.actions([
            ActionLink(Text(fr: "Modifier", en: "Change"), to: "/compte/modifier", allow: .signedIn),
            ActionLink(.changePassword, to: "/compte/mot-de-passe", allow: .signedIn),
            ActionLink(.changeEmail, to: "/compte/adresse", allow: .signedIn),
            ActionLink(.secondFactor, to: "/compte/second-facteur", allow: .signedIn),
            ActionLink(.calendars, to: "/compte/calendriers", allow: .signedIn),
            ActionLink(.changeTerritory, to: "/territoires", allow: .signedIn),
          ])
          page.section(.roles) { page in
            page.table(
              View.role.without("account", "email", "active"), roles, caption: .roles, empty: .noRoleHere)
          }
          page.shortcuts()
          page.identities(known, provider)
          page.sessions(sessions, current, provider)
          page.tokens(tokens, visit.app.sections)
        }
      )
    }
  }

  private var change: [Endpoint] {
    Endpoint.form(
      .changeAccount, allow: .signedIn, page: "/compte/modifier", posts: "/compte", AccountForm.self,
      show: { visit in
        let account: Account = try await AccountStore(visit.scope).mine()
        return FormPage(
          .changeAccount, crumbs: [Crumb.account(visit)], submit: .save, initial: AccountForm.typed(account))
      },
      submit: { _, scope, form in
        let store = AccountStore(scope)
        let account: Account = try await store.change(try await store.mine(), form)
        return .changed(.accountChanged, at: "/compte", .account, account)
      })
  }

  private var changePassword: [Endpoint] {
    Endpoint.act(
      .changePassword, allow: .signedIn, page: "/compte/mot-de-passe", posts: "/compte/mot-de-passe",
      ChangePasswordForm.self,
      show: { visit in
        FormPage(
          .changePassword, crumbs: [Crumb.account(visit)],
          intro: Text(
            fr: "Vos autres sessions seront fermées.", en: "Your other sessions will be closed."),
          submit: .choosePassword)
      },
      act: { visit, form in
        let account: Account = try await visit.provenOwner(form.current)
        if let fault = PasswordRule.fault(form.password, (account.email, account.name)) {
          throw Refusal.invalid("password", fault)
        }
        let hash: String = try await visit.app.hasher.hash(form.password)
        try await visit.app.database.change { session in
          try await session.run(
            "UPDATE account SET password = \(hash), version = version + 1 WHERE id = \(account.id)")
          try await SessionStore.close("1 = 1", of: account.id, at: visit.scope.now, session)
        }
        return try await SignIn(visit).open(account, needsCode: false, back: "/compte", notice: .passwordChosen)
      })
  }

  private var changeEmail: [Endpoint] {
    Endpoint.act(
      .changeEmail, allow: .signedIn, page: "/compte/adresse", posts: "/compte/adresse", ChangeEmailForm.self,
      show: { visit in
        FormPage(
          .changeEmail, crumbs: [Crumb.account(visit)],
          intro: Text(
            fr: "Nous envoyons un lien à la nouvelle adresse ; elle remplace l’ancienne quand vous l’avez suivi.",
            en: "We send a link to the new address; it replaces the old one once you have followed it."),
          submit: Text(fr: "Recevoir un lien", en: "Send me a link"))
      },
      act: { visit, form in
        let account: Account = try await visit.provenOwner(form.current)
        let (app, now): (App, Instant) = (visit.app, visit.scope.now)
        let secret: String = Secrets.draw()
        let name: String = visit.territory?.name ?? "Terreau"
        let letter = Letter(
          .newEmailSubject, [.newEmailBody(account.name)],
          link: app.settings.publicAddress + AccessLink.path(secret), from: name, visit.language)
        let warning = Letter(
          .emailWarningSubject, [.emailWarningBody(account.name, form.email.text)], from: name, visit.language)
        try await app.database.change { session in
          try await session.run(
            AccessLink.insertion(secret, .email, for: account.id, email: form.email.text, at: now))
          let outbox = Outbox(secrets: app.secrets)
          let home: ID<Territory>? = visit.territory?.id
          try await session.run(
            outbox.insertion(letter, to: form.email, about: .newAddress, of: home, for: account.id, at: now))
          if let old = EmailAddress(account.email) {
            try await session.run(
              outbox.insertion(warning, to: old, about: .accountWarning, of: home, for: account.id, at: now))
          }
        }
        return app.page(visit, Text.linkOnItsWay(visit.language), crumbs: [Crumb.account(visit)]) { page in
          page.paragraph(.linkOnItsWayTo(form.email.text))
        }
      })
  }

  private var sessions: [Endpoint] {
    [
      .button("/compte/sessions/{session}/fin", .endSession, allow: .signedIn) { visit in
        let id: ID<UserSession> = try visit.id("session")
        return try await visit.closingSessions("id = \(id)")
      },
      .button("/compte/sessions/fin", .endOtherSessions, allow: .signedIn) { visit in
        try await visit.closingSessions("id <> \(visit.viewer.session?.id ?? ID(0))")
      },
    ]
  }

  private var territories: [Endpoint] {
    [
      .page("/territoires", .territories, allow: .everyone) { visit in
        let territories: [Territory] = try await visit.app.openTerritories(for: visit.scope.actor.account, visit)
        return (
          Text.territories(visit.language),
          { page in page.territories(territories, visit.territory?.id) }
        )
      },
      .button("/territoires/{territory}/choix", .changeTerritory, allow: .everyone) { visit in
        let id: ID<Territory> = try visit.id("territory")
        let territories: [Territory] = try await visit.app.openTerritories(for: visit.scope.actor.account, visit)
        guard let territory = territories.first(where: { $0.id == id }) else { throw Refusal.notFound }
        if let secret = visit.request.head.sessionMark(visit.viewer) {
          try await SessionStore(database: visit.app.database, now: visit.scope.now).move(secret: secret, to: id)
        }
        var response: Response = .redirect(to: "/")
        response.add(
          "Set-Cookie", visit.app.cookie("terreau_territory", territory.slug, seconds: 365 * 86_400))
        return response
      },
    ]
  }
}

extension Visit {
  /// The account of whoever sits here, once the password has shown that it is theirs.
  func provenOwner(_ password: String) async throws -> Account {
    let account: Account = try await AccountStore(scope).mine()
    let guarding = SignInGuard(
      app.secrets, account: account.email.lowercased(), device: "own \(account.id)", client: request.head.client)
    try await guarding.check(app.database, at: scope.now)
    let hash: String? = try await app.database.read {
      try await $0.value("SELECT password FROM account WHERE id = \(account.id)")
    }
    guard try await app.hasher.verify(password, hash) else {
      try await guarding.failed(app.database, at: scope.now)
      throw Refusal.invalid(
        "current", Text(fr: "Ce n’est pas votre mot de passe actuel.", en: "This is not your present password."))
    }
    return account
  }

  fileprivate func closingSessions(_ which: Query) async throws -> Response {
    guard let account = scope.actor.account else { throw Refusal.notFound }
    try await app.database.change { session in
      try await SessionStore.close(which, of: account, at: scope.now, session)
    }
    if territory != nil {
      try await scope.change { try await AccountStore($0).audit(.sessionsRevoked, account) }
    }
    return .redirect(to: "/compte?done=\(Deed.sessionsRevoked.key)")
  }
}

extension App {
  /// Territories that somebody may go to: the open ones, in French order.
  func openTerritories(for account: ID<Account>?, _ visit: Visit) async throws -> [Territory] {
    try await database.all(
      """
      SELECT \(Territory.columns) FROM territory WHERE closed_at IS NULL OR EXISTS (
        SELECT 1 FROM role WHERE role.territory_id = territory.id AND role.account_id = \(account.value)
          AND role.kind = 'administrator' AND \(Role.holding(on: visit.scope.today)))
      ORDER BY territory.name
      """, as: Territory.self
    ).sorted { sortKey($0.name) < sortKey($1.name) }
  }
}

extension Crumb {
  static func account(_ visit: Visit) -> Crumb { Crumb(Text.myAccount(visit.language), "/compte") }
}

extension Page {
  fileprivate mutating func sessions(
    _ sessions: [UserSession], _ current: ID<UserSession>?, _ provider: IdentityProvider.Settings?
  ) {
    section(Text(fr: "Sessions ouvertes", en: "Open sessions")) { page in
      page.markup.raw("<ul class=\"people\">\n")
      for session in sessions {
        page.markup.raw("<li>")
        page.say(session.device)
        page.data(", \(session.client)")
        if let issuer = session.issuer {
          page.data(", ")
          page.say(.provider(issuer, provider))
        }
        page.markup.raw("<br>")
        page.say(
          Text(
            fr: "Ouverte le \(Language.fr.moment(session.openedAt)), vue le \(Language.fr.moment(session.seenAt))",
            en: "Opened \(Language.en.moment(session.openedAt)), seen \(Language.en.moment(session.seenAt))"))
        if session.id == current {
          page.markup.raw(" ")
          page.mark(Text(fr: "celle-ci", en: "this one"))
        } else {
          page.button("/compte/sessions/\(session.id)/fin", .endSession)
        }
        page.markup.raw("</li>\n")
      }
      page.markup.raw("</ul>\n")
      if sessions.count > 1 { page.button("/compte/sessions/fin", .endOtherSessions) }
    }
  }

  fileprivate mutating func territories(_ territories: [Territory], _ current: ID<Territory>?) {
    markup.raw("<ul class=\"cards\">\n")
    for territory in territories {
      markup.raw("<li><p><strong>")
      data(territory.name)
      markup.raw("</strong></p>")
      if territory.id == current {
        paragraph(Text(fr: "Vous y êtes.", en: "You are here.", de: "Sie sind hier."))
      } else {
        button("/territoires/\(territory.id)/choix", Text(fr: "Y aller", en: "Go there", de: "Dorthin"))
      }
      markup.raw("</li>\n")
    }
    markup.raw("</ul>\n")
  }

  /// A key that leads somewhere can be turned off (WCAG 2.1, 2.1.4). The script shows the button, as it reads the key.
  mutating func shortcuts() {
    markup.raw("<p><button type=\"button\" class=\"second\" data-shortcuts hidden>")
    say(
      Text(
        fr: "La touche / mène à la recherche", en: "The / key leads to the search box",
        de: "Die Taste / führt zur Suche"))
    markup.raw("</button></p>\n")
  }

  /// A form of one button.
  public mutating func button(_ path: String, _ label: Text, isMain: Bool = false) {
    markup.raw("<form class=\"button-form\" method=\"post\" action=\"")
    data(path)
    markup.raw("\">")
    hidden("_token", token.draw())
    markup.raw(isMain ? "<button type=\"submit\">" : "<button class=\"quiet\" type=\"submit\">")
    say(label)
    markup.raw("</button></form>\n")
  }
}
