import Platform
import Programmes
import SQL

/// What a network asked of this territory.
extension Lab {
  private static let askedPlace: String = "/fiches-demandees"

  var askedRoutes: [Endpoint] {
    [
      .list(Self.askedPlace, .askedSheets, allow: .asked, .asked, filter: NoFilter.self) { visit, _ in
        ListPage(
          .askedSheets, intro: .askedSheetsInShort, .asked, ReviewStore(visit.scope, as: .guest).listing(), .askedSheet,
          mark: { $0.isLate(on: visit.scope.today) ? .isLate : $0.provenance.mark })
      },
      .record(
        "\(Self.askedPlace)/{invitation}", .oneAskedSheet, kind: "sheet-invitation", allow: .asked, .asked
      ) { visit in
        let store = ReviewStore(visit.scope, as: .guest)
        let invitation: SheetInvitation = try await store.find(visit.id("invitation"))
        let steps: [TakenStep] = try await store.steps(of: invitation)
        return Shown(
          invitation.collectionName, crumbs: [Crumb.asked(visit)], .asked, invitation, of: invitation.programme
        ) { page in
          page.provenance(invitation.provenance)
          page.paragraph(.asksYou(invitation))
          page.facts(View.asked.without("collection"), invitation)
          if SheetStanding(stage: invitation.stage, isClosed: invitation.closed != nil).allows(.join) {
            page.actions([
              ActionLink(.joinCollection, to: "\(invitation.askedPath)/accepter", allow: Programme.changed),
              ActionLink(.declineRequest, to: "\(invitation.askedPath)/decliner", allow: Programme.changed),
            ])
          } else if let path = invitation.sheetPath {
            page.linkLine(path, .toTheSheet)
          }
          page.section(.collectionCall) { page in page.prose(invitation.call, under: 3) }
          if !steps.isEmpty { page.section(.stepsTaken) { page in page.steps(steps) } }
        }
      },
    ] + join + decline
  }

  private var join: [Endpoint] {
    Endpoint.form(
      .joinCollection, allow: Programme.changed, page: "\(Self.askedPlace)/{invitation}/accepter",
      posts: "\(Self.askedPlace)/{invitation}/acceptation", JoinForm.self,
      show: { visit in
        let invitation: SheetInvitation = try await ReviewStore(visit.scope, as: .guest).find(visit.id("invitation"))
        let refusal: Text? = SheetStanding(stage: invitation.stage, isClosed: invitation.closed != nil)
          .refusal(of: .join)
        let programmes: [Programme] = try await ProgrammeStore(visit.scope).allToChange()
        var initial = Typed()
        // What the network wished for, where it is one of ours.
        if let wished = programmes.first(where: { sortKey($0.name) == sortKey(invitation.wish) }) {
          initial.set(JoinForm.programme, wished.slug)
        }
        return FormPage(
          .joinCollection, crumbs: Crumb.asked(visit, invitation), intro: .joinCollectionHelp, submit: .joinCollection,
          initial: initial,
          fields: [
            Field.among(
              "programme", .oneProgramme, help: .joinProgrammeHelp, programmes.map { ($0.slug, Text(name: $0.name)) })
          ],
          isClosed: refusal != nil || programmes.isEmpty,
          above: { page in
            if let refusal { page.paragraph(refusal) }
            if programmes.isEmpty { page.paragraph(.noProgrammeToDescribe) }
          })
      },
      submit: { visit, scope, form in
        let store = ReviewStore(scope, as: .guest)
        let invitation: SheetInvitation = try await store.find(visit.id("invitation"))
        let stage: SheetStage = try SheetStanding(stage: invitation.stage, isClosed: invitation.closed != nil)
          .after(.join)
        guard
          let programme = try await ProgrammeStore(scope).allToChange().first(where: { $0.slug == form.programme })
        else { throw Refusal.invalid("programme", .noSuchProgrammeHere) }
        // What is written already goes on; nobody begins the same sheet twice.
        let begun: Sheet? = try await SheetStore(scope).all(of: programme).first { $0.kind == .lab }
        let sheet: Sheet
        if let begun { sheet = begun } else { sheet = try await draft(.lab, of: programme, scope) }
        let after: SheetInvitation = try await store.take(.join, invitation, to: stage, sheet: sheet.id)
        return Saved.changed(.step(.join), at: after.askedPath, .asked, after).returning(to: sheet.path)
      })
  }

  private var decline: [Endpoint] {
    Endpoint.form(
      .declineRequest, allow: Programme.changed, page: "\(Self.askedPlace)/{invitation}/decliner",
      posts: "\(Self.askedPlace)/{invitation}/refus", ReasonForm.self,
      show: { visit in
        let invitation: SheetInvitation = try await ReviewStore(visit.scope, as: .guest).find(visit.id("invitation"))
        let refusal: Text? = SheetStanding(stage: invitation.stage).refusal(of: .decline)
        return FormPage(
          .declineRequest, crumbs: Crumb.asked(visit, invitation), intro: .declineHelp, submit: .declineRequest,
          isClosed: refusal != nil, above: { page in if let refusal { page.paragraph(refusal) } })
      },
      submit: { visit, scope, form in
        let store = ReviewStore(scope, as: .guest)
        let invitation: SheetInvitation = try await store.find(visit.id("invitation"))
        let stage: SheetStage = try SheetStanding(stage: invitation.stage).after(.decline)
        let after: SheetInvitation = try await store.take(.decline, invitation, to: stage, StepNote(note: form.note))
        return Saved.changed(.step(.decline), at: after.askedPath, .asked, after).returning(to: "/fiches-demandees")
      })
  }
}

extension Crumb {
  static func asked(_ visit: Visit) -> Crumb { Crumb(Text.askedSheets(visit.language), "/fiches-demandees") }

  static func asked(_ visit: Visit, _ invitation: SheetInvitation) -> [Crumb] {
    [asked(visit), Crumb(invitation.collectionName, invitation.askedPath)]
  }
}
