import HTML
import Indicators
import Platform

extension Page {
  /// An edition on the web: what stands on its cover, its texts, and the way to each of its sheets.
  mutating func edition(_ edition: IssuedEdition) {
    let content: EditionContent = edition.content
    if !content.subtitle.isEmpty {
      markup.raw("<p class=\"lead\">")
      data(content.subtitle)
      markup.raw("</p>\n")
    }
    paragraph(.frozen(edition))
    section(.contents) { page in page.contents(edition) }
    for said in content.before { text(said) }
    section(.inShort) { page in page.inShort(content) }
    for said in content.after { text(said) }
    section(.fingerprintOf) { page in
      page.paragraph(.howToCheck)
      page.code(edition.digest)
    }
  }

  private mutating func contents(_ edition: IssuedEdition) {
    for group in edition.content.groups {
      subsection(group.label) { page in
        page.markup.raw("<ol class=\"pages\">\n")
        for sheet in group.sheets {
          page.markup.raw("<li>")
          page.link("\(edition.path)/\(sheet.slug)", Text(name: sheet.content.title))
          page.markup.raw("<br><small>")
          page.data(sheet.territoryName)
          page.markup.raw("</small></li>\n")
        }
        page.markup.raw("</ol>\n")
      }
    }
  }

  private mutating func text(_ said: EditionContent.Said) {
    section(Text(name: said.title)) { page in
      page.prose(said.text)
      page.signature(of: said)
    }
  }

  mutating func signature(of said: EditionContent.Said) {
    guard !said.author.isEmpty else { return }
    markup.raw("<p class=\"signed\"><strong>")
    data(said.author)
    markup.raw("</strong>")
    for line in said.mandate.split(separator: "\n") {
      markup.raw("<br>")
      data(String(line))
    }
    markup.raw("</p>\n")
  }

  /// What can be compared at a glance, across all sheets.
  mutating func inShort(_ content: EditionContent) {
    let lines: [ShortLine] = content.groups.flatMap { group in group.sheets.map { ShortLine($0, group) } }
    table(.shortLine, lines, caption: .sheetsInShort, empty: .noSheetThere)
    let axes: [AxisLine] = content.groups.map { AxisLine(label: $0.label, sheets: $0.sheets.count) }
    table(.axisLine, axes, caption: .sheetsPerAxis, empty: .noSheetThere)
  }

  /// A sheet as it was, with what it has become since.
  mutating func taken(_ sheet: EditionContent.Taken, _ axis: EditionContent.Group, _ edition: IssuedEdition) {
    markup.raw("<p class=\"over\">")
    data(sheet.territoryName)
    markup.raw("</p>\n")
    paragraph(.frozen(edition))
    linkLine("/lab/\(sheet.slug)", .sheetAsItIsNow)
    about(sheet, axis)
    self.sheet(sheet.read)
  }

  /// What stands above its rubrics.
  mutating func about(_ sheet: EditionContent.Taken, _ axis: EditionContent.Group) {
    facts(.takenSheet, TakenSheet(sheet: sheet, axis: axis))
  }

  mutating func neighbours(
    _ before: EditionContent.Taken?, _ after: EditionContent.Taken?, _ edition: IssuedEdition
  ) {
    markup.raw("<nav class=\"pager\" aria-label=\"")
    say(.neighbours)
    markup.raw("\">")
    if let before {
      markup.raw("<a rel=\"prev\" href=\"")
      data("\(edition.path)/\(before.slug)")
      markup.raw("\">← ")
      data(before.content.title)
      markup.raw("</a> ")
    }
    link(edition.path, .contents)
    if let after {
      markup.raw(" <a rel=\"next\" href=\"")
      data("\(edition.path)/\(after.slug)")
      markup.raw("\">")
      data(after.content.title)
      markup.raw(" →</a>")
    }
    markup.raw("</nav>\n")
  }

  /// In which editions a sheet of the Lab appeared.
  mutating func appeared(_ slug: String, in numbers: [Int]) {
    guard !numbers.isEmpty else { return }
    markup.raw("<p class=\"quiet\">")
    say(.appearedIn)
    markup.raw(" ")
    for (index, number) in numbers.enumerated() {
      if index > 0 { markup.raw(", ") }
      link("\(Edition.path(number))/\(slug)", .lowercaseEdition(number))
    }
    markup.raw(".</p>\n")
  }
}

/// One sheet among those that a table compares.
private struct ShortLine: Sendable {
  let title: String
  let territory: String
  let since: Int?
  let axis: Text
  let main: SpokenFigure?

