import Platform
import Programmes
import SQL

extension Importer {
  /// A building as its owner keeps it in a spreadsheet: a lot a line, known again by its name on the site.
  static let lots = Importer(
    "lots", Text(fr: "les lots du site", en: "the site’s lots"), .lot, allow: .readsImports, list: "/sites/{site}/lots",
    LotImport.self,
    columns: [
      ImportColumn(LotForm.name, "lot", "nom", "n°", "numéro", "numéro de lot", "local", "désignation"),
      ImportColumn(
        LotForm.kind, "type", "nature", "type de local",
        words: ["workshop": ["ateliers", "atelier artisanal"], "office": ["bureaux"]]),
      ImportColumn(LotForm.destination, "usage", "affectation", "activité"),
      ImportColumn(
        LotForm.area, "surface", "superficie", "m²", "m2", "surface utile", "surface louable", "surface (m²)"),
      ImportColumn(LotForm.grossArea, "surface brute", "shon", "surface de plancher"),
      ImportColumn(LotForm.level, "étage", "bâtiment", "plateau"),
      ImportColumn(LotForm.reservedFor, "réservation", "réservé"),
    ],
    path: { "/lots/\($0)" },
    within: { scope, site in _ = try await SiteStore(scope).find(ID(site)) }, crumbs: { try await $0.siteCrumbs() })
}

/// Lines of a table against the lots of one site.
struct LotImport: RecordImport {
  static let spoken: SpokenOf? = SpokenOf("lot", own: [], .lotIsSpokenOf)
  /// « Atelier 1 » and « Atelier 2 » resemble each other and are two.
  typealias Card = NoCard

  private let place: ImportPlace
  private var scope: Scope { place.scope }
  private var store: LotStore { LotStore(scope) }
  private var site: ID<Site> { ID(place.context ?? 0) }

  init(_ place: ImportPlace) { self.place = place }

  static func identity(_ form: LotForm) -> String { sortKey(form.name) }

  static func typed(_ lot: Lot) -> Typed { LotForm.typed(lot) }
  static func stamp(_ lot: Lot) -> RecordStamp { RecordStamp(lot.id.number, lot.version) }
  static func name(_ lot: Lot) -> String { lot.name }

  /// A table has the terms of the programme in words.
  func understood(_ lines: [Typed]) async throws -> [UnderstoodLine] {
    let categories: [Term] = try await categories()
    return lines.map { line in
      var understood = UnderstoodLine(line)
      let key: String = LotForm.destination.key
      understood.typed[key] = line[key].map { categories.key(named: $0) }
      return understood
    }
  }

  func standIns() -> Typed {
    var typed = Typed()
    typed.set(LotForm.kind, .workshop)
    typed.set(LotForm.area, Area(squareMetres: 1))
    return typed
  }

  private func categories() async throws -> [Term] {
    try await CategoryStore(scope).of(try await SiteStore(scope).find(site).programme)
  }

  func meant(by forms: [LotForm], alike cards: [NoCard]?) async throws -> [ImportMeaning<Lot>] {
    let site: Site = try await SiteStore(scope).find(site)
    let known: [String: Lot] = Dictionary(try await store.on(site.id).map { (sortKey($0.name), $0) }) { first, _ in
      first
    }
    let categories: [Term] = try await categories()
    return forms.map { form in
      if let lot = known[sortKey(form.name)] { return .one(lot) }
      do throws(Refusal) {
        try site.check(new: form, categories, on: scope.today)
        return .nobody
      } catch { return .refused((try? error.ofLine()) ?? []) }
    }
  }

  func insert(_ forms: [LotForm]) async throws -> [Result<Lot, Refusal>] {
    let site: Site = try await SiteStore(scope).find(site)
    let categories: [Term] = try await categories()
    return try await each(forms) { form in
      try site.check(new: form, categories, on: scope.today)
      return try await store.insert(form, on: site)
    }
  }

  func check(_ form: LotForm, of lot: Lot) async throws {
    try await categories().check(form.destination, field: LotForm.destination.key, keeping: lot.destination?.key)
  }

  func update(_ lot: Lot, _ form: LotForm) async throws -> Lot {
    try await store.update(lot, form, version: lot.version)
  }

  func find(_ ids: [Int64]) async throws -> [Lot] {
    let wanted: Set<Int64> = Set(ids)
    return try await store.on(site).filter { wanted.contains($0.id.number) }
  }

  func remove(_ lot: Lot) async throws { try await store.remove(lot) }
}

extension Site {
  /// What may be entered on it.
  func check(new form: LotForm, _ categories: [Term], on today: Day) throws(Refusal) {
    if let closed, closed < today { throw .conflict(.siteIsClosed(closed)) }
    try categories.check(form.destination, field: LotForm.destination.key)
  }
}

extension LotStore {
  /// Takes out one that nothing speaks of.
  fileprivate func remove(_ lot: Lot) async throws {
    try await scope.update(
      """
      DELETE FROM lot WHERE territory_id = \(scope.territory) AND id = \(lot.id) AND version = \(lot.version)
      """)
    try await scope.audit(.lotRemoved, "lot", lot.id.number, before: View.lot.json(lot))
  }
}

extension Visit {
  /// From the sites to the one of this address.
  func siteCrumbs() async throws -> [Crumb] {
    let site: Site = try await SiteStore(scope).find(id("site"))
    return [Crumb.sites(self), Crumb(site.name, site.path)]
  }
}

extension Deed {
  static let lotRemoved = Deed("lot.removed", Text(fr: "Lot retiré", en: "Lot taken out"))
}

extension Text {
  static let importLots = Text(fr: "Importer les lots", en: "Import lots")
  fileprivate static let lotIsSpokenOf = Text(
    fr: "D’autres fiches parlent de ce lot.", en: "Other records speak of this lot.")
}
