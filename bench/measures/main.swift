import Glibc
import HTTP
import Platform
import SQL
import Site

// What `make bench` cannot see from outside: what the audit adds to a write, what a permission check costs, what a
// sign-in costs beside its password. One JSON object on the standard output.
//
//     measures DATABASE [FACTS [SHEETS]]
//     measures DATABASE imports

/// The rows that entering a site writes, with the audit line and without.
struct Writing: Sendable {
  let database: Database
  let territory: ID<Territory>
  let programme: ID<Programme>
  let hasAudit: Bool

  func one(_ number: Int) async throws {
    let values: String = """
      {"id":\(number),"name":"Hôtel d’activités \(number)","address":"Rue de l’Épreuve","municipality":"Fontaine",\
      "openedOn":"2008-12-01","closedOn":null,"provenance":"entered","version":1}
      """
    try await database.change { session in
      let id: Int64 = try await session.value(
        """
        INSERT INTO site (territory_id, programme_id, name, sort_key, address, municipality, provenance)
        VALUES (\(territory), \(programme), \("Site \(number)"), \("site \(number)"), 'Rue de l’Épreuve', 'Fontaine', 'entered')
        RETURNING id
        """)
      let _: String = try await session.value("SELECT name FROM site WHERE territory_id = \(territory) AND id = \(id)")
      guard hasAudit else { return }
      try await session.later(
        """
        INSERT INTO audit_line
          (territory_id, at, actor_kind, actor_name, account_id, action, record_kind, record_id, before_json, after_json)
        VALUES
          (\(territory), \(Instant.now), 'agent', 'Camille Fictive', NULL, 'site.entered', 'site', \(id), NULL, \(values))
        """)
    }
  }
}

nonisolated(unsafe) var next: Int = 0

/// Writes a second, by so many writers at once.
func rate(_ writing: Writing, writers: Int, each: Int) async throws -> Double {
  let first: Int = next
  next += writers * each
  let began: ContinuousClock.Instant = .now
  try await withThrowingTaskGroup(of: Void.self) { group in
    for writer in 0..<writers {
      group.addTask { for number in 0..<each { try await writing.one(first + writer * each + number) } }
    }
    try await group.waitForAll()
  }
  return Double(writers * each) / ((.now - began) / .seconds(1))
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

func microseconds(_ times: Int, _ body: () async throws -> Void) async rethrows -> Double {
  let began: ContinuousClock.Instant = .now
  for _ in 0..<times { try await body() }
  return (.now - began) / .microseconds(1) / Double(times)
}

let database = try Database(DatabaseAddress(CommandLine.arguments[1]), connections: 20)
try await App.schema(Doors.all).migrate(database)
var settings = AppSettings()
settings.publicAddress = "http://localhost"
let drawing = Drawing()
let app = try await App(database, Doors.all + [drawing], settings)
let accounts = Accounts(app)
let territory: Territory = try await Demonstration.enter("mesures", "Mesures", database)
let agent: ID<Account> = try await accounts.enter(
  "agent@mesures.example", "Agent", [Grant(.agent, on: .territory)], on: territory.id,
  password: "une phrase assez longue")
let cookie: String = "terreau_session=\(try await accounts.openSession(agent, on: territory.id))"

var json = JSONWriter()
let importing = Importing(
  app: app, cookie: cookie, lines: 100_000, copy: getenv("TERREAU_BENCH_TABLE").map { String(cString: $0) })
if CommandLine.arguments.count > 2, CommandLine.arguments[2] == "imports" {
  try await importing.measure().write(&json)
  print(String(decoding: json.bytes, as: UTF8.self))
  exit(0)
}
let manager = Actor("Mesures", territory: territory.id, [Grant(.manager, on: .territory)])
let configurations = Configurations(app, Scope(database, manager, at: .now))
let programme: ID<Programme> = try await configurations.open("locaux", named: "Locaux").id
let plain = Writing(database: database, territory: territory.id, programme: programme, hasAudit: false)
let audited = Writing(database: database, territory: territory.id, programme: programme, hasAudit: true)
_ = try await rate(audited, writers: 4, each: 50)
var writes: [(writers: Int, plain: Double, audited: Double)] = []
for writers in [1, 4, 16] {
  // Turn about, so that both meet the same moments of the machine.
  var (without, with): ([Double], [Double]) = ([], [])
  for _ in 0..<5 {
    without.append(try await rate(plain, writers: writers, each: 400 / writers))
    with.append(try await rate(audited, writers: writers, each: 400 / writers))
  }
  writes.append((writers, median(without), median(with)))
}

let head = Head(method: .get, target: try Target("/baux"), headers: ["cookie": cookie])
let viewer: Viewer = try await app.identify(head)
let allow: Allow = .staff
var admitted: Int = 0
let check: Double = await microseconds(1_000_000) { if allow.admits(viewer.actor) { admitted += 1 } }
let identification: Double = try await microseconds(3_000) { _ = try await app.identify(head) }

let hash: Double = median(try await measured(9) { _ = try await app.hashPassword("une phrase assez longue") })
let form: String = try await app.formToken(forCookies: "terreau_form=0123456789abcdef0123456789abcdef")
let body: String = FormPairs().setting("email", to: "agent@mesures.example")
  .setting("password", to: "une phrase assez longue").setting("_token", to: form).encoded
let signIn: Double = median(
  try await measured(9) {
    let headers: Headers = [
      "content-type": "application/x-www-form-urlencoded", "cookie": "terreau_form=0123456789abcdef0123456789abcdef",
    ]
    let answer: Response = await app.respond(
      to: Request(
        Head(method: .post, target: try Target("/connexion"), headers: headers), body: .bytes(Array(body.utf8))))
    precondition(answer.status == .seeOther, "the sign-in was refused")
  })

func measured(_ times: Int, _ body: () async throws -> Void) async rethrows -> [Double] {
  var all: [Double] = []
  for _ in 0..<times { all.append(try await microseconds(1, body)) }
  return all
}

let table: Double = try await drawn(Drawing.bare)
let tools: Double = try await drawn(Drawing.full)
let map: Double = try await drawn(Drawing.map)

func drawn(_ path: String) async throws -> Double {
  let head = Head(method: .get, target: try Target(path), headers: ["cookie": cookie, "accept-language": "fr"])
  for _ in 0..<1_000 {
    let answer: Response = await app.respond(to: Request(head, body: .none))
    precondition(answer.status == .ok, "\(path) was not drawn")
  }
  return median(drawing.spent.taken())
}

// Of each number of facts, in a database of its own; SQLite's is beside the others.
let figures: CountingFigures.Found = try await counted(facts)
let ledger: (figures: Int, time: Double) = try await CountingFigures.ledger()

/// What is asked on the command line; a million where nothing is.
var facts: Int { CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) ?? 1_000_000 : 1_000_000 }

