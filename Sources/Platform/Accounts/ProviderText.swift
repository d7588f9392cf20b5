import OpenID

extension IdentityProvider.Settings {
  /// « ProConnect », or what the operator calls it.
  var title: Text {
    name.map { Text(name: $0) }
      ?? Text(fr: "votre fournisseur d’identité", en: "your identity provider", de: "Ihr Anmeldedienst")
  }

  var invitation: Text {
    guard let name else {
      return Text(
        fr: "S’identifier avec le compte de votre organisation", en: "Sign in with your organisation’s account",
        de: "Mit dem Konto Ihrer Organisation anmelden")
    }
    return Text(fr: "S’identifier avec \(name)", en: "Sign in with \(name)", de: "Mit \(name) anmelden")
  }
}

extension Text {
  static let signInOtherwise = Text(
    fr: "S’identifier autrement", en: "Sign in another way", de: "Auf andere Weise anmelden")
  static let goOn = Text(fr: "Continuer", en: "Go on", de: "Weiter")

  static let tooManyAtTheProvider = Text(
    fr: "Trop d’identifications sont en cours depuis votre réseau. Attendez dix minutes.",
    en: "Too many people of your network are signing in at once. Wait ten minutes.",
    de: "Zu viele Anmeldungen laufen gerade aus Ihrem Netz. Warten Sie zehn Minuten.")

  static func backTooLate(_ provider: String) -> Text {
    Text(
      fr:
        "Cette identification n’est plus valable : elle a déjà servi, a trop tardé ou vient d’un autre navigateur. Recommencez.",
      en: "This sign-in is no longer good: it was used, took too long or comes from another browser. Start again.",
      de:
        "Diese Anmeldung gilt nicht mehr: schon benutzt, zu spät oder aus einem anderen Browser. Beginnen Sie noch einmal."
    )
  }

  static func backDenied(_ provider: String) -> Text {
    Text(
      fr: "Vous avez renoncé à vous identifier, ou cela vous a été refusé : \(provider).",
      en: "You gave up signing in, or it was refused to you: \(provider).",
      de: "Sie haben die Anmeldung abgebrochen, oder sie wurde abgelehnt: \(provider).")
  }

  static func providerAbsent(_ provider: String) -> Text {
    Text(
      fr: "Pas de réponse pour l’instant : \(provider). Réessayez dans un moment, ou entrez avec votre mot de passe.",
      en: "No answer for now: \(provider). Try again in a moment, or come in with your password.",
      de: "Zurzeit keine Antwort: \(provider). Versuchen Sie es später, oder melden Sie sich mit Ihrem Passwort an.")
  }

  static func notProven(_ provider: String) -> Text {
    Text(
      fr: "Votre identité n’a pas pu être vérifiée : \(provider). Recommencez, ou entrez avec votre mot de passe.",
      en: "Your identity could not be verified: \(provider). Start again, or come in with your password.",
      de:
        "Ihre Identität konnte nicht geprüft werden: \(provider). Beginnen Sie noch einmal, oder melden Sie sich mit Ihrem Passwort an."
    )
  }

  static func identityIsDetached(_ provider: String) -> Text {
    Text(
      fr:
        "Ce compte ne s’ouvre plus ainsi : \(provider) en a été détaché. Entrez avec votre mot de passe ; « Mon compte » permet de rattacher.",
      en:
        "This account no longer opens that way: it was detached (\(provider)). Come in with your password; “My account” attaches it again.",
      de:
        "Dieses Konto öffnet sich so nicht mehr (\(provider)). Melden Sie sich mit Ihrem Passwort an; im Konto lässt es sich wieder verbinden."
    )
  }

  static func providerReference(_ reference: String) -> Text {
    Text(
      fr: "Si cela se reproduit, donnez cette référence à la personne qui exploite le service : \(reference).",
      en: "If it happens again, give this reference to whoever runs the service: \(reference).",
      de: "Wenn es wieder vorkommt, nennen Sie dem Betreiber diese Kennung: \(reference).")
  }

