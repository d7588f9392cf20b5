import HTML
import HTTP

extension Page {
  /// Whose site this is, the search box, who one is here.
  mutating func banner(_ frame: Frame) {
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
      if visit.territory != nil { notifications(visit.viewer.unread) }
    }
    markup.raw(" <form method=\"post\" action=\"/deconnexion\">")
    hidden("_token", token.draw())
    markup.raw("<button class=\"quiet\" type=\"submit\">")
    say(Text(fr: "Se déconnecter", en: "Sign out", de: "Abmelden"))
    markup.raw("</button></form>")
  }

  private mutating func notifications(_ unread: Int) {
    markup.raw(" ")
    link(
      "/compte/notifications",
      Text { language in
        let words: String = Text.notifications(language)
        return unread == 0 ? words : "\(words) (\(unread < 100 ? "\(unread)" : "99+"))"
      })
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
}

extension Text {
  static let proposals = Text(fr: "Propositions", en: "Proposals", de: "Vorschläge")
  static let menu = Text(fr: "Menu", en: "Menu", de: "Menü")
  public static let home = Text(fr: "Accueil", en: "Home", de: "Startseite")
  public static let myDay = Text(fr: "Ma journée", en: "My day", de: "Mein Tag")
  static let searchEverything = Text(
    fr: "Rechercher une fiche", en: "Search for a record", de: "Eintrag suchen")
}
