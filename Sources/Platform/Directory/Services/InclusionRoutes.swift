import HTTP
import SQL

extension PlatformDoor {
  var inclusionRoutes: [Endpoint] {
    [
      .page("/annuaire/data-inclusion", .inclusion, allow: .seesDirectory) { visit in
        let report: InclusionReport = try await Inclusion(visit).report()
        return (
          Text.inclusion(visit.language), [Crumb(Text.services(visit.language), "/annuaire/services")],
          { page in page.inclusion(report) }
        )
      },
      .raw("/annuaire/data-inclusion/structures.json", .inclusionStructures) { visit, app in
        let inclusion = try await Inclusion(visit)
        return .jsonArray { stream in
          try await inclusion.everyStructure { structures, changes in
            for structure in structures {
              guard let changed = changes[structure.organisation.id.number],
                inclusion.faults(structure, changed).isEmpty
              else { continue }
              stream.add { json in inclusion.write(structure, changed, &json) }
            }
            try await stream.flush()
          }
        }
      },
      .raw("/annuaire/data-inclusion/services.json", .inclusionServices) { visit, app in
        let inclusion = try await Inclusion(visit)
        return .jsonArray { stream in
          try await inclusion.everyService { services, changes in
            for service in services {
              guard let changed = changes[service.id.number], inclusion.faults(service, changed).isEmpty else {
                continue
              }
              stream.add { json in inclusion.write(service, changed, &json) }
            }
            try await stream.flush()
          }
        }
      },
    ]
  }
}

/// What leaves and what does not.
struct InclusionReport: Sendable {
  struct Line: Sendable {
    let title: String
    let path: String
    let why: [Text]
  }

  var structures: Int = 0
  var services: Int = 0
  var structuresLeft: [Line] = []
  var servicesLeft: [Line] = []
  let isVerified: Bool

  /// What one reads through before putting things right.
  static let most: Int = 200
}

extension Inclusion {
  func report() async throws -> InclusionReport {
    var report = InclusionReport(isVerified: isVerified)
    try await everyStructure { structures, changes in
      for structure in structures {
        let organisation: Organisation = structure.organisation
        let why: [Text] = faults(structure, changes[organisation.id.number])
        if why.isEmpty {
          report.structures += 1
        } else {
          report.structuresLeft.append(
            InclusionReport.Line(title: organisation.name, path: organisation.path, why: why))
        }
      }
    }
    try await everyService { services, changes in
      for service in services {
        let why: [Text] = faults(service, changes[service.id.number])
        if why.isEmpty {
          report.services += 1
        } else {
          report.servicesLeft.append(InclusionReport.Line(title: service.name, path: service.path, why: why))
        }
      }
    }
    return report
  }
}

extension View<InclusionReport.Line> {
  fileprivate static let left = View(
    "InclusionLeft",
    [
      Column("title", Text(fr: "Fiche", en: "Record"), link: { $0.path }) { .text($0.title) },
      Column("why", Text(fr: "Pourquoi", en: "Why")) { line in
        .said(Text { language in line.why.map { $0(language) }.joined(separator: " ; ") })
      },
    ])
}

extension Page {
  fileprivate mutating func inclusion(_ report: InclusionReport) {
    paragraph(.inclusionIntro)
    if !report.isVerified { paragraph(.inclusionUnverified) }
    inclusion(
      .structure, report.structures, report.structuresLeft, .inclusionStructures,
      "/annuaire/data-inclusion/structures.json")
    inclusion(
      .service, report.services, report.servicesLeft, .inclusionServices, "/annuaire/data-inclusion/services.json")
  }

