import HTTP
import SQL
import Telephone

/// What an address book keeps of a record.
public struct ContactCard: Sendable {
  enum Subject: Sendable {
    case person(givenName: String, familyName: String)
    case organisation(String)
  }

  /// What the audit calls the record, and its number.
  let kind: String
  let number: Int64
  let path: String
  let subject: Subject
  /// The organisation of somebody, and what they are there.
  var organisation: String?
  var title: String?
  var place = Organisation.Place()
  var reach = Organisation.Reach()

  init(_ kind: String, _ number: Int64, at path: String, _ subject: Subject) {
    self.kind = kind
    self.number = number
    self.path = path
    self.subject = subject
  }
}

/// Cards as address books read them (vCard 4.0, RFC 6350). A card keeps its name for ever, so that who takes it again
/// replaces the one they have.
struct ContactCards {
  private let secrets: Secrets
  private let publicAddress: String

  init(_ app: App) {
    secrets = app.secrets
    publicAddress = app.settings.publicAddress
  }

  func bytes(_ cards: [ContactCard], _ changes: [Int64: Instant]) -> [UInt8] {
    var lines = ContentLines()
    for card in cards { write(card, changes[card.number], &lines) }
    return lines.bytes
  }

  private func write(_ card: ContactCard, _ changed: Instant?, _ lines: inout ContentLines) {
    lines.line("BEGIN", "VCARD")
    lines.line("VERSION", "4.0")
    lines.line("UID", secrets.uniqueName(of: "\(card.kind)/\(card.number)"))
    switch card.subject {
    case .person(let givenName, let familyName):
      lines.line("KIND", "individual")
      lines.text("FN", "\(givenName) \(familyName)")
      lines.parts("N", [familyName, givenName, nil, nil, nil])
      lines.text("ORG", card.organisation)
      lines.text("TITLE", card.title)
    case .organisation(let name):
      lines.line("KIND", "org")
      lines.text("FN", name)
      lines.text("ORG", name)
    }
    lines.parts("ADR", [nil, nil, card.place.address, card.place.municipality, nil, card.place.postcode, nil])
    if let phone = card.reach.phone {
      if let number = PhoneNumber(phone)?.text {
        lines.line("TEL;VALUE=uri", "tel:\(number)")
      } else {
        lines.text("TEL;VALUE=text", phone)
      }
    }
    lines.text("EMAIL", card.reach.email)
    if let website = card.reach.website { lines.line("URL", website) }
    lines.line("SOURCE", publicAddress + card.path)
    if let changed { lines.line("REV", changed.compact) }
    lines.line("END", "VCARD")
  }

  static func headers(_ name: String) -> [(String, String)] {
    [
      ("Content-Type", "text/vcard; charset=utf-8"),
      ("Content-Disposition", "attachment; filename=\"\(name).vcf\""), ("Cache-Control", "private, no-store"),
      ("X-Content-Type-Options", "nosniff"),
    ]
  }
}

extension App {
  /// One record, for an address book.
  func card(_ visit: Visit, _ shown: Shown) async throws -> Response {
    guard let card = shown.contact else { throw Refusal.notFound }
    let changes: [Int64: Instant] = try await AuditStore(visit.scope).changes(card.kind, [card.number])
    return Response(
      headers: ContactCards.headers(fileName(visit.request.head)),
      body: .bytes(ContactCards(self).bytes([card], changes)))
  }

  /// A whole list, for an address book.
  func cards<Record>(_ visit: Visit, _ list: ListPage<Record>, _ sort: Sort?) throws -> Response {
    guard let contact = list.view.contact else { throw Refusal.notFound }
    let writer = ContactCards(self)
    return Response(
      headers: ContactCards.headers(fileName(visit.request.head)),
      body: .stream { stream in
        try await list.listing.everything(sort) { records, scope in
          let cards: [ContactCard] = records.map(contact)
          let changes: [Int64: Instant] = try await AuditStore(scope).changes(cards[0].kind, cards.map(\.number))
          try await stream.write(writer.bytes(cards, changes))
        }
      })
  }
}

extension AuditStore {
  /// When records were last written to. Who read them, or took them away, changed nothing.
  func changes(_ kind: String, _ numbers: [Int64]) async throws -> [Int64: Instant] {
    let changes: [(Int64, Instant)] = try await scope.all(
      """
      SELECT record_id, max(at) FROM audit_line
      WHERE territory_id = \(scope.territory) AND record_kind = \(kind) AND record_id IN \(.list(numbers))
        AND after_json IS NOT NULL
      GROUP BY record_id
      """
    ) { row in (try row.next(), try row.next()) }
    return Dictionary(changes) { first, _ in first }
  }
}
