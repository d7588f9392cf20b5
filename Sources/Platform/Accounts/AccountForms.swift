import Mail
import SQL

struct AccountForm: Form {
  static let name = Field.text("name", .personName, most: Account.mostNameCharacters).filledIn(as: "name")
  static let language = Field<InterfaceLanguage>.choice(
    "language", .language,
    help: Text(fr: "Celle des pages et des courriels.", en: "That of pages and mails.")
  ).optional
  static let agreement = Field<Agreement>.choice(
    "agreement", .agreement,
    help: Text(
      fr: "Pour que les phrases s’accordent : « agente », « agent ». Sans choix, les deux sont dits.",
      en: "So that French sentences agree with you. Without a choice, both forms are given.")
  ).optional
  static let fields: [any FormField] = [name, language, agreement, Field<Int>.version]

  let name: String
  let language: Language?
  let agreement: Agreement?
  let version: Int

  init(_ values: FormValues) throws(Refusal) {
    name = values[Self.name]
    language = values[Self.language].flatMap { Language(rawValue: $0.rawValue) }
    agreement = values[Self.agreement]
    version = values[.version]
  }

  static func typed(_ account: Account) -> Typed {
    var typed = Typed()
    typed.set(name, account.name)
    typed.set(language, account.language.flatMap { InterfaceLanguage(rawValue: $0.rawValue) })
    typed.set(agreement, account.agreement)
    typed.set(.version, account.version)
    return typed
  }
}

/// The languages that somebody can work in.
enum InterfaceLanguage: String, Choice {
  case fr, en

  var label: Text { Text(name: Language(rawValue: rawValue)?.ownName ?? rawValue) }
}

struct ChangePasswordForm: Form {
  static let current = Field.password(
    "current", Text(fr: "Mot de passe actuel", en: "Present password")
  ).filledIn(as: "current-password")
  static let fields: [any FormField] = [current, NewPasswordForm.password]

  let current: String
  let password: String

  init(_ values: FormValues) throws(Refusal) {
    current = values[Self.current]
    password = values[NewPasswordForm.password]
  }
}

struct ChangeEmailForm: Form {
  static let email = Field.email("email", .newEmail)
  static let fields: [any FormField] = [email, ChangePasswordForm.current]

  let email: EmailAddress
  let current: String

  init(_ values: FormValues) throws(Refusal) {
    email = values[Self.email]
    current = values[ChangePasswordForm.current]
  }
}

extension Text {
  public static let save = Text(fr: "Enregistrer", en: "Save", de: "Speichern")
  static let myAccount = Text(fr: "Mon compte", en: "My account")
  static let changeAccount = Text(fr: "Modifier mon compte", en: "Change my account")
  static let changePassword = Text(fr: "Changer de mot de passe", en: "Change my password")
  static let changeEmail = Text(fr: "Changer d’adresse électronique", en: "Change my e-mail address")
  static let changeTerritory = Text(fr: "Changer de territoire", en: "Change territory", de: "Gebiet wechseln")
  static let territories = Text(fr: "Territoires", en: "Territories", de: "Gebiete")
  static let endSession = Text(fr: "Fermer cette session", en: "Close this session")
  static let endOtherSessions = Text(fr: "Fermer toutes les autres sessions", en: "Close all other sessions")
  static let noRoleHere = Text(
    fr: "Vous n’avez aucun rôle sur ce territoire.", en: "You have no role on this territory.")

  static func linkOnItsWayTo(_ email: String) -> Text {
    Text(
      fr: "Un lien est en route vers \(email). Il vaut deux heures.",
      en: "A link is on its way to \(email). It is good for two hours.")
  }

  static let newEmailSubject = Text(fr: "Confirmez votre nouvelle adresse", en: "Confirm your new address")

  static func newEmailBody(_ name: String) -> Text {
    Text(
      fr: "Bonjour \(name),\n\nSuivez ce lien pour vous connecter désormais avec cette adresse. Il vaut deux heures :",
      en: "Hello \(name),\n\nFollow this link to sign in with this address from now on. It is good for two hours:")
  }

  static let emailWarningSubject = Text(
    fr: "Votre adresse de connexion va changer", en: "Your sign-in address is about to change")

  static func emailWarningBody(_ name: String, _ email: String) -> Text {
    Text(
      fr:
        "Bonjour \(name),\n\nUn changement d’adresse vers \(email) a été demandé depuis votre compte. Si ce n’était pas vous, changez de mot de passe sans attendre et prévenez la personne qui administre le service.",
      en:
        "Hello \(name),\n\nA change of address to \(email) was asked for from your account. If it was not you, change your password at once and tell whoever administers the service."
    )
  }
}
