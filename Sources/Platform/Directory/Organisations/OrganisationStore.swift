import SQL

public struct OrganisationStore: Sendable {
  let scope: Scope

  public init(_ scope: Scope) { self.scope = scope }

  /// Those that this actor may see: a company or a partner itself, the others all of them. A double that was merged is
  /// nobody any more.
  var visible: Query {
    let ofTerritory: Query = "organisation.territory_id = \(scope.territory) AND organisation.merged_into IS NULL"
    if !scope.actor.kinds.isDisjoint(with: Allow.seesDirectory.kinds) { return ofTerritory }
    return ofTerritory
      + " AND organisation.id IN \(.list(scope.actor.numbers(.organisation, as: .company, .partner)))"
  }

  /// An address that somebody noted before a merger still leads to who is meant.
  public func find(_ id: ID<Organisation>) async throws -> Organisation {
    try await scope.one(
      """
      SELECT \(Organisation.columns) FROM organisation
      WHERE \(visible) AND organisation.id = (
        SELECT coalesce(double.merged_into, double.id) FROM organisation double
        WHERE double.territory_id = \(scope.territory) AND double.id = \(id))
      """)
  }

  func listing(_ filter: OrganisationFilter) -> Listing<Organisation> {
    var which: Query = visible
    if let text = filter.text { which = which + " AND (\(named(like: text)))" }
    if let kind = filter.kind { which = which + " AND organisation.kind = \(kind)" }
    if let municipality = filter.municipality {
      which = which + " AND organisation.municipality = \(municipality)"
    }
    if filter.isUnnumbered { which = which + " AND organisation.siren IS NULL AND organisation.rna IS NULL" }
    let wanted: Query = which
    return Listing(
      scope, count: "SELECT count(*) FROM organisation WHERE " + wanted,
      orders: [
        Order("name", "organisation.sort_key", "organisation.id"),
        Order("municipality", "organisation.sort_key", "organisation.id", nullable: "organisation.municipality"),
      ]
    ) { slice in
      """
      SELECT \(Organisation.columns)
      FROM (SELECT organisation.id AS wanted_id FROM organisation WHERE \(wanted)
        ORDER BY \(slice.order) \(slice.window)) wanted
      JOIN organisation ON organisation.id = wanted.wanted_id ORDER BY \(slice.order)
      """
    }
  }

  /// By its name, another name of its, or the beginning of its number.
  private func named(like text: String) -> Query {
    let digits: String = Digits.bare(text)
    if digits.utf8.count >= 3, digits.utf8.allSatisfy(Digits.isDigit) {
      let begins: String = String(digits.prefix(9))
      // From these digits up to what follows the nines: a range of the index.
      return """
        organisation.siren >= \(begins) AND organisation.siren < \(begins + ":") AND (organisation.siret IS NULL
        OR organisation.siret LIKE \("\(digits)%"))
        """
    }
    return """
      organisation.sort_key LIKE \(keyHolding(text)) OR organisation.id IN (
        SELECT organisation_alias.organisation_id FROM organisation_alias
        WHERE organisation_alias.territory_id = \(scope.territory)
          AND organisation_alias.sort_key LIKE \(keyHolding(text)))
      """
  }

  func hits(_ sought: Sought) async throws -> [Hit] {
    let detail: Query = "coalesce(organisation.municipality, '')"
    var hits: [Hit] = try await sought.hits(scope, sought.ranks("organisation.sort_key")) { rank, most in
      """
      SELECT organisation.name, \(detail), '/annuaire/organisations/' || organisation.id FROM organisation
      WHERE \(visible) AND \(rank) ORDER BY organisation.sort_key, organisation.id LIMIT \(most)
      """
    }
    guard hits.count < sought.most else { return hits }
    // Under another of their names, they say which they are.
    let others: [Hit] = try await sought.hits(scope, sought.ranks("organisation_alias.sort_key")) { rank, most in
      """
      SELECT organisation.name, organisation_alias.name, '/annuaire/organisations/' || organisation.id
      FROM organisation_alias JOIN organisation ON organisation.id = organisation_alias.organisation_id
      WHERE organisation_alias.territory_id = \(scope.territory) AND \(visible) AND \(rank)
      ORDER BY organisation_alias.sort_key, organisation.id LIMIT \(most)
      """
    }
    for hit in others where hits.count < sought.most && !hits.contains(where: { $0.path == hit.path }) {
      hits.append(hit)
    }
    return hits
  }

  /// The organisation that a French reader would file under the same name, or under another of its names.
  public func named(_ name: String) async throws -> Organisation? {
    let key: String = sortKey(name)
    let found: Organisation? = try await scope.first(
      """
      SELECT \(Organisation.columns) FROM organisation
      WHERE organisation.territory_id = \(scope.territory) AND organisation.merged_into IS NULL
        AND organisation.sort_key = \(key) ORDER BY organisation.id LIMIT 1
      """)
    if let found { return found }
    return try await scope.first(
      """
      SELECT \(Organisation.columns) FROM organisation_alias
      JOIN organisation ON organisation.id = organisation_alias.organisation_id
      WHERE organisation_alias.territory_id = \(scope.territory) AND organisation.merged_into IS NULL
        AND organisation_alias.sort_key = \(key) ORDER BY organisation.id LIMIT 1
      """)
  }

