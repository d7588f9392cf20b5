import HTTP
import SQL

/// A list as somebody likes to find it again: which rows, in which order, with which columns.
struct SavedView: Fetched, Equatable {
  let id: ID<SavedView>
  let account: ID<Account>
  let path: String
  let name: String
  let query: String
  let isShared: Bool

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    account = try row.next()
    path = try row.next()
    name = try row.next()
    query = try row.next()
    isShared = try row.next()
  }

  var address: String { query.isEmpty ? path : "\(path)?\(query)" }
}

/// Every statement about saved views: one's own, and those that colleagues of the territory share.
struct SavedViewStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private static let columns: Query = "id, account_id, path, name, query, is_shared"

  private func account() throws(Refusal) -> ID<Account> {
    guard let account = scope.actor.account else { throw .notFound }
    return account
  }

  /// Those of one list, one's own first.
  func on(_ path: String) async throws -> [SavedView] {
    guard let account = scope.actor.account else { return [] }
    let shared: Query = sharesViews ? "is_shared = \(true)" : "1 = 0"
    return try await scope.all(
      """
      SELECT \(Self.columns) FROM saved_view
      WHERE territory_id = \(scope.territory) AND path = \(path) AND (account_id = \(account) OR \(shared))
      ORDER BY CASE WHEN account_id = \(account) THEN 0 ELSE 1 END, sort_key, id LIMIT 60
      """)
  }

  /// Colleagues share views; a company or a resident keeps their own.
  private var sharesViews: Bool { Allow.staff.admits(scope.actor) }

  /// One that this actor may take away: their own, and for who answers for the service whatever is shared.
  func find(_ id: ID<SavedView>) async throws -> SavedView {
    let others: Query = Allow([.manager, .administrator]).admits(scope.actor) ? "is_shared = \(true)" : "1 = 0"
    return try await scope.one(
      """
      SELECT \(Self.columns) FROM saved_view
      WHERE territory_id = \(scope.territory) AND (account_id = \(try account()) OR \(others)) AND id = \(id)
      """)
  }

  /// `query` is what the list itself understands of what was asked.
  func keep(_ form: SavedViewForm, _ query: String) async throws -> SavedView {
    guard sharesViews || !form.isShared else { throw Refusal.invalid("shared", .viewsAreSharedAtWork) }
    let account: ID<Account> = try account()
    let id: ID<SavedView> = try await scope.guarded(by: .unique, .conflict(.viewNameTaken, field: "name")) {
      try await scope.insert(
        """
        INSERT INTO saved_view (territory_id, account_id, path, name, sort_key, query, is_shared)
        VALUES (\(scope.territory), \(account), \(form.path), \(form.name), \(sortKey(form.name)), \(query),
          \(form.isShared))
        """)
    }
    try await scope.audit(.viewSaved, "view", id.number)
    return try await find(id)
  }

  func forget(_ view: SavedView) async throws {
    try await scope.run(
      """
      DELETE FROM saved_view
      WHERE territory_id = \(scope.territory) AND account_id = \(view.account) AND id = \(view.id)
      """)
    try await scope.audit(.viewForgotten, "view", view.id.number)
  }
}

struct SavedViewForm: Form {
  static let name = Field.text(
    "name", Text(fr: "Nom de la vue", en: "Name of the view"),
    help: Text(fr: "Par exemple : Baux qui finissent cette année.", en: "For example: Leases that end this year."),
    most: 60)
  static let shared = Field.flag(
    "shared", Text(fr: "La partager avec mes collègues du territoire", en: "Share it with my colleagues"),
    help: Text(
      fr: "Chacun n’y voit que ce que ses rôles lui ouvrent.", en: "Each sees in it only what their roles open."))
  static let path = Field.carried("path", most: 200)
  static let query = Field.carried("query", most: 4_000)
  static let fields: [any FormField] = [name, shared, path, query]

  let name: String
  let isShared: Bool
  let path: String
  let query: FormPairs

  init(_ values: FormValues) throws(Refusal) {
    name = values[Self.name]
    isShared = values[Self.shared]
    // A path and a query of ours: nobody puts another site among a colleague's views.
    guard let path = values[Self.path], LocalPath(path) != nil, !path.contains("?") else { throw .notFound }
    self.path = path
    guard let pairs = try? FormPairs(urlEncoded: Array((values[Self.query] ?? "").utf8)) else { throw .notFound }
    query = pairs
  }
}

extension Deed {
  static let viewSaved = Deed("view.saved", Text(fr: "Vue enregistrée", en: "View saved"))
  static let viewForgotten = Deed("view.forgotten", Text(fr: "Vue retirée", en: "View removed"))
  static let views: [Deed] = [viewSaved, viewForgotten]
}

extension Text {
  static let saveView = Text(fr: "Enregistrer cette vue", en: "Save this view")
  static let saveWhichView = Text(
    fr: "Une vue s’enregistre depuis une liste : filtrez-la ou triez-la, puis choisissez « Enregistrer cette vue ».",
    en: "A view is saved from a list: filter it or sort it, then choose “Save this view”.")
  static let forgetView = Text(fr: "Retirer la vue", en: "Remove the view")
  static let viewsAreSharedAtWork = Text(
    fr: "Seules les personnes qui travaillent pour le territoire partagent des vues.",
    en: "Only those who work for the territory share views.")
  static let viewNameTaken = Text(
    fr: "Vous avez déjà une vue de ce nom sur cette liste.", en: "You already have a view of that name on this list.")
}
