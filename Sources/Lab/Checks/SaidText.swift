import Indicators
import Platform

/// A rubric as the checks read it: its figures in words, without marks.
struct SaidText {
  enum Block: Equatable {
    case heading(Sentence)
    case paragraph([Sentence])
    case list([Item])
    case table([[Sentence]])

    /// One point of a list.
    typealias Item = [Sentence]
  }

  let blocks: [Block]

  init(_ markdown: String, _ figures: [FigureMention: SpokenFigure]) {
    let marked: String = FigureTokens(markdown).parts.reduce(into: "") { text, part in
      switch part {
      case .text(let words): text += words
      case .unknown: text += "\(NamedFigure.open)…\(NamedFigure.close)"
      case .figure(let mention):
        text += "\(NamedFigure.open)\(figures[mention]?.words(.fr) ?? "…")\(NamedFigure.close)"
      }
    }
    var blocks: [Block] = []
    var lines: [Substring] = []
    func flush() {
      if let block = SaidText.block(lines) { blocks.append(block) }
      lines = []
    }
    for line in marked.split(separator: "\n", omittingEmptySubsequences: false) {
      let kind: LineKind = LineKind(line)
      if kind == .blank || kind == .heading {
        flush()
        if kind == .heading { blocks.append(.heading(Sentence(SaidText.plain(line.drop { $0 == "#" })))) }
        continue
      }
      // What follows a point without an empty line goes on with it.
      let isOther: Bool = lines.last.map { LineKind($0) == .table } ?? false
      if !lines.isEmpty, isOther != (kind == .table) { flush() }
      if kind == .point, let first = lines.first, LineKind(first) == .text { flush() }
      lines.append(line)
    }
    flush()
    self.blocks = blocks
  }

  /// Every sentence outside of tables, in order.
  var sentences: [Sentence] {
    blocks.flatMap { (block: Block) -> [Sentence] in
      switch block {
      case .heading(let sentence): [sentence]
      case .paragraph(let sentences): sentences
      case .list(let items): items.flatMap { $0 }
      case .table: []
      }
    }
  }

  private enum LineKind {
    case blank, heading, point, table, text

    init(_ line: Substring) {
      let line: Substring = line.drop { $0 == " " || $0 == "\t" }
      if line.isEmpty || line.allSatisfy({ $0.isWhitespace }) {
        self = .blank
      } else if line.hasPrefix("#") {
        self = .heading
      } else if line.hasPrefix("|") {
        self = .table
      } else {
        self = SaidText.afterMark(line) == nil ? .text : .point
      }
    }
  }

  /// What follows « - » or « 1. ».
  private static func afterMark(_ line: Substring) -> Substring? {
    let line: Substring = line.drop { $0 == " " || $0 == "\t" }
    for mark in ["- ", "* ", "+ ", "• "] where line.hasPrefix(mark) { return line.dropFirst(2) }
    let digits: Substring = line.prefix { $0.isDigit }
    guard (1...3).contains(digits.count) else { return nil }
    let rest: Substring = line.dropFirst(digits.count)
    guard let mark = rest.first, mark == "." || mark == ")", rest.dropFirst().first == " " else { return nil }
    return rest.dropFirst(2)
  }

  private static func block(_ lines: [Substring]) -> Block? {
    guard let first = lines.first else { return nil }
    switch LineKind(first) {
    case .table:
      let rows: [[Sentence]] = lines.compactMap { line in
        let cells: [String] = trim(String(line)).split(separator: "|", omittingEmptySubsequences: false)
          .map { trim(String($0)) }
        let inner: ArraySlice<String> = cells.dropFirst().dropLast(line.hasSuffix("|") ? 1 : 0)
        guard !inner.allSatisfy({ $0.allSatisfy { "-: ".contains($0) } }) else { return nil }
        return inner.map { Sentence(plain($0[...])) }
      }
      return .table(rows)
    case .point:
      var items: [String] = []
      for line in lines {
        if let rest = afterMark(line) {
          // A point under a point belongs to it.
          if line.hasPrefix("  "), !items.isEmpty {
            items[items.count - 1] += " ; \(rest)"
          } else {
            items.append(String(rest))
          }
        } else {
          items[items.count - 1] += " \(trim(String(line)))"
        }
      }
      return .list(items.map { split(plain($0[...])) })
    default:
      return .paragraph(split(plain(lines.map { trim(String($0)) }.joined(separator: " ")[...])))
    }
  }

  /// Without the marks of Markdown: links keep their words.
  static func plain(_ text: Substring) -> String {
    var plain: String = ""
    var rest: Substring = text.drop { $0 == " " || $0 == "#" }
    while let letter = rest.first {
      if letter == "\\", rest.count > 1 {
        plain.append(rest[rest.index(after: rest.startIndex)])
        rest = rest.dropFirst(2)
      } else if letter == "]", rest.dropFirst().first == "(", let end = rest.firstIndex(of: ")") {
        rest = rest[rest.index(after: end)...]
      } else {
        if !"*`[]".contains(letter) { plain.append(letter) }
        rest = rest.dropFirst()
      }
    }
    return trim(plain)
  }

  /// At full stops that end something: not after « M. », « n° 3 » or a single letter.
  private static func split(_ text: String) -> [Sentence] {
    let letters: [Character] = Array(text)
    var (sentences, start): ([Sentence], Int) = ([], 0)
    for (at, letter) in letters.enumerated() where ".!?…".contains(letter) {
      let next: Int = at + 1
      guard next < letters.count, letters[next].isWhitespace else { continue }
      let follower: Character? = letters[next...].first { !$0.isWhitespace }
      guard let follower, follower.isUppercase || follower.isDigit || "«“({\u{E000}".contains(follower) else {
        continue
      }
      let before: [Character] = Array(letters[start..<at].reversed().prefix { $0.isLetter })
      if letter == ".",
        before.count == 1 || ["art", "cf", "mme", "env"].contains(String(before.reversed()).lowercased())
      {
        continue
      }
      sentences.append(Sentence(trim(String(letters[start...at]))))
      start = next
    }
    let last: String = trim(String(letters[start...]))
    if !last.isEmpty { sentences.append(Sentence(last)) }
    return sentences
  }
}
