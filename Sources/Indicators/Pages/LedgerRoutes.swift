import HTTP
import Platform
import SQL

extension Indicators {
  func ledger(_ programme: Programme, _ scope: Scope) async throws -> Ledger {
    try await Ledger(programme, { try await counting($0, $1, scope) }, scope)
  }

  var ledgerRoutes: [Endpoint] {
    [
      .report("/dispositifs/{programme}/chiffres", .publishedFigures, allow: .everyone, filter: LedgerFilter.self) {
        visit, filter in
        let scope: Scope = visit.scope
        let programme: Programme = try await visit.programme()
        let ledger: Ledger = try await ledger(programme, scope)
        let mayChange: Bool = scope.actor.runs(programme.id)
        return Report(
          "\(Text.publishedFigures(visit.language)) — \(programme.name)", crumbs: Crumb.programme(visit, programme),
          isWide: true, json: { ledger.write(&$0) },
          tools: { page in
            page.actions(
              scope.actions(
                on: programme.id,
                [
                  ActionLink(.newFigure, to: "\(programme.path)/chiffres/nouveau", allow: Programme.changed),
                  ActionLink(.newCheck, to: "\(programme.path)/controles/nouveau", allow: Programme.changed),
                ]))
          },
          body: { page in page.ledger(ledger, filter, mayChange: mayChange) })
      },
      .record(
        "/dispositifs/{programme}/chiffres/{figure}", .publishedFigure, kind: "published_figure", allow: .everyone,
        .publishedFigure
      ) { visit in
        let programme: Programme = try await visit.programme()
        let figure: PublishedFigure = try await PublishedFigureStore(visit.scope).find(
          visit.id("figure"), of: programme)
        let ledger: Ledger = try await ledger(programme, visit.scope)
        let line: LedgerLine? = ledger.lines.first { $0.figure.id == figure.id }
        let links: [ActionLink] = visit.scope.actions(
          on: programme.id, [ActionLink(.changeFigure, to: "\(figure.path)/modifier", allow: Programme.changed)])
        return Shown(
          figure.label(visit.language), crumbs: Crumb.ledger(visit, programme), .publishedFigure, figure,
          of: programme.id
        ) { page in
          if let line { page.verdict(line, programme) }
          page.markup.raw("<blockquote><p>")
          page.data("«\u{A0}\(figure.quoted)\u{A0}»")
          page.markup.raw("</p></blockquote>\n")
          page.facts(View.publishedFigure.without("label", "quotation", "reason"), figure)
          page.actions(links)
        }
      },
    ] + newFigure + changeFigure + newCheck + changeCheck
  }

  private var newFigure: [Endpoint] {
    Endpoint.form(
      .newFigure, allow: Programme.changed, page: "/dispositifs/{programme}/chiffres/nouveau",
      posts: "/dispositifs/{programme}/chiffres", PublishedFigureForm.self,
      show: { visit in
        let programme: Programme = try await visit.programmeToChange(visit.scope)
        return FormPage(
          .newFigure, crumbs: Crumb.ledger(visit, programme), submit: .save,
          fields: [try await indicatorField(programme, visit.scope)])
      },
      submit: { visit, scope, form in
        let programme: Programme = try await visit.programmeToChange(scope)
        try await check(form, programme, scope)
        let figure: PublishedFigure = try await PublishedFigureStore(scope).enter(form, in: programme)
        return .created(.figureEntered, at: figure.path, .publishedFigure, figure)
      })
  }

