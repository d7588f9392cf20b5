import Platform
import SQL

extension Lab {
  private static let rubricPlace: String = "\(place)/{sheet}/rubriques/{rubric}"

  var rubricRoutes: [Endpoint] {
    Endpoint.form(
      .writeRubric, allow: Programme.changed, page: "\(Self.rubricPlace)/modifier", posts: Self.rubricPlace,
      Changed<RubricForm>.self,
      show: { visit in
        let (programme, sheet) = try await sheetToChange(visit, visit.scope)
        let rubric: Rubric = try await namedRubric(visit, visit.scope, of: sheet)
        var initial = Typed()
        initial.set(RubricForm.text, rubric.text)
        initial.set(.version, rubric.version)
        let mentions: [FigureChoice] = try await choices(of: programme, visit.scope)
        // Somebody was faster: what they wrote stands below, to be taken over.
        let isBehind: Bool = visit.sent["version"].map { $0 != "\(rubric.version)" } ?? false
        return FormPage(
          .writeRubric, crumbs: Crumb.sheet(visit, programme, sheet), submit: .save, initial: initial,
          above: { page in
            page.paragraph(rubric.kind.label)
            page.quiet(rubric.kind.question)
          },
          below: { page in
            if isBehind { page.meanwhile(rubric) }
            page.choices(mentions)
            page.linkLine("\(sheet.path)/rubriques/\(rubric.kind.rawValue)/versions", .earlierVersions)
          })
      },
      submit: { visit, scope, changed in
        let (_, sheet) = try await sheetToChange(visit, scope)
        let kind: RubricKind = try await namedRubric(visit, scope, of: sheet).kind
        let rubric: Rubric = try await SheetStore(scope).write(
          changed.form.text, into: kind, of: sheet, version: changed.version, by: scope.actor.name)
        return .changed(.rubricWritten, at: sheet.path, .rubric, rubric)
      }) + [earlierVersions]
  }

  private var earlierVersions: Endpoint {
    .page("\(Self.rubricPlace)/versions", .earlierVersions, allow: .working) {
      (visit: Visit) -> (title: String, crumbs: [Crumb], body: @Sendable (inout Page) -> Void) in
      let (programme, sheet) = try await seenSheet(visit, visit.scope)
      let rubric: Rubric = try await namedRubric(visit, visit.scope, of: sheet)
      let versions: [RubricVersion] = try await SheetStore(visit.scope).versions(of: rubric)
      return (
        rubric.kind.label(visit.language), Crumb.sheet(visit, programme, sheet),
        { page in page.versions(rubric, versions) }
      )
    }
  }

  private func namedRubric(_ visit: Visit, _ scope: Scope, of sheet: Sheet) async throws -> Rubric {
    guard let kind = visit.text("rubric").flatMap({ RubricKind(rawValue: $0) }),
      let rubric = try await SheetStore(scope).rubric(kind, of: sheet)
    else { throw Refusal.notFound }
    return rubric
  }

  /// A figure that the text could name, with what it would read.
  fileprivate struct FigureChoice: Sendable {
    let token: String
    let label: Text
    let words: Text
  }

  private func choices(of programme: Programme, _ scope: Scope) async throws -> [FigureChoice] {
    let mentions = try await figures.mentions(of: programme, scope)
    let spoken = try await figures.spoken(Set(mentions), of: programme, scope)
    return mentions.compactMap { mention in
      spoken[mention].map {
        FigureChoice(token: "{{\(mention.kind.rawValue):\(mention.key)}}", label: $0.label, words: $0.words)
      }
    }
  }
}

extension Page {
  /// What somebody else saved since the form was opened.
  fileprivate mutating func meanwhile(_ rubric: Rubric) {
    section(.savedMeanwhile(rubric)) { page in page.source(rubric.text) }
  }

  /// Text as it was typed, to be read and copied.
  mutating func source(_ text: String) {
    markup.raw("<pre class=\"source\" tabindex=\"0\">")
    data(text)
    markup.raw("</pre>\n")
  }

  fileprivate mutating func choices(_ choices: [Lab.FigureChoice]) {
    guard !choices.isEmpty else { return }
    markup.raw("<details>\n<summary>")
    say(.figuresToInsert)
    markup.raw("</summary>\n<dl class=\"facts\">\n")
    for choice in choices {
      markup.raw("<div><dt><code>")
      data(choice.token)
      markup.raw("</code></dt><dd>")
      say(choice.label)
      markup.raw(" — ")
      data(choice.words(language))
      markup.raw("</dd></div>\n")
    }
    markup.raw("</dl>\n</details>\n")
  }

  fileprivate mutating func versions(_ rubric: Rubric, _ versions: [RubricVersion]) {
    if versions.isEmpty { return quiet(.noEarlierVersion) }
    for version in versions {
      section(.writtenBy(version.author, version.at)) { page in page.source(version.text) }
    }
  }
}

extension Text {
  fileprivate static let writeRubric = Text(fr: "Écrire une rubrique", en: "Write a rubric")
  fileprivate static let earlierVersions = Text(fr: "Versions précédentes", en: "Earlier versions")
  fileprivate static let noEarlierVersion = Text(
    fr: "Cette rubrique n’a pas encore changé.", en: "This rubric has not changed yet.")
  fileprivate static let figuresToInsert = Text(fr: "Chiffres à insérer", en: "Figures to insert")

  fileprivate static func savedMeanwhile(_ rubric: Rubric) -> Text {
    Text { language in
      let at: String = language.moment(rubric.at)
      return Text(
        fr: "Ce que \(rubric.author) a enregistré le \(at)", en: "What \(rubric.author) saved on \(at)")(language)
    }
  }

  fileprivate static func writtenBy(_ author: String, _ at: Instant) -> Text {
    Text { language in
      let at: String = language.moment(at)
      return author.isEmpty
        ? at : Text(fr: "\(author), le \(at)", en: "\(author), \(at)")(language)
    }
  }
}
