import HTML
import Platform

extension Page {
  /// All that was found, by rubric, each with the way to it.
  mutating func findings(_ review: SheetFindings, runs: Bool) {
    guard !review.findings.isEmpty else { return paragraph(.nothingFound) }
    paragraph(.foundIn(review))
    let groups: [RubricKind?] = review.findings.map(\.rubric).reduce(into: []) { groups, rubric in
      if !groups.contains(rubric) { groups.append(rubric) }
    }
    for rubric in groups {
      section(rubric?.label ?? .wholeSheet) { page in
        page.markup.raw("<ul class=\"findings\">\n")
        for finding in review.findings where finding.rubric == rubric { page.finding(finding, review.sheet, runs) }
        page.markup.raw("</ul>\n")
      }
    }
  }

  private mutating func finding(_ finding: Finding, _ sheet: Sheet, _ runs: Bool) {
    markup.raw("<li>")
    mark(finding.check.label, finding.check.blocks ? .bad : .warn)
    if !finding.passage.isEmpty {
      markup.raw("<q>")
      data(finding.passage)
      markup.raw("</q><br>")
    }
    say(finding.sentence)
    if runs {
      markup.raw(" ")
      if let place = finding.place { link(place, finding.check == .copied ? .noteWhere : .putRight) }
      if let rubric = finding.rubric {
        if finding.place != nil { markup.raw(" ") }
        link(sheet.path(toWrite: rubric), .writeThere(rubric))
      }
    }
    markup.raw("</li>\n")
  }

  mutating func linkResults(_ links: [LinkResult]) {
    guard !links.isEmpty else { return }
    section(.otherSites) { page in
      page.points(
        links.map { link in
          Text { language in
            let (outcome, day) = (link.outcome.label(language), language.long(link.day))
            return Text(fr: "\(link.address) \(outcome) (\(day))", en: "\(link.address) \(outcome) (\(day))")(language)
          }
        })
    }
  }

  /// On the sheet itself: how much was found, and where to read it.
  mutating func summary(of review: SheetFindings) {
    guard !review.findings.isEmpty else { return }
    markup.raw("<p>")
    if !review.blocking.isEmpty { mark(.toPutRight(review.blocking.count), .bad) }
    let rest: Int = review.findings.count - review.blocking.count
    if rest > 0 { mark(.toLookAt(rest), .warn) }
    link(review.path, .sheetChecks)
    markup.raw("</p>\n")
  }
}

extension Sheet {
  /// Where one rubric is written.
  func path(toWrite rubric: RubricKind) -> String {
    rubric == .visions ? "\(path)#visions" : "\(path)/rubriques/\(rubric.rawValue)/modifier"
  }
}

extension Text {
  fileprivate static let nothingFound = Text(
    fr: "Rien à signaler : rubriques, chiffres, dates, totaux et liens s’accordent.",
    en: "Nothing to report: rubrics, figures, dates, totals and links agree.")
  fileprivate static let wholeSheet = Text(fr: "Toute la fiche", en: "The whole sheet")
  fileprivate static let otherSites = Text(fr: "Liens vers d’autres sites", en: "Links to other sites")
  fileprivate static let noteWhere = Text(fr: "Noter l’origine", en: "Note where it comes from")
  fileprivate static let putRight = Text(fr: "Modifier l’en-tête", en: "Change the heading")

  fileprivate static func writeThere(_ rubric: RubricKind) -> Text {
    Text { language in
      let name: String = rubric.label(language)
      return Text(fr: "Aller à « \(name) »", en: "Go to “\(name)”")(language)
    }
  }

  fileprivate static func toPutRight(_ count: Int) -> Text {
    Text(
      fr: "\(count) à corriger avant de publier", en: "\(count) to put right before publishing")
  }

  fileprivate static func toLookAt(_ count: Int) -> Text { Text(fr: "\(count) à relire", en: "\(count) to look at") }

  fileprivate static func foundIn(_ review: SheetFindings) -> Text {
    let (blocking, all) = (review.blocking.count, review.findings.count)
    let points = Text(fr: all == 1 ? "Un point" : "\(all) points", en: all == 1 ? "One point" : "\(all) points")
    return Text { language in
      let points: String = points(language)
      return blocking > 0
        ? Text(
          fr: "\(points), dont \(blocking) à corriger avant de publier. Le reste est à votre appréciation.",
          en: "\(points), \(blocking) to be put right before publishing. The rest is for you to judge.")(language)
        : Text(
          fr: "\(points) à relire ; rien n’empêche de publier.",
          en: "\(points) to look at; nothing keeps it from being published.")(language)
    }
  }
}
