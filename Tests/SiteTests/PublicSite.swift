import HTTP
import Platform
import SQL
import TestSite
import Testing

/// A site with something for the public to read.
extension TestSite {
  static let contactMessage: [String: String] = [
    "name": "Élodie Durand", "email": "elodie@voisine.example", "subject": "Locaux à louer",
    "message": "Bonjour,\nun atelier ?",
  ]

  func run(_ query: Query) async throws {
    _ = try await database.change { try await $0.run(query) }
  }

  func setContact() async throws {
    try await run(
      """
      UPDATE territory SET postal_address = 'Rue du Test 1', email = 'accueil@ici.example', phone = '04 00 00 00 00',
        publisher = 'La direction', host_name = 'Hébergeur d’essai', data_officer = 'dpd@ici.example'
      WHERE id = \(here.id)
      """)
  }

  /// Sites and lots that show every word there is for them, with names of no language.
  func enterPublicRecords() async throws {
    for (index, name) in ["Zq7 Mitte", "Zq7 West"].enumerated() {
      let json: String =
        #"{"name":"\#(name)","municipality":"Offenburg","address":"Rue du Test 1","openedOn":"2020-01-0\#(index + 1)"}"#
      #expect(try await api("/sites", json, as: agent).status == 201)
    }
    let kinds: [String] = ["workshop", "office", "storage", "shop", "office"]
    let destinations: [String] = ["integration", "social", "artisan", "company", "association"]
    for (index, (kind, destination)) in zip(kinds, destinations).enumerated() {
      let json: String = #"{"name":"Z\#(index)","kind":"\#(kind)","destination":"\#(destination)","area":12.5}"#
      #expect(try await api("/sites/1/lots", json, as: agent).status == 201)
    }
    try await enterLease(on: 1, to: "Zq7 West")
    try await run("UPDATE lot SET provenance = 'reconstructed' WHERE id = 2")
    try await run("UPDATE lot SET closed_day = \(TestSite.today.adding(days: -1)) WHERE id = 5")
    try await run("UPDATE site SET provenance = 'reconstructed', closed_day = \(TestSite.today) WHERE id = 1")
  }

