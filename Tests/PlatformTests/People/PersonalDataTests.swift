import HTTP
import SQL
import Site
import TestSite
import Testing

@testable import Platform

/// How long people’s files are kept, what they are told, and what is left of them.
@Suite struct PersonalDataTests {
  static let day = Day(2024, 3, 15)!

  static let steps: [(today: Day, warned: Day?, RetentionStep)] = [
    (Day(2024, 4, 1)!, nil, .keep),
    (Day(2026, 2, 12)!, nil, .keep),
    (Day(2026, 2, 13)!, nil, .warn),
    (Day(2026, 6, 1)!, nil, .warn),
    (Day(2026, 2, 20)!, Day(2026, 2, 13)!, .warned(until: Day(2026, 3, 15)!)),
    (Day(2026, 3, 14)!, Day(2026, 2, 13)!, .warned(until: Day(2026, 3, 15)!)),
    (Day(2026, 3, 15)!, Day(2026, 2, 13)!, .anonymise),
    // Said late, it goes late.
    (Day(2026, 6, 20)!, Day(2026, 6, 1)!, .warned(until: Day(2026, 7, 1)!)),
    // Said before they were seen again: it is not said any more.
    (Day(2024, 4, 1)!, Day(2024, 3, 1)!, .keep),
    (Day(2026, 2, 13)!, Day(2024, 3, 1)!, .warn),
  ]

  @Test(arguments: steps)
  func `a file goes two years after the last contact, thirty days after its notice`(
    _ today: Day, _ warned: Day?, _ step: RetentionStep
  ) {
    #expect(Retention.usual.due(on: today, lastContact: Self.day, warnedOn: warned) == step)
  }

  @Test func `of several purposes the longest decides, and without any the usual`() {
    #expect(Retention(of: []) == .usual)
    let kept = Retention(of: [Retention(months: 60, noticeDays: 15), Retention(months: 6, noticeDays: 45)])
    #expect(kept == Retention(months: 60, noticeDays: 45))
  }

  private func person(_ site: TestSite, _ json: String) async throws -> Int {
    let answer = try await site.api("/annuaire/personnes", json, as: site.agent)
    return try #require(try answer.json()["id"]?.int, "\(answer.text)")
  }

  private static let mila: String = """
    {"givenName":"Mila","familyName":"Roussel","birthDay":"1987-06-16","email":"mila@ici.example","phone":"0476000000",
     "address":"3 rue de l’Épreuve","postcode":"38600","municipality":"Fontaine"}
    """

