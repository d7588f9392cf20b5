import Telephone
import Testing

/// What fits in a message, and that no accent is lost on the way.
@Suite struct ShortTextTests {
  @Test func `a text travels in seven bits where all of it can, and in sixteen where one letter cannot`() {
    for (words, coding) in [
      ("Déjà prêt", .ucs2), ("Déjà là, près d’ici : 20 €", .gsm), ("Ça va", .gsm), ("ça va", .ucs2), ("Œuvre", .ucs2),
      ("Straße, Übermut", .gsm), ("日本", .ucs2), ("[1] {a} ~|^\\", .gsm), ("🌱", .ucs2),
    ] as [(String, ShortText.Coding)] {
      let text = ShortText(words)
      #expect(text.coding == coding, "\(words)")
      #expect(text.text.filter(\.isLetter) == words.filter(\.isLetter), "\(words)")
      #expect(text.segments == 1)
    }
    // With sixteen bits there is nothing to save: the text stays as it was.
    #expect(ShortText("Déjà prêt, l’été").text == "Déjà prêt, l’été")
    #expect(ShortText("« Près » d’ici…\u{A0}!").text == #""Près" d'ici... !"#)
  }

  static let lengths: [(String, Int, Int)] = [
    ("a", 160, 1), ("a", 161, 2), ("a", 306, 2), ("a", 307, 3), ("€", 80, 1), ("€", 81, 2),
    // An escape is never parted from what it escapes: 76 in a message of 153.
    ("€", 152, 2), ("€", 153, 3), ("ê", 70, 1), ("ê", 71, 2), ("ê", 134, 2), ("ê", 135, 3), ("🌱", 35, 1),
    ("🌱", 36, 2), ("🌱", 66, 2), ("🌱", 67, 3),
  ]

  @Test(arguments: lengths) func `messages are counted as they are paid for`(
    _ letter: String, _ count: Int, _ segments: Int
  ) {
    #expect(ShortText(String(repeating: letter, count: count), most: 9).segments == segments)
  }

  @Test func `words that are too long are cut between two, and an address never is`() {
    let link: String = "https://terreau.exemple.fr/x/\(String(repeating: "y", count: 90))"
    for letter in ["a", "ê"] {
      let words: String = Array(repeating: String(repeating: letter, count: 9), count: 90).joined(separator: " ")
      let text = ShortText(words, link: link)
      #expect(text.segments == ShortText.mostSegments)
      #expect(text.text.hasSuffix("... \(link)") && text.text.hasPrefix(String(repeating: letter, count: 9) + " "))
      #expect(!text.text.contains("\(letter)... ") || text.text.contains(" \(String(repeating: letter, count: 9))... "))
    }
    #expect(ShortText("Un mot", link: link).text == "Un mot \(link)")
  }
}
