import HTTP

extension Page {
  /// Columns, order and length of a list, behind one fold; on a phone, where there are no headings to follow, the only way
  /// to put it in order.
  mutating func listTools<Record>(_ list: ListPage<Record>, _ address: ListAddress) {
    let columns: [Column<Record>] = list.visible.columns.filter { !$0.isForMachines }
    let hasChoice: Bool = !address.columns.isEmpty
    markup.raw("<details class=\"tools\"><summary>")
    say(Text(fr: "Colonnes et ordre", en: "Columns and order", de: "Spalten und Reihenfolge"))
    markup.raw("</summary>\n<form method=\"get\" action=\"")
    data(address.path)
    markup.raw("\">\n")
    for pair in address.query.pairs where !["column", "sort", "size", "page"].contains(pair.name) {
      hidden(pair.name, pair.value)
    }
    markup.raw("<fieldset><legend>")
    say(Text(fr: "Colonnes", en: "Columns", de: "Spalten"))
    markup.raw("</legend>\n")
    for (index, column) in columns.enumerated() {
      markup.raw("<label><input type=\"checkbox\" name=\"column\" value=\"")
      data(column.key)
      markup.raw("\"")
      if index == 0 || !hasChoice || address.columns.contains(column.key) { markup.raw(" checked") }
      // A line without its name would lead nowhere.
      markup.raw(index == 0 ? " disabled> " : "> ")
      say(column.label)
      markup.raw("</label>\n")
    }
    if let first = columns.first { hidden("column", first.key) }
    markup.raw("</fieldset>\n")
    order(list, columns, address)
    size(list.rowsPerPage, address)
    markup.raw("<button type=\"submit\">")
    say(Text(fr: "Appliquer", en: "Apply", de: "Anwenden"))
    markup.raw("</button>\n</form></details>\n")
  }

  private mutating func order<Record>(
    _ list: ListPage<Record>, _ columns: [Column<Record>], _ address: ListAddress
  ) {
    let orders: [Order] = list.listing.orders.filter { order in columns.contains { $0.key == order.key } }
    guard !orders.isEmpty else { return }
    markup.raw("<div class=\"field\"><label for=\"list-order\">")
    say(Sort.field.label)
    markup.raw("</label>\n<select id=\"list-order\" name=\"sort\">\n")
    for order in orders {
      guard let label = columns.first(where: { $0.key == order.key })?.label else { continue }
      let current: Bool = (address.sort?.key ?? orders[0].key) == order.key
      for isDown in [false, true] {
        markup.raw("<option value=\"")
        data(Sort(order.key, isDown: isDown).text)
        markup.raw(current && order.isDown(address.sort) == isDown ? "\" selected>" : "\">")
        say(label)
        say(
          isDown
            ? Text(fr: ", décroissant", en: ", descending", de: ", absteigend")
            : Text(fr: ", croissant", en: ", ascending", de: ", aufsteigend"))
        markup.raw("</option>\n")
      }
    }
    markup.raw("</select></div>\n")
  }

  private mutating func size(_ usual: Int, _ address: ListAddress) {
    let current: Int = address.typed["size"].flatMap { Int($0) } ?? usual
    markup.raw("<div class=\"field\"><label for=\"list-size\">")
    say(Text(fr: "Lignes par page", en: "Rows per page", de: "Zeilen pro Seite"))
    markup.raw("</label>\n<select id=\"list-size\" name=\"size\">\n")
    for size in Set([20, 50, 100, 200, usual, current]).sorted() where (1...Window.mostSize).contains(size) {
      markup.raw("<option")
      if size == current { markup.raw(" selected") }
      markup.raw(">")
      markup.int(size)
      markup.raw("</option>\n")
    }
    markup.raw("</select></div>\n")
  }

  /// What can be done to the lines that were chosen, or to all of them.
  mutating func bulkBar(_ links: [ActionLink], _ noun: Noun, _ total: Int, _ address: ListAddress) {
    markup.raw("<div class=\"bulk\">\n<output data-one=\"")
    say(Text(fr: "fiche choisie", en: "record chosen", de: "Eintrag ausgewählt"))
    markup.raw("\" data-many=\"")
    say(Text(fr: "fiches choisies", en: "records chosen", de: "Einträge ausgewählt"))
    markup.raw("\" data-every=\"")
    say(Text(fr: "Tout choisir sur cette page", en: "Choose all on this page", de: "Alles auf dieser Seite auswählen"))
    markup.raw("\"></output>\n<label><input type=\"checkbox\" name=\"all\" value=\"1\"> ")
    say(
      Text { language in
        let count: String = noun.counted(total)(language)
        return switch language {
        case .fr: "Tout ce que montre ce filtre : \(count)"
        case .en: "All that this filter shows: \(count)"
        case .de: "Alles, was dieser Filter zeigt: \(count)"
        }
      })
    markup.raw("</label>\n")
    for pair in address.query.pairs where !["page", TableTools.picks, "all"].contains(pair.name) {
      hidden(pair.name, pair.value)
    }
    for link in links {
      markup.raw("<button type=\"submit\" formaction=\"")
      data(link.path)
      markup.raw("\">")
      say(link.label)
      markup.raw("</button>\n")
    }
    markup.raw("</div>\n")
  }
}
