import HTML

extension Page {
  /// What somebody wrote in Markdown. Its headings stand under the page's `level`.
  public mutating func prose(_ text: String, in written: Language = .fr, under level: Int = 2) {
    if written == language {
      markup.raw("<div class=\"prose\">\n")
    } else {
      markup.raw("<div class=\"prose\" lang=\"")
      data(written.rawValue)
      markup.raw("\">\n")
    }
    Prose(text, typography: written.typography).write(&markup, under: level)
    markup.raw("</div>\n")
  }

  /// How one writes it: beside a text area, closed until it is asked for.
  public mutating func proseHelp() {
    markup.raw("<details class=\"prose-help\">\n<summary>")
    say(Text(fr: "Aide à la mise en forme", en: "Formatting help", de: "Hilfe zur Formatierung"))
    markup.raw("</summary>\n<dl>\n")
    for example in ProseExample.all {
      markup.raw("<div><dt><code>")
      data(example.typed(language))
      markup.raw("</code></dt><dd>")
      say(example.meaning)
      markup.raw("</dd></div>\n")
    }
    markup.raw("</dl>\n</details>\n")
  }
}

/// One line of the formatting help.
private struct ProseExample {
  let typed: Text
  let meaning: Text

  static let all: [ProseExample] = [
    ProseExample(
      typed: Text(fr: "## Un titre", en: "## A heading", de: "## Eine Überschrift"),
      meaning: Text(
        fr: "un titre ; ### pour un titre plus petit", en: "a heading; ### for a smaller one",
        de: "eine Überschrift; ### für eine kleinere")),
    ProseExample(
      typed: Text(fr: "**important**", en: "**important**", de: "**wichtig**"),
      meaning: Text(fr: "en gras", en: "in bold", de: "fett")),
    ProseExample(
      typed: Text(fr: "*Le Monde*", en: "*The Times*", de: "*Die Zeit*"),
      meaning: Text(fr: "en italique", en: "in italics", de: "kursiv")),
    ProseExample(
      typed: Text(fr: "- un point", en: "- a point", de: "- ein Punkt"),
      meaning: Text(
        fr: "une liste, un point par ligne ; 1. pour la numéroter", en: "a list, one point to a line; 1. to number it",
        de: "eine Liste, ein Punkt je Zeile; 1. für Nummern")),
    ProseExample(
      typed: Text(fr: "> une citation", en: "> a quotation", de: "> ein Zitat"),
      meaning: Text(fr: "une citation", en: "a quotation", de: "ein Zitat")),
    ProseExample(
      typed: Text(
        fr: "[le règlement](https://exemple.fr/reglement)", en: "[the rules](https://example.org/rules)",
        de: "[die Ordnung](https://beispiel.de/ordnung)"),
      meaning: Text(
        fr: "un lien ; une adresse seule en devient un", en: "a link; an address alone becomes one",
        de: "ein Link; eine Adresse allein wird zum Link")),
    ProseExample(
      typed: Text(
        fr: "| Lot | Loyer |\n|---|---:|\n| A1 | 500 € |", en: "| Lot | Rent |\n|---|---:|\n| A1 | €500 |",
        de: "| Einheit | Miete |\n|---|---:|\n| A1 | 500 € |"),
      meaning: Text(
        fr: "un tableau ; ---: aligne à droite", en: "a table; ---: aligns to the right",
        de: "eine Tabelle; ---: richtet rechts aus")),
    ProseExample(
      typed: Text(fr: "une ligne vide", en: "an empty line", de: "eine leere Zeile"),
      meaning: Text(fr: "un nouveau paragraphe", en: "a new paragraph", de: "ein neuer Absatz")),
  ]
}