  @Test(arguments: TestDatabase.dialects)
  func `whoever is not heard of any more is told, then forgotten, in the journal too`(_ dialect: Dialect) async throws {
    let clock = TestClock()
    try await TestSite.with(dialect, { $0.clock = clock.clock }) { site async throws in
      let id: Int = try await person(site, Self.mila)
      func mails() async throws -> Int {
        try await site.database.read {
          try await $0.value("SELECT count(*) FROM outgoing_message WHERE recipient = 'mila@ici.example'")
        }
      }
      func values() async throws -> Int {
        try await site.database.read {
          try await $0.value(
            """
            SELECT count(*) FROM audit_line WHERE territory_id = \(site.here.id)
              AND (before_json LIKE '%Roussel%' OR after_json LIKE '%Roussel%' OR after_json LIKE '%1987%')
            """)
        }
      }
      while try await Sealer(site.database).seal() > 0 {}
      await site.app.doChores()
      #expect(try await mails() == 0)
      clock.advance(seconds: 701 * 86_400)
      await site.app.doChores()
      await site.app.doChores()
      #expect(try await mails() == 1, "told once")
      let byDay: Int = try await site.database.read {
        try await $0.value(
          "SELECT count(*) FROM outgoing_message WHERE recipient = 'mila@ici.example' AND heeds_quiet = \(true)")
      }
      #expect(byDay == 1, "and not in the night")
      let later: TestActor = site.actor(.agent, name: "Agente d’après")
      let day = try await site.get("/", as: later)
      #expect(day.words.contains("Mila Roussel") && day.words.contains("anonymisé ce jour-là"), "\(day.words)")
      clock.advance(seconds: 20 * 86_400)
      await site.app.doChores()
      #expect(try await values() > 0, "not before the day")
      clock.advance(seconds: 12 * 86_400)
      await site.app.doChores()
      #expect(try await values() == 0)
      let last: TestActor = site.actor(.agent, name: "Agente d’encore après")
      while try await Sealer(site.database).seal() > 0 {}
      #expect(try await ChainCheck(site.database).faults == [], "the seals hold")
      let page = try await site.get("/annuaire/personnes/\(id)", as: last)
      #expect(page.words.contains("anonymisé") && !page.text.contains("Mila") && !page.text.contains("mila@"))
      let list = try await site.get("/api/v1/annuaire/personnes", as: last)
      #expect(!list.text.contains("anonymisée"), "nobody is listed without a name")
      let change = try await site.api(
        "/annuaire/personnes/\(id)", #"{"givenName":"A","familyName":"B","version":3}"#, as: last)
      #expect(change.status == 409, "\(change.status) \(change.text)")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a contact that is noted keeps the file, and so does a longer purpose`(_ dialect: Dialect) async throws {
    let clock = TestClock()
    try await TestSite.with(dialect, { $0.clock = clock.clock }) { site async throws in
      let seen: Int = try await person(site, Self.mila)
      let kept: Int = try await person(site, #"{"givenName":"Noé","familyName":"Garnier"}"#)
      let made = try await site.api(
        "/dispositifs/\(TestSite.programme)/configuration/finalites/entrees",
        #"{"key":"fse","label":"Participants FSE+","basis":"legal-duty","months":120,"noticeDays":30}"#, as: site.agent)
      #expect(made.status == 200, "\(made.text)")
      let purpose: Int = try await site.database.read { try await $0.value("SELECT max(id) FROM data_purpose") }
      let given = try await site.post(
        "/annuaire/personnes/\(kept)/finalites", ["purpose": "\(purpose)"], as: site.agent)
      #expect(given.status == 303, "\(given.text)")
      clock.advance(seconds: 705 * 86_400)
      await site.app.doChores()
      let later: TestActor = site.actor(.agent, name: "Agente d’après")
      let today: Day = Zone.paris.day(at: site.app.settings.clock.now())
      let future = try await site.post(
        "/annuaire/personnes/\(seen)/contacts", ["day": "\(today.adding(days: 1))", "kind": "call"], as: later)
      #expect(future.status == 422)
      let noted = try await site.post(
        "/annuaire/personnes/\(seen)/contacts", ["day": "\(today)", "kind": "call"], as: later)
      #expect(noted.status == 303, "\(noted.text)")
      clock.advance(seconds: 100 * 86_400)
      await site.app.doChores()
      let last: TestActor = site.actor(.agent, name: "Agente d’encore après")
      for id in [seen, kept] {
        let page = try await site.get("/annuaire/personnes/\(id)", as: last)
        #expect(!page.words.contains("Ce dossier est anonymisé"), "\(id)")
      }
      let register = try await site.get("/registre", as: last)
      #expect(register.words.contains("Participants FSE+") && register.words.contains("120 mois"), "\(register.words)")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a person takes all their data away, asks for a correction, and is answered`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let id: Int = try await person(site, Self.mila)
      let mila = site.actor([Grant(.resident, on: .person, Int64(id))], name: "Mila Roussel")
      let referent = site.actor([Grant(.partner, on: .person, Int64(id))], name: "Référent")
      let data = try await site.get("/api/v1/annuaire/personnes/\(id)/donnees", as: mila)
      #expect(data.status == 200, "\(data.text)")
      let json: JSON = try data.json()
      #expect(json["person"]?["birthDay"]?.string == "1987-06-16" && json["readings"]?[0] != nil, "\(data.text)")
      #expect(try await site.get("/annuaire/personnes/\(id)/donnees", as: referent).status == 404)
      #expect(try await site.get("/annuaire/personnes/\(id)/donnees.pdf", as: site.agent).status == 200)
      let asked = try await site.post(
        "/annuaire/personnes/\(id)/demandes", ["kind": "rectification", "text": "Je m’appelle Rousselle."], as: mila)
      #expect(asked.status == 303, "\(asked.text)")
      let day = try await site.get("/", as: site.agent)
      #expect(day.words.contains("demande : faire corriger"), "\(day.words)")
      let request: Int = try await site.database.read { try await $0.value("SELECT max(id) FROM data_request") }
      // Each sees of it what is theirs to see, and is led nowhere that is closed to them.
      let (hers, his) = (
        try await site.get("/annuaire/personnes/\(id)", as: mila),
        try await site.get("/annuaire/personnes/\(id)", as: referent)
      )
      #expect(hers.text.contains("Rousselle") && !hers.text.contains("/registre/demandes/"))
      #expect(!his.text.contains("Rousselle") && !his.text.contains("/registre/demandes/"))
      let answered = try await site.post(
        "/registre/demandes/\(request)/reponse", ["answer": "Corrigé."], as: site.agent)
      #expect(answered.status == 303, "\(answered.text)")
      #expect(
        try await site.post("/registre/demandes/\(request)/reponse", ["answer": "Encore."], as: site.agent).status
          == 409)
      #expect(try await site.get("/annuaire/personnes/\(id)", as: mila).words.contains("Corrigé."))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a manager lets a file go at once by writing the name, nobody else can`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let id: Int = try await person(site, Self.mila)
      let mila = site.actor([Grant(.resident, on: .person, Int64(id))], name: "Mila Roussel")
      _ = try await site.get("/", as: mila)
      let path: String = "/annuaire/personnes/\(id)/anonymisation"
      #expect(try await site.post(path, ["familyName": "Roussel"], as: site.agent).status == 404)
      let manager = site.actor(.manager)
      #expect(try await site.post(path, ["familyName": "Martin"], as: manager).status == 422)
      let done = try await site.post(path, ["familyName": "ROUSSEL"], as: manager)
      #expect(done.status == 303, "\(done.text)")
      await site.app.finishLater()
      let told: Int = try await site.database.read {
        try await $0.value(
          "SELECT count(*) FROM audit_line WHERE after_json LIKE '%Roussel%' AND record_kind = 'person'")
      }
      #expect(told == 0)
      let accounts: Int = try await site.database.read {
        try await $0.value("SELECT count(*) FROM account WHERE name = 'Mila Roussel'")
      }
      #expect(accounts == 0, "the account that opened this file alone is nobody’s either")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `namesakes are told apart by birth or employer, and one person has one file`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      _ = try await person(site, Self.mila)
      let again = try await site.post(
        "/annuaire/personnes", ["givenName": "Mila", "familyName": "ROUSSEL"], as: site.agent)
      #expect(again.status == 422 && again.words.contains("peut-être déjà un dossier"), "\(again.status)")
      let other = try await site.post(
        "/annuaire/personnes", ["givenName": "Mila", "familyName": "Roussel", "birthDay": "1990-01-01"], as: site.agent)
      #expect(other.status == 303, "another birth is another person: \(other.text)")
    }
    // Born the same day under another name is another person; with the same given name, it may be a name by marriage.
    func born(_ given: String, _ family: String, in town: String = "") throws -> PersonCard {
      var typed = Typed()
      for (key, value) in [
        ("givenName", given), ("familyName", family), ("birthDay", "1987-06-16"), ("municipality", town),
      ] {
        typed[key] = value
      }
      return PersonCard(try PersonForm(try FormReader.values(PersonForm.fields, typed, on: TestSite.today)))
    }
    let mila: PersonCard = try born("Mila", "Roussel")
    #expect(!PersonLikeness(mila, try born("Mathieu", "Garnier")).isPossible)
    #expect(PersonLikeness(mila, try born("Mila", "Garnier")).isPossible)
    #expect(
      !PersonLikeness(try born("Mila", "Roussel", in: "Fontaine"), try born("Mehdi", "Garnier", in: "Fontaine"))
        .isPossible)
    let here = PersonForm(givenName: "Jean", familyName: "Martin")
    func employed(by employers: Set<Int64>) -> PersonCard { PersonCard(here, employers: employers) }
    #expect(PersonLikeness(employed(by: []), employed(by: [])).isPossible)
    #expect(!PersonLikeness(employed(by: [1]), employed(by: [2])).isPossible)
    #expect(PersonLikeness(employed(by: [1]), employed(by: [1, 2])).isPossible)
  }

  @Test(arguments: TestDatabase.dialects)
  func `a table of people updates who is known and asks about who may be`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      _ = try await person(site, Self.mila)
      let table: String = """
        Nom;Prénom;Né le;Téléphone;Ville
        Roussel;Mila;16/06/1987;0611223344;Fontaine
        Roussel;Mila;;;Meylan
        Garnier;Noé;12/02/1999;;Meylan
        """
      let path: String = try await site.send(table, to: "/annuaire/personnes")
      #expect(try await site.states(of: path) == ["2 changed", "3 doubtful", "4 new"])
      try await site.press("\(path)/application")
      let known = try await site.database.read { session in
        try await session.value("SELECT count(*) FROM person WHERE phone = '0611223344'", as: Int.self)
      }
      #expect(known == 1)
    }
  }
}
