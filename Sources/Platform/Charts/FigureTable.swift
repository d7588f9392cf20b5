import HTML

/// The figures of a chart in full: what is drawn, to be read.
struct FigureTable: Sendable, Equatable {
  struct Row: Sendable, Equatable {
    let name: String
    var link: String?
    let cells: [String]
  }

  /// The first heads the rows' names.
  let columns: [String]
  let rows: [Row]
  /// Figures stand to the right; words and days, in these columns, do not.
  var columnsOfWords: Set<Int> = []

  func isNumeric(_ column: Int) -> Bool { column > 0 && !columnsOfWords.contains(column) }
}

extension Page {
  mutating func figures(_ table: FigureTable, _ caption: String) {
    markup.raw("<details class=\"chart-table\"><summary>")
    say(Text(fr: "Voir les chiffres", en: "See the figures", de: "Zahlen anzeigen"))
    markup.raw("</summary></details>\n<div class=\"table chart-figures\"")
    // Too wide for its figure, it scrolls, and must do so for who has but a keyboard.
    if table.columns.count > 3 {
      markup.raw(" tabindex=\"0\" role=\"region\" aria-label=\"")
      data(caption)
      markup.raw("\"")
    }
    markup.raw("><table>\n<caption>")
    data(caption)
    markup.raw("</caption>\n<thead><tr>")
    for (index, column) in table.columns.enumerated() {
      markup.raw(table.isNumeric(index) ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">")
      data(column)
      markup.raw("</th>")
    }
    markup.raw("</tr></thead>\n<tbody>\n")
    for row in table.rows { write(row, table) }
    markup.raw("</tbody>\n</table></div>\n")
  }

  private mutating func write(_ row: FigureTable.Row, _ table: FigureTable) {
    markup.raw("<tr><th scope=\"row\">")
    markup.raw("<bdi>")
    if let link = row.link {
      self.link(link, Text(name: row.name))
    } else {
      data(row.name)
    }
    markup.raw("</bdi></th>")
    for (index, cell) in row.cells.enumerated() {
      markup.raw(table.isNumeric(index + 1) ? "<td class=\"n\" data-label=\"" : "<td data-label=\"")
      data(table.columns[index + 1])
      markup.raw("\">")
      data(cell)
      markup.raw("</td>")
    }
    markup.raw("</tr>\n")
  }
}
