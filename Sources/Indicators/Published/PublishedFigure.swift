import Platform
import SQL

/// What a number of a document is about.
enum FigureKind: String, Choice {
  case operational, target, budget, context

  var label: Text {
    switch self {
    case .operational: Text(fr: "Résultat", en: "Result", de: "Ergebnis")
    case .target: Text(fr: "Objectif annoncé", en: "Announced target", de: "Angekündigtes Ziel")
    case .budget: Text(fr: "Budget", en: "Budget", de: "Haushalt")
    case .context: Text(fr: "Contexte", en: "Context", de: "Kontext")
    }
  }
}

/// A number that a document published, with its exact words. It is never corrected.
struct PublishedFigure: Fetched, Equatable {
  let id: ID<PublishedFigure>
  let programmeSlug: String
  let key: String
  let label: Text
  let document: String
  let quotation: String
  let value: Double
  let unit: IndicatorUnit
  /// What is counted, where that is no unit: « entreprises ».
  let counted: String?
  let qualifier: Qualifier
  let from: Day?
  let to: Day?
  let kind: FigureKind
  /// The capability from whose records it would be counted.
  let needs: String?
  let indicator: String?
  let reason: Text?
  let provenance: Provenance
  let version: Int

  static let columns: Query = """
    published_figure.id, programme.slug, published_figure.key, published_figure.label, published_figure.label_en,
    published_figure.document, published_figure.quotation, published_figure.value, published_figure.unit,
    published_figure.counted, published_figure.qualifier, published_figure.from_day, published_figure.to_day,
    published_figure.kind, published_figure.needs, published_figure.indicator, published_figure.reason,
    published_figure.reason_en, published_figure.provenance, published_figure.version
    """

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    programmeSlug = try row.next()
    key = try row.next()
    let (label, labelEnglish): (String, String?) = (try row.next(), try row.next())
    self.label = Text(fr: label, en: labelEnglish ?? label)
    document = try row.next()
    quotation = try row.next()
    value = try row.next()
    unit = try row.next()
    counted = try row.next()
    qualifier = try row.next()
    from = try row.next()
    to = try row.next()
    kind = try row.next()
    needs = try row.next()
    indicator = try row.next()
    let (reason, reasonEnglish): (String?, String?) = (try row.next(), try row.next())
    self.reason = reason.map { Text(fr: $0, en: reasonEnglish ?? $0) }
    provenance = try row.next()
    version = try row.next()
  }

  var path: String { "/dispositifs/\(programmeSlug)/chiffres/\(id)" }

  /// As a page shows it: documents write exponents in their own way.
  var quoted: String { quotation.replacing("<sup>2</sup>", with: "²") }

  /// « plus de 570 entreprises »
  func written(_ language: Language) -> String {
    let places: Int = value.places
    let number: String = unit.written(value, places: places, language)
    return qualifier.before(counted.map { unit == .number ? "\(number) \($0)" : number } ?? number, language)
  }

  /// The days that it speaks of, as far as the document says.
  func period(_ today: Day) -> FigurePeriod {
    let end: Day = to ?? from ?? today
    guard let from else { return .asOf(end) }
    return FigurePeriod(from, end)
  }
}

extension Double {
  /// How many decimals it shows.
  var places: Int {
    var places: Int = 0
    var step: Double = step
    while step < 0.999, places < 4 {
      places += 1
      step *= 10
    }
    return places
  }
}

