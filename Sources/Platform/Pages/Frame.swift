import HTML
import HTTP

/// What surrounds every page: where one is, where one may go, who one is here.
struct Frame {
  let visit: Visit
  let title: String
  let crumbs: [Crumb]
  let tabs: [Tab]
  let done: Deed?
  let isFailure: Bool
  var head: PageHead = PageHead()
}

extension Page {
  mutating func framed(_ frame: Frame, _ body: (inout Page) -> Void) {
    head(frame)
    banner(frame)
    let hasMenu: Bool = !frame.visit.menu.isEmpty
    if hasMenu {
      markup.raw("<div class=\"desk\">\n")
      menu(frame)
    }
    markup.raw("<div class=\"sheet\">\n")
    breadcrumb(frame.crumbs)
    // The script keeps drafts of what could not be done.
    markup.raw(
      frame.isFailure ? "<main id=\"content\" tabindex=\"-1\" data-failed>" : "<main id=\"content\" tabindex=\"-1\">")
    markup.raw("\n<h1>")
    say(frame.title)
    markup.raw("</h1>\n")
    tabs(frame.tabs)
    if frame.visit.viewer.mustEnrol { enrolment() }
    if let done = frame.done { notice(done, frame.visit.request.head.target.query) }
    body(&self)
    markup.raw("</main>\n</div>\n")
    if hasMenu { markup.raw("</div>\n") }
    footer(frame)
    markup.raw("</body>\n</html>\n")
  }

  private mutating func head(_ frame: Frame) {
    markup.raw("<!doctype html>\n<html lang=\"")
    data(language.rawValue)
    markup.raw("\">\n<head>\n<meta charset=\"utf-8\">\n<title>")
    say(frame.title)
    let territory: Territory? = frame.visit.territory
    if let territory, territory.name != frame.title {
      markup.raw(" — ")
      data(territory.name)
    }
    markup.raw("</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
    markup.raw("<meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" type=\"image/svg+xml\" href=\"")
    data(Asset.icon.path)
    markup.raw("\">\n")
    styleSheet(Asset.style.path)
    if let accent = territory?.accent { styleSheet(Asset.path(of: accent)) }
    markup.raw("<script defer src=\"")
    data(Asset.script.path)
    markup.raw("\"></script>\n")
    frame.head.write(&self, title: frame.title, site: territory?.name)
    markup.raw("</head>\n<body")
    // Drafts are kept on the reader's device under this mark, so that nobody finds another's.
    if let account = frame.visit.viewer.account {
      markup.raw(" data-reader=\"")
      data(account.id.description)
      markup.raw("\"")
    }
    markup.raw(">\n<a class=\"skip\" href=\"#content\">")
    say(Text(fr: "Aller au contenu", en: "Skip to content", de: "Zum Inhalt"))
    markup.raw("</a>\n")
  }

  private mutating func styleSheet(_ path: String) {
    markup.raw("<link rel=\"stylesheet\" href=\"")
    data(path)
    markup.raw("\">\n")
  }

  /// Why nothing opens yet, and what to do about it.
  private mutating func enrolment() {
    markup.raw("<p class=\"notice\">")
    say(
      Text(
        fr: "Ce territoire demande un second facteur à ses agents : vos rôles s’ouvriront dès qu’il sera activé.",
        en: "This territory requires a second factor of its agents: your roles open as soon as it is set up."))
    markup.raw(" ")
    link("/compte/second-facteur", Text(fr: "L’activer", en: "Set it up"))
    markup.raw("</p>\n")
  }

  /// The pages of one thing.
  public mutating func tabs(_ tabs: [Tab]) {
    guard !tabs.isEmpty else { return }
    markup.raw("<nav class=\"tabs\" aria-label=\"")
    say(Text(fr: "Pages de la fiche", en: "Pages of the record", de: "Seiten des Eintrags"))
    markup.raw("\"><ul>")
    for tab in tabs {
      markup.raw(tab.isCurrent ? "<li><a aria-current=\"page\" href=\"" : "<li><a href=\"")
      data(tab.path)
      markup.raw("\">")
      say(tab.label)
      markup.raw("</a></li>")
    }
    markup.raw("</ul></nav>\n")
  }

  private mutating func breadcrumb(_ crumbs: [Crumb]) {
    guard !crumbs.isEmpty else { return }
    markup.raw("<nav class=\"crumbs\" aria-label=\"")
    say(Text(fr: "Fil d’Ariane", en: "Breadcrumb", de: "Brotkrumenpfad"))
    markup.raw("\"><ol>")
    for crumb in crumbs {
      markup.raw("<li><a href=\"")
      data(crumb.path)
      markup.raw("\">")
      say(crumb.label)
      markup.raw("</a></li>")
    }
    markup.raw("</ol></nav>\n")
  }

  /// What every public service owes its readers, on each page (article 47 of the law of 11 February 2005 for the first).
  private mutating func footer(_ frame: Frame) {
    markup.raw("<footer class=\"foot\">\n<ul>")
    for (path, label) in PublicPage.links {
      markup.raw("<li>")
      link(path, label)
      markup.raw("</li>")
    }
    markup.raw("</ul>\n<p>")
    say(
      Text { language in
        switch language {
        case .fr: "Imprimé ou lu le \(language.long(today))."
        case .en: "Read or printed on \(language.long(today))."
        case .de: "Gelesen oder gedruckt am \(language.long(today))."
        }
      })
    markup.raw("</p></footer>\n")
  }

  public mutating func link(_ path: String, _ label: Text, opensAside: Bool = false) {
    markup.raw("<a href=\"")
    data(path)
    markup.raw(opensAside ? "\" target=\"_blank\" rel=\"noopener\">" : "\">")
    say(label)
    markup.raw("</a>")
  }
}
