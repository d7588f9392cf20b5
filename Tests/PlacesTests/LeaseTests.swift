import SQL
import TestSite
import Testing

@Suite struct LeaseTests {
  @Test(arguments: TestDatabase.dialects)
  func `a lease is entered, listed, changed, ended, and its history says who did it`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let lot: Int = try await site.enterLot(on: try await site.enterSite())
      let entered = try await site.post(
        "/lots/\(lot)/baux",
        ["tenant": " Œuvre  commune", "category": "social", "start": "1er janvier 2026", "end": ""], as: site.agent)
      #expect(entered.status == 303)
      #expect(entered.location == "/baux/1?done=lease.signed")
      let page = try await site.get("/baux/1?done=lease.signed", as: site.agent)
      #expect(page.text.contains("Bail enregistré"))
      #expect(page.text.contains("01/01/2026"))
      let list = try await site.get("/baux?q=oeuvre", as: site.agent)
      #expect(list.text.contains("Œuvre  commune"))
      #expect(list.text.contains("1 bail"))

      let changed = try await site.post(
        "/baux/1",
        ["tenant": "Coop’Vélo", "category": "company", "start": "2026-01-02", "end": "", "version": "1"], as: site.agent
      )
      #expect(changed.location == "/baux/1?done=lease.changed")
      let ended = try await site.post("/baux/1/fin", ["day": "31/12/2026", "version": "2"], as: site.agent)
      #expect(ended.location == "/baux/1?done=lease.ended")
      let record = try await site.get("/baux/1/historique", as: site.agent)
      for words in [
        "Coop’Vélo", "Fin du bail enregistrée", "Test agent", "<del>01/01/2026</del> → <ins>02/01/2026</ins>",
        "<del>—</del> → <ins>31/12/2026</ins>", "<del>Œuvre  commune</del> → <ins>Coop’Vélo</ins>",
      ] {
        #expect(record.text.contains(words), "\(words)")
      }
      let json = try await site.get("/api/v1/baux/1", as: site.agent).json()
      #expect(json["end"]?.string == "2026-12-31")
      #expect(json["version"]?.int == 3)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `two tenants who sign the same lot at once: one lease, one clear refusal`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect, onDisk: true) { site async throws in
      let lot: Int = try await site.enterLot(on: try await site.enterSite())
      let statuses: [Int] = try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 0..<12 {
          let agent = site.agent
          group.addTask {
            let answer = try await site.api(
              "/lots/\(lot)/baux", #"{"tenant":"Société \#(number)","category":"company","start":"2026-02-01"}"#,
              as: agent)
            if answer.status == 409 {
              let detail: String? = try answer.json()["detail"]?.string
              #expect(detail?.contains("Ce lot est déjà loué à Société") == true, "\(detail ?? "")")
            }
            return answer.status
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(statuses.sorted() == [201] + Array(repeating: 409, count: 11))
      let leases = try await site.get("/api/v1/baux", as: site.agent).json()
      #expect(leases["total"]?.int == 1)
      // The losers' organisations were not left behind either.
      #expect(
        try await site.database.read { try await $0.value("SELECT count(*) FROM organisation", as: Int.self) } == 1)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `leases may touch, and never share a day`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let lot: Int = try await site.enterLot(on: try await site.enterSite())
      try await site.enterLease(on: lot, from: "2026-01-01", until: "2026-06-30")
      try await site.enterLease(on: lot, from: "2026-07-01")
      for (start, end) in [
        ("2026-06-30", "2026-06-30"), ("2025-06-01", "2026-01-01"), ("2020-01-01", "2030-01-01"), ("2025-01-01", nil),
        ("2027-01-01", nil),
      ] {
        let last: String = end.map { #","end":"\#($0)""# } ?? ""
        let answer = try await site.api(
          "/lots/\(lot)/baux", #"{"tenant":"X","category":"company","start":"\#(start)"\#(last)}"#, as: site.agent)
        #expect(answer.status == 409, "\(start)")
        // The rule says with whom; the schema alone could not.
        #expect(try answer.json()["detail"]?.string?.contains("déjà loué à Coop’Vélo") == true, "\(start)")
      }
      try await site.enterLease(on: lot, from: "2025-01-01", until: "2025-12-31")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a lease cannot be moved onto another tenant’s days`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let lot: Int = try await site.enterLot(on: try await site.enterSite())
      try await site.enterLease(on: lot, from: "2026-01-01", until: "2026-06-30")
      let second: Int = try await site.enterLease(on: lot, to: "Autre", from: "2026-07-01")
      let answer = try await site.api(
        "/baux/\(second)", #"{"tenant":"Autre","category":"company","start":"2026-06-30","version":1}"#, as: site.agent)
      #expect(answer.status == 409)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `the schema itself refuses an overlap that the rule let through`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let lot: Int = try await site.enterLot(on: try await site.enterSite())
      let lease: Int = try await site.enterLease(on: lot)
      await #expect(throws: DatabaseError.self) {
        try await site.database.change { session in
          try await session.run(
            """
            INSERT INTO lease (territory_id, lot_id, tenant_id, category, start_day, provenance)
            SELECT territory_id, lot_id, tenant_id, category, start_day, provenance FROM lease WHERE id = \(lease)
            """)
        }
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a lease counts from its first day to its last, both included, and not after`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let place: Int = try await site.enterSite()
      for (name, start, end) in [
        ("A", "2026-11-21", "2026-11-21"), ("B", "2026-01-01", "2026-11-20"), ("C", "2026-11-22", nil),
        ("D", "2026-01-01", nil),
      ] as [(String, String, String?)] {
        try await site.enterLease(
          on: try await site.enterLot(on: place, name), to: "Locataire \(name)", from: start, until: end)
      }
      let rows = try await site.get("/api/v1/sites").json()
      #expect(rows["items"]?[0]?["vacantLots"]?.int == 2)
      let vacant = try await site.get("/api/v1/lots?state=vacant").json()
      #expect((0..<2).map { vacant["items"]?[$0]?["name"]?.string } == ["B", "C"])
      #expect(vacant["total"]?.int == 2)
      let page = try await site.get("/sites/\(place)")
      #expect(page.text.contains("4 lots en location, 400\u{A0}m², dont 200\u{A0}m² occupés (50\u{202F}%)"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `an ended lease is corrected, not ended again; none ends before it starts`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let lot: Int = try await site.enterLot(on: try await site.enterSite())
      let old: Int = try await site.enterLease(on: lot, from: "2020-01-01", until: "2020-12-31")
      let again = try await site.post("/baux/\(old)/fin", ["day": "2021-12-31", "version": "1"], as: site.agent)
      #expect(again.status == 409)
      #expect(again.words.contains("Ce bail est terminé depuis le 31 décembre 2020"))
      #expect(again.text.contains("value=\"2021-12-31\"") || again.text.contains("value=\"31/12/2021\""))
      let running: Int = try await site.enterLease(on: lot, from: "2026-01-01")
      let early = try await site.api("/baux/\(running)/fin", #"{"day":"2025-12-31","version":1}"#, as: site.agent)
      #expect(early.status == 422)
      #expect(try early.wrongFields() == ["day"])
      let backwards = try await site.api(
        "/lots/\(lot)/baux", #"{"tenant":"X","category":"company","start":"2019-02-01","end":"2019-01-01"}"#,
        as: site.agent)
      #expect(try backwards.wrongFields() == ["end"])
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a lot or a site leaves service after its last tenant`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let place: Int = try await site.enterSite()
      let lot: Int = try await site.enterLot(on: place)
      let lease: Int = try await site.enterLease(on: lot)
      for path in ["/lots/\(lot)/fin", "/sites/\(place)/fin"] {
        let answer = try await site.api(path, #"{"day":"2026-12-31","version":1}"#, as: site.agent)
        #expect(answer.status == 409)
        #expect(answer.words.contains("encore loué à Coop’Vélo depuis le 1er janvier 2026"))
      }
      _ = try await site.api("/baux/\(lease)/fin", #"{"day":"2026-10-31","version":1}"#, as: site.agent)
      #expect(
        try await site.api("/lots/\(lot)/fin", #"{"day":"2026-10-31","version":1}"#, as: site.agent).status == 200)
      #expect(
        try await site.api("/sites/\(place)/fin", #"{"day":"2026-11-01","version":1}"#, as: site.agent).status == 200)
      #expect(try await site.get("/api/v1/sites").json()["total"]?.int == 0)
      #expect(try await site.get("/api/v1/lots").json()["total"]?.int == 0)
      #expect(try await site.get("/sites/\(place)").status == 200)
      let late = try await site.api(
        "/lots/\(lot)/baux", #"{"tenant":"X","category":"company","start":"2027-01-01"}"#, as: site.agent)
      #expect(late.status == 409)
    }
  }
}
