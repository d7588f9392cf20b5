import HTTP
import SQL
import TestSite
import Testing

/// What a table does to records that are there already, and what it must not.
@Suite struct KnownRecordTests {
  private static let list: String = "/annuaire/organisations"

  private func enter(_ site: TestSite, _ fields: String) async throws -> Int {
    let entered = try await site.api(Self.list, fields, as: site.agent)
    return try #require(try entered.json()["id"]?.int, "\(entered.text)")
  }

  private func organisation(_ site: TestSite, _ id: Int) async throws -> JSON {
    try await site.get("/api/v1\(Self.list)/\(id)", as: site.agent).json()
  }

  private func write(_ site: TestSite, _ table: String) async throws -> String {
    let path: String = try await site.send(table, to: Self.list)
    try await site.press("\(path)/application")
    return path
  }

  @Test(arguments: TestDatabase.dialects)
  func `the number of a company does not take away that of its establishment`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let id: Int = try await enter(site, #"{"name":"Ébénisterie Martin","number":"24420077000018"}"#)
      _ = try await write(site, "Nom;SIREN;Ville\nÉbénisterie Martin;244200770;Fontaine\n")
      let martin: JSON = try await organisation(site, id)
      #expect(martin["siret"]?.string == "24420077000018" && martin["municipality"]?.string == "Fontaine", "\(martin)")
      let again: String = try await site.send("Nom;SIREN;Ville\nÉbénisterie Martin;244200770;Fontaine\n", to: Self.list)
      #expect(try await site.states(of: again) == ["2 same"])
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `the number of a double that was merged leads to the record that was kept, and leaves it its own`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let gone: Int = try await enter(site, #"{"name":"Martin ancien","number":"38047555800058"}"#)
      let kept: Int = try await enter(site, #"{"name":"Martin","number":"24420077000018"}"#)
      let merged = try await site.post(
        "/annuaire/doublons/\(gone)/\(kept)/decision", ["keep": "\(kept)"], as: site.agent)
      #expect(merged.status == 303, "\(merged.text)")
      let path: String = try await write(site, "Nom;SIRET;Ville\nMartin;38047555800058;Fontaine\n")
      #expect(try await site.states(of: path) == ["2 changed"])
      let martin: JSON = try await organisation(site, kept)
      #expect(martin["siret"]?.string == "24420077000018" && martin["municipality"]?.string == "Fontaine", "\(martin)")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `an association known by its RNA is known again when it has a SIRET`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let id: Int = try await enter(site, #"{"name":"Régie","rna":"W381000001"}"#)
      let path: String = try await write(site, "Nom;SIRET;RNA\nRégie;24420077000018;W381000001\n")
      #expect(try await site.states(of: path) == ["2 changed"])
      #expect(try await organisation(site, id)["siret"]?.string == "24420077000018")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a number that two lines give themselves is refused on the second, and stops nothing else`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let path: String = try await site.send(
        """
        Nom;SIRET;RNA;Ville
        Régie Nord;24420077000018;W381000001;Fontaine
        Régie Sud;24420077000026;W381000001;Échirolles
        Tout autre chose;;;Grenoble
        """, to: Self.list)
      try await site.press("\(path)/nouvelles")
      try await site.press("\(path)/application")
      let lines: [JSON] = try await site.lines(of: path)
      #expect(lines.map { $0["outcome"]?.string } == ["written", "refused", "written"], "\(lines)")
      #expect(lines[1]["notes"]?.string?.contains("Régie Nord") == true, "\(lines[1])")
      // What was rejected and what was refused are put right together.
      let file = try await site.get("\(path)/lignes.csv?toMend=true", as: site.agent)
      #expect(file.text.contains("Régie Sud") && !file.text.contains("Régie Nord;"), "\(file.text)")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `what somebody corrects between reading and writing is not undone without a word`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let own: String = #""number":"24420077000018""#
      let id: Int = try await enter(site, #"{"name":"Atelier","municipality":"Fontaine",\#(own)}"#)
      let table: String = "Nom;SIRET;Ville;E-mail\nAtelier;24420077000018;Fontaine;ici@atelier.example\n"
      let first: String = try await site.send(table, to: Self.list)
      let moved = try await site.api(
        "\(Self.list)/\(id)", #"{"version":1,"name":"Atelier","municipality":"Meylan",\#(own)}"#, as: site.agent)
      #expect(moved.status == 200, "\(moved.text)")
      try await site.press("\(first)/application")
      let after: JSON = try await organisation(site, id)
      #expect(after["email"]?.string == "ici@atelier.example" && after["municipality"]?.string == "Meylan", "\(after)")

      // The very value that was to change has changed: nobody has seen that.
      let second: String = try await site.send(table, to: Self.list)
      let again = try await site.api(
        "\(Self.list)/\(id)", #"{"version":3,"name":"Atelier","municipality":"Seyssins",\#(own)}"#, as: site.agent)
      #expect(again.status == 200, "\(again.text)")
      try await site.press("\(second)/application")
      let line: JSON = try await site.lines(of: second)[0]
      #expect(line["outcome"]?.string == "refused", "\(line)")
      #expect(line["notes"]?.string?.contains("Seyssins") == true, "\(line)")
      #expect(try await organisation(site, id)["municipality"]?.string == "Seyssins")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a record that was merged between reading and writing is not entered anew`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let gone: Int = try await enter(site, #"{"name":"Atelier Noir","municipality":"Fontaine"}"#)
      let kept: Int = try await enter(site, #"{"name":"Le Noir","municipality":"Fontaine"}"#)
      let path: String = try await site.send("Nom;Ville;E-mail\nAtelier Noire;Fontaine;a@b.example\n", to: Self.list)
      #expect(try await site.states(of: path) == ["2 doubtful"])
      try await site.press("\(path)/connues")
      let merged = try await site.post(
        "/annuaire/doublons/\(gone)/\(kept)/decision", ["keep": "\(kept)"], as: site.agent)
      #expect(merged.status == 303, "\(merged.text)")
      try await site.press("\(path)/application")
      let line: JSON = try await site.lines(of: path)[0]
      #expect(line["outcome"]?.string == "refused", "\(line)")
      let all = try await site.get("/api/v1\(Self.list)?q=noire", as: site.agent).json()
      #expect(all["total"]?.int == 0, "\(all)")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a doubtful line says what it would change of the record that it looks like`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      _ = try await enter(site, #"{"name":"Ébénisterie Martin","municipality":"Fontaine"}"#)
      let path: String = try await site.send("Nom;Ville\nEbenisterie Martain;Fontaine\n", to: Self.list)
      let line: JSON = try await site.lines(of: path)[0]
      #expect(line["state"]?.string == "doubtful")
      #expect(line["notes"]?.string?.contains("Ébénisterie Martin → Ebenisterie Martain") == true, "\(line)")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `what is guarded against spreadsheets in a file of rejected lines is read as it was`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let path: String = try await site.send(
        "Nom;SIRET\n-Atelier-;24420077000011\n", to: Self.list)
      let file = try await site.get("\(path)/lignes.csv?toMend=true", as: site.agent)
      #expect(file.text.contains("'-Atelier-;"), "\(file.text)")
      _ = try await write(site, file.text.replacing("24420077000011", with: "24420077000018"))
      let found = try await site.get("/api/v1\(Self.list)?q=24420077000018", as: site.agent).json()
      #expect(found["items"]?[0]?["name"]?.string == "-Atelier-", "\(found)")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a file that cannot be read can be dropped`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let path: String = try await site.send("Nom;Ville\nAtelier;\"Font", to: Self.list)
      try await site.press("\(path)/abandon")
      #expect(try await site.get("/api/v1\(path)", as: site.agent).json()["state"]?.string == "dropped")
    }
  }
}
