import HTTP
import Platform
import SQL

/// That a territory does at home what a sheet describes: with the programme that was opened from it, or, where it runs
/// elsewhere, as it was reported.
struct Adoption: Fetched, Equatable {
  let id: ID<Adoption>
  let sheet: ID<Sheet>
  let sheetSlug: String
  let sheetTitle: String
  let sourceTerritory: ID<Territory>
  let sourceName: String
  /// Whose record it is: the adopter’s where it adopted here, the source’s where it was reported.
  let territory: ID<Territory>
  let programme: ID<Programme>?
  /// Where everybody may see it.
  let programmeSlug: String?
  let programmeName: String?
  let isPublic: Bool
  let adopter: String
  let day: Day
  /// What has to be there, and what was said of each.
  let conditions: [Answer]
  let licence: String
  let results: String
  let provenance: Provenance
  let version: Int

  struct Answer: Sendable, Equatable {
    let condition: String
    let isMet: Bool
  }

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    sheet = try row.next()
    sheetSlug = try row.next()
    sheetTitle = try row.next()
    sourceTerritory = try row.next()
    sourceName = try row.next()
    territory = try row.next()
    programme = try row.next()
    programmeSlug = try row.next()
    programmeName = try row.next()
    isPublic = try row.next(Bool?.self) ?? false
    adopter = try row.next()
    day = try row.next()
    conditions = try Adoption.answers(try row.next())
    licence = try row.next()
    results = try row.next()
    provenance = try row.next()
    version = try row.next()
  }

  private static func answers(_ text: String) throws(DatabaseError) -> [Answer] {
    guard let json = try? JSON(Array(text.utf8)) else { throw DatabaseError(.damaged, "adoption is no JSON") }
    return try Kept(json, "adoption").list("conditions") { (kept: Kept) throws(DatabaseError) in
      Answer(condition: try kept.string("condition"), isMet: try kept.flag("isMet"))
    }
  }

  static func text(_ answers: [Answer]) -> String {
    var json = JSONWriter()
    json.object { json in
      json.member("conditions", answers) { json, answer in
        json.member("condition", answer.condition)
        json.member("isMet", answer.isMet)
      }
    }
    return String(decoding: json.bytes, as: UTF8.self)
  }
}

extension View<Adoption> {
  static let adoption = View(
    "Adoption",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("adopter", .adopter) { .text($0.adopter) },
      Column("sheet", .oneSheet, link: { "/lab/\($0.sheetSlug)" }) { .text($0.sheetTitle) },
      Column("sheetSlug", .labAddress, forMachines: true) { .text($0.sheetSlug) },
      Column("source", .adoptedFrom) { .text($0.sourceName) },
      Column("day", .adoptedOn, .day) { .day($0.day) },
      Column("programme", .oneProgramme) { .text($0.isPublic ? $0.programmeName : nil) },
      Column("programmeSlug", .programmeSlug, forMachines: true) { .text($0.isPublic ? $0.programmeSlug : nil) },
      Column("results", .adoptionResults) { .text(filled: $0.results) },
      Column("provenance", .provenance, .word(Provenance.words), forMachines: true) { .choice($0.provenance) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}

extension Noun {
  static let adoption = Noun(
    fr: ("reprise", "reprises", .f), en: ("adoption", "adoptions"), de: ("Übernahme", "Übernahmen", .f))
}

extension Deed {
  static let sheetAdopted = Deed("sheet.adopted", Text(fr: "Dispositif adopté", en: "Programme adopted"))
  static let adoptionReported = Deed("adoption.reported", Text(fr: "Reprise signalée", en: "Adoption reported"))
  static let adoptionChanged = Deed(
    "adoption.changed", Text(fr: "Résultats d’une reprise modifiés", en: "Results of an adoption changed"))

  static let adoptions: [Deed] = [sheetAdopted, adoptionReported, adoptionChanged]
}
