import Platform
import Programmes
import SQL

extension Lab {
  private static let invitationsPlace: String = "/dispositifs/{programme}/collectes/{collection}/invitations"

  var sheetInvitationRoutes: [Endpoint] {
    [
      .list(
        Self.invitationsPlace, .sheetInvitations, allow: Programme.changed,
        .invitation(on: Day(ordinal: 0), opensDraft: true), filter: InvitationFilter.self
      ) { visit, filter in
        let (programme, collection) = try await collectionToChange(visit, visit.scope)
        return ListPage(
          .sheetInvitations, crumbs: Crumb.collection(visit, programme, collection),
          .invitation(on: visit.scope.today, opensDraft: true),
          ReviewStore(visit.scope, as: .network).listing(in: collection, filter), filters: InvitationFilter.fields,
          .sheetInvitation, mark: { $0.isLate(on: visit.scope.today) ? .isLate : $0.provenance.mark })
      },
      .record(
        "\(Self.invitationsPlace)/{invitation}", .oneSheetInvitation, kind: "sheet-invitation",
        allow: Programme.changed, .invitation(on: Day(ordinal: 0), opensDraft: true)
      ) { visit in
        let (programme, collection) = try await collectionToChange(visit, visit.scope)
        let store = ReviewStore(visit.scope, as: .network)
        let invitation: SheetInvitation = try await store.find(visit.id("invitation"), in: collection)
        let steps: [TakenStep] = try await store.steps(of: invitation)
        let view: View<SheetInvitation> = .invitation(on: visit.scope.today, opensDraft: true)
        let standing = SheetStanding(stage: invitation.stage)
        return Shown(
          invitation.guestName, crumbs: Crumb.collection(visit, programme, collection), view, invitation,
          of: programme.id
        ) { page in
          page.provenance(invitation.provenance)
          page.facts(view.without("guest"), invitation)
          page.actions(
            [(SheetStep.remind, Text.remindGuest, "relancer"), (.withdraw, .withdrawInvitation, "retirer")]
              .filter { standing.allows($0.0) }
              .map { ActionLink($0.1, to: "\(invitation.networkPath)/\($0.2)", allow: Programme.changed) })
          page.section(.stepsTaken) { page in page.steps(steps) }
        }
      },
    ] + newInvitation + remind + withdrawInvitation
  }

  private var newInvitation: [Endpoint] {
    Endpoint.form(
      .inviteToCollection, allow: Programme.changed, page: "\(Self.invitationsPlace)/nouvelle",
      posts: Self.invitationsPlace, SheetInvitationForm.self,
      show: { visit in
        let (programme, collection) = try await collectionToChange(visit, visit.scope)
        let territories: [(key: String, label: Text)] = try await visit.territories().map {
          ($0.0.slug, Text(name: $0.0.name))
        }
        return FormPage(
          .inviteToCollection, crumbs: Crumb.collection(visit, programme, collection), intro: .inviteToCollectionHelp,
          submit: .inviteToCollection, fields: SheetInvitationForm.fields(territories),
          isClosed: collection.closed != nil,
          above: { page in if collection.closed != nil { page.paragraph(.collectionIsClosedHere) } })
      },
      submit: { visit, scope, form in
        let (_, collection) = try await collectionToChange(visit, scope)
        guard collection.closed == nil else { throw Refusal.conflict(.collectionIsClosedHere) }
        guard let guest = try await Territory.open(form.territory, scope) else {
          throw Refusal.invalid("territory", .noSuchTerritory)
        }
        let invitation: SheetInvitation = try await ReviewStore(scope, as: .network).insert(
          form, guest.id, in: collection)
        try await visit.write(
          .askedSubject(collection.name),
          [.askedBody(invitation, scope.actor.name)], about: .sheetAsked, invitation.noticed, on: guest,
          readBy: .asked, to: form.email, saying: form.message, after: [.askedAccess(guest.name)], scope)
        return .created(
          .sheetAsked, at: invitation.networkPath, .invitation(on: scope.today, opensDraft: true), invitation)
      })
  }

