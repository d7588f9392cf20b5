import HTTP
import Indicators
import Platform
import SQL
import Site

/// Figures over many facts: what the engine adds to the statement that a specialist would write, what a dashboard costs when
/// nothing changed, and how cost follows the number of facts.
struct CountingFigures {
  let app: App
  let territory: Territory
  let scope: Scope
  let cookie: String
  let programme: Programme
  let facts: Int

  static let slug: String = "chiffres"

  struct Found {
    var facts: Int = 0
    /// By what is counted: the engine and the bare statement, in microseconds.
    var figures: [(name: String, engine: Double, bare: Double)] = []
    /// Thirty figures, asked for the first time and again.
    var coldDashboard: Double = 0
    var warmDashboard: Double = 0
  }

  /// Thirty figures, as a large programme may show.
  private static let document: String = {
    let words: [String] = (0..<30).map { number in
      let formula: String =
        switch number % 3 {
        case 0: #"{"sum":"lease.area","through":"$end","where":"area > \#(number)"}"#
        case 1: #"{"distinct":"lease.organisation","through":"$end","where":"area > \#(number)"}"#
        default: #"{"count":"lease","where":"area > \#(number)"}"#
        }
      let unit: String = number % 3 == 0 ? "square-metres" : "number"
      return
        #"{"key":"n-\#(number)","label":"Chiffre \#(number)","unit":"\#(unit)","rounding":0,"formula":\#(formula),"since":"2026-01-01","public":true}"#
    }
    return
      #"{"format":"terreau-programme","formatVersion":1,"programme":{"name":"Chiffres"},"indicators":[\#(words.joined(separator: ","))]}"#
  }()

  init(_ app: App, _ configurations: Configurations, _ territory: Territory, _ scope: Scope, cookie: String, facts: Int)
    async throws
  {
    self.app = app
    self.territory = territory
    self.scope = scope
    self.cookie = cookie
    self.facts = facts
    _ = try await configurations.take(try configurations.read(Array(Self.document.utf8)), into: Self.slug)
    programme = try await ProgrammeStore(scope).find(Self.slug)
  }

  private static let lots: Int = 1_000

  /// As many leases as there are facts, a day each: none of a lot's overlaps another, and the database need not look.
  func fill() async throws {
    let (programme, territory): (ID<Programme>, ID<Territory>) = (programme.id, territory.id)
    let (facts, lots): (Int, Int) = (facts, Self.lots)
    try await app.database.change { session in
      let isSQLite: Bool = session.dialect == .sqlite
      for statement: Query in isSQLite
        ? ["DROP TRIGGER IF EXISTS lease_lot_id_insert", "DROP TRIGGER IF EXISTS lease_lot_id_update"]
        : ["ALTER TABLE lease DROP CONSTRAINT IF EXISTS lease_lot_id"]
      { _ = try await session.run(statement) }
      let site: Int64 = try await session.value(
        """
        INSERT INTO site (territory_id, programme_id, name, sort_key, address, municipality, provenance)
        VALUES (\(territory), \(programme), 'Chiffres', 'chiffres', '', 'Fontaine', 'entered') RETURNING id
        """)
      let first: Int64 = try await session.value("SELECT coalesce(max(id), 0) FROM lot")
      _ = try await session.run(
        """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(lots))
        INSERT INTO lot (territory_id, site_id, name, sort_key, kind, area_dm2, provenance)
        SELECT \(territory), \(site), 'Lot ' || i, 'lot ' || i, 'workshop', 2000 + i % 97 * 100, 'entered' FROM n
        """)
      let tenant: Int64 = try await session.value("SELECT coalesce(max(id), 0) FROM organisation")
      _ = try await session.run(
        """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
        INSERT INTO organisation (territory_id, name, sort_key)
        SELECT \(territory), 'Locataire ' || i, 'locataire ' || i FROM n
        """)
      let day = Query(
        sqlite: "date('1990-01-01', '+' || (i / 1000) || ' days')",
        postgres: "DATE '1990-01-01' + CAST(i / 1000 AS INTEGER)")
      _ = try await session.run(
        """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(facts))
        INSERT INTO lease (territory_id, lot_id, tenant_id, category, start_day, end_day, provenance)
        SELECT \(territory), \(first) + 1 + i % \(lots), \(tenant) + 1 + i % 5000, 'company', \(day), \(day), 'entered' FROM n
        """)
    }
  }

