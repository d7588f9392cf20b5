import HTTP
import SQL
import TestSite
import Testing

@testable import Platform

/// What people and the public follow from a calendar of their own, as other programs read it.
@Suite struct CalendarTests {
  private struct Event {
    let name: String
    let title: String
    let json: JSON

    init(_ json: JSON) {
      self.json = json
      name = json["UID"]?.string ?? ""
      title = (json["SUMMARY"]?.string ?? "").replacing("\u{A0}", with: " ").replacing("\u{202F}", with: " ")
    }

    subscript(_ name: String) -> String? { json[name]?.string }
  }

  private static func events(_ answer: Answer) async throws -> [Event] {
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.header("Content-Type") == "text/calendar; charset=utf-8")
    return try await events(answer.bytes)
  }

  private static func events(_ bytes: [UInt8]) async throws -> [Event] {
    let calendar: JSON = try await PythonReader.read("calendar_read.py", bytes)
    #expect(calendar["zones"]?[0]?.string == "Europe/Paris")
    guard case .array(let events)? = calendar["events"] else { return [] }
    return events.map { Event($0) }
  }

  private static func number(_ site: TestSite, _ path: String, _ json: String) async throws -> Int {
    let answer = try await site.api(path, json, as: site.agent)
    return try #require(try answer.json()["id"]?.int, "\(answer.text)")
  }

  private static func run(_ site: TestSite, _ query: Query) async throws {
    _ = try await site.database.change { try await $0.run(query) }
  }

  /// The address of a new calendar of theirs, without the site's.
  private static func open(_ site: TestSite, as actor: TestActor) async throws -> String {
    let answer = try await site.post("/compte/calendriers", ["name": "Mon téléphone"], as: actor)
    #expect(answer.status == 200 && answer.header("Cache-Control") == "no-store", "\(answer.text)")
    let address: Substring = try #require(answer.text.split(separator: "\"secret\">").last?.prefix { $0 != "<" })
    return String(try #require(address.split(separator: "http://localhost").first))
  }

  @Test(arguments: TestDatabase.dialects)
  func `somebody’s calendar holds what their day says on each day, by their rights of the moment`(
    _ dialect: Dialect
  ) async throws {
    let clock = TestClock()
    try await TestSite.with(dialect, { $0.clock = clock.clock }) { site async throws in
      let place: Int = try await site.enterSite("Halle, est ; ouest")
      let lease: Int = try await site.enterLease(
        on: try await site.enterLot(on: place, "A"), to: "Coop’Vélo 🚲", until: "2026-12-11")
      let address: String = try await Self.open(site, as: site.agent)
      #expect(try await site.get("/compte/calendriers", as: site.agent).text.contains("jamais lue"))
      let answer = try await site.get(address, headers: ["accept-language": "fr"])
      let found: [Event] = try await Self.events(answer)
      let event: Event = try #require(found.first { $0["URL"] == "http://localhost/baux/\(lease)" })
      #expect(event.title == "Coop’Vélo 🚲 : le bail prend fin (Halle, est ; ouest, A)")
      #expect(event["DTSTART"] == "2026-12-11" && event["DTEND"] == "2026-12-12")
      #expect(event["TRANSP"] == "TRANSPARENT")
      #expect(try await site.get("/compte/calendriers", as: site.agent).text.contains(", lue le"))
      // Who asks again the same day has it already.
      clock.advance(seconds: 3_600)
      #expect(try await site.get(address, headers: ["accept-language": "fr"]).bytes == answer.bytes)
      #expect(answer.header("Cache-Control") == "private, no-cache")
      // What moves stays the same thing.
      try await Self.run(site, "UPDATE lease SET end_day = '2026-12-13' WHERE id = \(Int64(lease))")
      let moved: [Event] = try await Self.events(try await site.get(address))
      #expect(moved.first { $0.name == event.name }?["DTSTART"] == "2026-12-13")
      // Nobody else's territory, and nothing once the role is over.
      let there: String = try await Self.open(site, as: site.actor(.agent, in: site.elsewhere))
      #expect(try await Self.events(try await site.get(there)).isEmpty)
      try await Self.run(
        site, "UPDATE role SET from_day = '2026-01-01', to_day = '2026-11-20' WHERE territory_id = \(site.here.id)")
      #expect(try await Self.events(try await site.get(address)).isEmpty)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `an address of a calendar opens nothing else, and nothing once it is revoked`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let address: String = try await Self.open(site, as: site.agent)
      let secret: Substring = try #require(address.split(separator: "cle=").last)
      let kept: String = try await site.database.read { try await $0.value("SELECT digest FROM calendar_key") }
      #expect(!kept.contains(secret) && secret.count == 64)
      #expect(!(try await site.get("/compte/calendriers", as: site.agent).text.contains(secret)))
      #expect(try await site.get("/api/v1/sites", headers: ["authorization": "Bearer \(secret)"]).status == 401)
      #expect(try await site.get("/baux", headers: ["cookie": "terreau_session=\(secret)"]).status == 404)
      for wrong in ["", "?cle=", "?cle=x", "?cle=\(kept)"] {
        #expect(try await site.get("/calendriers/agenda.ics\(wrong)").status == 404, "\(wrong)")
      }
      let number: Int = try await site.database.read { try await $0.value("SELECT id FROM calendar_key") }
      let other: TestActor = site.actor(.manager)
      #expect(try await site.post("/compte/calendriers/\(number)/fin", [:], as: other).status == 404)
      #expect(try await site.get(address).status == 200)
      #expect(try await site.post("/compte/calendriers/\(number)/fin", [:], as: site.agent).status == 303)
      #expect(try await site.get(address).status == 404)
      #expect(try await site.get("/compte/calendriers", as: site.agent).text.contains("Aucun calendrier"))
      let second: String = try await Self.open(site, as: site.agent)
      #expect(try await site.get(second).status == 200)
      let email: String = try await site.database.read {
        try await $0.value("SELECT email FROM account WHERE name = 'Test agent' ORDER BY id LIMIT 1")
      }
      try await Accounts(site.app).setDisabled(true, email)
      #expect(try await site.get(second).status == 404, "whose account is closed reads nothing")
      try await Accounts(site.app).setDisabled(false, email)
      #expect(try await site.get(second).status == 404, "and has to ask for it again")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `the calendar of a public programme is everybody’s, that of a draft is not found`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let id: Int = try await Self.number(
        site, "/dispositifs", #"{"slug":"velo","name":"Vélo, à tous ; âges","from":"2024-02-29"}"#)
      let path: String = "/dispositifs/velo/calendrier.ics"
      let action: Int = try await Self.number(
        site, "/dispositifs/velo/actions", #"{"title":"Ouvrir l’atelier","state":"next","due":"2027-03-28"}"#)
      _ = try await Self.number(site, "/dispositifs/velo/actions", #"{"title":"Sans date","state":"next"}"#)
      for (name, isPublic) in [("Guide", true), ("Note interne", false)] {
        _ = try await Self.number(
          site, "/dispositifs/velo/livrables", #"{"name":"\#(name)","day":"2026-10-25","isPublic":\#(isPublic)}"#)
      }
      _ = try await Self.number(
        site, "/dispositifs/velo/distinctions",
        #"{"name":"Prix \\n BEGIN:VEVENT","givenBy":"Région","day":"2026-06-01"}"#
      )
      #expect(try await site.get(path).status == 404)
      #expect(try await Self.events(try await site.get(path, as: site.agent)).count == 5)
      let opened = try await site.api(
        "/dispositifs/velo", #"{"name":"Vélo, à tous ; âges","from":"2024-02-29","isPublic":true,"version":1}"#,
        as: site.agent)
      #expect(opened.status == 200, "\(opened.text)")
      let french: [Event] = try await Self.events(try await site.get(path, headers: ["accept-language": "fr"]))
      #expect(french.count == 4, "what is kept inside stays there")
      let titles: [String] = french.map(\.title)
      #expect(titles.contains("Début de « Vélo, à tous ; âges »") && titles.contains("Guide"))
      #expect(titles.contains("Ouvrir l’atelier (Prochaine étape)"))
      #expect(french.contains { $0["DTSTART"] == "2024-02-29" && $0["DTEND"] == "2024-03-01" && $0["SEQUENCE"] == "1" })
      let before: Event = try #require(french.first { $0["URL"] == "http://localhost/actions/\(action)" })
      #expect(before["SEQUENCE"] == "0" && before["DTSTAMP"] == "2026-11-21 09:30:00+00:00")
      try await Self.run(site, "UPDATE territory SET speaks_german = TRUE WHERE id = \(site.here.id)")
      let german: [Event] = try await Self.events(try await site.get(path, headers: ["accept-language": "de"]))
      #expect(german.contains { $0.title == "Ouvrir l’atelier (Nächster Schritt)" })
      #expect(Set(german.map(\.name)) == Set(french.map(\.name)), "in whatever language, the same things")
      #expect(Set(french.map(\.name)).count == french.count)
      let moved = try await site.post(
        "/actions/\(action)/etat", ["stage": "done", "last": "2026-11-20", "version": "1"], as: site.agent)
      #expect(moved.status == 303, "\(moved.text)")
      let after: [Event] = try await Self.events(try await site.get(path, headers: ["accept-language": "fr"]))
      #expect(after.first { $0.name == before.name }?["SEQUENCE"] == "1")
      #expect(try await site.get("/dispositifs/velo").text.contains("href=\"\(path)\""))
      #expect(try await site.get("/dispositifs/\(id)/calendrier.ics").status == 200)
      #expect(try await site.get("/dispositifs/personne/calendrier.ics").status == 404)
      let theirs: TestActor = site.actor(.agent, in: site.elsewhere)
      #expect(try await site.get(path, as: theirs).status == 404)
    }
  }

  static let hours: [(String, Instant, Instant, String, String)] = [
    (
      "winter", Instant(Day(2026, 3, 28)!, hour: 23, minute: 30), Instant(Day(2026, 3, 29)!, hour: 0, minute: 30),
      "2026-03-29 00:30:00+01:00", "2026-03-29 01:30:00+01:00"
    ),
    (
      "into summer", Instant(Day(2026, 3, 29)!, hour: 0, minute: 30), Instant(Day(2026, 3, 29)!, hour: 1, minute: 30),
      "2026-03-29 01:30:00+01:00", "2026-03-29 03:30:00+02:00"
    ),
    (
      "backwards", Instant(Day(2026, 7, 14)!, hour: 10), Instant(Day(2026, 7, 14)!, hour: 9),
      "2026-07-14 12:00:00+02:00",
      "2026-07-14 12:00:00+02:00"
    ),
  ]

  @Test(arguments: hours)
  func `what has hours stands at those of Paris`(
    _ name: String, _ start: Instant, _ end: Instant, _ shownStart: String, _ shownEnd: String
  ) async throws {
    try await TestSite.with(.sqlite) { site async throws in
      var entry = CalendarEntry("sitting", 1, .moments(start, until: end), Text(name: "Séance"), path: "/seances/1")
      (entry.place, entry.isCancelled, entry.version) = ("Hôtel de métropole, salle « B » ; 1er", true, 3)
      entry.note = Text(name: "Ordre du jour :\n1. Budget\r\n2. \(String(repeating: "é🎉", count: 200))")
      let bytes: [UInt8] = CalendarFile(site.app, .fr, on: TestSite.today).bytes("Séances", [entry], [:])
      let event: Event = try #require(try await Self.events(bytes).first)
      #expect(event["DTSTART"] == shownStart && event["DTEND"] == shownEnd, "\(event.json)")
      #expect(event["STATUS"] == "CANCELLED" && event["SEQUENCE"] == "2")
      #expect(event["LOCATION"] == "Hôtel de métropole, salle « B » ; 1er")
      #expect(
        event["DESCRIPTION"] == "Ordre du jour :\n1. Budget\n2. \(String(repeating: "é🎉", count: 200))")
      #expect(event["DTSTAMP"] == "2026-11-20 23:00:00+00:00")
    }
  }

  @Test func `several days end with their last, and a thing that is in two lists is there twice under two names`()
    async throws
  {
    try await TestSite.with(.sqlite) { site async throws in
      let days = CalendarEntry(
        "event", 1, .days(Day(2026, 12, 30)!, through: Day(2027, 1, 2)!), Text(name: "Salon"), path: "/evenements/1")
      let bytes: [UInt8] = CalendarFile(site.app, .en, on: TestSite.today).bytes("x", [days], [:])
      let event: Event = try #require(try await Self.events(bytes).first)
      #expect(event["DTSTART"] == "2026-12-30" && event["DTEND"] == "2027-01-03")
      let due: [Due] = [
        Due(.soon, TestSite.today, Text(name: "a"), Text(name: "b"), path: "/x"),
        Due(.late, TestSite.today, Text(name: "c"), Text(name: "d"), path: "/x"),
        Due(.waiting, nil, Text(name: "e"), Text(name: "f"), path: "/y"),
      ]
      let entries: [CalendarEntry] = due.entries(on: site.here.id)
      #expect(entries.count == 2 && entries[0].name != entries[1].name)
      #expect(due.entries(on: site.elsewhere.id)[0].name != entries[0].name)
    }
  }
}
