import HTML
import Platform
import SQL

/// A formula with what its page says of it, all of it counted before the page is drawn.
struct ShownFormula: Sendable {
  let editor: FormulaEditor
  let today: Day
  let value: Text?
  let values: [[Int]: Text]
  /// The column of the line that is being added to a condition.
  let tested: FactColumn?
  /// What the step before could not take, with what was typed.
  let refused: (step: FormulaEditor.Step, typed: Typed, errors: [FieldError])?
  /// A form that was sent comes back with the reasons below.
  let isRefused: Bool

  init(_ editor: FormulaEditor, _ visit: Visit) async throws {
    self.editor = editor
    today = visit.scope.today
    value = try await editor.value(today)
    values = try await editor.values(today)
    tested = visit.asked["test"].flatMap { editor.measured?.1[$0] }
    isRefused = !visit.sent.isEmpty
    var refused: (FormulaEditor.Step, Typed, [FieldError])?
    if let step = visit.asked["step"].flatMap({ FormulaEditor.Step(rawValue: $0) }) {
      do { _ = try editor.next(visit) } catch let refusal {
        let fields: [any FormField] = PartForm.fields + ConditionForm.fields + ConditionText.fields + ReadingForm.fields
        refused = (step, visit.typed(fields), refusal.fieldErrors)
      }
    }
    self.refused = refused
  }

  func errors(_ step: FormulaEditor.Step) -> [FieldError] { refused?.step == step ? refused?.errors ?? [] : [] }

  func typed(_ step: FormulaEditor.Step, or usual: Typed) -> Typed {
    refused?.step == step ? refused?.typed ?? usual : usual
  }
}

extension Page {
  mutating func formula(_ shown: ShownFormula) {
    let editor: FormulaEditor = shown.editor
    if shown.isRefused { paragraph(.formulaNotSaved) }
    meaning(shown)
    guard !editor.isTooLong else {
      paragraph(.formulaTooLong)
      written(editor)
      return
    }
    if editor.draft.unread == nil {
      if !editor.draft.formula.isToChoose {
        section(.formulaParts) { page in page.outline([page.item(editor.draft.formula, [], shown)]) }
      }
      section(.partAtHand) { page in
        page.part(shown)
        if let (measure, fact) = editor.measured { page.condition(measure, fact, shown) }
        page.around(editor)
      }
      section(.howToRead) { page in page.reading(shown) }
    }
    written(editor)
    guard editor.faults.isEmpty else { return }
    section(.saveFormula) { page in page.paragraph(.readIn(editor.unit.label, editor.rounding)) }
  }

  /// In a sentence what it counts, and what it gives.
  private mutating func meaning(_ shown: ShownFormula) {
    let editor: FormulaEditor = shown.editor
    section(.formulaCounts) { page in
      if editor.draft.unread == nil, !editor.draft.formula.isToChoose {
        page.paragraph(editor.sentence(editor.draft.formula))
      }
      if let value = shown.value {
        page.markup.raw("<p><strong>")
        page.say(value)
        page.markup.raw("</strong> ")
        page.say(.valueOn(editor.period(shown.today)))
        page.markup.raw("</p>\n")
      }
      page.faults(editor)
      if let saved = editor.indicator?.formula, editor.draft.unread == nil, saved != editor.draft.formula {
        let sentence: Text = editor.sentence(saved)
        page.paragraph(Text { language in "\(Text.savedFormula(language)) \(sentence(language))" })
      }
    }
  }

  private mutating func faults(_ editor: FormulaEditor) {
    guard !editor.faults.isEmpty else { return }
    markup.raw("<div class=\"notice warn\">\n<ul>\n")
    for fault in editor.faults {
      markup.raw("<li>")
      if !fault.path.isEmpty, editor.draft.unread == nil, !editor.isTooLong {
        markup.raw("<a href=\"")
        data(editor.address(editor.draft.looking(at: editor.draft.formula.path(to: fault.path))))
        markup.raw("\">")
        data(fault.path)
        markup.raw("</a> — ")
        say(fault.message)
      } else {
        say(fault.sentence)
      }
      markup.raw("</li>\n")
    }
    markup.raw("</ul>\n</div>\n")
  }

