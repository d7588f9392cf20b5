import HTTP
import Mail
import SQL

extension PlatformDoor {
  var passwordRoutes: [Endpoint] { (forgotten + [follow] + choosePassword + confirmEmail).map(\.alwaysOpen) }

  private var forgotten: [Endpoint] {
    Endpoint.act(
      .passwordForgotten, allow: .everyone, page: "/mot-de-passe-oublie", posts: "/mot-de-passe-oublie",
      ForgottenForm.self,
      show: { _ in
        FormPage(
          .passwordForgotten, crumbs: [],
          intro: Text(
            fr: "Nous envoyons un lien à cette adresse, si un compte lui correspond.",
            en: "We send a link to this address, if there is an account for it.",
            de: "Wir schicken einen Link an diese Adresse, falls es ein Konto dazu gibt."),
          submit: Text(fr: "Recevoir un lien", en: "Send me a link", de: "Link anfordern"), canCancel: false)
      },
      act: { visit, form in
        let (app, now, home): (App, Instant, Territory?) = (visit.app, visit.scope.now, visit.territory)
        // After the answer, so that it comes as fast for an address that has no account.
        app.later { try await app.sendReset(to: form.email, from: visit.request.head.client, home, at: now) }
        return app.page(visit, Text.linkOnItsWay(visit.language), crumbs: []) { page in
          page.paragraph(.linkOnItsWayIf(form.email.text))
        }
      })
  }

  /// Takes the secret out of the address at once: neither the browser's history nor a referrer keeps what still opens.
  private var follow: Endpoint {
    .raw("/acces", .accessLink, allow: .everyone) { visit, app in
      let secret: String = visit.request.head.target.query["jeton"] ?? ""
      guard let link = try await AccessLink.find(secret, app.database, at: visit.scope.now) else {
        return app.page(visit, Text.linkDead(visit.language), crumbs: [], status: .notFound) { page in
          page.paragraph(.linkUsed)
          page.markup.raw("<p>")
          page.link("/mot-de-passe-oublie", .askForLink)
          page.markup.raw("</p>\n")
        }
      }
      var response: Response = .redirect(to: link.purpose == .email ? "/nouvelle-adresse" : "/mot-de-passe")
      response.add("Set-Cookie", app.cookie(AccessCookie.name, secret, seconds: AccessCookie.seconds))
      response.set("Referrer-Policy", "no-referrer")
      response.set("Cache-Control", "no-store")
      return response
    }
  }

  private var choosePassword: [Endpoint] {
    Endpoint.act(
      .choosePassword, allow: .everyone, page: "/mot-de-passe", posts: "/mot-de-passe", NewPasswordForm.self,
      show: { visit in
        let link: AccessLink = try await visit.accessLink()
        return FormPage(
          .choosePassword, crumbs: [], intro: .choosePasswordFor(link.account), submit: .choosePassword,
          initial: NewPasswordForm.typed(link.account), canCancel: false)
      },
      act: { visit, form in
        let app: App = visit.app
        let now: Instant = visit.scope.now
        let known: AccessLink = try await visit.accessLink()
        if let fault = PasswordRule.fault(form.password, (known.account.email, known.account.name)) {
          throw Refusal.invalid("password", fault)
        }
        let hash: String = try await app.hasher.hash(form.password)
        let secret: String = visit.request.head.headers.cookie(AccessCookie.name) ?? ""
        let link: AccessLink = try await app.database.change { session in
          let link: AccessLink = try await AccessLink.use(secret, session, at: now)
          guard link.purpose != .email else { throw Refusal.conflict(.linkUsed) }
          try await session.run(
            "UPDATE account SET password = \(hash), version = version + 1 WHERE id = \(link.account.id)")
          // Whoever may have been in with the old one is out.
          try await SessionStore.close("1 = 1", of: link.account.id, at: now, session)
          return link
        }
        var response: Response = try await SignIn(visit).open(
          link.account, needsCode: link.account.hasSecondFactor, back: "/", notice: .passwordChosen)
        response.add("Set-Cookie", app.cookie(AccessCookie.name, "", seconds: 0))
        return response
      })
  }

