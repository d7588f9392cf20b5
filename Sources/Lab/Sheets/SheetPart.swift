import HTML
import Indicators
import Platform
import SQL

/// A sheet as it is read: what it says, with its figures in words.
struct ReadSheet: Sendable {
  let kind: SheetKind
  let content: SheetContent
  let figures: [FigureMention: SpokenFigure]
  /// What stands before its anchors where it is bound with others: « grenoble-artis- ».
  var bound: String = ""
  /// Where its programme stands, for who may follow; nil where it is another territory’s.
  var programme: String?
  /// Which of its paragraphs were taken from other sheets.
  var origins: [PassageOrigin] = []
  /// Shown to who writes it: what each rubric needs and the way to change it.
  var desk: (@Sendable (RubricKind) -> [ActionLink])?
  /// What those who review it say beside a rubric.
  var margin: (@Sendable (inout Page, RubricKind) -> Void)?

  /// In the order in which the text names them.
  var named: [SpokenFigure] {
    var seen: Set<FigureMention> = []
    return content.rubrics.flatMap { FigureTokens($0.text).parts }.compactMap { part in
      guard case .figure(let mention) = part, seen.insert(mention).inserted else { return nil }
      return figures[mention]
    }
  }
}

extension Page {
  mutating func sheet(_ sheet: ReadSheet) {
    if !sheet.content.lead.isEmpty {
      markup.raw("<p class=\"lead\">")
      data(sheet.content.lead)
      markup.raw("</p>\n")
    }
    if sheet.bound.isEmpty { contents(sheet) }
    for kind in sheet.kind.rubrics { rubric(kind, sheet) }
    figures(sheet)
  }

  /// Where to find what.
  private mutating func contents(_ sheet: ReadSheet) {
    let kinds: [RubricKind] = sheet.kind.rubrics.filter { sheet.shows($0) }
    guard kinds.count > 2 else { return }
    markup.raw("<nav class=\"contents\" aria-label=\"")
    say(.contents)
    markup.raw("\"><ol>")
    for kind in kinds {
      markup.raw("<li>")
      link("#\(kind.rawValue)", kind.label)
      markup.raw("</li>")
    }
    markup.raw("</ol></nav>\n")
  }

  private mutating func rubric(_ kind: RubricKind, _ sheet: ReadSheet) {
    let actions: [ActionLink] = sheet.desk?(kind) ?? []
    guard sheet.shows(kind) else { return }
    markup.raw(sheet.margin == nil ? "<section class=\"rubric\" id=\"" : "<section class=\"rubric reviewed\" id=\"")
    data(sheet.bound + kind.rawValue)
    markup.raw("\">\n")
    heading(kind.label, sheet)
    if kind == .visions {
      for vision in sheet.content.visions { self.vision(vision, under: sheet.level + 1) }
    } else if let text = sheet.content[kind] {
      prose(FigureTokens(text).markdown(sheet.figures, language, at: "#\(sheet.bound)"), under: sheet.level)
    }
    origins(sheet.origins.filter { $0.rubric == kind })
    if sheet.isWorkedOn, sheet.content.isEmpty(kind) { quiet(kind.question) }
    self.actions(actions)
    sheet.margin?(&self, kind)
    markup.raw("</section>\n")
  }

  mutating func vision(_ vision: SheetContent.VisionText, under level: Int = 3) {
    markup.raw("<figure class=\"vision\">\n")
    if vision.isQuotation { markup.raw("<blockquote>\n") }
    prose(vision.text, under: level)
    if vision.isQuotation { markup.raw("</blockquote>\n") }
    markup.raw("<figcaption><strong>")
    data(vision.name)
    markup.raw("</strong>")
    for mandate in vision.mandates {
      markup.raw("<br>")
      data(mandate)
    }
    if !vision.isQuotation {
      markup.raw("<br><small>")
      say(Text(fr: "Propos rapportés", en: "As reported", de: "Sinngemäß wiedergegeben"))
      markup.raw("</small>")
    }
    markup.raw("</figcaption>\n</figure>\n")
  }

