import HTML

extension Engraving {
  func open(_ ink: Ink, _ markup: inout Markup) {
    switch ink {
    case .series(let index): series(index, "s", " fill=\"", &markup)
    case .stroke(let index): series(index, "l", " fill=\"none\" stroke-width=\"2.2\" stroke=\"", &markup)
    case .texture(let index):
      // The first series is plain: only what must be told from it needs a texture.
      guard index % 6 != 0 else { return series(0, "s", " fill=\"", &markup) }
      markup.raw("<g fill=\"url(#")
      name(index, &markup)
      markup.raw(")\">")
    case .grid: markup.raw("<g class=\"grid\" fill=\"none\" stroke=\"#ddd3c5\">")
    case .axis: markup.raw("<g class=\"axis\" fill=\"none\" stroke=\"#29231d\" stroke-width=\"1.2\">")
    case .leader: markup.raw("<g class=\"leader\" fill=\"none\" stroke=\"#6a5f53\" stroke-width=\".8\">")
    case .today: markup.raw("<g class=\"leader\" fill=\"none\" stroke=\"#6a5f53\" stroke-dasharray=\"3 3\">")
    case .band: markup.raw("<g class=\"band\" fill=\"#dfd0b8\">")
    case .track: markup.raw("<g class=\"track\" fill=\"#f2e9dc\">")
    case .goal: markup.raw("<g class=\"axis\" fill=\"none\" stroke=\"#29231d\" stroke-width=\"3\">")
    case .past: markup.raw("<g class=\"past\" fill=\"#fff\" stroke=\"#29231d\" stroke-width=\"1.5\">")
    case .arrow, .corner: markup.raw("<g class=\"arrow\" fill=\"#6a5f53\">")
    case .land: markup.raw("<g class=\"land\" fill=\"#f2e9dc\" stroke=\"#6a5f53\" stroke-width=\".8\">")
    case .key: markup.raw("<g class=\"leader\" fill=\"none\" stroke=\"#6a5f53\">")
    case .clear: markup.raw("<g fill=\"none\">")
    case .vacant:
      markup.raw("<g class=\"leader\" fill=\"none\" stroke=\"#6a5f53\" stroke-dasharray=\"4 2\">")
    case .reserved: markup.raw("<g class=\"leader\" fill=\"none\" stroke=\"#6a5f53\" stroke-width=\"1.5\">")
    case .label: markup.raw("<g class=\"label\" fill=\"#fff\">")
    case .place:
      markup.raw("<g class=\"place\" fill=\"#1b62a5\" fill-opacity=\".75\" stroke=\"#fff\" stroke-width=\".8\">")
    }
  }

  private static let colours: [StaticString] = ["#1b62a5", "#d2601a", "#241f1c", "#a03c8c", "#149080", "#6b5512"]

  private func series(_ index: Int, _ letter: StaticString, _ attributes: StaticString, _ markup: inout Markup) {
    markup.raw("<g class=\"")
    markup.raw(letter)
    markup.int(index % 6 + 1)
    markup.raw("\"")
    markup.raw(attributes)
    markup.raw(Self.colours[index % 6])
    markup.raw("\">")
  }

  private func name(_ index: Int, _ markup: inout Markup) {
    markup.raw("t")
    markup.int(number)
    markup.raw("-")
    markup.int(index % 6 + 1)
  }

  /// What tells series apart for who does not see their colours.
  func textures(_ markup: inout Markup) {
    let indices: Set<Int> = Set(
      (plate.marks.map(\.ink) + plate.groups.flatMap { $0.spots.map(\.ink) }).compactMap { ink -> Int? in
        guard case .texture(let index) = ink, index % 6 != 0 else { return nil }
        return index % 6
      })
    guard !indices.isEmpty else { return }
    markup.raw("<defs>")
    for index in indices.sorted() {
      markup.raw("<pattern id=\"")
      name(index, &markup)
      markup.raw("\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">")
      series(index, "s", " fill=\"", &markup)
      markup.raw("<rect width=\"6\" height=\"6\"/></g><path class=\"hatch\" fill=\"none\" stroke=\"#fff\" d=\"")
      markup.raw(Self.hatches[index])
      markup.raw("\"/></pattern>")
    }
    markup.raw("</defs>\n")
  }

  /// Oblique, dotted, upright, level, crossed; each meets itself at the tile's edges.
  private static let hatches: [StaticString] = [
    "", "M-1 1L1 -1M-1 7L7 -1M5 7L7 5", "M1 1.5h2M4 4.5h2", "M3 0v6", "M0 3h6", "M0 3h6M3 0v6",
  ]
}
