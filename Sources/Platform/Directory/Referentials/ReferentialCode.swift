import SQL

/// Codes that say in themselves what they mean: `demandeurs-emploi`, `mobilite--acceder-a-un-vehicule`.
enum ReferentialCode {
  /// « Acceder a un vehicule »: all that can be made of a code whose name nobody has loaded.
  static func words(_ code: String) -> String {
    let last: Substring = code.firstRange(of: "--").map { code[$0.upperBound...] } ?? code[...]
    let words: String = last.split(separator: "-").joined(separator: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  static func isOne(_ text: String, of kind: ReferentialKind) -> Bool {
    switch kind {
    case .theme: text.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*--[a-z0-9]+(-[a-z0-9]+)*/) != nil
    default: text.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil
    }
  }
}

extension Referential {
  /// All of one kind, in the order of their codes: themes stand under their headings. None where it was not loaded.
  func all(_ kind: ReferentialKind) async throws -> [ReferentialEntry] {
    try await scope.all(
      "SELECT \(Self.columns) FROM referential_entry WHERE kind = \(kind) ORDER BY code LIMIT 1000")
  }

  /// Those of these codes that it does not know; where it was not loaded, those that have not even the shape of one.
  func unknown(_ codes: [String], to kind: ReferentialKind) async throws -> [String] {
    guard !codes.isEmpty else { return [] }
    let known: Set<String> = Set(try await all(kind).map(\.code))
    return codes.filter { known.isEmpty ? !ReferentialCode.isOne($0, of: kind) : !known.contains($0) }
  }

  /// These codes under the names that it has for them.
  func words(_ codes: [String], _ kind: ReferentialKind) async throws -> [Cell.Word] {
    guard !codes.isEmpty else { return [] }
    let known: [ReferentialEntry] = try await all(kind)
    return codes.map { code in
      Cell.Word(code, Text(name: known.first { $0.code == code }?.name ?? ReferentialCode.words(code)))
    }
  }

  /// The field for codes of that kind, as it can be filled in here.
  func field(_ key: String, _ label: Text, _ kind: ReferentialKind) async throws -> any FormField {
    let entries: [ReferentialEntry] = try await all(kind)
    guard !entries.isEmpty else { return Field.codes(key, label, typed: .referentialMissing(kind)) }
    let choices: [(key: String, label: Text)] = entries.map { entry in
      let heading: Text? = entry.parent.flatMap { ThemeHeading(rawValue: $0) }?.label
      return (entry.code, Text { language in heading.map { "\($0(language)) — \(entry.name)" } ?? entry.name })
    }
    return Field.codes(key, label, among: choices)
  }
}

extension Text {
  fileprivate static func referentialMissing(_ kind: ReferentialKind) -> Text {
    let label: Text = kind.label
    return Text(
      fr:
        "Le référentiel « \(label(.fr)) » n’est pas chargé sur ce site : tapez les codes, un par ligne. L’exploitant le charge avec « terreau referential load ».",
      en:
        "The referential “\(label(.en))” was not loaded on this site: type the codes, one to a line. The operator loads it with “terreau referential load”."
    )
  }
}
