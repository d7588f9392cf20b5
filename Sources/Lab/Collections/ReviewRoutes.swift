import HTTP
import Indicators
import Platform
import Programmes
import SQL

/// One sheet under review, and the side from which somebody came to it.
struct OpenReview: Sendable {
  let store: ReviewStore
  let review: SheetReview
  /// Where this side reads it.
  let path: String
  let crumbs: [Crumb]
  /// Whether they write the sheet, and so close comments on it.
  let writes: Bool
}

/// Where one of the two sides reviews: the address, who may come, and how the sheet in it is found.
struct ReviewDoor: Sendable {
  let place: String
  let allow: Allow
  let open: @Sendable (Visit, Scope) async throws -> OpenReview
}

extension Lab {
  static let draftPlace: String = "/collectes/{collection}/fiches/{sheet}"

  /// For the network: the drafts of its own collections, through them alone.
  var networkDoor: ReviewDoor {
    ReviewDoor(place: Self.draftPlace, allow: .reviewing) { visit, scope in
      let collection: SheetCollection = try await CollectionStore(scope).findToReview(visit.id("collection"))
      let store = ReviewStore(scope, as: .network)
      let invitation: SheetInvitation = try await store.find(sheet: visit.id("sheet"), in: collection)
      guard let path = invitation.draftPath else { throw Refusal.notFound }
      return OpenReview(
        store: store, review: try await SheetReview(invitation, store), path: path,
        crumbs: [
          Crumb(collection.programmeName, "/dispositifs/\(collection.programmeSlug)"),
          Crumb(collection.name, collection.path),
        ], writes: false)
    }
  }

  /// For the territory: on the sheet’s own page.
  var guestDoor: ReviewDoor {
    ReviewDoor(place: "\(Self.place)/{sheet}", allow: .working) { visit, scope in
      let (programme, sheet) = try await seenSheet(visit, scope)
      guard let open = try await openReview(of: sheet, scope) else { throw Refusal.notFound }
      return OpenReview(
        store: open.store, review: open.review, path: sheet.path, crumbs: Crumb.sheets(visit, programme),
        writes: scope.actor.runs(programme.id))
    }
  }

  /// The collection that a sheet of this territory went into, if any.
  func openReview(of sheet: Sheet, _ scope: Scope) async throws -> (store: ReviewStore, review: SheetReview)? {
    let store = ReviewStore(scope, as: .guest)
    guard let invitation = try await store.last(of: sheet) else { return nil }
    return (store, try await SheetReview(invitation, store))
  }

  var reviewRoutes: [Endpoint] {
    [
      .report(Self.draftPlace, .draftUnderReview, allow: .reviewing, filter: NoFilter.self) { visit, _ in
        let open: OpenReview = try await networkDoor.open(visit, visit.scope)
        let review: SheetReview = open.review
        let spoken: [FigureMention: SpokenFigure] = try await spokenFigures(of: review, visit)
        var read = ReadSheet(kind: .lab, content: review.content, figures: spoken)
        let margin = Margin(open, spoken, visit.scope.actor)
        read.margin = { page, kind in page.margin(margin, kind) }
        let shown: ReadSheet = read
        let isOurs: Bool = visit.scope.actor.runs(review.invitation.lab)
        return Report(
          review.content.title, crumbs: open.crumbs,
          json: { json in review.write(&json) },
          tools: { page in page.reviewActions(review, at: open.path, publishes: isOurs) },
          body: { page in
            page.provenance(review.invitation.provenance)
            page.reviewState(review, at: open.path, as: .network)
            page.sheet(shown)
          })
      },
      changes(networkDoor), changes(guestDoor),
    ] + networkSteps + guestSteps
  }

  /// What a sheet says that it did not at an earlier step.
  private func changes(_ door: ReviewDoor) -> Endpoint {
    .page("\(door.place)/changements", .whatChanged, allow: door.allow) {
      (visit: Visit) -> (title: String, crumbs: [Crumb], body: @Sendable (inout Page) -> Void) in
      let open: OpenReview = try await door.open(visit, visit.scope)
      let review: SheetReview = open.review
      let asked: Int64? = visit.asked["depuis"].flatMap { Int64($0) }
      let step: TakenStep? =
        asked.map { number in review.steps.first { $0.id.number == number && $0.hasContent } } ?? review.baseline
      guard asked == nil || step != nil else { throw Refusal.notFound }
      let before: SheetContent?
      if let step { before = try await open.store.content(at: step) } else { before = nil }
      let crumbs: [Crumb] = open.crumbs + [Crumb(review.content.title, open.path)]
      return (
        Text.whatChanged(visit.language), crumbs,
        { page in page.changes(review, since: step, before, at: open.path) }
      )
    }
  }

  /// A sheet’s own page, where a collection asked for it.
  func underReview(_ visit: Visit, _ sheet: Sheet, runs: Bool) async throws -> OpenReview? {
    guard let open = try await openReview(of: sheet, visit.scope) else { return nil }
    return OpenReview(store: open.store, review: open.review, path: sheet.path, crumbs: [], writes: runs)
  }

  /// Why a sheet of a collection does not appear yet.
  func waitsForReview(_ sheet: Sheet, _ scope: Scope) async throws -> Text? {
    guard let open = try await openReview(of: sheet, scope), !open.review.invitation.stage.isOver else { return nil }
    return open.review.standing.refusal(of: .publish)
  }

  /// Publishing outside a collection is as it always was; inside, it waits for its turn.
  func checkPublishing(_ sheet: Sheet, _ scope: Scope) async throws -> (store: ReviewStore, review: SheetReview)? {
    guard let open = try await openReview(of: sheet, scope), !open.review.invitation.stage.isOver else { return nil }
    _ = try open.review.standing.after(.publish)
    return open
  }

  /// Says in the collection that its sheet is out.
  func published(_ open: (store: ReviewStore, review: SheetReview)?) async throws {
    guard let open else { return }
    _ = try await open.store.take(.publish, open.review.invitation, to: .published, content: open.review.content)
  }
}

extension SheetReview {
  func write(_ json: inout JSONWriter) {
    json.object { json in
      json.member("territory", invitation.guestName)
      json.member("stage", invitation.stage.rawValue)
      json.member("changedSinceLastStep", isChanged)
      json.name("content")
      content.write(&json)
      json.member("steps", steps) { json, step in
        json.member("step", step.step.rawValue)
        json.member("at", step.at.description)
        json.member("name", step.name)
        json.member("note", step.note)
      }
      json.member("comments", comments) { json, comment in
        json.member("id", Double(comment.id.number))
        json.member("place", comment.place.key)
        json.member("quotation", comment.quotation)
        json.member("text", comment.text)
        json.member("author", comment.author)
        json.member("replyTo", comment.replyTo.map { Double($0.number) })
        json.member("resolvedAt", comment.resolvedAt?.description)
      }
    }
  }
}
