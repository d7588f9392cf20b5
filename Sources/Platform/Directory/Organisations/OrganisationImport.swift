import SQL

extension Importer {
  /// Organisations from any table: known by their SIRET or their RNA, or else by their name and town.
  static let organisations = Importer(
    "organisations", Text(fr: "des organisations", en: "organisations"), .organisation, allow: .keepsOrganisations,
    list: "/annuaire/organisations", OrganisationImport.self,
    columns: [
      ImportColumn(
        OrganisationForm.name, "raison sociale", "dénomination", "structure", "entreprise", "nom de la structure",
        "organisation", "organisme", "company", "name"),
      ImportColumn(OrganisationForm.kind, "type", "catégorie", "statut juridique"),
      ImportColumn(
        OrganisationForm.number, "siret", "siren", "n° siret", "numéro siret", "n° siren", "identifiant siret",
        reading: .code([14, 9])),
      ImportColumn(OrganisationForm.rna, "n° rna", "numéro rna"),
      ImportColumn(OrganisationForm.address, "adresse postale", "voie", "rue", "street"),
      ImportColumn(OrganisationForm.postcode, "cp", "code_postal", "zip", reading: .code([5])),
      ImportColumn(OrganisationForm.municipality, "ville", "localité", "city", "libellé commune"),
      ImportColumn(OrganisationForm.activity, "naf", "ape", "code ape", "code naf", "activité principale"),
      ImportColumn(OrganisationForm.email, "courriel", "mail", "email", "e-mail", "adresse électronique"),
      ImportColumn(OrganisationForm.phone, "tél", "tel", "téléphone fixe", "phone", reading: .telephone),
      ImportColumn(OrganisationForm.website, "site", "site internet", "url", "web"),
    ],
    path: { "/annuaire/organisations/\($0)" }, crumbs: { [.organisations($0)] })
}

/// Lines of a table against the directory.
struct OrganisationImport: RecordImport {
  static let spoken: SpokenOf? = SpokenOf(Organisation.table, own: Organisation.own, .organisationIsSpokenOf)
  private let place: ImportPlace
  private var scope: Scope { place.scope }
  private var store: OrganisationStore { OrganisationStore(scope) }

  init(_ place: ImportPlace) { self.place = place }

  static func identity(_ form: OrganisationForm) -> String {
    if let number = form.number { return "i:\(number.digits)" }
    if let rna = form.rna { return "r:\(rna.text)" }
    return "n:\(sortKey(form.name))|\(sortKey(form.place.municipality ?? form.place.postcode ?? ""))"
  }

  static func card(_ form: OrganisationForm) -> OrganisationCard { OrganisationCard(form) }
  static func keys(_ card: OrganisationCard) -> Set<String> { MatchKeys.of(card) }

  static func likeness(_ one: OrganisationCard, _ other: OrganisationCard) -> Text? {
    let likeness = Likeness(one, other)
    return likeness.isPossible ? likeness.inWords : nil
  }

  static func typed(_ organisation: Organisation) -> Typed { OrganisationForm.typed(organisation) }

  static func stamp(_ organisation: Organisation) -> RecordStamp {
    RecordStamp(organisation.id.number, organisation.version)
  }

  static func name(_ organisation: Organisation) -> String { organisation.name }

  /// The number of the company alone does not take away that of its establishment, nor does that of a double which became
  /// part of this one take its own.
  static func said(_ line: Typed, of organisation: Organisation) -> Typed {
    var said: Typed = line
    let number: CompanyNumber? = line[OrganisationForm.number.key].flatMap { try? CompanyNumber($0) }
    if let number, let siren = organisation.siren {
      let isItsOwn: Bool = number.siren.digits == siren && organisation.siret == nil
      if !isItsOwn, number.siret?.digits != organisation.siret { said[OrganisationForm.number.key] = nil }
    }
    if number == nil, let rna = organisation.rna, said[OrganisationForm.rna.key] != rna {
      said[OrganisationForm.rna.key] = nil
    }
    return said
  }

  func meant(
    by forms: [OrganisationForm], alike cards: [OrganisationCard]?
  ) async throws -> [ImportMeaning<Organisation>] {
    let known = try await KnownOrganisations(forms, scope)
    var meanings: [ImportMeaning<Organisation>] = forms.map(known.meant)
    guard let cards else { return meanings }
    let open: [Int] = meanings.indices.filter { if case .nobody = meanings[$0] { true } else { false } }
    let doubles: [[OrganisationDouble]] = try await Doubles(scope).of(open.map { cards[$0] })
    for (index, doubles) in zip(open, doubles) {
      guard let best = doubles.first, best.likeness.isPossible else { continue }
      meanings[index] = .like(best.organisation, because: best.likeness.inWords)
    }
    return meanings
  }

  func insert(_ forms: [OrganisationForm]) async throws -> [Result<Organisation, Refusal>] {
    let taken: [Refusal?] = try await store.taken(forms)
    let free: [OrganisationForm] = zip(forms, taken).filter { $1 == nil }.map(\.0)
    var inserted = try await store.insert(free).makeIterator()
    return taken.map { refusal in
      if let refusal { return .failure(refusal) }
      guard let organisation = inserted.next() else { return .failure(.notFound) }
      return .success(organisation)
    }
  }

  func check(_ form: OrganisationForm, of organisation: Organisation) async throws {
    guard !form.hasNumbers(of: organisation) else { return }
    if let refusal = try await store.taken([form], except: organisation.id)[0] { throw refusal }
  }

  func update(_ organisation: Organisation, _ form: OrganisationForm) async throws -> Organisation {
    try await store.update(organisation, form, version: organisation.version)
  }

