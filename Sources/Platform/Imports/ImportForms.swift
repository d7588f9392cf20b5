import HTTP

/// A file as somebody sent it.
struct SentTable: Sendable {
  let name: String
  let bytes: [UInt8]
}

extension Field where Value == SentTable? {
  /// A table. What is in it is read later, by a job: its first bytes say whether it is one.
  static func table(_ key: String, _ label: Text, help: Text) -> Field {
    Field(
      key: key, label: label, help: help, isRequired: true,
      control: .file(types: SentTable.types, most: SentTable.mostBytes), read: { _ in .value(nil) },
      write: { _ in nil },
      readFile: { upload in
        guard let upload, upload.size > 0 else { return .value(nil) }
        guard upload.size <= SentTable.mostBytes else {
          return .wrong(.tooHeavy(upload.size, most: SentTable.mostBytes, .mebibyte))
        }
        return .value(SentTable(name: SentTable.named(upload.name), bytes: upload.file.contents()))
      })
  }
}

extension SentTable {
  static let mostBytes: Int = 30 << 20
  fileprivate static let types: [String] = [
    ".csv", ".xlsx", ".ods", "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.spreadsheet",
  ]

  /// Some browsers send the whole path, and anybody may send anything: it is only ever shown.
  fileprivate static func named(_ sent: String) -> String {
    let last: Substring = sent.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? "tableau"
    let plain: String = String(last.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F })
    return plain.isEmpty ? "tableau" : String(plain.prefix(120))
  }
}

struct ImportForm: Form {
  static let file = Field<SentTable?>.table("file", .importFile, help: .importFileHelp)
  static let fields: [any FormField] = [file]

  /// Asked for once the record is known that it is sent to.
  let file: SentTable?

  init(_ values: FormValues) throws(Refusal) {
    file = values[Self.file]
  }
}

struct ImportLineFilter: Form {
  static let state = Field<ImportLineState>.choice("state", .importLineState).optional
  static let outcome = Field<ImportOutcome>.choice("outcome", .importOutcome).optional
  static let toMend = Field<Bool>.flag("toMend", .importToMend)
  static let fields: [any FormField] = [state, outcome, toMend]

  let state: ImportLineState?
  let outcome: ImportOutcome?
  /// Rejected as they were read, refused as they were written, or left out as doubtful.
  let toMend: Bool

  init(_ values: FormValues) throws(Refusal) {
    state = values[Self.state]
    outcome = values[Self.outcome]
    toMend = values[Self.toMend]
  }
}

/// What somebody says that a doubtful line is.
struct ImportDecision: Form {
  static let meaning = Field.text("meaning", .importMeaning, most: 20)
  static let fields: [any FormField] = [meaning]

  let meaning: String

  init(_ values: FormValues) throws(Refusal) { meaning = values[Self.meaning] }

  static let isNew: String = "new"
  static let isKnown: String = "known"
}

extension Text {
  fileprivate static let importFile = Text(fr: "Tableau", en: "Table")
  fileprivate static let importFileHelp = Text(
    fr:
      "Un fichier CSV, Excel (.xlsx) ou LibreOffice (.ods), de 30 Mio et 200 000 lignes au plus, avec ses en-têtes. Rien n’est enregistré avant que vous ayez vu ce qui changera.",
    en:
      "A CSV, Excel (.xlsx) or LibreOffice (.ods) file of 30 MiB and 200,000 lines at most, with its headings. Nothing is written before you have seen what will change."
  )
  static let importLineState = Text(fr: "Ce qu’elle deviendrait", en: "What would become of it")
  static let importOutcome = Text(fr: "Ce qu’elle est devenue", en: "What became of it")
  static let importToMend = Text(fr: "À corriger", en: "To put right")
  static let importMeaning = Text(fr: "Cette ligne", en: "This line")
}
