import SQL
import Testing

@testable import Platform

@Suite struct OccupancyMapTests {
  private func spots(_ map: OccupancyMap) -> [Spot] { map.plate(.fr, today).groups.flatMap(\.spots) }

  @Test func `every lot is drawn once, in the order given, as large as its area at the scale of the whole site`() throws
  {
    for map in try OccupancySamples.all() {
      let spots: [Spot] = spots(map)
      #expect(spots.map(\.path) == map.rooms.map(\.path))
      #expect(zip(spots, map.rooms).allSatisfy { $0.title.contains($1.name) })
      let total: Double = map.rooms.reduce(0) { $0 + Double($1.area.squareDecimetres) }
      let drawn: Double = spots.reduce(0) { $0 + $1.box.width * $1.box.height }
      for (spot, room) in zip(spots, map.rooms) {
        let part: Double = spot.box.width * spot.box.height / drawn
        let wanted: Double = Double(room.area.squareDecimetres) / total
        #expect(abs(part / wanted - 1) < 0.01, "\(map.title(.fr)), \(room.name): \(part) for \(wanted)")
      }
    }
  }

  @Test func `levels stand below each other, and the largest lot is no higher than the map is wide`() throws {
    for map in try OccupancySamples.all() {
      let plate: Plate = map.plate(.fr, today)
      var bottom: Double = 0
      for group in plate.groups {
        #expect(group.spots.allSatisfy { $0.box.y >= bottom && $0.box.height <= Plate.width + 0.001 })
        bottom = group.spots.reduce(0) { max($0, $1.box.y + $1.box.height) }
      }
      #expect(bottom <= plate.height)
    }
  }

  @Test func `four hundred lots are as large as a finger's tip, and one is no wall`() throws {
    let many: [Spot] = spots(try OccupancySamples.large())
    let mean: Double = many.reduce(0) { $0 + $1.box.width * $1.box.height } / 400
    #expect(mean >= 24 * 24, "\(mean)")
    #expect(try OccupancySamples.large().plate(.fr, today).height < 1_100)
    #expect(try OccupancySamples.single().plate(.fr, today).height < 150)
  }

  @Test func `what is held has the texture of its part, what is vacant a dashed line, what is reserved a corner`()
    throws
  {
    let map: OccupancyMap = try OccupancySamples.artis()
    let plate: Plate = map.plate(.fr, today)
    for (spot, room) in zip(spots(map), map.rooms) {
      if case .held(let part) = room.state {
        #expect(spot.ink == .texture(part))
      } else {
        #expect(spot.ink == .clear)
      }
    }
    func rings(_ ink: Ink) -> Int {
      plate.groups.flatMap(\.over.marks).reduce(0) { count, mark in
        if case .area(let rings, ink) = mark { count + rings.count } else { count }
      }
    }
    #expect(rings(.vacant) == 2 && rings(.reserved) == 1 && rings(.corner) == 1)
  }

  @Test func `a name is written in its room where it fits, whole, and else nowhere`() throws {
    for map in try OccupancySamples.all() {
      for (group, level) in zip(map.plate(.fr, today).groups, map.levels) {
        let names: Set<String> = Set(level.rooms.map(\.name))
        for words in group.over.words.dropFirst(level.name == nil ? 0 : 2) where names.contains(words.text) {
          let homes: [Box] = zip(group.spots, level.rooms).filter { $0.1.name == words.text }.map(\.0.box)
          #expect(homes.contains { words.box.isWithin($0) }, "\(words.text): \(words.box), \(homes)")
        }
      }
    }
    let written: [String] = try OccupancySamples.artis().plate(.fr, today).groups.flatMap(\.over.words).map(\.text)
    #expect((1...10).allSatisfy { written.contains("Atelier \($0)") })
    #expect((1...8).allSatisfy { written.contains("Bureau \($0)") }, "\(written)")
    let troubled: [String] = try OccupancySamples.troubled().plate(.fr, today).groups.flatMap(\.over.words).map(\.text)
    #expect(!troubled.contains { $0.hasPrefix("Association") && !$0.hasPrefix("Association pour le") }, "\(troubled)")
  }

