/// What a list's table can do that a table on a record's page does not: be put in order, be chosen from.
package struct TableTools: Sendable {
  let address: ListAddress
  let orders: [Order]
  let isPicked: Bool

  package init(address: ListAddress, orders: [Order], isPicked: Bool) {
    self.address = address
    self.orders = orders
    self.isPicked = isPicked
  }

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

  package mutating func table<Record>(
    _ view: View<Record>, _ records: [Record], caption: Text, empty: Text, mark: ((Record) -> Text?)?,
    tools: TableTools?
  ) {
    guard !records.isEmpty else { return quiet(empty) }
    let shown = View(view.name, view.columns.filter { !$0.isForMachines })
    let marks: [Text?]? = mark.map { mark in records.map(mark) }
    let picks: [Int]? = tools?.isPicked == true ? view.numbers(of: records) : nil
    // What is too wide for a desk scrolls by itself, and does without headings that stay.
    let isWide: Bool = shown.columns.count > 8
    if isWide {
      // And must do so for who has but a keyboard.
      markup.raw("<div class=\"table wide\" tabindex=\"0\" role=\"region\" aria-label=\"")
      say(caption)
      markup.raw("\"><table>\n<caption>")
    } else {
      markup.raw("<div class=\"table\"><table>\n<caption>")
    }
    say(caption)
    markup.raw("</caption>\n<thead><tr>")
    if picks != nil {
      markup.raw("<th scope=\"col\" class=\"p\"><span class=\"unseen\">")
      say(Text(fr: "Choix", en: "Choice", de: "Auswahl"))
      markup.raw("</span></th>")
    }
    let columns: [DrawnColumn] = shown.drawn(records, language)
    for (index, column) in columns.enumerated() { heading(column, tools, namesLine: index == 0) }
    markup.raw("</tr></thead>\n<tbody>\n")
    let choose: String = Text.chooseLine(language)
    var openings: [Range<Int>] = []
    for line in records.indices {
      markup.raw("<tr>")
      if let picks { pick(picks[line], choose, columns.first?.cells[line].words(language) ?? "") }
      row(columns, line, marks?[line], &openings)
    }
    markup.raw("</tbody>\n</table></div>\n")
  }

  private mutating func heading(_ column: DrawnColumn, _ tools: TableTools?, namesLine: Bool) {
    markup.raw("<th scope=\"col\"")
    // What a line is called stands where words do, be it a number.
    if column.isNumeric, !namesLine { markup.raw(" class=\"n\"") }
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

  /// Every line's cells open alike, with their column's name: written for the first, then again as it stands.
  private mutating func row(_ columns: [DrawnColumn], _ line: Int, _ mark: Text?, _ openings: inout [Range<Int>]) {
    for index in columns.indices {
      if index == 0 {
        markup.raw("<th scope=\"row\">")
      } else if index <= openings.count {
        markup.again(openings[index - 1])
      } else {
        let start: Int = markup.end
        markup.raw(columns[index].isNumeric ? "<td class=\"n\" data-label=\"" : "<td data-label=\"")
        say(columns[index].label)
        markup.raw("\">")
        openings.append(start..<markup.end)
      }
      write(columns[index].cells[line], link: columns[index].links?[line])
      if index == 0, let mark {
        markup.raw(" <span class=\"mark\">")
        say(mark)
        markup.raw("</span>")
      }
      markup.raw(index == 0 ? "</th>" : "</td>")
    }
    markup.raw("</tr>\n")
  }

  private mutating func pick(_ number: Int, _ choose: String, _ name: String) {
    markup.raw("<td class=\"p\"><input type=\"checkbox\" class=\"pick\" name=\"")
    data(TableTools.picks)
    markup.raw("\" value=\"")
    markup.int(number)
    markup.raw("\" aria-label=\"")
    say(choose)
    markup.raw(" ")
    data(name)
    markup.raw("\"></td>")
  }
}

extension Text {
  fileprivate static let chooseLine = Text(fr: "Choisir", en: "Choose", de: "Auswählen")
}

extension CellType {
  var isNumeric: Bool {
    switch self {
    case .int, .year, .area, .hundredths, .decimal, .money: true
    default: false
    }
  }
}
