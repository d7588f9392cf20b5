import Indicators
import Platform

extension CheckedSheet {
  /// « plus de 570 » beside a figure that is 570, « plus de » before one that is exact.
  var qualifiers: [Finding] {
    told.flatMap { rubric, text in
      text.sentences.flatMap { sentence in
        Qualified.all(in: sentence).compactMap { qualified in
          qualified.fault(in: sentence).map {
            Finding(.qualifier, rubric, sentence.passage(around: qualified.word), $0)
          }
        }
          + Qualified.saidTwice(in: sentence).map { at in
            Finding(.qualifier, rubric, sentence.passage(around: at), .saidTwice)
          }
      }
    }
  }
}

/// « plus de 570 », « près de {{chiffre:acteurs}} »
struct Qualified: Equatable {
  enum Way { case more, nearly, less }

  let way: Way
  let number: Double
  /// Where its number stands.
  let word: Int
  /// The number itself is a figure named by its key.
  let isNamed: Bool
  /// The words « plus de » are the figure's own.
  let isOwn: Bool

  static func all(in sentence: Sentence) -> [Qualified] {
    let words: [SaidWord] = sentence.words
    return words.indices.compactMap { at in
      guard at >= 2, ["de", "d"].contains(words[at - 1].key), let number = words[at].number else { return nil }
      let way: Way? =
        switch words[at - 2].key {
        case "plus": .more
        case "pres": .nearly
        case "moins": .less
        default: nil
        }
      guard let way else { return nil }
      return Qualified(
        way: way, number: number, word: at, isNamed: words[at].isNamed, isOwn: words[at - 1].isNamed)
    }
  }

  /// « plus de {{chiffre:x}} » where the figure reads « plus de 570 » already.
  static func saidTwice(in sentence: Sentence) -> [Int] {
    let words: [SaidWord] = sentence.words
    return words.indices.filter { at in
      at >= 2 && words[at].isNamed && !words[at - 1].isNamed && ["de", "d"].contains(words[at - 1].key)
        && ["plus", "pres", "moins"].contains(words[at - 2].key)
        && ["plus", "pres", "moins", "environ"].contains(words[at].key)
    }
  }

  func fault(in sentence: Sentence) -> Text? {
    if isOwn { return nil }
    if isNamed { return .exactFigure(way) }
    guard let exact = named(near: sentence.words) else { return nil }
    let holds: Bool =
      switch way {
      case .more: exact > number
      case .less: exact < number
      // A tenth under it at most, and never reached.
      case .nearly: exact < number && exact >= number * 0.9
      }
    return holds ? nil : .figureIs(exact)
  }

  /// The figure that the sentence names right after it, as its proof: « (571) », « : 571 », « , soit 571 ».
  private func named(near words: [SaidWord]) -> Double? {
    guard
      let at = words.indices.first(where: { at in
        at > word && at <= word + 8 && words[at].isNamed && words[at].number != nil
      })
    else { return nil }
    // Where the figure's own words begin.
    var start: Int = at
    while start > 0, words[start - 1].isNamed { start -= 1 }
    guard start == at, start > 0, ["(", ":", "soit", "exactement", "—", "–"].contains(words[start - 1].key) else {
      return nil
    }
    return words[at].number
  }
}

extension Text {
  fileprivate static func exactFigure(_ way: Qualified.Way) -> Text {
    switch way {
    case .more:
      Text(
        fr: "Le chiffre nommé est exact : il n’est pas « plus de » lui-même.",
        en: "The figure named is exact: it is not “more than” itself.")
    case .nearly:
      Text(
        fr: "Le chiffre nommé est exact : il n’est pas « près de » lui-même.",
        en: "The figure named is exact: it is not “nearly” itself.")
    case .less:
      Text(
        fr: "Le chiffre nommé est exact : il n’est pas « moins de » lui-même.",
        en: "The figure named is exact: it is not “less than” itself.")
    }
  }

  fileprivate static let saidTwice = Text(
    fr: "Le chiffre nommé le dit déjà.", en: "The figure named says so already.")

  fileprivate static func figureIs(_ exact: Double) -> Text {
    Text { language in
      let exact: String = language.decimal(exact)
      return Text(
        fr: "Le chiffre nommé à côté est \(exact) : les deux ne s’accordent pas.",
        en: "The figure named beside it is \(exact): the two do not agree.")(language)
    }
  }
}