  @Test func `the legend counts what is there, and nothing else`() throws {
    let words: [String] = try OccupancySamples.artis().plate(.fr, today).words.map(\.text)
    #expect(
      words == [
        "4 lots, 1\u{202F}226\u{A0}m²", "Insertion par l’activité", "économique", "3 lots, 1\u{202F}125\u{A0}m²",
        "Économie sociale et solidaire", "1 lot, 236\u{A0}m²", "Artisan", "7 lots, 364\u{A0}m²", "Association",
        "1 lot, 205\u{A0}m²", "Réservé", "2 lots, 270\u{A0}m²", "Libre",
      ])
  }

  @Test func `a room is a link that says its name, its area, its state and who is there`() async throws {
    let html: String = try await drawn { $0.chart(try OccupancySamples.artis()) }
    #expect(html.contains("<g role=\"group\" aria-labelledby=\"chart-1-title chart-1-text\">"))
    #expect(html.contains(" role=\"group\" aria-label=\"Rez-de-chaussée, 10 lots, 3\u{202F}010\u{A0}m²\">"))
    #expect(
      html.contains(
        "<a href=\"/lots/3\"><title>Atelier 3, 520\u{A0}m², Insertion par l’activité économique, Menuiserie des Alpins"
          + "</title><path d=\"M"))
    #expect(html.contains("<title>Atelier 8, 218\u{A0}m², Libre</title>"))
    #expect(html.contains("<title>Atelier 10, 205\u{A0}m², Réservé, Maçonnerie Vercors</title>"))
    #expect(html.contains("<g fill=\"none\"><a href=\"/lots/8\">"))
    let german: String = try await drawn(.de) { $0.chart(try OccupancySamples.artis()) }
    #expect(german.contains("<title>Atelier 8, 218\u{A0}m², Frei</title>") && !german.contains("Libre"))
    #expect(!html.contains("style=") && !html.contains("nan") && !html.contains("inf\""))
  }

  @Test func `a room that leads nowhere is an image with the same words`() async throws {
    let html: String = try await drawn { $0.chart(try OccupancySamples.giant()) }
    let svg: Substring = html.prefix(upTo: try #require(html.firstRange(of: "</svg>")).lowerBound)
    #expect(svg.matches(of: /<g role="img"><title>/).count == 42 && !svg.contains("<a "))
    #expect(svg.contains("<g role=\"img\"><title>Box 4, 12\u{A0}m², Libre</title>"))
  }

  @Test func `what is written on the rooms is not said twice, the legend once`() async throws {
    let html: String = try await drawn { $0.chart(try OccupancySamples.artis()) }
    let hidden: String = html.matches(
      of: /<g aria-hidden="true" pointer-events="none">[\s\S]*?<\/g>\n(?=<g class="spots|<g class="s1")/
    )
    .map { String($0.0) }.joined()
    #expect(hidden.contains(">Atelier 3</text>") && hidden.contains(">1er étage</text>"))
    #expect(!hidden.contains("Artisan") && html.contains(">Artisan</text>"))
  }

  @Test func `what somebody entered is escaped everywhere`() async throws {
    let html: String = try await drawn { $0.chart(try OccupancySamples.single()) }
    #expect(!html.contains("<b>Halle") && !html.contains("b=\"2"))
    #expect(
      html.contains("<a href=\"/lots/1?a=1&amp;b=&#34;2&#34;\"><title>&lt;b&gt;Halle&lt;/b&gt; &#34;A&#34; &amp; B, "))
    #expect(html.contains(">&lt;b&gt;Halle&lt;/b&gt; &#34;A&#34; &amp; B</text>"))
    let troubled: String = try await drawn { $0.chart(try OccupancySamples.troubled()) }
    #expect(troubled.contains("<title>\u{2068}\(ChartSamples.arabic)\u{2069}, 75\u{A0}m²"))
  }

  @Test func `the sentence counts lots and their area`() throws {
    let map: OccupancyMap = try OccupancySamples.artis()
    #expect(
      map.summary(.fr)
        == "15 lots occupés (2\u{202F}951\u{A0}m², 86\u{202F}% de la surface), 1 lot réservé (205\u{A0}m²), "
        + "2 lots libres (270\u{A0}m²).")
    #expect(
      map.summary(.en)
        == "15 occupied lots (2,951\u{A0}m², 86% of the area), 1 reserved lot (205\u{A0}m²), "
        + "2 vacant lots (270\u{A0}m²).")
    #expect(
      map.summary(.de)
        == "15 belegte Einheiten (2.951\u{A0}m², 86\u{A0}% der Fläche), 1 reservierte Einheit (205\u{A0}m²), "
        + "2 freie Einheiten (270\u{A0}m²).")
    #expect(
      try OccupancySamples.single().summary(.fr)
        == "0 lot occupé (0\u{A0}m², 0\u{202F}% de la surface), 1 lot libre (1\u{202F}767\u{A0}m²).")
  }

  @Test func `up to a hundred lots the table lists them, with their links`() throws {
    let map: OccupancyMap = try OccupancySamples.artis()
    let table: FigureTable = map.table(.fr)
    #expect(table.columns == ["Lot", "Niveau", "Surface", "Occupation", "Occupant"])
    #expect(table.rows.count == 18)
    #expect(
      table.rows[2]
        == FigureTable.Row(
          name: "Atelier 3", link: "/lots/3",
          cells: [
            "Rez-de-chaussée", "520\u{A0}m²", "Insertion par l’activité économique", "Menuiserie des Alpins",
          ]))
    #expect(table.rows[17].cells == ["1er étage", "52\u{A0}m²", "Libre", "—"])
    #expect((0...4).map(table.isNumeric) == [false, false, true, false, false])
    let single: FigureTable = try OccupancySamples.single().table(.en)
    #expect(single.columns == ["Lot", "Area", "Occupancy"])
    #expect((0...2).map(single.isNumeric) == [false, true, false])
  }

  @Test func `beyond, the table counts them by state and level`() throws {
    let table: FigureTable = try OccupancySamples.large().table(.fr)
    #expect(table.columns == ["Occupation", "Rez-de-chaussée", "Niveau 1", "Niveau 2", "Niveau 3", "Ensemble"])
    #expect(table.rows.map(\.name).suffix(2) == ["Réservé", "Libre"])
    #expect(table.rows.count == 7)
    #expect(table.rows[6].cells.last == "36 (1\u{202F}386\u{A0}m²)")
    let counted: Int = table.rows.compactMap { $0.cells.last?.split(separator: " ").first }.compactMap { Int($0) }
      .reduce(0, +)
    #expect(counted == 400)
  }

  @Test func `four hundred lots weigh no more than 71 KB, table included`() async throws {
    let html: String = try await drawn { $0.chart(try OccupancySamples.large()) }
    #expect(html.utf8.count < 71_000, "\(html.utf8.count)")
  }
}

extension Box {
  fileprivate func isWithin(_ other: Box) -> Bool {
    x >= other.x && y >= other.y && x + width <= other.x + other.width && y + height <= other.y + other.height
  }
}
