import Platform

/// What a word processor's document says, in its order: as much of it as a sheet can say.
struct ArrivedText: Sendable {
  enum Block: Sendable, Equatable {
    /// From 1, the most general.
    case heading(level: Int, String)
    case paragraph(String)
    case item(String, depth: Int, isNumbered: Bool)
    case table([[String]])
  }

  private(set) var blocks: [Block] = []
  /// What is left out and said: pictures, notes at the foot of pages.
  private(set) var pictures: Int = 0
  private(set) var notes: Int = 0

  init() {}

  /// Reads a file to its end, or says why it cannot.
  init(_ bytes: [UInt8]) throws(TemplateFault) {
    guard bytes.count <= OfficeFile.mostBytes else { throw .tooLarge }
    let file = try OfficeFile(unpacking: bytes)
    switch try file.format() {
    case .docx: self = try DocxReader.read(file)
    case .odt: self = try OdtReader.read(file)
    }
  }

  mutating func add(_ block: Block) {
    switch block {
    case .heading(_, let text), .paragraph(let text), .item(let text, _, _): if text.isEmpty { return }
    case .table(let rows): if rows.allSatisfy({ $0.allSatisfy(\.isEmpty) }) { return }
    }
    blocks.append(block)
  }

  mutating func leavesOutPicture() { pictures += 1 }
  mutating func leavesOutNote() { notes += 1 }

  /// As Markdown; headings inside stand under the rubric's own.
  static func markdown(_ blocks: ArraySlice<Block>) -> String {
    var text: String = ""
    var isList: Bool = false
    for block in blocks {
      let wasList: Bool = isList
      isList = false
      switch block {
      case .heading(_, let words): text += "\n\n### \(words)"
      case .paragraph(let words): text += "\n\n\(words)"
      case .item(let words, let depth, let isNumbered):
        isList = true
        let indent = String(repeating: "    ", count: min(depth, 3))
        text += (wasList ? "\n" : "\n\n") + indent + (isNumbered ? "1. " : "- ") + words
      case .table(let rows):
        let width: Int = rows.map(\.count).max() ?? 0
        for (index, row) in rows.enumerated() {
          let cells: [String] = row + Array(repeating: "", count: width - row.count)
          text += (index == 0 ? "\n\n" : "\n") + "| " + cells.joined(separator: " | ") + " |"
          if index == 0 { text += "\n|" + String(repeating: " --- |", count: width) }
        }
      }
    }
    return trim(text)
  }
}

/// The words of one paragraph being put together, with what is bold, slanted or leads somewhere.
struct ArrivedWords {
  private struct Run {
    var text: String
    let isBold: Bool
    let isItalic: Bool
    let address: String?
  }

  private var runs: [Run] = []

  mutating func add(_ text: String, isBold: Bool = false, isItalic: Bool = false, address: String? = nil) {
    guard !text.isEmpty else { return }
    if let last = runs.last, last.isBold == isBold, last.isItalic == isItalic, last.address == address {
      runs[runs.count - 1].text += text
    } else {
      runs.append(Run(text: text, isBold: isBold, isItalic: isItalic, address: address))
    }
  }

  /// Without any marks.
  var plain: String {
    runs.map(\.text).joined().split { $0.isWhitespace }.joined(separator: " ")
  }

  /// All of it is bold: a heading, to who knows no styles.
  var isAllBold: Bool {
    let said: [Run] = runs.filter { !$0.text.allSatisfy(\.isWhitespace) }
    return !said.isEmpty && said.allSatisfy(\.isBold)
  }

  /// In a cell nothing may break the line.
  func markdown(isCell: Bool = false) -> String {
    let written: String = runs.reduce(into: "") { text, run in text += ArrivedWords.written(run) }
    let line: String = written.split { $0 == "\n" || $0 == "\t" || $0 == " " }.joined(separator: " ")
    return isCell ? line : ArrivedWords.unmarkedStart(line)
  }

  private static func written(_ run: Run) -> String {
    let inner: String = trim(run.text)
    guard !inner.isEmpty else { return " " }
    let before: String = run.text.first?.isWhitespace == true ? " " : ""
    let after: String = run.text.last?.isWhitespace == true ? " " : ""
    var text: String = escaped(inner)
    if let address = run.address.flatMap({ ArrivedWords.address($0) }) { text = "[\(text)](\(address))" }
    if run.isItalic { text = "*\(text)*" }
    if run.isBold { text = "**\(text)**" }
    return before + text + after
  }

  /// Only what a reader may follow; the words stay in any case.
  private static func address(_ typed: String) -> String? {
    let small: String = typed.lowercased()
    guard small.hasPrefix("http://") || small.hasPrefix("https://") || small.hasPrefix("mailto:"),
      typed.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
    else { return nil }
    return typed.replacing(" ", with: "%20").replacing("(", with: "%28").replacing(")", with: "%29")
      .replacing("<", with: "%3C").replacing(">", with: "%3E")
  }

  /// What Markdown would take for a mark.
  private static func escaped(_ words: String) -> String {
    words.reduce(into: "") { escaped, letter in
      if "\\`*_[]<>|~".contains(letter) { escaped.append("\\") }
      escaped.append(letter)
    }
  }

  /// A line that begins like a list or a heading, and is neither.
  private static func unmarkedStart(_ line: String) -> String {
    guard let first = line.first else { return line }
    if "#+-=>".contains(first) { return "\\" + line }
    let digits: Substring = line.prefix { $0.isDigit }
    let rest: Substring = line.dropFirst(digits.count)
    guard !digits.isEmpty, let mark = rest.first, mark == "." || mark == ")" else { return line }
    return "\(digits)\\\(rest)"
  }
}
