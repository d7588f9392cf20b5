import HTTP
import Platform
import SQL
import TestSite
import Testing

/// « Importer mon plan Excel existant ».
@Suite struct PlanImportTests {
  private static let table: String = """
    Plan d’actions 2026;;;;;
    ;;;;;
    Intitulé;Avancement;Service pilote;Échéance;Priorité;Thématique
    Ouvrir la pépinière;en cours;Direction de l’économie;31/12/2026;1;Innovation
    Charte des achats;réalisé;Commande publique;;2;relocalisation
    Guichet unique;à venir;;30/06/2027;;INNOVATION
    Guichet emploi;peut-être;;;;Innovation
    Salon;;;12/2027;;Innovation
    Sans thème;;;;;
    D’un autre thème;;;;;Cirque
    """

  private func send(_ site: TestSite, _ plan: Int, _ table: String) async throws -> String {
    let sent = try await site.post(
      "/plans/\(plan)/import/envoi", [:], file: ("file", "plan.csv", Array(table.utf8)), as: site.agent)
    let path: String = String(try #require(sent.location, "\(sent.text)").prefix { $0 != "?" })
    try await site.app.workOff()
    return path
  }

  private func states(_ site: TestSite, _ path: String) async throws -> [String] {
    let lines = try await site.get("/api/v1\(path)/lignes", as: site.agent).json()
    guard case .array(let items)? = lines["items"] else { return [] }
    return items.map { "\($0["line"]?.int ?? 0) \($0["state"]?.string ?? "?")" }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a plan in a spreadsheet becomes its actions, comes again as updates, and is taken back`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let cluster = try await Cluster.build(site)
      let plan: Int = try await cluster.number("\(cluster.path)/plans", #"{"name":"Plan 2026","year":2026}"#)
      let other: Int = try await cluster.number("\(cluster.path)/plans", #"{"name":"Plan 2025","year":2025}"#)
      #expect(try await site.get("/plans/\(plan)", as: site.agent).text.contains("/plans/\(plan)/import"))
      #expect(
        try await site.get("/plans/\(plan)/import", as: site.agent).words.contains("Importer les actions du plan"))
      #expect(try await site.get("/plans/\(plan)/import", as: site.visitor).status != 200)

      let path: String = try await send(site, plan, Self.table)
      let page = try await site.get("\(path)/lignes", as: site.agent)
      let judged: [String] = try await states(site, path)
      #expect(
        judged == ["4 new", "5 new", "6 new", "7 rejected", "8 rejected", "9 rejected", "10 rejected"],
        "\(judged) \(page.words)")
      #expect(try await site.get(path, as: site.agent).text.contains("/plans/\(plan)/import/"))
      _ = try await site.post("\(path)/application", [:], as: site.agent)
      try await site.app.workOff()
      func actions() async throws -> [String] {
        let list = try await site.get("/api/v1\(cluster.path)/actions?plan=\(plan)", as: site.agent).json()
        guard case .array(let items)? = list["items"] else { return [] }
        return items.map { "\($0["title"]?.string ?? "") \($0["state"]?.string ?? "") \($0["due"]?.string ?? "-")" }
      }
      let written: [String] = [
        "Ouvrir la pépinière in-progress 2026-12-31", "Charte des achats done -", "Guichet unique next 2027-06-30",
      ]
      #expect(try await actions() == written)

      // The same lines again change nothing; one that says something else updates the action of that title.
      let again: String = try await send(
        site, plan, "Action;État;Résultat\nGUICHET UNIQUE;en cours;Ouvert en mars\nCharte des achats;réalisé;\n")
      #expect(try await states(site, again) == ["2 changed", "3 same"])
      _ = try await site.post("\(again)/application", [:], as: site.agent)
      try await site.app.workOff()
      #expect(try await actions().last == "GUICHET UNIQUE in-progress 2027-06-30")
      // Another plan's actions are its own.
      #expect(
        try await states(site, try await send(site, other, "Action;Thème\nGuichet unique;Innovation\n")) == ["2 new"])

      _ = try await site.post("\(again)/annulation", [:], as: site.agent)
      try await site.app.workOff()
      #expect(try await actions() == written)
      // What something speaks of stays.
      let first: Int = try await site.database.read {
        try await $0.value("SELECT min(id) FROM action WHERE title = 'Ouvrir la pépinière'")
      }
      try await cluster.number(
        "\(cluster.path)/actions",
        #"{"title":"Suite","state":"next","themes":["innovation"],"plan":\#(plan),"continues":\#(first)}"#)
      _ = try await site.post("\(path)/annulation", [:], as: site.agent)
      try await site.app.workOff()
      let left: [String] = try await actions()
      #expect(left.contains(written[0]) && !left.contains(written[1]), "\(left)")
    }
  }
}
