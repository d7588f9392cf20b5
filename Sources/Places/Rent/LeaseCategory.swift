import Platform
import Programmes
import SQL

/// A change of its tenant's category on a lease, noted on the day it holds from.
struct LeaseCategory: Fetched {
  let id: ID<LeaseCategory>
  let category: Category
  let from: Day
  let reason: String
  let provenance: Provenance

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    guard let category = try Category(&row) else { throw DatabaseError(.programming, "a change without category") }
    self.category = category
    from = try row.next()
    reason = try row.next()
    provenance = try row.next()
  }

  var fact: CategoryFact { CategoryFact(category: category.key, from: from) }
}

struct LeaseCategoryStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  /// The lease itself was looked for before: whoever sees it sees these.
  func of(_ lease: Lease) async throws -> [LeaseCategory] {
    try await scope.all(
      """
      SELECT lease_category.id, \(.category("lease_category.category", "category")), lease_category.from_day,
        lease_category.reason, lease_category.provenance
      FROM lease_category
      \(.term("category", of: "\(lease.programme)", .tenantCategories, key: "lease_category.category"))
      WHERE lease_category.territory_id = \(scope.territory) AND lease_category.lease_id = \(lease.id)
      ORDER BY lease_category.from_day, lease_category.id
      """)
  }

  func insert(
    _ form: CategoryForm, on lease: Lease, _ provenance: Provenance = .entered
  ) async throws -> Lease {
    _ = try await scope.guarded(by: .unique, .conflict(.categoryOfThatDay, field: "from")) {
      try await scope.run(
        """
        INSERT INTO lease_category (territory_id, lease_id, category, from_day, reason, provenance)
        VALUES (\(scope.territory), \(lease.id), \(form.category), \(form.from), \(form.reason ?? ""), \(provenance))
        """)
    }
    // The lease is another one now: whoever changes it at the same time is told.
    try await scope.update(
      """
      UPDATE lease SET version = version + 1
      WHERE territory_id = \(scope.territory) AND id = \(lease.id) AND version = \(lease.version)
      """)
    let after: Lease = try await LeaseStore(scope).find(lease.id)
    try await scope.audit(.categoryChanged, "lease", lease.id.number, .lease, before: lease, after: after)
    return after
  }
}

struct CategoryForm: Form {
  static let category = Field<String>.term("category", .newCategory)
  static let from = Field.day("from", .categoryFrom, help: .categoryFromHelp)
  static let reason = Field.text("reason", .categoryReason, most: 300).optional
  static let fields: [any FormField] = [category, from, reason]

  let category: String
  let from: Day
  let reason: String?

  init(_ values: FormValues) throws(Refusal) {
    category = values[Self.category]
    from = values[Self.from]
    reason = values[Self.reason]
  }

  init(category: String, from: Day, reason: String?) {
    self.category = category
    self.from = from
    self.reason = reason
  }
}

extension Lease {
  /// A new category comes after those there were, while the lease runs.
  func recategorise(_ form: CategoryForm, _ changes: [LeaseCategory]) throws(Refusal) {
    guard form.from > start, period.contains(form.from) else {
      throw .invalid("from", .categoryOutsideLease(self))
    }
    if let last = changes.last, form.from <= last.from { throw .invalid("from", .categoryBeforeLast(last.from)) }
    if form.category == (changes.last?.category ?? category).key { throw .invalid("category", .sameCategory) }
  }

  func rent(_ changes: [LeaseCategory], _ scales: RentScales, _ settings: PlaceSettings) -> Rent {
    Rent(
      period: period, area: area,
      categories: [CategoryFact(category: category.key, from: start)] + changes.map(\.fact), scales: scales,
      term: settings.term)
  }
}

extension Places {
  var changeCategory: [Endpoint] {
    Endpoint.form(
      .changeCategory, allow: .staff, page: "/baux/{lease}/categorie", posts: "/baux/{lease}/categories",
      CategoryForm.self,
      show: { visit in
        let lease: Lease = try await LeaseStore(visit.scope).find(visit.id("lease"))
        var initial = Typed()
        initial.set(CategoryForm.from, visit.scope.today)
        return FormPage(
          .changeCategory, crumbs: [Crumb.sites(visit), Crumb(lease.tenantName, lease.path)],
          intro: .categoryFromHelp, submit: .save, initial: initial,
          fields: [
            Field<String>.term(
              "category", .newCategory, among: try await CategoryStore(visit.scope).of(lease.programme))
          ])
      },
      submit: { visit, scope, form in
        let lease: Lease = try await LeaseStore(scope).find(visit.id("lease"))
        try await CategoryStore(scope).of(lease.programme).check(form.category, field: "category")
        let store = LeaseCategoryStore(scope)
        try lease.recategorise(form, try await store.of(lease))
        let after: Lease = try await store.insert(form, on: lease)
        return .changed(.categoryChanged, at: after.path, .lease, after)
      })
  }
}