  private mutating func inclusion(
    _ noun: Noun, _ count: Int, _ left: [InclusionReport.Line], _ label: Text, _ path: String
  ) {
    section(noun.heading) { page in
      page.paragraph(.leaving(noun, count))
      page.documentLink(path, label)
      guard !left.isEmpty else { return }
      page.table(
        View.left, Array(left.prefix(InclusionReport.most)), caption: .staying(noun, left.count), empty: noun.noneYet)
      if left.count > InclusionReport.most { page.quiet(.onlyTheFirst(InclusionReport.most)) }
    }
  }
}

/// An array of JSON objects of any length, written as it is read.
final class JSONArrayStream {
  private let writer: BodyWriter
  private var bytes: [UInt8] = Array("[\n".utf8)
  private var isFirst: Bool = true

  init(_ writer: BodyWriter) { self.writer = writer }

  func add(_ body: (inout JSONWriter) -> Void) {
    var json = JSONWriter()
    body(&json)
    if !isFirst { bytes.append(contentsOf: [0x2C, 0x0A]) }
    isFirst = false
    bytes.append(contentsOf: json.bytes)
  }

  func flush() async throws {
    try await writer.write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }

  func end() async throws {
    bytes.append(contentsOf: Array("\n]\n".utf8))
    try await flush()
  }
}

extension Response {
  static func jsonArray(_ body: @Sendable @escaping (JSONArrayStream) async throws -> Void) -> Response {
    Response(
      headers: [
        ("Content-Type", "application/json"), ("Cache-Control", "private, no-cache"),
        ("X-Content-Type-Options", "nosniff"),
      ],
      body: .stream { writer in
        let stream = JSONArrayStream(writer)
        try await body(stream)
        try await stream.end()
      })
  }
}

extension Noun {
  fileprivate static let structure = Noun(
    fr: ("structure", "structures", .f), en: ("structure", "structures"), de: ("Träger", "Träger", .m))
}

extension Text {
  static let inclusion = Text(fr: "Vers data·inclusion", en: "To data·inclusion")
  fileprivate static let inclusionStructures = Text(
    fr: "Structures, pour data·inclusion (JSON)", en: "Structures, for data·inclusion (JSON)",
    de: "Träger, für data·inclusion (JSON)")
  fileprivate static let inclusionServices = Text(
    fr: "Services, pour data·inclusion (JSON)", en: "Services, for data·inclusion (JSON)",
    de: "Dienstleistungen, für data·inclusion (JSON)")
  fileprivate static let inclusionIntro = Text(
    fr:
      "data·inclusion rassemble ce que les territoires proposent à qui cherche un emploi, et le rend à Dora, aux Emplois de l’inclusion et aux autres. Ces deux fichiers lui donnent ce qui est public ici ; ce qu’elle refuserait reste, avec la raison.",
    en:
      "data·inclusion gathers what territories offer to those who look for work, and gives it to Dora, to Emplois de l’inclusion and to others. These two files give it what is public here; what it would refuse stays, with the reason."
  )
  fileprivate static let inclusionUnverified = Text(
    fr:
      "Les thématiques et les publics de data·inclusion ne sont pas chargés sur ce site : leurs codes partent sans avoir été vérifiés.",
    en: "The themes and audiences of data·inclusion were not loaded on this site: their codes leave unverified.")

  fileprivate static func onlyTheFirst(_ count: Int) -> Text {
    Text(fr: "Les \(count) premières fiches seulement.", en: "Only the first \(count) records.")
  }

  fileprivate static func leaving(_ noun: Noun, _ count: Int) -> Text {
    let counted: Text = noun.counted(count)
    return Text(
      fr: "\(counted(.fr)) \(count < 2 ? "part" : "partent").",
      en: "\(counted(.en)) \(count == 1 ? "leaves" : "leave").")
  }

  fileprivate static func staying(_ noun: Noun, _ count: Int) -> Text {
    let counted: Text = noun.counted(count)
    return Text(
      fr: "\(counted(.fr)) \(count < 2 ? "ne part pas" : "ne partent pas") :",
      en: "\(counted(.en)) \(count == 1 ? "does" : "do") not leave:")
  }
}
