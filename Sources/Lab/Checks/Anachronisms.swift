import Indicators
import Platform
import SQL

extension CheckedSheet {
  /// What is told before it happened.
  var anachronisms: [Finding] { afterUpdate + beforeStart + beforeCreation }

  /// A day later than « mise à jour le », told in the past or counted already.
  private var afterUpdate: [Finding] {
    let told: [Finding] = self.told.filter { $0.rubric != .next }.flatMap { rubric, text in
      text.sentences.compactMap { sentence -> Finding? in
        guard sentence.isToldInPast else { return nil }
        // What the public reads of a figure is dated by the figure itself, below.
        let late: SaidDate? = SaidDate.all(in: sentence).first { date in
          date.first > content.updated && !sentence.words[date.words.lowerBound].isNamed
        }
        return late.map {
          Finding(.anachronism, rubric, sentence.passage(around: $0.words.lowerBound), .laterThan(content.updated))
        }
      }
    }
    let counted: [Finding] = content.mentions.sorted { $0.key < $1.key }.compactMap { mention in
      guard let figure = figures[mention], figure.document != nil, let day = figure.day, isLater(day),
        let rubric = rubric(naming: mention), rubric != .notes, !isForeseen(mention)
      else { return nil }
      return Finding(
        .anachronism, rubric, "\(figure.label(.fr)) : \(figure.words(.fr))", .countedAfter(day, content.updated))
    }
    return told + counted
  }

  /// A year that a document names is kept as its last day: it is not later than a day of that year.
  private func isLater(_ day: Day) -> Bool {
    day > content.updated && day != Day(content.updated.year, 12, 31)
  }

  /// Whether the sentence that names a figure speaks of what is to come.
  private func isForeseen(_ mention: FigureMention) -> Bool {
    guard let words = figures[mention]?.words(.fr) else { return false }
    let shown: String = Sentence(words).text
    return told.contains { _, text in
      text.sentences.contains { $0.text.contains(shown) && $0.words.contains(where: \.isNamed) && $0.isForecast }
    }
  }

  /// Results older than what they are the results of.
  private var beforeStart: [Finding] {
    guard let since = content.since else { return [] }
    return told.filter { $0.rubric == .effect || $0.rubric == .done }.flatMap { rubric, text in
      text.sentences.compactMap { sentence -> Finding? in
        guard sentence.isToldInPast, sentence.words.contains(where: { $0.number != nil && SaidDate.year($0) == nil }),
          let early = SaidDate.all(in: sentence).first(where: { $0.last.year < since })
        else { return nil }
        return Finding(
          .anachronism, rubric, sentence.passage(around: early.words.lowerBound), .olderThanStart(since))
      }
    }
  }

  /// « dès 2005 par la Maison de l’emploi », which was created in 2008; an owner younger than what it runs.
  private var beforeCreation: [Finding] {
    let told: [(rubric: RubricKind, sentence: Sentence)] = told.flatMap { rubric, text in
      text.sentences.map { (rubric, $0) }
    }
    let creations: [Creation] = told.flatMap { Creation.all(in: $0.sentence, $0.rubric) }
    let owner: [String] = Creation.name(content.owner)
    return creations.compactMap { creation in
      if let since = content.since, since < creation.year, !owner.isEmpty, creation.isOf(owner) {
        return Finding(
          .anachronism, creation.rubric, creation.sentence.passage(around: creation.verb),
          .ownerIsYounger(since, creation.year))
      }
      guard let early = told.first(where: { $0.sentence.credits(creation.body, before: creation.year) }) else {
        return nil
      }
      return Finding(.anachronism, early.rubric, early.sentence.passage(), .actedBeforeItExisted(creation.year))
    }
  }
}

/// That a body was created, and when.
struct Creation {
  let rubric: RubricKind
  let sentence: Sentence
  /// Its name, word by word.
  let body: [String]
  let verb: Int
  let year: Int

  static func all(in sentence: Sentence, _ rubric: RubricKind) -> [Creation] {
    let words: [SaidWord] = sentence.words
    return words.indices.compactMap { at in
      let isBirth: Bool =
        births.contains(words[at].text.lowercased()) && !(at > 0 && makers.contains(words[at - 1].key))
      let isExistence: Bool = words[at].key == "existe" && at + 1 < words.count && words[at + 1].key == "depuis"
      guard isBirth || isExistence else { return nil }
      guard
        let date = SaidDate.all(in: sentence).first(where: { $0.words.lowerBound > at && $0.words.lowerBound < at + 6 })
      else { return nil }
      let body: [String] = body(words[..<at])
      return body.isEmpty
        ? nil : Creation(rubric: rubric, sentence: sentence, body: body, verb: at, year: date.first.year)
    }
  }

  /// The nearest name before the verb, from its capital letter on.
  private static func body(_ words: ArraySlice<SaidWord>) -> [String] {
    let near: ArraySlice<SaidWord> = words.suffix(12)
    guard
      let start = near.lastIndex(where: { word in
        word.text.first?.isUppercase == true && !articles.contains(word.key)
      })
    else { return [] }
    var first: Int = start
    while first > near.startIndex, near[first - 1].text.first?.isUppercase == true,
      !articles.contains(near[first - 1].key)
    {
      first -= 1
    }
    let name: ArraySlice<SaidWord> = near[first...].prefix { !$0.isSign && !ends.contains($0.key) }
    return name.map(\.key)
  }