  init(_ sheet: EditionContent.Taken, _ group: EditionContent.Group) {
    title = sheet.content.title
    territory = sheet.territoryName
    since = sheet.content.since
    axis = group.axis == nil ? .noAxis : group.label
    main = sheet.main
  }
}

private struct AxisLine: Sendable {
  let label: Text
  let sheets: Int
}

private struct TakenSheet: Sendable {
  let sheet: EditionContent.Taken
  let axis: EditionContent.Group
}

extension View<ShortLine> {
  fileprivate static let shortLine = View(
    "ShortLine",
    [
      Column("title", .sheetTitle) { .text($0.title) },
      Column("territory", .oneTerritory) { .text($0.territory) },
      Column("since", .sinceYear, .year) { .year($0.since) },
      Column("axis", .axis) { .said($0.axis) },
      Column("main", .mainFigure) { line in
        line.main.map { figure in .said(Text { "\(figure.label($0)) : \(figure.words($0))" }) } ?? .none
      },
    ])
}

extension View<AxisLine> {
  fileprivate static let axisLine = View(
    "AxisLine",
    [Column("label", .axis) { .said($0.label) }, Column("sheets", .sheets, .int) { .int($0.sheets) }])
}

extension View<TakenSheet> {
  fileprivate static let takenSheet = View(
    "TakenSheet",
    [
      Column("owner", .sheetOwner) { .text(filled: $0.sheet.content.owner) },
      Column("axis", .axis) { $0.axis.axis == nil ? .none : .said($0.axis.label) },
      Column("themes", .themes, .several) { .several($0.sheet.themes) },
      Column("audiences", .audiences, .several) { .several($0.sheet.audiences) },
      Column("since", .sinceYear, .year) { .year($0.sheet.content.since) },
      Column("budget", .sheetBudget, .money) { .money($0.sheet.content.budget) },
      Column("updated", .updatedOn, .day) { .day($0.sheet.content.updated) },
    ])
}

extension Text {
  static let inShort = Text(fr: "En bref", en: "In short", de: "Auf einen Blick")
  fileprivate static let sheetsInShort = Text(
    fr: "Les fiches en bref", en: "The sheets in short", de: "Die Blätter auf einen Blick")
  fileprivate static let sheetsPerAxis = Text(fr: "Fiches par axe", en: "Sheets per axis", de: "Blätter je Achse")
  fileprivate static let noSheetThere = Text(fr: "Aucune fiche.", en: "No sheet.", de: "Kein Blatt.")
  fileprivate static let noAxis = Text(fr: "hors classement", en: "not classed", de: "ohne Zuordnung")
  fileprivate static let mainFigure = Text(fr: "Chiffre principal", en: "Main figure", de: "Wichtigste Zahl")
  fileprivate static let neighbours = Text(
    fr: "Fiches voisines", en: "Neighbouring sheets", de: "Benachbarte Blätter")
  fileprivate static let appearedIn = Text(fr: "Paru dans", en: "Appeared in", de: "Erschienen in")
  fileprivate static let sheetAsItIsNow = Text(
    fr: "La fiche telle qu’elle est aujourd’hui", en: "The sheet as it is today", de: "Das Blatt, wie es heute ist")
  fileprivate static let fingerprintOf = Text(fr: "Empreinte", en: "Fingerprint", de: "Prüfsumme")
  fileprivate static let howToCheck = Text(
    fr: "SHA-256 du contenu figé : tant qu’elle est la même, rien n’a changé.",
    en: "SHA-256 of the frozen content: as long as it is the same, nothing has changed.",
    de: "SHA-256 des festgeschriebenen Inhalts: Solange sie gleich ist, hat sich nichts geändert.")

  fileprivate static func lowercaseEdition(_ number: Int) -> Text {
    Text(fr: "l’édition n° \(number)", en: "edition no. \(number)", de: "Ausgabe Nr. \(number)")
  }

  /// « Édition n° 1, datée du 1er septembre 2012, figée le 21 novembre 2026. »
  static func frozen(_ edition: IssuedEdition) -> Text {
    Text { language in
      let (number, day): (Int, String) = (edition.number, language.long(edition.content.day))
      let frozen: String = language.long(Zone.paris.day(at: edition.issuedAt))
      return Text(
        fr: "Édition n° \(number), datée du \(day), figée le \(frozen).",
        en: "Edition no. \(number), dated \(day), frozen on \(frozen).",
        de: "Ausgabe Nr. \(number), datiert vom \(day), festgeschrieben am \(frozen).")(language)
    }
  }
}
