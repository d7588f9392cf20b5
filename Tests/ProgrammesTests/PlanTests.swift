import HTTP
import Platform
import SQL
import TestSite
import Testing

/// What a programme sets out to do in a year, and how one year carries on another.
@Suite struct PlanTests {
  /// The cluster's two years: seven actions done in 2021, eight planned for 2022, five of which carry on one of 2021.
  private func twoYears(_ cluster: Cluster) async throws -> (first: Int, second: Int) {
    let plans: String = "\(cluster.path)/plans"
    let first: Int = try await cluster.number(plans, #"{"name":"Plan 2021","year":2021}"#)
    let second: Int = try await cluster.number(plans, #"{"name":"Plan 2022","year":2022,"previous":\#(first)}"#)
    for number in 1...7 {
      try await cluster.number(
        "\(cluster.path)/actions",
        #"{"title":"Action \#(number)","state":"done","themes":["innovation"],"plan":\#(first),"last":"2021-12-0\#(number)"}"#
      )
    }
    for number in 1...8 {
      let origin: String = number <= 5 ? #","continues":\#(number)"# : ""
      let theme: String = number <= 4 ? "innovation" : "relocalisation"
      try await cluster.number(
        "\(cluster.path)/actions",
        #"{"title":"Suite \#(number)","state":"next","themes":["\#(theme)"],"plan":\#(second)\#(origin)}"#)
    }
    return (first, second)
  }

  @Test(arguments: TestDatabase.dialects)
  func `the report of one year and the plan of the next are two states of the same structure`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let cluster = try await Cluster.build(site)
      let (first, second) = try await twoYears(cluster)
      let report = try await site.get("/plans/\(first)", as: site.agent)
      #expect(report.words.contains("7 actions, toutes réalisées."), "\(report.text)")
      #expect(report.words.contains("Poursuivie par") && report.text.contains("Suite 5 (2022)"))
      #expect(report.text.contains("href=\"/plans/\(second)\""))
      let plan = try await site.get("/plans/\(second)", as: site.agent)
      #expect(plan.words.contains("8 actions, aucune réalisée à ce jour."))
      #expect(plan.text.contains("<h2>Innovation</h2>") && plan.text.contains("<h2>Relocalisation</h2>"))
      #expect(!plan.text.contains("<h2>International</h2>"))
      #expect(plan.text.split(separator: "(2021)</a>").count == 6)
      let json = try await site.get("/api/v1/plans/\(second)", as: site.agent).json()
      #expect(json["year"]?.int == 2022 && json["actions"]?.int == 8 && json["previousId"]?.int == first)
      #expect(
        try await site.get("/api/v1\(cluster.path)/actions?plan=\(second)", as: site.agent).json()["total"]?.int == 8)
      let page = try await site.get(cluster.path, as: site.agent).words
      #expect(
        page.contains("15 actions : 7 réalisées.") && page.contains("2 plans, le dernier : Plan 2022."))
      #expect(try await site.get("/actions/1", as: site.agent).text.contains("Suite 1"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `the next plan begins with what goes on, tied to where it comes from`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let cluster = try await Cluster.build(site)
      let plan: Int = try await cluster.number("\(cluster.path)/plans", #"{"name":"Plan 2025","year":2025}"#)
      try await cluster.enter("Finie", #","plan":\#(plan)"#)
      _ = try await site.api("/actions/1/etat", #"{"stage":"done"}"#, as: site.agent)
      try await cluster.enter(
        "Achats",
        #","plan":\#(plan),"axes":["aides"],"awaitsDecision":true,"due":"2025-12-31","rank":1,"result":"Bilan","pilot":"Direction"}"#
          .dropLast()
          .description)
      try await cluster.enter("Hors plan")
      let form = try await site.get("/plans/\(plan)/suite", as: site.agent).text
      #expect(form.contains("value=\"Plan 2026\"") && form.contains("value=\"2026\""))
      #expect(form.contains("value=\"1\">") && form.contains("value=\"2\" checked>") && !form.contains("Hors plan"))
      let made = try await site.post(
        "/plans/\(plan)/suites", ["name": "Plan 2026", "year": "2026", "actions": "2"], as: site.agent)
      #expect(made.location == "/plans/2?done=plan.prepared", "\(made.text)")
      let copy = try await site.get("/api/v1/actions/4", as: site.agent).json()
      #expect(copy["title"]?.string == "Achats" && copy["continuesId"]?.int == 2 && copy["planId"]?.int == 2)
      #expect(copy["themes"]?[0]?.string == "innovation" && copy["axes"]?[0]?.string == "aides")
      #expect(copy["state"]?.string == "next" && copy["awaitsDecision"] == .bool(true) && copy["rank"]?.int == 1)
      #expect(copy["due"] == .null && copy["result"] == .null && copy["pilot"]?.string == "Direction")
      #expect(try await site.get("/api/v1/plans/2", as: site.agent).json()["previousId"]?.int == plan)
      // Nothing of another plan can be carried on from here, and all of it is one change.
      let strange = try await site.api(
        "/plans/\(plan)/suites", #"{"name":"Autre","year":2027,"actions":["3"]}"#, as: site.agent)
      #expect(try strange.wrongFields() == ["actions"])
      let early = try await site.api("/plans/\(plan)/suites", #"{"name":"Autre","year":2025}"#, as: site.agent)
      #expect(try early.wrongFields() == ["year"])
      #expect(try await site.get("/api/v1\(cluster.path)/plans", as: site.agent).json()["total"]?.int == 2)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `nothing carries on itself, a circle, or what comes later`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let cluster = try await Cluster.build(site)
      let (first, second) = try await twoYears(cluster)
      func change(_ action: Int, _ json: String) async throws -> [String] {
        let answer = try await site.api(
          "/actions/\(action)", #"{"title":"X","state":"next","themes":["innovation"],"version":1,\#(json)}"#,
          as: site.agent)
        return try answer.wrongFields()
      }
      #expect(try await change(1, #""continues":1"#) == ["continues"])
      // 8 carries 1 on.
      #expect(try await change(1, #""continues":8"#) == ["continues"])
      #expect(try await change(6, #""plan":\#(first),"continues":13"#) == ["continues"])
      #expect(try await change(6, #""plan":99"#) == ["plan"])
      #expect(try await change(6, #""continues":99"#) == ["continues"])
      let third: Int = try await cluster.number("\(cluster.path)/plans", #"{"name":"Plan 2023","year":2023}"#)
      #expect(try await change(1, #""plan":\#(third)"#) == ["plan"])
      for (plan, json, field) in [
        (first, #""name":"Plan 2021","year":2022"#, "year"), (first, #""name":"Plan 2021","year":2023"#, "year"),
        (second, #""name":"Plan 2022","year":2021,"previous":\#(first)"#, "year"),
        (second, #""name":"Plan 2022","year":2020"#, "year"),
        (second, #""name":"Plan 2022","year":2022,"previous":\#(second)"#, "previous"),
        (first, #""name":"Plan 2021","year":2021,"previous":\#(second)"#, "year"),
        (second, #""name":"Plan 2021","year":2022"#, "name"),
      ] {
        let answer = try await site.api("/plans/\(plan)", "{\(json),\"version\":1}", as: site.agent)
        #expect(try answer.wrongFields() == [field], "\(json): \(answer.text)")
      }
      #expect(try await change(6, #""plan":\#(second),"continues":7"#) == [])
    }
  }

  @Test func `a plan is printed on paper with all that its page says`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let cluster = try await Cluster.build(site)
      let (_, second) = try await twoYears(cluster)
      let answer = try await site.get("/plans/\(second).pdf", as: site.agent)
      #expect(answer.header("Content-Type") == "application/pdf")
      let paper = try await PaperDocument(answer.bytes)
      for words in ["Plan 2022", "Relocalisation", "Suite 8", "Action 5 (2021)"] {
        #expect(paper.text.contains(words), "\(words)")
      }
      #expect(try await PaperDocument.isWithinItsPages(answer.bytes))
    }
  }
}
