import HTTP

extension Page {
  /// Everything around a list's table: views, filters, how many there are, what can be done to those one chooses, pages,
  /// exports of exactly this.
  mutating func list<Record>(
    _ list: ListPage<Record>, _ listed: Listed<Record>, _ address: ListAddress, _ views: [SavedView]
  ) {
    if let intro = list.intro { paragraph(intro) }
    list.above?(&self)
    actions(list.actions)
    self.views(views, address)
    filters(list.filters, address)
    if list.cards == nil { listTools(list, address) } else { orders(list, address) }
    chosenFilters(list.filters, address.typed)
    count(list.noun, listed)
    let bulk: [ActionLink] = list.bulk.filter { $0.allow.admits(actor) }
    let isNarrowed: Bool = list.filters.contains { address.typed[$0.key]?.isEmpty == false }
    let isPicked: Bool = !bulk.isEmpty && !listed.records.isEmpty
    if isPicked { markup.raw("<form class=\"picking\" method=\"get\">\n") }
    let empty: Text = isNarrowed ? list.noun.noneMatches : list.noun.noneYet
    if let card = list.cards {
      cards(listed.records, empty: empty, list.picking, card)
    } else {
      table(
        list.shown(address), listed.records, caption: list.title, empty: empty, mark: list.mark,
        tools: TableTools(address: address, orders: list.listing.orders, isPicked: isPicked))
    }
    if isPicked {
      bulkBar(bulk, list.noun, listed.total, address)
      markup.raw("</form>\n")
    }
    pager(listed, address)
    exports(address, asCards: list.view.contact != nil)
    if listed.total <= ListDocument.mostRows { documentLink(address.export("pdf"), .thisListAsPDF) }
  }

  /// One card to a record.
  private mutating func cards<Record>(
    _ records: [Record], empty: Text, _ picking: Picking?, _ card: (inout Page, Record) -> Void
  ) {
    guard !records.isEmpty else { return quiet(empty) }
    if let picking {
      markup.raw("<form class=\"picking\" method=\"get\" action=\"")
      data(picking.path)
      markup.raw("\">\n")
    }
    markup.raw("<ul class=\"cards\">\n")
    for record in records {
      markup.raw("<li>")
      card(&self, record)
      markup.raw("</li>\n")
    }
    markup.raw("</ul>\n")
    guard let picking else { return }
    markup.raw("<p class=\"actions\"><button type=\"submit\" class=\"second\">")
    say(picking.label)
    markup.raw("</button></p>\n</form>\n")
  }

  /// Cards have no headings to follow.
  private mutating func orders<Record>(_ list: ListPage<Record>, _ address: ListAddress) {
    let orders: [(Order, Text)] = list.listing.orders.compactMap { order in
      if order.key == Order.relevance { return (order, .relevance) }
      return list.view.columns.first { $0.key == order.key }.map { (order, $0.label) }
    }
    guard orders.count > 1 else { return }
    let current: String = address.sort?.key ?? orders[0].0.key
    markup.raw("<p class=\"orders\">")
    say(Text(fr: "Trier par :", en: "Sort by:", de: "Sortieren nach:"))
    for (order, label) in orders {
      markup.raw(order.key == current ? " <a aria-current=\"true\" href=\"" : " <a href=\"")
      data(address.sorted(Sort(order.key, isDown: order.isDown(nil))))
      markup.raw("\">")
      say(label)
      markup.raw("</a>")
    }
    markup.raw("</p>\n")
  }

  private mutating func count<Record>(_ noun: Noun, _ listed: Listed<Record>) {
    let shown: Int = listed.records.count
    markup.raw("<p class=\"count\" role=\"status\">")
    say(noun.counted(listed.total))
    if shown > 0, shown < listed.total {
      let first: Int = listed.window.offset + 1
      say(
        Text(
          fr: ", lignes \(Language.fr.number(first)) à \(Language.fr.number(first + shown - 1))",
          en: ", rows \(Language.en.number(first)) to \(Language.en.number(first + shown - 1))",
          de: ", Zeilen \(Language.de.number(first)) bis \(Language.de.number(first + shown - 1))"))
    }
    markup.raw("</p>\n")
  }

