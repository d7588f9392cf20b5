import HTML
import HTTP
import SQL

extension PlatformDoor {
  var notificationRoutes: [Endpoint] { [notificationList] + reading + settling + muting + mutingByMail + stopping }

  private var notificationList: Endpoint {
    .list(
      "/compte/notifications", .notifications, allow: .signedIn, .notification(), filter: NotificationFilter.self
    ) { visit, filter in
      let kinds: [NoticeKind] = visit.app.notices
      return ListPage(
        .notifications, crumbs: [Crumb.account(visit)], .notification(kinds),
        try NotificationStore(visit.scope).listing(filter), filters: NotificationFilter.fields(kinds),
        actions: [
          ActionLink(.settleNotifications, to: "/compte/notifications/reglages", allow: .signedIn),
          ActionLink(.phoneForSMS, to: "/compte/telephone", allow: .signedIn),
        ], rowsPerPage: 30, .notification, cards: { page, notification in page.card(notification, kinds) },
        above: { page in
          if visit.viewer.unread > 0 { page.button("/compte/notifications/lecture", .markAllRead) }
        })
    }
  }

  private var reading: [Endpoint] {
    [
      .button("/compte/notifications/lecture", .markAllRead, allow: .signedIn) { visit in
        try await visit.read("1 = 1")
      },
      .button("/compte/notifications/{notification}/lecture", .markRead, allow: .signedIn) { visit in
        let notification: Notification = try await NotificationStore(visit.scope).find(visit.id("notification"))
        return try await visit.read("id = \(notification.id)")
      },
    ]
  }

  private var settling: [Endpoint] {
    Endpoint.form(
      .settleNotifications, allow: .signedIn, page: "/compte/notifications/reglages",
      posts: "/compte/notifications/choix", NoticeForm.self,
      show: { visit in
        let settings: NoticeSettings = try await NoticeSettingsStore(visit.scope).mine()
        let mutes: [Mute] = try await MuteStore(visit.scope).all()
        let phone: AccountPhone? = try await AccountPhoneStore(visit.scope).mine()
        let kinds: [(key: String, label: Text)] = visit.app.notices.filter(\.isChosen).map { ($0.key, $0.label) }
        let hasSMS: Bool = visit.app.settings.smsGateway != nil && phone?.confirmedAt != nil
        return FormPage(
          .settleNotifications, crumbs: [Crumb.account(visit), Crumb.notifications(visit)],
          intro: .settleHelp(visit.territory?.name ?? ""), submit: .save, initial: NoticeForm.typed(settings),
          fields: [
            Field.several("kindsNow", .kindsNow, among: kinds), Field.several("kindsNever", .kindsNever, among: kinds),
          ], hiding: hasSMS ? [] : [NoticeForm.sms.key],
          below: { page in
            page.mutes(mutes)
            page.linkLine("/compte/telephone", .phoneForSMS)
          })
      },
      submit: { visit, scope, form in
        let store = NoticeSettingsStore(scope)
        let phone: AccountPhone? = try await AccountPhoneStore(scope).mine()
        try form.check(among: visit.app.notices, hasPhone: phone?.confirmedAt != nil)
        let settings: NoticeSettings = try await store.change(to: form)
        return .changed(.noticesChosen, at: "/compte/notifications/reglages", .noticeSettings, settings)
      })
  }
}

extension Visit {
  fileprivate func read(_ which: Query) async throws -> Response {
    let account: ID<Account> = try NoticeSettingsStore(scope).account()
    try await NotificationStore.read(which, by: account, on: scope.territory, at: scope.now, app.database)
    return .redirect(to: "/compte/notifications")
  }
}

extension Page {
  fileprivate mutating func card(_ notification: Notification, _ kinds: [NoticeKind]) {
    markup.raw("<p><strong>")
    link(notification.path, Text(name: notification.title))
    markup.raw("</strong>")
    if notification.readAt == nil {
      markup.raw(" ")
      mark(.noticeUnread)
    }
    markup.raw("<br>")
    say(NoticeKind.label(notification.kind, in: kinds))
    if !notification.actor.isEmpty { data(", \(notification.actor)") }
    data(", \(language.moment(notification.createdAt))")
    markup.raw("</p>\n")
    if !notification.words.isEmpty {
      markup.raw("<p class=\"letter\">")
      data(notification.words)
      markup.raw("</p>\n")
    }
    if notification.readAt == nil { button("/compte/notifications/\(notification.id)/lecture", .markRead) }
    markup.raw("<p>")
    link(MuteRequest.path(notification.path), .muteRecord)
    markup.raw("</p>\n")
  }
}

extension Crumb {
  static func notifications(_ visit: Visit) -> Crumb {
    Crumb(Text.notifications(visit.language), "/compte/notifications")
  }
}

extension Text {
  static let settleNotifications = Text(fr: "Régler mes notifications", en: "Settle my notifications")
  fileprivate static let markAllRead = Text(fr: "Tout marquer comme lu", en: "Mark all as read")
  fileprivate static let markRead = Text(fr: "Marquer comme lue", en: "Mark as read")

  fileprivate static func settleHelp(_ territory: String) -> Text {
    Text(
      fr: "Pour \(territory). Cette page garde tout ; ces réglages disent ce qui part aussi par courriel ou par SMS.",
      en: "For \(territory). This page keeps everything; these settings say what also leaves by e-mail or SMS.")
  }
}
