import HTML
import Platform
import Testing

@Suite struct QRCodeTests {
  @Test(arguments: [(1, 21), (14, 21), (15, 25), (230, 61), (2_331, 177)])
  func `a square grows with its text`(_ length: Int, _ side: Int) throws {
    let code: QRCode = try #require(QRCode(String(repeating: "a", count: length)))
    #expect(code.side == side)
    #expect(code.modules.count == side * side)
  }

  @Test(arguments: ["", "a\0b", String(repeating: "a", count: 2_332)])
  func `a text for which there is no square has none`(_ text: String) {
    #expect(QRCode(text) == nil)
  }

  @Test(arguments: ["a", "otpauth://totp/Terreau:a%40b.fr?secret=GEZDGNBVGY3TQOJQ", "Œuvre d’été"])
  func `the square stands the right way round`(_ text: String) throws {
    let code: QRCode = try #require(QRCode(text))
    func isBlack(_ row: Int, _ column: Int) -> Bool { code.modules[row * code.side + column] }
    let finder: [String] = ["#######", "#     #", "# ### #", "# ### #", "# ### #", "#     #", "#######"]
    for (top, left) in [(0, 0), (0, code.side - 7), (code.side - 7, 0)] {
      for (row, line) in finder.enumerated() {
        for (column, module) in line.enumerated() { #expect(isBlack(top + row, left + column) == (module == "#")) }
      }
    }
    for place in 8..<code.side - 8 {
      #expect(isBlack(6, place) == place.isMultiple(of: 2))
      #expect(isBlack(place, 6) == place.isMultiple(of: 2))
    }
    #expect(isBlack(code.side - 8, 8))
    // The level of correction is written beside the first finder, masked: M (00) reads 10 there. It would read
    // otherwise were rows taken for columns.
    #expect(isBlack(8, 0) && !isBlack(8, 1))
    #expect(isBlack(code.side - 1, 8) && !isBlack(code.side - 2, 8))
  }

  @Test func `the drawing is the modules, four modules from the edge`() throws {
    let code: QRCode = try #require(QRCode("otpauth://totp/Terreau:a%40b.fr?secret=GEZDGNBVGY3TQOJQ"))
    let svg: String = drawn(code, label: "x")
    #expect(svg.contains("viewBox=\"0 0 \(code.side + 8) \(code.side + 8)\""))
    var modules: [Bool] = Array(repeating: false, count: code.side * code.side)
    for run in svg.matches(of: /M(\d+) (\d+)h(\d+)v1h-(\d+)z/) {
      let (column, row, length): (Int, Int, Int) = try (
        #require(Int(run.1)), #require(Int(run.2)), #require(Int(run.3))
      )
      #expect(Int(run.4) == length)
      try #require(row >= 4 && column >= 4 && column + length <= code.side + 4)
      for place in column - 4..<column - 4 + length {
        #expect(!modules[(row - 4) * code.side + place], "drawn twice, which would be white")
        modules[(row - 4) * code.side + place] = true
      }
    }
    #expect(modules == code.modules)
    let path: Substring = try #require(svg.firstMatch(of: /d="([^"]*)"/)).1
    #expect(path.replacing(/M\d+ \d+h\d+v1h-\d+z/, with: "") == "")
  }

  @Test func `the image says what it is, and needs no style`() throws {
    let svg: String = drawn(try #require(QRCode("a")), label: "À « scanner » <b>&\"")
    #expect(svg.hasPrefix("<svg role=\"img\" width=\"240\" height=\"240\""))
    #expect(svg.contains("<title>À « scanner » &lt;b&gt;&amp;&#34;</title>"))
    #expect(!svg.contains("style"))
    #expect(svg.contains("fill=\"#fff\"") && svg.contains("fill=\"#000\""))
  }

  @Test func `many at once draw the same square`() async throws {
    let once: QRCode = try #require(QRCode(String(repeating: "Terreau ", count: 20)))
    let squares: [QRCode?] = await withTaskGroup(of: QRCode?.self) { group in
      for _ in 0..<200 { group.addTask { @concurrent in QRCode(String(repeating: "Terreau ", count: 20)) } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(squares.count == 200)
    #expect(squares.allSatisfy { $0 == once })
  }

  private func drawn(_ code: QRCode, label: String) -> String {
    var markup = Markup()
    code.draw(&markup, label: label)
    return String(decoding: markup.bytes(), as: UTF8.self)
  }
}
