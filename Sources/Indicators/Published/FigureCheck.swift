import Platform
import SQL

/// Something that should hold between published figures, kept with the words that explain it.
struct FigureCheck: Fetched, Equatable {
  let id: ID<FigureCheck>
  let key: String
  let label: Text
  let equation: String
  let note: Text?
  let provenance: Provenance
  let version: Int

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    key = try row.next()
    let (label, labelEnglish): (String, String?) = (try row.next(), try row.next())
    self.label = Text(fr: label, en: labelEnglish ?? label)
    equation = try row.next()
    let (note, noteEnglish): (String?, String?) = (try row.next(), try row.next())
    self.note = note.map { Text(fr: $0, en: noteEnglish ?? $0) }
    provenance = try row.next()
    version = try row.next()
  }
}

struct FigureCheckStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private static let columns: Query = "id, key, label, label_en, equation, note, note_en, provenance, version"

  private func within(_ programme: ID<Programme>) -> Query {
    "territory_id = \(scope.territory) AND programme_id = \(programme)"
  }

  func of(_ programme: ID<Programme>) async throws -> [FigureCheck] {
    try await scope.all("SELECT \(Self.columns) FROM figure_check WHERE \(within(programme)) ORDER BY id")
  }

  func find(_ id: ID<FigureCheck>, of programme: ID<Programme>) async throws -> FigureCheck {
    try await scope.one("SELECT \(Self.columns) FROM figure_check WHERE \(within(programme)) AND id = \(id)")
  }

  func insert(
    _ form: FigureCheckForm, in programme: ID<Programme>, _ provenance: Provenance = .entered
  ) async throws -> FigureCheck {
    let id: ID<FigureCheck> = try await scope.guarded(by: .unique, .conflict(.checkKeyTaken, field: "key")) {
      try await scope.insert(
        """
        INSERT INTO figure_check (territory_id, programme_id, key, label, label_en, equation, note, note_en, provenance)
        VALUES (\(scope.territory), \(programme), \(form.key), \(form.label), \(form.labelEnglish.value),
          \(form.equation), \(form.note.value), \(form.noteEnglish.value), \(provenance))
        """)
    }
    let check: FigureCheck = try await find(id, of: programme)
    try await scope.audit(.checkEntered, "figure_check", id.number, .figureCheck, after: check)
    return check
  }

  func update(
    _ check: FigureCheck, _ form: FigureCheckForm, in programme: ID<Programme>, version: Int
  ) async throws -> FigureCheck {
    try await scope.guarded(by: .unique, .conflict(.checkKeyTaken, field: "key")) {
      try await scope.update(
        """
        UPDATE figure_check SET key = \(form.key), label = \(form.label), label_en = \(form.labelEnglish.value),
          equation = \(form.equation), note = \(form.note.value), note_en = \(form.noteEnglish.value),
          version = version + 1
        WHERE \(within(programme)) AND id = \(check.id) AND version = \(version)
        """)
    }
    let after: FigureCheck = try await find(check.id, of: programme)
    try await scope.audit(.checkChanged, "figure_check", check.id.number, .figureCheck, before: check, after: after)
    return after
  }
}

extension View<FigureCheck> {
  static let figureCheck = View(
    "FigureCheck",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("label", .checkLabel) { .said($0.label) },
      Column("key", .figureKey, forMachines: true) { .text($0.key) },
      Column("equation", .equation) { .text($0.equation) },
      Column("note", .figureReason) { check in check.note.map { .said($0) } ?? .none },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}

struct FigureCheckForm: Form {
  static let key = Field.text("key", .figureKey, most: 60)
  static let label = Field.text("label", .checkLabel, most: 200)
  static let labelEnglish = Field.text("labelEnglish", .checkLabelEnglish, most: 200).optional
  static let equation = Field.text("equation", .equation, help: .equationHelp, most: 600)
  static let note = Field.lines("note", .figureReason, most: 1_000).optional
  static let noteEnglish = Field.lines("noteEnglish", .figureReasonEnglish, most: 1_000).optional
  static let fields: [any FormField] = [label, labelEnglish, key, equation, note, noteEnglish]

  let key: String
  let label: String
  let labelEnglish: String?
  let equation: String
  let note: String?
  let noteEnglish: String?

  init(_ values: FormValues) throws(Refusal) {
    key = values[Self.key]
    label = values[Self.label]
    labelEnglish = values[Self.labelEnglish]
    equation = values[Self.equation]
    note = values[Self.note]
    noteEnglish = values[Self.noteEnglish]
    do throws(Equation.Fault) { _ = try Equation(equation) } catch {
      throw .invalid("equation", .atCharacter(error.place + 1, error.message))
    }
  }

  static func typed(_ check: FigureCheck) -> Typed {
    var typed = Typed()
    typed.set(key, check.key)
    typed.set(label, check.label(.fr))
    typed.set(labelEnglish, check.label(.en))
    typed.set(equation, check.equation)
    typed.set(note, check.note?(.fr))
    typed.set(noteEnglish, check.note?(.en))
    typed.set(.version, check.version)
    return typed
  }
}

extension Deed {
  static let checkEntered = Deed(
    "check.entered", Text(fr: "Contrôle de cohérence ajouté", en: "Consistency check added"))
  static let checkChanged = Deed(
    "check.changed", Text(fr: "Contrôle de cohérence modifié", en: "Consistency check changed"))
}

extension Noun {
  static let figureCheck = Noun(
    fr: ("contrôle de cohérence", "contrôles de cohérence", .m), en: ("consistency check", "consistency checks"),
    de: ("Prüfung", "Prüfungen", .f))
}

extension Text {
  static let checkLabel = Text(fr: "Ce qui devrait se vérifier", en: "What should hold", de: "Was gelten sollte")
  static let checkLabelEnglish = Text(fr: "La même chose, en anglais", en: "The same, in English")
  static let equation = Text(fr: "Égalité", en: "Equation", de: "Gleichung")
  static let equationHelp = Text(
    fr:
      "Les chiffres publiés entre crochets, par leur clé : [actives] / [hebergees] = [taux]. Un « ? » cherche le dénominateur qui manque.",
    en:
      "Published figures in brackets, by their keys: [active] / [hosted] = [rate]. A “?” looks for the denominator that is missing."
  )
  static let checkKeyTaken = Text(
    fr: "Un contrôle du dispositif a déjà cette clé.", en: "A check of the programme has this key already.")
}