  private var remind: [Endpoint] {
    Endpoint.form(
      .remindGuest, allow: Programme.changed, page: "\(Self.invitationsPlace)/{invitation}/relancer",
      posts: "\(Self.invitationsPlace)/{invitation}/relance", NoteForm.self,
      show: { visit in
        try await stepPage(visit, .remind, .remindGuest, .remindGuestHelp)
      },
      submit: { visit, scope, form in
        let (_, collection) = try await collectionToChange(visit, scope)
        let store = ReviewStore(scope, as: .network)
        let invitation: SheetInvitation = try await store.find(visit.id("invitation"), in: collection)
        let stage: SheetStage = try SheetStanding(stage: invitation.stage).after(.remind)
        let after: SheetInvitation = try await store.take(.remind, invitation, to: stage, StepNote(note: form.note))
        try await visit.write(
          .reminderSubject(after.collectionName), [.reminderBody(after)], about: .sheetReminded, after.noticed,
          on: try await Territory.find(after.guest, scope), readBy: .asked, to: after.email, saying: form.note, scope)
        return .changed(
          .step(.remind), at: after.networkPath, .invitation(on: scope.today, opensDraft: true), after)
      })
  }

  private var withdrawInvitation: [Endpoint] {
    Endpoint.form(
      .withdrawInvitation, allow: Programme.changed, page: "\(Self.invitationsPlace)/{invitation}/retirer",
      posts: "\(Self.invitationsPlace)/{invitation}/retrait", ReasonForm.self,
      show: { visit in
        try await stepPage(visit, .withdraw, .withdrawInvitation, .withdrawInvitationHelp)
      },
      submit: { visit, scope, form in
        let (_, collection) = try await collectionToChange(visit, scope)
        let store = ReviewStore(scope, as: .network)
        let invitation: SheetInvitation = try await store.find(visit.id("invitation"), in: collection)
        let stage: SheetStage = try SheetStanding(stage: invitation.stage).after(.withdraw)
        let after: SheetInvitation = try await store.take(.withdraw, invitation, to: stage, StepNote(note: form.note))
        return .changed(
          .step(.withdraw), at: after.networkPath, .invitation(on: scope.today, opensDraft: true), after)
      })
  }

  private func stepPage(
    _ visit: Visit, _ step: SheetStep, _ title: Text, _ intro: Text
  ) async throws -> FormPage {
    let (programme, collection) = try await collectionToChange(visit, visit.scope)
    let invitation: SheetInvitation = try await ReviewStore(visit.scope, as: .network).find(
      visit.id("invitation"), in: collection)
    let refusal: Text? = SheetStanding(stage: invitation.stage).refusal(of: step)
    return FormPage(
      title,
      crumbs: Crumb.collection(visit, programme, collection) + [Crumb(invitation.guestName, invitation.networkPath)],
      intro: intro, submit: title, isClosed: refusal != nil,
      above: { page in if let refusal { page.paragraph(refusal) } })
  }
}

extension ReviewStore {
  func insert(
    _ form: SheetInvitationForm, _ guest: ID<Territory>, in collection: SheetCollection,
    _ provenance: Provenance = .entered, at moment: Instant? = nil
  ) async throws -> SheetInvitation {
    let unanswered: Int = try await scope.value(
      """
      SELECT count(*) FROM sheet_invitation
      WHERE \(within("sheet_invitation")) AND collection_id = \(collection.id) AND guest_id = \(guest)
        AND stage = 'invited' AND lower(email) = \(form.email.lowercased())
      """)
    guard unanswered == 0 else { throw Refusal.conflict(.alreadyAsked, field: "email") }
    let moment: Instant = moment ?? scope.now
    let id: ID<SheetInvitation> = try await scope.insert(
      """
      INSERT INTO sheet_invitation (territory_id, guest_id, collection_id, contact, email, wish, invited_at, stage,
        since, answer, provenance)
      VALUES (\(scope.territory), \(guest), \(collection.id), \(form.contact), \(form.email), \(form.wish),
        \(moment), 'invited', \(moment), '', \(provenance))
      """)
    let invitation: SheetInvitation = try await find(id)
    try await scope.audit(.sheetAsked, "sheet-invitation", id.number, .asked, after: invitation)
    return invitation
  }
}