  /// The one with that number, its own or that of a double which became part of it.
  func having(siret: String) async throws -> Organisation? {
    let found: Organisation? = try await scope.first(
      """
      SELECT \(Organisation.columns) FROM organisation WHERE organisation.territory_id = \(scope.territory)
        AND organisation.merged_into IS NULL AND organisation.siret = \(siret)
      """)
    if let found { return found }
    return try await absorbing("double.siret", [siret]).first?.organisation
  }

  /// Those that were kept, by the number of a double that became part of them.
  func absorbing(_ column: Query, _ numbers: [String]) async throws -> [FoundOrganisation] {
    guard !numbers.isEmpty else { return [] }
    return try await scope.all(
      """
      SELECT \(column), \(Organisation.columns) FROM merger
      JOIN organisation double ON double.territory_id = merger.territory_id AND double.id = merger.absorbed_id
      JOIN organisation ON organisation.territory_id = merger.territory_id AND organisation.id = double.merged_into
      WHERE merger.territory_id = \(scope.territory) AND merger.record_kind = 'organisation'
        AND merger.undone_at IS NULL AND \(column) IN \(.list(numbers)) ORDER BY merger.id
      """)
  }

  /// The organisation of that name, entered now if it is new here.
  public func named(orNew name: String) async throws -> ID<Organisation> {
    if let known = try await named(name) { return known.id }
    return try await insert(OrganisationForm(named: name)).id
  }
}

/// An organisation, and by what it was found.
struct FoundOrganisation: Fetched {
  let by: String
  let organisation: Organisation

  init(_ row: inout Row) throws(DatabaseError) {
    by = try row.next()
    organisation = try Organisation(&row)
  }
}

// MARK: Writing

extension OrganisationStore {
  func insert(_ form: OrganisationForm, _ provenance: Provenance = .entered) async throws -> Organisation {
    try await refuseTaken(form, except: nil)
    return try await insert([form], provenance)[0]
  }

  /// Many at once, in this order; nobody has their numbers.
  func insert(_ forms: [OrganisationForm], _ provenance: Provenance = .entered) async throws -> [Organisation] {
    guard !forms.isEmpty else { return [] }
    let places: [Organisation.Place] = try await Referential(scope).located(forms.map(\.place))
    let rows: [[Value]] = zip(forms, places).map { values($0, $1, provenance) }
    let statement: Query = """
      INSERT INTO organisation (territory_id, name, sort_key, kind, siren, siret, rna, address, postcode, municipality,
        municipality_code, activity, email, phone, website, provenance) \(.rows(rows))
      RETURNING \(Organisation.columns)
      """
    let inserted: [Organisation] = try await scope.guarded(
      by: .unique, .conflict(.numberTakenMeanwhile, field: "number")
    ) {
      try await scope.inserted(statement) { row in try Organisation(&row) }
    }
    try await index(new: inserted)
    try await scope.audit(
      .organisationEntered, "organisation",
      inserted.map { (id: $0.id.number, after: View.organisation.json($0)) })
    // Databases answer in no order. What is alike to the last letter is the same.
    var waiting: [OrganisationForm.Mark: [Organisation]] = Dictionary(
      grouping: inserted, by: OrganisationForm.Mark.init)
    return forms.map { waiting[OrganisationForm.Mark($0)]!.removeLast() }
  }

  private func values(
    _ form: OrganisationForm, _ place: Organisation.Place, _ provenance: Provenance
  ) -> [Value] {
    [
      scope.territory.value, .text(form.name), .text(sortKey(form.name)), (form.kind?.rawValue).value,
      (form.number?.siren.digits).value, (form.number?.siret?.digits).value, (form.rna?.text).value,
      place.address.value, place.postcode.value, place.municipality.value, place.code.value, form.activity.value,
      form.reach.email.value, form.reach.phone.value, form.reach.website.value, provenance.value,
    ]
  }

  func update(_ before: Organisation, _ form: OrganisationForm, version: Int) async throws -> Organisation {
    if !form.hasNumbers(of: before) { try await refuseTaken(form, except: before.id) }
    let place: Organisation.Place = try await Referential(scope).located([form.place])[0]
    let after: Organisation = try await scope.guarded(by: .unique, .conflict(.numberTakenMeanwhile, field: "number")) {
      try await scope.updated(
        """
        UPDATE organisation SET name = \(form.name), sort_key = \(sortKey(form.name)),
          kind = \((form.kind?.rawValue).value), siren = \((form.number?.siren.digits).value),
          siret = \((form.number?.siret?.digits).value), rna = \((form.rna?.text).value), address = \(place.address.value),
          postcode = \(place.postcode.value), municipality = \(place.municipality.value),
          municipality_code = \(place.code.value), activity = \(form.activity.value), email = \(form.reach.email.value),
          phone = \(form.reach.phone.value), website = \(form.reach.website.value), version = version + 1
        WHERE territory_id = \(scope.territory) AND id = \(before.id) AND version = \(version) AND merged_into IS NULL
        RETURNING \(Organisation.columns)
        """)
    }
    try await index(after, instead: before)
    try await scope.audit(
      .organisationChanged, "organisation", before.id.number, .organisation, before: before, after: after)
    return after
  }