  /// Each time on another day, so that nothing was counted before.
  func measure() async throws -> Found {
    var found = Found()
    found.facts = facts
    guard let indicators = app.door(Indicators.self) else { return found }
    let joined: Query = "lease JOIN lot ON lot.id = lease.lot_id JOIN site ON site.id = lot.site_id"
    func owned(_ end: Day) -> Query {
      "lease.territory_id = \(territory.id) AND site.programme_id = \(programme.id) AND lease.start_day <= \(end)"
    }
    let counted: [(name: String, formula: String, bare: (Day) -> Query)] = [
      (
        "a sum", #"{"sum":"lease.area","through":"$end"}"#,
        { [joined] end in
          "SELECT CAST(sum(coalesce(lease.area_dm2, lot.area_dm2)) AS DOUBLE PRECISION) FROM \(joined) WHERE \(owned(end))"
        }
      ),
      (
        "a distinct count", #"{"distinct":"lease.organisation","through":"$end"}"#,
        { [joined] end in
          "SELECT CAST(count(DISTINCT lease.tenant_id) AS DOUBLE PRECISION) FROM \(joined) WHERE \(owned(end))"
        }
      ),
      (
        "a count with a filter", #"{"count":"lease","through":"$end","where":"area >= 50"}"#,
        { [joined] end in
          """
          SELECT CAST(count(*) AS DOUBLE PRECISION) FROM \(joined)
          WHERE \(owned(end)) AND coalesce(lease.area_dm2, lot.area_dm2) >= 5000
          """
        }
      ),
    ]
    var day: Day = Day(2026, 1, 1) ?? Day(ordinal: 0)
    let times: Int = facts > 1_000_000 ? 2 : 5
    for (name, formula, bare) in counted {
      var (engine, reference): ([Double], [Double]) = ([], [])
      // Turn about, so that both meet the same moments of the machine.
      for turn in 0...times {
        day = day.adding(days: 1)
        let end: Day = day
        let one: Double = try await microseconds(1) {
          _ = try await indicators.outcome(of: formula, in: programme, on: end, scope)
        }
        let other: Double = try await microseconds(1) { let _: Double = try await scope.value(bare(end)) }
        // The first of each pays for the cache of the file.
        guard turn > 0 else { continue }
        engine.append(one)
        reference.append(other)
      }
      found.figures.append((name, median(engine), median(reference)))
    }
    // Beyond a million, its thirty figures would be a minute's work each time, and say nothing more.
    guard facts <= 1_000_000 else { return found }
    found.coldDashboard = try await dashboard()
    found.warmDashboard = median(try await measured(9) { _ = try await dashboard() })
    return found
  }

  private func dashboard() async throws -> Double {
    let head = Head(
      method: .get, target: try Target("/dispositifs/\(Self.slug)/indicateurs"),
      headers: ["cookie": cookie, "accept-language": "fr"])
    return await microseconds(1) {
      let answer: Response = await app.respond(to: Request(head, body: .none))
      precondition(answer.status == .ok, "the dashboard was not drawn")
    }
  }

  /// The ledger of the demonstration's programmes, from nothing: how many figures, in how many microseconds.
  static func ledger() async throws -> (figures: Int, time: Double) {
    let database = try Database(.memory)
    try await App.schema(Doors.all).migrate(database)
    var settings = AppSettings()
    settings.hasCheapPasswords = true
    let app = try await App(database, Doors.all, settings)
    try await Demonstration.load(app, Doors.all, Demonstration.Showcase.all)
    var count: Int = 0
    let time: Double = try await microseconds(1) {
      for territory in try await Territory.all(database) {
        let actor = Actor("Mesures", territory: territory.id, [Grant(.manager, on: .territory)])
        for ledger in try await FiguresLedger.all(app, Scope(database, actor, at: .now)) { count += ledger.figures }
      }
    }
    return (count, time)
  }
}

extension CountingFigures.Found {
  func write(_ json: inout JSONWriter) {
    json.object { json in
      json.member("facts", facts)
      json.member("cold_us", Int(coldDashboard))
      json.member("warm_us", Int(warmDashboard))
      json.member(
        "figures",
        array: { json in
          for figure in figures {
            json.object { json in
              json.member("name", figure.name)
              json.member("engine_us", Int(figure.engine))
              json.member("bare_us", Int(figure.bare))
            }
          }
        })
    }
  }
}
