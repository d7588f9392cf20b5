import Platform
import Programmes
import SQL

extension Lab {
  private static let collectionsPlace: String = "/dispositifs/{programme}/collectes"

  /// All that concerns collections, on both sides.
  var collecting: [Endpoint] {
    collectionRoutes + sheetInvitationRoutes + reviewerRoutes + askedRoutes + reviewRoutes + commentRoutes
  }

  private var collectionRoutes: [Endpoint] {
    [
      .list(Self.collectionsPlace, .collections, allow: .working, .collection, filter: NoFilter.self) { visit, _ in
        let programme: Programme = try await visit.programme()
        guard visit.scope.worksWith(programme.id) else { throw Refusal.notFound }
        let store = CollectionStore(visit.scope)
        let isLab: Bool = try await store.isLab(programme)
        return ListPage(
          .collections, crumbs: Crumb.programme(visit, programme),
          intro: isLab ? .collectionsInShort : .collectionsNeedLab, .collection, store.listing(programme),
          actions: isLab
            ? visit.scope.actions(
              on: programme.id,
              [ActionLink(.newCollection, to: "\(programme.path)/collectes/nouvelle", allow: Programme.changed)])
            : [],
          .collection, mark: { $0.provenance.mark })
      },
      .record(
        "\(Self.collectionsPlace)/{collection}", .oneCollection, kind: "collection", allow: .working, .collection
      ) { visit in
        let (programme, collection) = try await seenCollection(visit, visit.scope)
        let store = CollectionStore(visit.scope)
        let board = CollectionBoard(
          collection: collection, invitations: try await ReviewStore(visit.scope, as: .network).all(in: collection),
          reviewers: visit.scope.actor.runs(programme.id) ? try await store.reviewers(of: collection) : [],
          runs: visit.scope.actor.runs(programme.id), reviews: try await store.reviews(collection))
        return Shown(
          collection.name, crumbs: Crumb.collections(visit, programme), .collection, collection, of: programme.id
        ) { page in
          page.provenance(collection.provenance)
          page.board(board)
        }
      },
    ] + newCollection + changeCollection
  }

  /// The collection in the address, for who works with its programme.
  func seenCollection(_ visit: Visit, _ scope: Scope) async throws -> (Programme, SheetCollection) {
    let programme: Programme = try await ProgrammeStore(scope).find(visit.text("programme"))
    return (programme, try await CollectionStore(scope).find(visit.id("collection"), of: programme))
  }

  func collectionToChange(_ visit: Visit, _ scope: Scope) async throws -> (Programme, SheetCollection) {
    let programme: Programme = try await visit.programmeToChange(scope)
    return (programme, try await CollectionStore(scope).find(visit.id("collection"), of: programme))
  }

  private var newCollection: [Endpoint] {
    Endpoint.form(
      .newCollection, allow: Programme.changed, page: "\(Self.collectionsPlace)/nouvelle",
      posts: Self.collectionsPlace, CollectionForm.self,
      show: { visit in
        let programme: Programme = try await visit.programmeToChange(visit.scope)
        let isLab: Bool = try await CollectionStore(visit.scope).isLab(programme)
        var initial = Typed()
        initial.set(CollectionForm.opened, visit.scope.today)
        return FormPage(
          .newCollection, crumbs: Crumb.collections(visit, programme), submit: .save, initial: initial,
          hiding: ["closed"], isClosed: !isLab, above: { page in if !isLab { page.paragraph(.collectionsNeedLab) } })
      },
      submit: { visit, scope, form in
        let programme: Programme = try await visit.programmeToChange(scope)
        let store = CollectionStore(scope)
        guard try await store.isLab(programme) else { throw Refusal.conflict(.collectionsNeedLab) }
        let collection: SheetCollection = try await store.insert(form, of: programme)
        return .created(.collectionOpened, at: collection.path, .collection, collection)
      })
  }

  private var changeCollection: [Endpoint] {
    Endpoint.form(
      .changeCollection, allow: Programme.changed, page: "\(Self.collectionsPlace)/{collection}/modifier",
      posts: "\(Self.collectionsPlace)/{collection}", Changed<CollectionForm>.self,
      show: { visit in
        let (programme, collection) = try await collectionToChange(visit, visit.scope)
        return FormPage(
          .changeCollection, crumbs: Crumb.collection(visit, programme, collection), submit: .save,
          initial: CollectionForm.typed(collection))
      },
      submit: { visit, scope, changed in
        let (programme, collection) = try await collectionToChange(visit, scope)
        let after: SheetCollection = try await CollectionStore(scope).update(
          collection, changed.form, of: programme, version: changed.version)
        return .changed(.collectionChanged, at: after.path, .collection, after)
      })
  }

  private var reviewerRoutes: [Endpoint] {
    let place: String = "\(Self.collectionsPlace)/{collection}/relecteurs"
    return Endpoint.form(
      .newReviewer, allow: Programme.changed, page: "\(place)/nouveau", posts: place, ReviewerForm.self,
      show: { visit in
        let (programme, collection) = try await collectionToChange(visit, visit.scope)
        return FormPage(
          .newReviewer, crumbs: Crumb.collection(visit, programme, collection), intro: .newReviewerHelp,
          submit: .newReviewer)
      },
      submit: { visit, scope, form in
        let (programme, collection) = try await collectionToChange(visit, scope)
        let account: ID<Account> = try await visit.admit(form.email, named: form.name, toPartner: programme.id, scope)
        let reviewer: Reviewer = try await CollectionStore(scope).add(account, form, to: collection)
        return .created(.reviewerInvited, at: collection.path, .reviewer, reviewer)
      })
      + Endpoint.form(
        .removeReviewer, allow: Programme.changed, page: "\(place)/{reviewer}/retirer",
        posts: "\(place)/{reviewer}/retrait", NoFilter.self,
        show: { visit in
          let (programme, collection) = try await collectionToChange(visit, visit.scope)
          let reviewer: Reviewer = try await CollectionStore(visit.scope).reviewer(
            visit.id("reviewer"), of: collection)
          return FormPage(
            .removeReviewer, crumbs: Crumb.collection(visit, programme, collection), intro: .removing(reviewer.name),
            submit: .removeReviewer)
        },
        submit: { visit, scope, _ in
          let (_, collection) = try await collectionToChange(visit, scope)
          let store = CollectionStore(scope)
          let reviewer: Reviewer = try await store.reviewer(visit.id("reviewer"), of: collection)
          try await store.remove(reviewer, of: collection)
          return .changed(.reviewerRemoved, at: collection.path, .reviewer, reviewer)
        })
  }
}

extension Crumb {
  static func collections(_ visit: Visit, _ programme: Programme) -> [Crumb] {
    Crumb.programme(visit, programme) + [Crumb(Text.collections(visit.language), "\(programme.path)/collectes")]
  }

  static func collection(_ visit: Visit, _ programme: Programme, _ collection: SheetCollection) -> [Crumb] {
    collections(visit, programme) + [Crumb(collection.name, collection.path)]
  }
}

extension ProgrammePart {
  /// Where sheets are gathered.
  static let collections = ProgrammePart(
    .collections, at: "collectes", allow: .working,
    summary: { scope, programme in
      let count: Int = try await CollectionStore(scope).count(of: programme)
      return count == 0 ? .noCollectionYet : Noun.collection.counted(count)
    },
    where: { scope, programme in
      guard scope.worksWith(programme.id) else { return false }
      return try await CollectionStore(scope).isLab(programme)
    })
}
