import HTTP
import SQL

/// A whole list on paper.
enum ListDocument {
  /// Twenty pages or so: what somebody reads, in a few seconds of work. Beyond, a spreadsheet serves better.
  static let mostRows: Int = 500
}

extension App {
  func document<Record>(_ visit: Visit, _ list: ListPage<Record>) async throws -> Response {
    let address = ListAddress(visit.request.head)
    let shown: View<Record> = list.shown(address)
    let listed: Listed<Record> = try await list.listing.page(Window(most: ListDocument.mostRows), address.sort, counts)
    guard listed.total <= ListDocument.mostRows else {
      throw Refusal.conflict(.tooLongForPaper(list.noun.counted(listed.total)))
    }
    let frame = PrintFrame(
      visit: visit, title: list.title(visit.language), isWide: shown.columns.count > 5,
      logo: try await logo(visit))
    let typed = Typed(visit.request.head.target.query)
    return try await document(visit, frame) { page in
      page.chosenFilters(list.filters, typed)
      page.table(
        shown, listed.records, caption: list.noun.counted(listed.total), empty: list.noun.noneMatches,
        mark: list.mark)
    }
  }
}

extension Page {
  /// Which part of the list this is: a page of paper has no form that shows it.
  mutating func chosenFilters(_ filters: [any FormField], _ typed: Typed) {
    let chosen: [(Text, String)] = filters.compactMap { field in
      guard !field.isHidden, let value = typed[field.key], !value.isEmpty else { return nil }
      return (field.label, words(field, value))
    }
    guard !chosen.isEmpty else { return }
    markup.raw("<dl class=\"facts chosen\">\n")
    for (label, value) in chosen {
      markup.raw("<div><dt>")
      say(label)
      markup.raw("</dt><dd>")
      data(value)
      markup.raw("</dd></div>\n")
    }
    markup.raw("</dl>\n")
  }

  private func words(_ field: any FormField, _ value: String) -> String {
    if case .choice(let choices) = field.control, let choice = choices.first(where: { $0.key == value }) {
      return choice.label(language)
    }
    if case .day = field.control, let day = Day(typed: value) { return language.short(day) }
    return value
  }
}

extension Text {
  fileprivate static func tooLongForPaper(_ count: Text) -> Text {
    let most: Int = ListDocument.mostRows
    return Text { language in
      switch language {
      case .fr:
        "Cette liste (\(count(.fr))) dépasse ce qu’un PDF peut porter : \(language.number(most)) lignes. Filtrez-la, ou exportez-la vers un tableur."
      case .en:
        "This list (\(count(.en))) is more than a PDF can hold: \(language.number(most)) rows. Filter it, or export it to a spreadsheet."
      case .de:
        "Diese Liste (\(count(.de))) ist länger, als ein PDF fassen kann: \(language.number(most)) Zeilen. Filtern Sie sie, oder exportieren Sie sie in eine Tabelle."
      }
    }
  }
}
