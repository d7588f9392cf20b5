import HTML
import SQL

/// A page being written for one visitor, in one language. What varies is escaped; what is said comes from `Text`s.
public struct Page: ~Copyable {
  public var markup: Markup
  public let language: Language
  public let today: Day
  let actor: Actor
  let token: FormToken
  /// How many have been drawn, so that each has a name of its own.
  var charts: Int = 0

  init(_ language: Language, _ scope: Scope, _ token: FormToken) {
    markup = Markup()
    self.language = language
    self.today = scope.today
    self.actor = scope.actor
    self.token = token
  }

  /// Words of the interface.
  public mutating func say(_ text: Text) { say(text(language)) }

  /// Words of the interface that are already in the page's language: a title, the name of a column.
  mutating func say(_ words: String) {
    switch language {
    case .fr: markup.french(words)
    case .en, .de: markup.text(words)
    }
  }

  /// What somebody entered.
  public mutating func data(_ text: String) { markup.text(text) }

  public mutating func paragraph(_ text: Text) {
    markup.raw("<p>")
    say(text)
    markup.raw("</p>\n")
  }

  public mutating func section(_ title: Text, _ body: (inout Page) throws -> Void) rethrows {
    markup.raw("<section>\n<h2>")
    say(title)
    markup.raw("</h2>\n")
    try body(&self)
    markup.raw("</section>\n")
  }

  /// A part of a section.
  public mutating func subsection(_ title: Text, _ body: (inout Page) throws -> Void) rethrows {
    markup.raw("<h3>")
    say(title)
    markup.raw("</h3>\n")
    try body(&self)
  }

  public mutating func points(_ points: [Text]) {
    markup.raw("<ul>\n")
    for point in points {
      markup.raw("<li>")
      say(point)
      markup.raw("</li>\n")
    }
    markup.raw("</ul>\n")
  }

  /// Links to what this actor may do next; the others are not there.
  public mutating func actions(_ links: [ActionLink]) {
    let links: [ActionLink] = links.filter { $0.allow.admits(actor) }
    guard !links.isEmpty else { return }
    markup.raw("<p class=\"actions\">")
    for link in links {
      markup.raw(link.inDialog ? "<a class=\"button\" data-dialog href=\"" : "<a class=\"button\" href=\"")
      data(link.path)
      markup.raw("\">")
      say(link.label)
      markup.raw("</a> ")
    }
    markup.raw("</p>\n")
  }

  /// What went wrong, above all else.
  public mutating func alert(_ text: Text) {
    markup.raw("<div class=\"errors\" role=\"alert\">\n")
    paragraph(text)
    markup.raw("</div>\n")
  }

  /// What changes while it is looked at. A script reads it again; who has none, or would rather not wait, follows the link.
  mutating func live(_ path: String, _ body: (inout Page) -> Void) {
    markup.raw("<div data-live=\"")
    data(path)
    markup.raw("\" role=\"status\">\n")
    body(&self)
    linkLine(path, Text(fr: "Actualiser", en: "Refresh"))
    markup.raw("</div>\n")
  }

  /// A record's values, one to a line.
  public mutating func facts<Record>(_ view: View<Record>, _ record: Record) {
    let facts: [(Column<Record>, Cell)] = view.columns.filter { !$0.isForMachines }
      .map { ($0, $0.cell(record)) }.filter { $0.1 != .none && $0.1 != .text("") && $0.1 != .several([]) }
    guard !facts.isEmpty else { return }
    markup.raw("<dl class=\"facts\">\n")
    for (column, cell) in facts {
      markup.raw("<div><dt>")
      say(column.label)
      markup.raw("</dt><dd>")
      write(cell, link: column.link?(record))
      markup.raw("</dd></div>\n")
    }
    markup.raw("</dl>\n")
  }

  mutating func write(_ cell: Cell, link: String?) {
    guard let link else { return data(cell.words(language)) }
    markup.raw("<a href=\"")
    data(link)
    markup.raw("\">")
    data(cell.words(language))
    markup.raw("</a>")
  }
}

/// Something that can be done from here.
public struct ActionLink: Sendable {
  let label: Text
  let path: String
  let allow: Allow
  /// A short form, that may open over the page it belongs to.
  let inDialog: Bool

  public init(_ label: Text, to path: String, allow: Allow, inDialog: Bool = false) {
    self.label = label
    self.path = path
    self.allow = allow
    self.inDialog = inDialog
  }
}

/// Where a page stands: its parents, nearest last.
public struct Crumb: Sendable {
  let label: String
  let path: String

  public init(_ label: String, _ path: String) {
    self.label = label
    self.path = path
  }
}
