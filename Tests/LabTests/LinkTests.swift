import CWebShim
import HTTP
import Platform
import SQL
import TestSite
import Testing

@testable import Lab

/// Other people's sites, asked whether they answer.
@Suite struct LinkTests {
  /// A site that answers as its path says.
  private struct OtherSite: Responder {
    func plan(for head: Head) -> BodyPlan { .memory(most: 1_000) }

    func respond(to request: Request) async -> Response {
      switch request.head.target.path {
      case "/partie": return .text("partie", .notFound)
      case "/sans-tete": return request.head.method == .head ? .text("", .methodNotAllowed) : .text("là")
      case "/renvoi": return .redirect(to: "/bien")
      default: return .text("bien")
      }
    }

    func refuse(_ refusal: RequestRefusal, _ head: Head?) -> Response { .text("non", refusal.status) }

    static func serving(_ body: (Int) async throws -> Void) async throws {
      let server = Server(OtherSite(), limits: Limits())
      let port: Int = try server.start(port: 0, threads: 2)
      let result: Result<Void, any Error>
      do { result = .success(try await body(port)) } catch { result = .failure(error) }
      _ = try await RawClient.waiting { server.stop() }
      try result.get()
    }
  }

  @Test func `an address answers, is gone, or says nothing`() async throws {
    try await OtherSite.serving { port async throws in
      let home: String = "http://127.0.0.1:\(port)"
      let paths: [String] = ["/bien", "/partie", "/sans-tete", "/renvoi"]
      let answers = await WebLinks(reachesPrivate: true).ask(paths.map { home + $0 } + ["http://127.0.0.1:1/"])
      #expect(answers.map(\.outcome) == [.answers, .gone, .answers, .answers, .silent])
      #expect(answers.map(\.address).first == "\(home)/bien" && answers[1].status == 404)
    }
  }

  @Test func `only public addresses are gone to, whatever a name resolves to`() async throws {
    try await OtherSite.serving { port async throws in
      let addresses: [String] = ["127.0.0.1", "localhost", "[::1]", "2130706433", "0"].map {
        "http://\($0):\(port)/bien"
      }
      let answers = await WebLinks(reachesPrivate: false).ask(addresses)
      #expect(answers.count == addresses.count)
      for answer in answers { #expect(answer.outcome == .notPublic || answer.outcome == .silent, "\(answer)") }
      #expect(answers.first?.outcome == .notPublic)
    }
    for address in [
      "10.1.2.3", "100.64.0.1", "127.9.9.9", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.168.0.1",
      "0.0.0.0",
      "224.0.0.1", "255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "fd12::1", "ff02::1",
      "::ffff:10.0.0.1", "2002:a00:1::", "2001:db8::1", "64:ff9b::a00:1",
    ] {
      #expect(web_is_public(address) == 0, "\(address)")
    }
    for address in [
      "9.255.255.255", "11.0.0.1", "100.63.0.1", "172.15.0.1", "172.32.0.1", "192.167.0.1", "2a01:cb00::1",
    ] {
      #expect(web_is_public(address) == 1, "\(address)")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `links are checked when somebody asks, and the answer is kept with its day`(_ dialect: Dialect) async throws {
    try await OtherSite.serving { port async throws in
      try await TestSite.with(dialect, { $0.reachesPrivateAddresses = true }) { site async throws in
        let sheet = try await SheetSite.build(site, "liens")
        try await sheet.write(
          "links", "- [a](http://127.0.0.1:\(port)/bien)\n- [b](http://127.0.0.1:\(port)/partie)\n- [c](/lab)")
        #expect(try await site.get("\(sheet.path)/controles", as: site.agent).words.contains("Vérifier les liens"))
        let checked = try await site.post("\(sheet.path)/controles/verification", [:], as: site.agent)
        #expect(checked.status == 303, "\(checked.text)")
        let found = try await sheet.findings("unreachable")
        #expect(found.map { $0["passage"]?.string } == ["http://127.0.0.1:\(port)/partie"])
        let page = try await site.get("\(sheet.path)/controles", as: site.agent).words
        #expect(page.contains("21 novembre 2026") && page.contains("/bien répond"), "\(page)")
        // A link that is no longer there is no longer reproached.
        try await sheet.write("links", "- [a](http://127.0.0.1:\(port)/bien)")
        #expect(try await sheet.findings("unreachable").isEmpty)
      }
      try await TestSite.with(dialect) { site async throws in
        let sheet = try await SheetSite.build(site, "liens")
        try await sheet.write("links", "- [a](http://127.0.0.1:\(port)/bien)")
        _ = try await site.post("\(sheet.path)/controles/verification", [:], as: site.agent)
        let said: String? = try await sheet.findings("unreachable").first?["sentence"]?["fr"]?.string
        #expect(said?.contains("n’est pas une adresse publique") == true)
      }
    }
  }
}
