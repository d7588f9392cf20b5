import HTTP

extension Page {
  /// The sections, under what one comes for. On a phone it opens where the address says so, without any script.
  mutating func menu(_ frame: Frame) {
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
}
