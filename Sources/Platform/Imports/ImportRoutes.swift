import HTTP
import SQL

extension Allow {
  public static let readsImports = Allow([.agent, .manager])
}

extension Importer {
  /// Where a table is sent from, and to.
  var routes: [Endpoint] {
    Endpoint.form(
      heading, allow: allow, page: "\(list)/import", posts: "\(list)/import/envoi", ImportForm.self,
      show: { visit in
        FormPage(
          heading, crumbs: try await crumbs(visit), submit: .readTable,
          below: { page in page.knownColumns(columns) })
      },
      submit: { visit, scope, form in
        let context: Int64? = try context(visit)
        if let context { try await within(scope, context) }
        guard let file = form.file else { throw Refusal.invalid("file", .missing) }
        let run: ImportRun = try await ImportStore(scope).insert(file, self, within: context)
        return .created(.importSent, at: run.path, .importRun, run)
      })
      + Endpoint.form(
        .importColumns, allow: allow, page: "\(list)/import/{\(key)}/colonnes",
        posts: "\(list)/import/{\(key)}/colonnes/choix", fields: planFields,
        show: { visit in
          let run: ImportRun = try await visit.importRun(self, visit.scope)
          return FormPage(
            .importColumns, crumbs: [Crumb(Text.imports(visit.language), "/imports"), Crumb(run.fileName, run.path)],
            intro: .importColumnsHelp, submit: .readAgain, initial: typed(run), fields: planFields(of: run))
        },
        submit: { visit, scope, values in
          let run: ImportRun = try await visit.importRun(self, scope)
          let after: ImportRun = try await ImportStore(scope).read(run, again: try plan(values, of: run))
          return .changed(.importRead, at: after.path, .importRun, after)
        })
  }

  /// Where the records of one import are listed.
  func list(of run: ImportRun) -> String {
    list.split(separator: "/").map { part in part.hasPrefix("{") ? "/\(run.context ?? 0)" : "/\(part)" }.joined()
  }

  /// « Importer des organisations »
  var heading: Text { Text { $0 == .en ? "Import \(label($0))" : "Importer \(label($0))" } }

  /// The record that what is brought belongs to: the last number of the address.
  fileprivate func context(_ visit: Visit) throws -> Int64? {
    guard let name = list.split(separator: "/").last(where: { $0.hasPrefix("{") }) else { return nil }
    return try visit.id(String(name.dropFirst().dropLast()), of: ID<ImportRun>.self).number
  }

  // MARK: Which column is which

  private static let sheet = Field.text("sheet", .importSheet, most: 200).optional
  private static let headings = Field.text("headings", .importHeadings, most: 7).optional

  /// For each field the column that fills it: two fields may not have the same one.
  private var planFields: [any FormField] {
    [Self.sheet, Self.headings]
      + columns.map { Field.text("of-\($0.key)", $0.field.label, most: 8).optional as any FormField }
  }

  private func planFields(of run: ImportRun) -> [any FormField] {
    let choices: [(key: String, label: Text)] = run.plan.columns.map { column in
      (column.column.letter, Text(name: "\(column.column.letter) — \(column.column.heading)"))
    }
    var fields: [any FormField] = columns.map {
      Field.among("of-\($0.key)", $0.field.label, choices).optional as any FormField
    }
    if run.plan.sheets.count > 1 {
      fields.append(Field.among("sheet", .importSheet, run.plan.sheets.map { ($0, Text(name: $0)) }).optional)
    }
    return fields
  }

  private func typed(_ run: ImportRun) -> Typed {
    var typed = Typed()
    typed["sheet"] = run.plan.sheet
    typed["headings"] = run.plan.headings.map { String($0) }
    for column in run.plan.columns {
      if let key = column.key { typed["of-\(key)"] = column.column.letter }
    }
    return typed
  }

  private func plan(_ values: FormValues, of run: ImportRun) throws(Refusal) -> ImportPlan {
    var plan: ImportPlan = run.plan
    if let sheet = values[Self.sheet] {
      guard plan.sheets.contains(sheet) else { throw .invalid("sheet", .notAChoice) }
      plan.sheet = sheet
    }
    let isOther: Bool = plan.sheet != run.plan.sheet
    if let typed = values[Self.headings] {
      guard let line = Int(typed), (1...ImportRun.mostLines).contains(line) else {
        throw .invalid("headings", .outside(1...ImportRun.mostLines))
      }
      plan.headings = line
    }
    // Another sheet has other columns, on a line of its own: they are recognised anew.
    plan.isChosen = !isOther && plan.headings == run.plan.headings
    if isOther, plan.headings == run.plan.headings { plan.headings = nil }
    var fillings: [String: String] = [:]
    for column in columns {
      guard let letter = values[Field.text("of-\(column.key)", column.field.label, most: 8).optional] else { continue }
      guard plan.columns.contains(where: { $0.column.letter == letter }) else {
        throw .invalid("of-\(column.key)", .notAChoice)
      }
      guard fillings.updateValue(column.key, forKey: letter) == nil else {
        throw .invalid("of-\(column.key)", .importColumnTwice)
      }
    }
    for index in plan.columns.indices { plan.columns[index].key = fillings[plan.columns[index].column.letter] }
    return plan
  }
}

