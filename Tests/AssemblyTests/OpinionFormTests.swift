import Assembly
import HTTP
import Platform
import SQL
import Site
import TestSite
import Testing

/// A capability with cases, and nothing else of its own.
private struct Cases: Capability {
  let programme: ID<Programme>

  var routes: [Endpoint] {
    Endpoint.opinions("/dossiers/{case}", kind: "case", allow: .staff) { visit in
      let record: ID<Cases> = try visit.id("case")
      // A case that this scope does not have is not found, inside the change as well as before it.
      _ = try await ProgrammeStore(visit.scope).find("\(programme)")
      guard record.number == 7 else { throw Refusal.notFound }
      return OpinionOccasion(record.number, programme: programme, body: "agrement", crumbs: [], back: "/dossiers/7")
    }
  }
}

@Suite struct OpinionFormTests {
  @Test(arguments: TestDatabase.dialects)
  func `a capability’s case has the form for an opinion, and keeps what it is sent`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let programme: Int = try await site.enterProgramme()
      var settings = AppSettings()
      settings.clock = .fixed(TestSite.now)
      settings.publicAddress = "http://localhost"
      let app = try await App(site.database, Doors.all + [Cases(programme: ID(Int64(programme)))], settings)
      let cookie: String = try await site.cookie(of: site.agent)
      let token: String = try await app.formToken(forCookies: cookie)

      func send(_ method: Method, _ path: String, _ fields: [String: String] = [:]) async throws -> Response {
        var headers: Headers = ["cookie": cookie, "origin": "http://localhost", "host": "localhost"]
        var body: Request.Body = .none
        if method == .post {
          headers.append("content-type", "application/x-www-form-urlencoded")
          var pairs = FormPairs()
          for (name, value) in fields.merging(["_token": token], uniquingKeysWith: { $1 }) {
            try pairs.append(name, value)
          }
          body = .bytes(Array(pairs.encoded.utf8))
        }
        return await app.respond(
          to: Request(Head(method: method, target: try Target(path), headers: headers), body: body))
      }
      func text(_ response: Response) -> String {
        guard case .bytes(let bytes) = response.body else { return "" }
        return String(decoding: bytes, as: UTF8.self)
      }

      let page: String = text(try await send(.get, "/dossiers/7/avis/nouveau"))
      #expect(page.contains("Comité d’agrément") && page.contains("Défavorable"))
      // The body has seats: how many sat is asked for.
      #expect(page.contains(/<input[^>]*name="present"[^>]* required/), "\(page)")
      #expect(try await send(.get, "/dossiers/8/avis/nouveau").status == .notFound)
      let form: [String: String] = ["verdict": "unfavourable", "day": "20/11/2026", "present": "3"]
      let refused: Response = try await send(.post, "/dossiers/7/avis", form)
      #expect(refused.status == .unprocessable && text(refused).contains("id=\"error-reason\""), "\(text(refused))")
      let given: Response = try await send(.post, "/dossiers/7/avis", form.merging(["reason": "Trop bruyant."]) { $1 })
      #expect(given.headers.first { $0.name == "Location" }?.value == "/dossiers/7?done=opinion.given")
      #expect(try await send(.post, "/dossiers/8/avis", form).status == .notFound)
      let opinions: [Opinion] = try await OpinionStore(
        Scope(site.database, site.agent.actor, at: TestSite.now)
      ).on("case", 7)
      #expect(opinions.map(\.verdict) == [.unfavourable] && opinions.map(\.present) == [3])
      #expect(opinions.first?.reason == "Trop bruyant.")
    }
  }
}