  // MARK: The parts

  private func item(_ formula: Formula, _ path: [Int], _ shown: ShownFormula, as role: Text? = nil) -> OutlineItem {
    let editor: FormulaEditor = shown.editor
    let parts: [Formula] = formula.parts
    let label: Text =
      formula.isToChoose ? .toBeChosen : parts.isEmpty ? editor.sentence.phrase(formula) : formula.kind.name
    return OutlineItem(
      label, as: role, at: editor.address(editor.draft.looking(at: path)), value: shown.values[path],
      isCurrent: path == editor.draft.at,
      parts: parts.enumerated().map { place, part in
        item(part, path + [place], shown, as: formula.kind.role(place))
      })
  }

  /// What the part at hand does, of what, and when.
  private mutating func part(_ shown: ShownFormula) {
    let editor: FormulaEditor = shown.editor
    let part: Formula = editor.draft.part
    paragraph(part.isToChoose ? .choosePart : editor.sentence(part))
    if let (_, fact) = editor.measured { paragraph(fact.meaning) }
    step(
      editor.fields(of: part), shown.typed(.part, or: PartForm.typed(part, editor.facts)), at: editor.path, .applyPart,
      keeping: editor.draft.said + [("step", FormulaEditor.Step.part.rawValue)], errors: shown.errors(.part))
    guard case .measure = part else { return }
    aside(.whatAreRelations) { page in
      page.markup.raw("<dl>\n")
      for fact in editor.facts {
        page.markup.raw("<div><dt>")
        page.say(fact.name)
        page.markup.raw("</dt><dd>")
        page.say(fact.meaning)
        page.markup.raw("</dd></div>\n")
      }
      page.markup.raw("</dl>\n")
    }
  }

  /// Which records count: a line for each thing asked of them.
  private mutating func condition(_ measure: FactMeasure, _ fact: Fact, _ shown: ShownFormula) {
    let (editor, draft): (FormulaEditor, FormulaDraft) = (shown.editor, shown.editor.draft)
    func address(_ condition: Condition?) -> String {
      var measure: FactMeasure = measure
      measure.condition = condition
      return editor.address(draft.with(draft.formula.replacing(draft.at, with: .measure(measure)), at: draft.at))
    }
    subsection(.whichRecords) { page in
      if let condition = measure.condition {
        let lines: [Condition] = condition.lines
        if lines.count > 1 {
          page.markup.raw("<p>")
          page.say(condition.isAny ? .anyOfThese : .allOfThese)
          page.markup.raw(" ")
          page.link(address(condition.turned), condition.isAny ? .takeAll : .takeAny)
          page.markup.raw("</p>\n")
        }
        page.markup.raw("<ul>\n")
        for (place, line) in lines.enumerated() {
          let sentence: Text = line.sentence(fact, among: editor.facts, editor.counting.vocabulary)
          page.markup.raw("<li>")
          page.say(sentence)
          page.markup.raw(" — ")
          page.markup.raw("<a href=\"")
          page.data(address(condition.removing(place)))
          page.markup.raw("\">")
          page.say(.removeLine)
          // Read without what stands before it, a link says what it removes.
          page.markup.raw("<span class=\"unseen\"> ")
          page.say(sentence)
          page.markup.raw("</span></a>")
          page.markup.raw("</li>\n")
        }
        page.markup.raw("</ul>\n")
      } else {
        page.paragraph(.allRecordsCount)
      }
      page.newLine(fact, shown)
      page.step(
        ConditionText.fields, shown.typed(.text, or: ConditionText.typed(measure.condition)), at: editor.path,
        .applyText, keeping: draft.said + [("step", FormulaEditor.Step.text.rawValue)], errors: shown.errors(.text))
    }
  }

