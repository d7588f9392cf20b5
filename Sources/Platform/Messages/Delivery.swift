import SQL
import Telephone

/// How far a message has come.
enum DeliveryState: String, Choice {
  case waiting, sent, delivered, failed

  var label: Text {
    switch self {
    case .waiting: Text(fr: "En attente", en: "Waiting")
    case .sent: Text(fr: "Parti", en: "Sent")
    case .delivered: Text(fr: "Reçu", en: "Delivered")
    case .failed: Text(fr: "En échec", en: "Failed")
    }
  }

  /// The schema lets a message be in one of them only.
  var holds: Query {
    switch self {
    case .waiting: "outgoing_message.sent_at IS NULL AND outgoing_message.failed_at IS NULL"
    case .sent:
      """
      outgoing_message.sent_at IS NOT NULL AND outgoing_message.delivered_at IS NULL
      AND outgoing_message.failed_at IS NULL
      """
    case .delivered: "outgoing_message.delivered_at IS NOT NULL"
    case .failed: "outgoing_message.failed_at IS NOT NULL"
    }
  }
}

/// A message as those who answer for the service follow it: never what it says.
struct Delivery: Fetched, Equatable {
  let id: ID<Delivery>
  let channel: Channel
  let kind: String?
  /// Whose account it went to, where it is one of this territory.
  let account: String?
  let recipient: String
  let createdAt: Instant
  let sentAt: Instant?
  let deliveredAt: Instant?
  let failedAt: Instant?
  let attempts: Int
  let failure: String?
  /// Whether its text is still there.
  let isSealed: Bool

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    channel = try row.next()
    kind = try row.next()
    account = try row.next()
    recipient = try row.next()
    createdAt = try row.next()
    sentAt = try row.next()
    deliveredAt = try row.next()
    failedAt = try row.next()
    attempts = try row.next()
    failure = try row.next()
    isSealed = try row.next()
  }

  var path: String { "/envois/\(id)" }

  var state: DeliveryState {
    failedAt != nil ? .failed : deliveredAt != nil ? .delivered : sentAt != nil ? .sent : .waiting
  }

  /// It never left, and what it says is still there.
  var canBeRetried: Bool { state == .failed && sentAt == nil && isSealed }

  /// A name for who has an account here; of an address, what tells its owner that it is theirs.
  var addressee: String {
    if let account { return account }
    switch channel {
    case .mail:
      let domain: Substring = recipient.drop { $0 != "@" }
      return "\(recipient.prefix(1))•••\(domain)"
    case .sms: return PhoneNumber(recipient)?.masked ?? "•••"
    }
  }
}

/// Every statement of the delivery log: what left in a territory's name.
struct DeliveryStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private static let columns: Query = """
    outgoing_message.id, outgoing_message.channel, outgoing_message.kind, account.name, outgoing_message.recipient,
    outgoing_message.created_at, outgoing_message.sent_at, outgoing_message.delivered_at, outgoing_message.failed_at,
    outgoing_message.attempts, outgoing_message.failure, outgoing_message.sealed IS NOT NULL
    """

  /// Who has an account, and no role here, is nobody to this territory.
  private var tables: Query {
    """
    outgoing_message LEFT JOIN account ON account.id = outgoing_message.account_id AND EXISTS (
      SELECT 1 FROM role WHERE role.account_id = account.id AND role.territory_id = \(scope.territory))
    """
  }

  func listing(_ filter: DeliveryFilter) -> Listing<Delivery> {
    var which: Query = "FROM \(tables) WHERE outgoing_message.territory_id = \(scope.territory)"
    if let channel = filter.channel { which = which + " AND outgoing_message.channel = \(channel)" }
    if let state = filter.state { which = which + " AND \(state.holds)" }
    if let kind = filter.kind { which = which + " AND outgoing_message.kind = \(kind)" }
    if let name = filter.name { which = which + " AND lower(account.name) LIKE \("%\(name.lowercased())%")" }
    let wanted: Query = which
    return Listing(
      scope, count: "SELECT count(*) " + wanted, remembersCount: false,
      orders: [Order("at", "outgoing_message.id", startsDown: true)]
    ) { slice in
      "SELECT \(Self.columns) \(wanted) ORDER BY \(slice.order) \(slice.window)"
    }
  }

  func find(_ id: ID<Delivery>) async throws -> Delivery {
    try await scope.one(
      """
      SELECT \(Self.columns) FROM \(tables)
      WHERE outgoing_message.territory_id = \(scope.territory) AND outgoing_message.id = \(id)
      """)
  }

  /// From the beginning: whatever was in its way may have been repaired.
  func retry(_ delivery: Delivery) async throws {
    let count: Int = try await scope.run(
      """
      UPDATE outgoing_message SET failed_at = NULL, attempts = 0, next_at = \(scope.now)
      WHERE territory_id = \(scope.territory) AND id = \(delivery.id) AND failed_at IS NOT NULL AND sent_at IS NULL
        AND sealed IS NOT NULL
      """)
    guard count == 1 else { throw Refusal.conflict(.cannotBeRetried) }
    try await scope.audit(.messageRetried, "message", delivery.id.number)
  }
}

