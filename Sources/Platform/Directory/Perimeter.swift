import SQL

/// A set of municipalities that figures look at together: the city, the intercommunality, the border towns. They overlap, and
/// what belongs to one changes with the years.
struct Perimeter: Fetched, Equatable {
  let id: ID<Perimeter>
  let key: String
  let name: String
  let kind: PerimeterKind
  let municipalities: Int
  let provenance: Provenance
  let version: Int

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    key = try row.next()
    name = try row.next()
    kind = try row.next()
    municipalities = try row.next()
    provenance = try row.next()
    version = try row.next()
  }

  var path: String { "/annuaire/perimetres/\(id)" }
}

enum PerimeterKind: String, Choice {
  case city, intercommunality, neighbourhoods, border, other

  var label: Text {
    switch self {
    case .city: Text(fr: "Ville", en: "City")
    case .intercommunality: Text(fr: "Intercommunalité", en: "Intercommunality")
    case .neighbourhoods: Text(fr: "Quartiers prioritaires", en: "Priority neighbourhoods")
    case .border: Text(fr: "Communes limitrophes", en: "Neighbouring municipalities")
    case .other: Text(fr: "Autre", en: "Other")
    }
  }
}

/// A municipality in a perimeter, from a day to another.
struct PerimeterPlace: Fetched, Equatable {
  let municipality: String
  let from: Day?
  let to: Day?

  init(_ row: inout Row) throws(DatabaseError) {
    municipality = try row.next()
    from = try row.next()
    to = try row.next()
  }

  init(_ municipality: String, from: Day?, to: Day?) {
    self.municipality = municipality
    self.from = from
    self.to = to
  }

  /// `Échirolles`, `Kehl depuis 01/05/2004`, `Vif du 01/01/2000 au 31/12/2013`
  var line: String {
    let start: String = from.map { " depuis \(Language.fr.short($0))" } ?? ""
    let end: String = to.map { " jusqu’au \(Language.fr.short($0))" } ?? ""
    return municipality + start + end
  }

  /// One to a line, each with its days where it has any.
  static func read(_ text: String) throws(Refusal) -> [PerimeterPlace] {
    var places: [PerimeterPlace] = []
    for (index, line) in text.split(separator: "\n").enumerated() {
      let typed: String = trim(String(line))
      guard !typed.isEmpty else { continue }
      let (rest, to): (String, Day?) = try day(typed, [" jusqu’au ", " jusqu'au ", " until "], index)
      let (name, from): (String, Day?) = try day(rest, [" depuis ", " since "], index)
      guard name.count <= 80 else { throw .invalid("municipalities", .tooLong(80, name.count)) }
      if let from, let to, to < from { throw .invalid("municipalities", .perimeterEnds(index + 1)) }
      places.append(PerimeterPlace(name, from: from, to: to))
    }
    guard !places.isEmpty else { throw .invalid("municipalities", .missing) }
    return places
  }

  private static func day(_ text: String, _ words: [String], _ index: Int) throws(Refusal) -> (String, Day?) {
    for word in words {
      guard let range = text.firstRange(of: word) else { continue }
      let typed: String = trim(String(text[range.upperBound...]))
      guard let day = Day(typed: typed) else { throw .invalid("municipalities", .perimeterDay(index + 1, typed)) }
      return (trim(String(text[..<range.lowerBound])), day)
    }
    return (text, nil)
  }
}

struct PerimeterForm: Form {
  static let name = Field.text("name", .perimeterName, most: 120)
  static let key = Field.text("key", .perimeterKey, help: .perimeterKeyHelp, most: 60)
  static let kind = Field<PerimeterKind>.choice("kind", .perimeterKind)
  static let municipalities = Field.lines("municipalities", .municipalities, help: .municipalitiesHelp, most: 20_000)
  static let fields: [any FormField] = [name, key, kind, municipalities]

  let name: String
  let key: String
  let kind: PerimeterKind
  let places: [PerimeterPlace]

  init(_ values: FormValues) throws(Refusal) {
    name = values[Self.name]
    key = values[Self.key]
    kind = values[Self.kind]
    guard Entry.isKey(key) else { throw .invalid("key", .keyExpected) }
    places = try PerimeterPlace.read(values[Self.municipalities])
  }
}

