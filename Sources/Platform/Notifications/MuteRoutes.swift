import HTML
import HTTP
import SQL

/// Which record, as the link on its page says it.
struct MuteRequest: Form {
  static let record = Field.text("fiche", .noticeTitle, most: 300).carriedAlong
  static let fields: [any FormField] = [record]

  let path: String

  init(_ values: FormValues) throws(Refusal) { path = values[Self.record] }

  static func path(_ record: String) -> String { "/compte/silences/ajout?fiche=\(PercentEncoding.encode(record))" }
}

extension PlatformDoor {
  var muting: [Endpoint] {
    Endpoint.act(
      .muteRecord, allow: .signedIn, page: "/compte/silences/ajout", posts: "/compte/silences", MuteRequest.self,
      show: { visit in
        guard let record = try await visit.askedRecord() else { return .nothingToMute(visit) }
        let muted: Mute? = try await MuteStore(visit.scope).on(record.kind, record.number)
        var initial = Typed()
        initial["fiche"] = record.path
        return FormPage(
          .muteRecord, crumbs: [Crumb.notifications(visit), Crumb(record.title, record.path)],
          intro: muted == nil ? .muteHelp : .mutedAlready, submit: .muteRecord, initial: initial,
          isClosed: muted != nil,
          above: { page in if let muted { page.button(muted.endPath, .unmuteRecord) } })
      },
      act: { visit, form in
        let account: ID<Account> = try NoticeSettingsStore(visit.scope).account()
        let record: NoticeRecord
        do { record = try await visit.record(at: form.path) } catch Refusal.notFound {
          throw Refusal.invalid("fiche", .noSuchRecord)
        }
        try await visit.scope.change { scope in
          try await MuteStore(scope).mute(record.kind, record.number, record.title, at: record.path, for: account)
        }
        return .redirect(to: "\(record.path)?done=\(Deed.recordMuted.key)")
      }) + [
        .button("/compte/silences/{silence}/fin", .unmuteRecord, allow: .signedIn) { visit in
          let mute: Mute = try await MuteStore(visit.scope).find(visit.id("silence"))
          try await visit.scope.change { try await MuteStore($0).unmute(mute) }
          return .redirect(to: "/compte/notifications/reglages?done=\(Deed.recordUnmuted.key)")
        }
      ]
  }
}

extension Visit {
  /// The one that a link leads to; of what a form sent, nothing may be there.
  fileprivate func askedRecord() async throws -> NoticeRecord? {
    if let path = asked["fiche"] { return try await record(at: path) }
    guard let path = sent["fiche"] else { return nil }
    do { return try await record(at: path) } catch Refusal.notFound { return nil }
  }

  /// The record whose page is at that path, as this visitor sees it. A person is a number here too.
  fileprivate func record(at path: String) async throws -> NoticeRecord {
    guard let target = try? Target(path), case .found(let found) = app.router.find(.get, target.segments),
      let route = found.endpoint.endpoint.record, found.endpoint.format == .page,
      allows(found.endpoint.endpoint.allow)
    else { throw Refusal.notFound }
    let request = Request(Head(method: .get, target: target))
    let visit: Visit = app.visit(request, viewer, found.parameters, .page, spoken).rehearsed(by: scope.actor)
    let shown: Shown = try await route.show(visit)
    guard let number = shown.number else { throw Refusal.notFound }
    return NoticeRecord(
      route.kind, number, route.isPersonal ? Text.fileNumber(number)(language) : shown.title, at: target.path)
  }
}

extension FormPage {
  fileprivate static func nothingToMute(_ visit: Visit) -> FormPage {
    FormPage(
      .muteRecord, crumbs: [Crumb.notifications(visit)], intro: .muteFromRecord, submit: .muteRecord, isClosed: true)
  }
}

extension Mute {
  fileprivate var endPath: String { "/compte/silences/\(id)/fin" }
}

extension Page {
  /// What somebody hears of no more, each with the way back.
  mutating func mutes(_ mutes: [Mute]) {
    guard !mutes.isEmpty else { return }
    section(Text(fr: "Fiches dont vous n’êtes plus prévenu", en: "Records that you hear of no more")) { page in
      page.markup.raw("<ul class=\"people\">\n")
      for mute in mutes {
        page.markup.raw("<li>")
        page.link(mute.path, Text(name: mute.title))
        page.button(mute.endPath, .unmuteRecord)
        page.markup.raw("</li>\n")
      }
      page.markup.raw("</ul>\n")
    }
  }
}

extension Text {
  /// A person's file, for what leaves the house.
  static func fileNumber(_ number: Int64) -> Text { Text(fr: "Dossier n° \(number)", en: "File no. \(number)") }

  fileprivate static let unmuteRecord = Text(fr: "En être de nouveau prévenu", en: "Hear of it again")
  fileprivate static let muteHelp = Text(
    fr: "Ce qui y arrive ne vous sera plus signalé, ni ici, ni par courriel, ni par SMS. Vos droits restent les mêmes.",
    en: "What happens to it will not be told to you, here, by e-mail or by SMS. Your rights stay the same.")
  fileprivate static let mutedAlready = Text(
    fr: "Vous n’êtes plus prévenu de cette fiche.", en: "You hear no more of this record.")
  fileprivate static let muteFromRecord = Text(
    fr: "Ouvrez la fiche : le lien est au bas de sa page.", en: "Open the record: the link is at the foot of its page.")
  fileprivate static let noSuchRecord = Text(
    fr: "Aucune fiche n’est à cette adresse.", en: "There is no record at this address.")
}
