/// What a reader meets in a page: the pieces of text between its tags, and what its attributes say aloud or show.
struct PageText {
  private(set) var pieces: [String] = []

  init(_ html: String) {
    var text: String = ""
    var tag: String?
    // What machines read is nobody’s language.
    var isData: Bool = false
    for character in html {
      switch (tag, character) {
      case (nil, "<"):
        if !isData { add(text) }
        text = ""
        tag = ""
      case (nil, _): text.append(character)
      case (let open?, ">"):
        for name in Self.spoken { spoken(name, in: open) }
        isData = open.hasPrefix("script")
        tag = nil
      case (let open?, _): tag = open + String(character)
      }
    }
    add(text)
  }

  private static let spoken: [String] = ["aria-label", "title", "alt", "placeholder", "data-label"]

  private mutating func spoken(_ name: String, in tag: String) {
    let parts: [Substring] = tag.split(separator: " \(name)=\"", maxSplits: 1)
    guard parts.count == 2 else { return }
    add(String(parts[1].prefix { $0 != "\"" }))
  }

  private mutating func add(_ text: String) {
    let words: [Substring] = text.split(whereSeparator: \.isWhitespace)
    if !words.isEmpty { pieces.append(words.joined(separator: " ")) }
  }
}

extension String {
  /// Whether some word in it has more than three letters.
  var hasWord: Bool { split { !$0.isLetter }.contains { $0.count > 3 } }

  /// The words in it, in lower case.
  var words: [String] { lowercased().split { !$0.isLetter }.map(String.init) }
}
