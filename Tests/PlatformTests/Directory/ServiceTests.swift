import Glibc
import HTTP
import SQL
import TestSite
import Testing

@testable import Platform

/// What organisations offer to residents, as those who enter it, those who look for it and data·inclusion meet it.
@Suite struct ServiceTests {
  static let theme: String = "mobilite--acceder-a-un-vehicule"

  @discardableResult
  static func organisation(_ site: TestSite, _ json: String, as actor: TestActor? = nil) async throws -> Int {
    let answer = try await site.api("/annuaire/organisations", json, as: actor ?? site.agent)
    return try #require(try answer.json()["id"]?.int, "\(answer.text)")
  }

  @discardableResult
  static func service(_ site: TestSite, of organisation: Int, _ json: String, as actor: TestActor? = nil) async throws
    -> Int
  {
    let answer = try await site.api(
      "/annuaire/organisations/\(organisation)/services", json, as: actor ?? site.agent)
    return try #require(try answer.json()["id"]?.int, "\(answer.text)")
  }

  @Test(arguments: TestDatabase.dialects)
  func `a service is entered, read by everybody if it is public, narrowed to, found and changed`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let garage: Int = try await Self.organisation(
        site, #"{"name":"Garage solidaire","address":"2, quai","postcode":"38600","municipality":"Fontaine"}"#)
      let loan: Int = try await Self.service(
        site, of: garage,
        #"{"name":"Prêt d’une voiture","description":"Une voiture, **trois** mois.","type":"aide-materielle","themes":["\#(Self.theme)"],"audiences":["demandeurs-emploi","jeunes"],"fee":"payant","zones":["42","38169","2A004","244200770","france"],"welcome":["en-presentiel"],"mobilisation":["telephoner"],"mobilisers":["usagers"],"phone":"04 76 00 00 01","isPublic":true}"#
      )
      let draft: Int = try await Self.service(
        site, of: garage,
        #"{"name":"Réparations","description":"En préparation.","fee":"gratuit","municipality":"Seyssins","isPublic":false}"#
      )
      let page = try await site.get("/annuaire/services/\(loan)", headers: ["accept-language": "fr"])
      for word in [
        "Garage solidaire", "<strong>trois</strong>", "Acceder a un vehicule", "2, quai", "Fontaine", "Payant",
      ] { #expect(page.text.contains(word), "\(word)") }
      #expect(!page.text.contains("/annuaire/organisations/"), "whose page is not for everybody")
      #expect(try await site.get("/annuaire/services/\(draft)").status == 404)
      let company: TestActor = site.actor(.company, organisation: ID(Int64(garage)))
      #expect(try await site.get("/annuaire/services/\(draft)", as: company).status == 200, "who offers it sees it")
      #expect(try await site.get("/annuaire/services/\(draft)", as: site.actor(.partner)).status == 404)
      #expect(
        try await site.get("/annuaire/services/\(loan)", as: site.actor(.agent, in: site.elsewhere)).status == 404)
      for (query, count) in [
        ("", 2), ("q=voiture", 1), ("theme=mobilite", 1), ("theme=\(Self.theme)", 1), ("theme=mobil", 0),
        ("audience=jeunes", 1), ("audience=seniors", 0), ("fee=gratuit", 1), ("municipality=Fontaine", 1),
        ("municipality=Seyssins", 1), ("theme=mobilite&fee=gratuit", 0),
      ] {
        let found = try await site.get("/api/v1/annuaire/services?\(query)", as: site.agent)
        #expect(try found.json()["total"]?.int == count, "\(query)")
      }
      #expect(try await site.get("/api/v1/annuaire/services").json()["total"]?.int == 1)
      #expect(try await site.get("/recherche?q=voiture").location == "/annuaire/services/\(loan)")
      #expect(try await site.get("/sitemap/services/1").text.contains("/annuaire/services/\(loan)<"))
      let organisation = try await site.get("/annuaire/organisations/\(garage)", as: site.agent).text
      #expect(organisation.contains("Prêt d’une voiture") && organisation.contains("Réparations"))
      let changed = try await site.api(
        "/annuaire/services/\(loan)",
        #"{"version":1,"name":"Prêt d’un vélo","description":"Un vélo, un an.","audiences":["tous-publics"],"isPublic":false}"#,
        as: site.agent)
      #expect(changed.status == 200, "\(changed.text)")
      #expect(try changed.json()["themes"]?[0] == nil && changed.json()["audiences"]?[0]?.string == "tous-publics")
      #expect(try await site.get("/annuaire/services/\(loan)").status == 404)
      let late = try await site.api(
        "/annuaire/services/\(loan)", #"{"version":1,"name":"X","description":"Y"}"#, as: site.agent)
      #expect(late.status == 409)
      let history = try await site.get("/annuaire/services/\(loan)/historique", as: site.agent).text
      #expect(history.contains("Service modifié") && history.contains("Prêt d’un vélo"))
    }
  }

