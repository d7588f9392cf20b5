import SQL

/// Every statement about what organisations offer, within what the actor may see.
struct ServiceStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private var columns: Query {
    """
    service.id, service.organisation_id, organisation.name, organisation.kind, service.name, service.description,
    service.type, service.fee, service.fee_note, service.audience_note, service.conditions, service.mobilisation_note,
    service.contact, service.email, service.phone, service.link, service.opening_hours, service.address,
    service.postcode, service.municipality, service.municipality_code, organisation.address, organisation.postcode,
    organisation.municipality, organisation.municipality_code, programme.id, programme.slug, programme.name,
    service.is_public, \(ServiceTerms.query), service.provenance, service.version
    """
  }

  /// A programme that who reads may not see is not named.
  private var tables: Query {
    """
    service JOIN organisation ON organisation.id = service.organisation_id
    LEFT JOIN programme ON programme.id = service.programme_id AND \(ProgrammeStore(scope).visible)
    """
  }

  /// What is public is everybody’s; the rest is for those who work here, and for who offers it.
  private var visible: Query {
    let ofTerritory: Query = "service.territory_id = \(scope.territory)"
    if !scope.actor.kinds.isDisjoint(with: Allow.seesDirectory.kinds) { return ofTerritory }
    let own: [Int64] = scope.actor.numbers(.organisation, as: .company, .partner)
    return ofTerritory + " AND (service.is_public OR service.organisation_id IN \(.list(own)))"
  }

  func find(_ id: ID<OfferedService>) async throws -> OfferedService {
    try await scope.one("SELECT \(columns) FROM \(tables) WHERE \(visible) AND service.id = \(id)")
  }

  func all(_ which: Query) async throws -> [OfferedService] {
    try await scope.all("SELECT \(columns) FROM \(tables) WHERE \(visible) AND \(which) ORDER BY service.id")
  }

  func of(organisation: ID<Organisation>) async throws -> [OfferedService] {
    try await scope.all(
      """
      SELECT \(columns) FROM \(tables) WHERE \(visible) AND service.organisation_id = \(organisation)
      ORDER BY service.sort_key, service.id LIMIT 200
      """)
  }

  func listing(_ filter: ServiceFilter) -> Listing<OfferedService> {
    var which: Query = visible
    if let text = filter.text { which = which + " AND service.sort_key LIKE \(keyHolding(text))" }
    if let theme = filter.theme {
      which = which + having(.theme, "(service_term.key = \(theme) OR service_term.key LIKE \("\(theme)--%"))")
    }
    if let audience = filter.audience { which = which + having(.audience, "service_term.key = \(audience)") }
    if let fee = filter.fee { which = which + " AND service.fee = \(fee)" }
    if let municipality = filter.municipality {
      which = which + " AND coalesce(service.municipality, organisation.municipality) = \(municipality)"
    }
    let (wanted, columns, tables): (Query, Query, Query) = (which, columns, tables)
    return Listing(
      scope,
      count: """
        SELECT count(*) FROM service JOIN organisation ON organisation.id = service.organisation_id WHERE \(wanted)
        """,
      orders: [
        Order("name", "service.sort_key", "service.id"),
        Order("organisation", "organisation.sort_key", "service.sort_key", "service.id"),
        Order("type", "service.sort_key", "service.id", nullable: "service.type"),
        Order(
          "municipality", "service.sort_key", "service.id",
          nullable: "coalesce(service.municipality, organisation.municipality)"),
      ]
    ) { slice in
      "SELECT \(columns) FROM \(tables) WHERE \(wanted) ORDER BY \(slice.order) \(slice.window)"
    }
  }

  private func having(_ kind: ServiceTermKind, _ which: Query) -> Query {
    """
     AND service.id IN (SELECT service_term.service_id FROM service_term
      WHERE service_term.territory_id = \(scope.territory) AND service_term.kind = \(kind) AND \(which))
    """
  }

  /// Those whom the services that this actor sees are for, to narrow the list by.
  func audiences() async throws -> [Cell.Word] {
    struct Audience: Fetched {
      let key: String
      let name: String?
      init(_ row: inout Row) throws(DatabaseError) {
        key = try row.next()
        name = try row.next()
      }
    }
    let found: [Audience] = try await scope.all(
      """
      SELECT DISTINCT service_term.key, referential_entry.name FROM service_term
      JOIN service ON service.id = service_term.service_id
      LEFT JOIN referential_entry ON referential_entry.kind = service_term.kind
        AND referential_entry.code = service_term.key
      WHERE \(visible) AND service_term.kind = \(ServiceTermKind.audience) ORDER BY service_term.key LIMIT 100
      """)
    return found.map { Cell.Word($0.key, Text(name: $0.name ?? ReferentialCode.words($0.key))) }
  }

  func hits(_ sought: Sought) async throws -> [Hit] {
    try await sought.hits(scope, sought.ranks("service.sort_key")) { rank, most in
      """
      SELECT service.name, organisation.name, '/annuaire/services/' || service.id
      FROM service JOIN organisation ON organisation.id = service.organisation_id
      WHERE \(visible) AND \(rank) ORDER BY service.sort_key, service.id LIMIT \(most)
      """
    }
  }

  /// Those that leave for data·inclusion, in an order that does not change, each with the services of one moment.
  func everyPublic(_ body: ([OfferedService], Scope) async throws -> Void) async throws {
    try await scope.batches(
      """
      SELECT \(columns) FROM \(tables) WHERE service.territory_id = \(scope.territory) AND service.is_public
      ORDER BY service.id
      """, body)
  }
}

// MARK: Writing

