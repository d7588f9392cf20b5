import HTTP
import Platform
import Programmes
import SQL

extension Lab {
  var checkRoutes: [Endpoint] { [checks] + linkCheck + originNote }

  private var checks: Endpoint {
    .report("\(Self.place)/{sheet}/controles", .sheetChecks, allow: .working, filter: NoFilter.self) { visit, _ in
      let (programme, sheet) = try await seenSheet(visit, visit.scope)
      let content: SheetContent = try await SheetStore(visit.scope).content(of: sheet)
      let review: SheetFindings = try await checked(sheet, content, of: programme, visit, visit.scope)
      let runs: Bool = visit.scope.actor.runs(programme.id)
      let web: Int = visit.webAddresses(content).count
      return Report(
        Text.checksOf(sheet.title)(visit.language), crumbs: Crumb.sheet(visit, programme, sheet),
        json: { json in review.write(&json) },
        tools: { page in
          guard runs, web > 0 else { return }
          page.actions([ActionLink(.checkLinks, to: "\(review.path)/liens", allow: Programme.changed)])
        },
        body: { page in
          page.findings(review, runs: runs)
          page.linkResults(review.links)
        })
    }
  }

  /// Asking other people's sites takes seconds: not inside a change.
  private var linkCheck: [Endpoint] {
    Endpoint.act(
      .checkLinks, allow: Programme.changed, page: "\(Self.place)/{sheet}/controles/liens",
      posts: "\(Self.place)/{sheet}/controles/verification", NoFilter.self,
      show: { visit in
        let (programme, sheet) = try await sheetToChange(visit, visit.scope)
        let content: SheetContent = try await SheetStore(visit.scope).content(of: sheet)
        let addresses: [String] = visit.webAddresses(content).map(\.address)
        return FormPage(
          .checkLinks, crumbs: Crumb.sheet(visit, programme, sheet), intro: .checkingLinksHelp, submit: .checkLinks,
          isClosed: addresses.isEmpty,
          above: { page in
            if addresses.isEmpty { return page.paragraph(.noLinks) }
            page.points(addresses.prefix(WebLinks.most).map { Text(name: $0) })
            if addresses.count > WebLinks.most { page.quiet(.onlySoMany(WebLinks.most, addresses.count)) }
          })
      },
      act: { visit, _ in
        let (_, sheet) = try await sheetToChange(visit, visit.scope)
        let content: SheetContent = try await SheetStore(visit.scope).content(of: sheet)
        let answers: [WebLinks.Answer] = await WebLinks(reachesPrivate: visit.reachesPrivateAddresses)
          .ask(visit.webAddresses(content).map(\.address))
        try await visit.scope.change { scope in
          let (_, sheet) = try await sheetToChange(visit, scope)
          try await LinkResultStore(scope).keep(answers, of: sheet)
        }
        return .redirect(to: "\(sheet.path)/controles?done=\(Deed.linksChecked.key)")
      })
  }

  /// An editorial move: a paragraph keeps where it came from.
  private var originNote: [Endpoint] {
    Endpoint.form(
      .noteOrigin, allow: Programme.changed, page: "\(Self.place)/{sheet}/passages/{passage}/origine",
      posts: "\(Self.place)/{sheet}/passages/{passage}", OriginForm.self,
      show: { visit in
        let (programme, sheet) = try await sheetToChange(visit, visit.scope)
        let store = PassageStore(visit.scope)
        let passage: SheetParagraph = try await store.find(visit.id("passage"), of: sheet.id)
        let sources: [LikeParagraph] = try await store.sources(of: passage, in: sheet)
        return FormPage(
          .noteOrigin, crumbs: Crumb.sheet(visit, programme, sheet), intro: .notingOriginHelp, submit: .save,
          fields: [OriginForm.source(among: sources)],
          above: { page in
            page.markup.raw("<blockquote>\n")
            page.prose(passage.original)
            page.markup.raw("</blockquote>\n")
            if sources.isEmpty { page.quiet(.standsNowhereElse) }
          })
      },
      submit: { visit, scope, form in
        let (_, sheet) = try await sheetToChange(visit, scope)
        let store = PassageStore(scope)
        let passage: SheetParagraph = try await store.find(visit.id("passage"), of: sheet.id)
        // The list on the page is a courtesy; this is the rule.
        let source: LikeParagraph? = try await store.sources(of: passage, in: sheet).first {
          "\($0.passage)" == form.source
        }
        guard form.source == nil || source != nil else { throw Refusal.invalid("source", .notALikeParagraph) }
        try await PassageOriginStore(scope).note(source, for: passage)
        return .changed(.originNoted, at: "\(sheet.path)/controles", .passage, passage)
      })
  }
}

struct OriginForm: Form {
  static let source = Field.text("source", .originSource, help: .originSourceHelp, most: 20).optional
  static let fields: [any FormField] = [source]

  let source: String?

  init(_ values: FormValues) throws(Refusal) { source = values[Self.source] }

  static func source(among sources: [LikeParagraph]) -> any FormField {
    Field.among(
      source.key, .originSource, help: .originSourceHelp,
      sources.map { source in
        (
          "\(source.passage)",
          Text { language in
            "\(source.title) (\(source.territoryName)), \(source.rubric.label(language))"
          }
        )
      }
    ).optional
  }
}

extension Deed {
  static let checks: [Deed] = [.originNoted, .linksChecked] + Deed.arrivals
}

extension Text {
  static let sheetChecks = Text(fr: "Contrôles de la fiche", en: "Checks of the sheet")
  static let checkLinks = Text(fr: "Vérifier les liens", en: "Check the links")
  fileprivate static let noteOrigin = Text(
    fr: "Noter l’origine du paragraphe", en: "Note where the paragraph comes from")
  fileprivate static let notingOriginHelp = Text(
    fr: "Sous la rubrique se lira « Paragraphe repris de… », avec un lien, même si vous le corrigez ensuite.",
    en: "Under the rubric will stand “Paragraph taken from…”, with a link, even if you put it right afterwards.")
  fileprivate static let originSource = Text(fr: "Repris de", en: "Taken from")
  fileprivate static let originSourceHelp = Text(
    fr: "Laissez vide pour effacer ce qui était noté.", en: "Leave empty to take back what was noted.")
  fileprivate static let notALikeParagraph = Text(
    fr: "Ce paragraphe ne figure pas dans cette fiche.", en: "This paragraph does not stand in that sheet.")
  fileprivate static let standsNowhereElse = Text(
    fr: "Aucune autre fiche ne contient ce paragraphe.", en: "No other sheet holds this paragraph.")
  fileprivate static let checkingLinksHelp = Text(
    fr: "Terreau visite chaque adresse, cinq secondes au plus, et garde la réponse avec sa date.",
    en: "Terreau visits each address, for five seconds at most, and keeps the answer with its day.")
  fileprivate static let noLinks = Text(
    fr: "La fiche ne mène à aucun autre site.", en: "The sheet leads to no other site.")

  fileprivate static func onlySoMany(_ most: Int, _ count: Int) -> Text {
    Text(
      fr: "Les \(most) premières, sur \(count).", en: "The first \(most) of \(count).")
  }

  fileprivate static func checksOf(_ title: String) -> Text {
    Text(fr: "Contrôles : \(title)", en: "Checks: \(title)")
  }
}
