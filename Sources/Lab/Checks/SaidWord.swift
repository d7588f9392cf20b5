import Platform

/// One word, number or sign of a sentence, as the checks read it.
struct SaidWord: Equatable {
  /// As it was typed.
  let text: String
  /// The same for comparison: small letters without accents.
  let key: String
  /// What it counts, where it is a number in figures: 1250 of « 1 250 ».
  let number: Double?
  /// It stands in a figure that the text names by its key.
  let isNamed: Bool
  /// Where it stands among the sentence's characters.
  let range: Range<Int>

  /// « quatre » and 4 alike.
  var count: Int? {
    if let number { return number == number.rounded() && number < 1_000_000_000 ? Int(number) : nil }
    return SaidWord.counts[key]
  }

  var isSign: Bool { text.first.map { !$0.isLetter && !$0.isNumber } ?? true }

  private static let counts: [String: Int] = [
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11,
    "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20,
  ]
}

/// What surrounds the words of a figure that was named by its key: characters that no keyboard has.
enum NamedFigure {
  static let open: Character = "\u{E000}"
  static let close: Character = "\u{E001}"
}

/// One sentence.
struct Sentence: Equatable {
  let text: String
  let words: [SaidWord]

  /// `marked`: with what surrounds named figures.
  init(_ marked: String) {
    var letters: [Character] = []
    var named: [Bool] = []
    var isNamed: Bool = false
    for letter in marked {
      switch letter {
      case NamedFigure.open: isNamed = true
      case NamedFigure.close: isNamed = false
      case "\u{A0}", "\u{202F}", "\u{2009}":
        letters.append(" ")
        named.append(isNamed)
      default:
        letters.append(letter)
        named.append(isNamed)
      }
    }
    text = String(letters)
    words = Sentence.words(letters, named)
  }

  private static func words(_ letters: [Character], _ named: [Bool]) -> [SaidWord] {
    var words: [SaidWord] = []
    var at: Int = 0
    while at < letters.count {
      let start: Int = at
      let letter: Character = letters[at]
      var number: Double?
      if letter.isWhitespace {
        at += 1
        continue
      } else if letter.isDigit {
        (number, at) = figure(letters, at)
        // « S2E2 », « 1er », « 2022.00201 » are names.
        if at < letters.count,
          letters[at].isLetter || (letters[at] == "." && at + 1 < letters.count && letters[at + 1].isDigit)
        {
          number = nil
          while at < letters.count, letters[at].isLetter || letters[at].isDigit || letters[at] == "." { at += 1 }
        }
      } else if letter.isLetter {
        while at < letters.count, letters[at].isLetter || letters[at].isDigit || isHyphen(letters, at) { at += 1 }
        // « l’action » is two words.
        if at < letters.count, letters[at] == "’" || letters[at] == "'" { at += 1 }
      } else {
        at += 1
      }
      let text = String(letters[start..<at])
      words.append(
        SaidWord(
          text: text, key: letter.isLetter ? sortKey(text) : text, number: number, isNamed: named[start],
          range: start..<at))
    }
    return words
  }

  private static func isHyphen(_ letters: [Character], _ at: Int) -> Bool {
    letters[at] == "-" && at + 1 < letters.count && letters[at + 1].isLetter
  }

  /// « 1 250 », « 31,5 », « 2.5 »: groups of three digits after a space are the same number.
  private static func figure(_ letters: [Character], _ from: Int) -> (Double?, Int) {
    var (digits, at): (String, Int) = ("", from)
    while at < letters.count, letters[at].isDigit {
      digits.append(letters[at])
      at += 1
    }
    let isGrouped: Bool = digits.count <= 3
    while isGrouped, digits.count <= 12, at + 3 < letters.count, letters[at] == " ",
      (1...3).allSatisfy({ letters[at + $0].isDigit }), at + 4 >= letters.count || !letters[at + 4].isDigit
    {
      digits.append(contentsOf: letters[(at + 1)...(at + 3)])
      at += 4
    }
    if at + 1 < letters.count, letters[at] == ",", letters[at + 1].isDigit {
      digits.append(".")
      at += 1
      while at < letters.count, letters[at].isDigit {
        digits.append(letters[at])
        at += 1
      }
    }
    return (Double(digits), at)
  }

  /// What is quoted of it around a word: the sentence, cut at words where it is long.
  func passage(around word: Int? = nil, most: Int = 240) -> String {
    guard text.count > most else { return text }
    let letters: [Character] = Array(text)
    let middle: Int = word.map { words[$0].range.lowerBound } ?? 0
    var start: Int = max(0, min(middle - most / 2, letters.count - most))
    var end: Int = min(letters.count, start + most)
    while start > 0, start < middle, !letters[start - 1].isWhitespace { start += 1 }
    while end < letters.count, end > middle, !letters[end].isWhitespace { end -= 1 }
    return (start > 0 ? "… " : "") + trim(String(letters[start..<end])) + (end < letters.count ? " …" : "")
  }

  func holds(anyOf keys: Set<String>) -> Bool { words.contains { keys.contains($0.key) } }

  /// Where these words follow each other.
  func first(of phrase: [String], from start: Int = 0) -> Int? {
    guard phrase.count <= words.count else { return nil }
    return (start..<max(start, words.count - phrase.count + 1)).first { at in
      phrase.indices.allSatisfy { words[at + $0].key == phrase[$0] }
    }
  }
}

extension Character {
  var isDigit: Bool { ("0"..."9").contains(self) }
}