extension ServiceStore {
  func insert(
    _ form: ServiceForm, of organisation: Organisation, _ provenance: Provenance = .entered
  ) async throws -> OfferedService {
    try await check(form)
    let place: Organisation.Place = try await Referential(scope).located([form.place])[0]
    let id: ID<OfferedService> = try await scope.insert(
      """
      INSERT INTO service (territory_id, organisation_id, name, sort_key, description, type, fee, fee_note,
        audience_note, conditions, mobilisation_note, contact, email, phone, link, opening_hours, address, postcode,
        municipality, municipality_code, programme_id, is_public, provenance)
      VALUES (\(scope.territory), \(organisation.id), \(form.name), \(sortKey(form.name)), \(form.description),
        \((form.type?.rawValue).value), \((form.fee?.rawValue).value), \(form.feeNote.value),
        \(form.audienceNote.value), \(form.conditions.value), \(form.mobilisationNote.value), \(form.contact.value),
        \(form.reach.email.value), \(form.reach.phone.value), \(form.reach.website.value),
        \((form.hours?.osm).value), \(place.address.value), \(place.postcode.value), \(place.municipality.value),
        \(place.code.value), \(form.programme.value), \(form.isPublic), \(provenance))
      """)
    try await enter(form.terms, of: id)
    let service: OfferedService = try await find(id)
    try await scope.audit(.serviceEntered, "service", id.number, .service, after: service)
    return service
  }

  func update(_ before: OfferedService, _ form: ServiceForm, version: Int) async throws -> OfferedService {
    try await check(form)
    let place: Organisation.Place = try await Referential(scope).located([form.place])[0]
    try await scope.update(
      """
      UPDATE service SET name = \(form.name), sort_key = \(sortKey(form.name)), description = \(form.description),
        type = \((form.type?.rawValue).value), fee = \((form.fee?.rawValue).value), fee_note = \(form.feeNote.value),
        audience_note = \(form.audienceNote.value), conditions = \(form.conditions.value),
        mobilisation_note = \(form.mobilisationNote.value), contact = \(form.contact.value),
        email = \(form.reach.email.value), phone = \(form.reach.phone.value), link = \(form.reach.website.value),
        opening_hours = \((form.hours?.osm).value), address = \(place.address.value),
        postcode = \(place.postcode.value), municipality = \(place.municipality.value),
        municipality_code = \(place.code.value), programme_id = \(form.programme.value), is_public = \(form.isPublic),
        version = version + 1
      WHERE territory_id = \(scope.territory) AND id = \(before.id) AND version = \(version)
      """)
    try await scope.run(
      "DELETE FROM service_term WHERE territory_id = \(scope.territory) AND service_id = \(before.id)")
    try await enter(form.terms, of: before.id)
    let after: OfferedService = try await find(before.id)
    try await scope.audit(.serviceChanged, "service", before.id.number, .service, before: before, after: after)
    return after
  }

  private func enter(_ terms: [(kind: ServiceTermKind, key: String)], of service: ID<OfferedService>) async throws {
    guard !terms.isEmpty else { return }
    let rows: [[Value]] = terms.map { [scope.territory.value, service.value, .text($0.kind.rawValue), .text($0.key)] }
    try await scope.run("INSERT INTO service_term (territory_id, service_id, kind, key) \(.rows(rows))")
  }

  /// Codes are those of the referential, where it was loaded; elsewhere they have its shape.
  func check(_ form: ServiceForm) async throws {
    var errors: [FieldError] = []
    let referential = Referential(scope)
    for (field, kind, codes) in [
      (ServiceForm.themes.key, ReferentialKind.theme, form.themes),
      (ServiceForm.audiences.key, .audience, form.audiences),
    ] {
      let unknown: [String] = try await referential.unknown(codes, to: kind)
      if !unknown.isEmpty { errors.append(FieldError(field, .unknownCodes(unknown))) }
    }
    if form.audiences.count > 1, form.audiences.contains(Self.everybody) {
      errors.append(FieldError(ServiceForm.audiences.key, .everybodyAlone))
    }
    let nowhere: [String] = form.zones.filter { ServiceTermKind.place($0) == nil }
    if !nowhere.isEmpty { errors.append(FieldError(ServiceForm.zones.key, .unknownCodes(nowhere))) }
    if form.place.municipality == nil, form.place.address != nil || form.place.postcode != nil {
      errors.append(FieldError(ServiceForm.municipality.key, .addressNeedsMunicipality))
    }
    if let programme = form.programme {
      let known: Int = try await scope.value(
        "SELECT count(*) FROM programme WHERE \(ProgrammeStore(scope).visible) AND programme.id = \(programme)")
      if known == 0 { errors.append(FieldError(ServiceForm.programme.key, .notAChoice)) }
    }
    guard errors.isEmpty else { throw Refusal.invalid(errors) }
  }

  /// The audience that goes with no other.
  static let everybody: String = "tous-publics"
}

extension Deed {
  static let serviceEntered = Deed(
    "service.entered", Text(fr: "Service enregistré", en: "Service entered", de: "Dienstleistung erfasst"))
  static let serviceChanged = Deed(
    "service.changed", Text(fr: "Service modifié", en: "Service changed", de: "Dienstleistung geändert"))
}

extension Text {
  static func unknownCodes(_ codes: [String]) -> Text {
    let list: String = codes.prefix(5).map { "« \($0.prefix(60)) »" }.joined(separator: ", ")
    return Text(
      fr: "Le référentiel ne connaît pas : \(list).",
      en: "The referential does not know: \(list.replacing("« ", with: "“").replacing(" »", with: "”")).")
  }

  fileprivate static let everybodyAlone = Text(
    fr: "« Tous publics » ne va avec aucun autre public.", en: "“Everybody” goes with no other.")
  fileprivate static let addressNeedsMunicipality = Text(
    fr: "Une adresse a besoin de sa commune.", en: "An address needs its municipality.")
}
