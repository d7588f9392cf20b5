import HTTP
import Testing

@Suite struct ParsingTests {
  private func form(_ text: String) throws -> FormPairs { try FormPairs(urlEncoded: Array(text.utf8)) }

  @Test func `a form is read with its accents, its spaces and its repeated names`() throws {
    let pairs: FormPairs = try form("nom=L%E2%80%99%C5%92uvre+commune&x=1&x=2&vide=&seul&&y=a%26b%3Dc")
    #expect(pairs["nom"] == "L’Œuvre commune")
    #expect(pairs.all("x") == ["1", "2"])
    #expect(pairs["vide"] == "")
    #expect(pairs["seul"] == "")
    #expect(pairs["y"] == "a&b=c")
  }

  @Test(
    arguments: [
      ("a=%", InputFault(.escape, field: "a")), ("a=%4", InputFault(.escape, field: "a")),
      ("a=%zz", InputFault(.escape, field: "a")), ("a=%00", InputFault(.nul, field: "a")),
      ("a=%C0%AF", InputFault(.encoding, field: "a")), ("a=%E0%80%AF", InputFault(.encoding, field: "a")),
      ("a=%ED%A0%80", InputFault(.encoding, field: "a")), ("a=%FF", InputFault(.encoding, field: "a")),
      ("a=%C3", InputFault(.encoding, field: "a")), ("%FF=1", InputFault(.encoding)),
    ])
  func `a form that cannot be read names the field and the fault`(_ text: String, _ fault: InputFault) {
    #expect(throws: fault) { try form(text) }
  }

  @Test func `a form of a hundred thousand names is refused`() {
    #expect(throws: InputFault(.tooMany)) { try form(String(repeating: "a=1&", count: 100_000)) }
  }

  @Test(
    arguments: [
      "", "sites", "/a/../b", "/a/./b", "/a//b", "/%2e%2e/x", "/a%2Fb", "/a%5Cb", "/a\\b", "/a%00", "/a%", "/é", "/a b",
      "/a#b",
      "http://elsewhere/", "/%C0%AF", "*", "/a?b=%zz",
    ])
  func `a path that a proxy could read as another is refused`(_ path: String) {
    #expect(throws: InputFault.self) { _ = try Target(path) as Target }
  }

  @Test func `a path is cut at its slashes after decoding each part`() throws {
    let target = try Target("/sites/%C3%A9t%C3%A9/3/?q=a+b&page=2")
    #expect(target.segments == ["sites", "été", "3"])
    #expect(target.hasTrailingSlash)
    #expect(target.query["q"] == "a b")
    #expect(try Target("/").segments == [])
  }

  private func json(_ text: String) throws -> JSON { try JSON(Array(text.utf8)) }

  @Test func `JSON keeps its digits, its escapes and its order`() throws {
    let value: JSON = try json(#" {"a":[1,-0.50,1e3,true,false,null],"b":"\u00e9\ud83d\ude00\n\"\/","c":{}} "#)
    #expect(
      value
        == .object([
          .init("a", .array([.number("1"), .number("-0.50"), .number("1e3"), .bool(true), .bool(false), .null])),
          .init("b", .string("é😀\n\"/")), .init("c", .object([])),
        ]))
    var writer = JSONWriter()
    writer.value(value)
    #expect(try JSON(writer.bytes) == value)
  }

  @Test(
    arguments: [
      ("", .truncated), ("{", .truncated), ("[1,", .truncated), ("\"a", .truncated), ("nul", .syntax),
      ("[1,]", .syntax),
      ("{\"a\":1,}", .syntax), ("01", .syntax), ("1.", .syntax), ("+1", .syntax), ("[1] x", .syntax), ("'a'", .syntax),
      ("\"\\x\"", .escape), ("\"\\ud800\"", .encoding), ("\"\\udc00\\ud800\"", .encoding), ("\"\\u0000\"", .nul),
      ("{\"a\":1,\"a\":2}", .duplicate), ("\"\u{1}\"", .syntax), ("\u{FEFF}1", .syntax),
      (String(repeating: "[", count: 100_000), .tooDeep), (String(repeating: "1", count: 100), .tooLong),
    ] as [(String, InputFault.Reason)])
  func `JSON that is not quite JSON is refused for the right reason`(_ text: String, _ reason: InputFault.Reason) {
    do {
      _ = try json(text)
      Issue.record("\(text.prefix(40)) was read")
    } catch { #expect((error as? InputFault)?.reason == reason) }
  }

  @Test func `JSON in bytes that are not UTF-8 is refused, and the field is named`() {
    let overlong: [UInt8] = Array("{\"nom\":\"".utf8) + [0xC0, 0xAF] + Array("\"}".utf8)
    #expect(throws: InputFault(.encoding, field: "nom")) { try JSON(overlong) }
  }

  private static let type: String = "multipart/form-data; boundary=\"--x y\""
  private static let body: String = """
    preamble\r\n----x y\r\nContent-Disposition: form-data; name="nom"\r\n\r\nÉté\r\n----x y\r\n\
    Content-Disposition: form-data; name="plan"; filename="a \\"b\\".pdf"\r\nContent-Type: application/pdf\r\n\r\n\
    \r\n--not the end\r\n\r\n----x y\r\nContent-Disposition: form-data; name="vide"\r\n\r\n\r\n----x y--\r\nepilogue
    """

  @Test(arguments: [1, 2, 3, 7, 64, 10_000])
  func `a multipart body is read the same whatever the size of its pieces`(_ size: Int) throws {
    var reader = try #require(MultipartReader(contentType: Self.type))
    var events: [MultipartReader.Event] = []
    var file: [UInt8] = []
    let bytes: [UInt8] = Array(Self.body.utf8)
    for start in stride(from: 0, to: bytes.count, by: size) {
      try reader.read(bytes[start..<min(start + size, bytes.count)]) { event throws(InputFault) in
        if case .fileBytes(let piece) = event { file += piece } else { events.append(event) }
      }
    }
    #expect(
      events == [
        .field(name: "nom", value: "Été"), .fileBegan(field: "plan", name: "a \"b\".pdf", type: "application/pdf"),
        .fileEnded, .field(name: "vide", value: ""),
      ])
    #expect(String(decoding: file, as: UTF8.self) == "\r\n--not the end\r\n")
    #expect(reader.isDone)
  }

  @Test func `a multipart body without end, without name, or too long is refused`() throws {
    func read(_ body: String) throws -> Bool {
      var reader = try #require(MultipartReader(contentType: "multipart/form-data; boundary=b"))
      try reader.read(Array(body.utf8)) { _ throws(InputFault) in }
      return reader.isDone
    }
    #expect(try read("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx") == false)
    #expect(throws: InputFault(.syntax)) { try read("--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--") }
    #expect(throws: InputFault(.syntax)) { try read("--bad\r\n") }
    #expect(throws: InputFault(.tooLong, field: "a")) {
      try read("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n" + String(repeating: "x", count: 300_000))
    }
    #expect(throws: InputFault(.encoding, field: "a")) {
      var reader = try #require(MultipartReader(contentType: "multipart/form-data; boundary=b"))
      try reader.read(
        Array("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n".utf8) + [0xC0, 0xAF]
          + Array("\r\n--b--".utf8)
      ) { _ throws(InputFault) in }
    }
    #expect(MultipartReader(contentType: "multipart/form-data") == nil)
  }
}
