import HTTP
import SQL
import TestSite
import Testing

/// Every form and every JSON route, with everything that can be wrong with what they are sent.
@Suite struct BadInputTests {
  private struct Target {
    let path: String
    let good: [(String, JSON)]
  }

  /// A site, a lot and a lease, and every route that changes them with values it would accept.
  private func targets(_ site: TestSite) async throws -> [Target] {
    let place: Int = try await site.enterSite()
    let lot: Int = try await site.enterLot(on: place)
    let lease: Int = try await site.enterLease(on: lot)
    let version: (String, JSON) = ("version", .number("1"))
    let siteFields: [(String, JSON)] = [("name", .string("Nom")), ("municipality", .string("Commune"))]
    let lotFields: [(String, JSON)] = [("name", .string("B2")), ("kind", .string("office")), ("area", .number("12"))]
    let leaseFields: [(String, JSON)] = [
      ("tenant", .string("X")), ("category", .string("company")), ("start", .string("2025-01-01")),
    ]
    let day: (String, JSON) = ("day", .string("2026-12-31"))
    return [
      Target(path: "/sites", good: siteFields), Target(path: "/sites/\(place)", good: siteFields + [version]),
      Target(path: "/sites/\(place)/fin", good: [day, version]),
      Target(path: "/sites/\(place)/lots", good: lotFields), Target(path: "/lots/\(lot)", good: lotFields + [version]),
      Target(path: "/lots/\(lot)/fin", good: [day, version]),
      Target(path: "/lots/\(lot)/baux", good: leaseFields),
      Target(path: "/baux/\(lease)", good: leaseFields + [version]),
      Target(path: "/baux/\(lease)/fin", good: [day, version]),
    ]
  }

  private func state(_ site: TestSite) async throws -> [Int] {
    var counts: [Int] = []
    for table in ["site", "lot", "lease", "organisation", "audit_line"] {
      counts.append(
        try await site.database.read { try await $0.value(Query(trusted: "SELECT count(*) FROM \(table)")) })
    }
    counts.append(
      try await site.database.read {
        try await $0.value(
          "SELECT CAST((SELECT sum(version) FROM site) + (SELECT sum(version) FROM lot) + (SELECT sum(version) FROM lease) AS BIGINT)"
        )
      })
    return counts
  }

