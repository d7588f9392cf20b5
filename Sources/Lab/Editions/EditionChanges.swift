import Platform
import SQL

/// What changes drafts: for who runs the Lab’s programme, which the callers have asked.
extension EditionStore {
  static let kind: String = "edition"

  func insert(
    _ form: EditionForm, in programme: ID<Programme>, _ provenance: Provenance = .entered
  ) async throws -> Edition {
    let id: ID<Edition> = try await scope.guarded(by: .unique, .conflict(.editionNumberTaken(form.number))) {
      try await scope.insert(
        """
        INSERT INTO edition (territory_id, programme_id, number, title, subtitle, day, provenance)
        VALUES (\(scope.territory), \(programme), \(form.number), \(form.title), \(form.subtitle), \(form.day),
          \(provenance))
        """)
    }
    let edition: Edition = try await find(id, of: programme)
    try await scope.audit(.editionBegun, Self.kind, id.number, .edition, after: edition)
    return edition
  }

  func update(
    _ edition: Edition, _ form: EditionForm, in programme: ID<Programme>, version: Int
  ) async throws -> Edition {
    try await scope.guarded(by: .unique, .conflict(.editionNumberTaken(form.number))) {
      try await scope.update(
        """
        UPDATE edition SET number = \(form.number), title = \(form.title), subtitle = \(form.subtitle),
          day = \(form.day), version = version + 1
        WHERE \(draft(edition, version))
        """)
    }
    return try await audited(edition, .editionChanged, in: programme)
  }

  func delete(_ edition: Edition, in programme: ID<Programme>, version: Int) async throws {
    for table in ["edition_text", "edition_sheet"] {
      try await scope.run(
        "DELETE FROM \(Query(trusted: table)) WHERE territory_id = \(scope.territory) AND edition_id = \(edition.id)")
    }
    try await scope.update("DELETE FROM edition WHERE \(draft(edition, version))")
    try await scope.audit(.editionDeleted, Self.kind, edition.id.number, .edition, before: edition, after: edition)
  }

  /// Those that stay keep their order; the others come after them, as they were named.
  func choose(_ slugs: [String], for edition: Edition, in programme: ID<Programme>, version: Int) async throws
    -> Edition
  {
    let kept: [String] = try await sheets(of: edition).map(\.slug).filter { slugs.contains($0) }
    try await scope.run(
      "DELETE FROM edition_sheet WHERE territory_id = \(scope.territory) AND edition_id = \(edition.id)")
    for (index, slug) in (kept + slugs.filter { !kept.contains($0) }).enumerated() {
      try await scope.run(
        """
        INSERT INTO edition_sheet (territory_id, programme_id, edition_id, slug, rank, provenance)
        VALUES (\(scope.territory), \(programme), \(edition.id), \(slug), \(index + 1), \(edition.provenance))
        """)
    }
    return try await turned(edition, .editionSheetsChosen, in: programme, version: version)
  }

  /// To that place among all, those after it one further.
  func move(
    _ slug: String, to rank: Int, in edition: Edition, of programme: ID<Programme>, version: Int
  ) async throws -> Edition {
    var slugs: [String] = try await sheets(of: edition).map(\.slug)
    guard let index = slugs.firstIndex(of: slug) else { throw Refusal.notFound }
    slugs.remove(at: index)
    slugs.insert(slug, at: min(rank - 1, slugs.count))
    for (index, slug) in slugs.enumerated() {
      try await scope.run(
        """
        UPDATE edition_sheet SET rank = \(index + 1)
        WHERE territory_id = \(scope.territory) AND edition_id = \(edition.id) AND slug = \(slug)
        """)
    }
    return try await turned(edition, .editionSheetMoved, in: programme, version: version)
  }

  func insert(_ form: EditionTextForm, in edition: Edition) async throws -> EditionText {
    let id: ID<EditionText> = try await scope.insert(
      """
      INSERT INTO edition_text (territory_id, edition_id, kind, rank, title, author, mandate, text)
      VALUES (\(scope.territory), \(edition.id), \(form.kind), \(form.rank), \(form.title), \(form.author),
        \(form.mandate), \(form.text))
      """)
    let text: EditionText = try await text(id, of: edition)
    try await scope.audit(.editionTextWritten, "edition_text", id.number, .editionText, after: text)
    return text
  }

  func update(
    _ text: EditionText, _ form: EditionTextForm, in edition: Edition, version: Int
  ) async throws -> EditionText {
    try await scope.update(
      """
      UPDATE edition_text SET kind = \(form.kind), rank = \(form.rank), title = \(form.title),
        author = \(form.author), mandate = \(form.mandate), text = \(form.text), version = version + 1
      WHERE territory_id = \(scope.territory) AND id = \(text.id) AND version = \(version)
      """)
    let after: EditionText = try await self.text(text.id, of: edition)
    try await scope.audit(.editionTextChanged, "edition_text", text.id.number, .editionText, before: text, after: after)
    return after
  }

  func delete(_ text: EditionText, version: Int) async throws {
    try await scope.update(
      "DELETE FROM edition_text WHERE territory_id = \(scope.territory) AND id = \(text.id) AND version = \(version)")
    try await scope.audit(.editionTextDeleted, "edition_text", text.id.number, .editionText, before: text, after: text)
  }

  /// From here on it is what it is: its sheets are put down as they stand in it, for who counts them.
  func issue(
    _ edition: Edition, _ content: EditionContent, in programme: ID<Programme>, version: Int
  ) async throws -> Edition {
    for (axis, sheet) in content.groups.flatMap({ group in group.sheets.map { (group.axis, $0) } }) {
      try await scope.run(
        """
        UPDATE edition_sheet SET title = \(sheet.content.title), home = \(sheet.territory), axis = \(axis.value)
        WHERE territory_id = \(scope.territory) AND edition_id = \(edition.id) AND slug = \(sheet.slug)
        """)
    }
    let text: String = content.text
    try await scope.update(
      """
      UPDATE edition SET content = \(text), digest = \(fingerprint(of: Array(text.utf8))), issued_at = \(scope.now),
        version = version + 1
      WHERE \(draft(edition, version))
      """)
    return try await audited(edition, .editionIssued, in: programme)
  }

  private func draft(_ edition: Edition, _ version: Int) -> Query {
    "territory_id = \(scope.territory) AND id = \(edition.id) AND version = \(version) AND issued_at IS NULL"
  }

  private func turned(
    _ edition: Edition, _ deed: Deed, in programme: ID<Programme>, version: Int
  ) async throws -> Edition {
    try await scope.update("UPDATE edition SET version = version + 1 WHERE \(draft(edition, version))")
    return try await audited(edition, deed, in: programme)
  }

  private func audited(_ before: Edition, _ deed: Deed, in programme: ID<Programme>) async throws -> Edition {
    let after: Edition = try await find(before.id, of: programme)
    try await scope.audit(deed, Self.kind, before.id.number, .edition, before: before, after: after)
    return after
  }
}
