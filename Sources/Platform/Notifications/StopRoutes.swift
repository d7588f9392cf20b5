import HTML
import HTTP
import SQL

/// What a mail carries so that one click ends it, from wherever it is read: an account and a territory, signed.
struct StopLink {
  let account: ID<Account>
  let territory: ID<Territory>

  static let path: String = "/notifications/arret"

  static func path(_ account: ID<Account>, _ territory: ID<Territory>, _ secrets: Secrets) -> String {
    "\(path)?jeton=\(secrets.sign("notices", "\(account)-\(territory)"))"
  }

  init?(_ signed: String?, _ secrets: Secrets) {
    guard let text = signed.flatMap({ secrets.verified("notices", $0) }) else { return nil }
    let parts: [Substring] = text.split(separator: "-")
    guard parts.count == 2, let account = ID<Account>(path: String(parts[0])),
      let territory = ID<Territory>(path: String(parts[1]))
    else { return nil }
    self.account = account
    self.territory = territory
  }
}

/// The same for one record.
struct MuteLink {
  let account: ID<Account>
  let territory: ID<Territory>
  let record: Int64
  let kind: String

  static let path: String = "/notifications/silence"

  static func path(
    _ account: ID<Account>, _ territory: ID<Territory>, _ kind: String, _ record: Int64, _ secrets: Secrets
  ) -> String {
    "\(path)?jeton=\(secrets.sign("mute", "\(account)-\(territory)-\(record)-\(kind)"))"
  }

  init?(_ signed: String?, _ secrets: Secrets) {
    guard let text = signed.flatMap({ secrets.verified("mute", $0) }) else { return nil }
    let parts: [Substring] = text.split(separator: "-", maxSplits: 3)
    guard parts.count == 4, let account = ID<Account>(path: String(parts[0])),
      let territory = ID<Territory>(path: String(parts[1])), let record = Int64(parts[2])
    else { return nil }
    self.account = account
    self.territory = territory
    self.record = record
    kind = String(parts[3])
  }
}

extension PlatformDoor {
  /// Programs that look at every link of a mail must not end anything: a person, or their mail program, presses the button.
  var stopping: [Endpoint] {
    [
      .page(StopLink.path, .stopNotices, allow: .everyone) { visit in
        let signed: String = visit.asked["jeton"] ?? ""
        let link = StopLink(signed, visit.app.secrets)
        return (
          Text.stopNotices(visit.language),
          { page in
            guard link != nil else { return page.paragraph(.deadNoticeLink) }
            page.paragraph(.stopHelp)
            page.button("\(StopLink.path)?jeton=\(signed)", .stopNotices)
          }
        )
      },
      .oneClick(StopLink.path, .stopNotices) { visit in
        guard let link = StopLink(visit.asked["jeton"], visit.app.secrets) else {
          throw Refusal.conflict(.deadNoticeLink)
        }
        try await visit.change(for: link.account, on: link.territory) { scope in
          try await NoticeSettingsStore(scope).stop(link.account)
        }
        return (.noticesAreStopped, { page in page.paragraph(.stoppedHelp) })
      },
    ]
  }

  var mutingByMail: [Endpoint] {
    [
      .page(MuteLink.path, .muteRecord, allow: .everyone) { visit in
        let signed: String = visit.asked["jeton"] ?? ""
        let link = MuteLink(signed, visit.app.secrets)
        return (
          Text.muteRecord(visit.language),
          { page in
            guard link != nil else { return page.paragraph(.deadNoticeLink) }
            page.paragraph(.muteByMailHelp)
            page.button("\(MuteLink.path)?jeton=\(signed)", .muteRecord)
          }
        )
      },
      .oneClick(MuteLink.path, .muteRecord) { visit in
        guard let link = MuteLink(visit.asked["jeton"], visit.app.secrets) else {
          throw Refusal.conflict(.deadNoticeLink)
        }
        try await visit.change(for: link.account, on: link.territory) { scope in
          let told: Notification? = try await NotificationStore.last(link, scope)
          try await MuteStore(scope).mute(
            link.kind, link.record, told?.title ?? "\(link.record)", at: told?.path ?? "/", for: link.account)
        }
        return (.recordIsMuted, { page in page.paragraph(.mutedByMailHelp) })
      },
    ]
  }
}

extension Visit {
  /// Somebody settles what is theirs without being signed in, by what only they were sent.
  fileprivate func change(
    for account: ID<Account>, on territory: ID<Territory>, _ body: (Scope) async throws -> Void
  ) async throws {
    let found: Account? = try await app.database.first(
      "SELECT \(Account.columns) FROM account WHERE account.id = \(account)")
    guard let found else { throw Refusal.conflict(.deadNoticeLink) }
    let actor = Actor(account: account, found.name, territory: territory, [])
    try await Scope(app.database, actor, at: scope.now).change(body)
  }
}

extension NotificationStore {
  /// The last that an account was told of a record: it knows what the record is called.
  static func last(_ link: MuteLink, _ scope: Scope) async throws -> Notification? {
    try await scope.first(
      """
      SELECT \(Notification.columns) FROM notification
      WHERE territory_id = \(scope.territory) AND account_id = \(link.account) AND record_kind = \(link.kind)
        AND record_id = \(link.record)
      ORDER BY id DESC LIMIT 1
      """)
  }
}

extension Text {
  fileprivate static let stopHelp = Text(
    fr:
      "Plus aucune notification ne partira vers vous, ni par courriel ni par SMS. Vous les trouverez en vous connectant.",
    en: "No notification will leave for you any more, by e-mail or by SMS. You find them when you sign in.",
    de:
      "Es gehen keine Benachrichtigungen mehr an Sie, weder per E-Mail noch per SMS. Sie finden sie nach der Anmeldung."
  )
  fileprivate static let noticesAreStopped = Text(
    fr: "Plus rien ne vous sera envoyé", en: "Nothing more will be sent to you", de: "Sie erhalten nichts mehr")
  fileprivate static let stoppedHelp = Text(
    fr:
      "Vos notifications restent lisibles sur le site, où vous pouvez aussi changer d’avis. Les courriels qui protègent votre compte partent toujours.",
    en:
      "Your notifications stay readable on the site, where you can also change your mind. E-mails that protect your account still leave.",
    de:
      "Ihre Benachrichtigungen bleiben auf der Website lesbar; dort können Sie Ihre Wahl auch ändern. E-Mails zum Schutz Ihres Kontos gehen weiterhin hinaus."
  )
  fileprivate static let muteByMailHelp = Text(
    fr: "Ce qui arrive à cette fiche ne vous sera plus signalé.",
    en: "What happens to this record will not be told to you.",
    de: "Was mit diesem Eintrag geschieht, wird Ihnen nicht mehr gemeldet.")
  fileprivate static let recordIsMuted = Text(
    fr: "Vous n’en serez plus prévenu", en: "You will hear no more of it", de: "Sie erfahren dazu nichts mehr")
  fileprivate static let mutedByMailHelp = Text(
    fr: "Vous pouvez revenir sur ce choix dans vos réglages, une fois connecté.",
    en: "You can go back on it in your settings, once signed in.",
    de: "Nach der Anmeldung können Sie dies in Ihren Einstellungen ändern.")
  fileprivate static let deadNoticeLink = Text(
    fr: "Ce lien n’est pas entier : copiez-le depuis le courriel, du premier signe au dernier.",
    en: "This link is not whole: copy it from the e-mail, from the first sign to the last.",
    de: "Dieser Link ist unvollständig: Kopieren Sie ihn ganz aus der E-Mail.")
}