struct DeliveryFilter: Form {
  static let channel = Field<Channel>.choice("channel", .channel).optional
  static let state = Field<DeliveryState>.choice("state", .deliveryState).optional
  static let kind = Field.text("kind", .noticeKind, most: 60).optional
  static let name = Field.text("q", .personName, most: 100).optional
  static let fields: [any FormField] = [channel, state, kind, name]

  let channel: Channel?
  let state: DeliveryState?
  let kind: String?
  let name: String?

  init(_ values: FormValues) throws(Refusal) {
    channel = values[Self.channel]
    state = values[Self.state]
    kind = values[Self.kind]
    name = values[Self.name]
  }

  static func fields(_ kinds: [NoticeKind]) -> [any FormField] {
    [channel, state, Field.among("kind", .noticeKind, kinds.map { ($0.key, $0.label) }).optional, name]
  }
}

extension View<Delivery> {
  /// With the words of what messages can be about here.
  static func delivery(_ kinds: [NoticeKind] = []) -> View {
    View(
      "Delivery",
      [
        Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
        Column("at", .noticeMoment, .moment, link: { $0.path }) { .moment($0.createdAt) },
        Column("channel", .channel, .word(Channel.words)) { .choice($0.channel) },
        Column("addressee", .addressee) { .text($0.addressee) },
        Column("kind", .noticeKind) { delivery in
          delivery.kind.map { .said(NoticeKind.label($0, in: kinds)) } ?? .none
        },
        Column("kindKey", .noticeKind, forMachines: true) { .text($0.kind) },
        Column("state", .deliveryState, .word(DeliveryState.words)) { .choice($0.state) },
        Column("attempts", .attempts, .int) { .int($0.attempts) },
        Column("sentAt", .sentAt, .moment) { $0.sentAt.map { .moment($0) } ?? .none },
        Column("deliveredAt", .deliveredAt, .moment) { $0.deliveredAt.map { .moment($0) } ?? .none },
        Column("failure", .failure) { $0.failure.map { .said(.failure($0)) } ?? .none },
      ])
  }
}

extension Noun {
  static let delivery = Noun(fr: ("envoi", "envois", .m), en: ("message", "messages"))
}

extension Deed {
  static let messageRetried = Deed("message.retried", Text(fr: "Envoi relancé", en: "Message sent again"))
}

extension Text {
  static let deliveries = Text(fr: "Envois", en: "Messages sent")
  static let oneDelivery = Text(fr: "Envoi", en: "Message sent")
  static let channel = Text(fr: "Voie", en: "Channel")
  static let deliveryState = Text(fr: "État", en: "State")
  fileprivate static let addressee = Text(fr: "Destinataire", en: "To")
  fileprivate static let attempts = Text(fr: "Essais", en: "Attempts")
  fileprivate static let sentAt = Text(fr: "Parti le", en: "Sent on")
  fileprivate static let deliveredAt = Text(fr: "Reçu le", en: "Delivered on")
  fileprivate static let failure = Text(fr: "Ce qui l’a empêché", en: "What was in the way")
  static let cannotBeRetried = Text(
    fr: "Cet envoi n’est pas en échec, ou son texte n’est plus gardé.",
    en: "This message has not failed, or its text is no longer kept.")

  /// What our own words for the operator say, and in brackets what a server answered.
  fileprivate static func failure(_ reason: String) -> Text {
    for (begins, french) in failures where reason.hasPrefix(begins) {
      let rest: Substring = reason.dropFirst(begins.count).drop { $0 == ":" || $0 == " " }
      return Text(fr: rest.isEmpty ? "\(french)." : "\(french) (\(rest)).", en: reason)
    }
    return Text(name: reason)
  }

  private static let failures: [(String, String)] = [
    ("the SMS gateway does not answer", "La passerelle de SMS ne répond pas"),
    ("the SMS gateway refuses this number or this text", "La passerelle de SMS refuse ce numéro ou ce texte"),
    ("the SMS gateway refuses the user or the secret", "La passerelle de SMS ne nous reconnaît pas"),
    ("the SMS gateway answers", "La passerelle de SMS ne prend rien pour l’instant"),
    ("the telephone network did not deliver it", "Le réseau téléphonique ne l’a pas remis"),
    ("unreadable: sealed by another installation", "Illisible : scellé par une autre installation"),
    ("the server refused the recipient", "Le serveur de courrier refuse cette adresse"),
    ("the server refused the message", "Le serveur de courrier refuse ce message"),
    ("the server refused the sender", "Le serveur de courrier refuse notre adresse"),
    ("the server refused the user or the password", "Le serveur de courrier ne nous reconnaît pas"),
    ("the server refused to talk to us", "Le serveur de courrier ne nous parle pas"),
  ]
}
