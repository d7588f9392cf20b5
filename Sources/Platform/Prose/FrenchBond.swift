/// What is not parted at the end of a line.
extension FrenchLine {
  /// Whether the word before the space here and what begins after it are read in one breath.
  func isGlued(to next: Sign) -> Bool {
    let word: ArraySlice<Sign> = lastWord
    guard let first = word.first, word.count <= 8 else { return false }
    if next.isDigit {
      if word.count == 1, first == 0x68 { return isHour(word.startIndex) }
      return Self.beforeNumber.contains(word.text) || Self.articles.contains(word.text)
    }
    if next.isCapital, Self.titles.contains(word.text) { return true }
    if word.last == 0x2E, Self.beforeArticle.contains(word.text) { return Self.codes.contains(upcoming.text) }
    guard first.isDigit, next.isLetter, word.count <= 3, isDate(word) else { return false }
    return Self.months.contains(upcoming.text)
  }

  private static let beforeNumber: Set<String> = [
    "n°", "N°", "nº", "Nº", "nos", "art.", "Art.", "p.", "pp.", "chap.", "al.", "fig.", "§", "art", "vol.", "t.",
  ]
  private static let articles: Set<String> = ["L.", "R.", "D.", "A.", "L", "R", "D"]
  private static let beforeArticle: Set<String> = ["art.", "Art."]
  private static let codes: Set<String> = ["L.", "R.", "D.", "A.", "L", "R", "D"]
  private static let titles: Set<String> = ["M.", "MM.", "Mme", "Mmes", "Mlle", "Mlles", "Dr", "Pr", "Me"]
  private static let months: Set<String> = [
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
  ]

  /// Without the bracket or the elision that it may begin with.
  private var lastWord: ArraySlice<Sign> {
    var start: Int = line.count
    while start > 0, line.count - start < 12 {
      let sign: Sign = line[start - 1]
      if sign.isSpace || sign == 0x28 || sign == 0x2019 || sign == 0xAB { break }
      start -= 1
    }
    guard line[start...].contains(where: \.isWidthless) else { return line[start...] }
    return ArraySlice(line[start...].filter { !$0.isWidthless })
  }

  /// The word after the space here.
  private var upcoming: ArraySlice<Sign> {
    let rest: ArraySlice<Sign> = typed[(at + 1)...].prefix(12)
    return rest.prefix { $0.isLetter || $0 == 0x2E && Self.isArticleDot(rest) }
  }

  private static func isArticleDot(_ rest: ArraySlice<Sign>) -> Bool { rest.dropFirst().first == 0x2E }

  /// `14 h 30`: an hour before the « h ».
  private func isHour(_ start: Int) -> Bool {
    guard start >= 2, start < line.count, line[start - 1].isGap else { return false }
    return line[start - 2].isDigit
  }

  private func isDate(_ word: ArraySlice<Sign>) -> Bool {
    let digits: ArraySlice<Sign> = word.prefix { $0.isDigit }
    let rest: ArraySlice<Sign> = word.dropFirst(digits.count)
    let number: Int = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    return digits.count <= 2 && (1...31).contains(number) && (rest.isEmpty || number == 1 && rest.text == "er")
  }
}

extension ArraySlice where Element == Sign {
  var text: String { Array(self).text }
}