  /// A link proves the new address; the change itself is asked for by a button, which no mail scanner presses.
  private var confirmEmail: [Endpoint] {
    Endpoint.act(
      .newEmail, allow: .everyone, page: "/nouvelle-adresse", posts: "/nouvelle-adresse", NoForm.self,
      show: { visit in
        let link: AccessLink = try await visit.accessLink()
        guard let email = link.email else { throw Refusal.notFound }
        return FormPage(
          .newEmail, crumbs: [],
          intro: Text(
            fr: "\(link.account.name), vous vous connecterez désormais avec \(email).",
            en: "\(link.account.name), from now on you sign in with \(email).",
            de: "\(link.account.name), Sie melden sich künftig mit \(email) an."),
          submit: Text(fr: "Confirmer cette adresse", en: "Confirm this address", de: "Diese Adresse bestätigen"),
          canCancel: false)
      },
      act: { visit, _ in
        let now: Instant = visit.scope.now
        let secret: String = visit.request.head.headers.cookie(AccessCookie.name) ?? ""
        do {
          let account: ID<Account> = try await visit.app.database.change { session in
            let link: AccessLink = try await AccessLink.use(secret, session, at: now)
            guard let email = link.email.flatMap({ EmailAddress($0) }) else { throw Refusal.conflict(.linkUsed) }
            try await session.run(
              """
              UPDATE account SET email = \(email.text), email_key = \(email.key), version = version + 1
              WHERE id = \(link.account.id)
              """)
            return link.account.id
          }
          try await Accounts(visit.app, as: visit.viewer.account?.name ?? "").audit(.emailChanged, account)
        } catch let error as DatabaseError where error.kind == .unique {
          throw Refusal.conflict(.linkUsed)
        }
        var response: Response = .redirect(to: "/compte?done=\(Deed.emailChanged.key)")
        response.add("Set-Cookie", visit.app.cookie(AccessCookie.name, "", seconds: 0))
        return response
      })
  }
}

enum AccessCookie {
  static let name: String = "terreau_access"
  static let seconds: Int = 1_800
}

extension Visit {
  /// The link that brought this browser here, while it is good.
  fileprivate func accessLink() async throws -> AccessLink {
    guard let secret = request.head.headers.cookie(AccessCookie.name),
      let link = try await AccessLink.find(secret, app.database, at: scope.now)
    else { throw Refusal.notFound }
    return link
  }
}

extension App {
  /// Sends a link to whoever owns the address. Says nothing, whatever happens.
  func sendReset(to email: EmailAddress, from client: String, _ territory: Territory?, at now: Instant) async throws {
    let subject: String = "reset:\(Secrets.digest(email.key))"
    try await database.change { session in
      let since: Instant = now.adding(seconds: -3_600)
      let asked: Int = try await session.value(
        "SELECT count(*) FROM failed_attempt WHERE subject = \(subject) AND at > \(since)")
      // Nobody's letter box is filled by somebody else's asking.
      guard asked < 5 else { return }
      try await session.run("INSERT INTO failed_attempt (subject, at) VALUES (\(subject), \(now))")
      let found: Account? = try await session.first(
        "SELECT \(Account.columns) FROM account WHERE email_key = \(email.key) AND disabled_at IS NULL")
      guard let account = found, let address = EmailAddress(account.email) else { return }
      let secret: String = Secrets.draw()
      try await session.run(AccessLink.insertion(secret, .reset, for: account.id, at: now))
      let letter = Letter(
        .resetSubject, [.resetBody(account.name)], link: settings.publicAddress + AccessLink.path(secret),
        after: [.resetIgnore], from: territory?.name ?? "Terreau", account.language ?? territory?.language ?? .fr)
      try await session.run(
        Outbox(secrets: secrets).insertion(
          letter, to: address, about: .passwordReset, of: territory?.id, for: account.id, at: now))
    }
  }
}

struct ForgottenForm: Form {
  static let email = Field.email("email", .email)
  static let fields: [any FormField] = [email]

