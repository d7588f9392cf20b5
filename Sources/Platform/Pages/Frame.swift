import HTML
import HTTP

/// What surrounds every page: where one is, where one may go, who one is here.
struct Frame {
  let visit: Visit
  let title: String
  let crumbs: [Crumb]
  let tabs: [Tab]
  let done: Action?
  let isFailure: Bool
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
    markup.raw("\"></script>\n</head>\n<body")
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

  private mutating func banner(_ frame: Frame) {
    markup.raw("<header class=\"banner\">\n<p class=\"brand\"><a href=\"/\">")
    sign()
    markup.raw("Terreau</a>")
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
    if !frame.visit.menu.isEmpty {
      markup.raw("<a class=\"menu-open\" href=\"#menu\">")
      say(.menu)
      markup.raw("</a>\n")
    }
    if frame.visit.territory != nil { searchBox(frame.visit) }
    markup.raw("<div class=\"viewer\">")
    account(frame.visit)
    languages(frame)
    markup.raw("</div>\n</header>\n")
  }

  /// Our sign: a shoot in layered ground, in the territory's colour.
  private mutating func sign() {
    markup.raw(
      """
      <svg class="sign" viewBox="0 0 32 32" aria-hidden="true"><path d="M2 20c5-2.5 9-2.5 14 0s9 2.5 14 0v8a3 3 0 0 1-3 3H5a3 3 0 0 \
      1-3-3z"/><path class="layer" d="M2 24.5c5-2.5 9-2.5 14 0s9 2.5 14 0M2 28.5c5-2.5 9-2.5 14 0s9 2.5 14 0"/><path \
      class="stem" d="M16 21V11"/><path class="leaf" d="M16 12C16 6 12 2.5 5 2.5 5 8.5 9 12 16 12zM16 15.5c0-5 3.5-8 10-8 0 \
      5.5-4 8.5-10 8z"/></svg>
      """)
  }

  private mutating func searchBox(_ visit: Visit) {
    markup.raw("<form class=\"search\" role=\"search\" action=\"/recherche\" aria-label=\"")
    say(.searchEverything)
    markup.raw("\">\n<label class=\"unseen\" for=\"search\">")
    say(.searchEverything)
    markup.raw(
      "</label>\n<input type=\"text\" inputmode=\"search\" id=\"search\" name=\"q\" maxlength=\"200\" autocomplete=\"off\" placeholder=\""
    )
    say(.searchEverything)
    markup.raw("\" data-suggest=\"/recherche/propositions\" data-proposals=\"")
    say(.proposals)
    markup.raw("\"")
    if visit.request.head.target.path == "/recherche", let text = visit.request.head.target.query["q"] {
      markup.raw(" value=\"")
      data(text)
      markup.raw("\"")
    }
    markup.raw(">\n<button type=\"submit\">")
    say(.search)
    markup.raw("</button></form>\n")
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

  /// The sections, under what one comes for. On a phone it opens where the address says so, without any script.
  private mutating func menu(_ frame: Frame) {
    markup.raw("<nav class=\"menu\" id=\"menu\" aria-label=\"")
    say(Text(fr: "Rubriques", en: "Sections", de: "Bereiche"))
    markup.raw("\">\n<ul>\n")
    menuLine("/", frame.visit.hasDay ? .myDay : .home, frame)
    markup.raw("</ul>\n")
    for group in MenuEntry.Group.allCases {
      let entries: [MenuEntry] = frame.visit.menu.filter { $0.group == group }
      guard !entries.isEmpty else { continue }
      markup.raw("<p>")
      say(group.label)
      markup.raw("</p>\n<ul>\n")
      for entry in entries { menuLine(entry.path, entry.label, frame) }
      markup.raw("</ul>\n")
    }
    markup.raw("<a class=\"menu-close\" href=\"#content\">")
    say(Text(fr: "Fermer le menu", en: "Close the menu", de: "Menü schließen"))
    markup.raw("</a>\n</nav>\n")
  }

  private mutating func menuLine(_ target: String, _ label: Text, _ frame: Frame) {
    let path: String = frame.visit.request.head.target.path
    let isHere: Bool = path == target || (target != "/" && path.hasPrefix(target + "/"))
    markup.raw(isHere ? "<li><a aria-current=\"page\" href=\"" : "<li><a href=\"")
    data(target)
    markup.raw("\">")
    say(label)
    markup.raw("</a></li>\n")
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

extension Text {
  static let proposals = Text(fr: "Propositions", en: "Proposals", de: "Vorschläge")
  static let menu = Text(fr: "Menu", en: "Menu", de: "Menü")
  public static let home = Text(fr: "Accueil", en: "Home", de: "Startseite")
  public static let myDay = Text(fr: "Ma journée", en: "My day", de: "Mein Tag")
  static let searchEverything = Text(
    fr: "Rechercher une fiche", en: "Search for a record", de: "Eintrag suchen")
}
