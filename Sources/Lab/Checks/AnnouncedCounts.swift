import Platform

extension CheckedSheet {
  /// « quatre axes : », then three.
  var announcedCounts: [Finding] {
    told.flatMap { rubric, text -> [Finding] in
      let inLists: [Finding] = zip(text.blocks, text.blocks.dropFirst()).compactMap { before, after in
        guard case .paragraph(let sentences) = before, let sentence = sentences.last, sentence.words.last?.text == ":",
          let announced = Announced.before(sentence.words.count - 1, in: sentence)
        else { return nil }
        let count: Int
        switch after {
        case .list(let items): count = items.count
        case .table(let rows): count = rows.count - 1
        case .heading, .paragraph: return nil
        }
        // « en quatre axes : » may stand over a table with a line for the total.
        guard count != announced.count, !(isTotalled(after) && count - 1 == announced.count) else { return nil }
        return Finding(.announced, rubric, sentence.passage(around: announced.word), .counts(announced.count, count))
      }
      let inSentences: [Finding] = text.sentences.compactMap { sentence in
        guard let colon = sentence.words.firstIndex(where: { $0.text == ":" }), colon + 1 < sentence.words.count,
          let announced = Announced.before(colon, in: sentence),
          let count = Enumeration(sentence.words[(colon + 1)...]).disagreeing(with: announced.count)
        else { return nil }
        return Finding(.announced, rubric, sentence.passage(around: announced.word), .counts(announced.count, count))
      }
      return inLists + inSentences
    }
  }

  private func isTotalled(_ block: SaidText.Block) -> Bool {
    guard case .table(let rows) = block else { return false }
    return rows.last?.first?.words.first?.key == "total"
  }
}

/// A small number of things, just before what lists them.
struct Announced {
  let count: Int
  let word: Int

  /// The only number of its clause that counts a plural: « les 5 thèmes », « trois grands outils ».
  static func before(_ end: Int, in sentence: Sentence) -> Announced? {
    let words: [SaidWord] = sentence.words
    let start: Int = words[..<end].lastIndex { [",", ";", "."].contains($0.text) }.map { $0 + 1 } ?? 0
    let found: [Int] = (start..<end).filter { at in
      guard let count = words[at].count, (2...20).contains(count), at + 1 < end else { return false }
      return isCounted(words, at, end)
    }
    // Where there are several, nobody but a reader knows which is listed.
    guard found.count == 1, let at = found.first, let count = words[at].count else { return nil }
    // « de deux à cinq », « plus de dix », « une fois sur deux »: no count of what follows.
    let vague: Set<String> = [
      "de", "sur", "ou", "entre", "par", "environ", "plus", "toutes", "pres", "ces", "leurs", "tous",
    ]
    guard at == 0 || !(vague.contains(words[at - 1].key) || words[at - 1].text == "à") else { return nil }
    return Announced(count: count, word: at)
  }

  private static func isCounted(_ words: [SaidWord], _ at: Int, _ end: Int) -> Bool {
    // An adjective may come first; a thing that is counted is plural and said at once.
    guard let noun = words[(at + 1)..<end].prefix(2).first(where: { $0.key.hasSuffix("s") || $0.key.hasSuffix("x") })
    else { return false }
    let isTime: Bool = times.contains(noun.key) || SaidDate.months.contains(noun.key)
    return noun.text.first?.isLowercase == true && !isTime
  }

  private static let times: Set<String> = [
    "ans", "annees", "mois", "jours", "heures", "semaines", "fois", "minutes", "euros", "millions", "milliards", "dans",
    "points", "habitants", "salaries", "personnes", "entreprises", "emplois", "visiteurs", "candidats", "postes",
  ]
}

/// What a sentence lists after its colon.
struct Enumeration {
  private let parts: [[SaidWord]]
  private let isBySemicolons: Bool

  init(_ words: ArraySlice<SaidWord>) {
    var depth: Int = 0
    let open: [SaidWord] = words.filter { word in
      if word.text == "(" { depth += 1 }
      defer { if word.text == ")" { depth -= 1 } }
      return depth == 0
    }
    isBySemicolons = open.contains { $0.text == ";" }
    let ends: Set<String> = isBySemicolons ? [";"] : [","]
    parts = open.split { ends.contains($0.text) }.map { $0.filter { !$0.isSign } }.filter { !$0.isEmpty }
  }

  /// How many it lists, where that cannot be the number announced.
  func disagreeing(with announced: Int) -> Int? {
    // One part is a sentence that explains, not a list.
    guard parts.count > 1 || joins(parts.first ?? []) > 0 else { return nil }
    if isBySemicolons { return parts.count == announced ? nil : parts.count }
    // « a, b et c » are three, « les rues et places, les halles » may be two or three.
    let last: Int = joins(parts.last ?? []) > 0 ? 1 : 0
    let all: Int = parts.count + parts.reduce(0) { $0 + joins($1) }
    if all < announced { return parts.allSatisfy { $0.count <= 8 } ? all : nil }
    let listed: Int = parts.count + last
    // More than was announced, and so short that a comma can only part one from the next.
    return listed > announced && last == 1 && (parts.last?.count ?? 0) <= 9
      && parts.dropLast().allSatisfy { $0.count <= 4 }
      ? listed : nil
  }

  private func joins(_ part: [SaidWord]) -> Int {
    part.dropFirst().dropLast().count { $0.key == "et" || $0.key == "ou" || $0.key == "puis" }
  }
}

extension Text {
  fileprivate static func counts(_ announced: Int, _ found: Int) -> Text {
    Text(
      fr: "\(announced) sont annoncés, \(found) suivent.", en: "\(announced) are announced, \(found) follow.")
  }
}
