import HTTP
import SQL

extension PlatformDoor {
  var calendarRoutes: [Endpoint] { [ownCalendars, ownCalendar, programmeCalendar, endCalendar] + newCalendar }

  private var ownCalendars: Endpoint {
    .page("/compte/calendriers", .calendars, allow: .signedIn) { visit in
      let keys: [CalendarKey] = try await CalendarKeyStore(visit.scope).mine()
      return (Text.calendars(visit.language), [Crumb.account(visit)], { page in page.calendars(keys) })
    }
  }

  private var newCalendar: [Endpoint] {
    Endpoint.act(
      .newCalendar, allow: .signedIn, page: "/compte/calendriers/nouveau", posts: "/compte/calendriers",
      CalendarForm.self,
      show: { visit in
        FormPage(
          .newCalendar, crumbs: .calendars(visit), intro: .calendarIntro, submit: .newCalendar)
      },
      act: { visit, form in
        guard visit.territory != nil else { throw Refusal.notFound }
        let secret: String = try await visit.scope.change { try await CalendarKeyStore($0).draw(form.name) }
        let address: String = visit.app.settings.publicAddress + CalendarKey.path(secret)
        var response: Response = visit.app.page(visit, form.name, crumbs: .calendars(visit)) { page in
          page.paragraph(.copyTheAddress)
          page.markup.raw("<p><code class=\"secret\">")
          page.data(address)
          page.markup.raw("</code></p>\n")
          page.paragraph(.whereToPutIt)
          page.markup.raw("<p>")
          page.link("/compte/calendriers", .calendars)
          page.markup.raw("</p>\n")
        }
        response.set("Cache-Control", "no-store")
        return response
      })
  }

  private var endCalendar: Endpoint {
    .button("/compte/calendriers/{calendar}/fin", .revokeCalendar, allow: .signedIn) { visit in
      let id: ID<CalendarKey> = try visit.id("calendar")
      try await visit.scope.change { try await CalendarKeyStore($0).revoke(id) }
      return .redirect(to: "/compte/calendriers?done=\(Deed.calendarClosed.key)")
    }
  }

  /// Read by a program, with what its owner may see today.
  private var ownCalendar: Endpoint {
    .machines("/calendriers/agenda.ics", .ownCalendar, type: CalendarFile.mediaType) { visit in
      let app: App = visit.app
      guard let secret = visit.asked["cle"],
        let viewer = try await Identity(database: app.database, now: visit.scope.now).follower(secret)
      else { throw Refusal.notFound }
      let reader: Visit = app.visit(visit.request, viewer, [], .page, [.fr, .en])
      let due: [Due] = try await reader.due()
      var entries: [CalendarEntry] = due.entries(on: reader.scope.territory)
      for part in app.calendars { entries += try await part.own(reader.scope) }
      let title = Text(
        fr: "Ma journée — \(viewer.territory?.name ?? "Terreau")", en: "My day — \(viewer.territory?.name ?? "Terreau")"
      )
      return CalendarFile(app, reader.language, on: reader.scope.today).bytes(
        title(reader.language), entries, try await entries.changes(reader.scope))
    }
  }

  private var programmeCalendar: Endpoint {
    .machines("/dispositifs/{programme}/calendrier.ics", .programmeCalendar, type: CalendarFile.mediaType) { visit in
      let programme: Programme = try await visit.programme()
      var entries: [CalendarEntry] = []
      for part in visit.app.calendars { entries += try await part.ofProgramme(visit.scope, programme) }
      return CalendarFile(visit.app, visit.language, on: visit.scope.today).bytes(
        programme.name, entries, try await entries.changes(visit.scope))
    }
  }
}

struct CalendarForm: Form {
  static let name = Field.text(
    "name", Text(fr: "Pour quel calendrier ?", en: "For which calendar?"),
    help: Text(fr: "Par exemple « mon téléphone ».", en: "For example “my telephone”."), most: 80)
  static let fields: [any FormField] = [name]

  let name: String

  init(_ values: FormValues) throws(Refusal) { name = values[Self.name] }
}

extension Page {
  fileprivate mutating func calendars(_ keys: [CalendarKey]) {
    paragraph(.calendarIntro)
    if keys.isEmpty { quiet(.noCalendar) } else { markup.raw("<ul class=\"people\">\n") }
    for key in keys {
      markup.raw("<li><strong>")
      data(key.name)
      markup.raw("</strong><br>")
      say(
        Text(
          fr: "Créée le \(Language.fr.moment(key.createdAt))", en: "Made \(Language.en.moment(key.createdAt))"))
      say(
        key.seenAt.map { seen in
          Text(fr: ", lue le \(Language.fr.moment(seen))", en: ", read \(Language.en.moment(seen))")
        } ?? Text(fr: ", jamais lue", en: ", never read"))
      button("/compte/calendriers/\(key.id)/fin", .revokeCalendar)
      markup.raw("</li>\n")
    }
    if !keys.isEmpty { markup.raw("</ul>\n") }
    actions([ActionLink(.newCalendar, to: "/compte/calendriers/nouveau", allow: .signedIn)])
  }
}

extension [Crumb] {
  fileprivate static func calendars(_ visit: Visit) -> [Crumb] {
    [.account(visit), Crumb(Text.calendars(visit.language), "/compte/calendriers")]
  }
}

extension Text {
  static let calendars = Text(fr: "Mes calendriers", en: "My calendars")
  static let programmeCalendar = Text(
    fr: "Suivre ce calendrier (iCalendar)", en: "Follow this calendar (iCalendar)",
    de: "Diesen Kalender abonnieren (iCalendar)")
  fileprivate static let ownCalendar = Text(fr: "Ma journée, pour un calendrier", en: "My day, for a calendar")
  fileprivate static let newCalendar = Text(fr: "Nouvelle adresse de calendrier", en: "New calendar address")
  fileprivate static let revokeCalendar = Text(fr: "Révoquer cette adresse", en: "Revoke this address")
  fileprivate static let noCalendar = Text(
    fr: "Aucun calendrier ne suit votre journée.", en: "No calendar follows your day.")
  fileprivate static let calendarIntro = Text(
    fr:
      "Votre téléphone ou votre messagerie peut montrer ce qui vous attend à une date : ce que dit « Ma journée », relu plusieurs fois par jour, avec vos droits du moment. Qui connaît l’adresse lit ces lignes : donnez-en une à chaque appareil, et révoquez celle que vous perdez.",
    en:
      "Your telephone or your mail program can show what awaits you on a date: what “My day” says, read again several times a day, with your rights of the moment. Whoever knows the address reads these lines: give each device one of its own, and revoke the one you lose."
  )
  fileprivate static let copyTheAddress = Text(
    fr: "Copiez cette adresse maintenant : elle ne sera plus jamais montrée.",
    en: "Copy this address now: it will never be shown again.")
  fileprivate static let whereToPutIt = Text(
    fr:
      "Dans Outlook, Thunderbird, Zimbra, Google Agenda ou votre téléphone, cherchez « S’abonner à un calendrier » ou « Calendrier par adresse », et collez-la.",
    en:
      "In Outlook, Thunderbird, Zimbra, Google Calendar or your telephone, look for “Subscribe to a calendar” or “Calendar from URL”, and paste it."
  )
}
