import SQL

extension ReferentialFile {
  /// Enters what the file knows; what it does not say of an entry, that entry keeps. Nothing is taken out: records may still
  /// name what the referential has dropped. Answers how many there are of each kind.
  public func load(_ database: Database) async throws -> [(kind: Text, count: Int)] {
    // A name that was made of a code never takes the place of a real one.
    let renaming: Query =
      entries.contains(where: \.isUnnamed) ? "" : "name = excluded.name, sort_key = excluded.sort_key,"
    try await database.change { session in
      for start in stride(from: 0, to: entries.count, by: 200) {
        let rows: [[Value]] = entries[start..<min(start + 200, entries.count)].map { entry in
          [
            .text(entry.kind.rawValue), .text(entry.code), .text(entry.name), .text(sortKey(entry.name)),
            entry.parent.value, entry.groupedIn.value, entry.replacedBy.value,
          ]
        }
        _ = try await session.run(
          """
          INSERT INTO referential_entry (kind, code, name, sort_key, parent, grouped_in, replaced_by)
          \(.rows(rows))
          ON CONFLICT (kind, code) DO UPDATE SET \(renaming)
            parent = coalesce(excluded.parent, referential_entry.parent),
            grouped_in = coalesce(excluded.grouped_in, referential_entry.grouped_in),
            replaced_by = coalesce(excluded.replaced_by, referential_entry.replaced_by)
          """)
      }
    }
    return ReferentialKind.allCases.compactMap { kind in
      let count: Int = entries.count { $0.kind == kind }
      return count == 0 ? nil : (kind.label, count)
    }
  }
}

extension ReferentialFile.Fault {
  /// What is said of it on a command line.
  public var inWords: String {
    switch self {
    case .unknown:
      "not a referential that is known here: municipalities, departments and regions of the INSEE, intercommunalities (JSON), NAF, ROME, the words of data·inclusion (its JSON schemas, or its /doc)"
    case .table(let fault): "\(fault)"
    case .incomplete(let line): "line \(line) has no code or no name"
    }
  }
}
