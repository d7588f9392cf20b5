import HTTP
import Platform
import SQL
import Site

/// The Lab as a reader meets it among very many sheets: the catalogue by its filters and orders, one sheet, the map.
struct Reading {
  let app: App
  let configurations: Configurations
  let territory: Territory
  let sheets: Int

  struct Found {
    var sheets: Int = 0
    /// By page: the first time and again, in microseconds.
    var pages: [(path: String, what: String, first: Double, again: Double)] = []
  }

  private static let themes: Int = 19

  /// A Lab with words to sort by.
  private static let document: String = {
    func items(_ name: String, _ count: Int) -> String {
      (0..<count).map { #"{"key":"\#(name)-\#($0)","label":"\#(name) \#($0)"}"# }.joined(separator: ",")
    }
    return #"""
      {"format":"terreau-programme","formatVersion":1,"programme":{"name":"Lab"},"nomenclatures":[
      {"key":"axes","label":"Axes","use":"axes","items":[\#(items("axe", 4))]},
      {"key":"themes","label":"Themes","use":"themes","items":[\#(items("theme", themes)),{"key":"rare","label":"Rare"}]},
      {"key":"publics","label":"Publics","use":"audiences","items":[\#(items("public", 11))]}],
      "lab":{"staleMonths":18}}
      """#
  }()

  /// Some eight thousand letters, as the sheets of the demonstration have.
  private static let content: String = {
    let text: String = String(
      repeating: "Une structure d’insertion trouve rarement de bons locaux à un prix qu’elle puisse payer. ", count: 11)
    let rubrics: [String] = [
      "context", "presentation", "operations", "governance", "effect", "innovation", "transfer",
    ].map { #"{"kind":"\#($0)","text":"\#(text)"}"# }
    return
      #"{"title":"Fiche","lead":"Une accroche.","owner":"Une métropole","since":2008,"budgetCents":null,"budgetYear":null,"updated":"2012-09-01","rubrics":[\#(rubrics.joined(separator: ","))],"visions":[]}"#
  }()

  func fill() async throws {
    let lab = try await configurations.take(
      try configurations.read(Array(Self.document.utf8)), into: "lab", isPublic: true)
    _ = lab
    for number in 1...50 { _ = try await Demonstration.enter("t\(number)", "Territoire \(number)", app.database) }
    let (sheets, territory, content): (Int, ID<Territory>, String) = (sheets, territory.id, Self.content)
    try await app.database.change { session in
      let first: Int64 = try await session.value("SELECT coalesce(max(id), 0) FROM programme")
      let home: Query = "(SELECT min(id) FROM territory WHERE slug = 't' || (1 + i % 50))"
      let day = Query(
        sqlite: "date('2012-01-01', '+' || (i % 4000) || ' days')",
        postgres: "DATE '2012-01-01' + CAST(i % 4000 AS INTEGER)")
      let moment = Query(
        sqlite: "strftime('%Y-%m-%dT%H:%M:%fZ', '2012-01-01', '+' || i || ' minutes')",
        postgres: "TIMESTAMP WITH TIME ZONE '2012-01-01 00:00:00+00' + i * INTERVAL '1 minute'")
      let numbers: Query = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(sheets))"
      // Titles in no order of their numbers.
      let title: Query = "'Fiche ' || (i * 7919 % 1000003) || ' pour les locaux'"
      let head: Query = "\(title), lower(\(title)), 'Une accroche qui donne envie de lire la suite.', 'Une métropole'"
      for statement: Query in [
        """
        INSERT INTO programme (territory_id, slug, name, sort_key, summary, is_public, provenance)
        \(numbers) SELECT \(home), 'fiche-' || i, \(title), lower(\(title)), '', \(true), 'entered' FROM n
        """,
        """
        INSERT INTO sheet (territory_id, programme_id, kind, slug, title, sort_key, lead, owner, since_year, updated_day,
          provenance)
        \(numbers) SELECT \(home), \(first) + i, 'lab', 'fiche-' || i, \(head), 2000 + i % 20, \(day), 'entered' FROM n
        """,
        """
        INSERT INTO publication (territory_id, programme_id, sheet_id, number, slug, title, sort_key, lead, owner,
          since_year, budget, updated_day, content, published_at, published_by, state, provenance)
        SELECT sheet.territory_id, sheet.programme_id, sheet.id, 1, sheet.slug, sheet.title, sheet.sort_key, sheet.lead,
          sheet.owner, sheet.since_year, i * 100, sheet.updated_day, \(content), \(moment), 'x', 'current', 'entered'
        FROM (SELECT sheet.*, sheet.programme_id - \(first) AS i FROM sheet WHERE sheet.territory_id <> \(territory)) sheet
        """,
      ] { _ = try await session.run(statement) }
      let lab: Int64 = try await session.value("SELECT min(programme_id) FROM lab_setting WHERE territory_id > 0")
      func sort(_ use: String, _ key: Query, where condition: Query = "1 = 1") async throws {
        _ = try await session.run(
          """
          INSERT INTO publication_term (territory_id, publication_id, programme_id, use, key)
          SELECT territory_id, id, \(lab), \(use), \(key) FROM publication WHERE \(condition)
          """)
      }
      try await sort("axes", "'axe-' || (id % 4)")
      for step: Query in ["id % 19", "(id + 5 + id / 19 % 3) % 19"] {
        try await sort("themes", "'theme-' || (\(step))")
      }
      try await sort("themes", "'rare'", where: "id % 5000 = 17")
      for step: Query in ["id % 11", "(id + 3) % 11"] { try await sort("audiences", "'public-' || (\(step))") }
      try await sort("results", "'figures'", where: "id % 3 = 0")
      if session.dialect == .postgres { _ = try await session.run("ANALYZE") }
    }
  }

  func measure() async throws -> Found {
    var found = Found()
    found.sheets = sheets
    for (path, what) in [
      ("/lab", "the catalogue"), ("/lab?page=2000", "its 2,000th page"),
      ("/lab?sort=-publishedAt", "the latest first"), ("/lab?theme=theme-3", "one theme in ten"),
      ("/lab?theme=rare", "a theme of twenty sheets"), ("/lab?theme=rare&audience=public-2", "with an audience"),
      ("/lab?axis=axe-1&theme=theme-3&figures=true", "three filters"), ("/lab?territory=t7", "one territory"),
      ("/lab/carte", "the map"), ("/lab/flux.atom", "the feed"), ("/lab/flux.atom?theme=rare", "the feed of a theme"),
    ] {
      let first: Double = try await answer(path)
      var times: [Double] = []
      for _ in 0..<21 { times.append(try await answer(path)) }
      found.pages.append((path, what, first, median(times)))
    }
    // Each sheet once, so that nothing was read before.
    var times: [Double] = []
    for number in 1...101 { times.append(try await answer("/lab/fiche-\(1 + number * 977 % sheets)")) }
    found.pages.append(("/lab/{slug}", "a sheet, each another", times[0], median(times)))
    return found
  }

  private func answer(_ path: String) async throws -> Double {
    let head = Head(method: .get, target: try Target(path), headers: ["accept-language": "fr"])
    return await microseconds(1) {
      let answer: Response = await app.respond(to: Request(head, body: .none))
      precondition(answer.status == .ok, "\(path) was not drawn")
    }
  }
}

extension Reading.Found {
  func write(_ json: inout JSONWriter) {
    json.object { json in
      json.member("sheets", sheets)
      json.member(
        "pages",
        array: { json in
          for page in pages {
            json.object { json in
              json.member("path", page.path)
              json.member("what", page.what)
              json.member("first_us", Int(page.first))
              json.member("again_us", Int(page.again))
            }
          }
        })
    }
  }
}
