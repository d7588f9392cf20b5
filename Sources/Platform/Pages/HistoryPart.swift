import HTTP
import SQL

extension Page {
  /// Who did what to this record, newest first.
  mutating func history<Record>(_ lines: [AuditLine], _ view: View<Record>, _ actions: [Deed]) {
    guard !lines.isEmpty else {
      return paragraph(Text(fr: "Rien ne lui est encore arrivé.", en: "Nothing has happened to it yet."))
    }
    markup.raw("<ol class=\"history\">\n")
    for line in lines {
      markup.raw("<li><p><time datetime=\"")
      data(line.at.description)
      markup.raw("\">")
      data(language.moment(line.at))
      markup.raw("</time> — <strong>")
      say(actions.first { $0.key == line.action }?.label ?? Text(name: line.action))
      markup.raw("</strong>, ")
      data(line.actorName)
      markup.raw("</p>\n")
      differences(line, view)
      markup.raw("</li>\n")
    }
    markup.raw("</ol>\n")
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
      markup.raw(language.colon)
      markup.raw("<del>")
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
      switch type {
      case .day: Day(iso: text).map { language.short($0) } ?? text
      case .moment: Instant(utc: text).map { language.moment($0) } ?? text
      // A key that is no longer chosen from stays what it was.
      case .word(let words): words.first { $0.key == text }?.label(language) ?? text
      default: text
      }
    case .number(let digits):
      switch type {
      case .hundredths: hundredths(digits).map { language.hundredths($0) } ?? digits
      case .area: hundredths(digits).map { language.area(Area(squareDecimetres: $0)) } ?? digits
      case .money: Money(typed: digits).map { language.money($0) } ?? digits
      default: digits
      }
    case .bool(let flag): flag ? Text.yes(language) : Text.no(language)
    case .array(let items): items.isEmpty ? "—" : items.compactMap(\.string).joined(separator: " · ")
    case .object: "…"
    }
  }
}
