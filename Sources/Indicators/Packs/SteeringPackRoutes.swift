import Assembly
import HTTP
import Platform
import SQL

extension Indicators {
  /// A pack with what it says: what was issued, or what would be today.
  private func shown(_ visit: Visit) async throws -> (
    programme: Programme, pack: SteeringPack, content: PackContent, state: PackState
  ) {
    let programme: Programme = try await visit.programme()
    let store = SteeringPackStore(visit.scope)
    let pack: SteeringPack = try await store.find(visit.id("pack"), of: programme.id)
    guard let issuedAt = pack.issuedAt, let digest = pack.digest else {
      return (programme, pack, try await content(of: pack, programme, visit.scope), .draft)
    }
    return (programme, pack, try await store.content(of: pack), .issued(issuedAt, digest: digest))
  }

  static func bodies(of programme: Programme, _ scope: Scope) async throws -> [(key: String, label: Text)] {
    try await Assembly.bodies(of: programme.id, scope)
  }

  private static let place: String = "/dispositifs/{programme}/dossiers-de-pilotage"

  var packRoutes: [Endpoint] {
    [
      .list(Self.place, .steeringPacks, allow: .everyone, .steeringPack, filter: NoFilter.self) { visit, _ in
        let programme: Programme = try await visit.programme()
        return ListPage(
          .steeringPacks, crumbs: Crumb.programme(visit, programme), .steeringPack,
          SteeringPackStore(visit.scope).listing(programme.id),
          actions: visit.scope.actions(
            on: programme.id,
            [ActionLink(.newPack, to: "\(programme.path)/dossiers-de-pilotage/nouveau", allow: Programme.changed)]),
          .steeringPack, mark: { $0.isIssued ? nil : .draftMark })
      },
      .report("\(Self.place)/{pack}", .oneSteeringPack, allow: .everyone, filter: NoFilter.self) { visit, _ in
        let (programme, pack, content, state) = try await shown(visit)
        let changes: [ActionLink] =
          pack.isIssued
          ? []
          : visit.scope.actions(
            on: programme.id,
            [
              ActionLink(.changePack, to: "\(pack.path)/modifier", allow: Programme.changed),
              ActionLink(.issuePack, to: "\(pack.path)/emettre", allow: Programme.changed),
              ActionLink(.deletePack, to: "\(pack.path)/supprimer", allow: Programme.changed),
            ])
        return Report(
          content.title, crumbs: Crumb.packs(visit, programme),
          json: { json in
            json.object { json in
              json.member("id", Int(pack.id.number))
              json.member("state", pack.isIssued ? "issued" : "draft")
              json.member("issuedAt", pack.issuedAt?.description)
              json.member("digest", pack.digest)
              json.member("public", pack.isPublic)
              json.member("version", pack.version)
              json.name("content")
              content.write(&json)
            }
          },
          tools: { page in
            page.actions(changes + [ActionLink(.packAsText, to: "\(pack.path).odt", allow: .everyone)])
          },
          body: { page in page.pack(content, state) })
      },
      .textDocument("\(Self.place)/{pack}.odt", .packAsText, allow: .everyone) { visit in
        let (_, _, content, state) = try await shown(visit)
        return (content.title, { document in document.pack(content, state) })
      },
    ] + newPack + changePack + issuePack + deletePack
  }

  private var newPack: [Endpoint] {
    Endpoint.form(
      .newPack, allow: Programme.changed, page: "\(Self.place)/nouveau", posts: Self.place, SteeringPackForm.self,
      show: { visit in
        let programme: Programme = try await visit.programmeToChange(visit.scope)
        let bodies = try await Self.bodies(of: programme, visit.scope)
        return FormPage(
          .newPack, crumbs: Crumb.packs(visit, programme), submit: .save,
          initial: SteeringPackForm.blank(visit.scope.today), fields: [Self.bodyField(bodies)],
          hiding: bodies.isEmpty ? ["body"] : [])
      },
      submit: { visit, scope, form in
        let programme: Programme = try await visit.programmeToChange(scope)
        try form.check(try await Self.bodies(of: programme, scope))
        let pack: SteeringPack = try await SteeringPackStore(scope).insert(form, in: programme.id)
        return .created(.packPrepared, at: pack.path, .steeringPack, pack)
      })
  }

  private var changePack: [Endpoint] {
    Endpoint.form(
      .changePack, allow: Programme.changed, page: "\(Self.place)/{pack}/modifier", posts: "\(Self.place)/{pack}",
      Changed<SteeringPackForm>.self,
      show: { visit in
        let (programme, pack) = try await Self.toChange(visit, visit.scope)
        let bodies = try await Self.bodies(of: programme, visit.scope)
        return FormPage(
          .changePack, crumbs: Crumb.pack(visit, programme, pack), submit: .save,
          initial: SteeringPackForm.typed(pack), fields: [Self.bodyField(bodies)],
          hiding: bodies.isEmpty ? ["body"] : [], isClosed: pack.isIssued, above: Self.closed(pack))
      },
      submit: { visit, scope, changed in
        let (programme, pack) = try await Self.toChange(visit, scope)
        try pack.checkDraft()
        try changed.form.check(try await Self.bodies(of: programme, scope))
        let after: SteeringPack = try await SteeringPackStore(scope).update(
          pack, changed.form, in: programme.id, version: changed.version)
        return .changed(.packChanged, at: after.path, .steeringPack, after)
      })
  }