  /// First the column, then what is asked of it.
  private mutating func newLine(_ fact: Fact, _ shown: ShownFormula) {
    let editor: FormulaEditor = shown.editor
    guard let column = shown.tested else {
      let columns = Field.among("test", .newLineOn, fact.columns.map { ($0.key, $0.label) })
      return step([columns], Typed(), at: "\(editor.path)#field-comparison", .goOn, keeping: editor.draft.said)
    }
    markup.raw("<h4>")
    say(.lineOn(column.label))
    markup.raw("</h4>\n")
    if let meaning = column.meaning { paragraph(meaning) }
    step(
      editor.fields(testing: column, of: fact), shown.typed(.condition, or: Typed()), at: editor.path, .addLine,
      keeping: editor.draft.said + [("step", FormulaEditor.Step.condition.rawValue), ("test", column.key)],
      errors: shown.errors(.condition))
    markup.raw("<p>")
    link(editor.address(editor.draft), .otherColumn)
    markup.raw("</p>\n")
  }

  /// What the part at hand may stand in, or take the place of.
  private mutating func around(_ editor: FormulaEditor) {
    let draft: FormulaDraft = editor.draft
    let part: Formula = draft.part
    func putting(_ new: Formula) -> String { editor.address(draft.replacingPart(with: new)) }
    var links: [(String, Text)] = []
    if case .total(let terms) = part, terms.count < Formula.mostParts {
      links.append((putting(.total(terms + [.toChoose])), .addTerm))
    }
    if let last = draft.at.last, let parent = draft.formula.part(at: Array(draft.at.dropLast())) {
      let above: [Int] = Array(draft.at.dropLast())
      if case .total(var terms) = parent, terms.count > 1 {
        terms.remove(at: last)
        links.append(
          (editor.address(draft.with(draft.formula.replacing(above, with: .total(terms)), at: above)), .removeTerm))
      }
      links.append((editor.address(draft.with(draft.formula.replacing(above, with: part), at: above)), .keepOnlyPart))
    }
    if !part.isToChoose {
      links += [
        (putting(.ratio(part, .toChoose)), .asNumerator), (putting(.ratio(.toChoose, part)), .asDenominator),
        (putting(.difference(part, .toChoose)), .asDifference), (putting(.total([part, .toChoose])), .asTerm),
        (putting(.growth(part)), .asGrowth), (putting(.cumulative(part)), .asCumulative),
        (putting(.run(part, atLeast: 1, atMost: nil, .year)), .asRun),
      ]
    }
    guard !links.isEmpty else { return }
    subsection(.aroundPart) { page in
      page.markup.raw("<ul>\n")
      for (path, label) in links {
        page.markup.raw("<li>")
        page.link(path, label)
        page.markup.raw("</li>\n")
      }
      page.markup.raw("</ul>\n")
    }
  }

  // MARK: How it is read

  private mutating func reading(_ shown: ShownFormula) {
    let editor: FormulaEditor = shown.editor
    let unit = Field.among("unit", .unit, editor.units.map { ($0.rawValue, $0.label) })
    var typed = Typed()
    typed.set(ReadingForm.on, editor.draft.on)
    typed.set(ReadingForm.unit, editor.unit)
    typed.set(ReadingForm.rounding, editor.rounding)
    step(
      [unit, ReadingForm.rounding, ReadingForm.on], shown.typed(.reading, or: typed), at: editor.path, .showSo,
      keeping: editor.draft.said.filter { $0.0 == "f" || $0.0 == "at" }
        + [("step", FormulaEditor.Step.reading.rawValue)], errors: shown.errors(.reading))
  }

  /// For whoever knows how it is written.
  private mutating func written(_ editor: FormulaEditor) {
    let draft: FormulaDraft = editor.draft
    let field = Field<Formula>.formula("f", .formulaAsText)
    var typed = Typed()
    typed["f"] = draft.unread?.text ?? draft.formula.text
    let kept: [(String, String)] = draft.said.filter { $0.0 != "f" }
    guard let unread = draft.unread else {
      return aside(.formulaAsText) { page in
        page.step([field], typed, at: editor.path, .applyText, keeping: kept)
      }
    }
    step([field], typed, at: editor.path, .applyText, keeping: kept, errors: [FieldError("f", unread.fault.sentence)])
  }
}