  private mutating func filters(_ fields: [any FormField], _ address: ListAddress) {
    // A narrower list keeps its order and its columns.
    let kept: [(String, String)] =
      (address.sort.map { [("sort", $0.text)] } ?? []) + address.columns.map { ("column", $0) }
    filters(
      fields, address.typed, at: address.path, Text(fr: "Filtrer la liste", en: "Filter the list", de: "Liste filtern"),
      Text(fr: "Filtrer", en: "Filter", de: "Filtern"), clear: .showAll, keeping: kept)
  }

  /// The fields by which what a page shows is chosen; what is kept goes along with them.
  mutating func filters(
    _ fields: [any FormField], _ typed: Typed, at path: String, _ purpose: Text, _ submit: Text, clear: Text,
    keeping kept: [(String, String)] = []
  ) {
    guard !fields.isEmpty else { return }
    markup.raw("<form class=\"filters\" method=\"get\" role=\"search\" aria-label=\"")
    say(purpose)
    markup.raw("\" action=\"")
    data(path)
    markup.raw("\">\n")
    for field in fields {
      guard field.isHidden else {
        control(field, value: typed[field.key], nothing: .any, error: nil, note: nil)
        continue
      }
      if let value = typed[field.key] { hidden(field.key, value) }
    }
    for (name, value) in kept { hidden(name, value) }
    markup.raw("<button type=\"submit\">")
    say(submit)
    markup.raw("</button>")
    if fields.contains(where: { typed[$0.key]?.isEmpty == false }) {
      markup.raw(" <a href=\"")
      data(path)
      markup.raw("\">")
      say(clear)
      markup.raw("</a>")
    }
    markup.raw("\n</form>\n")
  }

  private mutating func pager<Record>(_ listed: Listed<Record>, _ address: ListAddress) {
    guard listed.pages > 1 else { return }
    let number: Int = listed.window.number
    markup.raw("<nav class=\"pager\" aria-label=\"")
    say(Text(fr: "Pages de la liste", en: "Pages of the list", de: "Seiten der Liste"))
    markup.raw("\">")
    if number > 1 {
      step(to: 1, Text(fr: "Première", en: "First", de: "Erste"), "first", address)
      step(to: number - 1, Text(fr: "Précédente", en: "Previous", de: "Vorherige"), "prev", address)
    }
    markup.raw("<span aria-current=\"page\">")
    say(
      Text(
        fr: "Page \(Language.fr.number(number)) sur \(Language.fr.number(listed.pages))",
        en: "Page \(Language.en.number(number)) of \(Language.en.number(listed.pages))",
        de: "Seite \(Language.de.number(number)) von \(Language.de.number(listed.pages))"))
    markup.raw("</span>")
    if number < listed.pages {
      step(to: number + 1, Text(fr: "Suivante", en: "Next", de: "Nächste"), "next", address)
      step(to: listed.pages, Text(fr: "Dernière", en: "Last", de: "Letzte"), "last", address)
    }
    markup.raw("</nav>\n")
  }

  private mutating func step(to number: Int, _ label: Text, _ relation: StaticString, _ address: ListAddress) {
    markup.raw("<a rel=\"")
    markup.raw(relation)
    markup.raw("\" href=\"")
    data(address.at(page: number))
    markup.raw("\">")
    say(label)
    markup.raw("</a> ")
  }

  private mutating func exports(_ address: ListAddress, asCards: Bool) {
    markup.raw("<p class=\"exports\">")
    say(Text(fr: "Exporter cette liste :", en: "Export this list:", de: "Diese Liste exportieren:"))
    var files: [(address: String, label: Text)] = [
      (address.export("csv"), Text(name: "CSV")), (address.export("xlsx"), Text(name: "Excel")),
      (address.export("ods"), Text(name: "LibreOffice")),
      (
        address.export("csv", .open),
        Text(fr: "CSV (données ouvertes)", en: "CSV (open data)", de: "CSV (offene Daten)")
      ),
    ]
    if asCards { files.append((address.export("vcf"), .addressBook)) }
    for file in files {
      markup.raw(" <a download href=\"")
      data(file.address)
      markup.raw("\">")
      say(file.label)
      markup.raw("</a>")
    }
    markup.raw("</p>\n")
  }
}

extension Text {
  fileprivate static let relevance = Text(fr: "Pertinence", en: "Relevance", de: "Relevanz")
}
