/// A territory's accent as the pages can bear it: every link and every button stays readable, whatever was chosen.
public struct Palette: Sendable, Hashable {
  /// An accent, and the ink that is written on it.
  public struct Pair: Sendable, Hashable {
    public let accent: Colour
    public let ink: Colour
  }

  public let light: Pair
  public let dark: Pair

  /// What the style sheet lays under the accent: paper, tint, field.
  public static let lightGrounds: [Colour] = ["#fbf8f3", "#f2e9dc", "#ffffff"].map { Colour(hex: $0)! }
  public static let darkGrounds: [Colour] = ["#1b1815", "#2b2620", "#26221d"].map { Colour(hex: $0)! }

  /// WCAG 2.1, 1.4.3.
  public static let contrast: Double = 4.5

  public init(_ accent: Colour) {
    // What is readable on white is what white is readable on; the dark paper likewise.
    light = Pair(
      accent: Palette.lightGrounds.reduce(accent) { $0.darkened(untilContrast: Palette.contrast, with: $1) },
      ink: Palette.lightGrounds[2])
    dark = Pair(
      accent: Palette.darkGrounds.reduce(accent) { $0.lightened(untilContrast: Palette.contrast, with: $1) },
      ink: Palette.darkGrounds[0])
  }

  /// Comes after the style sheet and replaces its accent. Nothing in it was typed by anybody.
  public var css: String {
    ":root{\(variables(light))}"
      + "@media (prefers-color-scheme:dark){:root{\(variables(dark))}}"
      + "@media print{:root{--accent:#000}}\n"
  }

  private func variables(_ pair: Pair) -> String { "--accent:\(pair.accent.hex);--accent-ink:\(pair.ink.hex)" }
}
