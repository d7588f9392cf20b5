import HTML
import Platform
import TestSite
import Testing

@Suite struct ProseTests {
  private func html(_ markdown: String, under level: Int = 2) -> String {
    var markup = Markup()
    Prose(markdown, typography: .french).write(&markup, under: level)
    return String(decoding: markup.bytes(), as: UTF8.self)
  }

  @Test(
    arguments: [
      ("Un **mot**, *deux*, ~~trois~~", "<p>Un <strong>mot</strong>, <em>deux</em>, <s>trois</s></p>\n"),
      ("a\nb\\\nc", "<p>a\nb<br>\nc</p>\n"), ("> dit-il", "<blockquote>\n<p>dit-il</p>\n</blockquote>\n"),
      ("- a\n- b", "<ul>\n<li>a\n</li>\n<li>b\n</li>\n</ul>\n"), ("3. a", "<ol start=\"3\">\n<li>a\n</li>\n</ol>\n"),
      ("- a\n\n- b", "<ul>\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ul>\n"), ("---", "<hr>\n"),
      ("`a < b`", "<p><code>a &lt; b</code></p>\n"), ("```\na < b ?\n```", "<pre><code>a &lt; b ?\n</code></pre>\n"),
      (
        "Le XIXe, le 1er, la 1re et la 2e",
        "<p>Le XIX<sup>e</sup>, le 1<sup>er</sup>, la 1<sup>re</sup> et la 2<sup>e</sup></p>\n"
      ),
      ("**Attention** !", "<p><strong>Attention</strong>\u{202F}!</p>\n"),
      ("Il dit \"*oui*\".", "<p>Il dit «\u{202F}<em>oui</em>\u{202F}».</p>\n"),
      ("l'**eau**", "<p>l’<strong>eau</strong></p>\n"), ("", ""),
    ])
  func `Markdown is written with what the house has`(_ markdown: String, _ expected: String) {
    #expect(html(markdown) == expected)
  }

  @Test func `headings stand under those of the page, without a gap and never empty`() {
    #expect(html("# a\n# b") == "<h3>a</h3>\n<h3>b</h3>\n")
    #expect(html("### a\n##### b\n### c", under: 1) == "<h2>a</h2>\n<h3>b</h3>\n<h2>c</h2>\n")
    #expect(html("# a\n## b\n### c\n#### d\n##### e\n###### f").hasSuffix("<h6>d</h6>\n<h6>e</h6>\n<h6>f</h6>\n"))
    #expect(html("#\n# ![](a.png)\n## **") == "<h3>**</h3>\n")
  }

