import HTML
import HTTP

/// What surrounds every page: where one is, where one may go, who one is here.
struct Frame {
  let visit: Visit
  let title: String
  let crumbs: [Crumb]
  let account: MenuEntry?
  let notice: Text?
}

extension Page {
  mutating func framed(_ frame: Frame, _ body: (inout Page) -> Void) {
    head(frame)
    banner(frame)
    breadcrumb(frame.crumbs)
    markup.raw("<main id=\"content\" tabindex=\"-1\">\n<h1>")
    data(frame.title)
    markup.raw("</h1>\n")
    if let notice = frame.notice {
      markup.raw("<p class=\"notice\" role=\"status\">")
      say(notice)
      markup.raw("</p>\n")
    }
    body(&self)
    markup.raw("</main>\n")
    footer(frame)
    markup.raw("</body>\n</html>\n")
  }

  private mutating func head(_ frame: Frame) {
    markup.raw(language == .fr ? "<!doctype html>\n<html lang=\"fr\">\n" : "<!doctype html>\n<html lang=\"en\">\n")
    markup.raw("<head>\n<meta charset=\"utf-8\">\n<title>")
    data(frame.title)
    if let territory = frame.visit.viewer.territory, territory.name != frame.title {
      markup.raw(" — ")
      data(territory.name)
    }
    markup.raw("</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
    markup.raw("<meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"data:,\">\n")
    markup.raw("<link rel=\"stylesheet\" href=\"")
    data(StyleSheet.path)
    markup.raw("\">\n</head>\n<body>\n<a class=\"skip\" href=\"#content\">")
    say(Text(fr: "Aller au contenu", en: "Skip to content"))
    markup.raw("</a>\n")
  }

  private mutating func banner(_ frame: Frame) {
    markup.raw("<header class=\"banner\">\n<p class=\"brand\"><a href=\"/\">Terreau</a>")
    if let territory = frame.visit.viewer.territory {
      markup.raw(" <span>")
      data(territory.name)
      markup.raw("</span>")
    }
    markup.raw("</p>\n")
    if !frame.visit.menu.isEmpty { navigation(frame) }
    markup.raw("<p class=\"viewer\">")
    if !actor.name.isEmpty {
      data(actor.name)
      markup.raw(" ")
    }
    if let account = frame.account { link(account.path, account.label) }
    languages(frame)
    markup.raw("</p>\n</header>\n")
  }

  private mutating func navigation(_ frame: Frame) {
    let path: String = frame.visit.request.head.target.path
    markup.raw("<nav class=\"menu\" aria-label=\"")
    say(Text(fr: "Rubriques", en: "Sections"))
    markup.raw("\"><ul>")
    for entry in frame.visit.menu {
      let isHere: Bool = path == entry.path || path.hasPrefix(entry.path + "/")
      markup.raw(isHere ? "<li><a aria-current=\"page\" href=\"" : "<li><a href=\"")
      data(entry.path)
      markup.raw("\">")
      say(entry.label)
      markup.raw("</a></li>")
    }
    markup.raw("</ul></nav>\n")
  }

  /// The same page in another language. What answers a form has no address of its own.
  private mutating func languages(_ frame: Frame) {
    let head: Head = frame.visit.request.head
    guard head.method != .post else { return }
    for other in Language.allCases where other != language {
      markup.raw(" <a hreflang=\"")
      data(other.rawValue)
      markup.raw("\" lang=\"")
      data(other.rawValue)
      markup.raw("\" href=\"?")
      data(head.target.query.setting("done", to: nil).setting("lang", to: other.rawValue).encoded)
      markup.raw("\">")
      data(other.ownName)
      markup.raw("</a>")
    }
  }

  private mutating func breadcrumb(_ crumbs: [Crumb]) {
    guard !crumbs.isEmpty else { return }
    markup.raw("<nav class=\"crumbs\" aria-label=\"")
    say(Text(fr: "Fil d’Ariane", en: "Breadcrumb"))
    markup.raw("\"><ol>")
    for crumb in crumbs {
      markup.raw("<li><a href=\"")
      data(crumb.path)
      markup.raw("\">")
      data(crumb.label)
      markup.raw("</a></li>")
    }
    markup.raw("</ol></nav>\n")
  }

  private mutating func footer(_ frame: Frame) {
    markup.raw("<footer class=\"foot\"><p>")
    say(
      Text(
        fr: "Imprimé ou lu le \(Language.fr.long(today)).", en: "Read or printed on \(Language.en.long(today))."))
    markup.raw("</p></footer>\n")
  }

  mutating func link(_ path: String, _ label: Text) {
    markup.raw("<a href=\"")
    data(path)
    markup.raw("\">")
    say(label)
    markup.raw("</a>")
  }
}
