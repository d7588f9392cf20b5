import HTTP
import SQL
import Testing

@testable import Platform

/// A field that may have several values.
@Suite struct SeveralFieldTests {
  private let field = Field.several(
    "axes", Text(fr: "Axes", en: "Axes"),
    among: [("a", Text(fr: "Un", en: "One")), ("b", Text(fr: "Deux", en: "Two"))])

  private func read(_ query: String) throws -> [String] {
    let typed = Typed(try FormPairs(urlEncoded: Array(query.utf8)), for: [field])
    return try FormReader.values([field], typed, on: nil)[field]
  }

  private func read(json: String) throws -> [String] {
    let typed: Typed = try FormReader.typed([field], try JSON(Array(json.utf8)))
    return try FormReader.values([field], typed, on: nil)[field]
  }

  @Test func `what is ticked is read in the order it was sent, each once`() throws {
    #expect(try read("axes=b&axes=a&axes=b&axes=") == ["b", "a"])
    #expect(try read("") == [])
    #expect(throws: Refusal.self) { try read("axes=a&axes=c") }
    // Two lines in one value are two values, and each has to be a choice.
    #expect(throws: Refusal.self) { try read("axes=a%0Ac") }
  }

  @Test func `JSON gives an array of strings and nothing else`() throws {
    #expect(try read(json: #"{"axes":["a","b"]}"#) == ["a", "b"])
    #expect(try read(json: #"{"axes":null}"#) == [] && read(json: #"{"axes":[]}"#) == [] && read(json: "{}") == [])
    for json in [#"{"axes":"a"}"#, #"{"axes":[1]}"#, #"{"axes":["c"]}"#, #"{"axes":{"a":true}}"#] {
      #expect(throws: Refusal.self, "\(json)") { try read(json: json) }
    }
  }

  @Test func `a value that was kept is shown again`() {
    var typed = Typed()
    typed.set(field, ["b", "a"])
    #expect(SeveralValues.of(typed["axes"]) == ["b", "a"])
    typed.set(field, [])
    #expect(typed["axes"] == nil)
  }

  @Test func `a part of a post has two decimals at most and an address answers over https`() throws {
    let (part, address) = (
      Field<Int>.decimal("p", Text(name: "p"), most: 10_000), Field.webAddress("w", Text(name: "w"))
    )
    func reading(_ field: any FormField, _ text: String) -> Bool {
      var typed = Typed()
      typed[field.key] = text
      if case .value = field.reading(typed) { return true }
      return false
    }
    for text in ["0,5", "1.25", "100"] { #expect(reading(part, text), "\(text)") }
    for text in ["0", "-1", "0,125", "100,01", "abc"] { #expect(!reading(part, text), "\(text)") }
    #expect(reading(address, "https://exemple.fr/guide.pdf"))
    for text in ["http://exemple.fr", "//exemple.fr", "https://", "data:x", "https://a@b.fr"] {
      #expect(!reading(address, text), "\(text)")
    }
  }
}
