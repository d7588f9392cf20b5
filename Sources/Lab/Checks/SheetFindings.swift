import HTTP
import Indicators
import Platform
import Programmes
import SQL

/// All that was found in a sheet, the gravest first.
struct SheetFindings: Sendable {
  let sheet: Sheet
  let findings: [Finding]
  let links: [LinkResult]

  init(_ sheet: Sheet, _ findings: [Finding], _ links: [LinkResult]) {
    self.sheet = sheet
    self.links = links
    let order: [RubricKind] = sheet.kind.rubrics
    func place(_ finding: Finding) -> Int {
      (finding.check.blocks ? 0 : 1_000) + (finding.rubric.flatMap { order.firstIndex(of: $0) } ?? -1)
    }
    // Sorting keeps what stands alike in its order only by chance.
    self.findings = findings.enumerated().sorted { one, other in
      let (left, right): (Int, Int) = (place(one.element), place(other.element))
      return left == right ? one.offset < other.offset : left < right
    }.map(\.element)
  }

  var blocking: [Finding] { findings.filter(\.check.blocks) }

  var path: String { "\(sheet.path)/controles" }

  func write(_ json: inout JSONWriter) {
    json.object { json in
      json.member("sheet", Int(sheet.id.number))
      json.member("blocks", !blocking.isEmpty)
      json.member("findings", findings) { json, finding in finding.write(&json) }
      json.member("links", links) { json, link in
        json.member("address", link.address)
        json.member("outcome", link.outcome.rawValue)
        json.member("status", link.status.map { Double($0) })
        json.member("day", link.day.description)
      }
    }
  }
}

extension Lab {
  /// Everything that can be found in a sheet as it stands. `scope` may be inside a change: the network is never asked.
  func checked(
    _ sheet: Sheet, _ content: SheetContent, of programme: Programme, _ visit: Visit, _ scope: Scope,
    spoken known: [FigureMention: SpokenFigure]? = nil
  ) async throws -> SheetFindings {
    let asked: [FigureMention: SpokenFigure]? =
      known == nil ? try await figures.spoken(content.mentions, of: programme, scope) : nil
    let spoken: [FigureMention: SpokenFigure] = known ?? asked ?? [:]
    let open: Set<FigureMention> = Set(try await figures.mentions(of: programme, scope))
    let readable: Set<FigureMention> = Set(spoken.keys.filter { $0.kind == .published || open.contains($0) })
    let checked = CheckedSheet(
      sheet.kind, content, figures: spoken, readable: readable,
      contradictions: try await figures.contradictions(of: programme, scope))
    let passages = PassageStore(scope)
    let copied: [Finding] = try await passages.copied(sheet).compactMap { $0.finding(sheet) }
    let links: [LinkResult] = try await LinkResultStore(scope).all(of: sheet.id)
    let web: [(rubric: RubricKind, address: String)] = visit.webAddresses(content)
    let silent: [Finding] = links.compactMap { link in
      web.first { $0.address == link.address }.flatMap { link.finding($0.rubric) }
    }
    let stale: Finding? = sheet.stale(on: scope.today, try await Typology.open(scope))
    var findings: [Finding] = checked.findings + copied
    findings += try await visit.deadLinks(content, scope)
    findings += silent
    if let stale { findings.append(stale) }
    return SheetFindings(
      sheet, findings,
      links.filter { link in web.contains { $0.address == link.address } })
  }
}