extension Visit {
  /// The import of this address, where it is of this kind.
  fileprivate func importRun(_ importer: Importer, _ scope: Scope) async throws -> ImportRun {
    let run: ImportRun = try await ImportStore(scope).find(id(importer.key))
    guard run.kind == importer.key, run.context == (try importer.context(self)) else { throw Refusal.notFound }
    if let context = run.context { try await importer.within(scope, context) }
    return run
  }

  /// The import of this address and what it brings, where this actor may bring such things.
  fileprivate func importRun(_ scope: Scope) async throws -> (ImportRun, Importer) {
    let run: ImportRun = try await ImportStore(scope).find(id("import"))
    guard let importer = app.importer(run.kind), allows(importer.allow) else { throw Refusal.notFound }
    if let context = run.context { try await importer.within(scope, context) }
    return (run, importer)
  }
}

extension PlatformDoor {
  var importRoutes: [Endpoint] {
    [
      .list("/imports", .imports, allow: .readsImports, .importRun, filter: NoFilter.self) { visit, _ in
        ListPage(
          .imports, intro: .importsHelp, .importRun, ImportStore(visit.scope).listing(),
          actions: visit.app.importers.filter { !$0.list.contains("{") }.map {
            ActionLink($0.heading, to: "\($0.list)/import", allow: $0.allow)
          }, .importRun)
      },
      .record("/imports/{import}", .oneImport, kind: "import", allow: .readsImports, .importRun) { visit in
        let (run, importer): (ImportRun, Importer) = try await visit.importRun(visit.scope)
        let counts: ImportCounts = try await ImportStore(visit.scope).counts(of: run)
        let job: Job? = try await JobStore(visit.scope).latest(JobKind.ofImports.map(\.key), on: run.id.number)
        let title: String = "\(importer.heading(visit.language)) : \(run.fileName)"
        return Shown(title, crumbs: [Crumb(Text.imports(visit.language), "/imports")], .importRun, run) { page in
          page.importRun(run, importer, counts, job)
        }
      },
      .list(
        "/imports/{import}/lignes", .importedLines, allow: .readsImports, .importedLine, filter: ImportLineFilter.self
      ) { visit, filter in
        let (run, importer): (ImportRun, Importer) = try await visit.importRun(visit.scope)
        if importer.holdsPeople { try await visit.tellTaken("import", run.id.number) }
        return ListPage(
          .importedLines,
          crumbs: [Crumb(Text.imports(visit.language), "/imports"), Crumb(run.fileName, run.path)],
          intro: .importedLinesHelp, .importedLine(of: run, importer.columns),
          ImportStore(visit.scope).lines(of: run, filter), filters: ImportLineFilter.fields, .importedLine)
      },
      step("application", .applyImport, from: [.ready, .applying], to: .applying, .importWriting, .importApplied),
      step("annulation", .undoImport, from: [.done, .applying, .undoing], to: .undoing, .importUndoing, .importUndone),
      step("abandon", .dropImport, from: [.ready, .unreadable, .reading], to: .dropped, nil, .importDropped),
      decideAll("nouvelles", .allAreNew, areNew: true),
      decideAll("connues", .allAreKnown, areNew: false),
    ] + decideLine
  }

  private func decideAll(_ path: String, _ label: Text, areNew: Bool) -> Endpoint {
    .button("/imports/{import}/\(path)", label, allow: .readsImports) { visit, scope in
      let (run, _): (ImportRun, Importer) = try await visit.importRun(scope)
      try await ImportStore(scope).decideAll(of: run, areNew: areNew)
      return .changed(.importDecided, at: run.path, .importRun, run)
    }
  }

  /// What is pressed to go on with an import.
  private func step(
    _ path: String, _ label: Text, from states: [ImportState], to state: ImportState, _ job: JobKind?, _ deed: Deed
  ) -> Endpoint {
    .button("/imports/{import}/\(path)", label, allow: .readsImports) { visit, scope in
      let (run, _): (ImportRun, Importer) = try await visit.importRun(scope)
      let last: Job? = try await JobStore(scope).latest(JobKind.ofImports.map(\.key), on: run.id.number)
      // Pressed twice, it is under way; stopped half-way, it is gone on with, or taken back.
      let isAtWork: Bool = last.map { !$0.state.isOver } ?? false
      if isAtWork, run.state == state { return .changed(deed, at: run.path, .importRun, run) }
      let begun: ImportRun = try await ImportStore(scope).begin(run, from: isAtWork ? [] : states, to: state, job, deed)
      return .changed(deed, at: run.path, .importRun, begun)
    }
  }

