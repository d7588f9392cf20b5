import Glibc
import HTTP
import SQL
import Tables
import TestSite
import Testing

@testable import Platform

/// Lists that people and machines take away.
@Suite struct ExportTests {
  private static let words: String = " =1+1  <L’Œuvre> & \"fils\"\u{1}\nseconde\tligne"

  private static func table(_ bytes: [UInt8]) throws -> [[TableCell]] {
    let table = try TableFile(bytes).rows()
    var rows: [[TableCell]] = [table.columns.map { .text($0.heading) }]
    while let row = try table.next() { rows.append(row.cells) }
    return rows
  }

  /// The file of one line of these cells.
  private static func sheet(_ cells: [Cell], _ link: String?, _ language: Language = .fr) throws -> [UInt8] {
    let (sheet, content) = (OpenSheet("Lots : [été] & co", language), try TemporaryFile())
    try content.append(sheet.head(cells.indices.map { "Colonne \($0)" } + ["Adresse"]))
    var bytes: [UInt8] = []
    sheet.append(cells, link, to: &bytes)
    try content.append(bytes)
    try content.append(sheet.end)
    return try sheet.packed(content).contents()
  }

  private static let cells: [Cell] = [
    .text(words), .int(-12), .year(2022), .area(Area(squareDecimetres: 10_050)), .hundredths(50), .decimal(0.5),
    .measured(92, Text(name: "92 %")), .money(Money(cents: -2_000_050)), .day(Day(2022, 6, 16)!),
    .day(Day(1850, 1, 2)!), .flag(true), .word(key: "office", Text(fr: "bureau", en: "office")), .none,
  ]

  @Test func `a spreadsheet for LibreOffice holds numbers, sums and days as what they are`() async throws {
    let bytes: [UInt8] = try Self.sheet(Self.cells, "https://terreau.example/lots/1?a=1&b=2")
    let path: String = "/tmp/terreau-export-\(UInt64.random(in: 0 ... .max)).ods"
    defer { unlink(path) }
    let file = try #require(fopen(path, "w"))
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
    let (code, output) = try await TestProcess.run(".cache/venv/bin/python", ["Tests/PlatformTests/opened.py", path])
    try #require(code == 0, "\(output)")
    let opened = try JSON(Array(output.utf8))
    #expect(opened[0]?.string == "Lots été & co")
    #expect(opened[1]?[0]?[1]?[3]?.string == "Colonne 1")
    let expected: [(type: String?, currency: String?, value: String?, words: String)] = [
      ("string", nil, nil, " =1+1  <L’Œuvre> & \"fils\"\nseconde\tligne"), ("float", nil, "-12", "-12"),
      ("float", nil, "2022", "2022"), ("float", nil, "100.5", "100,5\u{A0}m²"), ("float", nil, "0.5", "0,5"),
      ("float", nil, "0.5", "0,5"), ("float", nil, "92", "92 %"),
      ("currency", "EUR", "-20000.50", "-20\u{202F}000,50\u{A0}€"), ("date", nil, "2022-06-16", "16/06/2022"),
      ("date", nil, "1850-01-02", "02/01/1850"), ("string", nil, nil, "oui"), ("string", nil, nil, "bureau"),
      (nil, nil, nil, ""),
    ]
    for (index, cell) in expected.enumerated() {
      let found: JSON? = opened[1]?[1]?[index]
      #expect(found?[0]?.string == cell.type && found?[1]?.string == cell.currency, "\(index)")
      #expect(found?[2]?.string == cell.value, "\(index)")
      let (shown, wanted): (String, String) = (plain(found?[3]?.string ?? "?"), plain(cell.words))
      #expect(shown == wanted, "\(index)")
    }
    #expect(opened[1]?[1]?[13]?[4]?[0]?.string == "https://terreau.example/lots/1?a=1&b=2")
  }

  /// Whatever spaces do not break.
  private func plain(_ text: String) -> String {
    text.replacing("\u{A0}", with: " ").replacing("\u{202F}", with: " ").replacing("−", with: "-")
  }

  @Test(arguments: Language.allCases) func `our own reader finds in it what was written`(_ language: Language) throws {
    let rows: [[TableCell]] = try Self.table(try Self.sheet(Self.cells, nil, language))
    #expect(rows[1][0] == .text(" =1+1  <L’Œuvre> & \"fils\"\nseconde\tligne"))
    #expect(try rows[1][7].cents() == -2_000_050 && rows[1][8].day() == Day(2022, 6, 16))
    #expect(try rows[1][9].day() == Day(1850, 1, 2) && rows[1][3].number() == 100.5)
  }

