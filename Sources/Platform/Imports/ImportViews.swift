import SQL

extension ImportRun {
  static let mostLines: Int = 200_000
  static let daysKept: Int = 30
}

extension View<ImportRun> {
  static let importRun = View(
    "Import",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("fileName", .importFileName, link: { $0.path }) { .text($0.fileName) },
      Column("state", .importState, .word(ImportState.words)) { .choice($0.state) },
      Column("sheet", .importSheet) { .text($0.plan.sheet) },
      Column("fault", .importFault) { $0.fault.map { .said($0) } ?? .none },
      Column("account", .importSender) { .text($0.accountName) },
      Column("createdAt", .importSentAt, .moment) { .moment($0.createdAt) },
      Column("appliedAt", .importAppliedAt, .moment) { $0.appliedAt.map { .moment($0) } ?? .none },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}

extension View<ImportedLine> {
  static let importedLine = View("ImportLine", head(nil, []))

  /// The line as it ended, followed by what stands in the file, under the file’s own headings: it can be put right and sent
  /// again.
  static func importedLine(of run: ImportRun, _ columns: [ImportColumn]) -> View {
    View(
      "ImportLine",
      head(run, columns)
        + run.plan.columns.enumerated().map { index, column in
          Column(
            // The first ones say what the line is about; the rest has room in files.
            "column\(index + 1)", Text(name: column.column.heading), forMachines: index > 1
          ) { line in .text(filled: line.cells.indices.contains(index) ? line.cells[index] : "") }
        })
  }

  private static func head(_ run: ImportRun?, _ columns: [ImportColumn]) -> [Column<ImportedLine>] {
    [
      Column("line", .importLine, .int, link: { line in run.map { "\($0.path)/lignes/\(line.id)" } }) { .int($0.line) },
      Column("state", .importLineState, .word(ImportLineState.words)) { .choice($0.state) },
      Column("outcome", .importOutcome, .word(ImportOutcome.words)) { .choice($0.outcome) },
      Column("notes", .importWhy) { line in
        guard !line.notes.isEmpty else { return .none }
        let plan: ImportPlan = run?.plan ?? ImportPlan()
        return .said(
          Text { language in line.notes.map { $0.inWords(plan, columns)(language) }.joined(separator: " · ") })
      },
    ]
  }
}

extension ImportLineState {
  /// « 3 lignes nouvelles »
  var noun: Noun {
    switch self {
    case .new: Noun(fr: ("ligne nouvelle", "lignes nouvelles", .f), en: ("new line", "new lines"))
    case .changed:
      Noun(fr: ("ligne à mettre à jour", "lignes à mettre à jour", .f), en: ("line to update", "lines to update"))
    case .same:
      Noun(fr: ("ligne sans changement", "lignes sans changement", .f), en: ("unchanged line", "unchanged lines"))
    case .doubtful: Noun(fr: ("ligne douteuse", "lignes douteuses", .f), en: ("doubtful line", "doubtful lines"))
    case .rejected: Noun(fr: ("ligne rejetée", "lignes rejetées", .f), en: ("rejected line", "rejected lines"))
    }
  }
}

extension ImportOutcome {
  var noun: Noun {
    switch self {
    case .written: Noun(fr: ("ligne enregistrée", "lignes enregistrées", .f), en: ("line written", "lines written"))
    case .same: Noun(fr: ("ligne déjà ainsi", "lignes déjà ainsi", .f), en: ("line so already", "lines so already"))
    case .refused: Noun(fr: ("ligne refusée", "lignes refusées", .f), en: ("line refused", "lines refused"))
    case .undone: Noun(fr: ("ligne annulée", "lignes annulées", .f), en: ("line taken back", "lines taken back"))
    case .kept: Noun(fr: ("ligne conservée", "lignes conservées", .f), en: ("line kept", "lines kept"))
    }
  }
}

extension Noun {
  static let importRun = Noun(fr: ("import", "imports", .m), en: ("import", "imports"))
  static let importedLine = Noun(fr: ("ligne", "lignes", .f), en: ("line", "lines"))
}

extension Text {
  static let imports = Text(fr: "Imports", en: "Imports")
  static let oneImport = Text(fr: "Import", en: "Import")
  static let importedLines = Text(fr: "Lignes de l’import", en: "Lines of the import")
  static let oneImportedLine = Text(fr: "Ligne d’un import", en: "Line of an import")
  fileprivate static let importFileName = Text(fr: "Fichier", en: "File")
  fileprivate static let importState = Text(fr: "État", en: "State")
  static let importSheet = Text(fr: "Feuille", en: "Sheet")
  fileprivate static let importFault = Text(fr: "Pourquoi", en: "Why")
  fileprivate static let importSender = Text(fr: "Envoyé par", en: "Sent by")
  fileprivate static let importSentAt = Text(fr: "Envoyé le", en: "Sent on")
  fileprivate static let importAppliedAt = Text(fr: "Enregistré le", en: "Written on")
  fileprivate static let importLine = Text(fr: "Ligne", en: "Line")
  fileprivate static let importWhy = Text(fr: "Motif", en: "Reason")
}
