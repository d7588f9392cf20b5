import Platform
import Programmes
import SQL

/// Every statement about collections and who reviews them, on the network’s side.
struct CollectionStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private static let columns: Query = """
    collection.id, programme.id, programme.slug, programme.name, collection.name, collection.call,
    collection.opened_day, collection.deadline, collection.closed_day,
    (SELECT count(*) FROM sheet_invitation
      WHERE sheet_invitation.collection_id = collection.id AND sheet_invitation.stage <> 'withdrawn'),
    (SELECT count(*) FROM sheet_invitation
      WHERE sheet_invitation.collection_id = collection.id AND sheet_invitation.stage = 'published'),
    collection.provenance, collection.version
    """

  private static let tables: Query = "collection JOIN programme ON programme.id = collection.programme_id"

  private var within: Query { "collection.territory_id = \(scope.territory)" }

  /// Whether sheets are gathered under this programme.
  func isLab(_ programme: Programme) async throws -> Bool {
    let count: Int = try await scope.value(
      """
      SELECT count(*) FROM lab_setting
      WHERE territory_id = \(scope.territory) AND programme_id = \(programme.id)
      """)
    return count > 0
  }

  func count(of programme: Programme) async throws -> Int {
    try await scope.value("SELECT count(*) FROM collection WHERE \(within) AND programme_id = \(programme.id)")
  }

  func find(_ id: ID<SheetCollection>, of programme: Programme) async throws -> SheetCollection {
    guard scope.worksWith(programme.id) else { throw Refusal.notFound }
    return try await scope.one(
      """
      SELECT \(Self.columns) FROM \(Self.tables)
      WHERE \(within) AND collection.programme_id = \(programme.id) AND collection.id = \(id)
      """)
  }

  func findToReview(_ id: ID<SheetCollection>) async throws -> SheetCollection {
    let collection: SheetCollection = try await scope.one(
      "SELECT \(Self.columns) FROM \(Self.tables) WHERE \(within) AND collection.id = \(id)")
    guard try await reviews(collection) else { throw Refusal.notFound }
    return collection
  }

  /// Those who run the Lab’s programme, and those whom they invited to review this collection while their role holds.
  func reviews(_ collection: SheetCollection) async throws -> Bool {
    if scope.actor.runs(collection.programme) { return true }
    guard let account = scope.actor.account,
      scope.actor.numbers(.programme, as: .partner).contains(collection.programme.number)
    else { return false }
    let count: Int = try await scope.value(
      """
      SELECT count(*) FROM collection_reviewer
      WHERE territory_id = \(scope.territory) AND collection_id = \(collection.id) AND account_id = \(account)
      """)
    return count > 0
  }

  func listing(_ programme: Programme) -> Listing<SheetCollection> {
    let which: Query = "\(within) AND collection.programme_id = \(programme.id)"
    return Listing(
      scope, count: "SELECT count(*) FROM collection WHERE \(which)",
      orders: [
        Order("deadline", "collection.deadline", "collection.id", startsDown: true),
        Order("name", "collection.sort_key", "collection.id"),
      ]
    ) { slice in
      "SELECT \(Self.columns) FROM \(Self.tables) WHERE \(which) ORDER BY \(slice.order) \(slice.window)"
    }
  }

  func insert(
    _ form: CollectionForm, of programme: Programme, _ provenance: Provenance = .entered
  ) async throws -> SheetCollection {
    let id: ID<SheetCollection> = try await scope.guarded(by: .unique, .conflict(.collectionNameTaken, field: "name")) {
      try await scope.insert(
        """
        INSERT INTO collection
          (territory_id, programme_id, name, sort_key, call, opened_day, deadline, closed_day, provenance)
        VALUES (\(scope.territory), \(programme.id), \(form.name), \(sortKey(form.name)), \(form.call), \(form.opened),
          \(form.deadline), \(form.closed.value), \(provenance))
        """)
    }
    let collection: SheetCollection = try await find(id, of: programme)
    try await scope.audit(.collectionOpened, "collection", id.number, .collection, after: collection)
    return collection
  }

  func update(
    _ collection: SheetCollection, _ form: CollectionForm, of programme: Programme, version: Int
  ) async throws -> SheetCollection {
    try await scope.guarded(by: .unique, .conflict(.collectionNameTaken, field: "name")) {
      try await scope.update(
        """
        UPDATE collection SET name = \(form.name), sort_key = \(sortKey(form.name)), call = \(form.call),
          opened_day = \(form.opened), deadline = \(form.deadline), closed_day = \(form.closed.value),
          version = version + 1
        WHERE \(within) AND id = \(collection.id) AND version = \(version)
        """)
    }
    let after: SheetCollection = try await find(collection.id, of: programme)
    try await scope.audit(
      .collectionChanged, "collection", collection.id.number, .collection, before: collection, after: after)
    return after
  }

  func reviewers(of collection: SheetCollection) async throws -> [Reviewer] {
    try await scope.all(
      """
      SELECT id, name, email, at FROM collection_reviewer
      WHERE territory_id = \(scope.territory) AND collection_id = \(collection.id) ORDER BY id LIMIT 200
      """)
  }

  func reviewer(_ id: ID<Reviewer>, of collection: SheetCollection) async throws -> Reviewer {
    try await scope.one(
      """
      SELECT id, name, email, at FROM collection_reviewer
      WHERE territory_id = \(scope.territory) AND collection_id = \(collection.id) AND id = \(id)
      """)
  }

  func add(_ account: ID<Account>, _ form: ReviewerForm, to collection: SheetCollection) async throws -> Reviewer {
    try await add(account, named: form.name, at: form.email, to: collection)
  }

  private func add(
    _ account: ID<Account>, named name: String, at email: String, to collection: SheetCollection
  ) async throws -> Reviewer {
    let id: ID<Reviewer> = try await scope.guarded(by: .unique, .conflict(.alreadyReviewer, field: "email")) {
      try await scope.insert(
        """
        INSERT INTO collection_reviewer (territory_id, collection_id, account_id, name, email, at)
        VALUES (\(scope.territory), \(collection.id), \(account), \(name), \(email), \(scope.now))
        """)
    }
    let reviewer: Reviewer = try await reviewer(id, of: collection)
    try await scope.audit(.reviewerInvited, "reviewer", id.number, .reviewer, after: reviewer)
    return reviewer
  }

  /// Who takes over from a reviewer reviews the same collections, from the day on which their role begins.
  func handOver(from leaver: ID<Account>, to successor: Account) async throws {
    func reviewed(by account: ID<Account>) -> Query {
      """
      EXISTS (SELECT 1 FROM collection_reviewer WHERE collection_reviewer.territory_id = \(scope.territory)
        AND collection_reviewer.collection_id = collection.id AND collection_reviewer.account_id = \(account))
      """
    }
    let collections: [SheetCollection] = try await scope.all(
      """
      SELECT \(Self.columns) FROM \(Self.tables)
      WHERE \(within) AND \(reviewed(by: leaver)) AND NOT \(reviewed(by: successor.id)) ORDER BY collection.id
      """)
    for collection in collections {
      _ = try await add(successor.id, named: successor.name, at: successor.email, to: collection)
    }
  }

  func remove(_ reviewer: Reviewer, of collection: SheetCollection) async throws {
    try await scope.update(
      """
      DELETE FROM collection_reviewer
      WHERE territory_id = \(scope.territory) AND collection_id = \(collection.id) AND id = \(reviewer.id)
      """)
    try await scope.audit(
      .reviewerRemoved, "reviewer", reviewer.id.number, .reviewer, before: reviewer, after: reviewer)
  }
}
