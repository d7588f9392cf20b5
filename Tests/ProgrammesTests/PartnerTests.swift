import HTTP
import Platform
import SQL
import TestSite
import Testing

/// With whom a programme works, what it leaves behind and what it was given.
@Suite struct PartnerTests {
  @Test(arguments: TestDatabase.dialects)
  func `a partner has a dated role and a part of a post, and stays with its dates when it leaves`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let cluster = try await Cluster.build(site)
      let list: String = "\(cluster.path)/partenaires"
      let entered = try await site.post(
        list,
        [
          "organisation": "Vilesta", "role": "financeur", "from": "01/01/2021", "fullTime": "0,5",
          "note": "Pour l’audit",
        ],
        as: site.agent)
      #expect(entered.location == "\(list)/1?done=partner.entered", "\(entered.text)")
      try await cluster.number(list, #"{"organisation":"Mécabourg","fullTime":1.25,"to":"2025-12-31"}"#)
      let json = try await site.get("/api/v1\(list)/1", as: site.agent).json()
      #expect(json["fullTime"] == .number("0.5") && json["role"]?.string == "financeur")
      #expect(try await site.get(list, as: site.agent).text.contains("0,5"))
      #expect(
        try await site.get(cluster.path, as: site.agent).words.contains(
          "1 partenaire aujourd’hui, 0,5 équivalent temps plein"))
      let left = try await site.get("\(list)?state=left", as: site.agent).text
      #expect(left.contains("Mécabourg") && left.contains("31/12/2025") && left.contains("terminé"))
      #expect(!left.contains("Vilesta"))
      #expect(try await site.get("/api/v1\(list)?role=financeur", as: site.agent).json()["total"]?.int == 1)
      for (json, field) in [
        (#""role":"mairie""#, "role"), (#""fullTime":0"#, "fullTime"), (#""fullTime":0.125"#, "fullTime"),
        (#""from":"2026-02-01","to":"2026-01-31""#, "to"),
      ] {
        let answer = try await site.api(list, #"{"organisation":"X",\#(json)}"#, as: site.agent)
        #expect(try answer.wrongFields() == [field], "\(json)")
      }
      let changed = try await site.api(
        "\(list)/1", #"{"organisation":"Vilesta","role":"prescripteur","to":"2026-11-20","version":1}"#, as: site.agent)
      #expect(changed.status == 200, "\(changed.text)")
      #expect(try await site.get("\(list)/1", as: site.agent).text.contains("terminé"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a deliverable keeps its origin, leads to the web over https only, and may be kept from the public`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let cluster = try await Cluster.build(site)
      try await cluster.publish()
      let action: Int = try await cluster.enter("Guide d’accueil")
      let list: String = "\(cluster.path)/livrables"
      try await cluster.number(
        list,
        #"{"name":"Livret","kind":"guide","origin":"Groupe RH","action":\#(action),"day":"2022-05-01","address":"https://exemple.fr/livret","isPublic":true}"#
      )
      try await cluster.number(list, #"{"name":"Note interne","kind":"note"}"#)
      for address in [
        "http://exemple.fr", "javascript:alert(1)", "https://moi@exemple.fr", "exemple.fr", "https:exemple",
      ] {
        let answer = try await site.api(list, #"{"name":"X","address":"\#(address)"}"#, as: site.agent)
        #expect(try answer.wrongFields() == ["address"], "\(address)")
      }
      let page = try await site.get("\(list)/1").text
      #expect(page.contains("href=\"https://exemple.fr/livret\"") && page.contains("href=\"/actions/\(action)\""))
      #expect(try await site.get("/api/v1\(list)").json()["total"]?.int == 1)
      #expect(!(try await site.get("\(list).csv").text.contains("Note interne")))
      #expect(!(try await site.get(list).text.contains(">note<")))
      #expect(try await site.get("\(list)/2").status == 404)
      #expect(try await site.get("\(list)/2", as: site.agent).status == 200)
      #expect(try await site.get("/api/v1\(list)", as: site.actor(.elected)).json()["total"]?.int == 2)
      let other = try await Cluster.build(site, "autre")
      #expect(try await site.get("/dispositifs/autre/livrables/1", as: site.agent).status == 404)
      let stolen = try await site.api(
        "\(other.path)/livrables", #"{"name":"X","action":\#(action)}"#, as: site.agent)
      #expect(try stolen.wrongFields() == ["action"])
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `awards stand with the newest first`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let cluster = try await Cluster.build(site)
      let list: String = "\(cluster.path)/distinctions"
      for (name, day) in [("Territoires innovants", "2010-06-01"), ("Trophée", "2012-10-04")] {
        try await cluster.number(list, #"{"name":"\#(name)","givenBy":"Interconnectés","day":"\#(day)"}"#)
      }
      let items = try await site.get("/api/v1\(list)", as: site.agent).json()["items"]
      #expect(items?[0]?["name"]?.string == "Trophée" && items?[1]?["name"]?.string == "Territoires innovants")
      #expect(try await site.get("/api/v1\(list)?year=2010", as: site.agent).json()["total"]?.int == 1)
      let changed = try await site.post(
        "\(list)/1", ["name": "Territoires innovants", "givenBy": "Les Interconnectés", "version": "1"], as: site.agent)
      #expect(changed.status == 303)
      #expect(try await site.get("\(list)/1/historique", as: site.agent).text.contains("Distinction modifiée"))
    }
  }
}
