import Indicators
import Platform

/// A text in which figures stand by their keys: `{{chiffre:effectif}}`, `{{indicateur:taux-occupation}}`.
struct FigureTokens {
  /// What stands between, and what is named there.
  enum Part: Equatable {
    case text(Substring)
    case figure(FigureMention)
    /// Braces that name nothing we know.
    case unknown(Substring)
  }

  let parts: [Part]

  init(_ text: String) {
    var parts: [Part] = []
    var rest: Substring = text[...]
    while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
      // Braces that open again before they close began nothing.
      let inside: Substring = rest[open.upperBound..<close.lowerBound]
      if let again = inside.ranges(of: "{{").last {
        parts.append(.text(rest[..<again.lowerBound]))
        rest = rest[again.lowerBound...]
        continue
      }
      if open.lowerBound > rest.startIndex { parts.append(.text(rest[..<open.lowerBound])) }
      parts.append(FigureTokens.mention(inside).map { .figure($0) } ?? .unknown(inside))
      rest = rest[close.upperBound...]
    }
    if !rest.isEmpty { parts.append(.text(rest)) }
    self.parts = parts
  }

  private static func mention(_ inside: Substring) -> FigureMention? {
    guard let colon = inside.firstIndex(of: ":"), inside.count <= 140 else { return nil }
    let name: String = trim(String(inside[..<colon])).lowercased()
    let key: String = trim(String(inside[inside.index(after: colon)...]))
    guard let kind = FigureMention.Kind(rawValue: name),
      !key.isEmpty,
      key.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2E })
    else { return nil }
    return FigureMention(kind, key)
  }

  var mentions: Set<FigureMention> {
    Set(parts.compactMap { if case .figure(let mention) = $0 { mention } else { nil } })
  }

  /// As Markdown, each figure in its words and leading to where it is explained.
  func markdown(
    _ figures: [FigureMention: SpokenFigure], _ language: Language, at place: String = "#"
  ) -> String {
    parts.reduce(into: "") { markdown, part in
      switch part {
      case .text(let text): markdown += text
      case .unknown(let inside): markdown += "{{\(inside)}}"
      case .figure(let mention):
        guard let figure = figures[mention] else {
          markdown += "{{\(mention.kind.rawValue):\(mention.key)}}"
          return
        }
        markdown += "[\(FigureTokens.escaped(figure.words(language)))](\(place)\(mention.anchor))"
      }
    }
  }

  /// Without any marks, for who searches and compares.
  func plain(_ figures: [FigureMention: SpokenFigure], _ language: Language) -> String {
    parts.reduce(into: "") { text, part in
      switch part {
      case .text(let words), .unknown(let words): text += words
      case .figure(let mention): text += figures[mention]?.words(language) ?? "…"
      }
    }
  }

  /// What Markdown would take for a mark.
  private static func escaped(_ words: String) -> String {
    words.reduce(into: "") { escaped, letter in
      if "\\`*_[]<>#!|~".contains(letter) { escaped.append("\\") }
      escaped.append(letter)
    }
  }
}

extension FigureMention {
  var anchor: String { "\(kind.rawValue)-\(key.replacing(".", with: "-"))" }
}

extension SheetContent {
  /// Every figure that it names.
  var mentions: Set<FigureMention> {
    rubrics.reduce(into: []) { $0.formUnion(FigureTokens($1.text).mentions) }
  }
}
