import Indicators
import Testing

@testable import Lab

struct FigureTokenTests {
  @Test
  func `a text names figures by their keys, and what names none stays as it was typed`() {
    let tokens = FigureTokens(
      "Il y a {{chiffre:jobs}} et { {x} {{ indicateur : taux }} ; {{autre:y}} {{chiffre:É}} {{{{chiffre:a}}")
    #expect(
      tokens.mentions == [
        FigureMention(.published, "jobs"), FigureMention(.live, "taux"), FigureMention(.published, "a"),
      ])
    #expect(tokens.parts.contains(.unknown("autre:y")))
    #expect(tokens.parts.contains(.unknown("chiffre:É")))
    #expect(FigureTokens("sans rien }} {{").parts == [.text("sans rien }} {{")])
  }
}
