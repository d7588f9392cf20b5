import Platform
import Programmes
import SQL

/// What a sheet says above its rubrics, and the words that it is found by.
struct SheetForm: Form {
  static let title = Field.text("title", .sheetTitle, help: .sheetTitleHelp, most: 200)
  static let lead = Field.lines("lead", .lead, help: .leadHelp, most: 240).optional
  static let owner = Field.text("owner", .sheetOwner, help: .sheetOwnerHelp, most: 200).optional
  static let axis = Field.text("axis", .axis, help: .axisHelp, most: 60).optional
  static let themes = Field<[String]>.several("themes", .themes)
  static let audiences = Field<[String]>.several("audiences", .audiences)
  static let since = Field.number("since", .sinceYear, 1_800...2_200).optional
  static let budget = Field.amount(
    "budget", .sheetBudget, help: .sheetBudgetHelp, least: .zero, most: Money(euros: 10_000_000_000)
  )
  .optional
  static let budgetYear = Field.number("budgetYear", .budgetYear, 1_800...2_200).optional
  static let updated = Field.day("updated", .updatedOn, help: .updatedHelp)
  static let fields: [any FormField] = [
    title, lead, owner, axis, themes, audiences, since, budget, budgetYear, updated,
  ]

  var title: String
  var lead: String
  var owner: String
  var axis: String?
  var themes: [String]
  var audiences: [String]
  var since: Int?
  var budget: Money?
  var budgetYear: Int?
  var updated: Day
  /// Whose words those are: the Lab’s, which the form does not ask.
  var lab: ID<Programme>?

  init(_ values: FormValues) throws(Refusal) {
    title = values[Self.title]
    lead = values[Self.lead] ?? ""
    owner = values[Self.owner] ?? ""
    axis = values[Self.axis]
    themes = values[Self.themes]
    audiences = values[Self.audiences]
    since = values[Self.since]
    budget = values[Self.budget]
    budgetYear = values[Self.budgetYear]
    updated = values[Self.updated]
    if budgetYear != nil, budget == nil { throw .invalid("budget", .budgetOfThatYear) }
  }

  init(title: String, updated: Day) {
    self.title = title
    self.updated = updated
    lead = ""
    owner = ""
    themes = []
    audiences = []
  }

  /// The rule behind the choices that the form offers.
  func check(_ typology: Typology?, keeping sheet: Sheet? = nil) throws(Refusal) {
    let typology: Typology = typology ?? .none
    try typology.axes.check(axis, field: "axis", keeping: sheet?.axes.first?.key)
    for key in themes where sheet?.themes.contains(where: { $0.key == key }) != true {
      try typology.themes.check(key, field: "themes")
    }
    for key in audiences where sheet?.audiences.contains(where: { $0.key == key }) != true {
      try typology.audiences.check(key, field: "audiences")
    }
  }

  static func typed(_ sheet: Sheet) -> Typed {
    var typed = Typed()
    typed.set(title, sheet.title)
    typed.set(lead, sheet.lead)
    typed.set(owner, sheet.owner)
    typed.set(axis, sheet.axes.first?.key)
    typed.set(themes, sheet.themes.map(\.key))
    typed.set(audiences, sheet.audiences.map(\.key))
    typed.set(since, sheet.since)
    typed.set(budget, sheet.budget)
    typed.set(budgetYear, sheet.budgetYear)
    typed.set(updated, sheet.updated)
    typed.set(.version, sheet.version)
    return typed
  }
}

/// Which of the two models to begin.
struct NewSheetForm: Form {
  static let kind = Field<SheetKind>.choice("kind", .sheetKind)
  static let fields: [any FormField] = [kind]

  let kind: SheetKind

  init(_ values: FormValues) throws(Refusal) { kind = values[Self.kind] }
}

/// One rubric, in Markdown.
struct RubricForm: Form {
  static let mostCharacters: Int = 40_000
  static let text = Field.prose("text", .rubricText, help: .rubricTextHelp, most: mostCharacters).optional
  static let fields: [any FormField] = [text]

  let text: String

  init(_ values: FormValues) throws(Refusal) { text = values[Self.text] ?? "" }
}

struct VisionForm: Form {
  static let name = Field.text("name", .electedName, most: 120)
  static let mandates = Field.lines("mandates", .mandates, help: .mandatesHelp, most: 1_000)
  static let text = Field.prose("text", .visionText, most: 10_000)
  static let isQuotation = Field.flag("isQuotation", .isQuotation, help: .isQuotationHelp)
  static let rank = Field.number("rank", .rank, help: .rankHelp, 1...100)
  static let fields: [any FormField] = [name, mandates, text, isQuotation, rank]

  let name: String
  let mandates: String
  let text: String
  let isQuotation: Bool
  let rank: Int

  init(_ values: FormValues) throws(Refusal) {
    name = values[Self.name]
    mandates = values[Self.mandates]
    text = values[Self.text]
    isQuotation = values[Self.isQuotation]
    rank = values[Self.rank]
  }

  init(_ vision: SheetContent.VisionText, rank: Int) {
    name = vision.name
    mandates = vision.mandates.joined(separator: "\n")
    text = vision.text
    isQuotation = vision.isQuotation
    self.rank = rank
  }

  static func typed(_ vision: Vision) -> Typed {
    var typed = Typed()
    typed.set(name, vision.name)
    typed.set(mandates, vision.mandates)
    typed.set(text, vision.text)
    typed.set(isQuotation, vision.isQuotation)
    typed.set(rank, vision.rank)
    typed.set(.version, vision.version)
    return typed
  }
}
