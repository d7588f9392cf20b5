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
      "Your session ended while you were filling in this form. Nothing is lost: sign in in another tab, come back here and send again."
  )
  static let underMaintenance = Text(
    fr: "Le service est en maintenance et revient bientôt. Vos dossiers sont en sûreté.",
    en: "The service is under maintenance and will be back soon. Your files are safe.",
    de: "Der Dienst wird gewartet und ist bald wieder da.")
  static let wrongMethod = Text(
    fr: "Cette adresse ne reçoit pas ce type de demande.", en: "This address does not take that kind of request.")
  static let tryAgain = Text(
    fr: "La base de données ne répond pas pour le moment. Rien n’a été enregistré : réessayez dans quelques instants.",
    en: "The database is not answering right now. Nothing was saved: try again in a moment.")
  static let uncertain = Text(
    fr:
      "La liaison avec la base de données s’est rompue pendant l’enregistrement. Vérifiez la fiche avant de recommencer.",
    en: "The link to the database broke while saving. Look at the record before you try again.")
  static let diskFull = Text(
    fr:
      "Le disque du serveur est plein. Rien n’a été enregistré ; la personne qui exploite le service doit faire de la place.",
    en: "The server’s disk is full. Nothing was saved; whoever runs the service must make room.")
  static let readOnly = Text(
    fr: "Le service est en lecture seule pour le moment. Rien n’a été enregistré.",
    en: "The service is read-only for now. Nothing was saved.")
  static let unknownError = Text(
    fr: "Une erreur inattendue s’est produite. Elle a été consignée.",
    en: "Something unexpected went wrong. It has been logged.")
  static let foreignOrigin = Text(
    fr: "Ce formulaire ne vient pas de ce site : rien n’a été enregistré.",
    en: "This form does not come from this site: nothing was saved.")
  static let staleForm = Text(
    fr:
      "Ce formulaire était ouvert depuis trop longtemps ou dans un autre navigateur. Relisez-le et validez à nouveau.",
    en: "This form had been open too long or in another browser. Read it through and submit it again.")
}

extension Status {
  func title(_ language: Language) -> String {
    let text: Text =
      switch self {
      case .unauthorized: Text(fr: "Jeton refusé", en: "Token refused")
      case .badRequest: Text(fr: "Demande illisible", en: "Unreadable request")
      case .forbidden: Text(fr: "Demande refusée", en: "Request refused")
      case .notFound: Text(fr: "Page introuvable", en: "Page not found")
      case .methodNotAllowed: Text(fr: "Demande impossible ici", en: "Not possible here")
      case .conflict: Text(fr: "Impossible en l’état", en: "Not possible as things stand")
      case .contentTooLarge: Text(fr: "Envoi trop volumineux", en: "Too much was sent")
      case .headersTooLarge: Text(fr: "Demande trop longue", en: "Request too long")
      case .unsupportedMediaType: Text(fr: "Format non accepté", en: "Format not accepted")
      case .unprocessable: Text(fr: "À corriger", en: "Needs correcting")
      case .tooManyRequests: Text(fr: "Trop de demandes", en: "Too many requests")
      case .notImplemented: Text(fr: "Demande inconnue", en: "Unknown request")
      case .unavailable: Text(fr: "Service momentanément indisponible", en: "Service unavailable for now")
      case .insufficientStorage: Text(fr: "Plus de place sur le serveur", en: "No room left on the server")
      default: Text(fr: "Erreur inattendue", en: "Unexpected error")
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
        fr: "Champ « \(field) » : \(fault.message.fr)", en: "Field “\(field)”: \(fault.message.en)")
    case .ambiguous(let detail):
      return Text(
        fr: "Cette demande peut être comprise de deux façons et n’a pas été traitée (\(detail)).",
        en: "This request can be understood in two ways and was not processed (\(detail)).")
    case .bodyTooLarge(let most):
      let size: Int = most / 1_024
      return Text(
        fr:
          "Ce qui a été envoyé dépasse \(Language.fr.number(size)) Kio, le maximum accepté ici. Rien n’a été enregistré.",
        en: "What was sent exceeds \(Language.en.number(size)) KiB, the most accepted here. Nothing was saved.")
    case .headersTooLarge:
      return Text(fr: "L’en-tête de la demande est trop long.", en: "The request’s header is too long.")
    case .unsupportedMediaType:
      return Text(
        fr: "Cette adresse n’accepte pas ce format d’envoi. Rien n’a été enregistré.",
        en: "This address does not take what was sent in that format. Nothing was saved.")
    case .unknownMethod: return Text(fr: "Ce type de demande est inconnu.", en: "This kind of request is unknown.")
    case .tooManyRequests(let seconds):
      return Text(
        fr: "Trop de demandes viennent de votre adresse. Réessayez dans \(seconds) s.",
        en: "Too many requests come from your address. Try again in \(seconds) s.")
    case .diskFull: return .diskFull
    case .tooSlow: return Text(fr: "L’envoi a pris trop de temps.", en: "Sending took too long.")
    }
  }
}

extension InputFault {
  var message: Text {
    switch reason {
    case .escape: Text(fr: "une séquence d’échappement est incorrecte.", en: "an escape sequence is wrong.")
    case .encoding: Text(fr: "le texte n’est pas de l’UTF-8 valide.", en: "the text is not valid UTF-8.")
    case .nul: Text(fr: "le texte contient un caractère nul.", en: "the text holds a NUL character.")
    case .syntax: Text(fr: "la syntaxe est incorrecte.", en: "the syntax is wrong.")
    case .duplicate: Text(fr: "le nom apparaît deux fois.", en: "the name appears twice.")
    case .tooDeep: Text(fr: "l’imbrication est trop profonde.", en: "the nesting is too deep.")
    case .tooMany: Text(fr: "il y a trop de valeurs.", en: "there are too many values.")
    case .tooLong: Text(fr: "la valeur est trop longue.", en: "the value is too long.")
    case .truncated: Text(fr: "la fin manque.", en: "the end is missing.")
    }
  }
}