  @Test func `a table has the house's frame, and cells that name their column on a telephone`() {
    let table: String = html("| Lot | Loyer |  |\n|---|--:|---|\n| A1 | 500 € | |\n| A2 |")
    #expect(
      table == """
        <div class="table"><table>
        <thead><tr><th scope="col">Lot</th><th scope="col" class="n">Loyer</th><td></td></tr></thead>
        <tbody>
        <tr><td data-label="Lot">A1</td><td class="n" data-label="Loyer">500\u{A0}€</td><td></td></tr>
        <tr><td data-label="Lot">A2</td><td class="n"></td><td></td></tr>
        </tbody>
        </table></div>

        """)
  }

  @Test(
    arguments: [
      ("[x](https://exemple.fr/a?b=c&d)", "<a href=\"https://exemple.fr/a?b=c&amp;d\" rel=\"nofollow noopener\">x</a>"),
      ("[x](/baux/2)", "<a href=\"/baux/2\">x</a>"), ("[x](#a)", "<a href=\"#a\">x</a>"),
      ("[x](baux)", "<a href=\"baux\">x</a>"),
      ("[x](mailto:a@b.fr)", "<a href=\"mailto:a@b.fr\">x</a>"),
      ("[x](HTTP://a.fr:80)", "<a href=\"HTTP://a.fr:80\" rel=\"nofollow noopener\">x</a>"),
      ("[](https://a.fr)", "<a href=\"https://a.fr\" rel=\"nofollow noopener\">https://a.fr</a>"),
      (
        "voir https://a.fr/b_c_(d).",
        "voir <a href=\"https://a.fr/b_c_(d)\" rel=\"nofollow noopener\">https://a.fr/b_c_(d)</a>."
      ),
      ("(www.a.fr)", "(<a href=\"http://www.a.fr\" rel=\"nofollow noopener\">www.a.fr</a>)"),
      ("a.b+c@d.fr !", "<a href=\"mailto:a.b+c@d.fr\">a.b+c@d.fr</a>\u{202F}!"),
      ("<https://a.fr>", "<a href=\"https://a.fr\" rel=\"nofollow noopener\">https://a.fr</a>"),
      (
        "[a](<https://x.fr/|\"[]{}^`>)",
        "<a href=\"https://x.fr/%7C%22%5B%5D%7B%7D%5E%60\" rel=\"nofollow noopener\">a</a>"
      ),
      ("[a](/50%)", "<a href=\"/50%25\">a</a>"), ("[a](</b c>)", "a"),
      ("![plan](https://ailleurs.fr/a.png)", "plan"), ("[![a [b](/c)](d.png)](/e)", "[a <a href=\"/c\">b</a>](/e)"),
      ("[x](javascript:alert)", "x"), ("[x](JaVaScRiPt:alert)", "x"), ("[x](&#106;avascript:alert)", "x"),
      ("[x](java&#10;script:alert)", "x"), ("[x](&#1;javascript:alert)", "x"), ("[x](data:text/html,a)", "x"),
      ("[x](vbscript:a)", "x"),
      ("[x](file:///etc)", "x"), ("[x](//ailleurs.fr)", "x"), ("[x](\\\\\\\\ailleurs.fr)", "x"),
      ("[x](/\\\\ailleurs.fr)", "x"),
      ("[x](https:ailleurs)", "x"), ("[x](https://a.fr@b.fr)", "x"), ("[x](https://)", "x"), ("[x](http://a:b)", "x"),
      ("<javascript:alert>", "javascript:alert"), ("[x]\n\n[x]: javascript:a", "x"), ("[x](mailto:)", "x"),
      ("[x](\u{202E}javascript:a)", "x"), ("[x](javascript\u{202E}:a)", "x"), ("[x](java\0script:a)", "x"),
    ])
  func `a link leads to the web, to a mailbox or to another page, or is left out`(
    _ markdown: String, _ expected: String
  ) {
    #expect(html(markdown) == "<p>\(expected)</p>\n")
  }

  @Test(
    arguments: [
      "<script>alert(1)</script>", "a <img src=x onerror=alert(1)> b", "<svg/onload=alert(1)>", "<!-- a --> <b>",
      "<![CDATA[<b>]]>",
      "<?php <b>?>", "&lt;script&gt;", "&#60;script>", "**<b onclick=a>**", "| <b> |\n|---|\n| <i> |",
      "[<b>](/a \"<i>\")",
      "`<b>`", "```<b>\n<i>\n```", "<a href=\"javascript:a\">b</a>", "<style>a</style>\n\n<iframe src=a>",
      "[a](/b\"onclick=c)",
      "<!DOCTYPE b>", "\u{FEFF}<script>", "<\0script>", "![<b>](a)", "# <b>", "    <b>",
    ])
  func `nothing of what is typed is HTML`(_ markdown: String) {
    let written: String = html(markdown)
    let bare: Regex<Substring> = /<\/?(?:p|strong|em|s|sup|code|pre|ul|li|h3|table|thead|tbody|tr|blockquote|br|hr)>/
    let named: Regex<Substring> = /<\/?(?:td|th|div|a)(?: (?:href|class|scope|rel|data-label)="[^"<>]*")*>/
    let rest: String = written.replacing(bare, with: "").replacing(named, with: "")
    #expect(!rest.contains { $0 == "<" || $0 == ">" }, "\(written)")
    #expect(!written.contains("\0") && !written.contains("javascript:a\""))
  }

  @Test func `what turns letters round is dropped`() {
    #expect(html("a\u{202E}b\u{2066}c\u{200F}d") == "<p>abc\u{200F}d</p>\n")
  }

  @Test(
    arguments: [
      "[", "![[]()", "[a](", "[]", "[a][b] ", ">", "> ", "- ", "* ", "1. ", "_", "_a ", "*", "*a ", "**a *b ", "a**b",
      "~", "~~a ", "`",
      "`a``b```c````", "<", "<!--", "a<?", "a<!A ", "a<![CDATA[", "&", "\\", "|", "|a\n|-|\n", "-|", "![", "[^a]", "\n",
      "-\n", "*  -\n",
      "[a]: b\n", "\"", "'a ", "www.", "a@", "@", "https://", "(", "\"a\" ", "« ", " ?", "!", ".", "5 ", "5", "-- ",
      "\u{A0}", "M. ", "n°",
      "XI", "1er ", ":a", "a:", "a/", "\u{202F}!", "\t- a\n", "\u{E9}", "[a]: <", "> a\n>> b\n>>> c\n", "a\n===\n",
      "\r", "[a]:\n\n[a]",
    ])
  func `a text made to be slow is not`(_ piece: String) {
    let text: String = String(repeating: piece, count: 100_000 / piece.count)
    var written: String = ""
    let took: Duration = ProcessorTime.of {
      written = html(text)
      _ = Prose(text, typography: .french).plain(limit: 200)
    }
    // Unoptimised: what grows with the square of its length takes minutes.
    #expect(took < .seconds(20), "\(piece.debugDescription): \(took)")
    #expect(written.utf8.count < 3_000_000)
  }

  @Test func `a text made to be long is not`() {
    let rows: String = "|" + String(repeating: "a|", count: 59) + "\n|" + String(repeating: "-|", count: 59) + "\n"
    #expect(html(rows + String(repeating: "|\n", count: 49_000)).utf8.count < 3_000_000)
    let references: String =
      "[b]: /" + String(repeating: "x", count: 50_000) + "\n\n" + String(repeating: "[b]", count: 16_000)
    #expect(html(references).utf8.count < 3_000_000)
    #expect(html(String(repeating: "a", count: 100_001) + "**b**").contains("**b**"))
  }

  @Test func `without marks, points have dashes and addresses follow their words`() {
    let markdown: String = """
      # Titre
      Un *mot* et [un lien](https://a.fr), https://b.fr ou [a@b.fr](mailto:a@b.fr) ?

      1. un
      2. deux
         - dessous
      3. `trois ?`

      | A | B |
      |---|---|
      | 1 | 2 |

      > fin
      """
    let expected: String = """
      Titre

      Un mot et un lien (https://a.fr), https://b.fr ou a@b.fr\u{202F}?

      1. un
      2. deux
        – dessous
      3. trois ?

      A | B
      1 | 2

      fin
      """
    #expect(Prose(markdown, typography: .french).plain() == expected)
  }

  @Test func `a summary ends with a whole word`() {
    let prose = Prose("Le *bail* est signé, enfin.", typography: .french)
    #expect(prose.plain(limit: 100) == "Le bail est signé, enfin.")
    #expect(prose.plain(limit: 22) == "Le bail est signé…")
    #expect(prose.plain(limit: 12) == "Le bail est…")
    #expect(prose.plain(limit: 3) == "Le…")
    #expect(prose.plain(limit: 1) == "…")
  }
}
