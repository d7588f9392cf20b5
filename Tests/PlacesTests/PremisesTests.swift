import HTTP
import Platform
import SQL
import TestSite
import Testing

/// What premises bring in and cost, whom they host, and what is said of it.
@Suite struct PremisesTests {
  @Test(arguments: TestDatabase.dialects)
  func `a new category moves the rent from the next term, not before`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let hotel = try await Hotel.build(site)
      let application: Int = try await hotel.apply("Coop’Vélo")
      try await hotel.say("favourable", of: application, on: "2026-01-10")
      let lease: Int = try #require(try await hotel.sign("Coop’Vélo", from: "2026-02-01").json()["id"]?.int)
      // 100 m² at 60 €.
      #expect(try await site.get("/baux/\(lease)", as: site.agent).words.contains("6 000 € par an"))
      func change(_ category: String, _ day: String) async throws -> Answer {
        try await site.api(
          "/baux/\(lease)/categories", #"{"category":"\#(category)","from":"\#(day)"}"#, as: site.agent)
      }
      #expect(try await change("ess", "2026-06-15").status == 422)
      #expect(try await change("siae", "2026-02-01").status == 422)
      #expect(try await change("inconnue", "2026-06-15").status == 422)
      // Terms begin on the first of February, May, August and November.
      let changed = try await change("artisan", "2026-11-10")
      #expect(changed.status == 200, "\(changed.text)")
      let page = try await site.get("/baux/\(lease)", as: site.agent).words
      #expect(page.contains("6 000 € par an"), "still the term of November")
      #expect(page.contains("Artisan à compter du 10 novembre 2026 ; le loyer suit au 1er février 2027."))
      #expect(try await change("siae", "2026-11-10").status == 422)
      // What was signed stays what was signed.
      #expect(try await site.get("/api/v1/baux/\(lease)", as: site.agent).json()["category"]?.string == "ess")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a scale that would not cover the charges of a programme that must balance is refused`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let hotel = try await Hotel.build(site)
      for (name, area, category) in [
        ("A", "2126", "siae"), ("B", "416", "ess"), ("C", "884", "artisan"),
      ] {
        let lot = try await site.api(
          "/sites/\(hotel.place)/lots",
          #"{"name":"\#(name)","kind":"workshop","area":\#(area),"destination":"\#(category)"}"#, as: site.agent)
        #expect(lot.status == 201)
      }
      let page: String = "\(Hotel.path)/locaux"
      #expect(try await site.get(page, as: site.agent).words.contains("l’équilibre ne peut pas être dit"))
      let charge = try await site.api(
        "/sites/\(hotel.place)/charges", #"{"label":"Entretien","year":2026,"amount":189000}"#, as: site.agent)
      #expect(charge.status == 201)
      let balanced = try await site.get(page, as: site.agent).words
      #expect(balanced.contains("189 560 € pour 189 000 € de charges : solde 560 €"), "\(balanced)")
      func rate(_ amount: String, version: String) async throws -> Answer {
        try await site.post(
          "\(Hotel.path)/configuration/baremes/un/tarifs/ess/enregistrement",
          ["category": "ess", "rate": amount, "version": version], as: site.agent)
      }
      // 416 m² at 58,60 € instead of 60 €: 582,40 € less.
      let refused = try await rate("58,60", version: "1")
      #expect(refused.status == 409 && refused.words.contains("il manquerait 22,40 €"), "\(refused.words)")
      #expect(refused.text.contains("value=\"58,60\""))
      #expect(try await rate("59", version: "1").status == 303)
      // Charges grow beyond the rents: nothing is refused, and those who run it are told.
      _ = try await site.api(
        "/charges/\(try #require(try charge.json()["id"]?.int))",
        #"{"label":"Entretien","year":2026,"amount":190000,"version":1}"#, as: site.agent)
      #expect(try await site.get("/", as: site.agent).words.contains("les loyers ne couvrent pas les charges"))
      #expect(try await site.get(page, as: site.agent).words.contains("en déficit"))
      // A visitor reads how full it is, and nothing of its accounts.
      let visitor = try await site.get(page)
      #expect(visitor.status == 200 && !visitor.words.contains("charges"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `jobs are those of tenants in place, by their last count`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let place: Int = try await site.enterSite()
      for (lot, tenant, end) in [("A", "Ici", nil), ("B", "Aussi", nil), ("C", "Partie", "2026-06-30")] {
        try await site.enterLease(on: try await site.enterLot(on: place, lot), to: tenant, until: end)
      }
      for (tenant, day, total, insertion, status) in [
        ("Ici", "2026-01-01", 4, 1, 201), ("Ici", "2026-09-01", 10, 3, 201), ("Ici", "2027-01-01", 50, 0, 201),
        ("Aussi", "2026-02-01", 5, 0, 201), ("Partie", "2026-02-01", 100, 100, 201), ("Ici", "2026-09-01", 1, 0, 409),
        ("Aussi", "2026-03-01", 2, 3, 422),
      ] {
        let answer = try await site.api(
          "/sites/\(place)/emplois",
          #"{"tenant":"\#(tenant)","day":"\#(day)","total":\#(total),"insertion":\#(insertion)}"#, as: site.agent)
        #expect(answer.status == status, "\(tenant) \(day): \(answer.text)")
      }
      let page = try await site.get("/sites/\(place)", as: site.agent).words
      #expect(
        page.contains("15 emplois, dont 3 en insertion, d’après la dernière déclaration de 2 locataires en place."))
      #expect(!(try await site.get("/sites/\(place)").words.contains("emplois, dont")))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a member of the association need not be a tenant, and none is one twice at a time`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let place: Int = try await site.enterSite()
      _ = try await site.api(
        "/sites/\(place)", #"{"name":"Les Halles","municipality":"Fontaine","association":"La Baie","version":1}"#,
        as: site.agent)
      try await site.enterLease(on: try await site.enterLot(on: place), to: "Coop’Vélo")
      func join(_ name: String, _ from: String, _ to: String?) async throws -> Int {
        let last: String = to.map { #","to":"\#($0)""# } ?? ""
        return try await site.api(
          "/sites/\(place)/adherents", #"{"member":"\#(name)","from":"\#(from)"\#(last)}"#, as: site.agent
        ).status
      }
      #expect(try await join("Coop’Vélo", "2026-01-01", nil) == 201)
      #expect(try await join("Amie du site", "2026-01-01", nil) == 201)
      #expect(try await join("Partie", "2020-01-01", "2020-12-31") == 201)
      #expect(try await join("Coop’Vélo", "2026-06-01", nil) == 409)
      #expect(try await join("Partie", "2020-12-31", nil) == 409)
      #expect(try await join("Partie", "2021-06-01", "2021-01-01") == 422)
      let page = try await site.get("/sites/\(place)", as: site.agent).words
      #expect(page.contains("La Baie : 2 adhérents, dont 1 locataires du site."), "\(page)")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `what becomes of tenants is counted by company, as it was known on the day`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let place: Int = try await site.enterSite()
      let lot: Int = try await site.enterLot(on: place)
      for (tenant, start, end) in [
        ("Reste", "2001-01-01", "2002-06-30"), ("Radiée", "2002-07-01", "2005-01-01"),
        ("Reste", "2005-02-01", "2007-01-31"), ("Perdue", "2008-01-01", "2009-01-01"),
        ("Inconnue", "2010-01-01", "2010-12-31"), ("Présente", "2011-01-01", nil),
      ] as [(String, String, String?)] {
        try await site.enterLease(on: lot, to: tenant, from: start, until: end)
      }
      let grid = try await site.api(
        "/dispositifs/\(TestSite.programme)/devenir/saisies",
        """
        {"0.organisation":"Reste","0.status":"active","0.day":"2007-02-01","1.organisation":"Radiée",
         "1.status":"active","1.day":"2005-01-02","2.organisation":"Radiée","2.status":"struck-off",
         "2.day":"2012-05-01","2.source":"registre","3.organisation":"Perdue","3.status":"disappeared","3.day":"2010-01-01"}
        """, as: site.agent)
      #expect(grid.status == 201 || grid.status == 200, "\(grid.text)")
      let page = try await site.get("/dispositifs/\(TestSite.programme)/locaux", as: site.agent).words
      #expect(page.contains("5 entreprises hébergées depuis l’origine, 6 séjours"), "\(page)")
      #expect(
        page.contains(
          "En activité : 2 ; radiées : 1 ; introuvables : 1 ; sans nouvelles : 1. Toujours en activité : 40,0 %."))
      let nobody = try await site.api(
        "/dispositifs/\(TestSite.programme)/devenir/saisies",
        #"{"0.organisation":"Personne","0.status":"active","0.day":"2020-01-01"}"#, as: site.agent)
      #expect(nobody.status == 422 || nobody.status == 409, "\(nobody.text)")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `somebody’s day tells of leases that end and lots that stay empty, as their programme wants it`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let hotel = try await Hotel.build(site)
      _ = try await site.api(
        "/sites/\(hotel.place)",
        #"{"name":"Hôtel","municipality":"Fontaine","openedOn":"2026-01-01","version":1}"#, as: site.agent)
      let day = try await site.get("/", as: site.agent).words
      #expect(day.contains("libre depuis 324 jours"), "\(day)")
      let application: Int = try await hotel.apply("Coop’Vélo")
      #expect(try await site.get("/", as: site.agent).words.contains("candidature à examiner (Hôtel)"))
      try await hotel.say("favourable", of: application, on: "2026-01-10")
      #expect(!(try await site.get("/", as: site.agent).words.contains("candidature à examiner")))
      // It ends in 91 days, and the programme warns 90 days before.
      let lease = try await hotel.sign("Coop’Vélo", from: "2026-03-01", #","end":"2027-02-20""#)
      #expect(lease.status == 201, "\(lease.text)")
      #expect(!(try await site.get("/", as: site.agent).words.contains("le bail prend fin")))
      let rules = try await site.post(
        "\(Hotel.path)/configuration/regles-des-locaux/enregistrement",
        ["admissionBody": "agrement", "rentTerm": "quarter", "endingDays": "91", "vacantDays": "400", "version": "1"],
        as: site.agent)
      #expect(rules.status == 303, "\(rules.text)")
      #expect(try await site.get("/", as: site.agent).words.contains("le bail prend fin (Hôtel, Atelier 1)"))
    }
  }

  @Test func `a site is drawn from its lots: what is free, held, kept`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let place: Int = try await site.enterSite()
      for (name, level, kept) in [("A", "Rez-de-chaussée", ""), ("B", "Étage", ""), ("C", "Étage", "les porteurs")] {
        let lot = try await site.api(
          "/sites/\(place)/lots",
          #"{"name":"\#(name)","kind":"office","area":50,"level":"\#(level)","reservedFor":"\#(kept)"}"#,
          as: site.agent)
        #expect(lot.status == 201, "\(lot.text)")
      }
      let lots = try await site.get("/api/v1/lots", as: site.agent).json()
      try await site.enterLease(on: try #require(lots["items"]?[0]?["id"]?.int))
      for (actor, says) in [(site.agent, "A, 50 m², Économie sociale, Coop’Vélo"), (site.visitor, "A, 50 m², Occupé")] {
        let page = try await site.get("/sites/\(place)", as: actor).words
        #expect(page.contains(says), "\(page)")
        #expect(page.contains("50 m² sur 150 m² sont réservés : les porteurs."))
        #expect(page.contains("Rez-de-chaussée") && page.contains("Étage"))
      }
      #expect(!(try await site.get("/sites/\(place)").text.contains("Coop’Vélo")))
    }
  }
}