struct PublishedFigureStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private static let tables: Query = "published_figure JOIN programme ON programme.id = published_figure.programme_id"

  private var ofTerritory: Query { "published_figure.territory_id = \(scope.territory)" }

  func of(_ programme: ID<Programme>) async throws -> [PublishedFigure] {
    try await scope.all(
      """
      SELECT \(PublishedFigure.columns) FROM \(Self.tables)
      WHERE \(ofTerritory) AND published_figure.programme_id = \(programme) ORDER BY published_figure.id
      """)
  }

  /// Of other programmes of the territory, by their keys: what an equation names from elsewhere.
  func named(_ keys: [String]) async throws -> [PublishedFigure] {
    guard !keys.isEmpty else { return [] }
    return try await scope.all(
      """
      SELECT \(PublishedFigure.columns) FROM \(Self.tables)
      WHERE \(ofTerritory) AND published_figure.key IN \(.list(keys)) AND \(ProgrammeStore(scope).visible)
      """)
  }

  func find(_ id: ID<PublishedFigure>, of programme: Programme) async throws -> PublishedFigure {
    try await scope.one(
      """
      SELECT \(PublishedFigure.columns) FROM \(Self.tables)
      WHERE \(ofTerritory) AND published_figure.programme_id = \(programme.id) AND published_figure.id = \(id)
      """)
  }

  func insert(
    _ form: PublishedFigureForm, in programme: ID<Programme>, _ provenance: Provenance = .entered
  ) async throws -> ID<PublishedFigure> {
    let id: ID<PublishedFigure> = try await scope.guarded(by: .unique, .conflict(.figureKeyTaken, field: "key")) {
      try await scope.insert(
        """
        INSERT INTO published_figure (territory_id, programme_id, key, label, label_en, sort_key, document, quotation,
          value, unit, counted, qualifier, from_day, to_day, kind, needs, indicator, reason, reason_en, provenance)
        VALUES (\(scope.territory), \(programme), \(form.key), \(form.label), \(form.labelEnglish.value),
          \(sortKey(form.label)), \(form.document), \(form.quotation), \(form.value), \(form.unit),
          \(form.counted.value), \(form.qualifier), \(form.from.value), \(form.to.value), \(form.kind),
          \(form.needs.value), \(form.indicator.value), \(form.reason.value), \(form.reasonEnglish.value), \(provenance))
        """)
    }
    return id
  }

  func enter(
    _ form: PublishedFigureForm, in programme: Programme, _ provenance: Provenance = .entered
  ) async throws -> PublishedFigure {
    let id: ID<PublishedFigure> = try await insert(form, in: programme.id, provenance)
    let figure: PublishedFigure = try await find(id, of: programme)
    try await scope.audit(.figureEntered, "published_figure", id.number, .publishedFigure, after: figure)
    return figure
  }

  func update(
    _ figure: PublishedFigure, _ form: PublishedFigureForm, in programme: Programme, version: Int
  ) async throws -> PublishedFigure {
    try await scope.guarded(by: .unique, .conflict(.figureKeyTaken, field: "key")) {
      try await scope.update(
        """
        UPDATE published_figure SET key = \(form.key), label = \(form.label), label_en = \(form.labelEnglish.value),
          sort_key = \(sortKey(form.label)), document = \(form.document), quotation = \(form.quotation),
          value = \(form.value), unit = \(form.unit), counted = \(form.counted.value), qualifier = \(form.qualifier),
          from_day = \(form.from.value), to_day = \(form.to.value), kind = \(form.kind), needs = \(form.needs.value),
          indicator = \(form.indicator.value), reason = \(form.reason.value), reason_en = \(form.reasonEnglish.value),
          version = version + 1
        WHERE territory_id = \(scope.territory) AND programme_id = \(programme.id) AND id = \(figure.id)
          AND version = \(version)
        """)
    }
    let after: PublishedFigure = try await find(figure.id, of: programme)
    try await scope.audit(
      .figureChanged, "published_figure", figure.id.number, .publishedFigure, before: figure, after: after)
    return after
  }
}