extension Page {
  /// What a lease costs, and how its tenant has been sorted.
  mutating func rent(_ lease: Lease, _ changes: [LeaseCategory], _ scales: RentScales, _ settings: PlaceSettings) {
    let rent: Rent = lease.rent(changes, scales, settings)
    let day: Day = max(lease.start, min(today, lease.end ?? today))
    section(.rent) { page in
      if let yearly = rent.yearly(on: day) {
        let first = Day(day.year, 1, 1) ?? day
        let last = Day(day.year, 12, 31) ?? day
        page.paragraph(.yearlyRent(yearly, lease.area, rent.due(from: first, through: last), day.year))
        page.paragraph(.termIs(settings.term, next: settings.term.next(after: day, since: lease.start)))
      } else {
        page.paragraph(.noRate)
      }
      guard !changes.isEmpty else { return }
      page.markup.raw("<ul>\n")
      for change in changes {
        page.markup.raw("<li>")
        page.say(.categoryFact(change, billed: rent.changes(after: change.from)))
        page.markup.raw("</li>\n")
      }
      page.markup.raw("</ul>\n")
    }
  }
}

extension Deed {
  static let categoryChanged = Deed(
    "lease.category", Text(fr: "Catégorie du locataire changée", en: "Tenant’s category changed"))
}

extension Text {
  static let changeCategory = Text(fr: "Changer la catégorie du locataire", en: "Change the tenant’s category")
  static let newCategory = Text(fr: "Nouvelle catégorie", en: "New category")
  static let categoryFrom = Text(fr: "À compter du", en: "From")
  static let categoryReason = Text(fr: "Motif", en: "Reason")
  static let categoryFromHelp = Text(
    fr: "Le loyer suit au terme suivant, jamais avant ni pour le passé.",
    en: "The rent follows from the next term, never before and never for what is past.")
  static let sameCategory = Text(fr: "C’est déjà sa catégorie.", en: "That is the category already.")
  static let categoryOfThatDay = Text(
    fr: "Un changement est déjà noté ce jour-là.", en: "A change is noted on that day already.")
  static let rent = Text(fr: "Loyer", en: "Rent", de: "Miete")
  static let noRate = Text(
    fr: "Le barème en vigueur n’a pas de tarif pour la catégorie de ce locataire.",
    en: "The scale in force has no rate for this tenant’s category.")

  static func categoryOutsideLease(_ lease: Lease) -> Text {
    let (start, end): (Day, Day?) = (lease.start, lease.end)
    return Text { language in
      switch language {
      case .fr, .de:
        "Le bail court \(Language.fr.range(start, end)) : la catégorie change entre ces jours, après le premier."
      case .en:
        "The lease runs \(Language.en.range(start, end)): its category changes between those days, after the first."
      }
    }
  }

  static func categoryBeforeLast(_ day: Day) -> Text {
    Text(
      fr: "Un changement est déjà noté au \(Language.fr.long(day)) : celui-ci doit venir après.",
      en: "A change is noted on \(Language.en.long(day)) already: this one must come after it.")
  }

  static func yearlyRent(_ yearly: Money, _ area: Area, _ due: Money?, _ year: Int) -> Text {
    Text { language in
      let (yearly, area): (String, String) = (language.money(yearly), language.area(area))
      let due: String? = due.map { language.money($0) }
      return switch language {
      case .fr, .de:
        "\(yearly) par an hors taxes pour \(area)\(due.map { ", soit \($0) dus pour \(year)" } ?? "")."
      case .en: "\(yearly) a year excluding tax for \(area)\(due.map { ", of which \($0) due for \(year)" } ?? "")."
      }
    }
  }

  static func termIs(_ term: RentTerm, next: Day) -> Text {
    Text(
      fr:
        "Appelé tous les \(term.months == 12 ? "ans" : term.months == 1 ? "mois" : "\(term.months) mois") depuis le premier jour du bail ; prochain terme le \(Language.fr.long(next)).",
      en:
        "Asked for every \(term.months == 12 ? "year" : term.months == 1 ? "month" : "\(term.months) months") from the lease’s first day; next term on \(Language.en.long(next))."
    )
  }

  static func categoryFact(_ change: LeaseCategory, billed: Day?) -> Text {
    Text { language in
      let (label, from): (String, String) = (change.category.label(language), language.long(change.from))
      let billed: String? = billed.map { language.long($0) }
      let reason: String = change.reason.isEmpty ? "" : " (\(change.reason))"
      return switch language {
      case .fr, .de:
        "\(label) à compter du \(from)\(reason)\(billed.map { " ; le loyer suit au \($0)" } ?? " ; le bail s’achève avant le terme suivant")."
      case .en:
        "\(label) from \(from)\(reason)\(billed.map { "; the rent follows on \($0)" } ?? "; the lease ends before the next term")."
      }
    }
  }
}
