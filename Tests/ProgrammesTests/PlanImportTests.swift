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

      let path: String = try await site.send(Self.table, to: "/plans/\(plan)")
      let page = try await site.get("\(path)/lignes", as: site.agent)
      let judged: [String] = try await site.states(of: path)
      #expect(
        judged == ["4 new", "5 new", "6 new", "7 rejected", "8 rejected", "9 rejected", "10 rejected"],
        "\(judged) \(page.words)")
      #expect(try await site.get(path, as: site.agent).text.contains("/plans/\(plan)/import/"))
      try await site.press("\(path)/application")
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
      let again: String = try await site.send(
        "Action;État;Résultat\nGUICHET UNIQUE;en cours;Ouvert en mars\nCharte des achats;réalisé;\n",
        to: "/plans/\(plan)")
      #expect(try await site.states(of: again) == ["2 changed", "3 same"])
      try await site.press("\(again)/application")
      #expect(try await actions().last == "GUICHET UNIQUE in-progress 2027-06-30")
      // Another plan's actions are its own.
      #expect(
        try await site.states(
          of: try await site.send("Action;Thème\nGuichet unique;Innovation\n", to: "/plans/\(other)")) == ["2 new"])

      try await site.press("\(again)/annulation")
      #expect(try await actions() == written)
      // What something speaks of stays.
      let first: Int = try await site.database.read {
        try await $0.value("SELECT min(id) FROM action WHERE title = 'Ouvrir la pépinière'")
      }
      try await cluster.number(
        "\(cluster.path)/actions",
        #"{"title":"Suite","state":"next","themes":["innovation"],"plan":\#(plan),"continues":\#(first)}"#)
      try await site.press("\(path)/annulation")
      let left: [String] = try await actions()
      #expect(left.contains(written[0]) && !left.contains(written[1]), "\(left)")
    }
  }
}