  private func json(_ fields: [(String, JSON)]) -> String {
    var writer = JSONWriter()
    writer.value(.object(fields.map { JSON.Member($0.0, $0.1) }))
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test(arguments: TestDatabase.dialects)
  func `each field, missing, of the wrong type, too long or with a control character, is named`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let targets: [Target] = try await targets(site)
      let before: [Int] = try await state(site)
      for target in targets {
        for (name, good) in target.good {
          let isText: Bool = good.string != nil
          var bad: [JSON?] = [nil, .array([]), .object([]), .bool(true), isText ? .number("1") : .string("1")]
          bad +=
            isText
            ? [
              .string(""), .string("  "), .string(String(repeating: "x", count: 5_000)), .string("a\u{7}b"),
              .string("\u{202E}x"),
            ]
            : [.number("-1"), .number("0"), .number("1e5"), .number("99999999999999999999999")]
          for value in bad {
            let fields: [(String, JSON)] = target.good.compactMap { $0.0 == name ? value.map { (name, $0) } : $0 }
            let answer = try await site.api(target.path, json(fields), as: site.agent)
            #expect(answer.status == 422, "\(target.path) \(name) \(String(describing: value)) \(answer.text)")
            #expect(try answer.wrongFields() == [name], "\(target.path) \(name) \(String(describing: value))")
            #expect(answer.header("Content-Type") == "application/problem+json")
          }
        }
        let unknown = try await site.api(
          target.path, json(target.good + [("territory_id", .number("2"))]), as: site.agent)
        #expect(unknown.status == 422)
        #expect(try unknown.wrongFields() == ["territory_id"])
      }
      #expect(try await state(site) == before)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `bytes that are not text, not JSON, or far too many are refused, and nothing is saved`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let targets: [Target] = try await targets(site)
      let before: [Int] = try await state(site)
      let agent = site.agent
      for target in targets {
        let field: String = target.good[0].0
        let overlong: [UInt8] = Array("{\"\(field)\":\"".utf8) + [0xC0, 0xAF] + Array("\"}".utf8)
        let nul: [UInt8] = Array("{\"\(field)\":\"a\\u0000b\"}".utf8)
        for body in [overlong, nul] {
          let answer = try await site.send(
            .post, "/api/v1\(target.path)", as: agent, headers: ["content-type": "application/json"], body: body)
          #expect(answer.status == 400)
          #expect(try answer.wrongFields() == [field])
        }
        for body in ["{", "[]", "null", "{\"a\":1,\"a\":2}", "not json", "{}x"] {
          let answer = try await site.api(target.path, body, as: agent)
          #expect([400, 422].contains(answer.status), "\(body)")
        }
        let huge = [UInt8](repeating: 0x20, count: 10 << 20)
        for (type, path) in [
          ("application/json", "/api/v1\(target.path)"), ("application/x-www-form-urlencoded", target.path),
        ] {
          let answer = try await site.send(.post, path, as: agent, headers: ["content-type": type], body: huge)
          #expect(answer.status == 413)
        }
        for (type, path) in [
          ("text/plain", "/api/v1\(target.path)"), ("application/xml", target.path), ("application/json", target.path),
          ("application/x-www-form-urlencoded", "/api/v1\(target.path)"), ("multipart/form-data", target.path),
        ] {
          let answer = try await site.send(.post, path, as: agent, headers: ["content-type": type], body: [0x61])
          #expect(answer.status == 415, "\(type) \(path)")
        }
        for body in ["\(field)=%FF", "\(field)=%C0%AF", "\(field)=%00", "\(field)=%zz"] {
          let answer = try await site.send(
            .post, target.path, as: agent, headers: ["content-type": "application/x-www-form-urlencoded"],
            body: Array(body.utf8))
          #expect(answer.status == 400, "\(body)")
          #expect(answer.words.contains("« \(field) »"), "\(answer.text)")
        }
      }
      #expect(try await state(site) == before)
    }
  }

  @Test func `a multipart form is read like any other, and a file nobody asked for is refused`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let token: String = try await site.app.formToken(forCookies: try await site.cookie(of: site.agent))
      func body(_ more: String) -> [UInt8] {
        let parts: [String] = [("name", "Les Halles"), ("municipality", "Fontaine"), ("_token", token)].map {
          "--b\r\nContent-Disposition: form-data; name=\"\($0)\"\r\n\r\n\($1)\r\n"
        }
        return Array((parts.joined() + more + "--b--\r\n").utf8)
      }
      let headers: [String: String] = [
        "content-type": "multipart/form-data; boundary=b",
        "origin": "http://localhost", "host": "localhost",
      ]
      let answer = try await site.send(.post, "/sites", as: site.agent, headers: headers, body: body(""))
      #expect(answer.status == 303, "\(answer.text)")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `pages and identifiers that are not numbers lead nowhere, and filters say what they take`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      for path in [
        "/sites/0", "/sites/-1", "/sites/01", "/sites/1x", "/sites/99999999999999999999", "/lots/x", "/baux/1e3",
      ] {
        #expect(try await site.get(path, as: site.agent).status == 404, "\(path)")
        #expect(try await site.get("/api/v1\(path)", as: site.agent).status == 404, "\(path)")
      }
      for query in ["page=0", "page=x", "size=501", "size=-1", "page=99999999999999999999"] {
        let answer = try await site.get("/api/v1/sites?\(query)", as: site.agent)
        #expect(answer.status == 422, "\(query)")
        #expect(try answer.wrongFields() == [query.hasPrefix("page") ? "page" : "size"])
      }
      #expect(try await site.get("/lots?kind=castle").status == 422)
      #expect(try await site.get("/sites?page=900000").status == 200)
    }
  }
}
