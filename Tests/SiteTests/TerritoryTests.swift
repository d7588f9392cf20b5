import HTTP
import Platform
import SQL
import TestSite
import Testing

/// Several territories in one installation, each with its face, and what they choose to show each other.
@Suite struct TerritoryTests {
  private func settings(_ more: [String: String] = [:]) -> [String: String] {
    ["name": "Métropole d’ici", "language": "fr", "version": "1"].merging(more) { $1 }
  }

  @Test(arguments: TestDatabase.dialects)
  func `an administrator gives the territory its name, colour, contact and host, and pages wear them`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let administrator: TestActor = site.actor(.administrator)
      for (field, value) in [
        ("accent", "bleu"), ("accent", "#12345"), ("host", "https://x.example/"), ("email", "x"), ("language", "es"),
      ] {
        let answer = try await site.post("/territoire", settings([field: value]), as: administrator)
        #expect(answer.status == 422 && answer.text.contains("id=\"error-\(field)\""), "\(field)")
      }
      let saved = try await site.post(
        "/territoire",
        settings([
          "name": "Grande métropole", "accent": "#ffee00", "host": "Grande.example", "email": "contact@grande.example",
          "requiresCode": "false",
        ]), as: administrator)
      #expect(saved.status == 303, "\(saved.text)")
      let home = try await site.get("/")
      #expect(home.text.contains("Grande métropole") && home.text.contains("/assets/couleur/ffee00"))
      let sheet = try await site.get("/assets/couleur/ffee00")
      // Too pale to be read by day, it is darkened; by night it is as it was chosen.
      #expect(sheet.text.contains("--accent:#") && !sheet.text.hasPrefix(":root{--accent:#ffee00"))
      for wrong in [
        "/assets/couleur/FFEE00", "/assets/couleur/ffee0", "/assets/couleur/ffee00%7D", "/assets/couleur/x",
      ] {
        #expect(try await site.get(wrong).status == 404)
      }
      // The host chooses the territory, and nothing else.
      #expect(try await site.get("/", headers: ["host": "grande.example:8080"]).text.contains("Grande métropole"))
      #expect(try await site.get("/", headers: ["host": "ailleurs.example"]).text.contains("Grande métropole"))
      let elsewhere: TestActor = site.actor(.administrator, in: site.elsewhere)
      let taken = try await site.post(
        "/territoire", settings(["name": "X", "host": "grande.example"]), as: elsewhere)
      #expect(taken.status == 409 && taken.text.contains("porte ce nom d’hôte"))
      #expect(try await site.post("/territoire", settings(["host": "ailleurs.example"]), as: elsewhere).status == 303)
      #expect(
        try await site.get("/", headers: ["host": "ailleurs.example"]).text.contains("Métropole d’ici</a>") == false)
      let history = try await site.get("/journal?action=territory.changed", as: administrator)
      #expect(history.text.contains("Territoire modifié"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a logo is a picture by its own bytes, and anything else is refused`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let administrator: TestActor = site.actor(.administrator)
      let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3]
      func send(_ bytes: [UInt8], name: String = "logo.png") async throws -> Answer {
        let cookies: String = try await site.cookie(of: administrator)
        let token: String = try await site.app.formToken(forCookies: cookies)
        let file = try TemporaryFile()
        try file.append(bytes)
        var pairs = FormPairs()
        try pairs.append("_token", token)
        let upload = Upload(field: "logo", name: name, type: "image/png", file: file)
        return try await site.respond(
          Request(
            Head(
              method: .post, target: try Target("/territoire/logo"),
              headers: ["cookie": cookies, "origin": "http://localhost", "host": "localhost"]),
            body: .multipart(pairs, [upload])))
      }
      for wrong in [Array("<svg onload=alert(1)>".utf8), Array("<html>".utf8), Array(png.dropFirst())] {
        let answer = try await send(wrong)
        #expect(answer.status == 422 && answer.text.contains("PNG, JPEG ou WebP"), "\(answer.status)")
      }
      // One byte too many is not said to be within the bound.
      let heavy = try await send(png + Array(repeating: 0, count: (200 << 10) + 1 - png.count))
      #expect(heavy.words.contains("Au plus 200 Kio ; le fichier en fait 200,1."), "\(heavy.words)")
      #expect(try await send(png + Array(repeating: 0, count: 200 * 1_024)).status == 422)
      #expect(try await send(png).status == 303)
      let logo = try await site.get("/territoires/\(site.here.id)/logo")
      #expect(logo.bytes == png && logo.header("Content-Type") == "image/png")
      #expect(logo.header("X-Content-Type-Options") == "nosniff")
      #expect(try await site.get("/").text.contains("/territoires/\(site.here.id)/logo?v=2"))
      #expect(try await send([]).status == 303)
      #expect(try await site.get("/territoires/\(site.here.id)/logo").status == 404)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `an operator opens a territory, closes it, and never sees a record`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let operating: TestActor = site.actor(.operator)
      for (slug, status) in [("Nantes", 422), ("-nantes", 422), ("ici", 409), ("nantes", 303)] {
        let answer = try await site.post(
          "/exploitation/territoires",
          ["name": "Nantes Métropole", "slug": slug, "email": "a@nantes.example", "person": "A"], as: operating)
        #expect(answer.status == status, "\(slug)")
      }
      let page = try await site.get("/exploitation", as: operating)
      #expect(page.text.contains("Nantes Métropole"))
      let accounts = Accounts(site.app)
      let nantes: Territory = try await accounts.territory("nantes")
      let administrator = site.actor([Grant(.administrator, on: .territory)], in: nantes, name: "N")
      #expect(try await site.get("/journal", as: administrator).text.contains("Territoire ouvert"))
      let world = try await World.build(site, on: site.here)
      for path in [
        "/baux", "/annuaire/personnes/\(world.person)", "/journal", "/habilitations", "/baux/\(world.lease)",
      ] {
        #expect(try await site.get(path, as: operating).status == 404, "\(path)")
      }
      #expect(
        try await site.post("/exploitation/territoires/\(site.here.id)/fermeture", [:], as: operating).status == 303)
      // Visitors go to the next one; those who administer it still get in.
      #expect(try await site.get("/").text.contains("Métropole d’ailleurs"))
      #expect(
        try await site.post("/exploitation/territoires/\(site.here.id)/ouverture", [:], as: operating).status == 303)
      #expect(try await site.get("/").text.contains("Métropole d’ici"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `during maintenance visitors and agents are told, and operators work`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let operating: TestActor = site.actor(.operator)
      try await AccountTests.enter(site, "exploitation@ici.example", .operator)
      let set = try await site.post(
        "/exploitation/maintenance", ["on": "true", "message": "De retour à 14 h."], as: operating)
      #expect(set.status == 303)
      for actor in [site.visitor, site.agent] {
        for path in ["/", "/sites", "/api/v1/sites", "/sites.csv"] {
          let answer = try await site.get(path, as: actor)
          #expect(answer.status == 503 && answer.text.contains("De retour à 14 h."), "\(path)")
          #expect(answer.header("Retry-After") == "600")
        }
        #expect(try await site.post("/sites", ["name": "A", "municipality": "B"], as: actor).status == 503)
      }
      #expect(try await site.get("/healthz").status == 200)
      #expect(try await site.get("/exploitation", as: operating).status == 200)
      // An operator who is not in yet comes in.
      let browser = Browser(site)
      #expect(try await browser.get("/connexion").status == 200)
      #expect(try await browser.signIn("exploitation@ici.example", AccountTests.password).status == 303)
      #expect(try await browser.post("/exploitation/maintenance", ["message": "x"]).status == 303)
      #expect(try await site.get("/sites").status == 200)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `members of a network read what is shared with them, as long as both are members`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let ours = try await World.build(site, on: site.here)
      let their: TestActor = site.actor(.agent, in: site.elsewhere)
      let theirAdministrator: TestActor = site.actor(.administrator, in: site.elsewhere)
      let administrator: TestActor = site.actor(.administrator)
      func shares() async throws -> String {
        let answer = try await site.get("/reseaux/\(ours.network)", as: their)
        return answer.text
      }
      #expect(try await site.get("/reseaux/\(ours.network)", as: their).status == 404)
      let invited = try await site.post(
        "/reseaux/\(ours.network)/invitations", ["territory": "ailleurs"], as: administrator)
      #expect(invited.status == 303)
      // Invited is not yet member.
      #expect(try await !shares().contains("Site de Métropole d’ici"))
      #expect(try await site.get("/reseaux/\(ours.network)/fiches/\(ours.share)", as: their).status == 404)
      #expect(try await site.post("/reseaux/\(ours.network)/adhesion", [:], as: their).status == 404)
      #expect(try await site.post("/reseaux/\(ours.network)/adhesion", [:], as: theirAdministrator).status == 303)
      #expect(try await shares().contains("Site de Métropole d’ici"))
      let record = try await site.get("/reseaux/\(ours.network)/fiches/\(ours.share)", as: their)
      #expect(
        record.status == 200 && record.text.contains("Fontaine") && record.text.contains("Fiche de Métropole d’ici"))
      // What leads further does not: neither lots nor tenants, nor the record's own address.
      #expect(!record.text.contains("Atelier") && !record.text.contains("href=\"/sites/\(ours.site)"))
      // A lease is read although no partner reads leases: that one, and no other.
      _ = try await site.post("/baux/\(ours.lease)/partage/\(ours.network)", [:], as: site.agent)
      let lease: Int = try await site.database.read {
        try await $0.value("SELECT max(id) FROM share WHERE territory_id = \(site.here.id)")
      }
      let shared = try await site.get("/reseaux/\(ours.network)/fiches/\(lease)", as: their)
      #expect(shared.status == 200 && shared.text.contains("Locataire de"))
      #expect(try await site.get("/baux/\(ours.lease)", as: their).status == 404)
      // People's files are not for sharing.
      #expect(
        try await site.post("/annuaire/personnes/\(ours.person)/partage/\(ours.network)", [:], as: site.agent).status
          == 404)
      // Its owner no longer a member, nobody reads it.
      func set(_ last: Day?) async throws {
        _ = try await site.database.change {
          try await $0.run(
            "UPDATE network_member SET to_day = \(last.value) WHERE territory_id = \(site.here.id) AND from_day IS NOT NULL"
          )
        }
      }
      try await set(TestSite.today)
      #expect(try await site.get("/reseaux/\(ours.network)/fiches/\(lease)", as: their).status == 200)
      _ = try await site.database.change {
        try await $0.run(
          """
          UPDATE network_member SET from_day = '2026-01-01', to_day = '2026-11-20' WHERE territory_id = \(site.here.id)
          """)
      }
      #expect(try await site.get("/reseaux/\(ours.network)/fiches/\(lease)", as: their).status == 404)
      try await set(nil)
      // Withdrawn, it is gone; and so is everything when one of both has left.
      let hidden = try await site.post("/baux/\(ours.lease)/partage/\(lease)/fin", [:], as: site.agent)
      #expect(hidden.status == 303)
      #expect(try await site.get("/reseaux/\(ours.network)/fiches/\(lease)", as: their).status == 404)
      #expect(try await site.post("/reseaux/\(ours.network)/depart", [:], as: theirAdministrator).status == 303)
      #expect(try await site.get("/reseaux/\(ours.network)/fiches/\(ours.share)", as: their).status == 404)
      #expect(try await !shares().contains("Site de Métropole d’ici"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `somebody with roles on two territories goes from one to the other with one account`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await AccountTests.enter(site)
      try await Accounts(site.app).setRole(
        "camille@ici.example", Grant(.elected, on: .territory), on: site.elsewhere, withdraw: false)
      let browser = try await Browser(site).signedIn("camille@ici.example", AccountTests.password)
      #expect(try await browser.get("/sites/nouveau").status == 200)
      #expect(try await browser.get("/territoires").text.contains("Métropole d’ailleurs"))
      #expect(try await browser.post("/territoires/\(site.elsewhere.id)/choix").status == 303)
      #expect(try await browser.get("/").text.contains("Métropole d’ailleurs"))
      #expect(try await browser.get("/baux").status == 200)
      #expect(try await browser.get("/sites/nouveau").status == 404)
      #expect(try await browser.post("/territoires/99/choix").status == 404)
    }
  }
}
