import Platform
import SQL

extension Lab {
  var publishRoutes: [Endpoint] { publishing + withdrawing }

  private var publishing: [Endpoint] {
    Endpoint.form(
      .publishSheet, allow: Programme.changed, page: "\(Self.place)/{sheet}/publier",
      posts: "\(Self.place)/{sheet}/publication",
      Changed<NoFilter>.self,
      show: { visit in
        let (programme, sheet) = try await sheetToChange(visit, visit.scope)
        let content: SheetContent = try await SheetStore(visit.scope).content(of: sheet)
        let check: SheetFindings = try await checked(sheet, content, of: programme, visit, visit.scope)
        let waits: Text? = try await waitsForReview(sheet, visit.scope)
        var initial = Typed()
        initial.set(.version, sheet.version)
        return FormPage(
          .publishSheet, crumbs: Crumb.sheet(visit, programme, sheet), intro: .publishingHelp, submit: .publishSheet,
          initial: initial, isClosed: !programme.isPublic || waits != nil || !check.blocking.isEmpty,
          above: { page in
            if let waits { page.paragraph(waits) }
            if !programme.isPublic { page.paragraph(.programmeIsNotPublic) }
            page.findings(check, runs: true)
          })
      },
      submit: { visit, scope, changed in
        let (programme, sheet) = try await sheetToChange(visit, scope)
        guard sheet.version == changed.version else { throw Refusal.conflict(.sheetChangedSince) }
        let content: SheetContent = try await SheetStore(scope).content(of: sheet)
        let blocking: [Finding] = try await checked(sheet, content, of: programme, visit, scope).blocking
        guard blocking.isEmpty else { throw Refusal.conflict(.holdsDeadEnds(blocking)) }
        try await publish(sheet, of: programme, scope)
        return .changed(.sheetPublished, at: sheet.path, .sheet, try await seenSheet(visit, scope).1)
      })
  }

  private var withdrawing: [Endpoint] {
    Endpoint.form(
      .withdrawSheet, allow: Programme.changed, page: "\(Self.place)/{sheet}/retirer",
      posts: "\(Self.place)/{sheet}/retrait",
      WithdrawalForm.self,
      show: { visit in
        let (programme, sheet) = try await sheetToChange(visit, visit.scope)
        return FormPage(
          .withdrawSheet, crumbs: Crumb.sheet(visit, programme, sheet), intro: .withdrawingHelp,
          submit: .withdrawSheet, isClosed: sheet.publishedAt == nil,
          above: { page in if sheet.publishedAt == nil { page.paragraph(.notPublished) } })
      },
      submit: { visit, scope, form in
        let (_, sheet) = try await sheetToChange(visit, scope)
        try await PublicationStore(scope).withdraw(sheet, because: form.reason)
        return .changed(.sheetWithdrawn, at: sheet.path, .sheet, try await seenSheet(visit, scope).1)
      })
  }

  /// Puts a sheet before the public as it stands.
  func publish(_ sheet: Sheet, of programme: Programme, _ scope: Scope) async throws {
    guard programme.isPublic else { throw Refusal.conflict(.programmeIsNotPublic) }
    let collected = try await checkPublishing(sheet, scope)
    let content: SheetContent = try await SheetStore(scope).content(of: sheet)
    try await PublicationStore(scope).publish(sheet, content, of: programme, by: scope.actor.name)
    try await published(collected)
  }
}

struct WithdrawalForm: Form {
  static let reason = Field.lines("reason", .withdrawalReason, help: .withdrawalReasonHelp, most: 500)
  static let fields: [any FormField] = [reason]

  let reason: String

  init(_ values: FormValues) throws(Refusal) { reason = values[Self.reason] }
}

extension Text {
  fileprivate static let publishingHelp = Text(
    fr: "La fiche paraît telle qu’elle est maintenant, avec ses chiffres qui continuent de se recalculer.",
    en: "The sheet appears as it stands now, with figures that go on counting themselves.")
  fileprivate static let withdrawingHelp = Text(
    fr: "Elle quitte le catalogue et ne peut plus être adoptée ; son adresse dit pourquoi.",
    en: "It leaves the catalogue and cannot be adopted any more; its address says why.")
  fileprivate static let programmeIsNotPublic = Text(
    fr: "Le dispositif n’est pas public : publiez-le d’abord, puis sa fiche.",
    en: "The programme is not public: publish it first, then its sheet.")
  fileprivate static let withdrawalReason = Text(fr: "Raison", en: "Reason", de: "Grund")
  fileprivate static let withdrawalReasonHelp = Text(
    fr: "Tout le monde la lira à l’adresse de la fiche.", en: "Everybody will read it at the sheet’s address.")
  fileprivate static func holdsDeadEnds(_ findings: [Finding]) -> Text {
    let passages: String = findings.map(\.passage).joined(separator: ", ")
    return Text(
      fr: "À corriger d’abord, car le public le lirait ainsi : \(passages).",
      en: "To be put right first, for the public would read it like this: \(passages).")
  }

  fileprivate static let sheetChangedSince = Text(
    fr: "La fiche a changé depuis que vous avez ouvert cette page : relisez-la.",
    en: "The sheet has changed since you opened this page: read it again.")
}