struct PerimeterStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private static let columns: Query = """
    id, key, name, kind, (SELECT count(*) FROM perimeter_place WHERE perimeter_place.perimeter_id = perimeter.id),
    provenance, version
    """

  func find(_ id: ID<Perimeter>) async throws -> Perimeter {
    try await scope.one(
      "SELECT \(Self.columns) FROM perimeter WHERE territory_id = \(scope.territory) AND id = \(id)")
  }

  func listing(_ filter: NameFilter) -> Listing<Perimeter> {
    var which: Query = "FROM perimeter WHERE territory_id = \(scope.territory)"
    if let text = filter.text { which = which + " AND sort_key LIKE \(keyHolding(text))" }
    let wanted: Query = which
    return Listing(scope, count: "SELECT count(*) " + wanted, orders: [Order("name", "sort_key", "id")]) { slice in
      "SELECT \(Self.columns) \(wanted) ORDER BY \(slice.order) \(slice.window)"
    }
  }

  func places(of perimeter: ID<Perimeter>) async throws -> [PerimeterPlace] {
    try await scope.all(
      """
      SELECT municipality, from_day, to_day FROM perimeter_place
      WHERE territory_id = \(scope.territory) AND perimeter_id = \(perimeter) ORDER BY municipality_key, from_day, id
      """)
  }

  func insert(_ form: PerimeterForm) async throws -> Perimeter {
    let id: ID<Perimeter> = try await scope.guarded(by: .unique, .conflict(.perimeterKeyTaken, field: "key")) {
      try await scope.insert(
        """
        INSERT INTO perimeter (territory_id, key, name, sort_key, kind, provenance)
        VALUES (\(scope.territory), \(form.key), \(form.name), \(sortKey(form.name)), \(form.kind),
          \(Provenance.entered))
        """)
    }
    try await put(form.places, in: id)
    let perimeter: Perimeter = try await find(id)
    try await scope.audit(.perimeterEntered, "perimeter", id.number, .perimeter, after: perimeter)
    return perimeter
  }

  func update(_ perimeter: Perimeter, _ form: PerimeterForm, version: Int) async throws -> Perimeter {
    try await scope.guarded(by: .unique, .conflict(.perimeterKeyTaken, field: "key")) {
      try await scope.update(
        """
        UPDATE perimeter SET key = \(form.key), name = \(form.name), sort_key = \(sortKey(form.name)),
          kind = \(form.kind), version = version + 1
        WHERE territory_id = \(scope.territory) AND id = \(perimeter.id) AND version = \(version)
        """)
    }
    try await scope.run(
      "DELETE FROM perimeter_place WHERE territory_id = \(scope.territory) AND perimeter_id = \(perimeter.id)")
    try await put(form.places, in: perimeter.id)
    let after: Perimeter = try await find(perimeter.id)
    try await scope.audit(
      .perimeterChanged, "perimeter", perimeter.id.number, .perimeter, before: perimeter, after: after)
    return after
  }

  private func put(_ places: [PerimeterPlace], in perimeter: ID<Perimeter>) async throws {
    for place in try await Referential(scope).municipalities(of: places) {
      try await scope.run(
        """
        INSERT INTO perimeter_place (territory_id, perimeter_id, municipality, municipality_key, from_day, to_day)
        VALUES (\(scope.territory), \(perimeter), \(place.municipality), \(sortKey(place.municipality)),
          \(place.from.value), \(place.to.value))
        """)
    }
  }
}

extension Referential {
  /// A line that names an intercommunality stands for its municipalities, with the days of the line.
  fileprivate func municipalities(of places: [PerimeterPlace]) async throws -> [PerimeterPlace] {
    var all: [PerimeterPlace] = []
    for place in places {
      let digits: String = place.municipality.filter { !$0.isWhitespace }
      let isNumber: Bool = digits.utf8.count == 9 && digits.utf8.allSatisfy(Digits.isDigit)
      let group: ReferentialEntry? =
        isNumber ? try await find(.intercommunality, digits) : try await intercommunality(place.municipality)
      guard let group else {
        if isNumber { throw Refusal.invalid("municipalities", .noSuchGroup(digits)) }
        all.append(place)
        continue
      }
      let members: [ReferentialEntry] = try await scope.all(
        """
        SELECT \(Self.columns) FROM referential_entry WHERE kind = \(ReferentialKind.municipality)
          AND grouped_in = \(group.code) AND replaced_by IS NULL ORDER BY sort_key, code
        """)
      all += members.map { PerimeterPlace($0.name, from: place.from, to: place.to) }
    }
    return all
  }