  func isOf(_ owner: [String]) -> Bool {
    body.count >= owner.count && Array(body.prefix(owner.count)) == owner
  }

  /// « Plaine Commune (mission Charte) » is Plaine Commune.
  static func name(_ text: String) -> [String] {
    Sentence(String(text.prefix { $0 != "(" && $0 != "," && $0 != ";" })).words.map(\.key).drop {
      articles.contains($0)
    }
    .map { $0 }
  }

  private static let births: Set<String> = [
    "créé", "créée", "créés", "créées", "né", "née", "nés", "nées", "fondé", "fondée", "fondés", "fondées",
    "constituée",
    "constitué",
  ]
  /// « La Métro a créé … » makes something else.
  private static let makers: Set<String> = ["a", "ont", "avait", "avaient", "ayant"]
  private static let articles: Set<String> = [
    "l", "la", "le", "les", "un", "une", "des", "du", "de", "d", "en", "au", "cette", "ce",
  ]
  private static let ends: Set<String> = [
    "y", "qui", "a", "est", "n", "fut", "ont", "sont", "etait", "existe", "avait", "ete", "par", "avec", "dont",
  ]
}

extension Sentence {
  /// « dès 2005 par la Maison de l’emploi »
  fileprivate func credits(_ body: [String], before year: Int) -> Bool {
    let starts: Set<String> = ["des", "depuis", "en"]
    guard
      SaidDate.all(in: self).contains(where: { date in
        date.last.year < year && date.words.lowerBound > 0 && starts.contains(words[date.words.lowerBound - 1].key)
      }), let at = first(of: body)
    else { return false }
    return words[max(0, at - 3)..<at].contains { ["par", "avec"].contains($0.key) }
  }

  /// Whether what it tells has happened.
  var isToldInPast: Bool {
    guard !isForecast else { return false }
    let past: Set<String> = ["etait", "etaient", "fut", "furent", "avait", "avaient"]
    if holds(anyOf: past) { return true }
    let helpers: Set<String> = ["a", "ont", "est", "sont"]
    return words.indices.contains { at in
      guard helpers.contains(words[at].key), words[at].text.lowercased() != "à" else { return false }
      return words[(at + 1)..<min(words.count, at + 4)].contains { $0.isParticiple }
    }
  }

  /// Whether it speaks of what is to come.
  var isForecast: Bool {
    holds(anyOf: Sentence.coming) || first(of: ["d", "ici"]) != nil
      || words.contains { word in
        word.key.count > 4
          && ["era", "eront", "ira", "iront", "dra", "dront", "tra"].contains { word.key.hasSuffix($0) }
      }
  }

  private static let coming: Set<String> = [
    "doit", "doivent", "prevu", "prevue", "prevus", "prevues", "prevoit", "attend", "attendu", "attendue", "attendus",
    "attendues", "annonce", "annoncee", "annonces", "objectif", "cible", "vise", "visee",
    "sera", "seront", "aura", "auront", "jusqu", "espere", "envisage", "horizon", "pourrait", "devrait",
  ]
}

extension SaidWord {
  fileprivate var isParticiple: Bool {
    guard text.first?.isLowercase == true, text.count > 2 else { return false }
    let endings: [String] = [
      "é", "ée", "és", "ées", "u", "ue", "us", "ues", "i", "ie", "is", "ies", "it", "ite", "ert", "erte",
    ]
    return endings.contains { text.hasSuffix($0) }
      && !["plus", "puis", "depuis", "ainsi", "aussi", "jamais", "mais", "lui", "dans", "sous"].contains(key)
  }
}

extension Text {
  fileprivate static func laterThan(_ updated: Day) -> Text {
    Text { language in
      let day: String = language.long(updated)
      return Text(
        fr: "C’est raconté au passé, mais la fiche se dit à jour au \(day).",
        en: "This is told in the past, but the sheet says it is up to date as of \(day).")(language)
    }
  }

  fileprivate static func countedAfter(_ counted: Day, _ updated: Day) -> Text {
    Text { language in
      let (counted, updated) = (language.long(counted), language.long(updated))
      return Text(
        fr: "Ce chiffre est daté du \(counted), après la mise à jour de la fiche (\(updated)).",
        en: "This figure is dated \(counted), after the sheet was updated (\(updated)).")(language)
    }
  }

  fileprivate static func olderThanStart(_ since: Int) -> Text {
    Text(
      fr: "Un résultat plus ancien que l’action : la fiche la fait commencer en \(since).",
      en: "A result older than what it comes from: the sheet has it begin in \(since).")
  }

  fileprivate static func ownerIsYounger(_ since: Int, _ created: Int) -> Text {
    Text(
      fr: "L’action commence en \(since), mais celui qui la porte n’existe que depuis \(created).",
      en: "It begins in \(since), but who runs it has existed only since \(created).")
  }

  fileprivate static func actedBeforeItExisted(_ created: Int) -> Text {
    Text(
      fr: "Ailleurs dans la fiche, cet organisme n’est créé qu’en \(created).",
      en: "Elsewhere in the sheet this body is created only in \(created).")
  }
}
