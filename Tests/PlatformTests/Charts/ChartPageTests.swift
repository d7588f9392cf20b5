import SQL
import Testing

@testable import Platform

@Suite struct ChartPageTests {
  @Test func `the table holds what the chart draws, with its heads`() async throws {
    let chart = try BarChart(
      words("Par ville"), .placements, of: .names, labels: ["Lyon", "Lille"].map(words),
      [Series(words("Femmes"), [1_310, nil]), Series(words("Hommes"), [12, 7])])
    let html: String = try await drawn { $0.chart(chart) }
    #expect(html.contains("<th scope=\"col\">Intitulé</th><th scope=\"col\" class=\"n\">Femmes</th>"))
    #expect(
      html.contains(
        "<tr><th scope=\"row\"><bdi>Lyon</bdi></th><td class=\"n\" data-label=\"Femmes\">1\u{202F}310</td>"
          + "<td class=\"n\" data-label=\"Hommes\">12</td></tr>"))
    #expect(html.contains("<bdi>Lille</bdi></th><td class=\"n\" data-label=\"Femmes\">—</td>"))
  }

  @Test func `each chart of a page is named by its own title and sentence`() async throws {
    let charts: [BarChart] = try ChartSamples.bars()
    let html: String = try await drawn { page in for chart in charts { page.chart(chart) } }
    let ids: [Substring] = html.matches(of: /id="([^"]*)"/).map(\.1)
    #expect(Set(ids).count == ids.count)
    for used in html.matches(of: /aria-labelledby="([^ "]*) ([^"]*)"/) {
      #expect(ids.contains(used.1) && ids.contains(used.2))
    }
    for used in html.matches(of: /url\(#([^)]*)\)/) { #expect(ids.contains(used.1)) }
    #expect(html.matches(of: /role="img"/).count == charts.count)
    #expect(!html.contains("style=") && !html.contains("nan") && !html.contains("inf"))
  }

  @Test func `twelve bars weigh less than 6 KB`() async throws {
    let chart: BarChart = try ChartSamples.bars()[2]
    let html: String = try await drawn { $0.chart(chart) }
    #expect(html.utf8.count < 6_144, "\(html.utf8.count)")
  }

  @Test func `nothing to show is said, without an empty frame`() async throws {
    let empty = try LineChart(
      words("Vide"), .placements, labels: years, [Series(words("n"), Array(repeating: nil, count: 8))])
    let html: String = try await drawn(.de) { page in
      page.chart(empty)
      page.chart(try Funnel(words("Vide"), []))
      page.chart(try FranceMap(words("Vide"), .placements, []))
      page.chart(try Timeline(words("Vide"), [.init(words("r"), [])]))
      page.chart(try ShareChart(words("Vide"), .partition, parts: [words("a")], []))
      page.chart(try BarChart(words("Vide"), .placements, of: .names, labels: [], []))
    }
    #expect(html.matches(of: /<p class="empty">Noch keine Zahlen.<\/p>/).count == 6)
    #expect(!html.contains("<svg") && !html.contains("<table"))
  }

  @Test func `what somebody entered is escaped everywhere, and cut only in the drawing`() async throws {
    let name: String = "<b>\"R&D\"</b> " + ChartSamples.long
    let chart = try BarChart(
      words(name), .placements, of: .names, labels: [words(name)], [Series(words(name), [1])],
      sentence: words("Dit autrement."))
    let html: String = try await drawn { $0.chart(chart) }
    #expect(!html.contains("<b>"))
    #expect(html.contains("-text\">Dit autrement.</span>"))
    let escaped: String = "&lt;b&gt;&#34;R&amp;D&#34;&lt;/b&gt; "
    #expect(html.contains("<title>\(escaped)Association"))
    #expect(html.contains("…</text>"))
    #expect(html.contains("<bdi>\(escaped)\(ChartSamples.long)</bdi>"))
  }

  @Test func `links of a map stand in its list, not in the image`() async throws {
    let map = try FranceMap(words("Territoires"), .placements, ChartSamples.places(linked: true))
    let html: String = try await drawn { $0.chart(map) }
    let svg: Substring = html.prefix(upTo: try #require(html.firstRange(of: "</svg>")).lowerBound)
    #expect(!svg.contains("<a "))
    let list: Substring = html.suffix(from: try #require(html.firstRange(of: "chart-places")).lowerBound)
    for place in map.places {
      if let link = place.link { #expect(list.contains("<a href=\"\(link)\">")) }
    }
  }

  @Test func `every place of the map is named or numbered on it`() throws {
    let map = try FranceMap(words("Territoires"), .placements, ChartSamples.places(linked: false))
    let written: [String] = map.plate(.fr, today).words.map(\.text)
    let notes: [PlaceNote] = map.notes(.fr)
    for place in map.places {
      let number: Int? = notes.first { $0.name == place.name(.fr) }?.number
      #expect(written.contains(number.map(String.init) ?? place.name(.fr)), "\(place.name(.fr))")
    }
  }

  @Test func `what is missing is a gap, not a line`() throws {
    let chart = try LineChart(
      words("l"), .placements, labels: years, [Series(words("n"), [1, 2, nil, 4, 5, nil, 7, nil])])
    let lines: [[Position]] = chart.plate(.fr, today).marks.compactMap { mark in
      if case .line(let points, .stroke) = mark { points } else { nil }
    }
    #expect(lines.map(\.count) == [2, 2])
  }

  @Test func `bars start from zero`() throws {
    for chart in try ChartSamples.bars() where chart.order == .names {
      let boxes: [Box] = chart.plate(.fr, today).marks.compactMap { mark in
        if case .box(let box, .texture) = mark, box.height >= 14 { box } else { nil }
      }
      let zero: Double = try #require(boxes.map(\.x).max())
      #expect(boxes.allSatisfy { abs($0.x - zero) < 0.01 || abs($0.x + $0.width - zero) < 0.01 })
    }
  }

  @Test func `series are seen on paper and on fields, by day, by night and printed`() throws {
    let css = String(decoding: Asset.style.bytes, as: UTF8.self)
    var sheets: [String] = []
    for match in css.matches(of: /--series-1: #[^}]*}/) { sheets.append(String(match.0)) }
    #expect(sheets.count == 3)
    for (sheet, papers) in zip(sheets, [["#fbf8f3", "#ffffff"], ["#1b1815", "#26221d"], ["#ffffff"]]) {
      let colours: [Colour] = sheet.matches(of: /--series-\d: (#[0-9a-f]{6})/).compactMap { Colour(hex: String($0.1)) }
      #expect(colours.count == 6)
      for paper in papers.compactMap({ Colour(hex: $0) }) {
        for colour in colours { #expect(colour.contrast(with: paper) >= 3, "\(colour.hex)") }
      }
    }
  }

  @Test func `decimals are written for each reader`() {
    #expect(Language.fr.number(1_234.56, places: 1) == "1\u{202F}234,6")
    #expect(Language.en.number(-0.05, places: 2) == "−0.05")
    #expect(Language.de.number(-0.04, places: 1) == "0,0")
    #expect(Language.fr.percent(14.5, places: 1) == "14,5\u{202F}%")
    #expect(Measure(words("m"), .euros).brief(1_250_000, places: 2, .en) == "€1.3m")
    #expect(Measure(words("m"), .euros).brief(-1e12, places: 0, .de) == "−1.000\u{A0}Mrd.\u{A0}€")
  }
}
