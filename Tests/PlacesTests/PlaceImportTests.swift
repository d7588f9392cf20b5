import HTTP
import SQL
import TestSite
import Testing

/// A building that comes from the spreadsheet of its owner: its lots, then who has been in them.
@Suite struct PlaceImportTests {
  private static let lots: String = """
    Lot;Type;Surface (m²);Étage;Destination
    Atelier 1;Atelier;120,5;RDC;Artisan
    Bureau 2;bureau;24;1er;économie sociale
    Bureau 3;bureau;;1er;
    Bureau 4;bureau;20;1er;Cirque
    atelier 1;Atelier;80;;
    """

  private static let leases: String = """
    Lot;Entreprise;Catégorie;Date d’entrée;Date de sortie
    Atelier 1;Menuiserie Roux;Artisan;01/02/2024;31/12/2025
    Atelier 1;Coop’Vélo;économie sociale;01/01/2026;
    Bureau 2;Coop’Vélo;social;01/01/2026;
    Bureau 9;Coop’Vélo;social;01/01/2026;
    Bureau 2;Radio Ville;association;01/06/2026;
    Bureau 2;Sans catégorie;;01/01/2020;01/01/2021
    Bureau 2;Finie avant;social;01/01/2020;01/01/2019
    """

  private func held(_ site: TestSite) async throws -> [String] {
    let list = try await site.get("/api/v1/baux?sort=start", as: site.agent).json()
    guard case .array(let items)? = list["items"] else { return [] }
    return items.map {
      "\($0["lot"]?.string ?? "") \($0["tenant"]?.string ?? "") \($0["start"]?.string ?? "") \($0["end"]?.string ?? "")"
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a building in a spreadsheet becomes its lots and its leases, comes again as updates, and is taken back`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let place: Int = try await site.enterSite()
      let page = try await site.get("/sites/\(place)", as: site.agent).text
      #expect(page.contains("/sites/\(place)/lots/import") && page.contains("/sites/\(place)/baux/import"))
      let lots: String = try await site.send(Self.lots, to: "/sites/\(place)/lots")
      #expect(try await site.states(of: lots) == ["2 new", "3 new", "4 rejected", "5 rejected", "6 rejected"])
      try await site.press("\(lots)/application")
      let entered = try await site.get("/api/v1/lots?sort=name", as: site.agent).json()["items"]
      #expect(
        entered?[0]?["area"] == .number("120.5") && entered?[0]?["destination"]?.string == "artisan", "\(entered!)")

      let path: String = try await site.send(Self.leases, to: "/sites/\(place)/baux")
      let why: [String] = try await site.lines(of: path).map { $0["notes"]?.string ?? "" }
      // The fifth would be in a room that the third has then.
      #expect(
        try await site.states(of: path) == [
          "2 new", "3 new", "4 new", "5 rejected", "6 doubtful", "7 rejected", "8 rejected",
        ], "\(why)")
      #expect(why[0].contains("Nouvelle organisation : Menuiserie Roux"), "\(why)")
      #expect(why[3].contains("Bureau 9") && why[4].contains("même lot, aux mêmes dates"), "\(why)")
      try await site.press("\(path)/application")
      let first: [String] = [
        "Atelier 1 Menuiserie Roux 2024-02-01 2025-12-31", "Atelier 1 Coop’Vélo 2026-01-01 ",
        "Bureau 2 Coop’Vélo 2026-01-01 ",
      ]
      #expect(try await held(site) == first)

      // The end of a lease that is known; a tenant under a name that is nearly known; two in one room.
      let again: String = try await site.send(
        """
        Lot;Locataire;Catégorie;Début;Fin
        bureau 2;COOP'VELO;;01/01/2026;30/06/2026
        Bureau 2;Menuizerie Roux;artisan;01/07/2026;
        Atelier 1;Radio Ville;association;01/03/2026;
        """, to: "/sites/\(place)/baux")
      let told: [String] = try await site.lines(of: again).map { $0["notes"]?.string ?? "" }
      #expect(try await site.states(of: again) == ["2 changed", "3 rejected", "4 rejected"], "\(told)")
      #expect(told[1].contains("Menuiserie Roux") && told[2].contains("Coop’Vélo"), "\(told)")
      try await site.press("\(again)/application")
      #expect(try await held(site).contains("Bureau 2 Coop’Vélo 2026-01-01 2026-06-30"))
      try await site.press("\(again)/annulation")
      #expect(try await held(site) == first)

      // Lots that have leases stay.
      try await site.press("\(lots)/annulation")
      #expect(try await site.get("/api/v1/lots", as: site.agent).json()["total"]?.int == 2)
      try await site.press("\(path)/annulation")
      #expect(try await held(site) == [])
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a table lets nobody in whom a page would not`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let hotel: Hotel = try await Hotel.build(site)
      let application: Int = try await hotel.apply("Admise")
      try await hotel.say("favourable", of: application, on: "2026-01-20")
      _ = try await hotel.apply("En attente")
      let path: String = try await site.send(
        """
        Lot;Entreprise;Catégorie;Début;Fin
        Atelier 1;Admise;ess;01/03/2026;31/03/2026
        Atelier 1;En attente;ess;01/04/2026;30/04/2026
        Atelier 1;Jamais venue;ess;01/05/2026;31/05/2026
        """, to: "/sites/\(hotel.place)/baux")
      let why: [String] = try await site.lines(of: path).map { $0["notes"]?.string ?? "" }
      #expect(try await site.states(of: path) == ["2 new", "3 rejected", "4 rejected"], "\(why)")
      #expect(why[1].contains("attend l’avis") && why[2].contains("n’a pas de candidature"), "\(why)")
      try await site.press("\(path)/application")
      let lease = try await site.get("/api/v1/baux/1", as: site.agent).json()
      #expect(lease["tenant"]?.string == "Admise", "\(lease)")
      // Somebody who may see the site may not fill it.
      for actor in [site.visitor, site.actor(.partner), site.actor(.elected)] {
        #expect(try await site.get("/sites/\(hotel.place)/baux/import", as: actor).status != 200)
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a lease given by its tenant’s SIRET is theirs, whoever else has the same name`(_ dialect: Dialect) async throws
  {
    try await TestSite.with(dialect) { site async throws in
      let place: Int = try await site.enterSite()
      try await site.enterLot(on: place)
      for number in ["24420077000018", "38047555800058"] {
        let entered = try await site.api(
          "/annuaire/organisations", #"{"name":"Garage Martin","number":"\#(number)"}"#, as: site.agent)
        #expect(entered.status == 201, "\(entered.text)")
      }
      let table: String = """
        Lot;Entreprise;SIRET;Catégorie;Début
        Atelier 1;Garage Martin;38047555800058;artisan;01/02/2026
        """
      let path: String = try await site.send(table, to: "/sites/\(place)/baux")
      try await site.press("\(path)/application")
      let tenant: Int = try await site.database.read { try await $0.value("SELECT tenant_id FROM lease") }
      #expect(tenant == 2)
      #expect(try await site.states(of: try await site.send(table, to: "/sites/\(place)/baux")) == ["2 same"])
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `two lines that are both said to be new do not let one room twice`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let place: Int = try await site.enterSite()
      try await site.enterLot(on: place)
      let path: String = try await site.send(
        """
        Lot;Entreprise;Catégorie;Début
        Atelier 1;Menuiserie Roux;artisan;01/02/2026
        Atelier 1;Coop’Vélo;social;01/03/2026
        """, to: "/sites/\(place)/baux")
      #expect(try await site.states(of: path) == ["2 new", "3 doubtful"])
      try await site.press("\(path)/nouvelles")
      try await site.press("\(path)/application")
      #expect(try await held(site) == ["Atelier 1 Menuiserie Roux 2026-02-01 "])
      let lines: [JSON] = try await site.lines(of: path, "outcome=refused")
      #expect(lines.first?["notes"]?.string?.contains("déjà loué") == true, "\(lines)")
    }
  }
}
