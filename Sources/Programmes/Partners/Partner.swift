import Platform
import SQL

/// An organisation beside a programme, in a role, for a time.
struct Partner: Fetched, Equatable {
  let id: ID<Partner>
  let programmeSlug: String
  let organisation: ID<Organisation>
  let organisationName: String
  let role: Term?
  let from: Day?
  let to: Day?
  /// Full-time posts, in hundredths.
  let fullTime: Int?
  let note: String
  let provenance: Provenance
  let version: Int

  /// A role by its key and its label.
  struct Term: Sendable, Equatable {
    let key: String
    let label: Text
  }

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    programmeSlug = try row.next()
    organisation = try row.next()
    organisationName = try row.next()
    let (key, label): (String?, String?) = (try row.next(), try row.next())
    let (english, german): (String?, String?) = (try row.next(), try row.next())
    role = key.map { key in
      Term(key: key, label: Text(fr: label ?? key, en: english ?? label ?? key, de: german))
    }
    from = try row.next()
    to = try row.next()
    fullTime = try row.next()
    note = try row.next()
    provenance = try row.next()
    version = try row.next()
  }

  var path: String { "/dispositifs/\(programmeSlug)/partenaires/\(id)" }

  func hasLeft(on day: Day) -> Bool { to.map { $0 < day } ?? false }

  func mark(on day: Day) -> Text? { .marks(hasLeft(on: day) ? .hasLeft : nil, provenance.mark) }
}

/// Whether a partner is beside the programme today.
enum PartnerState: String, Choice {
  case present, left

  var label: Text {
    switch self {
    case .present: Text(fr: "Aujourd’hui", en: "Today", de: "Heute")
    case .left: Text(fr: "Autrefois", en: "Formerly", de: "Früher")
    }
  }
}

extension View<Partner> {
  static let partner = View(
    "Partner",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("organisation", .partner, link: { $0.path }) { .text($0.organisationName) },
      Column("organisationId", .organisationNumber, .int, forMachines: true) { .int(Int($0.organisation.number)) },
      Column("programme", .oneProgramme, forMachines: true) { .text($0.programmeSlug) },
      Column("role", .partnerRole) { partner in
        partner.role.map { .word(key: $0.key, $0.label) } ?? .none
      },
      Column("from", .since, .day) { .day($0.from) },
      Column("to", .until, .day) { .day($0.to) },
      Column("fullTime", .fullTime, .hundredths) { .hundredths($0.fullTime) },
      Column("note", .note) { .text(filled: $0.note) },
      Column("provenance", .provenance, .word(Provenance.words), forMachines: true) { .choice($0.provenance) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}
