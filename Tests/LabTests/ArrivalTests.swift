import Glibc
import HTTP
import Platform
import SQL
import TestSite
import Testing

@testable import Lab

/// Documents that people bring along.
@Suite struct ArrivalTests {
  private static func document(_ kind: String) async throws -> [UInt8] {
    let path: String = "/tmp/terreau-arrival-\(UInt64.random(in: 0 ... .max))-\(kind)"
    defer { unlink(path) }
    let (code, output) = try await TestProcess.run(
      ".cache/venv/bin/python", ["Tests/LabTests/documents.py", kind, path])
    try #require(code == 0, "\(output)")
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var room: [UInt8] = Array(repeating: 0, count: 65_536)
    while case let count = fread(&room, 1, room.count, file), count > 0 { bytes += room[..<count] }
    return bytes
  }

  @Test func `a Word document becomes parts with their marks, its headings rubrics`() async throws {
    let arrived = try ArrivedText(try await Self.document("word"))
    let parts: [ArrivalPart] = ArrivalPart.parts(of: arrived, for: .lab)
    #expect(
      parts.map(\.heading) == [
        "1. CONTEXTE TERRITORIAL", "La gouvernance", "Recettes de cuisine", "L’ambition : visions d’élus",
      ])
    #expect(parts.map(\.rubric) == [.context, .governance, nil, .visions])
    #expect(parts.map(\.isExact) == [true, false, false, true])
    #expect(
      parts[0].text == """
        Le territoire est **très industriel** et *dense*. Voir [le site](https://exemple.fr/a%28b%29) ou rien

        ### Une histoire

        \\# pas un titre, 3 \\* 4 = 12 \\<b\\>
        """)
    #expect(
      parts[1].text == """
        - le comité propose
        - le bureau décide

        | Année | Aide |
        | --- | --- |
        | 2021 | 20 000 € |
        """)
    #expect(
      parts[3].visions?.first?.name == "Ada Dupont" && parts[3].visions?.first?.mandates == ["maire", "présidente"])
  }

  @Test func `an ODT document does too`() async throws {
    let parts: [ArrivalPart] = ArrivalPart.parts(of: try ArrivedText(try await Self.document("odt")), for: .lab)
    #expect(parts.map(\.rubric) == [.presentation] && parts.first?.isExact == true)
    #expect(
      parts.first?.text == """
        Un **label**, [ici](https://exemple.fr/).

        1. premier
        1. second

        | a | b |
        | --- | --- |
        """)
  }

  @Test func `who knows no styles types bold lines, or a rubric’s name on a line; others have one part to place`()
    async throws
  {
    let bold: [ArrivalPart] = ArrivalPart.parts(of: try ArrivedText(try await Self.document("bold")), for: .lab)
    #expect(bold.map(\.rubric) == [.context, .transfer] && bold.allSatisfy(\.isExact))
    #expect(bold.map(\.text) == ["Le territoire.", "Il faut un pilote."])
    let plain: [ArrivalPart] = ArrivalPart.parts(of: try ArrivedText(try await Self.document("plain")), for: .lab)
    #expect(plain.map(\.heading) == [""] && plain.first?.rubric == nil)
    #expect(plain.first?.text == "Un texte sans aucun titre.\n\nUn second paragraphe.")
  }

  @Test func `ten thousand paragraphs are read`() async throws {
    let arrived = try ArrivedText(try await Self.document("long"))
    #expect(arrived.blocks.count == 10_001)
    #expect(ArrivalPart.parts(of: arrived, for: .lab).count == 1)
  }

  static let faults: [(String, TemplateFault)] = [
    ("bomb", .tooLarge), ("entities", .damaged), ("doc", .oldOrLocked), ("cut", .damaged), ("text", .otherFormat),
  ]

  @Test(arguments: faults)
  func `what does harm, or is no document, is refused in words`(_ kind: String, _ fault: TemplateFault) async throws {
    let bytes: [UInt8] = try await Self.document(kind)
    #expect(throws: fault) { try ArrivedText(bytes) }
  }

  static let headings: [(String, RubricKind?, Bool)] = [
    ("Contexte territorial", .context, true), ("I – CONTEXTE TERRITORIAL :", .context, true),
    ("3) L'effet dynamique de l'action", .effect, true), ("Gouvernance du projet", .governance, false),
    ("Conditions de transfert", .transfer, false), ("Innovations", nil, false), ("Bibliographie", nil, false),
    ("La mairie", nil, false),
  ]

  @Test(arguments: headings)
  func `a heading means a rubric whatever its accents, capitals and numbers`(
    _ heading: String, _ rubric: RubricKind?, _ isExact: Bool
  ) {
    let match = HeadingMatch(heading, of: .lab)
    #expect(match?.rubric == rubric, "\(heading)")
    if let match { #expect(match.isExact == isExact, "\(heading)") }
  }

  @Test(arguments: TestDatabase.dialects)
  func `nothing is written before it was shown, and what is replaced is kept`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let sheet = try await SheetSite.build(site, "import")
      try await sheet.write("context", "Ce qui y était.")
      func hand(_ kind: String) async throws -> Answer {
        try await site.post(
          "\(sheet.path)/arrivees", [:], file: ("file", "fiche.docx", try await Self.document(kind)), as: site.agent)
      }
      for kind in ["doc", "cut", "entities", "bomb", "empty", "text"] {
        let refused = try await hand(kind)
        #expect(refused.status == 422 || refused.status == 400, "\(kind): \(refused.status)")
      }
      let read = try await hand("word")
      let place: String = try #require(read.location.map { String($0.prefix { $0 != "?" }) }, "\(read.text)")
      #expect(try await sheet.text(of: "context") == "Ce qui y était.")
      let shown = try await site.get(place, as: site.agent)
      #expect(shown.words.contains("Recettes de cuisine") && shown.words.contains("Ce qui y était."))
      #expect(shown.words.contains("Proposé d’après un titre voisin"))
      let version: Int =
        1
        + (try await site.database.read { session in
          try await session.value(
            "SELECT CAST(sum(version) AS BIGINT) FROM rubric WHERE territory_id = \(site.here.id) AND sheet_id = \(Int64(sheet.sheet))"
          )
        })
      let stale = try await site.api(
        "\(place)/placement", #"{"rubric1":"context","version":\#(version + 1)}"#, as: site.agent)
      #expect(stale.status == 409, "\(stale.text)")
      let wrong = try await site.api(
        "\(place)/placement", #"{"rubric1":"objectives","version":\#(version)}"#, as: site.agent)
      #expect(try wrong.wrongFields() == ["rubric1"])
      let taken = try await site.api(
        "\(place)/placement",
        #"{"rubric1":"context","way1":"replace","rubric2":"governance","rubric4":"visions","version":\#(version)}"#,
        as: site.agent)
      #expect(taken.status == 200, "\(taken.text)")
      #expect(try await sheet.text(of: "context").hasPrefix("Le territoire est **très industriel**"))
      #expect(try await sheet.text(of: "governance").hasSuffix("| 2021 | 20 000 € |"))
      let versions = try await site.get("\(sheet.path)/rubriques/context/versions", as: site.agent).words
      #expect(versions.contains("Ce qui y était."))
      let page = try await site.get(sheet.path, as: site.agent).words
      #expect(page.contains("Ada Dupont") && !page.contains("Ce qui n’a pas de place"))
      #expect(try await site.get(place, as: site.agent).status == 404)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `what is added comes after what is there, and a rubric that would be too long is refused next to its field`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let sheet = try await SheetSite.build(site, "import")
      try await sheet.write("context", "Avant.")
      for (kind, status) in [("bold", 200), ("long", 400)] {
        let read = try await site.post(
          "\(sheet.path)/arrivees", [:], file: ("file", "f.docx", try await Self.document(kind)), as: site.agent)
        let place: String = try #require(read.location.map { String($0.prefix { $0 != "?" }) }, "\(read.text)")
        let version: Int =
          1
          + (try await site.database.read { session in
            try await session.value(
              "SELECT CAST(sum(version) AS BIGINT) FROM rubric WHERE territory_id = \(site.here.id) AND sheet_id = \(Int64(sheet.sheet))"
            )
          })
        let placed = try await site.api(
          "\(place)/placement", #"{"rubric1":"context","version":\#(version)}"#, as: site.agent)
        if status == 200 {
          #expect(placed.status == 200, "\(placed.text)")
          #expect(try await sheet.text(of: "context") == "Avant.\n\nLe territoire.")
        } else {
          #expect(try placed.wrongFields() == ["rubric1"])
        }
      }
    }
  }
}
