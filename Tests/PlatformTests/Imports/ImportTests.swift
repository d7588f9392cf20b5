import HTTP
import SQL
import Site
import TestSite
import Testing

@testable import Platform

/// Tables that become organisations: read, looked at, written, sent again, taken back.
@Suite struct ImportTests {
  private static let list: String = "/annuaire/organisations"

  static let table: String = """
    Raison sociale;SIRET;Ville;CP;Téléphone;Nature;Remarque
    Ébénisterie Martin;24420077000018;Fontaine;38600;04 76 00 00 01;Entreprise;bonne
    Régie de quartier;;Échirolles;38130;476000002;association;
    Mauvais numéro;24420077000011;Fontaine;38600;;;
    ;38047555800058;Fontaine;38600;;;
    Ébénisterie Martin;244 200 770 00018;Fontaine;38600;;;deux fois
    """

  private func organisations(_ site: TestSite) async throws -> [String] {
    let list = try await site.get("/api/v1/annuaire/organisations?size=500", as: site.agent).json()
    guard case .array(let items)? = list["items"] else { return [] }
    return items.compactMap { $0["name"]?.string }.sorted()
  }

  @Test(arguments: TestDatabase.dialects)
  func `a table is read first: each line says what would become of it, and nothing is written`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let before: [String] = try await organisations(site)
      let path: String = try await site.send(Self.table, to: Self.list)
      #expect(try await site.states(of: path) == ["2 new", "3 new", "4 rejected", "5 rejected", "6 rejected"])
      #expect(try await organisations(site) == before)
      let all: [JSON] = try await site.lines(of: path)
      let why: [String] = all.map { $0["notes"]?.string ?? "" }
      #expect(why[2].contains("Colonne B (SIRET)") && why[2].contains("chiffre"), "\(why[2])")
      #expect(why[3].contains("Colonne A (Raison sociale)"), "\(why[3])")
      #expect(why[4].contains("ligne 2"), "\(why[4])")
      // A telephone that a spreadsheet had taken for a number has its zero again.
      #expect(all[1]["column5"]?.string == "0476000002")
      let page = try await site.get(path, as: site.agent)
      #expect(page.words.contains("À vérifier") && page.words.contains("Enregistrer ces lignes"))
      #expect(page.words.contains("n’est pas lue"), "nobody reads « Remarque »")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `what is written is told in the journal, and the same table sent again changes nothing`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let path: String = try await site.send(Self.table, to: Self.list)
      try await site.press("\(path)/application")
      let names: [String] = try await organisations(site)
      #expect(names.contains("Ébénisterie Martin") && names.contains("Régie de quartier"))
      #expect(!names.contains("Mauvais numéro"))
      let told: Int = try await site.database.read {
        try await $0.value(
          "SELECT count(*) FROM audit_line WHERE action = 'organisation.entered' AND after_json LIKE '%244200770%'")
      }
      #expect(told == 1)
      let again: String = try await site.send(Self.table, to: Self.list)
      #expect(try await site.states(of: again).prefix(2) == ["2 same", "3 same"])
      try await site.press("\(again)/application")
      #expect(try await organisations(site) == names)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a table that comes again updates what it says and leaves what it does not`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await site.press("\(try await site.send(Self.table, to: Self.list))/application")
      let later: String = """
        Raison sociale,SIRET,Téléphone,E-mail
        Ébénisterie Martin,24420077000018,,atelier@martin.example
        """
      let path: String = try await site.send(later, to: Self.list)
      let line: JSON = try await site.lines(of: path)[0]
      #expect(line["state"]?.string == "changed")
      #expect(line["notes"]?.string?.contains("— → atelier@martin.example") == true, "\(line)")
      try await site.press("\(path)/application")
      let found = try await site.get("/api/v1/annuaire/organisations?q=24420077000018", as: site.agent).json()
      let martin: JSON = try #require(found["items"]?[0])
      #expect(
        martin["email"]?.string == "atelier@martin.example" && martin["phone"]?.string == "0476000001", "\(martin)")
      #expect(martin["municipality"]?.string == "Fontaine")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `rejected lines are taken away with their reasons, put right and sent again`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let path: String = try await site.send(Self.table, to: Self.list)
      let file = try await site.get("\(path)/lignes.csv?state=rejected", as: site.agent)
      #expect(file.text.contains("Mauvais numéro;24420077000011"), "\(file.text)")
      #expect(file.text.contains("Motif") && !file.text.contains("Régie"))
      let path2: String = try await site.send(
        file.text.replacing("24420077000011", with: "38047555800058"), to: Self.list, named: "corrigé.csv")
      #expect(try await site.states(of: path2).first == "2 new")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `an import is taken back, but for what somebody has touched since`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let before: [String] = try await organisations(site)
      let first: String = try await site.send(Self.table, to: Self.list)
      try await site.press("\(first)/application")
      let change: String = try await site.send(
        "Nom;SIRET;Ville\nAtelier Martin;24420077000018;Grenoble\n", to: Self.list)
      try await site.press("\(change)/application")
      #expect(try await organisations(site).contains("Atelier Martin"))
      try await site.press("\(change)/annulation")
      #expect(try await organisations(site).contains("Ébénisterie Martin"))
      // As the first import had left it: it goes with the rest.
      try await site.press("\(first)/annulation")
      #expect(try await organisations(site) == before)
      #expect(try await site.lines(of: first).compactMap { $0["outcome"]?.string } == ["undone", "undone"])
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `what somebody has touched since an import stays when it is taken back, even after a later one was`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let before: [String] = try await organisations(site)
      let first: String = try await site.send(Self.table, to: Self.list)
      try await site.press("\(first)/application")
      let found = try await site.get("/api/v1/annuaire/organisations?q=24420077000018", as: site.agent).json()
      let id: Int = try #require(found["items"]?[0]?["id"]?.int)
      let renamed = try await site.api(
        "/annuaire/organisations/\(id)", #"{"version":1,"name":"Atelier Martin","number":"24420077000018"}"#,
        as: site.agent)
      #expect(renamed.status == 200, "\(renamed.text)")
      let change: String = try await site.send("Nom;SIRET;Ville\nMartin;24420077000018;Grenoble\n", to: Self.list)
      try await site.press("\(change)/application")
      try await site.press("\(change)/annulation")
      try await site.press("\(first)/annulation")
      #expect(try await organisations(site) == (before + ["Atelier Martin"]).sorted())
      #expect(try await site.lines(of: first).compactMap { $0["outcome"]?.string } == ["kept", "undone"])
      #expect(try await site.get(first, as: site.agent).words.contains("1 ligne conservée"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `one record on two lines, by its SIRET and by its RNA, is told on the second`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let entered = try await site.api(
        "/annuaire/organisations", #"{"name":"Régie","number":"24420077000018","rna":"W381000001"}"#, as: site.agent)
      #expect(entered.status == 201, "\(entered.text)")
      let table: String = "Nom;SIRET;RNA\nRégie d’ici;24420077000018;\nRégie de là;;W381000001\n"
      let path: String = try await site.send(table, to: Self.list)
      #expect(try await site.states(of: path) == ["2 changed", "3 rejected"])
      let line: JSON = try await site.lines(of: path)[1]
      #expect(line["notes"]?.string?.contains("ligne 2") == true, "\(line)")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a line that looks like a record waits until somebody says what it is`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await site.press("\(try await site.send(Self.table, to: Self.list))/application")
      let path: String = try await site.send(
        "Nom;Ville\nEbenisterie Martain;Fontaine\nS.A.R.L. Françon;Fontaine\nFrancon;Fontaine\n", to: Self.list)
      #expect(try await site.states(of: path) == ["2 doubtful", "3 new", "4 doubtful"])
      let doubtful: [JSON] = try await site.lines(of: path, "state=doubtful")
      #expect(doubtful[0]["notes"]?.string?.contains("Ébénisterie Martin") == true, "\(doubtful[0])")
      #expect(doubtful[1]["notes"]?.string?.contains("la ligne 3") == true, "\(doubtful[1])")
      let id: Int = try await site.database.read {
        try await $0.value("SELECT min(id) FROM import_line WHERE state = 'doubtful'")
      }
      let decided = try await site.post(
        "\(path)/lignes/\(id)/decision", ["meaning": "known"], as: site.agent)
      #expect(decided.status == 303, "\(decided.text)")
      try await site.press("\(path)/application")
      let names: [String] = try await organisations(site)
      #expect(names.contains("Ebenisterie Martain") && !names.contains("Ébénisterie Martin"))
      #expect(!names.contains("Francon"), "nobody said that it is another one")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `columns that a file calls otherwise are named by whoever sends it`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let path: String = try await site.send("Machin;Truc\nAtelier Noir;Seyssinet\n", to: Self.list)
      #expect(try await site.states(of: path) == ["2 rejected"])
      let id: Substring = path.split(separator: "/").last!
      let form: String = "/annuaire/organisations/import/\(id)/colonnes"
      #expect(try await site.get(form, as: site.agent).text.contains("A — Machin"))
      let twice = try await site.post(
        "\(form)/choix", ["of-name": "A", "of-municipality": "A"], as: site.agent)
      #expect(twice.status == 422 && twice.words.contains("sert déjà"), "\(twice.status)")
      let read = try await site.post("\(form)/choix", ["of-name": "A", "of-municipality": "B"], as: site.agent)
      #expect(read.status == 303, "\(read.text)")
      try await site.app.workOff()
      #expect(try await site.states(of: path) == ["2 new"])
    }
  }

  static let broken: [(String, [UInt8], String)] = [
    ("photo.csv", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0], "une image, pas un tableau"),
    ("coupé.csv", Array("Nom;Ville\nAtelier;\"Font".utf8), "jamais refermé"),
    ("classeur.xlsx", [0x50, 0x4B, 0x03, 0x04, 0x14, 0, 0, 0, 8, 0, 1, 2, 3], "coupé"),
    ("vide.csv", Array(" \n \n".utf8), "aucune ligne"),
  ]

  @Test(arguments: TestDatabase.dialects)
  func `a file that is no table says what it is, and another is sent`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      for (name, bytes, why) in Self.broken {
        let sent = try await site.post(
          "/annuaire/organisations/import/envoi", [:], file: ("file", "../../\(name)", bytes), as: site.agent)
        let path: String = try #require(sent.location, "\(sent.text)")
        try await site.app.workOff()
        let page = try await site.get(path, as: site.agent)
        #expect(page.words.contains(why) && page.words.contains("Illisible"), "\(name): \(page.words)")
        #expect(page.text.contains(name) && !page.text.contains("../"))
        let applied = try await site.post("\(path.prefix { $0 != "?" })/application", [:], as: site.agent)
        #expect(applied.status == 409)
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a cancelled import keeps what it had written and can be gone on with`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let path: String = try await site.send(Self.table, to: Self.list)
      let pressed = try await site.post("\(path)/application", [:], as: site.agent)
      #expect(pressed.status == 303)
      // Pressed twice, it is written once.
      #expect(try await site.post("\(path)/application", [:], as: site.agent).status == 303)
      let job: Int = try await site.database.read { try await $0.value("SELECT max(id) FROM job") }
      #expect(try await site.post("/travaux/\(job)/annulation", [:], as: site.agent).status == 303)
      try await site.app.workOff()
      #expect(try await site.lines(of: path).allSatisfy { $0["outcome"]?.string == nil })
      let page = try await site.get(path, as: site.agent)
      #expect(page.words.contains("Reprendre") && page.words.contains("Annulé"), "\(page.words)")
      try await site.press("\(path)/application")
      #expect(try await organisations(site).contains("Ébénisterie Martin"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `what was sent is forgotten after a month`(_ dialect: Dialect) async throws {
    let clock = TestClock()
    try await TestSite.with(dialect, { $0.clock = clock.clock }) { site async throws in
      _ = try await site.send(Self.table, to: Self.list)
      func left() async throws -> Int {
        try await site.database.read {
          try await $0.value("SELECT (SELECT count(*) FROM import_file) + (SELECT count(*) FROM import_line)")
        }
      }
      #expect(try await left() == 6)
      clock.advance(seconds: 31 * 86_400)
      try await site.app.forgetOld()
      #expect(try await left() == 0)
    }
  }
}
