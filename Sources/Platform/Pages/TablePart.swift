extension Page {
  /// A table that becomes cards on a phone. With nothing in it, a sentence says so.
  public mutating func table<Record>(
    _ view: View<Record>, _ records: [Record], caption: Text, empty: Text, mark: ((Record) -> Text?)? = nil
  ) {
    guard !records.isEmpty else {
      markup.raw("<p class=\"empty\">")
      say(empty)
      markup.raw("</p>\n")
      return
    }
    let shown = View(view.name, view.columns.filter { !$0.isForMachines })
    let marks: [Text?]? = mark.map { mark in records.map(mark) }
    markup.raw("<div class=\"table\"><table>\n<caption>")
    say(caption)
    markup.raw("</caption>\n<thead><tr>")
    let columns: [DrawnColumn] = shown.drawn(records, language)
    for column in columns {
      markup.raw(column.isNumeric ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">")
      say(column.label)
      markup.raw("</th>")
    }
    markup.raw("</tr></thead>\n<tbody>\n")
    for line in records.indices { row(columns, line, marks?[line]) }
    markup.raw("</tbody>\n</table></div>\n")
  }

  private mutating func row(_ columns: [DrawnColumn], _ line: Int, _ mark: Text?) {
    markup.raw("<tr>")
    for index in columns.indices {
      let column: DrawnColumn = columns[index]
      if index == 0 {
        markup.raw("<th scope=\"row\">")
      } else {
        markup.raw(column.isNumeric ? "<td class=\"n\" data-label=\"" : "<td data-label=\"")
        say(column.label)
        markup.raw("\">")
      }
      write(column.cells[line], link: column.links?[line])
      if index == 0, let mark {
        markup.raw(" <span class=\"mark\">")
        say(mark)
        markup.raw("</span>")
      }
      markup.raw(index == 0 ? "</th>" : "</td>")
    }
    markup.raw("</tr>\n")
  }
}

extension CellType {
  var isNumeric: Bool {
    switch self {
    case .int, .area, .money: true
    default: false
    }
  }
}