  private var changeFigure: [Endpoint] {
    Endpoint.form(
      .changeFigure, allow: Programme.changed, page: "/dispositifs/{programme}/chiffres/{figure}/modifier",
      posts: "/dispositifs/{programme}/chiffres/{figure}", Changed<PublishedFigureForm>.self,
      show: { visit in
        let programme: Programme = try await visit.programmeToChange(visit.scope)
        let figure: PublishedFigure = try await PublishedFigureStore(visit.scope).find(
          visit.id("figure"), of: programme)
        return FormPage(
          .changeFigure, crumbs: Crumb.ledger(visit, programme), submit: .save,
          initial: PublishedFigureForm.typed(figure), fields: [try await indicatorField(programme, visit.scope)])
      },
      submit: { visit, scope, changed in
        let programme: Programme = try await visit.programmeToChange(scope)
        let store = PublishedFigureStore(scope)
        let figure: PublishedFigure = try await store.find(visit.id("figure"), of: programme)
        try await check(changed.form, programme, scope)
        let after: PublishedFigure = try await store.update(
          figure, changed.form, in: programme, version: changed.version)
        return .changed(.figureChanged, at: after.path, .publishedFigure, after)
      })
  }

  private var newCheck: [Endpoint] {
    Endpoint.form(
      .newCheck, allow: Programme.changed, page: "/dispositifs/{programme}/controles/nouveau",
      posts: "/dispositifs/{programme}/controles", FigureCheckForm.self,
      show: { visit in
        let programme: Programme = try await visit.programmeToChange(visit.scope)
        return FormPage(.newCheck, crumbs: Crumb.ledger(visit, programme), submit: .save)
      },
      submit: { visit, scope, form in
        let programme: Programme = try await visit.programmeToChange(scope)
        let check: FigureCheck = try await FigureCheckStore(scope).insert(form, in: programme.id)
        return .created(.checkEntered, at: "\(programme.path)/controles/\(check.id)", .figureCheck, check)
          .returning(to: "\(programme.path)/chiffres")
      })
  }

  private var changeCheck: [Endpoint] {
    Endpoint.form(
      .changeCheck, allow: Programme.changed, page: "/dispositifs/{programme}/controles/{check}",
      posts: "/dispositifs/{programme}/controles/{check}/enregistrement", Changed<FigureCheckForm>.self,
      show: { visit in
        let programme: Programme = try await visit.programmeToChange(visit.scope)
        let check: FigureCheck = try await FigureCheckStore(visit.scope).find(visit.id("check"), of: programme.id)
        return FormPage(
          .changeCheck, crumbs: Crumb.ledger(visit, programme), submit: .save, initial: FigureCheckForm.typed(check))
      },
      submit: { visit, scope, changed in
        let programme: Programme = try await visit.programmeToChange(scope)
        let store = FigureCheckStore(scope)
        let check: FigureCheck = try await store.find(visit.id("check"), of: programme.id)
        let after: FigureCheck = try await store.update(check, changed.form, in: programme.id, version: changed.version)
        return .changed(.checkChanged, at: "\(programme.path)/controles/\(after.id)", .figureCheck, after)
          .returning(to: "\(programme.path)/chiffres")
      })
  }

  /// An indicator of the programme, if one is named.
  private func check(_ form: PublishedFigureForm, _ programme: Programme, _ scope: Scope) async throws {
    guard let key = form.indicator else { return }
    guard try await IndicatorStore(scope).everyOne(of: programme.id).contains(where: { $0.key == key }) else {
      throw Refusal.invalid("indicator", .noSuchIndicator(key))
    }
  }

  private func indicatorField(_ programme: Programme, _ scope: Scope) async throws -> any FormField {
    let indicators: [Indicator] = try await IndicatorStore(scope).of(programme.id)
    return Field.among(
      "indicator", .comparedWith, help: .comparedWithHelp, indicators.map { ($0.key, $0.label) }
    ).optional
  }
}

/// Which lines of a ledger are shown.
struct LedgerFilter: Form {
  static let verdict = Field<Verdict>.choice("verdict", .verdict).optional
  static let kind = Field<FigureKind>.choice("kind", .figureKind).optional
  static let fields: [any FormField] = [verdict, kind]

  let verdict: Verdict?
  let kind: FigureKind?

