import Glibc
import HTTP
import Platform
import SQL
import TestSite
import Testing

/// The program itself: started, killed, stopped, asked to save and to restore.
@Suite(.serialized) struct ProcessTests {
  @Test(arguments: TestDatabase.dialects)
  func `kill -9 under load loses no write that was acknowledged`(_ dialect: Dialect) async throws {
    try await TestProcess.withDatabase(dialect) { address async throws in
      let (process, port) = try await TestProcess.demo(address)
      let token: String = process.token
      // Eight writers, each entering sites one after the other and remembering what was acknowledged.
      let writers: [Task<[String], any Error>] = (0..<8).map { writer in
        Task.detached {
          var acknowledged: [String] = []
          for number in 0..<100_000 {
            let name: String = "Site \(writer)-\(number)"
            let body: String = #"{"programme":"grenoble-artis","name":"\#(name)","municipality":"Fontaine"}"#
            let answer: String? = try? await RawClient.exchange(
              port,
              "POST /api/v1/sites HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\nContent-Type: application/json\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
            guard let answer, answer.hasPrefix("HTTP/1.1 201") else { return acknowledged }
            acknowledged.append(name)
          }
          return acknowledged
        }
      }
      // Killed in the middle of its work, however long a loaded machine takes to come that far.
      let database = try Database(DatabaseAddress(address))
      var entered: Int = 0
      while entered < 200 {
        try await Task.sleep(for: .milliseconds(100))
        entered = try await database.read { try await $0.value("SELECT count(*) FROM site") }
      }
      process.signal(SIGKILL)
      var acknowledged: Set<String> = []
      for writer in writers { acknowledged.formUnion(try await writer.value) }
      #expect(acknowledged.count > 100)
      // At one moment: PostgreSQL may still be finishing what it was asked before the kill.
      let (kept, lines): (Set<String>, Int) = try await database.snapshot { session in
        (
          Set(try await session.all("SELECT name FROM site") { try $0.next(String.self) }),
          try await session.value("SELECT count(*) FROM audit_line WHERE action = 'site.entered'")
        )
      }
      #expect(acknowledged.isSubset(of: kept))
      // And no site without its audit line, nor the other way round.
      #expect(lines == kept.count)
      #expect(try await TestProcess.run(["check", "--database", address]).code == 0)
    }
  }

  @Test func `a provider that cannot be believed is refused at the start, and its secret is told to nobody`()
    async throws
  {
    let folder: String = "/tmp/terreau-secret-\(UInt64.random(in: 0 ... .max))"
    let file = fopen(folder, "w")
    fputs("tr3s-secret\n", file)
    fclose(file)
    defer { unlink(folder) }
    let good: [String] = ["--oidc-issuer", "https://p.example", "--oidc-client", "c", "--oidc-secret-file", folder]
    for (options, words) in [
      (["--oidc-issuer", "http://p.example", "--oidc-client", "c", "--oidc-secret", "tr3s-secret"], "https://"),
      (["--oidc-issuer", "https://p.example", "--oidc-client", "c"], "go together"),
      (["--oidc-issuer", "https://p.example", "--oidc-client", "c", "--oidc-secret-file", "/nowhere"], "/nowhere"),
      (good + ["--oidc-algorithm", "none"], "RS256, ES256 or HS256"),
      (good + ["--oidc-algorithm", "HS256"], "32 bytes"), (good + ["--oidc-userinfo", "no"], "signed or plain"),
      (good + ["--oidc-scope", "email"], "openid"),
    ] {
      let (code, output) = try await TestProcess.run(["serve", "--database", "\(folder).db"] + options)
      #expect(code == 64 && output.contains(words) && !output.contains("tr3s"), "\(options): \(output)")
    }
    for suffix in ["", "-wal", "-shm"] { unlink("\(folder).db\(suffix)") }
    let (process, port) = try await TestProcess.start(
      ["serve", "--database", "\(folder).db", "--port", "0"] + good)
    defer { for suffix in ["", "-wal", "-shm"] { unlink("\(folder).db\(suffix)") } }
    let page: String = try await RawClient.exchange(port, "GET /connexion HTTP/1.1\r\nHost: a\r\n\r\n")
    // Nobody can sign in through it before there is a territory to write that down for.
    #expect(page.hasPrefix("HTTP/1.1 200") && !page.contains("/connexion/fournisseur"))
    process.signal(SIGTERM)
    #expect(await process.exitCode() == 0)
  }

  @Test(arguments: TestDatabase.dialects)
  func `SIGTERM ends the process politely and a second start finds everything`(_ dialect: Dialect) async throws {
    try await TestProcess.withDatabase(dialect) { address async throws in
      let (process, port) = try await TestProcess.demo(address)
      #expect(try await RawClient.exchange(port, "GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n").hasPrefix("HTTP/1.1 200"))
      process.signal(SIGTERM)
      #expect(await process.exitCode() == 0)
      let (again, secondPort) = try await TestProcess.start([
        "serve", "--database", address, "--port", "0", "--rate", "0",
      ])
      let home: String = try await RawClient.exchange(secondPort, "GET /sites HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(home.contains("ARTIS Fontaine"))
      #expect(
        try await RawClient.exchange(secondPort, "GET /demonstration HTTP/1.1\r\nHost: a\r\n\r\n").hasPrefix(
          "HTTP/1.1 404"))
      let measures: String = try await RawClient.exchange(secondPort, "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(
        measures.contains(
          "terreau_http_request_duration_seconds_count{route=\"/sites\",method=\"GET\",status=\"200\"} 1"))
      again.signal(SIGTERM)
      #expect(await again.exitCode() == 0)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `backup and restore from the command line, while the site goes on`(_ dialect: Dialect) async throws {
    try await TestProcess.withDatabase(dialect) { address async throws in
      let (process, port) = try await TestProcess.demo(address)
      let file: String = "/tmp/terreau-backup-\(getpid())-\(dialect).gz"
      defer { unlink(file) }
      #expect(try await TestProcess.run(["backup", file, "--database", address]).code == 0)
      #expect(
        try await RawClient.exchange(port, "GET /sites/1 HTTP/1.1\r\nHost: a\r\n\r\n").hasPrefix("HTTP/1.1 200"))
      let restored = try await TestProcess.run(["restore", file, "--database", address])
      #expect(restored.code == 0, "\(restored.output)")
      #expect(
        try await RawClient.exchange(port, "GET /sites/1 HTTP/1.1\r\nHost: a\r\n\r\n").hasPrefix("HTTP/1.1 200"))
      truncate(file, 2_000)
      let refused = try await TestProcess.run(["restore", file, "--database", address])
      #expect(refused.code == 65)
      #expect(try await TestProcess.run(["check", "--database", address]).output.contains("Nothing wrong."))
      process.signal(SIGTERM)
      _ = await process.exitCode()
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a configuration goes from one programme to another on the command line`(_ dialect: Dialect) async throws {
    try await TestProcess.withDatabase(dialect) { address async throws in
      func run(_ words: String...) async throws -> (code: Int32, output: String) {
        try await TestProcess.run(["programme"] + words + ["--database", address, "--territory", "nantes"])
      }
      _ = try await TestProcess.run(["territory", "nantes", "--name", "Nantes", "--database", address])
      let file: String = "/tmp/terreau-configuration-\(getpid())-\(dialect).json"
      defer { unlink(file) }
      func put(_ text: String) {
        let handle = fopen(file, "w")
        fputs(text, handle)
        fclose(handle)
      }
      put(World.configuration)
      let valid = try await run("validate", file)
      #expect(valid.code == 0 && valid.output.contains("can be taken over"), "\(valid.output)")
      let taken = try await run("import", file, "--programme", "un", "--name", "Un")
      #expect(taken.code == 0 && taken.output.contains("+ nomenclatures/un/items/un"), "\(taken.output)")
      let again = try await run("import", file, "--programme", "un")
      #expect(again.output.contains("nothing to change"), "\(again.output)")
      let exported = try await run("export", "un")
      #expect(exported.code == 0 && exported.output.contains("\"rentScales\""), "\(exported.output)")
      put(exported.output.replacing("\"label\": \"Projet\"", with: "\"label\": \"Autrement\""))
      let different = try await run("diff", "un", file)
      #expect(different.code == 1 && different.output.contains("Projet → Autrement"), "\(different.output)")
      #expect(try await run("new", "deux", "--name", "Deux").code == 0)
      #expect(try await run("import", file, "--programme", "deux").code == 0)
      let list = try await run("list")
      #expect(list.output.contains("deux\tDeux") && list.output.contains("un\tUn"))
      put(World.configuration.replacing("\"rate\": 10", with: "\"rate\": -1"))
      let refused = try await run("import", file, "--programme", "un")
      #expect(refused.code == 65 && refused.output.contains("rentScales/un/rates/un/rate"), "\(refused.output)")
      #expect(try await run("export", "trois").code == 65)
      #expect(try await run("polish").code == 64)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `an installation is begun from the command line, and check names a line that was tampered with`(
    _ dialect: Dialect
  ) async throws {
    try await TestProcess.withDatabase(dialect) { address async throws in
      func run(_ words: String...) async throws -> (code: Int32, output: String) {
        try await TestProcess.run(words + ["--database", address, "--public-address", "https://terreau.exemple.fr"])
      }
      let opened = try await run("user", "add", "exploitant@exemple.fr", "--role", "operator")
      #expect(opened.code == 0 && opened.output.contains("https://terreau.exemple.fr/acces?jeton="), "\(opened.output)")
      #expect(try await run("territory", "nantes", "--name", "Nantes Métropole").code == 0)
      #expect(try await run("territory", "nantes", "--name", "Encore").code == 64)
      let added = try await run(
        "user", "add", "a@nantes.example", "--role", "administrator", "--territory", "nantes", "--name", "A")
      #expect(added.code == 0 && added.output.contains("/acces?jeton="), "\(added.output)")
      for (words, code) in [
        (["add", "x@y.example", "--role", "chef", "--territory", "nantes"], 64),
        (["add", "x@y.example", "--role", "agent"], 64),
        (["add", "x", "--role", "agent", "--territory", "nantes"], 64),
        (["add", "x@y.example", "--role", "agent", "--territory", "paris"], 64),
        (["add", "x@y.example", "--role", "company", "--territory", "nantes"], 64),
        (["add", "x@y.example", "--role", "company", "--territory", "nantes", "--organisation", "Coop"], 0),
        (["role", "x@y.example", "--role", "agent", "--territory", "nantes"], 0),
        (["withdraw", "x@y.example", "--role", "agent", "--territory", "nantes"], 0),
        (["withdraw", "x@y.example", "--role", "elected", "--territory", "nantes"], 64),
        (["reset", "a@nantes.example"], 0), (["reset", "nobody@nantes.example"], 64),
        (["disable", "x@y.example"], 0), (["enable", "x@y.example"], 0), (["promote", "x@y.example"], 64),
        (["add"], 64),
      ] as [([String], Int32)] {
        let result = try await TestProcess.run(["user"] + words + ["--database", address])
        #expect(result.code == code, "\(words): \(result.output)")
      }
      let database = try Database(DatabaseAddress(address))
      while try await Sealer(database).seal() > 0 {}
      let sound = try await run("check")
      #expect(sound.code == 0 && sound.output.contains("Nothing wrong."), "\(sound.output)")
      let anchor = try #require(sound.output.split(separator: "--anchor ").last?.prefix { $0 != "\n" })
      #expect(try await run("check", "--anchor", String(anchor)).code == 0)
      let line: Int = try await database.read {
        try await $0.value("SELECT min(id) FROM audit_line WHERE action = 'role.given'")
      }
      _ = try await database.change {
        try await $0.run("UPDATE audit_line SET after_json = '{}' WHERE territory_id > 0 AND id = \(line)")
      }
      let found = try await run("check")
      #expect(found.code == 1)
      #expect(
        found.output.contains("audit line \(line) (nantes, ") && found.output.contains("role.given"), "\(found.output)")
      let cut = try await run("check", "--anchor", "nantes:99:00")
      #expect(cut.output.contains("no longer part of the journal"))
    }
  }

  @Test func `wrong words on the command line are explained, with the right exit codes`() async throws {
    for (arguments, code) in [
      (["nonsense"], 64), (["serve", "--prot", "80"], 64), (["serve", "--port"], 64),
      (["serve", "--port", "eighty"], 64),
      (["backup"], 64), (["restore", "/nowhere.gz", "--database", "/tmp/x.db"], 69), ([], 64), (["--help"], 0),
      (["serve", "--help"], 0), (["backup", "/tmp/x.gz", "--database", "/nowhere/x.db"], 69),
      (["migrate", "--database", "postgres://nobody@127.0.0.1:1/none"], 69),
    ] as [([String], Int32)] {
      let result = try await TestProcess.run(arguments)
      #expect(result.code == code, "\(arguments): \(result.output)")
      #expect(!result.output.isEmpty)
    }
  }
}
