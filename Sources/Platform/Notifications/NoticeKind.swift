/// What people are told about: « dossier confié », « bulletin du Lab ». Its key is kept, its words are read.
public struct NoticeKind: Sendable, Hashable {
  public let key: String
  public let label: Text
  /// Whether each person chooses how they hear of it. What lets somebody in, or warns them, always leaves.
  let isChosen: Bool

  /// What happened to a record that somebody follows by their work.
  public init(_ key: String, _ label: Text) { self.init(key, label, isChosen: true) }

  /// What is written to one address because its owner, or somebody who answers them, just asked for it.
  public static func letter(_ key: String, _ label: Text) -> NoticeKind { NoticeKind(key, label, isChosen: false) }

  private init(_ key: String, _ label: Text, isChosen: Bool) {
    self.key = key
    self.label = label
    self.isChosen = isChosen
  }
}

extension NoticeKind {
  /// The words of a key; the key itself where the capability that knew it is gone.
  static func label(_ key: String, in kinds: [NoticeKind]) -> Text {
    kinds.first { $0.key == key }?.label ?? Text(name: key)
  }

  static let roleGiven = NoticeKind("role.given", Text(fr: "Rôle donné", en: "Role given"))
  static let roleWithdrawn = NoticeKind("role.withdrawn", Text(fr: "Rôle retiré", en: "Role withdrawn"))
  static let fileEntrusted = NoticeKind("file.entrusted", Text(fr: "Dossier confié", en: "File entrusted"))

  static let ofPlatform: [NoticeKind] = [roleGiven, roleWithdrawn, fileEntrusted]

  /// Several things in one message.
  static let digest = letter("notices", Text(fr: "Récapitulatif", en: "Digest"))
  static let phoneCode = letter("account.phone", Text(fr: "Téléphone à confirmer", en: "Telephone to confirm"))
  static let invitation = letter("account.invitation", Text(fr: "Invitation", en: "Invitation"))
  static let passwordReset = letter("account.reset", Text(fr: "Mot de passe oublié", en: "Forgotten password"))
  static let newAddress = letter("account.address", Text(fr: "Adresse à confirmer", en: "Address to confirm"))
  static let accountWarning = letter("account.warning", Text(fr: "Sécurité du compte", en: "Account security"))
  static let contactMessage = letter("contact", Text(fr: "Message du public", en: "Message from the public"))

  static let fileGoes = letter("file.goes", Text(fr: "Préavis d’anonymisation", en: "Notice before anonymising"))

  static let letters: [NoticeKind] = [
    digest, fileGoes, phoneCode, invitation, passwordReset, newAddress, accountWarning, contactMessage,
  ]
}
