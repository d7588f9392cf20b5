/// What a list's table can do that a table on a record's page does not: be put in order, be chosen from.
struct TableTools {
  let address: ListAddress
  let orders: [Order]
  let isPicked: Bool

  static let picks: String = "n"

  /// What the column's heading does when it is followed, and how the column stands now.
  func sort(_ key: String) -> (next: Sort, isDown: Bool?)? {
    guard let order = orders.first(where: { $0.key == key }) else { return nil }
    let current: Sort? = address.sort.flatMap { sort in orders.contains { $0.key == sort.key } ? sort : nil }
    let isCurrent: Bool = current.map { $0.key == key } ?? (orders.first?.key == key)
    guard isCurrent else { return (Sort(key, isDown: order.isDown(nil)), nil) }
    let isDown: Bool = order.isDown(current)
    return (Sort(key, isDown: !isDown), isDown)
  }
}

extension Page {
  /// A table that becomes cards on a phone. With nothing in it, a sentence says so.
  public mutating func table<Record>(
    _ view: View<Record>, _ records: [Record], caption: Text, empty: Text, mark: ((Record) -> Text?)? = nil
  ) {
    table(view, records, caption: caption, empty: empty, mark: mark, tools: nil)
  }

  mutating func table<Record>(
    _ view: View<Record>, _ records: [Record], caption: Text, empty: Text, mark: ((Record) -> Text?)?,
    tools: TableTools?
  ) {
    guard !records.isEmpty else { return quiet(empty) }
    let shown = View(view.name, view.columns.filter { !$0.isForMachines })
    let marks: [Text?]? = mark.map { mark in records.map(mark) }
    let picks: [Int64]? = tools?.isPicked == true ? records.compactMap { view.number(of: $0) } : nil
    // What is too wide for a desk scrolls by itself, and does without headings that stay.
    let isWide: Bool = shown.columns.count > 8
    markup.raw(isWide ? "<div class=\"table wide\"><table>\n<caption>" : "<div class=\"table\"><table>\n<caption>")
    say(caption)
    markup.raw("</caption>\n<thead><tr>")
    if picks != nil {
      markup.raw("<th scope=\"col\" class=\"p\"><span class=\"unseen\">")
      say(Text(fr: "Choix", en: "Choice", de: "Auswahl"))
      markup.raw("</span></th>")
    }
    let columns: [DrawnColumn] = shown.drawn(records, language)
    for column in columns { heading(column, tools) }
    markup.raw("</tr></thead>\n<tbody>\n")
    for line in records.indices { row(columns, line, marks?[line], picks?[line]) }
    markup.raw("</tbody>\n</table></div>\n")
  }

  private mutating func heading(_ column: DrawnColumn, _ tools: TableTools?) {
    markup.raw("<th scope=\"col\"")
    if column.isNumeric { markup.raw(" class=\"n\"") }
    guard let tools, let (next, isDown) = tools.sort(column.key) else {
      markup.raw(">")
      say(column.label)
      return markup.raw("</th>")
    }
    if let isDown { markup.raw(isDown ? " aria-sort=\"descending\"" : " aria-sort=\"ascending\"") }
    markup.raw("><a href=\"")
    data(tools.address.sorted(next))
    markup.raw("\">")
    say(column.label)
    markup.raw("</a></th>")
  }

  private mutating func row(_ columns: [DrawnColumn], _ line: Int, _ mark: Text?, _ pick: Int64?) {
    markup.raw("<tr>")
    if let pick { self.pick(pick, columns.first?.cells[line].words(language) ?? "") }
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

  private mutating func pick(_ number: Int64, _ name: String) {
    markup.raw("<td class=\"p\"><input type=\"checkbox\" class=\"pick\" name=\"")
    data(TableTools.picks)
    markup.raw("\" value=\"")
    markup.int(Int(number))
    markup.raw("\" aria-label=\"")
    say(Text(fr: "Choisir", en: "Choose", de: "Auswählen"))
    markup.raw(" ")
    data(name)
    markup.raw("\"></td>")
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