func counted(_ facts: Int) async throws -> CountingFigures.Found {
  let counting = try await CountingFigures(
    app, configurations, territory, Scope(database, manager, at: .now), cookie: cookie, facts: facts)
  try await counting.fill()
  return try await counting.measure()
}

let reading = Reading(app: app, configurations: configurations, territory: territory, sheets: 100_000)
try await reading.fill()
let read: Reading.Found = try await reading.measure()

let configuration = try await Configuring(configurations).measure()

let tables: TableReading.Found = try TableReading(lines: 100_000).measure()

let imported: Importing.Found = try await importing.measure()

// Last, for it brings tables of its own.
let searching: Searching.Found = try await Searching(
  database: database, scope: Scope(database, manager, at: .now), sheets: sheets
).measure()

/// What is asked on the command line; a hundred thousand on SQLite and fewer on PostgreSQL where nothing is.
var sheets: Int {
  let usual: Int = database.dialect == .sqlite ? 100_000 : 20_000
  return CommandLine.arguments.count > 3 ? Int(CommandLine.arguments[3]) ?? usual : usual
}

json.object { json in
  json.member("document_bytes", configuration.bytes)
  json.member("import_us", Int(configuration.importing))
  json.member("reading_us", Int(configuration.reading))
  json.member("difference_us", Int(configuration.comparing))
  json.member(
    "writes",
    array: { json in
      for line in writes {
        json.object { json in
          json.member("writers", line.writers)
          json.member("plain", Int(line.plain))
          json.member("audited", Int(line.audited))
        }
      }
    })
  json.name("figures")
  figures.write(&json)
  json.name("texts")
  searching.write(&json)
  json.name("reading")
  read.write(&json)
  json.name("tables")
  tables.write(&json)
  json.name("imports")
  imported.write(&json)
  json.member("ledger_figures", ledger.figures)
  json.member("ledger_us", Int(ledger.time))
  json.member("admits_ns", Int(check * 1_000))
  json.member("identify_us", Int(identification))
  json.member("hash_us", Int(hash))
  json.member("sign_in_us", Int(signIn))
  json.member("table_us", Int(table))
  json.member("tools_us", Int(tools))
  json.member("map_us", Int(map))
  json.member("map_bytes", drawing.spent.weight)
}
print(String(decoding: json.bytes, as: UTF8.self))
exit(admitted > 0 ? 0 : 1)