  let email: EmailAddress

  init(_ values: FormValues) throws(Refusal) { email = values[Self.email] }
}

/// A button of its own page.
struct NoForm: Form {
  static let fields: [any FormField] = []

  init(_ values: FormValues) throws(Refusal) {}
}

struct NewPasswordForm: Form {
  /// Not read: there for password keepers, which file the new password under it.
  static let email = Field<String?>.carried("username", most: 300)
  static let password = Field.password(
    "password", Text(fr: "Nouveau mot de passe", en: "New password", de: "Neues Passwort"),
    help: Text(
      fr: "Au moins \(PasswordRule.leastCharacters) caractères ; une phrase entière convient très bien.",
      en: "At least \(PasswordRule.leastCharacters) characters; a whole sentence does very well.",
      de: "Mindestens \(PasswordRule.leastCharacters) Zeichen; ein ganzer Satz eignet sich gut.")
  ).filledIn(as: "new-password")
  static let fields: [any FormField] = [email, password]

  let password: String

  init(_ values: FormValues) throws(Refusal) { password = values[Self.password] }

  static func typed(_ account: Account) -> Typed {
    var typed = Typed()
    typed["username"] = account.email
    return typed
  }
}

extension Text {
  static let choosePassword = Text(
    fr: "Choisir un mot de passe", en: "Choose a password", de: "Passwort wählen")
  static let newEmail = Text(fr: "Nouvelle adresse", en: "New address", de: "Neue Adresse")
  static let accessLink = Text(fr: "Lien d’accès", en: "Access link", de: "Zugangslink")
  static let askForLink = Text(fr: "Demander un autre lien", en: "Ask for another link", de: "Neuen Link anfordern")
  static let linkDead = Text(
    fr: "Ce lien ne s’ouvre plus", en: "This link no longer opens", de: "Dieser Link ist nicht mehr gültig")
  static let linkOnItsWay = Text(fr: "Un lien est en route", en: "A link is on its way", de: "Ein Link ist unterwegs")

  static func linkOnItsWayIf(_ email: String) -> Text {
    Text(
      fr:
        "Si un compte correspond à \(email), il reçoit un lien dans la minute ; ce lien vaut deux heures. Rien ? Regardez les indésirables, puis demandez à la personne qui vous a invité.",
      en:
        "If there is an account for \(email), it gets a link within a minute; the link is good for two hours. Nothing? Look among the unwanted mail, then ask whoever invited you.",
      de: "Wenn es zu \(email) ein Konto gibt, kommt der Link in einer Minute; er gilt zwei Stunden.")
  }

  static func choosePasswordFor(_ account: Account) -> Text {
    Text(
      fr: "Bonjour \(account.name). Ce mot de passe ira avec \(account.email).",
      en: "Hello \(account.name). This password goes with \(account.email).",
      de: "Guten Tag, \(account.name). Dieses Passwort gehört zu \(account.email).")
  }

  static let resetSubject = Text(
    fr: "Votre accès à Terreau", en: "Your access to Terreau", de: "Ihr Zugang zu Terreau")

  static func resetBody(_ name: String) -> Text {
    Text(
      fr:
        "Bonjour \(name),\n\nQuelqu’un, sans doute vous, a demandé à choisir un nouveau mot de passe. Ce lien vaut deux heures et ne sert qu’une fois :",
      en:
        "Hello \(name),\n\nSomebody, probably you, asked to choose a new password. This link is good for two hours, once:",
      de:
        "Guten Tag, \(name),\n\njemand, wahrscheinlich Sie selbst, möchte ein neues Passwort wählen. Dieser Link gilt zwei Stunden und nur einmal:"
    )
  }

  static let resetIgnore = Text(
    fr: "Si ce n’était pas vous, ne faites rien : votre mot de passe reste le même.",
    en: "If it was not you, do nothing: your password stays the same.",
    de: "Wenn Sie es nicht waren, tun Sie nichts: Ihr Passwort bleibt gültig.")
}