extension View<PublishedFigure> {
  static let publishedFigure = View(
    "PublishedFigure",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("label", .figureLabel, link: { $0.path }) { .said($0.label) },
      Column("key", .figureKey, forMachines: true) { .text($0.key) },
      Column("document", .sourceDocument) { .text($0.document) },
      Column("quotation", .quotation) { .text($0.quotation) },
      Column("value", .publishedValue, .decimal) { figure in
        .measured(figure.value, Text { figure.written($0) })
      },
      Column("unit", .unit, .word(IndicatorUnit.words), forMachines: true) { .choice($0.unit) },
      Column("counted", .countedWord, forMachines: true) { .text($0.counted) },
      Column("qualifier", .qualifier, .word(Qualifier.words)) { .choice($0.qualifier) },
      Column("from", .periodFrom, .day) { .day($0.from) },
      Column("to", .periodTo, .day) { .day($0.to) },
      Column("kind", .figureKind, .word(FigureKind.words)) { .choice($0.kind) },
      Column("needs", .neededCapability, forMachines: true) { .text($0.needs) },
      Column("indicator", .indicatorWord) { .text($0.indicator) },
      Column("reason", .figureReason) { figure in figure.reason.map { .said($0) } ?? .none },
      Column("provenance", .provenance, .word(Provenance.words), forMachines: true) { .choice($0.provenance) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}

struct PublishedFigureForm: Form {
  static let key = Field.text("key", .figureKey, help: .figureKeyHelp, most: 120)
  static let label = Field.text("label", .figureLabel, most: 200)
  static let labelEnglish = Field.text("labelEnglish", .figureLabelEnglish, most: 200).optional
  static let document = Field.text("document", .sourceDocument, help: .sourceDocumentHelp, most: 200)
  static let quotation = Field.text("quotation", .quotation, help: .quotationHelp, most: 300)
  static let value = Field.quantity("value", .publishedValue)
  static let unit = Field<IndicatorUnit>.choice("unit", .unit)
  static let counted = Field.text("counted", .countedWord, help: .countedHelp, most: 80).optional
  static let qualifier = Field<Qualifier>.choice("qualifier", .qualifier)
  static let from = Field.day("from", .periodFrom, help: .dayHelp).optional
  static let to = Field.day("to", .periodTo, help: .dayHelp).optional
  static let kind = Field<FigureKind>.choice("kind", .figureKind)
  static let needs = Field.text("needs", .neededCapability, most: 60).optional
  static let indicator = Field.text("indicator", .comparedWith, help: .comparedWithHelp, most: 60).optional
  static let reason = Field.lines("reason", .figureReason, help: .figureReasonHelp, most: 1_000).optional
  static let reasonEnglish = Field.lines("reasonEnglish", .figureReasonEnglish, most: 1_000).optional
  static let fields: [any FormField] = [
    label, labelEnglish, key, document, quotation, value, unit, counted, qualifier, from, to, kind, indicator, needs,
    reason, reasonEnglish,
  ]

  let key: String
  let label: String
  let labelEnglish: String?
  let document: String
  let quotation: String
  let value: Double
  let unit: IndicatorUnit
  let counted: String?
  let qualifier: Qualifier
  let from: Day?
  let to: Day?
  let kind: FigureKind
  let needs: String?
  let indicator: String?
  let reason: String?
  let reasonEnglish: String?

  init(_ values: FormValues) throws(Refusal) {
    key = values[Self.key]
    label = values[Self.label]
    labelEnglish = values[Self.labelEnglish]
    document = values[Self.document]
    quotation = values[Self.quotation]
    value = values[Self.value]
    unit = values[Self.unit]
    counted = values[Self.counted]
    qualifier = values[Self.qualifier]
    from = values[Self.from]
    to = values[Self.to]
    kind = values[Self.kind]
    needs = values[Self.needs]
    indicator = values[Self.indicator]
    reason = values[Self.reason]
    reasonEnglish = values[Self.reasonEnglish]
    if let from, let to, to < from { throw .invalid("to", .endsBeforeFrom) }
  }

  static func typed(_ figure: PublishedFigure) -> Typed {
    var typed = Typed()
    typed.set(key, figure.key)
    typed.set(label, figure.label(.fr))
    typed.set(labelEnglish, figure.label(.en))
    typed.set(document, figure.document)
    typed.set(quotation, figure.quotation)
    typed.set(value, figure.value)
    typed.set(unit, figure.unit)
    typed.set(counted, figure.counted)
    typed.set(qualifier, figure.qualifier)
    typed.set(from, figure.from)
    typed.set(to, figure.to)
    typed.set(kind, figure.kind)
    typed.set(needs, figure.needs)
    typed.set(indicator, figure.indicator)
    typed.set(reason, figure.reason?(.fr))
    typed.set(reasonEnglish, figure.reason?(.en))
    typed.set(.version, figure.version)
    return typed
  }
}

extension Deed {
  static let figureEntered = Deed(
    "figure.entered", Text(fr: "Chiffre publié enregistré", en: "Published figure entered"))
  static let figureChanged = Deed("figure.changed", Text(fr: "Chiffre publié modifié", en: "Published figure changed"))
}

extension Noun {
  static let publishedFigure = Noun(
    fr: ("chiffre publié", "chiffres publiés", .m), en: ("published figure", "published figures"),
    de: ("veröffentlichte Zahl", "veröffentlichte Zahlen", .f))
}

extension Text {
  static let figureLabel = Text(fr: "Chiffre", en: "Figure", de: "Zahl")
  static let figureLabelEnglish = Text(fr: "Chiffre, en anglais", en: "Figure, in English")
  static let figureKey = Text(fr: "Clé", en: "Key", de: "Schlüssel")
  static let sourceDocument = Text(fr: "Document", en: "Document", de: "Dokument")
  static let quotation = Text(fr: "Citation", en: "Quotation", de: "Zitat")
  static let publishedValue = Text(fr: "Publié", en: "Published", de: "Veröffentlicht")
  static let countedWord = Text(fr: "Ce qui est compté", en: "What is counted", de: "Was gezählt wird")
  static let qualifier = Text(fr: "Degré de précision", en: "How precise", de: "Genauigkeit")
  static let periodFrom = Text(fr: "Depuis le", en: "From", de: "Von")
  static let periodTo = Text(fr: "Au", en: "To", de: "Bis")
  static let figureKind = Text(fr: "Nature", en: "Kind", de: "Art")
  static let neededCapability = Text(fr: "Se compterait dans", en: "Would be counted in", de: "Zu zählen in")
  static let comparedWith = Text(fr: "Comparé à l’indicateur", en: "Compared with the indicator", de: "Verglichen mit")
  static let figureReason = Text(fr: "Ce qu’il faut savoir", en: "What to know", de: "Hinweis")
  static let figureReasonEnglish = Text(fr: "Ce qu’il faut savoir, en anglais", en: "What to know, in English")
  static let dayHelp = Text(
    fr: "Par exemple 30/06/2012.", en: "For example 30/06/2012.", de: "Zum Beispiel 30.06.2012.")
  static let figureKeyHelp = Text(
    fr: "Courte et durable : dispositif.chiffre, par exemple « pepinieres.hebergees ».",
    en: "Short and lasting: programme.figure, for example “incubators.hosted”.")
  static let sourceDocumentHelp = Text(
    fr: "Où il est publié : titre et année.", en: "Where it is published: title and year.")
  static let quotationHelp = Text(
    fr: "Les mots exacts du document, sans les corriger.", en: "The document’s exact words, uncorrected.")
  static let countedHelp = Text(
    fr: "Au pluriel, pour un nombre : entreprises, emplois.", en: "In the plural, for a number: companies, jobs.")
  static let comparedWithHelp = Text(
    fr: "Facultatif : la clé de l’indicateur du dispositif qui compte la même chose.",
    en: "Optional: the key of the programme’s indicator that counts the same thing.")
  static let figureReasonHelp = Text(
    fr: "Pourquoi le chiffre calculé peut différer, ou ce que le document laisse dans l’ombre.",
    en: "Why the computed figure may differ, or what the document leaves unsaid.")
  static let figureKeyTaken = Text(
    fr: "Un chiffre publié du dispositif a déjà cette clé.", en: "A published figure of the programme has this key.")
}
