import Testing

@testable import Lab

@Suite struct TextDifferenceTests {
  /// Put together again, a difference gives both texts.
  private func rebuilt(_ difference: TextDifference) -> (before: String, after: String) {
    difference.parts.reduce(into: ("", "")) { texts, part in
      switch part {
      case .same(let text): texts = (texts.0 + text, texts.1 + text)
      case .removed(let text): texts.0 += text
      case .added(let text): texts.1 += text
      }
    }
  }

  @Test func `words that were added and removed are told from those that stayed`() {
    let difference = TextDifference(
      "Le lot est loué à une entreprise.", "Le lot est loué depuis mai à une coopérative.")
    #expect(
      difference.parts == [
        .same("Le lot est loué "), .added("depuis mai "), .same("à une "), .removed("entreprise."),
        .added("coopérative."),
      ])
  }

  @Test func `the same text has no difference, and neither have two that differ by their spaces alone`() {
    #expect(TextDifference("Un mot.\n\nDeux.", "Un mot.\n\nDeux.").isEmpty)
    #expect(TextDifference("Un mot  de plus", "Un mot de\nplus").isEmpty)
    #expect(TextDifference("", "").isEmpty)
    #expect(TextDifference("", "Du neuf").parts == [.added("Du neuf")])
    #expect(TextDifference("Du vieux", "").parts == [.removed("Du vieux")])
  }

  @Test func `whatever the texts, the difference gives both of them back`() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<300 {
      func text() -> String {
        (0..<Int.random(in: 0...14, using: &random)).map { _ in ["a", "b", "c", "d"].randomElement(using: &random)! }
          .joined(separator: " ")
      }
      let (before, after) = (text(), text())
      let again = rebuilt(TextDifference(before, after))
      #expect(again.before.split(separator: " ") == before.split(separator: " "), "\(before) | \(after)")
      #expect(again.after.split(separator: " ") == after.split(separator: " "), "\(before) | \(after)")
    }
  }

  @Test func `twenty thousand words of which a few differ are compared word by word`() {
    let words: [String] = (0..<20_000).map { "mot\($0 % 700)" }
    var changed: [String] = words
    for index in stride(from: 100, to: 20_000, by: 400) { changed[index] = "autre\(index)" }
    let difference = TextDifference(words.joined(separator: " "), changed.joined(separator: " "))
    let added: Int = difference.parts.count { if case .added = $0 { true } else { false } }
    #expect(added == 50)
  }

  @Test func `twenty thousand words that all differ are told by paragraphs, and then as a whole`() {
    func text(_ name: String, _ mark: String) -> String {
      (0..<200).map { paragraph in
        paragraph == 0
          ? "Le début reste." : (0..<100).map { "\(name)\(paragraph * 100 + $0)\(mark)" }.joined(separator: " ")
      }.joined(separator: "\n\n")
    }
    let difference = TextDifference(text("a", ""), text("b", ""))
    #expect(difference.parts.first == .same("Le début reste.\n\n"))
    #expect(difference.parts.count == 3)
    let (before, after) = (
      (0..<20_000).map { "a\($0)" }.joined(separator: "\n"), (0..<20_000).map { "b\($0)" }.joined(separator: "\n")
    )
    #expect(TextDifference(before, after).parts == [.removed(before), .added(after)])
  }
}
