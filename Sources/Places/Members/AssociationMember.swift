import Platform
import SQL

/// A member of a site's tenants' association, from a day to another. One may be a member without being a tenant, and the
/// other way round.
struct AssociationMember: Fetched, Equatable {
  let id: ID<AssociationMember>
  let site: ID<Site>
  let siteName: String
  let member: ID<Organisation>
  let memberName: String
  let from: Day
  let to: Day?
  let isTenant: Bool
  let provenance: Provenance
  let version: Int

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    site = try row.next()
    siteName = try row.next()
    member = try row.next()
    memberName = try row.next()
    from = try row.next()
    to = try row.next()
    isTenant = try row.next()
    provenance = try row.next()
    version = try row.next()
  }

  static let view = View<AssociationMember>(
    "AssociationMember",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("member", .member) { .text($0.memberName) },
      Column("memberId", .organisationNumber, .int, forMachines: true) { .int(Int($0.member.number)) },
      Column("isTenant", .isTenant, .flag) { .flag($0.isTenant) },
      Column("from", .start, .day) { .day($0.from) },
      Column("to", .end, .day) { .day($0.to) },
      Column("provenance", .provenance, .word(Provenance.words), forMachines: true) { .choice($0.provenance) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}

struct MemberForm: Form {
  static let member = Field.named(
    "member", .member, most: Organisation.mostNameCharacters, finder: "organisations")
  static let from = Field.day("from", .start, help: .dayHelp)
  static let to = Field.day("to", .end).optional
  static let fields: [any FormField] = [member, from, to]

  let member: String
  let period: Period

  init(_ values: FormValues) throws(Refusal) {
    member = values[Self.member]
    period = Period(start: values[Self.from], end: values[Self.to])
    if let end = period.end, end < period.start { throw .invalid("to", .endsBeforeItStarts) }
  }

  init(member: String, period: Period) {
    self.member = member
    self.period = period
  }
}

struct MemberStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private func columns(on day: Day) -> Query {
    """
    association_member.id, association_member.site_id, site.name, association_member.member_id, organisation.name,
    association_member.from_day, association_member.to_day,
    EXISTS (SELECT 1 FROM lease JOIN lot ON lot.id = lease.lot_id
      WHERE lease.territory_id = \(scope.territory) AND lease.tenant_id = association_member.member_id
        AND lot.site_id = association_member.site_id AND \(.running(on: day))),
    association_member.provenance, association_member.version
    """
  }

  private static let joins: Query = """
    JOIN site ON site.id = association_member.site_id JOIN organisation ON organisation.id = association_member.member_id
    """

  private var ofTerritory: Query { "association_member.territory_id = \(scope.territory)" }

  func find(_ id: ID<AssociationMember>) async throws -> AssociationMember {
    try await scope.one(
      "SELECT \(columns(on: scope.today)) FROM association_member \(Self.joins) WHERE \(ofTerritory) AND association_member.id = \(id)"
    )
  }

  func listing(of site: ID<Site>) -> Listing<AssociationMember> {
    let wanted: Query =
      "FROM association_member \(Self.joins) WHERE \(ofTerritory) AND association_member.site_id = \(site)"
    let columns: Query = columns(on: scope.today)
    return Listing(
      scope, count: "SELECT count(*) " + wanted,
      orders: [
        Order("member", "organisation.sort_key", "association_member.id"),
        Order("from", "association_member.from_day", "association_member.id", startsDown: true),
      ]
    ) { slice in "SELECT \(columns) \(wanted) ORDER BY \(slice.order) \(slice.window)" }
  }

  /// How many there are on a site on a day, and how many of them are its tenants.
  func count(on site: ID<Site>, day: Day) async throws -> (members: Int, tenants: Int) {
    let tenants: [AssociationMember] = try await scope.all(
      """
      SELECT \(columns(on: day)) FROM association_member \(Self.joins)
      WHERE \(ofTerritory) AND association_member.site_id = \(site) AND association_member.from_day <= \(day)
        AND (association_member.to_day IS NULL OR association_member.to_day >= \(day))
      """)
    return (Set(tenants.map(\.member)).count, Set(tenants.filter(\.isTenant).map(\.member)).count)
  }

  func insert(
    _ form: MemberForm, on site: Site, member: ID<Organisation>, _ provenance: Provenance = .entered
  ) async throws -> AssociationMember {
    let others: [AssociationMember] = try await scope.all(
      """
      SELECT \(columns(on: scope.today)) FROM association_member \(Self.joins)
      WHERE \(ofTerritory) AND association_member.site_id = \(site.id) AND association_member.member_id = \(member)
      """)
    if others.contains(where: { Period(start: $0.from, end: $0.to).overlaps(form.period) }) {
      throw Refusal.conflict(.memberAlready, field: "member")
    }
    let id: ID<AssociationMember> = try await scope.guarded(by: .unique, .conflict(.memberAlready, field: "member")) {
      try await scope.insert(
        """
        INSERT INTO association_member (territory_id, site_id, member_id, from_day, to_day, provenance)
        VALUES (\(scope.territory), \(site.id), \(member), \(form.period.start), \(form.period.end.value), \(provenance))
        """)
    }
    let entered: AssociationMember = try await find(id)
    try await scope.audit(.memberJoined, "association_member", id.number, AssociationMember.view, after: entered)
    return entered
  }

  func end(_ member: AssociationMember, on day: Day, version: Int) async throws -> AssociationMember {
    try await scope.update(
      """
      UPDATE association_member SET to_day = \(day), version = version + 1
      WHERE territory_id = \(scope.territory) AND id = \(member.id) AND version = \(version)
      """)
    let after: AssociationMember = try await find(member.id)
    try await scope.audit(
      .memberLeft, "association_member", member.id.number, AssociationMember.view, before: member, after: after)
    return after
  }
}

extension Deed {
  static let memberJoined = Deed("member.joined", Text(fr: "Adhésion enregistrée", en: "Membership entered"))
  static let memberLeft = Deed("member.left", Text(fr: "Fin de l’adhésion enregistrée", en: "Membership end recorded"))
}

extension Noun {
  static let member = Noun(
    fr: ("adhérent", "adhérents", .m), en: ("member", "members"),
    de: ("Mitglied", "Mitglieder", .n))
}

extension Text {
  static let members = Text(
    fr: "Adhérents de l’association des locataires", en: "Members of the tenants’ association")
  static let member = Text(fr: "Adhérent", en: "Member")
  static let isTenant = Text(fr: "Locataire du site", en: "Tenant of the site")
  static let newMember = Text(fr: "Noter une adhésion", en: "Note a membership")
  static let endMember = Text(fr: "Terminer l’adhésion", en: "End the membership")
  static let memberAlready = Text(
    fr: "Cette organisation est déjà adhérente sur une partie de cette période.",
    en: "This organisation is a member already for part of that time.")
}
