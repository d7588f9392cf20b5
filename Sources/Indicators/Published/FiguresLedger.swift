import HTTP
import Platform
import SQL

/// The ledger of a programme, for commands and for what is generated from it.
public struct FiguresLedger: Sendable {
  let ledger: Ledger

  /// Of every programme that this actor may see, or of one.
  public static func all(_ app: App, _ scope: Scope, only slug: String? = nil) async throws -> [FiguresLedger] {
    guard let indicators = app.door(Indicators.self) else { return [] }
    var ledgers: [FiguresLedger] = []
    for programme in try await ProgrammeStore(scope).allVisible() where slug.map({ $0 == programme.slug }) ?? true {
      let ledger: Ledger = try await indicators.ledger(programme, scope)
      if slug != nil || !ledger.lines.isEmpty { ledgers.append(FiguresLedger(ledger: ledger)) }
    }
    return ledgers
  }

  /// How many figures it holds.
  public var figures: Int { ledger.lines.count }

  public func writeItems(_ json: inout JSONWriter) { for line in ledger.lines { line.write(ledger.programme, &json) } }

  public func writeChecks(_ json: inout JSONWriter) { ledger.writeChecks(&json) }

  /// A line for each figure, and for each check that does not hold.
  public var lines: [String] {
    let figures: [String] = ledger.lines.map { line in
      let published: String = line.figure.written(.fr)
      let computed: String =
        line.computed.flatMap { computed in line.indicator.map { $0.written(computed.value, .fr) } } ?? "—"
      let reason: String = line.verdict == .agrees ? "" : line.reason.map { "\t\($0(.fr))" } ?? ""
      return "\(line.figure.key)\t\(published)\t\(computed)\t\(line.verdict.rawValue)\(reason)"
    }
    let checks: [String] = ledger.checks.filter { !$0.finding.isFine }.map { check, finding in
      "\(ledger.programme.slug)\t\(check.equation)\t\(finding.words(.fr))"
    }
    return figures + checks
  }
}
