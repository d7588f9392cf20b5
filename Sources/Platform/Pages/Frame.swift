import HTML
import HTTP

/// What surrounds every page: where one is, where one may go, who one is here.
struct Frame {
  let visit: Visit
  let title: String
  let crumbs: [Crumb]
  let tabs: [Tab]
  let notice: Text?
}

extension Page {
  mutating func framed(_ frame: Frame, _ body: (inout Page) -> Void) {
    head(frame)
    banner(frame)
    breadcrumb(frame.crumbs)
    markup.raw("<main id=\"content\" tabindex=\"-1\">\n<h1>")
    say(frame.title)
    markup.raw("</h1>\n")
    tabs(frame.tabs)
    if frame.visit.viewer.mustEnrol { enrolment() }
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
    markup.raw("<meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"data:,\">\n")
    styleSheet(StyleSheet.path)
    if let accent = territory?.accent { styleSheet(StyleSheet.path(of: accent)) }
    markup.raw("</head>\n<body>\n<a class=\"skip\" href=\"#content\">")
    say(Text(fr: "Aller au contenu", en: "Skip to content", de: "Zum Inhalt"))
    markup.raw("</a>\n")
  }

  private mutating func styleSheet(_ path: String) {
    markup.raw("<link rel=\"stylesheet\" href=\"")
    data(path)
    markup.raw("\">\n")
  }

  private mutating func banner(_ frame: Frame) {
    markup.raw("<header class=\"banner\">\n<p class=\"brand\"><a href=\"/\">Terreau</a>")
    if let territory = frame.visit.territory {
      markup.raw(" <span>")
      if territory.hasLogo {
        markup.raw("<img class=\"logo\" alt=\"\" height=\"32\" src=\"")
        data(territory.logoPath)
        markup.raw("\"> ")
      }
      data(territory.name)
      markup.raw("</span>")
    }
    markup.raw("</p>\n")
    markup.raw("<div class=\"viewer\">")
    account(frame.visit)
    languages(frame)
    markup.raw("</div>\n")
    if !frame.visit.menu.isEmpty { navigation(frame) }
    markup.raw("</header>\n")
  }

  /// Who one is here, and the way in or out.
  private mutating func account(_ visit: Visit) {
    guard let account = visit.viewer.account, visit.viewer.session != nil else {
      return link(SignInPath.returning(to: visit.request.head), .signIn)
    }
    if visit.viewer.session?.step == .open {
      markup.raw("<span><a href=\"/compte\">")
      data(account.name)
      markup.raw("</a>")
      if actor.kind != .public {
        markup.raw(" (")
        say(actor.kind.noun(account.agreement))
        markup.raw(")")
      }
      markup.raw("</span>")
    }
    markup.raw(" <form method=\"post\" action=\"/deconnexion\">")
    hidden("_token", token.draw())
    markup.raw("<button class=\"quiet\" type=\"submit\">")
    say(Text(fr: "Se déconnecter", en: "Sign out", de: "Abmelden"))
    markup.raw("</button></form>")
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

  private mutating func tabs(_ tabs: [Tab]) {
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

  private mutating func navigation(_ frame: Frame) {
    let path: String = frame.visit.request.head.target.path
    markup.raw("<nav class=\"menu\" aria-label=\"")
    say(Text(fr: "Rubriques", en: "Sections", de: "Bereiche"))
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
    for other in frame.visit.spoken where other != language {
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