  /// As it stands within the change, whoever may see it: who enters one by naming it in a form may be a partner.
  func find(new id: ID<Organisation>) async throws -> Organisation {
    try await scope.one(
      """
      SELECT \(Organisation.columns) FROM organisation
      WHERE organisation.territory_id = \(scope.territory) AND organisation.id = \(id)
      """)
  }

  private func refuseTaken(_ form: OrganisationForm, except own: ID<Organisation>?) async throws {
    if let refusal = try await taken([form], except: own)[0] { throw refusal }
  }

  /// A number is one organisation’s; the other is named, for somebody to go and look. It may be one that comes with it.
  func taken(_ forms: [OrganisationForm], except own: ID<Organisation>? = nil) async throws -> [Refusal?] {
    struct Holder: Fetched {
      let (number, name): (String, String)
      init(_ row: inout Row) throws(DatabaseError) { (number, name) = (try row.next(), try row.next()) }
    }
    let numbers: [(field: String, column: Query, of: (OrganisationForm) -> String?)] = [
      ("number", "siret", { $0.number?.siret?.digits }), ("rna", "rna", { $0.rna?.text }),
    ]
    var refusals: [Refusal?] = forms.map { _ in nil }
    for (field, column, number) in numbers {
      let values: [String] = Set(forms.compactMap(number)).sorted()
      guard !values.isEmpty else { continue }
      let holders: [Holder] = try await scope.all(
        """
        SELECT organisation.\(column), organisation.name FROM organisation
        WHERE organisation.territory_id = \(scope.territory) AND organisation.merged_into IS NULL
          AND organisation.\(column) IN \(.list(values)) AND organisation.id <> \(own?.number ?? 0)
        """)
      var names: [String: String] = Dictionary(holders.map { ($0.number, $0.name) }) { first, _ in first }
      for (index, form) in forms.enumerated() where refusals[index] == nil {
        guard let value = number(form) else { continue }
        if let name = names[value] {
          refusals[index] = .invalid(field, .numberIsOf(name))
        } else {
          names[value] = form.name
        }
      }
    }
    return refusals
  }

  /// Takes out one that nothing speaks of, with what the directory keeps of it for itself. Another name or a dated fact is
  /// somebody’s word: the schema lets nobody take those out with it.
  func remove(_ organisation: Organisation) async throws {
    try await KeyIndex<Organisation>(scope).forget(organisation.id.number)
    try await scope.run(
      """
      DELETE FROM distinct_organisations WHERE territory_id = \(scope.territory)
        AND (one_id = \(organisation.id) OR other_id = \(organisation.id))
      """)
    try await scope.run(
      """
      DELETE FROM organisation WHERE territory_id = \(scope.territory) AND id = \(organisation.id)
        AND version = \(organisation.version)
      """)
    try await scope.audit(
      .organisationRemoved, "organisation", organisation.id.number, before: View.organisation.json(organisation))
  }
}

extension OrganisationForm {
  /// The numbers that are one organisation’s alone.
  func hasNumbers(of organisation: Organisation) -> Bool {
    number?.siret?.digits == organisation.siret && rna?.text == organisation.rna
  }

  /// What tells one of many that are entered at once from the others.
  fileprivate struct Mark: Hashable {
    let name: String
    let number: String?
    let rna: String?
    let place: [String?]
    let reach: [String?]

    init(_ form: OrganisationForm) {
      name = form.name
      number = form.number?.digits
      rna = form.rna?.text
      place = [form.place.address, form.place.postcode, form.place.municipality]
      reach = [form.reach.email, form.reach.phone, form.reach.website]
    }

    init(_ organisation: Organisation) {
      name = organisation.name
      number = organisation.siret ?? organisation.siren
      rna = organisation.rna
      place = [organisation.place.address, organisation.place.postcode, organisation.place.municipality]
      reach = [organisation.reach.email, organisation.reach.phone, organisation.reach.website]
    }
  }
}

extension Deed {
  static let organisationEntered = Deed(
    "organisation.entered", Text(fr: "Organisation enregistrée", en: "Organisation entered"))
  static let organisationChanged = Deed(
    "organisation.changed", Text(fr: "Organisation modifiée", en: "Organisation changed"))
  static let organisationRemoved = Deed(
    "organisation.removed", Text(fr: "Organisation retirée", en: "Organisation taken out"))
}

extension Text {
  static let organisationIsSpokenOf = Text(
    fr: "D’autres fiches parlent de cette organisation.", en: "Other records speak of this organisation.")
  fileprivate static let numberTakenMeanwhile = Text(
    fr: "Une organisation vient d’être enregistrée sous ce numéro.",
    en: "An organisation has just been entered under this number.")

  static func numberIsOf(_ name: String) -> Text {
    Text(fr: "Ce numéro est déjà celui de « \(name) ».", en: "This number is already that of “\(name)”.")
  }
}
