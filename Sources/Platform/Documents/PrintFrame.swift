import HTML
import HTTP
import Mail
import SQL

/// What surrounds a page on paper: whose it is, what it is called, when it was made and where it is kept.
struct PrintFrame {
  let visit: Visit
  let title: String
  /// Across the paper, where there are many columns.
  var isWide: Bool = false
  let logo: Logo.Kept?

  /// Where the page itself is read: never guessed from the request.
  var address: String {
    let head: Head = visit.request.head
    let path: String = visit.app.pagePath(head)
    let query: FormPairs = head.target.query.setting("lang", to: nil)
    return visit.app.settings.publicAddress + (query.isEmpty ? path : "\(path)?\(query.encoded)")
  }
}

extension Page {
  mutating func printed(_ frame: PrintFrame, _ body: (inout Page) -> Void) {
    let territory: String = frame.visit.territory?.name ?? "Terreau"
    printedHead(frame, territory)
    running(frame, territory)
    letterhead(frame, territory)
    markup.raw("<main>\n<h1>")
    data(frame.title)
    markup.raw("</h1>\n")
    body(&self)
    markup.raw("</main>\n</body>\n</html>\n")
  }

  private mutating func printedHead(_ frame: PrintFrame, _ territory: String) {
    markup.raw("<!doctype html>\n<html lang=\"")
    data(language.rawValue)
    markup.raw("\">\n<head>\n<meta charset=\"utf-8\">\n<title>")
    data(frame.title)
    markup.raw("</title>\n<meta name=\"author\" content=\"")
    data(territory)
    markup.raw("\">\n<meta name=\"generator\" content=\"Terreau\">\n<base href=\"")
    data(frame.visit.app.settings.publicAddress)
    markup.raw("/\">\n")
    if let accent = frame.visit.territory?.accent {
      markup.raw("<style>:root{--accent:")
      data(Palette(accent).light.accent.hex)
      markup.raw("}</style>\n")
    }
    markup.raw(frame.isWide ? "</head>\n<body class=\"wide\">\n" : "</head>\n<body>\n")
  }

  /// At the edge of each page, for who looks at a single one; not read aloud each time.
  private mutating func running(_ frame: PrintFrame, _ territory: String) {
    markup.raw("<div class=\"running-head\" aria-hidden=\"true\"><span class=\"end\">")
    data(frame.title)
    markup.raw("</span>")
    data(territory)
    markup.raw("</div>\n<div class=\"running-foot\" aria-hidden=\"true\"><span class=\"end\">")
    say(Text(fr: "page ", en: "page ", de: "Seite "))
    markup.raw("<span class=\"page-number\"></span>")
    say(Text(fr: " sur ", en: " of ", de: " von "))
    markup.raw("<span class=\"page-count\"></span></span>")
    data(frame.address)
    markup.raw("</div>\n")
  }

  private mutating func letterhead(_ frame: PrintFrame, _ territory: String) {
    markup.raw("<p class=\"letterhead\">")
    if let logo = frame.logo {
      markup.raw("<img alt=\"\" src=\"data:")
      data(logo.type)
      markup.raw(";base64,")
      data(base64(logo.bytes))
      markup.raw("\"> ")
    }
    data(territory)
    markup.raw("<br><span class=\"day\">")
    say(
      Text { language in
        switch language {
        case .fr: "Établi le \(language.long(today)), à jour sur "
        case .en: "Drawn up on \(language.long(today)), up to date at "
        case .de: "Erstellt am \(language.long(today)), aktuell unter "
        }
      })
    markup.raw("<a href=\"")
    data(frame.address)
    markup.raw("\">")
    data(frame.address)
    markup.raw("</a></span></p>\n")
  }

  /// The way from a page to the same as a document.
  mutating func documentLink(_ path: String, _ label: Text) {
    markup.raw("<p class=\"exports\">")
    link(path, label)
    markup.raw("</p>\n")
  }
}