  init(_ values: FormValues) throws(Refusal) {
    verdict = values[Self.verdict]
    kind = values[Self.kind]
  }
}

extension Page {
  fileprivate mutating func ledger(_ ledger: Ledger, _ filter: LedgerFilter, mayChange: Bool) {
    let lines: [LedgerLine] = ledger.lines.filter { line in
      (filter.verdict.map { $0 == line.verdict } ?? true) && (filter.kind.map { $0 == line.figure.kind } ?? true)
    }
    if !ledger.lines.isEmpty {
      paragraph(.ledgerInShort(ledger))
      if ledger.lines.contains(where: { $0.computed?.provenance == .reconstructed }) { paragraph(.countsFromRebuilt) }
    }
    let path: String = ledger.programme.path
    table(
      View<LedgerLine>(
        "LedgerLine",
        [
          Column("label", .figureLabel, link: { $0.figure.path }) { .said($0.figure.label) },
          Column("quotation", .quotation) { .text("«\u{A0}\($0.figure.quoted)\u{A0}»") },
          Column("published", .publishedValue, .decimal) { line in
            .measured(line.figure.value, Text { line.figure.written($0) })
          },
          Column(
            "computed", .computedWord, .decimal,
            link: { line in line.indicator.map { "\(path)/indicateurs/\($0.key)\(line.query)" } }
          ) { line in
            guard let computed = line.computed, let indicator = line.indicator else { return .none }
            return .measured(computed.value, Text { indicator.written(computed.value, $0) })
          },
          Column("verdict", .verdict) { .said($0.verdict.label) },
          Column("reason", .figureReason) { line in line.reason.map { .said($0) } ?? .none },
        ]
      ).filled(by: lines), lines, caption: .publishedFigures,
      empty: ledger.lines.isEmpty ? Noun.publishedFigure.noneYet : Noun.publishedFigure.noneMatches)
    guard !ledger.checks.isEmpty, filter.verdict == nil, filter.kind == nil else { return }
    checks(ledger, mayChange: mayChange)
  }

  private mutating func checks(_ ledger: Ledger, mayChange: Bool) {
    let path: String = ledger.programme.path
    section(.figureChecks) { page in
      page.paragraph(.figureChecksHelp)
      page.table(
        View<CheckLine>(
          "CheckLine",
          [
            Column("label", .checkLabel, link: { mayChange ? "\(path)/controles/\($0.check.id)" : nil }) {
              .said($0.check.label)
            },
            Column("equation", .equation) { .text($0.check.equation) },
            Column("finding", .checkFinding) { .said($0.finding.words) },
            Column("note", .figureReason) { line in line.check.note.map { .said($0) } ?? .none },
          ]), ledger.checks.map { CheckLine(check: $0.check, finding: $0.finding) }, caption: .figureChecks,
        empty: Noun.figureCheck.noneYet, mark: { $0.finding.isFine ? nil : .toLookAt })
    }
  }

  fileprivate mutating func verdict(_ line: LedgerLine, _ programme: Programme) {
    markup.raw("<p>")
    mark(line.verdict.label, line.verdict == .agrees ? .good : line.verdict == .differs ? .bad : .warn)
    markup.raw("</p>\n")
    if let computed = line.computed, let indicator = line.indicator {
      paragraph(.computedAgainst(line.figure, indicator, computed))
      markup.raw("<p>")
      link("\(programme.path)/indicateurs/\(indicator.key)\(line.query)", indicator.label)
      markup.raw("</p>\n")
    }
    if let reason = line.reason { paragraph(reason) }
  }
}

private struct CheckLine: Sendable {
  let check: FigureCheck
  let finding: CheckFinding
}

extension LedgerLine {
  /// The same days on the indicator's own page.
  fileprivate var query: String {
    guard let asOf = computed?.asOf else { return "" }
    return "?on=\(asOf)" + (figure.from.map { "&since=\($0)" } ?? "")
  }
}

