import HTML
import Platform

extension Page {
  /// An edition as a book: its front, then what the press begins on a page of its own, part after part.
  mutating func bound(_ edition: IssuedEdition) {
    let content: EditionContent = edition.content
    let parts: [BookPart] = content.parts
    markup.raw("<section>\n")
    cover(edition)
    contents(of: parts, content)
    markup.raw("</section>\n")
    for part in parts {
      markup.raw("<section class=\"part\" id=\"")
      data(part.anchor)
      markup.raw("\" data-book=\"")
      data(content.title)
      markup.raw("\" data-part=\"")
      say(part.title)
      markup.raw("\">\n")
      bound(part, edition)
      markup.raw("</section>\n")
    }
  }

  private mutating func cover(_ edition: IssuedEdition) {
    let content: EditionContent = edition.content
    markup.raw("<div class=\"cover\">\n<p>")
    data(content.publisher)
    markup.raw("</p>\n<h1>")
    data(content.title)
    markup.raw("</h1>\n<p>")
    data(content.subtitle)
    markup.raw("</p>\n<p class=\"quiet\">")
    say(.frozen(edition))
    markup.raw("<br>")
    say(.fingerprint(edition.digest))
    markup.raw("</p>\n</div>\n")
  }

  private mutating func contents(of parts: [BookPart], _ content: EditionContent) {
    markup.raw("<div class=\"contents-of-book\" data-book=\"")
    data(content.title)
    markup.raw("\" data-part=\"")
    say(.contents)
    markup.raw("\">\n<h2>")
    say(.contents)
    markup.raw("</h2>\n<ol class=\"pages\">\n")
    for part in parts {
      if case .sheet(_, let group, isFirst: true) = part {
        markup.raw("<li class=\"axis\">")
        say(group.label)
        markup.raw("</li>\n")
      }
      markup.raw("<li><a class=\"leaf\" data-page=\"000\" href=\"#")
      data(part.anchor)
      markup.raw("\">")
      say(part.inContents)
      markup.raw("</a></li>\n")
    }
    markup.raw("</ol>\n</div>\n")
  }

  private mutating func bound(_ part: BookPart, _ edition: IssuedEdition) {
    switch part {
    case .text(_, let said):
      heading(part.title)
      prose(said.text, under: 3)
      signature(of: said)
    case .inShort:
      heading(part.title)
      inShort(edition.content)
    case .sheet(let sheet, let group, let isFirst):
      if isFirst { heading(group.label) }
      markup.raw("<p class=\"over\">")
      data(sheet.territoryName)
      markup.raw("</p>\n<h3>")
      data(sheet.content.title)
      markup.raw("</h3>\n")
      about(sheet, group)
      var read: ReadSheet = sheet.read
      read.bound = "\(sheet.slug)-"
      self.sheet(read)
    }
  }

  private mutating func heading(_ title: Text) {
    markup.raw("<h2>")
    say(title)
    markup.raw("</h2>\n")
  }
}

/// What begins on a page of its own.
private enum BookPart {
  case text(Int, EditionContent.Said)
  case inShort
  case sheet(EditionContent.Taken, EditionContent.Group, isFirst: Bool)

  var anchor: String {
    switch self {
    case .text(let index, _): "texte-\(index)"
    case .inShort: "en-bref"
    case .sheet(let sheet, _, _): "fiche-\(sheet.slug)"
    }
  }

  var title: Text {
    switch self {
    case .text(_, let said): Text(name: said.title)
    case .inShort: .inShort
    case .sheet(let sheet, _, _): Text(name: sheet.content.title)
    }
  }

  /// With the territory that somebody looks for.
  var inContents: Text {
    guard case .sheet(let sheet, _, _) = self else { return title }
    return Text(name: "\(sheet.content.title), \(sheet.territoryName)")
  }
}

extension EditionContent {
  fileprivate var parts: [BookPart] {
    let before: [BookPart] = before.enumerated().map { .text($0 + 1, $1) }
    let sheets: [BookPart] = groups.flatMap { group in
      group.sheets.enumerated().map { .sheet($1, group, isFirst: $0 == 0) }
    }
    return before + sheets + [.inShort] + after.enumerated().map { .text(before.count + $0 + 1, $1) }
  }
}

extension Text {
  fileprivate static func fingerprint(_ digest: String) -> Text {
    Text(fr: "Empreinte SHA-256 : \(digest)", en: "SHA-256: \(digest)")
  }
}
