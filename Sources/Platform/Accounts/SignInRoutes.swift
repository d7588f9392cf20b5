import HTTP
import Mail
import SQL

enum SignInPath {
  static let page: String = "/connexion"

  /// The way in, and back to where one was.
  static func returning(to head: Head) -> String {
    guard let path = LocalPath(head), path.text != "/", !path.text.hasPrefix(page) else { return page }
    return "\(page)?\(FormPairs().setting("retour", to: path.text).encoded)"
  }
}

extension PlatformDoor {
  var signInRoutes: [Endpoint] {
    (signIn + giveCode + [signOut]).map(\.alwaysOpen)
  }

  private var signIn: [Endpoint] {
    Endpoint.act(
      .signIn, allow: .everyone, page: SignInPath.page, posts: SignInPath.page, SignInForm.self,
      show: { visit in
        var initial = Typed()
        initial["return"] = LocalPath(visit.request.head.target.query["retour"])?.text
        return FormPage(
          .signIn, crumbs: [], submit: .signIn, initial: initial, canCancel: false,
          above: { page in
            guard visit.territory != nil, let provider = visit.app.settings.identityProvider else { return }
            page.provider(provider.settings, visit.asked, at: visit.app.settings.publicAddress)
          },
          below: { page in
            page.markup.raw("<p>")
            page.link("/mot-de-passe-oublie", .passwordForgotten)
            page.markup.raw("</p>\n")
          })
      },
      act: { visit, form in try await SignIn(visit).with(form) })
  }

  private var giveCode: [Endpoint] {
    Endpoint.act(
      .secondFactor, allow: .everyone, page: "/connexion/code", posts: "/connexion/code", CodeForm.self,
      show: { visit in
        guard visit.viewer.session?.step == .code else { throw Refusal.notFound }
        var initial = Typed()
        initial["return"] = LocalPath(visit.request.head.target.query["retour"])?.text
        return FormPage(
          .secondFactor, crumbs: [],
          intro: Text(
            fr: "Ouvrez l’application de votre téléphone et recopiez le code à six chiffres de Terreau.",
            en: "Open the application on your telephone and copy Terreau’s six-digit code.",
            de: "Öffnen Sie die App auf Ihrem Telefon und geben Sie den sechsstelligen Code ein."),
          submit: .signIn, initial: initial, canCancel: false)
      },
      act: { visit, form in try await SignIn(visit).with(form) })
  }

  private var signOut: Endpoint {
    .button("/deconnexion", Text(fr: "Se déconnecter", en: "Sign out", de: "Abmelden"), allow: .everyone) { visit in
      let store = SessionStore(database: visit.app.database, now: visit.scope.now)
      let origin: SessionOrigin? = try await store.origin(of: visit.request.head.sessionSecret)
      if let secret = visit.request.head.sessionSecret {
        if visit.scope.actor.account != nil, visit.territory != nil {
          try await visit.scope.change { scope in
            try await AccountStore(scope).audit(.signedOut, scope.actor.account ?? ID(0))
          }
        }
        try await store.close(secret: secret)
      }
      var response: Response = await visit.leaving(origin) ?? .redirect(to: "/")
      response.add("Set-Cookie", visit.app.cookie(visit.app.sessionCookie, "", seconds: 0))
      // What this browser kept of pages that are no longer its reader's.
      response.set("Clear-Site-Data", "\"cache\"")
      return response
    }
  }
}

struct SignInForm: Form {
  static let email = Field.email("email", .email).filledIn(as: "username")
  static let password = Field.password("password", .password).filledIn(as: "current-password")
  static let back = Field<String?>.carried("return", most: 2_000)
  static let fields: [any FormField] = [email, password, back]

  let email: EmailAddress
  let password: String
  let back: String?

  init(_ values: FormValues) throws(Refusal) {
    email = values[Self.email]
    password = values[Self.password]
    back = values[Self.back]
  }
}

struct CodeForm: Form {
  static let code = Field.code(
    "code", .code,
    help: Text(
      fr: "Sans votre téléphone, un code de secours convient aussi.",
      en: "Without your telephone, a recovery code does as well.", de: "Ohne Telefon hilft ein Wiederherstellungscode.")
  )
  static let back = Field<String?>.carried("return", most: 2_000)
  static let fields: [any FormField] = [code, back]

  let code: String
  let back: String?

  init(_ values: FormValues) throws(Refusal) {
    code = values[Self.code]
    back = values[Self.back]
  }
}

extension Text {
  static let signIn = Text(fr: "Se connecter", en: "Sign in", de: "Anmelden")
  static let password = Text(fr: "Mot de passe", en: "Password", de: "Passwort")
  static let code = Text(fr: "Code", en: "Code", de: "Code")
  static let passwordForgotten = Text(
    fr: "Mot de passe oublié ou pas encore choisi", en: "Password forgotten, or not chosen yet",
    de: "Passwort vergessen oder noch nicht gewählt")
  /// The same for an unknown address, a closed account and a wrong password.
  static let wrongCredentials = Text(
    fr: "Cette adresse et ce mot de passe ne vont pas ensemble.",
    en: "This address and this password do not go together.",
    de: "Diese Adresse und dieses Passwort passen nicht zusammen.")
  static let wrongCode = Text(
    fr: "Ce code n’est pas le bon, ou a déjà servi. Attendez le suivant.",
    en: "This code is not the right one, or has been used. Wait for the next one.",
    de: "Dieser Code ist falsch oder wurde schon benutzt.")
}
