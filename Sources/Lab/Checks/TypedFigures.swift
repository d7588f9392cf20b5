import Platform

extension CheckedSheet {
  /// Numbers typed by hand of which nobody will know what they are a share of, or of which day they speak.
  var typedFigures: [Finding] {
    told.flatMap { rubric, text -> [Finding] in
      // What every territory may do elsewhere has no date of its own.
      guard rubric != .transfer else { return [] }
      let sentences: [Sentence] = text.sentences
      return sentences.indices.flatMap { at -> [Finding] in
        let near: ArraySlice<Sentence> = sentences[max(0, at - 1)...min(sentences.count - 1, at + 1)]
        let isDated: Bool = near.contains { $0.saysWhen }
        return TypedFigure.all(in: sentences[at]).flatMap { figure -> [Finding] in
          let passage: String = sentences[at].passage(around: figure.word)
          var found: [Finding] = []
          if figure.isShare, !sentences[at].namesBase(of: figure.word) {
            found.append(Finding(.noBase, rubric, passage, .shareOfWhat(figure.text)))
          }
          if !isDated { found.append(Finding(.noDate, rubric, passage, .ofWhichDay(figure.text))) }
          return found
        }
      }
    }
  }
}

/// A number with what it counts, typed by hand.
struct TypedFigure: Equatable {
  /// « 37 % », « 112 emplois »
  let text: String
  let isShare: Bool
  /// Where it stands among the sentence's words.
  let word: Int

  /// Not what is no figure: a year, an ordinal, an hour, a number in a name, how long a rule lasts.
  static func all(in sentence: Sentence) -> [TypedFigure] {
    let words: [SaidWord] = sentence.words
    return words.indices.compactMap { at in
      guard words[at].number != nil, !words[at].isNamed, at + 1 < words.count else { return nil }
      // « 80 à 90 entreprises » is one figure.
      if at >= 2, ["a", "ou", "et", "-"].contains(words[at - 1].key), words[at - 2].number != nil,
        SaidDate.year(words[at - 2]) == nil, words[at - 1].key != "et"
      {
        return nil
      }
      if at > 0, ["n", "no", "°", "art", "article", "chapitre", "page", "lot"].contains(words[at - 1].key) {
        return nil
      }
      guard let end = end(words, at + 1) else { return nil }
      let letters: [Character] = Array(sentence.text)
      return TypedFigure(
        text: String(letters[words[at].range.lowerBound..<words[end].range.upperBound]),
        isShare: words[at + 1].text == "%", word: at)
    }
  }

  /// The last word of what it counts, where it counts something.
  private static func end(_ words: [SaidWord], _ start: Int) -> Int? {
    var at: Int = start
    if ["million", "millions", "milliard", "milliards"].contains(words[at].key) {
      at += 1
      if at < words.count, ["de", "d"].contains(words[at].key) { at += 1 }
    }
    guard at < words.count else { return nil }
    let word: SaidWord = words[at]
    if ["%", "€"].contains(word.text) || ["euro", "euros", "ke", "me"].contains(word.key) { return at }
    if word.key == "m", at + 1 < words.count, words[at + 1].text == "²" { return at + 1 }
    guard let first = word.text.first, first.isLowercase, word.key.count >= 4,
      word.key.hasSuffix("s") || word.key.hasSuffix("x"), !notCounted.contains(word.key)
    else { return nil }
    return at
  }

  private static let notCounted: Set<String> = [
    "dans", "sans", "plus", "fois", "mois", "heures", "jours", "semaines", "minutes", "annees", "mais", "puis", "sous",
    "tous", "toutes", "dessous", "points", "depuis", "apres", "chez", "mars",
  ]
}

extension Sentence {
  /// Whether it says of what a percentage is a share: « 37 % des porteurs », « parmi eux », « 61 personnes, soit 37 % ».
  func namesBase(of word: Int) -> Bool {
    let after: ArraySlice<SaidWord> = words[min(words.count, word + 2)...].prefix(3)
    if let next = after.first, ["de", "des", "du", "d", "sur", "parmi", "dont"].contains(next.key) { return true }
    if after.contains(where: { ["parmi"].contains($0.key) }) { return true }
    if holds(anyOf: Sentence.bases) { return true }
    // Another figure of the same sentence that names one: « 86 % des répondants viennent, 40 % à pied ».
    return words.indices.contains { at in
      at != word && at + 2 < words.count && words[at].number != nil && words[at + 1].text == "%"
        && ["de", "des", "du", "d"].contains(words[at + 2].key)
    }
  }

  private static let bases: Set<String> = [
    "parmi", "soit", "augmente", "augmentation", "hausse", "baisse", "progresse", "progression", "recule", "recul",
    "reduit", "diminue", "diminution", "croissance", "taux",
  ]
}

extension Text {
  fileprivate static func shareOfWhat(_ figure: String) -> Text {
    Text(
      fr:
        "« \(figure) » de quoi ? Dites dans la phrase sur quoi porte ce pourcentage, ou nommez le chiffre par sa clé.",
      en: "“\(figure)” of what? Say in the sentence what this is a share of, or name the figure by its key.")
  }

  fileprivate static func ofWhichDay(_ figure: String) -> Text {
    Text(
      fr: "« \(figure) » : à quelle date ? Ni cette phrase ni ses voisines ne le disent.",
      en: "“\(figure)”: as of when? Neither this sentence nor its neighbours say so.")
  }
}
