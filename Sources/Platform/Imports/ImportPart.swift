extension Page {
  /// What a table may hold, before it is sent.
  mutating func knownColumns(_ columns: [ImportColumn]) {
    section(Text(fr: "Colonnes reconnues", en: "Columns that are recognised")) { page in
      page.paragraph(
        Text(
          fr:
            "L’ordre, la casse et les accents des en-têtes sont libres, et vous pourrez dire quelle colonne est laquelle. Une cellule vide ne change rien à ce qui est déjà enregistré.",
          en:
            "Order, case and accents of headings are free, and you will be able to say which column is which. An empty cell changes nothing of what is already there."
        ))
      page.markup.raw("<ul>\n")
      for column in columns {
        page.markup.raw("<li>")
        page.say(column.field.label)
        if column.field.isRequired { page.say(Text(fr: " (obligatoire)", en: " (required)")) }
        page.markup.raw("</li>\n")
      }
      page.markup.raw("</ul>\n")
    }
  }

  /// How far a table came: read, looked at, written, taken back.
  mutating func importRun(_ run: ImportRun, _ importer: Importer, _ counts: ImportCounts, _ job: Job?) {
    if let fault = run.fault { alert(fault) }
    if let job, !job.state.isOver {
      live(run.path) { $0.job(job) }
    } else if let job, run.state.isAtWork {
      self.job(job)
    }
    if let job, job.state.isOver, run.state.isAtWork { goOn(run) }
    if run.state == .unreadable {
      actions([ActionLink(.importAgain, to: "\(importer.list(of: run))/import", allow: importer.allow)])
    }
    if run.state != .reading, run.state != .unreadable { importCounts(run, counts) }
    if run.state == .ready { decide(run, importer, counts) }
    if run.state == .done, counts[.written] > 0 { button("\(run.path)/annulation", .undoImport) }
    if run.state == .ready || run.state == .unreadable { button("\(run.path)/abandon", .dropImport) }
    if !run.plan.columns.isEmpty { plan(run, importer) }
    facts(View.importRun.without("fault", "fileName"), run)
  }

  /// What stopped half-way.
  private mutating func goOn(_ run: ImportRun) {
    switch run.state {
    case .applying:
      button("\(run.path)/application", .resumeImport, isMain: true)
      button("\(run.path)/annulation", .undoImport)
    case .undoing: button("\(run.path)/annulation", .resumeImport, isMain: true)
    default: button("\(run.path)/abandon", .dropImport)
    }
  }

  private mutating func decide(_ run: ImportRun, _ importer: Importer, _ counts: ImportCounts) {
    if counts[.doubtful] > 0 {
      paragraph(.doubtfulLines(counts[.doubtful]))
      button("\(run.path)/nouvelles", .allAreNew)
      button("\(run.path)/connues", .allAreKnown)
    }
    if counts.toWrite > 0 {
      button("\(run.path)/application", .applyImport, isMain: true)
    } else {
      quiet(Text(fr: "Il n’y a rien à enregistrer.", en: "There is nothing to write."))
    }
  }

  private mutating func importCounts(_ run: ImportRun, _ counts: ImportCounts) {
    markup.raw("<ul class=\"totals\">\n")
    for state in ImportLineState.allCases where counts[state] > 0 {
      total(state.noun.counted(counts[state]), "\(run.path)/lignes?state=\(state.rawValue)")
    }
    for outcome in ImportOutcome.allCases where counts[outcome] > 0 {
      total(outcome.noun.counted(counts[outcome]), "\(run.path)/lignes?outcome=\(outcome.rawValue)")
    }
    markup.raw("</ul>\n")
    let left: Int = run.state == .ready ? 0 : counts[.doubtful]
    if counts[.rejected] + counts[.refused] + left > 0 {
      markup.raw("<p>")
      link("\(run.path)/lignes.csv?toMend=true", .linesToMendAsCSV)
      markup.raw(" · ")
      link("\(run.path)/lignes.xlsx?toMend=true", .linesToMendAsXLSX)
      markup.raw("</p>\n")
    }
  }

  private mutating func total(_ counted: Text, _ path: String) {
    markup.raw("<li>")
    link(path, counted)
    markup.raw("</li>\n")
  }

  private mutating func plan(_ run: ImportRun, _ importer: Importer) {
    section(.importColumns) { page in
      page.markup.raw("<dl class=\"facts\">\n")
      for column in run.plan.columns {
        page.markup.raw("<div><dt>")
        page.data("\(column.column.letter) — \(column.column.heading)")
        page.markup.raw("</dt><dd>")
        let field: ImportColumn? = importer.columns.first { $0.key == column.key }
        page.say(field?.field.label ?? Text(fr: "n’est pas lue", en: "is not read"))
        page.markup.raw("</dd></div>\n")
      }
      page.markup.raw("</dl>\n")
      if run.state == .ready {
        page.linkLine("\(importer.list(of: run))/import/\(run.id)/colonnes", .changeColumns)
      }
    }
  }

  /// One line, column by column, with what is said of it.
  mutating func importedLine(_ line: ImportedLine, _ run: ImportRun, _ importer: Importer) {
    facts(View.importedLine.without("notes"), line)
    if !line.notes.isEmpty { points(line.notes.map { $0.inWords(run.plan, importer.columns) }) }
    if let record = line.record, let path = importer.path {
      linkLine(path(record), Text(fr: "Voir l’enregistrement", en: "See the record"))
    }
    markup.raw("<dl class=\"facts\">\n")
    for (index, column) in run.plan.columns.enumerated() where line.cells.indices.contains(index) {
      guard !line.cells[index].isEmpty else { continue }
      markup.raw("<div><dt>")
      data(column.column.heading)
      markup.raw("</dt><dd>")
      data(line.cells[index])
      markup.raw("</dd></div>\n")
    }
    markup.raw("</dl>\n")
  }
}

extension Text {
  fileprivate static let resumeImport = Text(fr: "Reprendre", en: "Go on")
  fileprivate static let importAgain = Text(fr: "Envoyer un autre fichier", en: "Send another file")
  fileprivate static let changeColumns = Text(fr: "Changer les colonnes", en: "Change the columns")
  fileprivate static let linesToMendAsCSV = Text(fr: "Lignes à corriger (CSV)", en: "Lines to put right (CSV)")
  fileprivate static let linesToMendAsXLSX = Text(
    fr: "Lignes à corriger (Excel)", en: "Lines to put right (Excel)")

  fileprivate static func doubtfulLines(_ count: Int) -> Text {
    Text { language in
      let lines: String = Noun.importedLine.counted(count)(language)
      switch (language, count) {
      case (.en, 1):
        return
          "\(lines) may be a record that is here already. Say what it is before the others are written, or it is left out."
      case (.en, _):
        return
          "\(lines) may be records that are here already. Say what they are before the others are written, or they are left out."
      case (_, 1):
        return
          "\(lines) ressemble à un enregistrement ou à une autre ligne. Dites ce qu’elle est avant d’enregistrer les autres, sinon elle est laissée de côté."
      default:
        return
          "\(lines) ressemblent à des enregistrements ou à d’autres lignes. Dites ce qu’elles sont avant d’enregistrer les autres, sinon elles sont laissées de côté."
      }
    }
  }
}
