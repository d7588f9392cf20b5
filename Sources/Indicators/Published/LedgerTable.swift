import Platform

extension FiguresLedger {
  /// The ledger as a table that people read in a repository.
  public var markdown: String {
    var lines: [String] = [
      "## \(programme.name) (`\(programme.slug)`)", "",
      "| chiffre | publié | calculé | au | verdict | ce qu’il faut savoir |", "| --- | --- | --- | --- | --- | --- |",
    ]
    for line in ledger.lines {
      let computed: (String, String)? = line.computed.flatMap { computed in
        line.indicator.map { ($0.written(computed.value, .fr), Language.fr.short(computed.asOf)) }
      }
      let cells: [String] = [
        "\(line.figure.label(.fr)) <br>`\(line.figure.key)`", line.figure.written(.fr), computed?.0 ?? "—",
        computed?.1 ?? "", line.verdict.label(.fr), line.reason?(.fr) ?? "",
      ]
      lines.append("| \(cells.map(\.inTable).joined(separator: " | ")) |")
    }
    let contradictions: [String] = ledger.checks.filter { !$0.finding.isFine }.map { check, finding in
      let note: String = check.note.map { " \($0(.fr))" } ?? ""
      return "- \(check.label(.fr)) : \(finding.words(.fr)).\(note)"
    }
    if !contradictions.isEmpty { lines += ["", "Ce qui se contredit :", ""] + contradictions }
    return lines.joined(separator: "\n") + "\n"
  }

  /// How many of its figures stand so.
  public func count(_ verdict: String) -> Int { ledger.lines.count { $0.verdict.rawValue == verdict } }

  private var programme: Programme { ledger.programme }
}

extension String {
  /// A cell ends where a bar stands.
  fileprivate var inTable: String { replacing("|", with: "\\|").replacing("\n", with: " ") }
}