  /// Each figure of the text with its day, where it was read, and what the records say.
  private mutating func figures(_ sheet: ReadSheet) {
    let figures: [SpokenFigure] = sheet.named
    guard !figures.isEmpty else { return }
    markup.raw("<section>\n")
    heading(.figuresOfSheet, sheet)
    markup.raw("<dl class=\"said\">\n")
    for figure in figures { self.figure(figure, sheet) }
    markup.raw("</dl>\n</section>\n")
  }

  /// Of a page of its own, or under the title that it has in a book.
  private mutating func heading(_ title: Text, _ sheet: ReadSheet) {
    markup.raw(sheet.level == 2 ? "<h2>" : "<h4>")
    say(title)
    markup.raw(sheet.level == 2 ? "</h2>\n" : "</h4>\n")
  }

  private mutating func figure(_ figure: SpokenFigure, _ sheet: ReadSheet) {
    markup.raw("<div id=\"")
    data(sheet.bound + figure.mention.anchor)
    markup.raw("\"><dt>")
    if let programme = sheet.programme {
      link("\(programme)/\(figure.place)", figure.label)
    } else {
      say(figure.label)
    }
    markup.raw("</dt><dd><strong>")
    data(figure.words(language))
    markup.raw("</strong>")
    if let day = figure.day { told(.asOf(day)) }
    if figure.document == nil { told(.countedToday) }
    if figure.isReconstructed { told(.fromRebuiltRecords) }
    markup.raw("</dd>")
    if let document = figure.document, let quotation = figure.quotation {
      markup.raw("<dd class=\"quiet\"><q>")
      data(quotation)
      markup.raw("</q>, ")
      data(document)
      markup.raw("</dd>")
    }
    if let computed = figure.computed, let verdict = figure.verdict {
      markup.raw("<dd class=\"quiet\">")
      say(.recordsGive(computed, verdict))
      markup.raw("</dd>")
    }
    markup.raw("</div>\n")
  }

  private mutating func told(_ text: Text) {
    markup.raw(", ")
    say(text)
  }
}

extension ReadSheet {
  fileprivate var level: Int { bound.isEmpty ? 2 : 4 }

  /// A rubric that nobody wrote is there for who writes the sheet, or reviews it.
  fileprivate func shows(_ kind: RubricKind) -> Bool { isWorkedOn || !content.isEmpty(kind) }

  fileprivate var isWorkedOn: Bool { desk != nil || margin != nil }
}

extension SheetContent {
  func isEmpty(_ kind: RubricKind) -> Bool { kind == .visions ? visions.isEmpty : self[kind] == nil }
}

extension Text {
  static let contents = Text(fr: "Sommaire", en: "Contents", de: "Inhalt")
  fileprivate static let figuresOfSheet = Text(
    fr: "Les chiffres de cette fiche", en: "The figures of this sheet", de: "Die Zahlen dieses Blatts")
  fileprivate static let countedToday = Text(
    fr: "compté dans les fiches", en: "counted from the records", de: "aus den Einträgen gezählt")
  fileprivate static let fromRebuiltRecords = Text(
    fr: "sur des fiches reconstituées", en: "from rebuilt records", de: "aus nachgebildeten Einträgen")

  fileprivate static func asOf(_ day: Day) -> Text {
    Text { language in
      let day: String = language.long(day)
      return Text(fr: "au \(day)", en: "as of \(day)", de: "Stand \(day)")(language)
    }
  }

  fileprivate static func recordsGive(_ computed: Text, _ verdict: Text) -> Text {
    Text { language in
      let (computed, verdict) = (computed(language), verdict(language).lowercased())
      return Text(
        fr: "Les fiches du dispositif donnent \(computed) : \(verdict).",
        en: "The programme’s records give \(computed): \(verdict).",
        de: "Die Einträge des Programms ergeben \(computed): \(verdict).")(language)
    }
  }
}
