import Mail
import Platform
import Programmes
import SQL

/// Somebody who asked to be told of new sheets: of all of them, of a theme or of an axis. No account is needed.
struct Subscription: Fetched, Equatable, Sendable {
  let id: ID<Subscription>
  let territory: ID<Territory>?
  let email: String
  let language: Language
  /// What is followed: a use of the Lab’s words and one of its keys; empty for the whole Lab.
  let use: String
  let key: String
  let isConfirmed: Bool
  /// What was published before then has been told.
  let sentThrough: Instant

  static let unconfirmedDays: Int = 7

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    territory = try row.next()
    email = try row.next()
    language = try row.next()
    use = try row.next()
    key = try row.next()
    isConfirmed = try row.next()
    sentThrough = try row.next()
  }

  static let columns: Query = """
    id, territory_id, email, language, use, key, confirmed_at IS NOT NULL, sent_through FROM subscription
    """

  func follows(_ publication: Publication) -> Bool {
    switch use {
    case NomenclatureUse.themes.rawValue: publication.themes.contains { $0.key == key }
    case NomenclatureUse.axes.rawValue: publication.axes.contains { $0.key == key }
    default: true
    }
  }
}

extension View<Subscription> {
  /// As the journal keeps it: never whose it is.
  static let subscription = View(
    "Subscription",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("use", .followed) { .text(filled: $0.use) }, Column("key", .followed) { .text(filled: $0.key) },
      Column("isConfirmed", .confirmed, .flag) { .flag($0.isConfirmed) },
    ])
}

/// Every statement about subscriptions. They are the installation’s, of no territory.
struct SubscriptionStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  func find(_ id: ID<Subscription>) async throws -> Subscription? {
    try await scope.first("SELECT \(Subscription.columns) WHERE id = \(id)")
  }

  /// Asked for again, it is the same one: who waited for a mail gets another.
  func ask(_ email: EmailAddress, _ use: String, _ key: String, in language: Language) async throws -> Subscription {
    let mark: String = email.text.lowercased()
    try await scope.run(
      """
      INSERT INTO subscription (territory_id, email, email_key, language, use, key, created_at, sent_through)
      VALUES (\(scope.territory), \(email.text), \(mark), \(language), \(use), \(key), \(scope.now), \(scope.now))
      ON CONFLICT (email_key, use, key) DO NOTHING
      """)
    let subscription: Subscription = try await scope.one(
      "SELECT \(Subscription.columns) WHERE email_key = \(mark) AND use = \(use) AND key = \(key)")
    try await scope.audit(
      .subscriptionAsked, "subscription", subscription.id.number, .subscription, after: subscription)
    return subscription
  }

  func confirm(_ subscription: Subscription) async throws {
    guard !subscription.isConfirmed else { return }
    try await scope.run(
      """
      UPDATE subscription SET confirmed_at = \(scope.now), sent_through = \(scope.now)
      WHERE id = \(subscription.id) AND confirmed_at IS NULL
      """)
    guard let after: Subscription = try await find(subscription.id) else { throw Refusal.notFound }
    try await scope.audit(
      .subscriptionConfirmed, "subscription", after.id.number, .subscription, before: subscription, after: after)
  }

  /// All that goes to that address: one click ends it.
  func end(_ subscription: Subscription) async throws {
    try await scope.run("DELETE FROM subscription WHERE email_key = \(subscription.email.lowercased())")
    try await scope.audit(
      .subscriptionEnded, "subscription", subscription.id.number, .subscription, after: subscription)
  }
}

extension Deed {
  static let subscriptionAsked = Deed(
    "subscription.asked", Text(fr: "Abonnement demandé", en: "Subscription asked for", de: "Abonnement angefragt"))
  static let subscriptionConfirmed = Deed(
    "subscription.confirmed",
    Text(fr: "Abonnement confirmé", en: "Subscription confirmed", de: "Abonnement bestätigt"))
  static let subscriptionEnded = Deed(
    "subscription.ended", Text(fr: "Désinscription", en: "Unsubscribed", de: "Abgemeldet"))
}

extension Text {
  static let followed = Text(fr: "Ce qui est suivi", en: "What is followed", de: "Was verfolgt wird")
  fileprivate static let confirmed = Text(fr: "Confirmé", en: "Confirmed", de: "Bestätigt")
}