  static let noAccountHere = Text(
    fr: "Aucun compte à votre nom ici", en: "No account in your name here", de: "Kein Konto auf Ihren Namen")

  static func knownElsewhere(_ provider: Text, _ email: String?) -> Text {
    Text { language in
      let (name, who): (String, String) = (provider(language), email.map { " (\($0))" } ?? "")
      return switch language {
      case .fr: "Votre identité est établie\(who) : \(name). Mais aucun compte ouvert de Terreau n’est le vôtre."
      case .en: "You are identified\(who): \(name). But no open account of Terreau is yours."
      case .de: "Sie sind angemeldet\(who): \(name). Aber kein offenes Konto von Terreau gehört zu Ihnen."
      }
    }
  }

  static let accountsByInvitation = Text(
    fr:
      "Les comptes s’ouvrent sur invitation : demandez-la à votre interlocuteur dans ce territoire, à l’adresse que votre fournisseur d’identité connaît. Vous entrerez alors sans mot de passe.",
    en:
      "Accounts are opened by invitation: ask whoever you deal with in this territory for one, at the address that your identity provider knows. You will then come in without a password.",
    de:
      "Konten entstehen auf Einladung: Bitten Sie Ihre Ansprechperson in diesem Gebiet darum, an die Adresse, die Ihr Anmeldedienst kennt. Dann kommen Sie ohne Passwort herein."
  )

  static func leaveProvider(_ provider: Text) -> Text {
    Text { language in
      let name: String = provider(language)
      return switch language {
      case .fr: "Se déconnecter (\(name)) pour entrer sous un autre nom"
      case .en: "Sign out (\(name)) to come in as somebody else"
      case .de: "Abmelden (\(name)), um als jemand anderes hereinzukommen"
      }
    }
  }

  static let signedOutHere = Text(fr: "Déconnexion faite", en: "You are signed out", de: "Sie sind abgemeldet")

  static func signingOutThere(_ provider: Text) -> Text {
    Text { language in
      let name: String = provider(language)
      return switch language {
      case .fr: "Votre session de Terreau est fermée. Nous fermons aussi l’autre : \(name)."
      case .en: "Your session of Terreau is closed. We close the other one too: \(name)."
      case .de: "Ihre Sitzung bei Terreau ist beendet. Die andere beenden wir auch: \(name)."
      }
    }
  }

  static let identities = Text(fr: "Identification par un tiers", en: "Signing in through others")
  static let detachIdentity = Text(fr: "Détacher", en: "Detach")
  static let attachIdentity = Text(fr: "Rattacher", en: "Attach again")
  static let detachingIdentity = Text(
    fr: "Votre compte ne s’ouvrira plus ainsi. Votre mot de passe reste le moyen d’entrer.",
    en: "Your account will no longer open that way. Your password remains the way in.")
  static let passwordFirst = Text(
    fr: "Choisissez d’abord un mot de passe : sans lui, votre compte ne s’ouvrirait plus.",
    en: "Choose a password first: without one, your account would no longer open.")

  static let identitySubject = Text(
    fr: "Votre compte s’ouvre autrement", en: "Your account opens another way",
    de: "Ihr Konto öffnet sich auf andere Weise")

  static func identityBody(_ name: String, _ provider: Text) -> Text {
    Text { language in
      let other: String = provider(language)
      return switch language {
      case .fr:
        "Bonjour \(name),\n\nVotre compte de Terreau vient d’être ouvert pour la première fois avec : \(other). Si ce n’était pas vous, détachez cette identité depuis « Mon compte », changez de mot de passe et prévenez la personne qui administre le service."
      case .en:
        "Hello \(name),\n\nYour Terreau account was just opened for the first time with: \(other). If it was not you, detach it in “My account”, change your password and tell whoever administers the service."
      case .de:
        "Guten Tag, \(name),\n\nIhr Terreau-Konto wurde gerade zum ersten Mal geöffnet mit: \(other). Wenn Sie es nicht waren, lösen Sie diese Verbindung im Konto, ändern Sie Ihr Passwort und benachrichtigen Sie die Verwaltung."
      }
    }
  }
}
