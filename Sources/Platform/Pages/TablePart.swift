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
    let columns: [Column<Record>] = view.columns.filter { !$0.isForMachines }
    markup.raw("<div class=\"table\"><table>\n<caption>")
    say(caption)
    markup.raw("</caption>\n<thead><tr>")
    for column in columns {
      markup.raw(column.type.isNumeric ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">")
      say(column.label)
      markup.raw("</th>")
    }
    markup.raw("</tr></thead>\n<tbody>\n")
    for record in records { row(columns, record, mark) }
    markup.raw("</tbody>\n</table></div>\n")
  }

  private mutating func row<Record>(_ columns: [Column<Record>], _ record: Record, _ mark: ((Record) -> Text?)?) {
    markup.raw("<tr>")
    for (index, column) in columns.enumerated() {
      if index == 0 {
        markup.raw("<th scope=\"row\">")
      } else {
        markup.raw(column.type.isNumeric ? "<td class=\"n\" data-label=\"" : "<td data-label=\"")
        say(column.label)
        markup.raw("\">")
      }
      write(column.cell(record), link: column.link?(record))
      if index == 0, let word = mark?(record) {
        markup.raw(" <span class=\"mark\">")
        say(word)
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
    case .int, .area: true
    default: false
    }
  }
}
