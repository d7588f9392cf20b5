import HTML
import SQL

/// What every chart says of itself; the page does the rest.
protocol Figure: Sendable {
  var title: Text { get }
  /// What the caller would rather have said.
  var sentence: Text? { get }
  var isEmpty: Bool { get }
  /// One sentence that says what the drawing shows.
  func summary(_ language: Language) -> String
  func plate(_ language: Language, _ today: Day) -> Plate
  func table(_ language: Language) -> FigureTable
  /// What could not be written on the drawing.
  func notes(_ language: Language) -> [PlaceNote]
}

extension Figure {
  func notes(_ language: Language) -> [PlaceNote] { [] }

  func said(_ language: Language) -> String { sentence?(language) ?? summary(language) }
}

extension Page {
  public mutating func chart(_ chart: BarChart) { figure(chart) }
  public mutating func chart(_ chart: LineChart) { figure(chart) }
  public mutating func chart(_ chart: ShareChart) { figure(chart) }
  public mutating func chart(_ chart: Funnel) { figure(chart) }
  public mutating func chart(_ chart: Gauge) { figure(chart) }
  public mutating func chart(_ chart: Timeline) { figure(chart) }
  public mutating func chart(_ chart: FranceMap) { figure(chart) }
  public mutating func chart(_ chart: OccupancyMap) { figure(chart) }

  /// Several side by side, as many as the page is wide.
  public mutating func charts(_ body: (inout Page) throws -> Void) rethrows {
    markup.raw("<div class=\"charts\">\n")
    try body(&self)
    markup.raw("</div>\n")
  }

  private mutating func figure(_ figure: some Figure) {
    charts += 1
    let number: Int = charts
    markup.raw("<figure class=\"chart\">\n<figcaption><strong id=\"chart-")
    markup.int(number)
    markup.raw("-title\">")
    say(figure.title)
    guard !figure.isEmpty else {
      markup.raw("</strong></figcaption>\n<p class=\"empty\">")
      say(Text(fr: "Aucun chiffre pour l’instant.", en: "No figures yet.", de: "Noch keine Zahlen."))
      return markup.raw("</p>\n</figure>\n")
    }
    markup.raw("</strong> <span id=\"chart-")
    markup.int(number)
    markup.raw("-text\">")
    data(figure.said(language))
    markup.raw("</span></figcaption>\n")
    Engraving(plate: figure.plate(language, today), number: number).write(&markup)
    places(figure.notes(language))
    figures(figure.table(language), figure.title(language))
    markup.raw("</figure>\n")
  }

  /// Numbers as they stand on the drawing: a list of its own would count by itself.
  private mutating func places(_ notes: [PlaceNote]) {
    guard !notes.isEmpty else { return }
    markup.raw("<ul class=\"chart-places\">\n")
    for note in notes {
      markup.raw("<li>")
      if let number = note.number {
        markup.raw("<b>")
        markup.int(number)
        markup.raw("</b> ")
      }
      markup.raw("<bdi>")
      if let link = note.link {
        self.link(link, Text(name: note.name))
      } else {
        data(note.name)
      }
      markup.raw("</bdi>")
      markup.raw(language.colon)
      data(note.value)
      markup.raw("</li>\n")
    }
    markup.raw("</ul>\n")
  }
}

/// A place that the list below the map names.
struct PlaceNote: Sendable, Equatable {
  var number: Int?
  let name: String
  let value: String
  var link: String?
}