  @Test func `a list leaves in four formats that say the same`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let place: Int = try await site.enterSite("=1+1 Été")
      let lot: Int = try await site.enterLot(on: place, "-12,5", area: "1250.5")
      try await site.enterLease(on: lot, to: "-A1", from: "2026-01-31")
      for path in ["/lots", "/baux", "/sites"] {
        let book: [[TableCell]] = try Self.table(try await site.get("\(path).xlsx", as: site.agent).bytes)
        let open: [[TableCell]] = try Self.table(try await site.get("\(path).ods", as: site.agent).bytes)
        let text: [[TableCell]] = try Self.table(try await site.get("\(path).csv", as: site.agent).bytes)
        #expect(open[0] == book[0] && open[0] == text[0] && open.count == 2 && book.count == 2 && text.count == 2)
        for index in open[1].indices {
          switch (open[1][index], book[1][index]) {
          case (.number(let left, _), .number(let right, _)): #expect(left == right)
          case (let left, let right): #expect(left == right, "\(path) \(index)")
          }
        }
      }
      let answer = try await site.get("/lots.ods", as: site.agent)
      #expect(answer.header("Content-Type") == "application/vnd.oasis.opendocument.spreadsheet")
      #expect(answer.header("Content-Disposition") == "attachment; filename=\"lots.ods\"")
    }
  }

  @Test func `machines get columns and words under their keys, as RFC 4180 has it`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let place: Int = try await site.enterSite("@Été, \\\"neuf\\\"")
      let lot: Int = try await site.enterLot(on: place, "-12,5", area: "1250.5")
      try await site.enterLease(on: lot, to: "=HYPERLINK(1)", from: "2026-01-31")
      let lots = try await site.get("/lots.csv?dialect=open", as: site.agent, headers: ["accept-language": "fr"])
      #expect(!lots.bytes.starts(with: [0xEF, 0xBB, 0xBF]))
      let head: [Substring] = (lots.text.split(separator: "\r\n").first ?? "").split(separator: ",")
      #expect(head.contains("area") && head.contains("kind") && head.last == "url")
      // A number below zero is no formula; a sign that begins one is defused as in every export.
      #expect(lots.text.contains(",\"-12,5\",") && lots.text.contains(",1250.5,") && lots.text.contains(",workshop,"))
      #expect(lots.text.contains("\"'@Été, \"\"neuf\"\"\""))
      let leases = try await site.get("/baux.csv?dialect=open", as: site.agent).text
      #expect(leases.contains(",2026-01-31,") && leases.contains(",'=HYPERLINK(1),"))
      let german = try await site.get("/lots.csv?dialect=open", as: site.agent, headers: ["accept-language": "en"])
      #expect(german.bytes == lots.bytes, "in whatever language one reads")
      let usual = try await site.get(
        "/lots.csv?dialect=spreadsheet", as: site.agent, headers: ["accept-language": "fr"])
      #expect(usual.text.contains(";\"-12,5\";") && usual.text.contains(";1250,5;"))
      #expect(try await site.get("/lots.csv?dialect=klingon", as: site.agent).status == 422)
      // Who holds a token has the same files.
      let bearer = try await site.get("/api/v1/lots.csv?dialect=open", as: site.agent)
      #expect(bearer.status == 200 && bearer.bytes == lots.bytes)
      #expect(try await site.get("/api/v1/lots.ods", as: site.agent).bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]))
      #expect([401, 404].contains(try await site.get("/api/v1/baux.ods").status), "and nobody else")
    }
  }

  @Test func `a list’s page offers its files as it is filtered`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let page = try await site.get("/lots?q=a&page=2&size=1", as: site.agent, headers: ["accept-language": "fr"]).text
      for (address, label) in [
        ("/lots.csv?q=a", "CSV"), ("/lots.xlsx?q=a", "Excel"), ("/lots.ods?q=a", "LibreOffice"),
        ("/lots.csv?q=a&amp;dialect=open", "CSV (données ouvertes)"),
      ] { #expect(page.contains("<a download href=\"\(address)\">\(label)</a>"), "\(label)") }
    }
  }
}
