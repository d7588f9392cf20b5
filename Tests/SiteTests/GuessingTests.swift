import HTTP
import Platform
import SQL
import TestSite
import Testing

/// Guessing accounts and passwords, and locking somebody else out by it.
@Suite struct GuessingTests {
  private let camille: String = "camille@ici.example"
  private let password: String = AccountTests.password

  /// A page without what changes from one drawing to the next.
  private func plain(_ answer: Answer) -> String {
    answer.text.replacing(/value="[0-9a-f]{32,}"/, with: "").replacing(/[a-z]+@[a-z.]+/, with: "ADDRESS")
  }

  @Test(arguments: TestDatabase.dialects)
  func `guessing accounts: an unknown address, a closed account and a wrong password are one answer, of one cost`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await AccountTests.enter(site)
      try await AccountTests.enter(site, "ferme@ici.example")
      try await Accounts(site.app).setDisabled(true, "ferme@ici.example")
      try await Accounts(site.app).enter("invite@ici.example", "X", [Grant(.agent, on: .territory)], on: site.here.id)
      func hashes() async throws -> String {
        let text: String = try await site.get("/metrics").text
        return text.split(separator: "\n").first { $0.hasPrefix("terreau_password_hashes ") }.map(String.init) ?? ""
      }
      var (pages, costs): (Set<String>, Set<Double>) = ([], [])
      for email in [camille, "ferme@ici.example", "invite@ici.example", "personne@ailleurs.example"] {
        let before: String = try await hashes()
        _ = site.trace.take()
        let answer = try await Browser(site).signIn(email, "pas le bon mot")
        #expect(answer.status == 422)
        pages.insert(plain(answer))
        let statements: Int = site.trace.take().count
        let hashed: Double = number(try await hashes()) - number(before)
        costs.insert(hashed * 1_000 + Double(statements))
      }
      #expect(pages.count == 1)
      // One password compared each time, and as many statements.
      #expect(costs.count == 1 && (costs.first ?? 0) >= 1_000, "\(costs)")
      // Asking for a link says as little.
      var links: Set<String> = []
      for email in [camille, "personne@ailleurs.example"] {
        links.insert(plain(try await Browser(site).post("/mot-de-passe-oublie", ["email": email])))
      }
      #expect(links.count == 1)
      await site.app.finishLater()
      let sent: Int = try await site.database.read { try await $0.value("SELECT count(*) FROM outgoing_message") }
      #expect(sent == 1)
    }
  }

  private func number(_ line: String) -> Double { line.split(separator: " ").last.flatMap { Double($0) } ?? -1 }

  @Test(arguments: TestDatabase.dialects)
  func `guessing passwords: attempts run out for unknown browsers, and never for the owner’s`(
    _ dialect: Dialect
  ) async throws {
    let clock = TestClock()
    try await TestSite.with(dialect, { $0.clock = clock.clock }) { site async throws in
      try await AccountTests.enter(site)
      let owner = try await Browser(site, client: "203.0.113.5").signedIn(camille, password)
      _ = try await owner.post("/deconnexion")
      // From a different address each time, so that only the account can be what counts.
      var statuses: [Int] = []
      for number in 1...25 {
        statuses.append(
          try await Browser(site, client: "198.51.100.\(number)").signIn(camille, "essai \(number)").status)
      }
      #expect(statuses == Array(repeating: 422, count: 20) + Array(repeating: 429, count: 5))
      // Even the right password waits, from a browser never seen; and an address without account is treated alike.
      let answer = try await Browser(site, client: "198.51.100.99").signIn(camille, password)
      #expect(answer.status == 429 && answer.header("Retry-After") == "900")
      #expect(answer.text.contains("value=\"\(camille)\""))
      for number in 1...20 { _ = try await Browser(site, client: "192.0.2.\(number)").signIn("x@y.example", "z") }
      #expect(try await Browser(site, client: "192.0.2.99").signIn("x@y.example", "z").status == 429)
      // The owner's browser signs in all the while, from whatever address.
      #expect(try await owner.signIn(camille, password).status == 303)
      // A stolen mark of another account's browser opens no way round.
      try await AccountTests.enter(site, "voisin@ici.example")
      let neighbour = try await Browser(site).signedIn("voisin@ici.example", password)
      _ = try await neighbour.post("/deconnexion")
      #expect(try await neighbour.signIn(camille, password).status == 429)
      // A link by e-mail opens the account at once, and makes the browser known.
      let other = Browser(site, client: "203.0.113.9")
      let link: String = try await Accounts(site.app).reset(camille)
      _ = try await other.get(AccountTests.path(link))
      #expect(try await other.post("/mot-de-passe", ["password": "encore une autre phrase"]).status == 303)
      _ = try await other.post("/deconnexion")
      #expect(try await other.signIn(camille, "encore une autre phrase").status == 303)
      clock.advance(seconds: 901)
      #expect(try await Browser(site).signIn(camille, "encore une autre phrase").status == 303)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `one address that tries every account runs out too, and its neighbours’ known browsers do not`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await AccountTests.enter(site)
      let office = try await Browser(site, client: "203.0.113.5").signedIn(camille, password)
      _ = try await office.post("/deconnexion")
      for number in 1...100 {
        _ = try await Browser(site, client: "203.0.113.5").signIn("compte\(number)@ici.example", "x")
      }
      #expect(try await Browser(site, client: "203.0.113.5").signIn("compte101@ici.example", "x").status == 429)
      #expect(try await office.signIn(camille, password).status == 303)
    }
  }
}
