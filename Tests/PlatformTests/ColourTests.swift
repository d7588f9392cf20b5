import Glibc
import Platform
import SQL
import TestSite
import Testing

@Suite struct ColourTests {
  @Test(arguments: [("#7a3b12", "#7a3b12"), ("7A3b12", "#7a3b12"), ("#FFFFFF", "#ffffff"), ("00000a", "#00000a")])
  func `a colour is read with or without its hash, in capitals or not`(_ typed: String, _ hex: String) {
    #expect(Colour(hex: typed)?.hex == hex)
  }

  @Test(
    arguments: [
      "", "#", "#fff", "7a3b1", "7a3b123", "##a3b12", "7a3b1g", "#-a3b12", "+7a3b1", " 7a3b12", "7a3b12 ", "#7a3b12;",
      "red", "0x7a3b", "１２", "１２３４５６", "7a3b1\0", "rgb(0,0,0)", "e\u{301}a3b1",
    ])
  func `anything else is no colour`(_ typed: String) {
    #expect(Colour(hex: typed) == nil)
  }

  @Test func `contrast is that of WCAG`() throws {
    let white: Colour = try #require(Colour(hex: "#ffffff"))
    #expect(white.luminance == 1)
    #expect(try contrast("#ffffff", "#000000") == 21)
    #expect(try contrast("#000000", "#ffffff") == 21)
    #expect(try contrast("#123456", "#123456") == 1)
    // The greys that are known for lying on either side of 4.5 on white.
    #expect(abs(try contrast("#767676", "#ffffff") - 4.54) < 0.005)
    #expect(abs(try contrast("#777777", "#ffffff") - 4.48) < 0.005)
    #expect(abs(try contrast("#ff0000", "#ffffff") - 3.998) < 0.005)
    #expect(abs(try contrast("#0000ff", "#ffffff") - 8.592) < 0.005)
  }

  @Test func `a colour that is readable stays as it is, another moves no further than it must`() throws {
    let white: Colour = try #require(Colour(hex: "#ffffff"))
    let brown: Colour = try #require(Colour(hex: "#7a3b12"))
    #expect(brown.darkened(untilContrast: 4.5, with: white) == brown)
    for hex in ["#ffff00", "#ff00ff", "#00ffff", "#888888", "#ffffff"] {
      let moved: Colour = try #require(Colour(hex: hex)).darkened(untilContrast: 4.5, with: white)
      #expect((4.5..<4.75).contains(moved.contrast(with: white)), "\(hex) \(moved.hex)")
    }
  }

  @Test func `where nothing reaches the contrast, the end is reached`() throws {
    let grey: Colour = try #require(Colour(hex: "#777777"))
    #expect(grey.darkened(untilContrast: 7, with: grey).hex == "#000000")
    #expect(grey.lightened(untilContrast: 7, with: grey).hex == "#ffffff")
  }

  /// 16 × 16 × 16 colours, the corners of the cube among them.
  private static let cube: [Colour] = (0..<4_096).map { number in
    Colour(red: UInt8(number >> 8) * 17, green: UInt8(number >> 4 & 15) * 17, blue: UInt8(number & 15) * 17)
  }

  @Test func `whatever accent is chosen, links and buttons are readable`() throws {
    let (white, black): (Colour, Colour) = try (#require(Colour(hex: "#ffffff")), #require(Colour(hex: "#000000")))
    for colour in ColourTests.cube {
      let palette = Palette(colour)
      for (pair, grounds) in [(palette.light, Palette.lightGrounds), (palette.dark, Palette.darkGrounds)] {
        for ground in grounds where pair.accent.contrast(with: ground) < 4.5 {
          Issue.record("\(colour.hex): \(pair.accent.hex) on \(ground.hex)")
        }
        if pair.ink.contrast(with: pair.accent) < 4.5 {
          Issue.record("\(colour.hex): \(pair.ink.hex) on \(pair.accent.hex)")
        }
      }
      // The better of the two inks, not merely one that will do.
      if palette.light.accent.contrast(with: black) > palette.light.accent.contrast(with: white) {
        Issue.record("\(colour.hex): black would read better on \(palette.light.accent.hex)")
      }
      if palette.dark.accent.contrast(with: white) > palette.dark.accent.contrast(with: palette.dark.ink) {
        Issue.record("\(colour.hex): white would read better on \(palette.dark.accent.hex)")
      }
    }
  }

  @Test func `the hue that was chosen is the hue that is seen`() {
    var worst: (degrees: Double, words: String) = (0, "")
    for colour in ColourTests.cube {
      let palette = Palette(colour)
      for moved in [palette.light.accent, palette.dark.accent] {
        let (before, after): (Hue, Hue) = (Hue(colour), Hue(moved))
        // Next to grey, eight bits cannot hold a hue.
        guard before.strength > 0.04, after.strength > 0.04 else { continue }
        let apart: Double = abs(before.degrees - after.degrees)
        let degrees: Double = min(apart, 360 - apart)
        if degrees > worst.degrees { worst = (degrees, "\(colour.hex) → \(moved.hex)") }
      }
    }
    #expect(worst.degrees < 4, "\(worst)")
  }

  @Test(
    arguments: [
      ("#7a3b12", "#7a3b12"), ("#ffffff", "#696969"), ("#000000", "#000000"), ("#ffff00", "#6c6c00"),
    ])
  func `an accent for paper`(_ hex: String, _ accent: String) throws {
    #expect(Palette(try #require(Colour(hex: hex))).light.accent.hex == accent)
  }

  @Test func `a palette is a style sheet of our own letters`() throws {
    let css: String = Palette(try #require(Colour(hex: "#FFFF00"))).css
    #expect(
      css.wholeMatch(
        of:
          /:root\{--accent:#[0-9a-f]{6};--accent-ink:#ffffff\}@media \(prefers-color-scheme:dark\)\{:root\{--accent:#ffff00;--accent-ink:#1b1815\}\}@media print\{:root\{--accent:#000\}\}\n/
      ) != nil, "\(css)")
  }

  @Test func `the grounds are those of the style sheet`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let page: String = try await site.get("/", as: site.agent).text
      let path: Substring = try #require(page.firstMatch(of: /\/assets\/terreau-\w+\.css/)).0
      let sheet: String = try await site.get(String(path)).text
      for name in ["paper", "tint", "field"] {
        let written: [String] = sheet.matches(of: try Regex("--\(name): #([0-9a-f]+)", as: (Substring, Substring).self))
          .map { $0.1 == "fff" ? "#ffffff" : "#\($0.1)" }
        let place: Int = try #require(["paper", "tint", "field"].firstIndex(of: name))
        #expect(written.first == Palette.lightGrounds[place].hex)
        #expect(written.dropFirst().first == Palette.darkGrounds[place].hex)
      }
    }
  }

  private func contrast(_ one: String, _ other: String) throws -> Double {
    try #require(Colour(hex: one)).contrast(with: #require(Colour(hex: other)))
  }
}

/// A colour's hue as one sees it: OKLab, worked out in full.
private struct Hue {
  let degrees: Double
  let strength: Double

  init(_ colour: Colour) {
    let (r, g, b): (Double, Double, Double) = (light(colour.red), light(colour.green), light(colour.blue))
    let long: Double = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    let medium: Double = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    let short: Double = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    let greenRed: Double = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    let blueYellow: Double = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    degrees = atan2(blueYellow, greenRed) * 180 / .pi
    strength = hypot(greenRed, blueYellow)
  }
}

private func light(_ channel: UInt8) -> Double {
  let value: Double = Double(channel) / 255
  return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
}
