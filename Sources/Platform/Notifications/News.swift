import Mail
import SQL
import Telephone

/// What one message tells somebody, record by record.
struct News {
  private let told: [Notification]
  private let listener: Listener
  private let app: App

  init(_ told: [Notification], for listener: Listener, _ app: App) {
    self.told = told
    self.listener = listener
    self.app = app
  }

  private var language: Language { listener.language }
  private var home: String { app.settings.publicAddress }

  /// What the delivery log says that it was about.
  var kind: NoticeKind {
    let kinds: Set<String> = Set(told.map(\.kind))
    guard kinds.count == 1, let key = kinds.first else { return .digest }
    return app.notices.first { $0.key == key } ?? .digest
  }

  private var subject: Text {
    guard told.count == 1, let only = told.first else {
      return Text { language in
        "\(listener.territory.name)\(language.colon)\(Noun.notification.counted(told.count)(language))"
      }
    }
    return Text { language in "\(label(only, language))\(language.colon)\(only.title)" }
  }

  private func label(_ notification: Notification, _ language: Language) -> String {
    NoticeKind.label(notification.kind, in: app.notices)(language)
  }

  /// One mail for all of it, which one click of a mail program ends.
  var letter: Letter {
    let stop: String = home + StopLink.path(listener.account.id, listener.territory.id, app.secrets)
    return Letter(
      subject, [.greeting(listener.account.name)] + groups.map(paragraph),
      after: [
        Text { "\(Text.settleNotices($0))\($0.colon)\(home)/compte/notifications/reglages" },
        Text { "\(Text.stopNotices($0))\($0.colon)\(stop)" },
      ], from: listener.territory.name, unsubscribe: stop, language)
  }

  /// What came last tells all of a record: where it is, what it is called now.
  private var groups: [[Notification]] {
    var order: [String] = []
    var groups: [String: [Notification]] = [:]
    for notification in told {
      let key: String = Mute.key(notification.recordKind, notification.record)
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(notification)
    }
    return order.compactMap { groups[$0] }
  }

  private func paragraph(_ group: [Notification]) -> Text {
    guard let last = group.last else { return Text(name: "") }
    let mute: String =
      home
      + MuteLink.path(listener.account.id, listener.territory.id, last.recordKind, last.record, app.secrets)
    return Text { language in
      var lines: [String] = [last.title]
      for notification in group {
        let line: String = self.line(notification, language)
        if !lines.contains(line) { lines.append(line) }
      }
      return (lines + [home + last.path, "\(Text.muteRecord(language))\(language.colon)\(mute)"])
        .joined(separator: "\n")
    }
  }

  private func line(_ notification: Notification, _ language: Language) -> String {
    let by: String = notification.actor.isEmpty ? "" : ", \(notification.actor)"
    let words: String = notification.words.isEmpty ? "" : "\n  \(notification.words)"
    return "– \(label(notification, language))\(by), \(language.moment(notification.createdAt))\(words)"
  }

  /// Where it came from, what it is, and where to read it.
  var shortText: ShortText {
    let words: String =
      told.count == 1 ? "\(listener.territory.name)\(language.colon)\(subject(language))" : subject(language)
    return ShortText(words, link: "\(home)/compte/notifications")
  }
}

extension Text {
  fileprivate static func greeting(_ name: String) -> Text {
    Text(fr: "Bonjour \(name),", en: "Hello \(name),", de: "Guten Tag, \(name),")
  }

  fileprivate static let settleNotices = Text(
    fr: "Choisir de quoi vous êtes prévenu, et quand", en: "Choose what you are told of, and when",
    de: "Wählen, worüber und wann Sie benachrichtigt werden")
  static let stopNotices = Text(
    fr: "Ne plus rien recevoir", en: "Receive nothing more", de: "Nichts mehr erhalten")
  static let muteRecord = Text(
    fr: "Ne plus être prévenu de cette fiche", en: "Hear no more of this record",
    de: "Zu diesem Eintrag nichts mehr erfahren")
}
