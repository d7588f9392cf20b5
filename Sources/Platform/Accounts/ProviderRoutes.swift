import HTTP
import OpenID
import SQL

extension PlatformDoor {
  var providerRoutes: [Endpoint] { [leave, comeBack].map(\.alwaysOpen) }

  private var leave: Endpoint {
    .raw(ProviderPath.begin, .signInOtherwise) { visit, _ in try await ProviderSignIn(visit).begin() }
  }

  private var comeBack: Endpoint {
    .raw(ProviderPath.back, .signInOtherwise) { visit, _ in try await ProviderSignIn(visit).finish() }
  }
}

/// Why somebody comes back from the provider without a session: told on the sign-in page.
enum ProviderFailure: String {
  case stale, denied, absent, unproven, detached

  static let key: String = "echec"

  func message(_ provider: Text) -> Text {
    Text { language in
      let name: String = provider(language)
      return switch self {
      case .stale: Text.backTooLate(name)(language)
      case .denied: Text.backDenied(name)(language)
      case .absent: Text.providerAbsent(name)(language)
      case .unproven: Text.notProven(name)(language)
      case .detached: Text.identityIsDetached(name)(language)
      }
    }
  }
}

extension Page {
  /// The other way in, above the form. It begins where it will end: the provider knows one address of ours, and a cookie is
  /// of one host, while a territory may have a host of its own.
  mutating func provider(_ settings: IdentityProvider.Settings, _ asked: FormPairs, at address: String) {
    if let failure = asked[ProviderFailure.key].flatMap(ProviderFailure.init) {
      markup.raw("<div class=\"errors\" role=\"alert\" tabindex=\"-1\">\n<h2>")
      say(failure.message(settings.title))
      markup.raw("</h2>\n")
      // Eight digits that we drew, or nothing: anybody can write an address.
      if let reference = asked["reference"], reference.utf8.count == 8, bytes(hexadecimal: reference[...]) != nil {
        paragraph(.providerReference(reference))
      }
      markup.raw("</div>\n")
    }
    let back: String? = LocalPath(asked["retour"])?.text
    let query: String = FormPairs().setting("retour", to: back).encoded
    markup.raw("<p class=\"actions\"><a class=\"button\" href=\"")
    data(address + ProviderPath.begin + (query.isEmpty ? "" : "?\(query)"))
    markup.raw("\">")
    say(settings.invitation)
    markup.raw("</a>")
    if settings.isProConnect {
      markup.raw(" ")
      link(
        "https://www.proconnect.gouv.fr/",
        Text(fr: "Qu’est-ce que ProConnect ?", en: "What is ProConnect?", de: "Was ist ProConnect?"), opensAside: true)
    }
    markup.raw("</p>\n")
    paragraph(
      Text(
        fr: "Ou avec votre mot de passe de Terreau :", en: "Or with your Terreau password:",
        de: "Oder mit Ihrem Terreau-Passwort:"))
  }
}

extension Visit {
  /// Ends the session at the provider too, where it has a place for that: the one here is over already.
  func leaving(_ origin: SessionOrigin?) async -> Response? {
    guard let provider = app.settings.identityProvider, let sealed = origin?.idToken,
      let token = app.secrets.opened(sealed, SessionOrigin.purpose).flatMap({ String(validating: $0, as: UTF8.self) }),
      let address = await provider.endSession(
        idToken: token, state: Secrets.draw(), back: app.settings.publicAddress + "/",
        at: scope.now.milliseconds / 1_000)
    else { return nil }
    let visitor: Visit = app.visit(
      request, Viewer(.nobody(on: scope.territory), territory), [], .page, spoken)
    let name: Text = provider.settings.title
    var response: Response = app.page(visitor, Text.signedOutHere(language), crumbs: []) { page in
      page.paragraph(.signingOutThere(name))
      page.markup.raw("<p>")
      page.link(address, .goOn)
      page.markup.raw("</p>\n")
    }
    // No redirect: it would answer a form, and our own policy forbids forms to lead elsewhere (form-action).
    response.set("Refresh", "0; url=\(address)")
    response.set("Cache-Control", "no-store")
    response.set("Referrer-Policy", "no-referrer")
    return response
  }
}
