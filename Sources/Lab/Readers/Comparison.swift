import HTML
import HTTP
import Indicators
import Platform
import SQL

/// Up to four sheets side by side: what they say of themselves, each rubric, their figures.
struct Comparison: Sendable {
  static let most: Int = 4

  let sheets: [(publication: Publication, read: ReadSheet)]

  var rubrics: [RubricKind] {
    SheetKind.lab.rubrics.filter { kind in sheets.contains { !$0.read.content.isEmpty(kind) } }
  }
}

extension Lab {
  var comparison: Endpoint {
    .report(
      "/lab/comparaison", .comparison, allow: .everyone, filter: ComparisonFilter.self, choosing: { _ in [] }
    ) { visit, filter in
      guard filter.sheets.count <= Comparison.most else {
        throw Refusal.conflict(.tooManyToCompare(filter.sheets.count))
      }
      var sheets: [(Publication, ReadSheet)] = []
      for slug in filter.sheets {
        let publication: Publication = try await PublicationStore(visit.scope).find(slug)
        guard publication.withdrawnAt == nil else { throw Refusal.notFound }
        sheets.append((publication, try await read(publication, visit)))
      }
      let comparison = Comparison(sheets: sheets)
      let alone: Publication? = sheets.count == 1 ? sheets[0].0 : nil
      var others: [Publication] = []
      if let alone { others = try await RelatedSheet.of(alone, visit.scope).map(\.publication) }
      let (isOne, beside): (Bool, [Publication]) = (sheets.count < 2, others)
      return Report(
        Text.comparison(visit.language), crumbs: Crumb.lab(visit), isWide: true,
        json: { json in comparison.write(&json) },
        tools: { page in
          if isOne { page.pickOthers(alone, beside) }
        },
        body: { page in if !isOne { page.comparison(comparison) } })
    }
  }
}

struct ComparisonFilter: Form {
  static let sheets = Field.several("fiche", .sheets)
  static let fields: [any FormField] = [sheets]

  let sheets: [String]

  init(_ values: FormValues) throws(Refusal) { sheets = values[Self.sheets] }
}

extension Comparison {
  func write(_ json: inout JSONWriter) {
    json.object { json in
      json.member("sheets", sheets) { json, sheet in
        json.member("slug", sheet.publication.slug)
        json.member("territoryName", sheet.publication.territoryName)
        json.name("content")
        sheet.read.content.write(&json)
        json.member("figures", sheet.read.named) { json, figure in figure.write(&json) }
      }
    }
  }
}

extension Page {
  fileprivate mutating func comparison(_ comparison: Comparison) {
    let publications: [Publication] = comparison.sheets.map(\.publication)
    markup.raw("<table class=\"comparison\">\n<thead><tr><td></td>")
    for publication in publications {
      markup.raw("<th scope=\"col\"><a href=\"")
      data(publication.path)
      markup.raw("\">")
      data(publication.title)
      markup.raw("</a></th>")
    }
    markup.raw("</tr></thead>\n<tbody>\n")
    for (label, words) in View.publication.without("title").compared(publications, language) {
      row(label, publications, words) { page, words in page.data(words) }
    }
    for kind in comparison.rubrics {
      row(kind.label, publications, comparison.sheets) { page, sheet in page.cell(kind, sheet) }
    }
    if comparison.sheets.contains(where: { !$0.read.named.isEmpty }) {
      row(.keyFigures, publications, comparison.sheets) { page, sheet in page.figures(sheet.read) }
    }
    markup.raw("</tbody>\n</table>\n")
  }

  /// On a phone the cells stand one under the other, each with the name of its sheet.
  private mutating func row<Value>(
    _ label: Text, _ publications: [Publication], _ values: [Value], _ cell: (inout Page, Value) -> Void
  ) {
    markup.raw("<tr><th scope=\"row\">")
    say(label)
    markup.raw("</th>")
    for (publication, value) in zip(publications, values) {
      markup.raw("<td data-sheet=\"")
      data(publication.territoryName)
      markup.raw("\">")
      cell(&self, value)
      markup.raw("</td>")
    }
    markup.raw("</tr>\n")
  }

  private mutating func cell(_ kind: RubricKind, _ sheet: (publication: Publication, read: ReadSheet)) {
    if kind == .visions {
      for vision in sheet.read.content.visions { self.vision(vision) }
    } else if let text = sheet.read.content[kind] {
      prose(FigureTokens(text).markdown(sheet.read.figures, language, at: "\(sheet.publication.path)#"), under: 3)
    }
  }

  private mutating func figures(_ sheet: ReadSheet) {
    guard !sheet.named.isEmpty else { return }
    markup.raw("<ul class=\"figures\">")
    for figure in sheet.named {
      markup.raw("<li>")
      say(figure.label)
      markup.raw(" <strong>")
      data(figure.words(language))
      markup.raw("</strong></li>")
    }
    markup.raw("</ul>")
  }

  /// One sheet compares with nothing: which others might be beside it.
  fileprivate mutating func pickOthers(_ publication: Publication?, _ others: [Publication]) {
    paragraph(.pickToCompare)
    guard let publication, !others.isEmpty else { return linkLine("/lab", .toCatalogue) }
    markup.raw("<form method=\"get\" class=\"picking\" action=\"/lab/comparaison\">\n<ul>\n")
    for (index, one) in ([publication] + others).enumerated() {
      markup.raw("<li><label><input type=\"checkbox\" name=\"fiche\" value=\"")
      data(one.slug)
      markup.raw(index < 2 ? "\" checked> " : "\"> ")
      data(one.title)
      markup.raw(" (")
      data(one.territoryName)
      markup.raw(")</label></li>\n")
    }
    markup.raw("</ul>\n<p class=\"actions\"><button type=\"submit\">")
    say(.compareSheets)
    markup.raw("</button> ")
    link("/lab", .toCatalogue)
    markup.raw("</p>\n</form>\n")
  }
}

extension Text {
  fileprivate static let comparison = Text(fr: "Comparer des fiches", en: "Compare sheets", de: "Blätter vergleichen")
  fileprivate static let keyFigures = Text(fr: "Chiffres", en: "Figures", de: "Zahlen")
  fileprivate static let toCatalogue = Text(
    fr: "Choisir dans le catalogue", en: "Choose in the catalogue", de: "Im Katalog auswählen")
  fileprivate static let pickToCompare = Text(
    fr: "Cochez de deux à quatre fiches : elles paraîtront côte à côte, rubrique par rubrique.",
    en: "Tick two to four sheets: they appear side by side, rubric by rubric.",
    de: "Kreuzen Sie zwei bis vier Blätter an: Sie erscheinen nebeneinander, Rubrik für Rubrik.")

  fileprivate static func tooManyToCompare(_ count: Int) -> Text {
    Text { language in
      let count: String = language.number(count)
      return Text(
        fr: "Vous avez coché \(count) fiches : quatre au plus tiennent côte à côte. Revenez en arrière et décochez-en.",
        en: "You ticked \(count) sheets: four at most fit side by side. Go back and untick some.",
        de:
          "Sie haben \(count) Blätter angekreuzt: Höchstens vier passen nebeneinander. Gehen Sie zurück und wählen Sie weniger."
      )(language)
    }
  }
}