extension Crumb {
  static func ledger(_ visit: Visit, _ programme: Programme) -> [Crumb] {
    Crumb.programme(visit, programme) + [Crumb(Text.publishedFigures(visit.language), "\(programme.path)/chiffres")]
  }
}

extension Text {
  static let publishedFigure = Text(fr: "Chiffre publié", en: "Published figure", de: "Veröffentlichte Zahl")
  static let newFigure = Text(fr: "Enregistrer un chiffre publié", en: "Enter a published figure")
  static let changeFigure = Text(fr: "Modifier le chiffre publié", en: "Change the published figure")
  static let newCheck = Text(fr: "Ajouter un contrôle", en: "Add a check")
  static let changeCheck = Text(fr: "Modifier le contrôle", en: "Change the check")
  static let verdict = Text(fr: "Verdict", en: "Verdict", de: "Befund")
  static let computedWord = Text(fr: "Calculé", en: "Computed", de: "Berechnet")
  static let figureChecks = Text(
    fr: "Contrôles de cohérence", en: "Consistency checks", de: "Prüfungen der Stimmigkeit")
  static let figureChecksHelp = Text(
    fr:
      "Ce qui devrait se vérifier entre les chiffres publiés, en tenant compte de leurs arrondis. Ce qui se contredit est montré, jamais corrigé.",
    en:
      "What should hold between published figures, given how they were rounded. What contradicts itself is shown, never corrected.",
    de:
      "Was zwischen den veröffentlichten Zahlen gelten sollte, unter Berücksichtigung der Rundungen. Widersprüche werden gezeigt, nie berichtigt."
  )
  static let checkFinding = Text(fr: "Constat", en: "Finding", de: "Befund")
  static let toLookAt = Text(fr: "à regarder", en: "to look at", de: "zu prüfen")
  static let countsFromRebuilt = Text(
    fr:
      "Les fiches dont ces chiffres sont calculés ont été reconstituées : elles montrent que le calcul retrouve ce qui fut publié, pas que l’histoire fut ainsi.",
    en:
      "The records from which these figures are computed were rebuilt: they show that the count finds what was published, not that history was so.",
    de:
      "Die Einträge, aus denen diese Zahlen berechnet sind, wurden nachgebildet: Sie zeigen, dass die Rechnung das Veröffentlichte wiederfindet, nicht, dass es so war."
  )

  fileprivate static func ledgerInShort(_ ledger: Ledger) -> Text {
    let agrees: Int = ledger.lines.count { $0.verdict == .agrees }
    let differs: Int = ledger.lines.count { $0.verdict == .differs }
    let rest: Int = ledger.lines.count - agrees - differs
    // Said of none, of one and of many alike.
    return Text { language in
      let all: String = Noun.publishedFigure.counted(ledger.lines.count)(language)
      return Text(
        fr:
          "\(all). Concordent avec les fiches : \(agrees) ; en diffèrent : \(differs) ; ne se calculent pas : \(rest).",
        en: "\(all). Agree with the records: \(agrees); differ from them: \(differs); cannot be computed: \(rest).",
        de: "\(all). Mit den Einträgen stimmen überein: \(agrees); weichen ab: \(differs); nicht berechenbar: \(rest)."
      )(language)
    }
  }

  fileprivate static func computedAgainst(
    _ figure: PublishedFigure, _ indicator: Indicator, _ computed: LedgerLine.Computed
  ) -> Text {
    Text { language in
      let (value, published): (String, String) = (indicator.written(computed.value, language), figure.written(language))
      let day: String = language.long(computed.asOf)
      return Text(
        fr: "Publié : \(published). Calculé au \(day) : \(value).",
        en: "Published: \(published). Computed as of \(day): \(value).",
        de: "Veröffentlicht: \(published). Berechnet zum \(day): \(value).")(language)
    }
  }
}
