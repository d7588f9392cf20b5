import HTTP
import Platform
import SQL
import TestSite
import Testing

/// What each capability adds to the world, through its own pages.
extension World {
  static func collected(
    _ site: TestSite, _ programme: Int, _ sheet: Int, by grants: [Grant], _ territory: Territory, _ agent: TestActor
  ) async throws -> Collected {
    let place: String = "/dispositifs/\(programme)/collectes"
    let collection: Int = try await number(
      site, place, #"{"name":"Projet","call":"Projet","opened":"2026-01-01","deadline":"2026-12-31"}"#, agent)
    let reviewer: TestActor = site.actor(grants, in: territory, name: "Test partner")
    _ = try await site.get("/", as: reviewer)
    let email: String = try await site.database.read {
      try await $0.value(
        """
        SELECT max(account.email) FROM account JOIN role ON role.account_id = account.id
        WHERE account.name = 'Test partner' AND role.territory_id = \(territory.id)
        """)
    }
    let invitation: Int = try await number(
      site, "\(place)/\(collection)/invitations",
      #"{"territory":"\#(territory.slug)","contact":"Projet","email":"x@y.example"}"#, agent)
    let joined = try await site.post(
      "/fiches-demandees/\(invitation)/acceptation", ["programme": "projet-\(territory.slug)"], as: agent)
    try #require(joined.status == 303, "\(joined.text)")
    return Collected(
      collection: collection, invitation: invitation,
      reviewer: try await number(
        site, "\(place)/\(collection)/relecteurs", #"{"name":"Projet","email":"\#(email)"}"#, agent),
      comment: try await number(
        site, "/collectes/\(collection)/fiches/\(sheet)/remarques", #"{"place":"context","text":"Projet"}"#, agent))
  }

  static func sheets(
    _ site: TestSite, _ own: String, _ territory: Territory, _ agent: TestActor
  ) async throws -> Sheets {
    let sheet: Int = try await number(site, "\(own)/fiches", #"{"kind":"lab"}"#, agent)
    let place: String = "/dispositifs/\(TestSite.programme)/fiches"
    let shown: Int = try await number(site, place, #"{"kind":"lab"}"#, agent)
    let published = try await site.api("\(place)/\(shown)/publication", #"{"version":1}"#, as: agent)
    try #require(published.status == 200, "\(published.text)")
    let words: String = (0..<20).map { "projet\($0)" }.joined(separator: " ")
    let written = try await site.api(
      "\(own)/fiches/\(sheet)/rubriques/context", #"{"text":"\#(words)","version":1}"#, as: agent)
    try #require(written.status == 200, "\(written.text)")
    let letter = LetterDraft([.paragraph("Projet")], footer: "Projet")
    let sent = try await site.post(
      "\(own)/fiches/\(sheet)/arrivees", [:], file: ("file", "fiche.odt", try letter.bytes(.odt)), as: agent)
    try #require(sent.status == 303, "\(sent.text)")
    func last(_ table: Query) async throws -> Int {
      try await site.database.read {
        try await $0.value("SELECT max(id) FROM \(table) WHERE territory_id = \(territory.id)")
      }
    }
    func done(_ path: String, _ json: String) async throws {
      let answer = try await site.api(path, json, as: agent)
      try #require(answer.status == 200, "\(path): \(answer.text)")
    }
    let slug: String = try #require(try published.json()["slug"]?.string)
    let edition: Int = try await number(
      site, "\(own)/editions", #"{"number":1,"title":"Projet","day":"2026-01-01"}"#, agent)
    try await done("\(own)/editions/\(edition)/fiches", #"{"sheets":["\#(slug)"],"version":1}"#)
    let foreword: Int = try await number(
      site, "\(own)/editions/\(edition)/textes", #"{"kind":"foreword","rank":1,"title":"Projet","text":"Projet"}"#,
      agent)
    try await done("\(own)/editions/\(edition)/parution", #"{"version":2}"#)
    let programme: Substring = own.split(separator: "/")[1]
    let question: Int = try await site.database.change { session in
      try await session.value(
        """
        INSERT INTO question (territory_id, programme_id, slug, text, language, asked_at, is_public)
        VALUES (\(territory.id), \(Int64(programme) ?? 0), \(slug), 'Projet', 'fr', \(TestSite.now), \(false)) RETURNING id
        """)
    }
    return Sheets(
      sheet: sheet,
      vision: try await number(
        site, "\(own)/fiches/\(sheet)/visions",
        #"{"name":"Projet","mandates":"Projet","text":"Projet","isQuotation":false,"rank":1}"#, agent),
      slug: slug,
      adoption: try await number(
        site, "\(own)/fiches/\(sheet)/reprises", #"{"adopter":"Projet","day":"2026-01-01"}"#, agent),
      passage: try await last("passage"), arrival: try await last("sheet_arrival"), edition: edition, text: foreword,
      question: question)
  }

  static func figures(_ site: TestSite, _ own: String, _ agent: TestActor) async throws -> Figures {
    let pack: Int = try await number(
      site, "\(own)/dossiers-de-pilotage",
      #"{"title":"Projet","from":"2026-01-01","to":"2026-06-30","public":true}"#, agent)
    let issued = try await site.api("\(own)/dossiers-de-pilotage/\(pack)/emission", #"{"version":1}"#, as: agent)
    try #require(issued.status == 200, "\(issued.text)")
    return Figures(
      figure: try await number(
        site, "\(own)/chiffres",
        #"{"key":"un","label":"Projet","document":"Projet","quotation":"Projet","value":1,"unit":"number","qualifier":"exact","kind":"operational","indicator":"un"}"#,
        agent),
      check: try await number(
        site, "\(own)/controles", #"{"key":"un","label":"Projet","equation":"[un] = 1"}"#, agent),
      forecast: try await number(
        site, "\(own)/indicateurs/un/previsions", #"{"day":"2026-12-31","value":3}"#, agent),
      pack: pack)
  }

  static func hosting(
    _ site: TestSite, programme: Int, place: Int, _ territory: Territory, _ agent: TestActor
  ) async throws -> Hosting {
    let tenant: String = "Locataire de \(territory.name)"
    let finding = try await site.api(
      "/dispositifs/\(TestSite.programme)/devenir/saisies",
      #"{"0.organisation":"\#(tenant)","0.status":"active","0.day":"2026-01-01"}"#, as: agent)
    try #require(finding.status == 201 || finding.status == 200, "\(finding.text)")
    return Hosting(
      application: try await number(
        site, "/dispositifs/\(programme)/candidatures",
        #"{"organisation":"\#(tenant)","category":"un","activity":"Projet","received":"2026-01-01"}"#, agent),
      charge: try await number(
        site, "/sites/\(place)/charges", #"{"label":"Projet","year":2026,"amount":10}"#, agent),
      count: try await number(
        site, "/sites/\(place)/emplois", #"{"tenant":"\#(tenant)","day":"2026-01-01","total":2}"#, agent),
      member: try await number(
        site, "/sites/\(place)/adherents", #"{"member":"\#(tenant)","from":"2026-01-01"}"#, agent),
      finding: try await site.database.read {
        try await $0.value("SELECT max(id) FROM survival_fact WHERE territory_id = \(territory.id)")
      })
  }

  static func known(_ site: TestSite, _ organisation: Int, _ territory: Territory, _ agent: TestActor)
    async throws
    -> Known
  {
    let all: String = "/annuaire/organisations"
    var entered: [Int] = []
    for name in ["Ressemblante", "Gardée", "Absorbée"] {
      entered.append(try await number(site, all, #"{"name":"\#(name) de \#(territory.name)"}"#, agent))
    }
    let named = try await site.post("\(all)/\(organisation)/noms", ["name": "Sigle", "kind": "acronym"], as: agent)
    try #require(named.status == 303, "\(named.text)")
    let merged = try await site.post(
      "/annuaire/doublons/\(entered[1])/\(entered[2])/decision", ["keep": "\(entered[1])"], as: agent)
    try #require(merged.status == 303, "\(merged.text)")
    var files: [Int] = []
    for name in ["Ressemblante", "Gardée", "Absorbée"] {
      files.append(
        try await number(
          site, "/annuaire/personnes", #"{"givenName":"\#(name)","familyName":"De \#(territory.slug)"}"#, agent))
    }
    let united = try await site.post(
      "/annuaire/personnes/doublons/\(files[1])/\(files[2])/decision", ["keep": "\(files[1])"], as: agent)
    try #require(united.status == 303, "\(united.text)")
    let alias: Int = try await site.database.read {
      try await $0.value(
        "SELECT id FROM organisation_alias WHERE territory_id = \(territory.id) AND organisation_id = \(Int64(organisation))"
      )
    }
    func merger(_ kind: String) async throws -> Int {
      try await site.database.read {
        try await $0.value(
          "SELECT max(id) FROM merger WHERE territory_id = \(territory.id) AND record_kind = \(kind)")
      }
    }
    return Known(
      other: entered[0], alias: alias, merger: try await merger("organisation"), otherFile: files[0],
      fileMerger: try await merger("person"))
  }

  static func work(
    _ site: TestSite, _ person: Int, _ plan: Int, _ place: Int, _ territory: Territory, _ agent: TestActor
  ) async throws -> Work {
    for (list, table) in [
      ("/sites/\(place)/lots", "Lot;Type;Surface\nProjet;Atelier;10\n"),
      ("/sites/\(place)/baux", "Lot;Locataire;Début\nProjet;Projet;01/01/2026\n"),
      ("/annuaire/services", "Nom;Structure\nProjet;Projet\n"),
      ("/annuaire/personnes/fonctions", "Nom;Prénom;Structure\nProjet;Projet;Projet\n"),
      ("/plans/\(plan)", "Action;État\nProjet;En cours\n"),
      ("/annuaire/personnes", "Nom;Prénom\nProjet;Projet\n"),
      ("/annuaire/organisations", "Nom;Commune\nResemblante de \(territory.name);Fontaine\n"),
    ] as [(String, String)] { _ = try await site.send(table, to: list, as: agent) }
    func last(_ table: Query) async throws -> Int {
      try await site.database.read {
        try await $0.value("SELECT max(id) FROM \(table) WHERE territory_id = \(territory.id)")
      }
    }
    let given = try await site.api(
      "/annuaire/personnes/\(person)/finalites", #"{"purpose":"\#(try await last("data_purpose"))"}"#, as: agent)
    try #require(given.status == 200, "\(given.text)")
    return Work(
      run: try await last("import_run"), line: try await last("import_line"), job: try await last("job"),
      purpose: try await last("person_purpose"),
      request: try await number(site, "/annuaire/personnes/\(person)/demandes", #"{"kind":"access"}"#, agent))
  }
}