  func find(_ ids: [Int64]) async throws -> [Organisation] {
    guard !ids.isEmpty else { return [] }
    return try await scope.all(
      """
      SELECT \(Organisation.columns) FROM organisation WHERE organisation.territory_id = \(scope.territory)
        AND organisation.merged_into IS NULL AND organisation.id IN \(.list(ids))
      """)
  }

  func remove(_ organisation: Organisation) async throws { try await store.remove(organisation) }
}

/// The organisations that lines may mean, found by a few statements for all of them.
struct KnownOrganisations {
  private var bySIRET: [String: Organisation] = [:]
  private var byRNA: [String: Organisation] = [:]
  private var bySIREN: [String: [Organisation]] = [:]
  private var byName: [String: [Organisation]] = [:]

  init(_ forms: [OrganisationForm], _ scope: Scope) async throws {
    let store = OrganisationStore(scope)
    let live: Query = "organisation.territory_id = \(scope.territory) AND organisation.merged_into IS NULL"

    func having(_ column: Query, _ values: [String]) async throws -> [Organisation] {
      guard !values.isEmpty else { return [] }
      return try await scope.all(
        "SELECT \(Organisation.columns) FROM organisation WHERE \(live) AND \(column) IN \(.list(values))")
    }

    let establishments: [String] = forms.compactMap { $0.number?.siret?.digits }
    for organisation in try await having("organisation.siret", establishments) {
      if let siret = organisation.siret { bySIRET[siret] = organisation }
    }
    for kept in try await store.absorbing("double.siret", establishments.filter { bySIRET[$0] == nil }) {
      bySIRET[kept.by] = kept.organisation
    }
    let associations: [String] = forms.compactMap { $0.rna?.text }
    for organisation in try await having("organisation.rna", associations) {
      if let rna = organisation.rna { byRNA[rna] = organisation }
    }
    for kept in try await store.absorbing("double.rna", associations.filter { byRNA[$0] == nil }) {
      byRNA[kept.by] = kept.organisation
    }
    let companies: [String] = forms.compactMap { form in
      form.number?.siret == nil ? form.number?.siren.digits : nil
    }
    bySIREN = Dictionary(grouping: try await having("organisation.siren", companies)) { $0.siren ?? "" }
    for kept in try await store.absorbing("double.siren", companies.filter { bySIREN[$0] == nil })
    where bySIREN[kept.by]?.contains(kept.organisation) != true {
      bySIREN[kept.by, default: []].append(kept.organisation)
    }
    let names: [String] = forms.filter { $0.number == nil && $0.rna == nil }.map { sortKey($0.name) }
    byName = Dictionary(grouping: try await having("organisation.sort_key", names)) { sortKey($0.name) }
    guard !names.isEmpty else { return }
    let aliases: [FoundOrganisation] = try await scope.all(
      """
      SELECT organisation_alias.sort_key, \(Organisation.columns) FROM organisation_alias
      JOIN organisation ON organisation.id = organisation_alias.organisation_id
      WHERE organisation_alias.territory_id = \(scope.territory) AND \(live)
        AND organisation_alias.sort_key IN \(.list(names))
      """)
    for alias in aliases where byName[alias.by]?.contains(alias.organisation) != true {
      byName[alias.by, default: []].append(alias.organisation)
    }
  }

  func meant(by form: OrganisationForm) -> ImportMeaning<Organisation> {
    if let siret = form.number?.siret?.digits {
      return bySIRET[siret].map { .one($0) } ?? sharing(form.rna)
    }
    if let siren = form.number?.siren.digits {
      let all: [Organisation] = bySIREN[siren] ?? []
      if let whole = all.first(where: { $0.siret == nil }) ?? (all.count == 1 ? all[0] : nil) { return .one(whole) }
      return all.isEmpty ? sharing(form.rna) : .several(FieldError("number", .severalEstablishments))
    }
    if let rna = form.rna?.text { return byRNA[rna].map { .one($0) } ?? .nobody }
    let near: [Organisation] = (byName[sortKey(form.name)] ?? []).filter { form.place.mayBe($0.place) }
    if near.count > 1 { return .several(FieldError("name", .severalHaveThisName)) }
    return near.first.map { .one($0) } ?? .nobody
  }

  /// An association that has its SIRET now; two establishments of one cannot both have its RNA.
  private func sharing(_ rna: RNA?) -> ImportMeaning<Organisation> {
    guard let rna, let organisation = byRNA[rna.text] else { return .nobody }
    if organisation.siren == nil { return .one(organisation) }
    return .refused([FieldError(OrganisationForm.rna.key, .numberIsOf(organisation.name))])
  }
}

extension Organisation.Place {
  /// Whether nothing says that they are two places.
  fileprivate func mayBe(_ other: Organisation.Place) -> Bool {
    if let postcode, let there = other.postcode { return postcode == there }
    if let municipality, let there = other.municipality { return sortKey(municipality) == sortKey(there) }
    return true
  }
}

extension Likeness {
  /// « même nom, même commune »
  var inWords: Text { Text { language in signs.map { $0.label(language) }.joined(separator: ", ") } }
}

extension Text {
  fileprivate static let severalHaveThisName = Text(
    fr: "Plusieurs organisations portent ce nom : donnez son SIRET ou sa commune.",
    en: "Several organisations have this name: give its SIRET or its municipality.")
  fileprivate static let severalEstablishments = Text(
    fr: "Cette entreprise a plusieurs établissements ici : donnez le SIRET.",
    en: "This company has several establishments here: give the SIRET.")
}
