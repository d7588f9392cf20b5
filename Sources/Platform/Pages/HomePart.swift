extension Visit {
  public var territoryName: String? { viewer.territory?.name }
}

extension Page {
  /// The way to the installation's other territories.
  public mutating func otherTerritories() {
    markup.raw("<p>")
    link("/territoires", .changeTerritory)
    markup.raw("</p>\n")
  }

  /// « samedi 21 novembre 2026 »
  public mutating func dateline() {
    markup.raw("<p class=\"today\">")
    data(language.dated(today))
    markup.raw("</p>\n")
  }

  /// The sections that this actor may enter.
  public mutating func cards(_ visit: Visit) {
    markup.raw("<ul class=\"cards\">\n")
    for entry in visit.menu {
      markup.raw("<li>")
      link(entry.path, entry.label)
      markup.raw("</li>\n")
    }
    markup.raw("</ul>\n")
  }
}