  /// The intercommunality of that name, unless a municipality has it too.
  private func intercommunality(_ name: String) async throws -> ReferentialEntry? {
    let named: [ReferentialEntry] = try await scope.all(
      """
      SELECT \(Self.columns) FROM referential_entry WHERE sort_key = \(sortKey(name))
        AND kind IN \(.list([ReferentialKind.intercommunality.rawValue, ReferentialKind.municipality.rawValue]))
      """)
    return named.count == 1 && named[0].kind == .intercommunality ? named[0] : nil
  }
}

extension View<Perimeter> {
  static let perimeter = View(
    "Perimeter",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("name", .perimeterName, link: { $0.path }) { .text($0.name) },
      Column("key", .perimeterKey) { .text($0.key) },
      Column("kind", .perimeterKind, .word(PerimeterKind.words)) { .choice($0.kind) },
      Column("municipalities", .municipalities, .int) { .int($0.municipalities) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}

extension PlatformDoor {
  var perimeterRoutes: [Endpoint] {
    [
      .list("/annuaire/perimetres", .perimeters, allow: .staff, .perimeter, filter: NameFilter.self) { visit, filter in
        ListPage(
          .perimeters, intro: .perimetersHelp, .perimeter, PerimeterStore(visit.scope).listing(filter),
          filters: NameFilter.fields,
          actions: [ActionLink(.newPerimeter, to: "/annuaire/perimetres/nouveau", allow: .staff)], .perimeter)
      },
      .record("/annuaire/perimetres/{perimeter}", .onePerimeter, kind: "perimeter", allow: .staff, .perimeter) {
        visit in
        let store = PerimeterStore(visit.scope)
        let perimeter: Perimeter = try await store.find(visit.id("perimeter"))
        let places: [PerimeterPlace] = try await store.places(of: perimeter.id)
        return Shown(perimeter.name, crumbs: [.perimeters(visit)], .perimeter, perimeter) { page in
          page.facts(View.perimeter.without("name", "municipalities"), perimeter)
          page.section(.municipalities) { page in page.points(places.map { Text(name: $0.line) }) }
          page.actions([ActionLink(.changePerimeter, to: "\(perimeter.path)/modifier", allow: .staff)])
        }
      },
    ] + newPerimeter + changePerimeter
  }

  private var newPerimeter: [Endpoint] {
    Endpoint.form(
      .newPerimeter, allow: .staff, page: "/annuaire/perimetres/nouveau", posts: "/annuaire/perimetres",
      PerimeterForm.self,
      show: { visit in FormPage(.newPerimeter, crumbs: [.perimeters(visit)], submit: .save) },
      submit: { _, scope, form in
        let perimeter: Perimeter = try await PerimeterStore(scope).insert(form)
        return .created(.perimeterEntered, at: perimeter.path, .perimeter, perimeter)
      })
  }

  private var changePerimeter: [Endpoint] {
    Endpoint.form(
      .changePerimeter, allow: .staff, page: "/annuaire/perimetres/{perimeter}/modifier",
      posts: "/annuaire/perimetres/{perimeter}", Changed<PerimeterForm>.self,
      show: { visit in
        let store = PerimeterStore(visit.scope)
        let perimeter: Perimeter = try await store.find(visit.id("perimeter"))
        var typed = Typed()
        typed.set(PerimeterForm.name, perimeter.name)
        typed.set(PerimeterForm.key, perimeter.key)
        typed.set(PerimeterForm.kind, perimeter.kind)
        typed.set(
          PerimeterForm.municipalities, try await store.places(of: perimeter.id).map(\.line).joined(separator: "\n"))
        typed.set(.version, perimeter.version)
        return FormPage(
          .changePerimeter, crumbs: [.perimeters(visit), Crumb(perimeter.name, perimeter.path)], submit: .save,
          initial: typed)
      },
      submit: { visit, scope, changed in
        let store = PerimeterStore(scope)
        let perimeter: Perimeter = try await store.find(visit.id("perimeter"))
        let after: Perimeter = try await store.update(perimeter, changed.form, version: changed.version)
        return .changed(.perimeterChanged, at: after.path, .perimeter, after)
      })
  }
}

extension Crumb {
  fileprivate static func perimeters(_ visit: Visit) -> Crumb {
    Crumb(Text.perimeters(visit.language), "/annuaire/perimetres")
  }
}

extension Deed {
  static let perimeterEntered = Deed("perimeter.entered", Text(fr: "Périmètre enregistré", en: "Perimeter entered"))
  static let perimeterChanged = Deed("perimeter.changed", Text(fr: "Périmètre modifié", en: "Perimeter changed"))
}

extension Noun {
  static let perimeter = Noun(fr: ("périmètre", "périmètres", .m), en: ("perimeter", "perimeters"))
}

extension Text {
  static let perimeters = Text(fr: "Périmètres", en: "Perimeters")
  fileprivate static let onePerimeter = Text(fr: "Périmètre", en: "Perimeter")
  fileprivate static let newPerimeter = Text(fr: "Nouveau périmètre", en: "New perimeter")
  fileprivate static let changePerimeter = Text(fr: "Modifier le périmètre", en: "Change the perimeter")
  fileprivate static let perimeterName = Text(fr: "Nom", en: "Name")
  fileprivate static let perimeterKey = Text(fr: "Clé", en: "Key")
  fileprivate static let perimeterKind = Text(fr: "Nature", en: "Kind")
  fileprivate static let municipalities = Text(fr: "Communes", en: "Municipalities")
  fileprivate static let perimeterKeyHelp = Text(
    fr: "Ce que les formules nomment : municipality within cette-cle.",
    en: "What formulas name: municipality within this-key.")
  fileprivate static let municipalitiesHelp = Text(
    fr:
      "Une par ligne, comme elles sont écrites sur les fiches. Au besoin, ses dates : « Kehl depuis 01/05/2004 jusqu’au 31/12/2013 ». Une intercommunalité, par son nom ou son SIREN, apporte ses communes.",
    en:
      "One to a line, as records spell them. If need be, with its days: “Kehl since 01/05/2004 until 31/12/2013”. An intercommunality, by its name or its SIREN, brings its municipalities."
  )
  fileprivate static let perimetersHelp = Text(
    fr:
      "Les ensembles de communes que les chiffres regardent ensemble. Ils peuvent se recouvrir, et changer avec le temps.",
    en: "Sets of municipalities that figures look at together. They may overlap, and change with time.")
  fileprivate static let perimeterKeyTaken = Text(
    fr: "Un périmètre du territoire a déjà cette clé.", en: "A perimeter of the territory has this key already.")

  fileprivate static func noSuchGroup(_ code: String) -> Text {
    Text(
      fr: "Aucune intercommunalité chargée ne porte le numéro \(code).",
      en: "No intercommunality that was loaded has the number \(code).")
  }

  fileprivate static func perimeterEnds(_ line: Int) -> Text {
    Text(fr: "Ligne \(line) : la fin vient avant le début.", en: "Line \(line): the end comes before the start.")
  }

  fileprivate static func perimeterDay(_ line: Int, _ typed: String) -> Text {
    Text(
      fr: "Ligne \(line) : « \(typed) » n’est pas une date (01/05/2004).",
      en: "Line \(line): “\(typed)” is not a date (01/05/2004).")
  }
}

/// The keys by which formulas name a territory’s perimeters.
public enum PerimeterKeys {
  public static func all(_ scope: Scope) async throws -> Set<String> {
    struct Key: Fetched {
      let key: String
      init(_ row: inout Row) throws(DatabaseError) { key = try row.next() }
    }
    let keys: [Key] = try await scope.all("SELECT key FROM perimeter WHERE territory_id = \(scope.territory)")
    return Set(keys.map(\.key))
  }
}
