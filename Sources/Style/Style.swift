import Platform

/// Every component of the interface, shown with the code that draws it. For those who build with them and those who judge
/// them; the tests photograph these pages.
public struct Style: Capability {
  public init() {}

  public var menu: [MenuEntry] { [MenuEntry(.style, "/style", Allow([.operator]), .settle)] }

  public var routes: [Endpoint] {
    [index] + chapters.map(page) + listRoutes + formRoutes + boardRoutes
  }

  var chapters: [Chapter] { [identity, words, record, signs, charts] }

  private var index: Endpoint {
    .page("/style", .style, allow: .signedIn) { visit in
      (
        Text.style(visit.language),
        { page in
          page.paragraph(
            Text(
              fr: "Tout ce dont les pages sont faites, avec le code qui le dessine.",
              en: "All that pages are made of, with the code that draws it."))
          page.links(
            chapters.map { ($0.path, $0.title) } + [
              ("/style/liste", .listChapter), ("/style/formulaire", .formChapter), ("/style/grille", .gridChapter),
              ("/style/planche", .boardChapter),
            ])
        }
      )
    }
  }

  private func page(_ chapter: Chapter) -> Endpoint {
    .page(chapter.path, chapter.title, allow: .signedIn) { visit in
      (chapter.title(visit.language), { page in chapter.write(&page) })
    }
  }
}

/// One page of components.
struct Chapter: Sendable {
  let path: String
  let title: Text
  let samples: [Sample]

  func write(_ page: inout Page) {
    for sample in samples { page.sample(sample) }
  }
}

/// A component as it looks, and the code that draws it. A test holds the code against the source: what is shown is what
/// was run.
struct Sample: Sendable {
  let title: Text
  let code: String
  let draw: @Sendable (inout Page) throws -> Void

  init(_ title: Text, code: String, _ draw: @Sendable @escaping (inout Page) throws -> Void) {
    self.title = title
    self.code = code
    self.draw = draw
  }
}

extension Page {
  mutating func sample(_ sample: Sample) {
    section(sample.title) { page in
      // A chart that would lie says so instead.
      do { try sample.draw(&page) } catch {
        page.paragraph((error as? ChartRefusal)?.message ?? Text(name: "\(error)"))
      }
      page.code(sample.code)
    }
  }
}

extension Text {
  static let style = Text(fr: "Composants", en: "Components")
  static let listChapter = Text(fr: "Liste", en: "List")
  static let formChapter = Text(fr: "Formulaire", en: "Form")
  static let gridChapter = Text(fr: "Grille de saisie", en: "Entry grid")
  static let boardChapter = Text(fr: "Planche de cartes", en: "Board of cards")
}