  private var issuePack: [Endpoint] {
    Endpoint.form(
      .issuePack, allow: Programme.changed, page: "\(Self.place)/{pack}/emettre",
      posts: "\(Self.place)/{pack}/emission",
      Changed<NoFilter>.self,
      show: { visit in
        let (programme, pack) = try await Self.toChange(visit, visit.scope)
        return FormPage(
          .issuePack, crumbs: Crumb.pack(visit, programme, pack), intro: pack.isIssued ? nil : .issuingHelp(pack),
          submit: .issuePack, initial: Self.versioned(pack), isClosed: pack.isIssued, above: Self.closed(pack))
      },
      submit: { visit, scope, changed in
        let (programme, pack) = try await Self.toChange(visit, scope)
        try pack.issue(on: scope.today)
        let content: PackContent = try await content(of: pack, programme, scope)
        let after: SteeringPack = try await SteeringPackStore(scope).issue(
          pack, content, in: programme.id, version: changed.version)
        return .changed(.packIssued, at: after.path, .steeringPack, after)
      })
  }

  private var deletePack: [Endpoint] {
    Endpoint.form(
      .deletePack, allow: Programme.changed, page: "\(Self.place)/{pack}/supprimer",
      posts: "\(Self.place)/{pack}/suppression", Changed<NoFilter>.self,
      show: { visit in
        let (programme, pack) = try await Self.toChange(visit, visit.scope)
        return FormPage(
          .deletePack, crumbs: Crumb.pack(visit, programme, pack), intro: pack.isIssued ? nil : .deletingHelp,
          submit: .deletePack, initial: Self.versioned(pack), isClosed: pack.isIssued, above: Self.closed(pack))
      },
      submit: { visit, scope, changed in
        let (programme, pack) = try await Self.toChange(visit, scope)
        try pack.checkDraft()
        try await SteeringPackStore(scope).delete(pack, in: programme.id, version: changed.version)
        return .changed(.packDeleted, at: "\(programme.path)/dossiers-de-pilotage", .steeringPack, pack)
      })
  }

  private static func toChange(_ visit: Visit, _ scope: Scope) async throws -> (Programme, SteeringPack) {
    let programme: Programme = try await visit.programmeToChange(scope)
    return (programme, try await SteeringPackStore(scope).find(visit.id("pack"), of: programme.id))
  }

  private static func bodyField(_ bodies: [(key: String, label: Text)]) -> any FormField {
    Field.among("body", .packBody, help: SteeringPackForm.body.help, bodies).optional
  }

  private static func versioned(_ pack: SteeringPack) -> Typed {
    var typed = Typed()
    typed.set(.version, pack.version)
    return typed
  }

  /// Why a form is not one any more.
  private static func closed(_ pack: SteeringPack) -> (@Sendable (inout Page) -> Void)? {
    guard let issuedAt = pack.issuedAt else { return nil }
    return { page in page.paragraph(.packIssued(issuedAt)) }
  }
}

extension ProgrammePart {
  static let steeringPacks = ProgrammePart(.steeringPacks, at: "dossiers-de-pilotage", allow: .everyone) {
    scope, programme in
    let count: Int = try await SteeringPackStore(scope).count(of: programme.id)
    if count == 0 { return scope.worksWith(programme.id) ? Noun.steeringPack.noneYet : nil }
    return Text { "\(Noun.steeringPack.counted(count)($0))." }
  }
}

extension Crumb {
  fileprivate static func packs(_ visit: Visit, _ programme: Programme) -> [Crumb] {
    Crumb.programme(visit, programme)
      + [Crumb(Text.steeringPacks(visit.language), "\(programme.path)/dossiers-de-pilotage")]
  }

  fileprivate static func pack(_ visit: Visit, _ programme: Programme, _ pack: SteeringPack) -> [Crumb] {
    packs(visit, programme) + [Crumb(pack.title, pack.path)]
  }
}

extension Text {
  fileprivate static let draftMark = Text(fr: "projet", en: "draft", de: "Entwurf")
  fileprivate static let oneSteeringPack = Text(fr: "Dossier de pilotage", en: "Steering pack", de: "Steuerungsbericht")
  fileprivate static let newPack = Text(fr: "Préparer un dossier de pilotage", en: "Prepare a steering pack")
  fileprivate static let changePack = Text(fr: "Modifier le dossier", en: "Change the pack")
  fileprivate static let issuePack = Text(fr: "Émettre le dossier", en: "Issue the pack")
  fileprivate static let deletePack = Text(fr: "Supprimer le projet", en: "Delete the draft")
  fileprivate static let packAsText = Text(
    fr: "Ce dossier en ODT", en: "This pack as ODT", de: "Dieser Bericht als ODT")
  fileprivate static let deletingHelp = Text(
    fr: "Le projet disparaît avec son commentaire et ses décisions. Un dossier émis, lui, ne se supprime pas.",
    en: "The draft goes, with its comment and its decisions. A pack that was issued cannot be deleted.")

  fileprivate static func issuingHelp(_ pack: SteeringPack) -> Text {
    pack.isPublic
      ? Text(
        fr:
          "Les chiffres, le commentaire et les décisions sont figés tels qu’ils sont : plus rien n’en change. Tout le monde pourra lire ce dossier.",
        en:
          "Figures, comment and decisions are fixed as they are: nothing of it changes any more. Everybody will be able to read this pack."
      )
      : Text(
        fr: "Les chiffres, le commentaire et les décisions sont figés tels qu’ils sont : plus rien n’en change.",
        en: "Figures, comment and decisions are fixed as they are: nothing of it changes any more.")
  }
}
