/// What this site leaves in a browser. All of it is needed for what the reader asked for, so that no consent is to be
/// asked (article 82 of the law of 6 January 1978).
struct Cookie: Sendable {
  let name: String
  let purpose: Text
  let lasts: Text

  /// Only where people can sign in through somebody else.
  static let provider = Cookie(
    name: ProviderPath.cookie,
    purpose: Text(
      fr: "Vérifier que c’est bien votre navigateur qui revient du fournisseur d’identité.",
      en: "Verifies that it is your browser that comes back from the identity provider.",
      de: "Prüft, ob wirklich Ihr Browser vom Anmeldedienst zurückkommt."),
    lasts: Text(
      fr: "\(IdentityRequest.seconds / 60) minutes", en: "\(IdentityRequest.seconds / 60) minutes",
      de: "\(IdentityRequest.seconds / 60) Minuten"))

  static let all: [Cookie] = [
    Cookie(
      name: "terreau_session",
      purpose: Text(
        fr: "Vous reconnaître, une fois connecté ; s’appelle __Host-terreau_session quand la liaison est chiffrée.",
        en: "Recognises you once you have signed in; called __Host-terreau_session where the link is encrypted.",
        de: "Erkennt Sie nach der Anmeldung; heißt bei verschlüsselter Verbindung __Host-terreau_session."),
      lasts: Text(
        fr:
          "Jusqu’à la fermeture du navigateur ; sans effet après \(UserSession.idleSeconds / 3_600) heures d’inactivité ou \(UserSession.mostSeconds / 86_400) jours",
        en:
          "Until the browser closes; without effect after \(UserSession.idleSeconds / 3_600) idle hours or \(UserSession.mostSeconds / 86_400) days",
        de:
          "Bis der Browser geschlossen wird; wirkungslos nach \(UserSession.idleSeconds / 3_600) Stunden ohne Nutzung oder \(UserSession.mostSeconds / 86_400) Tagen"
      )),
    Cookie(
      name: "terreau_form",
      purpose: Text(
        fr: "Vérifier qu’un formulaire vient bien de ce site et de votre navigateur.",
        en: "Verifies that a form comes from this site and from your browser.",
        de: "Prüft, ob ein Formular von dieser Website und aus Ihrem Browser kommt."),
      lasts: .untilClosed),
    Cookie(
      name: "terreau_device",
      purpose: Text(
        fr: "Reconnaître un navigateur qui s’est déjà connecté : les essais d’un intrus ne vous bloquent pas.",
        en: "Recognises a browser that has signed in before: an intruder’s attempts do not lock you out.",
        de: "Erkennt einen Browser, der schon angemeldet war: Versuche Fremder sperren Sie nicht aus."),
      lasts: .oneYear),
    Cookie(
      name: AccessCookie.name,
      purpose: Text(
        fr: "Garder un lien reçu par courriel, le temps de choisir un mot de passe ou de confirmer une adresse.",
        en: "Keeps a link received by e-mail while you choose a password or confirm an address.",
        de: "Bewahrt einen per E-Mail erhaltenen Link, bis Sie ein Passwort wählen oder eine Adresse bestätigen."),
      lasts: Text(
        fr: "\(AccessCookie.seconds / 60) minutes", en: "\(AccessCookie.seconds / 60) minutes",
        de: "\(AccessCookie.seconds / 60) Minuten")),
    Cookie(
      name: "terreau_lang",
      purpose: Text(
        fr: "Retenir la langue que vous avez choisie.", en: "Remembers the language you chose.",
        de: "Merkt sich die von Ihnen gewählte Sprache."),
      lasts: .oneYear),
    Cookie(
      name: "terreau_territory",
      purpose: Text(
        fr: "Retenir le territoire que vous avez choisi.", en: "Remembers the territory you chose.",
        de: "Merkt sich das von Ihnen gewählte Gebiet."),
      lasts: .oneYear),
  ]
}

extension View<Cookie> {
  static let cookies = View(
    "Cookie",
    [
      Column("name", Text(fr: "Nom du cookie", en: "Cookie", de: "Name des Cookies")) { .text($0.name) },
      Column("purpose", Text(fr: "Usage", en: "Purpose", de: "Zweck")) { .word(key: "", $0.purpose) },
      Column("lasts", Text(fr: "Durée", en: "Lasts", de: "Dauer")) { .word(key: "", $0.lasts) },
    ])
}

extension Text {
  fileprivate static let oneYear = Text(fr: "Un an", en: "One year", de: "Ein Jahr")
  fileprivate static let untilClosed = Text(
    fr: "Jusqu’à la fermeture du navigateur", en: "Until the browser closes", de: "Bis der Browser geschlossen wird")
}