  static let wrong: [(String, String)] = [
    (#""themes":["mobilite"]"#, "themes"), (#""themes":["mobilite--<b>"]"#, "themes"),
    (#""audiences":["Jeunes"]"#, "audiences"),
    (#""audiences":["tous-publics","jeunes"]"#, "audiences"), (#""zones":["Grenoble"]"#, "zones"),
    (#""zones":["99600"]"#, "zones"), (#""address":"2, quai""#, "municipality"), (#""programme":999"#, "programme"),
    (#""link":"http://x.example""#, "link"), (#""type":"autre""#, "type"), (#""welcome":["partout"]"#, "welcome"),
    (#""contact":"1 84 12 76 451 089 46""#, "contact"),
    (#""openingHours":"lundi matin""#, "openingHours"),
  ]

  @Test(arguments: wrong)
  func `what a service may not say is told next to its field`(_ member: String, _ field: String) async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let garage: Int = try await Self.organisation(site, #"{"name":"Garage"}"#)
      let answer = try await site.api(
        "/annuaire/organisations/\(garage)/services", #"{"name":"Prêt","description":"Une voiture.",\#(member)}"#,
        as: site.agent)
      #expect(answer.status == 422, "\(answer.text)")
      #expect(try answer.wrongFields() == [field])
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `where the referential is loaded its codes are chosen from; where it is not they are typed`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let garage: Int = try await Self.organisation(site, #"{"name":"Garage"}"#)
      let form: String = "/annuaire/organisations/\(garage)/services/nouveau"
      let before = try await site.get(form, as: site.agent, headers: ["accept-language": "fr"]).text
      #expect(before.contains("n’est pas chargé sur ce site") && before.contains(/<textarea [^>]*id="field-themes"/))
      // Typed in a box, one to a line, as browsers end lines.
      let typed = try await site.post(
        "/annuaire/organisations/\(garage)/services",
        ["name": "Prêt", "description": "Une voiture.", "themes": "\(Self.theme)\r\nnumerique--x, numerique--y"],
        as: site.agent)
      #expect(typed.status == 303, "\(typed.text)")
      let themes: JSON? = try await site.get("/api/v1/annuaire/services", as: site.agent).json()["items"]?[0]?["themes"]
      #expect(themes?[0]?.string == Self.theme && themes?[2]?.string == "numerique--y")
      let schema: String = """
        {"$defs":{"Thematique":{"enum":["\(Self.theme)","numerique--x"]},"Public":{"enum":["jeunes","tous-publics"]}}}
        """
      let named: String = """
        [{"value":"\(Self.theme)","label":"Accéder à un véhicule","description":null}]
        """
      for file in [schema, named, schema] {
        _ = try await ReferentialFile(Array(file.utf8)).load(site.database)
      }
      let after = try await site.get(form, as: site.agent, headers: ["accept-language": "fr"]).text
      #expect(after.contains("Mobilité — Accéder à un véhicule"), "a name is not forgotten for what a code looks like")
      #expect(after.contains("Numérique — X") && after.contains("value=\"tous-publics\""))
      let unknown = try await site.post(
        "/annuaire/organisations/\(garage)/services",
        ["name": "Prêt", "description": "Une voiture.", "themes": "numerique--z"], as: site.agent,
        headers: ["accept-language": "fr"])
      #expect(unknown.status == 422 && unknown.words.contains("ne connaît pas : « numerique--z »"))
      #expect(unknown.text.contains("Une voiture."), "nothing that was typed is lost")
    }
  }

  @Test(.enabled(if: access("../shared/schemas/misc/data-inclusion-service-v1-latest.json", R_OK) == 0))
  func `the published schema is read whole`() throws {
    let file = try #require(fopen("../shared/schemas/misc/data-inclusion-service-v1-latest.json", "r"))
    defer { fclose(file) }
    var bytes: [UInt8] = Array(repeating: 0, count: 1 << 20)
    bytes = Array(bytes[..<fread(&bytes, 1, bytes.count, file)])
    let entries: [ReferentialEntry] = try ReferentialFile(bytes).entries
    #expect(entries.count { $0.kind == .theme } == 69 && entries.count { $0.kind == .audience } == 14)
    let headings: Set<String> = Set(entries.compactMap(\.parent))
    #expect(headings == Set(ThemeHeading.allCases.map(\.rawValue)))
    #expect(
      entries.allSatisfy {
        ReferentialCode.isOne($0.code, of: $0.kind) && $0.code.count <= SeveralValues.mostCharacters
      })
  }

  @Test func `a JSON file that is no referential is refused`() {
    for text in ["{}", "[]", "[1]", #"[{"value":"x","label":"X"}]"#, #"{"$defs":{"Frais":{"enum":["gratuit"]}}}"#, "{"]
    {
      #expect(throws: ReferentialFile.Fault.unknown) { try ReferentialFile(Array(text.utf8)) }
    }
    #expect(throws: ReferentialFile.Fault.incomplete(line: 2)) {
      try ReferentialFile(Array(#"[{"value":"tous-publics","label":"Tous"},{"value":"jeunes","label":null}]"#.utf8))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a programme that is not public is not named by a service that is`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let programme = try await site.api("/dispositifs", #"{"slug":"secret","name":"Projet secret"}"#, as: site.agent)
      let id: Int = try #require(try programme.json()["id"]?.int)
      let garage: Int = try await Self.organisation(site, #"{"name":"Garage"}"#)
      let loan: Int = try await Self.service(
        site, of: garage, #"{"name":"Prêt","description":"Une voiture.","programme":\#(id),"isPublic":true}"#)
      #expect(try await site.get("/annuaire/services/\(loan)", as: site.agent).text.contains("Projet secret"))
      #expect(!(try await site.get("/annuaire/services/\(loan)").text.contains("Projet secret")))
      #expect(!(try await site.get("/annuaire/services.csv").text.contains("Projet secret")))
      let changed = try await site.api(
        "/annuaire/services/\(loan)", #"{"version":1,"name":"Prêt","description":"Une voiture.","isPublic":true}"#,
        as: site.agent)
      #expect(changed.status == 200)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `services follow a double that is merged, and come back with it`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let kept: Int = try await Self.organisation(site, #"{"name":"Garage solidaire"}"#)
      let double: Int = try await Self.organisation(site, #"{"name":"+ Garage Solidaire du Pont"}"#)
      let loan: Int = try await Self.service(
        site, of: double, #"{"name":"Prêt","description":"Une voiture.","isPublic":true}"#)
      let presented = try await site.api(
        "/annuaire/organisations/\(double)/structure",
        #"{"version":1,"presentation":"Un garage.","networks":["aci"],"openingHours":"Mo 09:00-12:00","isListed":true}"#,
        as: site.agent)
      #expect(presented.status == 200, "\(presented.text)")
      let scope = Scope(
        site.database, Actor("Test", territory: site.here.id, [Grant(.manager, on: .territory)]), at: TestSite.now)
      let merger: Merger<Organisation> = try await scope.change { scope in
        let store = OrganisationStore(scope)
        return try await MergerStore(scope).merge(
          try await store.find(ID(Int64(double))), into: try await store.find(ID(Int64(kept))), site.app.schema)
      }
      #expect(try await site.get("/api/v1/annuaire/services/\(loan)").json()["organisationId"]?.int == kept)
      let profile: StructureProfile = try await OrganisationStore(scope).profile(
        of: try await OrganisationStore(scope).find(ID(Int64(kept))))
      #expect(profile.presentation == "Un garage." && profile.networks == ["aci"])
      #expect(profile.hours?.osm == "Mo 09:00-12:00")
      try await scope.change { try await MergerStore($0).undo(merger) }
      #expect(try await site.get("/api/v1/annuaire/services/\(loan)").json()["organisationId"]?.int == double)
    }
  }
}
