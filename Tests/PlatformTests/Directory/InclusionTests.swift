import Glibc
import HTTP
import SQL
import TestSite
import Testing

@testable import Platform

/// What leaves for data·inclusion, as its own schema judges it.
@Suite struct InclusionTests {
  private static let judge: String = "../shared/judges/judge_data_inclusion.py"

  private static func array(_ site: TestSite, _ name: String) async throws -> [JSON] {
    let answer = try await site.get("/annuaire/data-inclusion/\(name).json")
    #expect(answer.status == 200 && answer.header("Content-Type") == "application/json")
    guard case .array(let items) = try answer.json() else { return [] }
    return items
  }

  /// What the judge says of both files together: « valid », or each thing that is wrong.
  private static func judged(_ site: TestSite) async throws -> String {
    let structures = try await site.get("/annuaire/data-inclusion/structures.json").text
    let services = try await site.get("/annuaire/data-inclusion/services.json").text
    let path: String = "/tmp/terreau-inclusion-\(UInt64.random(in: 0 ... .max)).json"
    defer { unlink(path) }
    let file = try #require(fopen(path, "w"))
    fputs("{\"structures\":\(structures),\"services\":\(services)}", file)
    fclose(file)
    return try await TestProcess.run(".cache/venv/bin/python", [judge, path]).output
  }

  private static func load(_ site: TestSite) async throws {
    let schema: String = """
      {"$defs":{"Thematique":{"enum":["mobilite--acceder-a-un-vehicule","trouver-un-emploi--faire-des-candidatures-spontanees"]},
      "Public":{"enum":["jeunes","demandeurs-emploi","tous-publics"]},"ReseauPorteur":{"enum":["aci","mission-locale"]}}}
      """
    _ = try await ReferentialFile(Array(schema.utf8)).load(site.database)
    _ = try await ReferentialFile(Array(ReferentialTests.towns.utf8)).load(site.database)
  }

  private static func fill(_ site: TestSite) async throws -> (garage: Int, loan: Int) {
    try await load(site)
    let garage: Int = try await ServiceTests.organisation(
      site,
      #"{"name":"Garage « solidaire » & fils 🚗","number":"24420077000018","address":"2, quai\\\"","postcode":"38600","municipality":"Fontaine","phone":"04 76 00 00 01","email":"a@garage.test","website":"https://garage.example/é?a=1"}"#
    )
    let presented = try await site.api(
      "/annuaire/organisations/\(garage)/structure",
      #"{"version":1,"presentation":"Un garage\nd’insertion","networks":["aci"],"openingHours":"lun-ven 9h-12h ; PH off","isListed":false}"#,
      as: site.agent)
    #expect(presented.status == 200, "\(presented.text)")
    let loan: Int = try await ServiceTests.service(
      site, of: garage,
      #"{"name":"=Prêt d’une voiture; 🚗","description":"Une voiture, **trois** mois.\n\n- petite\n- rouge\u2028fin","type":"aide-materielle","themes":["mobilite--acceder-a-un-vehicule"],"audiences":["demandeurs-emploi","jeunes"],"audienceNote":"De 18 à 30 ans","fee":"payant","feeNote":"5 €","conditions":"Permis\net promesse","zones":["42","38169","2A004","244200770","99100","france"],"welcome":["en-presentiel","a-distance"],"mobilisation":["telephoner","utiliser-lien-mobilisation"],"mobilisers":["usagers","professionnels"],"mobilisationNote":"Appeler","contact":"Ana Lévy","phone":"3949","email":"ana@garage.example","link":"https://garage.example/pret","openingHours":"mardi et jeudi de 14 h à minuit","isPublic":true}"#
    )
    return (garage, loan)
  }

