/// Words that say nothing of what a text is about. « sans », « non », « sous », « contre » and « été » are not among them.
enum StopWords {
  static func contains(_ form: String) -> Bool { all.contains(form) }

  private static let french: String = """
    au aux avec ce ces cet cette ceux celle celles celui cela ça dans de des du donc elle elles en et eux il ils je la le \
    les leur leurs lui ma mais me même mêmes mes moi mon ne nos notre nous on or ou où par pas pour qu que quel quelle \
    quels quelles qui quoi dont sa se ses si son sur ta te tes toi ton tu un une vos votre vous à y ainsi afin aussi alors \
    après avant car comme chez depuis dès entre lors lorsque puis puisque quand tandis selon très trop peu plus moins \
    tout tous toute toutes ci là ici jusque etc \
    ai as avons avez ont avais avait avions aviez avaient aura auront aurait auraient eu ayant ait aient \
    suis es est sommes êtes sont étais était étions étiez étaient sera seront serait seraient soit soient fut furent étant \
    être avoir l d j m t s c n
    """

  private static let all: Set<String> = {
    let words: [String] = french.split { $0 == " " || $0 == "\n" }.map(String.init)
    // Typed without their accents they say no more.
    return Set(words + words.map(sortKey))
  }()
}
