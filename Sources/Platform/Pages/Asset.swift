import HTTP

/// What pages bring along, at addresses that change with the content, so that browsers keep it for ever.
struct Asset: Sendable {
  let path: String
  let bytes: [UInt8]
  let response: Response

  static let style = Asset(
    "css", "text/css; charset=utf-8",
    PackageResources.base_css + PackageResources.forms_css + PackageResources.lists_css + PackageResources.charts_css
      + PackageResources.prose_css + PackageResources.lab_css + PackageResources.review_css + PackageResources.print_css
  )

  /// Everything works without it; with it, less is lost and less is typed.
  static let script = Asset(
    "js", "text/javascript; charset=utf-8",
    PackageResources.script_base_js + PackageResources.script_search_js + PackageResources.script_drafts_js
      + PackageResources.script_lists_js)

  static let icon = Asset("svg", "image/svg+xml", PackageResources.logo_svg)

  static let all: [Asset] = [style, script, icon]

  /// A territory's colours. The address is the colour, so it too is kept for ever.
  static func path(of accent: Colour) -> String { "/assets/couleur/\(accent.hex.dropFirst())" }

  static func response(_ accent: Colour) -> Response {
    kept("text/css; charset=utf-8", Array(Palette(accent).css.utf8))
  }

  private init(_ ending: String, _ mediaType: String, _ bytes: [UInt8]) {
    path = "/assets/terreau-\(Asset.fingerprint(bytes)).\(ending)"
    self.bytes = bytes
    response = Asset.kept(mediaType, bytes)
  }

  private static func kept(_ mediaType: String, _ bytes: [UInt8]) -> Response {
    Response(
      headers: [
        ("Content-Type", mediaType), ("Cache-Control", "public, max-age=31536000, immutable"),
        ("X-Content-Type-Options", "nosniff"), ("Vary", "Accept-Encoding"),
      ], body: .bytes(bytes))
  }

  private static func fingerprint(_ bytes: [UInt8]) -> String {
    String(bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }, radix: 36)
  }
}
