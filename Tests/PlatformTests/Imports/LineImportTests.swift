import HTTP
import SQL
import TestSite
import Testing

/// Tables whose lines name other records: services by who offers them, functions by who has them where.
@Suite struct LineImportTests {
  private func names(_ site: TestSite, _ path: String, _ key: String = "name") async throws -> [String] {
    let list = try await site.get("/api/v1\(path)", as: site.agent).json()
    guard case .array(let items)? = list["items"] else { return [] }
    return items.compactMap { $0[key]?.string }
  }

  @Test(arguments: TestDatabase.dialects)
  func `services are entered with who offers them, updated, and taken back`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await site.press(
        "\(try await site.send("Nom;SIRET;Ville\nGarage solidaire;24420077000018;Fontaine\nPar là;;Meylan\n", to: "/annuaire/organisations"))/application"
      )
      let table: String = """
        Nom du service;Structure;SIRET;Description;Type;Frais;Modes d’accueil;Publics
        Prêt d’une voiture;;24420077000018;Une voiture.;Aide matérielle;payant;sur place | À distance;
        Réparations;garage SOLIDAIRE;;On répare.;;gratuit;;
        Atelier CV;Personne;;On écrit.;;;;
        Atelier mobile;Garage solidair;;On passe.;;;;
        Sans structure;;;On ne sait.;;;;
        Mauvais genre;Par là;;Bien.;Cirque;;;
        Tout le monde;Par là;;Bien.;;;;tous-publics;
        """
      let path: String = try await site.send(table, to: "/annuaire/services")
      let why: [String] = try await site.lines(of: path).map { $0["notes"]?.string ?? "" }
      #expect(
        try await site.states(of: path) == [
          "2 new", "3 new", "4 rejected", "5 rejected", "6 rejected", "7 rejected", "8 new",
        ], "\(why)")
      #expect(why[2].contains("« Personne » n’est pas dans l’annuaire"), "\(why[2])")
      #expect(why[3].contains("« Garage solidaire » y est"), "\(why[3])")
      #expect(!why[4].contains("nombre"), "one thing is missing, said once: \(why[4])")
      try await site.press("\(path)/application")
      #expect(
        try await names(site, "/annuaire/services") == ["Prêt d’une voiture", "Réparations", "Tout le monde"])
      let loan = try await site.get("/api/v1/annuaire/services/1", as: site.agent).json()
      #expect(loan["type"]?.string == "aide-materielle" && loan["isPublic"] == .bool(true), "\(loan)")
      #expect(try await site.states(of: try await site.send(table, to: "/annuaire/services")).first == "2 same")
      let again: String = try await site.send(
        "Intitulé;Structure;Frais\nREPARATIONS;Garage solidaire;payant\n", to: "/annuaire/services")
      #expect(try await site.states(of: again) == ["2 changed"])
      try await site.press("\(again)/application")
      #expect(try await site.get("/api/v1/annuaire/services/2", as: site.agent).json()["fee"]?.string == "payant")
      try await site.press("\(again)/annulation")
      #expect(try await site.get("/api/v1/annuaire/services/2", as: site.agent).json()["fee"]?.string == "gratuit")
      try await site.press("\(path)/annulation")
      #expect(try await names(site, "/annuaire/services") == [])
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a service that a table says is not to be published is not`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await site.press(
        "\(try await site.send("Nom;Ville\nPar là;Meylan\n", to: "/annuaire/organisations"))/application")
      let table: String = """
        Nom;Structure;Description;Diffusé
        Accueil;Par là;On accueille.;non
        Atelier;Par là;On répare.;oui
        Permanence;Par là;On écoute.;
        """
      func published() async throws -> [Bool] {
        let list = try await site.get("/api/v1/annuaire/services?sort=name", as: site.agent).json()
        guard case .array(let items)? = list["items"] else { return [] }
        return items.map { $0["isPublic"] == .bool(true) }
      }
      try await site.press("\(try await site.send(table, to: "/annuaire/services"))/application")
      #expect(try await published() == [false, true, true])
      let again: String = try await site.send(table, to: "/annuaire/services")
      #expect(try await site.states(of: again) == ["2 same", "3 same", "4 same"])
      let closed: String = try await site.send(
        "Nom;Structure;Diffusé\nAtelier;Par là;non\n", to: "/annuaire/services")
      #expect(try await site.lines(of: closed)[0]["notes"]?.string?.contains("oui → non") == true)
      try await site.press("\(closed)/application")
      #expect(try await published() == [false, false, true])
      // What its page would refuse of a change is said when the table is read.
      let mixed: String = try await site.send(
        "Nom;Structure;Publics\nAtelier;Par là;tous-publics | femmes\n", to: "/annuaire/services")
      #expect(try await site.states(of: mixed) == ["2 rejected"])
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a list of contacts says who does what where, in files and organisations that are known`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      for (list, table) in [
        ("/annuaire/organisations", "Nom;SIRET\nCoop’Vélo;24420077000018\n"),
        (
          "/annuaire/personnes",
          "Nom;Prénom;Né le;E-mail\nRoussel;Mila;16/06/1987;mila@exemple.example\nMartin;Jean;01/01/1970;\nMartin;Jean;02/02/1980;\n"
        ),
      ] { try await site.press("\(try await site.send(table, to: list))/application") }
      let table: String = """
        Nom;Prénom;Né le;Structure;Fonction;Rôle;Depuis;Jusqu’au
        ROUSSEL;Mila;;Coop’Vélo;Directrice;dirigeante;01/09/2025;
        Martin;Jean;;Coop’Vélo;Comptable;;;
        Martin;Jean;01/01/1970;Coop’Vélo;Comptable;salarié;;
        Inconnue;Ida;;Coop’Vélo;;;;
        Roussel;Mila;;Ailleurs;;;;
        Roussel;Mila;;Coop’Vélo;;membre;01/01/2026;31/12/2025
        """
      let list: String = "/annuaire/personnes/fonctions"
      #expect(try await site.get("/annuaire/personnes", as: site.agent).text.contains("\(list)/import"))
      let path: String = try await site.send(table, to: list)
      let why: [String] = try await site.lines(of: path).map { $0["notes"]?.string ?? "" }
      #expect(
        try await site.states(of: path) == [
          "2 new", "3 rejected", "4 new", "5 rejected", "6 rejected", "7 rejected",
        ], "\(why)")
      #expect(why[1].contains("Plusieurs personnes") && why[3].contains("Personne n’a un dossier"), "\(why)")
      try await site.press("\(path)/application")
      let page = try await site.get("/annuaire/organisations/1", as: site.agent)
      #expect(page.words.contains("Directrice") && page.words.contains("Comptable"), "\(page.words)")
      #expect(try await site.states(of: try await site.send(table, to: list)).first == "2 same")
      let again: String = try await site.send(
        "Nom;Prénom;Structure;Fonction;Rôle;Depuis;Fin\nRoussel;Mila;Coop’Vélo;Présidente;dirige;01/09/2025;30/06/2026\n",
        to: list)
      #expect(try await site.states(of: again) == ["2 changed"])
      try await site.press("\(again)/application")
      #expect(try await site.get("/annuaire/organisations/1", as: site.agent).words.contains("Présidente"))
      try await site.press("\(again)/annulation")
      try await site.press("\(path)/annulation")
      let left = try await site.get("/annuaire/organisations/1", as: site.agent).words
      #expect(!left.contains("Directrice") && !left.contains("Comptable"), "\(left)")
      // Who keeps no files does not bring any.
      #expect(try await site.get("\(list)/import", as: site.actor(.administrator)).status != 200)
    }
  }
}