  /// A published programme whose body has a seat that is held, one that is not, and one that only speaks.
  func enterPublicBody() async throws {
    let programme: String = #"{"slug":"zq","name":"Zq7 Mitte","isPublic":true}"#
    #expect(try await api("/dispositifs", programme, as: agent).status == 201)
    var json = JSONWriter()
    json.object { json in
      json.member(
        "document",
        """
        {"format": "terreau-programme", "formatVersion": 1, "programme": {"name": "Zq7 Mitte"},
         "bodies": [{"key": "zq", "label": "Zq7 Mitte", "purpose": "Zq7 West", "leastMeetings": 1, "mostMeetings": 2,
           "seats": [{"key": "a", "label": "Zq7 Mitte", "votes": true}, {"key": "b", "label": "Zq7 West"}]}]}
        """)
    }
    let drafts: String = "/dispositifs/zq/configuration/brouillons"
    #expect(try await api(drafts, String(decoding: json.bytes, as: UTF8.self), as: agent).status == 201)
    #expect(try await post("\(drafts)/2/application", [:], as: agent).status == 303)
    #expect(
      try await api(
        "/dispositifs/zq/instances/zq/sieges/a/mandats",
        #"{"organisation":"Zq7 West","function":"Zq7 Mitte","start":"2026-01-01"}"#, as: agent
      ).status == 201)
  }

  /// Two services that everybody reads, one of which says all that there is to say.
  func enterPublicServices() async throws {
    for (kind, code) in [("theme", "mobilite--zq7"), ("audience", "jeunes"), ("municipality", "42218")] {
      try await run(
        "INSERT INTO referential_entry (kind, code, name, sort_key) VALUES (\(kind), \(code), 'Zq7', 'zq7')")
    }
    let entered = try await api(
      "/annuaire/organisations", #"{"name":"Zq7 West","municipality":"Offenburg"}"#, as: agent)
    let organisation: Int = try #require(try entered.json()["id"]?.int)
    for json in [
      #"{"name":"Zq7 A","description":"Zq7","type":"information","themes":["mobilite--zq7"],"audiences":["jeunes"],"audienceNote":"Zq7","fee":"gratuit","feeNote":"Zq7","conditions":"Zq7","zones":["42218","france"],"welcome":["en-presentiel","a-distance"],"mobilisation":["envoyer-un-courriel","se-presenter","telephoner","utiliser-lien-mobilisation"],"mobilisers":["usagers","professionnels"],"mobilisationNote":"Zq7","contact":"Zq7","phone":"0400000000","email":"accueil@ici.example","link":"https://zq7.example","openingHours":"lun-ven 9h-12h; PH off","address":"Rue du Test 1","postcode":"71120","municipality":"Offenburg","isPublic":true}"#,
      #"{"name":"Zq7 B","description":"Zq7","type":"atelier","fee":"payant","isPublic":true}"#,
    ] {
      let answer = try await api("/annuaire/organisations/\(organisation)/services", json, as: agent)
      #expect(answer.status == 201, "\(answer.text)")
    }
    try await run("UPDATE service SET provenance = 'reconstructed' WHERE id = 2")
  }

  /// A programme that everybody reads, with a record of each kind in every state there is.
  func enterPublicProgramme() async throws {
    func enter(_ path: String, _ json: String) async throws {
      let answer = try await api(path, json, as: agent)
      #expect(answer.status == 201 || answer.status == 200, "\(path): \(answer.text)")
    }
    try await enter("/dispositifs", #"{"slug":"zq7","name":"Zq7","isPublic":true}"#)
    let document: String = #"""
      {\"format\":\"terreau-programme\",\"formatVersion\":1,\"programme\":{\"name\":\"Zq7\"},\"nomenclatures\":[
      {\"key\":\"t\",\"label\":\"Zq7 T\",\"use\":\"themes\",\"items\":[{\"key\":\"a\",\"label\":\"Zq7 A\"}]},
      {\"key\":\"x\",\"label\":\"Zq7 X\",\"use\":\"axes\",\"items\":[{\"key\":\"b\",\"label\":\"Zq7 B\"}]},
      {\"key\":\"r\",\"label\":\"Zq7 R\",\"use\":\"partner-roles\",\"items\":[{\"key\":\"c\",\"label\":\"Zq7 C\"}]}]}
      """#.replacing("\n", with: "")
    try await enter("/dispositifs/zq7/configuration/brouillons", #"{"document":"\#(document)"}"#)
    #expect(
      try await post("/dispositifs/zq7/configuration/brouillons/1/application", [:], as: agent).status == 303)
    try await enter("/dispositifs/zq7/plans", #"{"name":"Zq7 1","year":2025}"#)
    try await enter("/dispositifs/zq7/plans", #"{"name":"Zq7 2","year":2026,"previous":1}"#)
    try await enter(
      "/dispositifs/zq7/actions",
      #"{"title":"Zq7 D","state":"done","plan":1,"themes":["a"],"axes":["b"],"pilot":"Zq7","sponsor":"Zq7","services":"Zq7","partners":"Zq7","rank":1,"description":"Zq7","result":"Zq7","obstacles":"Zq7","solutions":"Zq7","successFactors":"Zq7","awaitsDecision":true,"decision":"Zq7"}"#
    )
    try await enter(
      "/dispositifs/zq7/actions",
      #"{"title":"Zq7 E","state":"next","plan":2,"continues":1,"first":"2026-01-01","due":"2026-02-01","awaitsDecision":true}"#
    )
    try await enter("/dispositifs/zq7/actions", #"{"title":"Zq7 F","state":"in-progress","first":"2026-01-01"}"#)
    try await run("UPDATE action SET provenance = 'reconstructed' WHERE id = 3")
    for number in 1...2 {
      try await enter(
        "/dispositifs/zq7/partenaires",
        #"{"organisation":"Zq7 \#(number)","role":"c","from":"2025-01-0\#(number)","fullTime":1.5,"note":"Zq7"}"#)
      try await enter(
        "/dispositifs/zq7/livrables",
        #"{"name":"Zq7 \#(number)","kind":"Zq7","origin":"Zq7","action":1,"day":"2025-01-0\#(number)","address":"https://zq7.example","isPublic":true}"#
      )
      try await enter(
        "/dispositifs/zq7/distinctions",
        #"{"name":"Zq7 \#(number)","givenBy":"Zq7","day":"2025-01-0\#(number)","address":"https://zq7.example"}"#)
    }
    try await run("UPDATE partner SET to_day = \(TestSite.today.adding(days: -1)) WHERE id = 2")
  }

  /// A sheet of the Lab with a question that was answered for everybody.
  func enterPublicSheet() async throws {
    let programme: Query = "(SELECT id FROM programme WHERE territory_id = \(here.id) AND slug = 'zq7')"
    try await run(
      """
      INSERT INTO sheet (territory_id, programme_id, kind, slug, title, sort_key, lead, owner, updated_day, provenance)
      VALUES (\(here.id), \(programme), 'lab', 'zq7', 'Zq7', 'zq7', 'Zq7', 'Zq7', '2026-01-01', 'entered')
      """)
    try await run(
      """
      INSERT INTO publication (territory_id, programme_id, sheet_id, number, slug, title, sort_key, lead, owner,
        updated_day, content, published_at, published_by, state, provenance)
      SELECT territory_id, programme_id, id, 1, slug, title, sort_key, lead, owner, updated_day,
        '{"title":"Zq7","lead":"Zq7","owner":"Zq7","since":2000,"budgetCents":100,"budgetYear":2000,"updated":"2026-01-01","rubrics":[{"kind":"context","text":"Zq7"},{"kind":"effect","text":"Zq7"},{"kind":"transfer","text":"Zq7"}],"visions":[{"name":"Zq7","mandates":["Zq7"],"text":"Zq7","isQuotation":false}]}',
        \(TestSite.now), 'Zq7', 'current', 'reconstructed' FROM sheet WHERE territory_id = \(here.id) AND slug = 'zq7'
      """)
    try await run(
      """
      INSERT INTO question (territory_id, programme_id, slug, text, language, asked_at, answer, answered_at, is_public)
      VALUES (\(here.id), \(programme), 'zq7', 'Zq7', 'de', \(TestSite.now), 'Zq7', \(TestSite.now), \(true))
      """)
  }

  /// Every page that is declared open to the public.
  var publicPaths: [String] {
    app.endpoints.filter { $0.method == .get && $0.allow.kinds.contains(.public) }.flatMap { endpoint in
      ["1", "2"].map {
        endpoint.pattern.description.replacing("{site}", with: $0).replacing("{lot}", with: $0)
          .replacing("{programme}", with: "zq7").replacing("{action}", with: $0).replacing("{plan}", with: $0)
          .replacing("{partner}", with: $0).replacing("{deliverable}", with: $0).replacing("{award}", with: $0)
          .replacing("{service}", with: $0).replacing("{territory}", with: $0).replacing("{colour}", with: "zzz")
          .replacing("{slug}", with: "zq7").replacing("{section}", with: "lab").replacing("{file}", with: "1")
      }
    }.reduce(into: []) { all, next in if !all.contains(next) { all.append(next) } }
  }
}
