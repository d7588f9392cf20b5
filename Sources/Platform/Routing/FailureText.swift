import HTTP

extension Text {
  static let notThere = Text(
    fr:
      "Cette adresse ne mène à rien que vous puissiez voir. La fiche a pu être déplacée, ou ne pas vous être ouverte.",
    en: "This address leads to nothing you can see. The record may have moved, or not be open to you.",
    de: "Diese Adresse führt zu nichts, was Sie sehen können.")
  static let signInToSeeMore = Text(
    fr: "Se connecter, si vous avez un compte", en: "Sign in, if you have an account",
    de: "Anmelden, falls Sie ein Konto haben")
  static let sessionEnded = Text(
    fr:
      "Votre session a pris fin pendant que vous remplissiez ce formulaire. Rien n’est perdu : connectez-vous dans un autre onglet, revenez ici et envoyez à nouveau.",
    en:
      "Your session ended while you were filling in this form. Nothing is lost: sign in in another tab, come back here and send again.",
    de:
      "Ihre Sitzung ist abgelaufen, während Sie dieses Formular ausgefüllt haben. Nichts ist verloren: Melden Sie sich in einem anderen Tab an, kehren Sie hierher zurück und senden Sie erneut."
  )
  static let underMaintenance = Text(
    fr: "Le service est en maintenance et revient bientôt. Vos dossiers sont en sûreté.",
    en: "The service is under maintenance and will be back soon. Your files are safe.",
    de: "Der Dienst wird gewartet und ist bald wieder da.")
  static let wrongMethod = Text(
    fr: "Cette adresse ne reçoit pas ce type de demande.", en: "This address does not take that kind of request.",
    de: "Diese Adresse nimmt Anfragen dieser Art nicht an.")
  static let tryAgain = Text(
    fr: "La base de données ne répond pas pour le moment. Rien n’a été enregistré : réessayez dans quelques instants.",
    en: "The database is not answering right now. Nothing was saved: try again in a moment.",
    de: "Die Datenbank antwortet im Augenblick nicht. Es wurde nichts gespeichert: Versuchen Sie es in Kürze erneut.")
  static let uncertain = Text(
    fr:
      "La liaison avec la base de données s’est rompue pendant l’enregistrement. Vérifiez la fiche avant de recommencer.",
    en: "The link to the database broke while saving. Look at the record before you try again.",
    de:
      "Die Verbindung zur Datenbank ist beim Speichern abgebrochen. Prüfen Sie den Eintrag, bevor Sie es erneut versuchen."
  )
  static let diskFull = Text(
    fr:
      "Le disque du serveur est plein. Rien n’a été enregistré ; la personne qui exploite le service doit faire de la place.",
    en: "The server’s disk is full. Nothing was saved; whoever runs the service must make room.",
    de: "Der Speicher des Servers ist voll. Es wurde nichts gespeichert; der Betreiber muss Platz schaffen.")
  static let readOnly = Text(
    fr: "Le service est en lecture seule pour le moment. Rien n’a été enregistré.",
    en: "The service is read-only for now. Nothing was saved.",
    de: "Der Dienst kann im Augenblick nur gelesen werden. Es wurde nichts gespeichert.")
  static let unknownError = Text(
    fr: "Une erreur inattendue s’est produite. Elle a été consignée.",
    en: "Something unexpected went wrong. It has been logged.",
    de: "Ein unerwarteter Fehler ist aufgetreten. Er wurde aufgezeichnet.")
  static let foreignOrigin = Text(
    fr: "Ce formulaire ne vient pas de ce site : rien n’a été enregistré.",
    en: "This form does not come from this site: nothing was saved.",
    de: "Dieses Formular stammt nicht von dieser Website: Es wurde nichts gespeichert.")
  static let staleForm = Text(
    fr:
      "Ce formulaire était ouvert depuis trop longtemps ou dans un autre navigateur. Relisez-le et validez à nouveau.",
    en: "This form had been open too long or in another browser. Read it through and submit it again.",
    de:
      "Dieses Formular war zu lange oder in einem anderen Browser geöffnet. Lesen Sie es noch einmal durch und senden Sie es erneut."
  )
}

