import HTTP
import Tables

/// A file that a public referential is given out as. Recognised by its headings: the INSEE’s and France Travail’s own.
public struct ReferentialFile: Sendable {
  let entries: [ReferentialEntry]

  public enum Fault: Error, Equatable {
    case unknown
    case table(TableFault)
    /// An entry without its code or its name.
    case incomplete(line: Int)
  }

  public init(_ bytes: [UInt8]) throws(Fault) {
    if let first = bytes.first(where: { ![0x20, 0x0A, 0x0D, 0x09].contains($0) }), first == 0x5B || first == 0x7B {
      guard let json = try? JSON(bytes) else { throw .unknown }
      entries = try ReferentialFile.entries(json)
      return
    }
    do {
      let rows: TableRows = try TableFile(bytes).rows()
      guard let layout = Layout.all.first(where: { $0.isOf(rows) }) else { throw Fault.unknown }
      var entries: [ReferentialEntry] = []
      while let row = try rows.next() {
        func said(_ heading: String) -> String? {
          rows.column(heading).flatMap { (try? row[$0].text()) ?? nil }.flatMap { $0.isEmpty ? nil : $0 }
        }
        guard let read = layout.entry(said) else { throw Fault.incomplete(line: row.line) }
        entries.append(read)
      }
      self.entries = Self.once(entries)
    } catch { throw Self.fault(error) }
  }

  private static func fault(_ error: any Error) -> Fault {
    (error as? Fault) ?? (error as? TableFault).map { .table($0) } ?? .unknown
  }

  /// The INSEE lists a municipality that others joined twice: as itself, and as what it was before. It is itself.
  private static func once(_ entries: [ReferentialEntry]) -> [ReferentialEntry] {
    var all: [String: ReferentialEntry] = [:]
    for entry in entries {
      let key: String = "\(entry.kind.rawValue) \(entry.code)"
      if let known = all[key], known.replacedBy == nil { continue }
      all[key] = entry
    }
    return entries.compactMap { all.removeValue(forKey: "\($0.kind.rawValue) \($0.code)") }
  }

  private struct Layout: Sendable {
    let headings: [String]
    let entry: @Sendable ((String) -> String?) -> ReferentialEntry?

    func isOf(_ rows: TableRows) -> Bool { headings.allSatisfy { rows.column($0) != nil } }

    static let all: [Layout] = [
      Layout(headings: ["TYPECOM", "COM", "DEP", "LIBELLE", "COMPARENT"]) { said in
        guard let code = said("COM"), let name = said("LIBELLE") else { return nil }
        // A part of another since, or an arrondissement of it: it leads to the whole.
        let whole: String? = said("COMPARENT").flatMap { $0 == code ? nil : $0 }
        return ReferentialEntry(
          .municipality, code, name, in: said("DEP") ?? String(code.prefix(2)), replacedBy: whole)
      },
      Layout(headings: ["DEP", "REG", "CHEFLIEU", "LIBELLE"]) { said in
        guard let code = said("DEP"), let name = said("LIBELLE") else { return nil }
        return ReferentialEntry(.department, code, name, in: said("REG"))
      },
      Layout(headings: ["REG", "CHEFLIEU", "LIBELLE"]) { said in
        guard let code = said("REG"), let name = said("LIBELLE") else { return nil }
        return ReferentialEntry(.region, code, name)
      },
      Layout(headings: ["classe", "libelle", "groupe"]) { said in
        guard let code = said("classe"), let name = said("libelle") else { return nil }
        return ReferentialEntry(.activity, code, name, in: said("groupe"))
      },
      Layout(headings: ["code_rome", "libelle_rome"]) { said in
        guard let code = said("code_rome"), let name = said("libelle_rome") else { return nil }
        return ReferentialEntry(.occupation, code, name)
      },
    ]
  }

  private static func entries(_ json: JSON) throws(Fault) -> [ReferentialEntry] {
    switch json {
    case .array(let items) where items.first?["membres"] != nil: return try intercommunalities(items)
    case .array(let items) where items.first?["value"] != nil: return try named(items)
    case .object where json["$defs"] != nil: return try codes(json)
    default: throw .unknown
    }
  }

  /// What the API of data·inclusion answers at `/doc/thematiques`, `/doc/publics`, `/doc/reseaux-porteurs`: codes with their
  /// names. Which of them it is stands in the codes only.
  private static func named(_ items: [JSON]) throws(Fault) -> [ReferentialEntry] {
    let codes: [String] = items.compactMap { $0["value"]?.string }
    let kind: ReferentialKind
    if codes.allSatisfy({ ReferentialCode.isOne($0, of: .theme) }) {
      kind = .theme
    } else if codes.contains(ServiceStore.everybody) {
      kind = .audience
    } else if codes.contains("mission-locale") {
      kind = .carrier
    } else {
      throw .unknown
    }
    var entries: [ReferentialEntry] = []
    for (index, item) in items.enumerated() {
      guard let code = item["value"]?.string, let name = item["label"]?.string, !name.isEmpty else {
        throw .incomplete(line: index + 1)
      }
      entries.append(ReferentialEntry(kind, code, name, in: heading(code, kind)))
    }
    return entries
  }

  /// The JSON schemas of data·inclusion, whose enumerations are codes alone.
  private static func codes(_ schema: JSON) throws(Fault) -> [ReferentialEntry] {
    var entries: [ReferentialEntry] = []
    for (name, kind) in [("Thematique", ReferentialKind.theme), ("Public", .audience), ("ReseauPorteur", .carrier)] {
      guard case .array(let codes)? = schema["$defs"]?[name]?["enum"] else { continue }
      entries += codes.compactMap(\.string).map { code in
        ReferentialEntry(kind, code, ReferentialCode.words(code), in: heading(code, kind), isUnnamed: true)
      }
    }
    guard !entries.isEmpty else { throw .unknown }
    return entries
  }

  private static func heading(_ code: String, _ kind: ReferentialKind) -> String? {
    kind == .theme ? code.firstRange(of: "--").map { String(code[..<$0.lowerBound]) } : nil
  }

  /// The intercommunalities with their members, as one JSON array.
  private static func intercommunalities(_ groups: [JSON]) throws(Fault) -> [ReferentialEntry] {
    var entries: [ReferentialEntry] = []
    for (index, group) in groups.enumerated() {
      guard let code = group["code"]?.string, let name = group["nom"]?.string,
        case .array(let members)? = group["membres"]
      else { throw .incomplete(line: index + 1) }
      entries.append(ReferentialEntry(.intercommunality, code, name))
      for member in members {
        guard let place = member["code"]?.string, let town = member["nom"]?.string else {
          throw .incomplete(line: index + 1)
        }
        entries.append(
          ReferentialEntry(
            .municipality, place, town, in: String(place.prefix(place.hasPrefix("97") ? 3 : 2)), groupedIn: code))
      }
    }
    return entries
  }
}
