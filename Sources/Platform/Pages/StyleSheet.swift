import HTTP

/// The one style sheet, at an address that changes with its content, so that browsers keep it for ever.
enum StyleSheet {
  static let bytes: [UInt8] =
    PackageResources.base_css + PackageResources.charts_css + PackageResources.prose_css + PackageResources.print_css

  static let path: String = "/assets/terreau-\(fingerprint(bytes)).css"

  static let response: Response = sheet(bytes)

  /// A territory's colours. The address is the colour, so it too is kept for ever.
  static func path(of accent: Colour) -> String { "/assets/couleur/\(accent.hex.dropFirst())" }

  static func response(_ accent: Colour) -> Response { sheet(Array(Palette(accent).css.utf8)) }

  private static func sheet(_ bytes: [UInt8]) -> Response {
    Response(
      headers: [
        ("Content-Type", "text/css; charset=utf-8"), ("Cache-Control", "public, max-age=31536000, immutable"),
        ("X-Content-Type-Options", "nosniff"), ("Vary", "Accept-Encoding"),
      ], body: .bytes(bytes))
  }

  private static func fingerprint(_ bytes: [UInt8]) -> String {
    String(bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }, radix: 36)
  }
}
