import Platform
import SQL

extension Indicators {
  var editorRoutes: [Endpoint] { newFormula + changeFormula }

  private var newFormula: [Endpoint] {
    Endpoint.form(
      .newFormula, allow: Programme.changed, page: "/dispositifs/{programme}/\(FormulaEditor.newPlace)",
      posts: "/dispositifs/{programme}/\(FormulaEditor.newPlace)/enregistrement", NewIndicatorForm.self, step: step,
      show: { visit in try await page(visit, .newFormula) },
      submit: { visit, scope, form in
        let programme: Programme = try await visit.programmeToChange(scope)
        var values: [String: String?] = form.formula.values
        values["label"] = form.label
        return try await visit.configurations(scope).change(
          form.key, in: Chapter.indicatorsKey, of: programme, version: nil, values
        ).returning(to: "\(programme.path)/indicateurs")
      })
  }

  private var changeFormula: [Endpoint] {
    let path: String = "/dispositifs/{programme}/indicateurs/{indicator}/formule"
    return Endpoint.form(
      .changeFormula, allow: Programme.changed, page: path, posts: "\(path)/enregistrement", Changed<FormulaForm>.self,
      step: step,
      show: { visit in try await page(visit, .changeFormula) },
      submit: { visit, scope, changed in
        let programme: Programme = try await visit.programmeToChange(scope)
        return try await visit.configurations(scope).change(
          visit.text("indicator"), in: Chapter.indicatorsKey, of: programme, version: changed.version,
          changed.form.values
        ).returning(to: "\(programme.path)/indicateurs")
      })
  }

  @Sendable private func step(_ visit: Visit) async throws -> String? {
    let editor: FormulaEditor = try await editor(visit)
    // What is wrong is said beside what was asked.
    guard let next = try? editor.next(visit) else { return nil }
    return editor.address(next)
  }

  private func page(_ visit: Visit, _ title: Text) async throws -> FormPage {
    let editor: FormulaEditor = try await editor(visit)
    let shown = try await ShownFormula(editor, visit)
    var initial = Typed()
    initial.set(FormulaForm.formula, editor.draft.formula)
    initial.set(FormulaForm.unit, editor.unit)
    initial.set(FormulaForm.rounding, editor.rounding)
    if let indicator = editor.indicator { initial.set(Field<Int>.version, indicator.version) }
    return FormPage(
      editor.indicator.map { indicator in Text { "\(title($0)) — \(indicator.label($0))" } } ?? title,
      crumbs: Crumb.programme(visit, editor.programme) + [
        Crumb(Text.indicators(visit.language), "\(editor.programme.path)/indicateurs")
      ],
      submit: .save, initial: initial, fields: FormulaForm.fieldsCarriedAlong, isClosed: !editor.faults.isEmpty,
      above: { page in page.formula(shown) })
  }
}

/// What is saved of a formula: itself, and how it is read.
struct FormulaForm: Form {
  static let formula = Field<Formula>.formula("formula", .formula)
  static let unit = Field<IndicatorUnit>.choice("unit", .unit)
  static let rounding = Field<Int>.number("rounding", .rounding, 0...4)
  static let fields: [any FormField] = [formula, unit, rounding]

  /// The page settles them in its own way.
  static let fieldsCarriedAlong: [any FormField] = [
    formula.carriedAlong, unit.carriedAlong, rounding.carriedAlong,
  ]

  /// As the fields of the chapter spell them.
  let values: [String: String?]

  init(_ values: FormValues) throws(Refusal) {
    self.values = [
      "formula": values[Self.formula].text, "unit": values[Self.unit].rawValue,
      "rounding": String(values[Self.rounding]),
    ]
  }
}

/// A new indicator has a name too. What else its chapter's form asks can wait.
struct NewIndicatorForm: Form {
  static let label = Field.text("label", .label, help: .newIndicatorHelp, most: 300)
  static let fields: [any FormField] = [label, Field<String?>.entryKey] + FormulaForm.fields

  let label: String
  let key: String?
  let formula: FormulaForm

  init(_ values: FormValues) throws(Refusal) {
    label = values[Self.label]
    key = values[Field<String?>.entryKey]
    formula = try FormulaForm(values)
  }
}

extension Text {
  static let newFormula = Text(
    fr: "Construire un indicateur pas à pas", en: "Build an indicator step by step",
    de: "Einen Indikator Schritt für Schritt aufbauen")
  static let changeFormula = Text(
    fr: "Construire la formule pas à pas", en: "Build the formula step by step",
    de: "Die Formel Schritt für Schritt aufbauen")
  static let newIndicatorHelp = Text(
    fr: "Comme on le lira. Traductions, cibles et publication se règlent ensuite dans la configuration.",
    en: "As it will be read. Translations, targets and publication are settled afterwards in the configuration.")
  static let pageKey = Text(
    fr: "Cette clé est l’adresse d’une page : choisissez-en une autre.",
    en: "This key is a page’s address: choose another.")
}
