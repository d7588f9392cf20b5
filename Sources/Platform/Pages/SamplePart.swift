/// A colour by the part it plays, as the style sheet names it.
public enum Swatch: String, Sendable, CaseIterable {
  case paper, ink, soft, line, accent, tint, good, warn, bad
}

extension Page {
  /// The colours of the house, each under its name.
  public mutating func swatches(_ swatches: [Swatch]) {
    markup.raw("<ul class=\"swatches\">\n")
    for swatch in swatches {
      markup.raw("<li class=\"swatch-")
      data(swatch.rawValue)
      markup.raw("\">")
      data(swatch.rawValue)
      markup.raw("</li>\n")
    }
    markup.raw("</ul>\n")
  }

  /// Code, as it was written.
  public mutating func code(_ code: String) {
    markup.raw("<pre tabindex=\"0\"><code>")
    data(code)
    markup.raw("</code></pre>\n")
  }

  /// Ways on, as cards.
  public mutating func links(_ links: [(path: String, label: Text)]) {
    markup.raw("<ul class=\"cards\">\n")
    for link in links {
      markup.raw("<li>")
      self.link(link.path, link.label)
      markup.raw("</li>\n")
    }
    markup.raw("</ul>\n")
  }
}