  @Test(arguments: TestDatabase.dialects)
  func `structures and services leave with all that they say, each under a name that stays`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let (garage, loan): (Int, Int) = try await Self.fill(site)
      let structure: JSON = try #require(try await Self.array(site, "structures").first)
      #expect(structure["source"]?.string == "ici" && structure["id"]?.string == "ici--structure-\(garage)")
      #expect(structure["code_insee"]?.string == "38169" && structure["siret"]?.string == "24420077000018")
      #expect(structure["telephone"]?.string == "+33476000001" && structure["courriel"] == nil)
      #expect(structure["date_maj"]?.string == "2026-11-21" && structure["reseaux_porteurs"]?[0]?.string == "aci")
      let service: JSON = try #require(try await Self.array(site, "services").first)
      #expect(service["id"]?.string == "ici--service-\(loan)")
      #expect(service["structure_id"]?.string == structure["id"]?.string)
      #expect(service["nom"]?.string == "=Prêt d’une voiture; 🚗")
      #expect(service["description"]?.string?.contains("**") == false, "\(service)")
      #expect(service["lien_source"]?.string == "http://localhost/annuaire/services/\(loan)")
      #expect(service["commune"]?.string == "Fontaine" && service["telephone"]?.string == "3949")
      #expect(structure["horaires_accueil"]?.string == "Mo-Fr 09:00-12:00; PH off")
      #expect(service["horaires_accueil"]?.string == "Tu,Th 14:00-24:00")
      if access(Self.judge, R_OK) == 0 { #expect(try await Self.judged(site) == "valid\n") }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `what would be refused stays, and the agents read why`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let (garage, _): (Int, Int) = try await Self.fill(site)
      let stop: Int = try await ServiceTests.organisation(site, #"{"name":"Ateliers S.A.R.L."}"#)
      let long: Int = try await ServiceTests.organisation(
        site, "{\"name\":\"\(String(repeating: "é", count: 155))\"}")
      let founder: Int = try await ServiceTests.organisation(site, #"{"name":"Projet de Zoé","kind":"founder"}"#)
      let quiet: Int = try await ServiceTests.organisation(site, #"{"name":"Rien d’ouvert"}"#)
      let listed: Int = try await ServiceTests.organisation(site, #"{"name":"Seule"}"#)
      _ = try await site.api(
        "/annuaire/organisations/\(listed)/structure", #"{"version":1,"networks":[],"isListed":true}"#, as: site.agent)
      for organisation in [stop, long, founder] {
        try await ServiceTests.service(
          site, of: organisation, #"{"name":"Un atelier","description":"Chaque lundi.","isPublic":true}"#)
      }
      try await ServiceTests.service(site, of: quiet, #"{"name":"Brouillon","description":"Chaque lundi."}"#)
      for json in [
        #"{"name":"Lundi.","description":"Chaque lundi.","isPublic":true}"#,
        #"{"name":"CV","description":"Chaque lundi.","isPublic":true}"#,
        #"{"name":"Atelier etc.","description":"Chaque lundi.","isPublic":true}"#,
        #"{"name":"Atelier muet","description":"Oui","isPublic":true}"#,
      ] { try await ServiceTests.service(site, of: garage, json) }
      let ancient: Int = try await ServiceTests.service(
        site, of: garage, #"{"name":"Atelier ancien","description":"Chaque lundi.","isPublic":true}"#)
      _ = try await site.database.change { session in
        try await session.run(
          """
          INSERT INTO service_term (territory_id, service_id, kind, key)
          VALUES (\(site.here.id), \(Int64(ancient)), 'theme', 'mobilite--disparue')
          """)
      }
      let names: [String?] = try await Self.array(site, "services").map { $0["nom"]?.string }
      #expect(names == ["=Prêt d’une voiture; 🚗", "Atelier etc."])
      let structures: [String?] = try await Self.array(site, "structures").map { $0["nom"]?.string }
      #expect(structures == ["Garage « solidaire » & fils 🚗", "Seule"])
      if access(Self.judge, R_OK) == 0 { #expect(try await Self.judged(site) == "valid\n") }
      let page = try await site.get(
        "/annuaire/data-inclusion", as: site.agent, headers: ["accept-language": "fr"]
      ).words
      for said in [
        "2 structures partent.", "3 structures ne partent pas :", "2 services partent.", "7 services ne partent pas :",
        "son nom finit par un point", "son nom a plus de 150 caractères", "son nom a moins de trois caractères",
        "sa description a moins de cinq caractères", "« mobilite--disparue »", "le projet d’une personne",
        "« Ateliers S.A.R.L. », qui le propose, ne part pas", "/annuaire/organisations/\(long)",
      ] { #expect(page.contains(said), "\(said)") }
      #expect(!page.contains("Brouillon") && !page.contains("sans avoir été vérifiés"))
      for kind in [ActorKind.company, .partner, .resident] {
        #expect(try await site.get("/annuaire/data-inclusion", as: site.actor(kind)).status == 404)
      }
      #expect(try await site.get("/annuaire/data-inclusion").status == 404)
      let theirs = try await site.get(
        "/annuaire/data-inclusion/services.json", as: site.actor(.agent, in: site.elsewhere))
      #expect(try theirs.json() == .array([]), "of one territory only")
    }
  }

  @Test func `where nothing is loaded, the agents are told that codes leave unverified`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let page = try await site.get("/annuaire/data-inclusion", as: site.agent, headers: ["accept-language": "fr"])
      #expect(page.text.contains("sans avoir été vérifiés") && page.words.contains("0 structure part."))
      #expect(try await Self.array(site, "structures").isEmpty)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a thousand services leave whole, each once`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let garage: Int = try await ServiceTests.organisation(site, #"{"name":"Garage"}"#)
      let scope = Scope(
        site.database, Actor("Test", territory: site.here.id, [Grant(.manager, on: .territory)]), at: TestSite.now)
      try await scope.change { scope in
        let organisation: Organisation = try await OrganisationStore(scope).find(ID(Int64(garage)))
        for number in 1...1_001 {
          _ = try await ServiceStore(scope).insert(
            ServiceForm("Service \(number)", "Description \(number)"), of: organisation)
        }
      }
      let services: [JSON] = try await Self.array(site, "services")
      #expect(services.count == 1_001 && Set(services.compactMap { $0["id"]?.string }).count == 1_001)
      if access(Self.judge, R_OK) == 0 { #expect(try await Self.judged(site) == "valid\n") }
    }
  }
}
