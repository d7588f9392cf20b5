import HTTP
import SQL

extension Page {
  /// Who did what to this record, newest first.
  public mutating func history<Record>(_ lines: [AuditLine], _ view: View<Record>, _ actions: [Action]) {
    guard !lines.isEmpty else { return }
    section(Text(fr: "Historique", en: "History")) { page in
      page.markup.raw("<ol class=\"history\">\n")
      for line in lines {
        page.markup.raw("<li><p><time datetime=\"")
        page.data(line.at.description)
        page.markup.raw("\">")
        page.data(page.language.moment(line.at))
        page.markup.raw("</time> — <strong>")
        page.say(actions.first { $0.key == line.action }?.label ?? Text(name: line.action))
        page.markup.raw("</strong>, ")
        page.data(line.actorName)
        page.markup.raw("</p>\n")
        page.differences(line, view)
        page.markup.raw("</li>\n")
      }
      page.markup.raw("</ol>\n")
    }
  }

  private mutating func differences<Record>(_ line: AuditLine, _ view: View<Record>) {
    let differences = line.differences.filter { difference in
      view.columns.contains { $0.key == difference.name && !$0.isForMachines }
    }
    guard !differences.isEmpty else { return }
    markup.raw("<ul>\n")
    for difference in differences {
      guard let column = view.columns.first(where: { $0.key == difference.name }) else { continue }
      markup.raw("<li>")
      say(column.label)
      markup.raw(" : <del>")
      data(words(difference.before, column.type))
      markup.raw("</del> → <ins>")
      data(words(difference.after, column.type))
      markup.raw("</ins></li>\n")
    }
    markup.raw("</ul>\n")
  }

  private func words(_ value: JSON?, _ type: CellType) -> String {
    switch value {
    case nil, .null: "—"
    case .string(let text):
      if case .day = type, let day = Day(iso: text) { language.short(day) } else { text }
    case .number(let digits):
      if case .area = type, let area = hundredths(digits) {
        language.area(Area(squareDecimetres: area))
      } else {
        digits
      }
    case .bool(let flag): flag ? Text.yes(language) : Text.no(language)
    case .array, .object: "…"
    }
  }
}