  private var decideLine: [Endpoint] {
    Endpoint.form(
      .oneImportedLine, allow: .readsImports, page: "/imports/{import}/lignes/{line}",
      posts: "/imports/{import}/lignes/{line}/decision", ImportDecision.self,
      show: { visit in
        let (run, importer): (ImportRun, Importer) = try await visit.importRun(visit.scope)
        let line: ImportedLine = try await ImportStore(visit.scope).line(visit.id("line"), of: run)
        if importer.holdsPeople {
          try await visit.scope.change { try await $0.audit(.fileRead, "import", run.id.number) }
        }
        var choices: [(key: String, label: Text)] = [(ImportDecision.isNew, .lineIsNew)]
        if line.record != nil { choices.append((ImportDecision.isKnown, .lineIsKnown)) }
        let isOpen: Bool = run.state == .ready && line.state == .doubtful
        return FormPage(
          .oneImportedLine,
          crumbs: [
            Crumb(Text.imports(visit.language), "/imports"), Crumb(run.fileName, run.path),
            Crumb(Text.importedLines(visit.language), "\(run.path)/lignes"),
          ],
          submit: .settleLine, fields: [Field.among("meaning", .importMeaning, choices)], isClosed: !isOpen,
          above: { page in page.importedLine(line, run, importer) })
      },
      submit: { visit, scope, form in
        let (run, _): (ImportRun, Importer) = try await visit.importRun(scope)
        let store = ImportStore(scope)
        let line: ImportedLine = try await store.line(visit.id("line"), of: run)
        guard [ImportDecision.isNew, ImportDecision.isKnown].contains(form.meaning) else {
          throw Refusal.invalid("meaning", .notAChoice)
        }
        try await store.decide(line, of: run, isNew: form.meaning == ImportDecision.isNew)
        return .changed(.importDecided, at: run.path, .importRun, run)
          .returning(to: "\(run.path)/lignes?state=doubtful")
      })
  }
}

extension Text {
  public static let importTable = Text(fr: "Importer un tableau", en: "Import a table")
  fileprivate static let readTable = Text(fr: "Lire le tableau", en: "Read the table")
  fileprivate static let readAgain = Text(fr: "Relire ainsi", en: "Read it so")
  static let importColumns = Text(fr: "Colonnes du tableau", en: "Columns of the table")
  fileprivate static let importColumnsHelp = Text(
    fr: "Pour chaque donnée, la colonne du fichier qui la donne. Ce que vous laissez vide n’est pas lu.",
    en: "For each item, the column of the file that gives it. What you leave empty is not read.")
  fileprivate static let importHeadings = Text(fr: "Ligne des en-têtes", en: "Line of the headings")
  fileprivate static let importColumnTwice = Text(
    fr: "Cette colonne sert déjà à une autre donnée.", en: "This column is taken by another item.")
  fileprivate static let importsHelp = Text(
    fr:
      "Un tableau est d’abord lu : vous voyez ce qui changerait, puis vous l’enregistrez. Il peut être annulé pendant un mois.",
    en: "A table is read first: you see what would change, then you write it. It can be taken back for a month.")
  fileprivate static let importedLinesHelp = Text(
    fr:
      "Les exports de cette liste portent toutes les colonnes du fichier : corrigez les lignes dans votre tableur, puis envoyez-les comme un nouveau tableau.",
    en:
      "Exports of this list carry all columns of the file: put rejected lines right in your spreadsheet, then send them as a new table."
  )
  static let applyImport = Text(fr: "Enregistrer ces lignes", en: "Write these lines")
  static let undoImport = Text(fr: "Annuler l’import", en: "Take the import back")
  static let dropImport = Text(fr: "Abandonner", en: "Drop it")
  static let allAreNew = Text(fr: "Toutes les lignes douteuses sont nouvelles", en: "All doubtful lines are new")
  static let allAreKnown = Text(
    fr: "Toutes mettent à jour l’enregistrement auquel elles ressemblent",
    en: "All update the record that they look like")
  fileprivate static let settleLine = Text(fr: "C’est décidé", en: "It is settled")
  fileprivate static let lineIsNew = Text(fr: "est un nouvel enregistrement", en: "is a new record")
  fileprivate static let lineIsKnown = Text(
    fr: "est l’enregistrement auquel elle ressemble : le mettre à jour",
    en: "is the record that it looks like: update it")
}