extension Status {
  func title(_ language: Language) -> String {
    let text: Text =
      switch self {
      case .unauthorized: Text(fr: "Jeton refusé", en: "Token refused", de: "Token abgelehnt")
      case .badRequest: Text(fr: "Demande illisible", en: "Unreadable request", de: "Anfrage nicht lesbar")
      case .forbidden: Text(fr: "Demande refusée", en: "Request refused", de: "Anfrage abgelehnt")
      case .notFound: Text(fr: "Page introuvable", en: "Page not found", de: "Seite nicht gefunden")
      case .methodNotAllowed: Text(fr: "Demande impossible ici", en: "Not possible here", de: "Hier nicht möglich")
      case .conflict: Text(fr: "Impossible en l’état", en: "Not possible as things stand", de: "So nicht möglich")
      case .contentTooLarge: Text(fr: "Envoi trop volumineux", en: "Too much was sent", de: "Zu viele Daten")
      case .headersTooLarge: Text(fr: "Demande trop longue", en: "Request too long", de: "Anfrage zu lang")
      case .unsupportedMediaType:
        Text(fr: "Format non accepté", en: "Format not accepted", de: "Format nicht unterstützt")
      case .unprocessable: Text(fr: "À corriger", en: "Needs correcting", de: "Bitte berichtigen")
      case .tooManyRequests: Text(fr: "Trop de demandes", en: "Too many requests", de: "Zu viele Anfragen")
      case .notImplemented: Text(fr: "Demande inconnue", en: "Unknown request", de: "Unbekannte Anfrage")
      case .unavailable:
        Text(
          fr: "Service momentanément indisponible", en: "Service unavailable for now",
          de: "Dienst vorübergehend nicht verfügbar")
      case .insufficientStorage:
        Text(
          fr: "Plus de place sur le serveur", en: "No room left on the server",
          de: "Kein Speicherplatz mehr auf dem Server")
      default: Text(fr: "Erreur inattendue", en: "Unexpected error", de: "Unerwarteter Fehler")
      }
    return text(language)
  }
}

extension RequestRefusal {
  var message: Text {
    switch self {
    case .malformed(let fault):
      guard let field = fault.field else { return fault.message }
      return Text(
        fr: "Champ « \(field) » : \(fault.message.fr)", en: "Field “\(field)”: \(fault.message.en)",
        de: "Feld „\(field)“: \(fault.message(.de))")
    case .ambiguous(let detail):
      return Text(
        fr: "Cette demande peut être comprise de deux façons et n’a pas été traitée (\(detail)).",
        en: "This request can be understood in two ways and was not processed (\(detail)).",
        de: "Diese Anfrage ist mehrdeutig und wurde nicht bearbeitet (\(detail)).")
    case .bodyTooLarge(let most):
      let size: Int = most / 1_024
      return Text(
        fr:
          "Ce qui a été envoyé dépasse \(Language.fr.number(size)) Kio, le maximum accepté ici. Rien n’a été enregistré.",
        en: "What was sent exceeds \(Language.en.number(size)) KiB, the most accepted here. Nothing was saved.",
        de:
          "Die gesendeten Daten überschreiten \(Language.de.number(size)) KiB, das hier zulässige Höchstmaß. Es wurde nichts gespeichert."
      )
    case .headersTooLarge:
      return Text(
        fr: "L’en-tête de la demande est trop long.", en: "The request’s header is too long.",
        de: "Der Kopf der Anfrage ist zu lang.")
    case .unsupportedMediaType:
      return Text(
        fr: "Cette adresse n’accepte pas ce format d’envoi. Rien n’a été enregistré.",
        en: "This address does not take what was sent in that format. Nothing was saved.",
        de: "Diese Adresse nimmt Daten in diesem Format nicht an. Es wurde nichts gespeichert.")
    case .unknownMethod:
      return Text(
        fr: "Ce type de demande est inconnu.", en: "This kind of request is unknown.",
        de: "Diese Art von Anfrage ist unbekannt.")
    case .tooManyRequests(let seconds):
      return Text(
        fr: "Trop de demandes viennent de votre adresse. Réessayez dans \(seconds) s.",
        en: "Too many requests come from your address. Try again in \(seconds) s.",
        de: "Von Ihrer Adresse kommen zu viele Anfragen. Versuchen Sie es in \(seconds) s erneut.")
    case .diskFull: return .diskFull
    case .tooSlow:
      return Text(
        fr: "L’envoi a pris trop de temps.", en: "Sending took too long.", de: "Das Senden hat zu lange gedauert.")
    }
  }
}

extension InputFault {
  var message: Text {
    switch reason {
    case .escape:
      Text(
        fr: "une séquence d’échappement est incorrecte.", en: "an escape sequence is wrong.",
        de: "eine Escape-Sequenz ist fehlerhaft.")
    case .encoding:
      Text(
        fr: "le texte n’est pas de l’UTF-8 valide.", en: "the text is not valid UTF-8.",
        de: "der Text ist kein gültiges UTF-8.")
    case .nul:
      Text(
        fr: "le texte contient un caractère nul.", en: "the text holds a NUL character.",
        de: "der Text enthält ein Nullzeichen.")
    case .syntax: Text(fr: "la syntaxe est incorrecte.", en: "the syntax is wrong.", de: "die Syntax ist fehlerhaft.")
    case .duplicate:
      Text(fr: "le nom apparaît deux fois.", en: "the name appears twice.", de: "der Name kommt zweimal vor.")
    case .tooDeep:
      Text(
        fr: "l’imbrication est trop profonde.", en: "the nesting is too deep.", de: "die Verschachtelung ist zu tief.")
    case .tooMany: Text(fr: "il y a trop de valeurs.", en: "there are too many values.", de: "es sind zu viele Werte.")
    case .tooLong: Text(fr: "la valeur est trop longue.", en: "the value is too long.", de: "der Wert ist zu lang.")
    case .truncated: Text(fr: "la fin manque.", en: "the end is missing.", de: "das Ende fehlt.")
    }
  }
}
