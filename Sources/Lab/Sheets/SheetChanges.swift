import Platform
import Programmes
import SQL

/// What changes sheets: for who runs the programme, which the callers have asked.
extension SheetStore {
  func insert(
    _ kind: SheetKind, _ form: SheetForm, of programme: Programme, _ provenance: Provenance = .entered
  ) async throws -> Sheet {
    let slug: String? = kind == .lab ? try await freeSlug(for: programme) : nil
    let id: ID<Sheet> = try await scope.guarded(by: .unique, .conflict(.sheetExists(kind))) {
      try await scope.insert(
        """
        INSERT INTO sheet (territory_id, programme_id, kind, slug, title, sort_key, lead, owner, lab_id, since_year,
          budget, budget_year, updated_day, provenance)
        VALUES (\(scope.territory), \(programme.id), \(kind), \(slug.value), \(form.title), \(sortKey(form.title)),
          \(form.lead), \(form.owner), \(form.lab.value), \(form.since.value), \(form.budget.value),
          \(form.budgetYear.value), \(form.updated), \(provenance))
        """)
    }
    try await sort(id, form)
    for rubric in kind.rubrics where rubric != .visions {
      try await scope.run(
        """
        INSERT INTO rubric (territory_id, sheet_id, kind, text, author, at)
        VALUES (\(scope.territory), \(id), \(rubric), '', '', \(scope.now))
        """)
    }
    let sheet: Sheet = try await find(id, of: programme)
    try await scope.audit(.sheetBegun, "sheet", id.number, .sheet, after: sheet)
    return sheet
  }

  func update(_ sheet: Sheet, _ form: SheetForm, of programme: Programme, version: Int) async throws -> Sheet {
    try await scope.update(
      """
      UPDATE sheet SET title = \(form.title), sort_key = \(sortKey(form.title)), lead = \(form.lead),
        owner = \(form.owner), lab_id = \(form.lab.value), since_year = \(form.since.value),
        budget = \(form.budget.value), budget_year = \(form.budgetYear.value), updated_day = \(form.updated),
        version = version + 1
      WHERE territory_id = \(scope.territory) AND id = \(sheet.id) AND version = \(version)
      """)
    try await scope.run("DELETE FROM sheet_term WHERE territory_id = \(scope.territory) AND sheet_id = \(sheet.id)")
    try await sort(sheet.id, form)
    let after: Sheet = try await find(sheet.id, of: programme)
    try await scope.audit(.sheetChanged, "sheet", sheet.id.number, .sheet, before: sheet, after: after)
    return after
  }

  private func sort(_ sheet: ID<Sheet>, _ form: SheetForm) async throws {
    guard let lab = form.lab else { return }
    let terms: [(NomenclatureUse, String)] =
      (form.axis.map { [(.axes, $0)] } ?? []) + form.themes.map { (.themes, $0) }
      + form.audiences.map { (.audiences, $0) }
    for (use, key) in terms {
      try await scope.run(
        """
        INSERT INTO sheet_term (territory_id, sheet_id, programme_id, use, key)
        VALUES (\(scope.territory), \(sheet), \(lab), \(use), \(key))
        """)
    }
  }

  /// The programme's own short name, unless a sheet of another territory has it already.
  private func freeSlug(for programme: Programme) async throws -> String {
    for number in 1...1_000 {
      let slug: String = number == 1 ? programme.slug : "\(programme.slug)-\(number)"
      let taken: Int = try await scope.value(
        "SELECT count(*) FROM sheet WHERE slug = \(slug) AND territory_id IS NOT NULL")
      if taken == 0, !Lab.ownAddresses.contains(slug) { return slug }
    }
    throw Refusal.conflict(.noFreeAddress)
  }

  /// What the rubric said before is kept.
  func write(
    _ text: String, into kind: RubricKind, of sheet: Sheet, version: Int, by author: String
  ) async throws -> Rubric {
    guard let before: Rubric = try await rubric(kind, of: sheet) else { throw Refusal.notFound }
    guard before.version == version else { throw Refusal.conflict(.rubricChanged) }
    // That it was empty once is nobody’s text.
    if !before.text.isEmpty {
      try await scope.run(
        """
        INSERT INTO rubric_version (territory_id, rubric_id, version, text, author, at)
        VALUES (\(scope.territory), \(before.id), \(before.version), \(before.text), \(before.author), \(before.at))
        """)
    }
    try await scope.update(
      """
      UPDATE rubric SET text = \(text), author = \(author), at = \(scope.now), version = version + 1
      WHERE territory_id = \(scope.territory) AND id = \(before.id) AND version = \(version)
      """)
    try await PassageStore(scope).keep(text, kind, of: sheet.id)
    guard let after: Rubric = try await rubric(kind, of: sheet) else { throw Refusal.notFound }
    try await scope.audit(.rubricWritten, "rubric", before.id.number, .rubric, before: before, after: after)
    return after
  }

  func insert(_ form: VisionForm, in sheet: Sheet) async throws -> Vision {
    let id: ID<Vision> = try await scope.insert(
      """
      INSERT INTO vision (territory_id, sheet_id, name, mandates, text, is_quotation, rank)
      VALUES (\(scope.territory), \(sheet.id), \(form.name), \(form.mandates), \(form.text), \(form.isQuotation),
        \(form.rank))
      """)
    try await keepVisions(of: sheet)
    let vision: Vision = try await vision(id, of: sheet)
    try await scope.audit(.visionEntered, "vision", id.number, .vision, after: vision)
    return vision
  }

  func update(_ vision: Vision, _ form: VisionForm, in sheet: Sheet, version: Int) async throws -> Vision {
    try await scope.update(
      """
      UPDATE vision SET name = \(form.name), mandates = \(form.mandates), text = \(form.text),
        is_quotation = \(form.isQuotation), rank = \(form.rank), version = version + 1
      WHERE territory_id = \(scope.territory) AND id = \(vision.id) AND version = \(version)
      """)
    try await keepVisions(of: sheet)
    let after: Vision = try await self.vision(vision.id, of: sheet)
    try await scope.audit(.visionChanged, "vision", vision.id.number, .vision, before: vision, after: after)
    return after
  }

  func delete(_ vision: Vision, of sheet: Sheet, version: Int) async throws {
    try await scope.update(
      "DELETE FROM vision WHERE territory_id = \(scope.territory) AND id = \(vision.id) AND version = \(version)")
    try await keepVisions(of: sheet)
    try await scope.audit(.visionDeleted, "vision", vision.id.number, .vision, before: vision, after: vision)
  }
}
