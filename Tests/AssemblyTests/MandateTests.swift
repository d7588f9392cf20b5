import HTTP
import Platform
import SQL
import TestSite
import Testing

@Suite struct MandateTests {
  private static let list: String = "/dispositifs/hotels/instances"
  private static let body: String = "/dispositifs/hotels/instances/agrement"

  @Test(arguments: TestDatabase.dialects)
  func `a composition names who sits on a day and shows the seats that nobody holds`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await site.enterProgramme()
      for (seat, json) in [
        ("locataires", #"{"organisation":"La Baie","start":"2008-04-01"}"#),
        ("gestionnaire", #"{"organisation":"Grenoble Habitat","start":"2010-01-01","end":"2012-12-31"}"#),
        ("ville", #"{"person":"Anne Roy","function":"adjointe","start":"2010-01-01"}"#),
      ] {
        #expect(try await site.name(seat, json).status == 201)
      }
      func composition(_ query: String) async throws -> [String] {
        let json = try await site.get("/api/v1\(Self.list)?\(query)", as: site.agent).json()
        let total: Int = try #require(json["total"]?.int)
        return (0..<total).compactMap { index in
          guard let seat = json["items"]?[index] else { return nil }
          let holder: String = seat["organisation"]?.string ?? seat["person"]?.string ?? "—"
          return "\(seat["seatKey"]?.string ?? ""): \(holder)"
        }
      }
      #expect(
        try await composition("") == [
          "locataires: La Baie", "gestionnaire: —", "ville: Anne Roy", "metropole: —", "etat: —",
        ])
      // The first and the last day count, the days around them do not.
      #expect(try await composition("on=2012-12-31").contains("gestionnaire: Grenoble Habitat"))
      #expect(try await composition("on=2013-01-01").contains("gestionnaire: —"))
      #expect(try await composition("on=2008-03-31").first == "locataires: —")
      #expect(try await composition("state=vacant").count == 3)
      let page = try await site.get(Self.list, as: site.agent)
      #expect(page.words.components(of: "Siège à pourvoir</td>") == 3, "\(page.text)")
      #expect(page.words.contains("Comité d’agrément, Comité de gestion."))
      let past = try await site.get("\(Self.body)?on=2011-06-01", as: site.agent)
      #expect(past.words.contains("Composition au 1er juin 2011") && past.text.contains("Grenoble Habitat"))
      #expect(past.text.contains("/sieges/metropole/mandats/nouveau") && !past.text.contains("/sieges/ville/mandats"))
      #expect(try await site.get("/dispositifs/hotels").words.contains("2 instances, 5 sièges dont 3 à pourvoir."))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `mandates of a seat may touch, and never share a day`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await site.enterProgramme()
      #expect(try await site.name("ville", #"{"person":"A","start":"2020-01-01","end":"2020-06-30"}"#).status == 201)
      #expect(try await site.name("ville", #"{"person":"B","start":"2020-07-01"}"#).status == 201)
      for dates in [#""start":"2020-06-30","end":"2020-06-30""#, #""start":"2019-01-01""#, #""start":"2030-01-01""#] {
        let refused = try await site.name("ville", #"{"person":"C",\#(dates)}"#)
        #expect(refused.status == 409 && refused.words.contains("déjà tenu"), "\(dates): \(refused.text)")
      }
      #expect(try await site.name("ville", #"{"person":"C","start":"2019-01-02","end":"2019-01-01"}"#).status == 422)
      #expect(
        try await site.name("ville", #"{"start":"2019-01-01","end":"2019-02-01"}"#).wrongFields() == ["organisation"])
      // Another seat is another matter.
      #expect(try await site.name("metropole", #"{"person":"A","start":"2020-01-01"}"#).status == 201)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a mandate is corrected, ended once, and its history says so`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await site.enterProgramme()
      let given = try await site.post(
        "\(Self.body)/sieges/ville/mandats",
        ["organisation": "Ville de Fontaine", "person": "Ane Roy", "start": "1er janvier 2026"], as: site.agent)
      // Back to the body, where other seats may wait.
      #expect(given.location == "/dispositifs/hotels/instances/agrement?done=mandate.given", "\(given.text)")
      let corrected = try await site.post(
        "/mandats/1",
        ["organisation": "Ville de Fontaine", "person": "Anne Roy", "start": "2026-01-02", "version": "1"],
        as: site.agent)
      #expect(corrected.location == "/mandats/1?done=mandate.changed", "\(corrected.text)")
      let early = try await site.api("/mandats/1/fin", #"{"day":"2026-01-01","version":2}"#, as: site.agent)
      #expect(try early.status == 422 && early.wrongFields() == ["day"])
      #expect(try await site.api("/mandats/1/fin", #"{"day":"2026-10-31","version":2}"#, as: site.agent).status == 200)
      let again = try await site.api("/mandats/1/fin", #"{"day":"2026-11-30","version":3}"#, as: site.agent)
      #expect(again.status == 409 && again.words.contains("terminé depuis le 31 octobre 2026"))
      let history = try await site.get("/mandats/1/historique", as: site.agent)
      for words in [
        "Fin du mandat enregistrée", "<del>Ane Roy</del> → <ins>Anne Roy</ins>",
        "<del>—</del> → <ins>31/10/2026</ins>",
      ] {
        #expect(history.text.contains(words), "\(words)")
      }
      // The form for the next one begins on the day after.
      let next = try await site.get("\(Self.body)/sieges/ville/mandats/nouveau", as: site.agent)
      #expect(next.text.contains("2026-11-01") || next.text.contains("01/11/2026"), "\(next.text)")
      let page = try await site.get(Self.body, as: site.agent)
      #expect(page.text.contains("Anne Roy") && page.text.contains("/sieges/ville/mandats/nouveau"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `who sits for an organisation is read by those who work with the programme, and by nobody else`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let programme: Int = try await site.enterProgramme()
      let other: Int = try await site.enterProgramme("autre")
      _ = try await site.name(
        "ville", #"{"organisation":"Ville de Fontaine","person":"Anne Roy","start":"2026-01-01"}"#)
      func role(_ kind: ActorKind, on programme: Int) -> TestActor {
        site.actor([Grant(kind, on: .programme, Int64(programme))], name: "\(kind) \(programme)")
      }
      for path in [Self.list, Self.body, "/api/v1\(Self.list)", "\(Self.list).csv", "\(Self.list)?on=2026-02-01"] {
        for (actor, reads) in [
          (site.agent, true), (site.actor(.elected), true), (role(.agent, on: programme), true),
          (role(.partner, on: programme), true), (role(.agent, on: other), false), (site.actor(.resident), false),
          (site.visitor, false),
        ] {
          let answer = try await site.get(path, as: actor)
          #expect(answer.status == 200 && answer.text.contains("Ville de Fontaine"), "\(path)")
          #expect(answer.text.contains("Anne Roy") == reads, "\(path) as \(actor.actor.name)")
        }
      }
      let (own, foreign): (TestActor, TestActor) = (role(.agent, on: programme), role(.agent, on: other))
      for path in [
        "/mandats/1", "/mandats/1/modifier", "/mandats/1/terminer", "\(Self.body)/sieges/ville/mandats/nouveau",
      ] {
        #expect(try await site.get(path, as: own).status == 200, "\(path)")
        #expect(try await site.get(path, as: foreign).status == 404, "\(path)")
      }
      let form: [String: String] = ["person": "X", "start": "2026-01-01", "day": "2026-02-01", "version": "1"]
      for path in ["/mandats/1", "/mandats/1/fin", "\(Self.body)/sieges/etat/mandats"] {
        #expect(try await site.post(path, form, as: foreign).status == 404, "\(path)")
      }
      #expect(!(try await site.get(Self.body, as: foreign).text.contains("nouveau")))
      #expect(try await site.post("/mandats/1/fin", form, as: own).status == 303)
      // A programme that is not published shows none of its bodies.
      try await site.enterProgramme("brouillon", isPublic: false)
      for path in ["/dispositifs/brouillon/instances", "/dispositifs/brouillon/instances/agrement"] {
        #expect(try await site.get(path).status == 404, "\(path)")
        #expect(try await site.get(path, as: site.agent).status == 200, "\(path)")
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a list below a record is kept as a view, and the journal leads to no other record`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await site.enterProgramme()
      let kept = try await site.api(
        "/vues", #"{"name":"À pourvoir","path":"\#(Self.list)","query":"state=vacant"}"#, as: site.agent)
      #expect(kept.status == 201, "\(kept.text)")
      #expect(try await site.get(Self.list, as: site.agent).text.contains("À pourvoir</a>"))
      for path in ["/dispositifs/hotels", "\(Self.list).csv", "/\(Self.list)", "\(Self.body)"] {
        let refused = try await site.api("/vues", #"{"name":"X","path":"\#(path)","query":""}"#, as: site.agent)
        #expect(refused.status >= 400, "\(path)")
      }
      let journal = try await site.get("/journal", as: site.actor(.administrator))
      #expect(journal.text.contains("Instance 1"), "\(journal.text)")
      #expect(!journal.text.contains("href=\"/dispositifs/1\">Instance"))
    }
  }
}

extension String {
  func components(of part: String) -> Int { ranges(of: part).count }
}
