extension App {
  static func pageHeaders(_ language: Language) -> [(name: String, value: String)] {
    [
      ("Content-Type", "text/html; charset=utf-8"), ("Content-Language", language.rawValue),
      ("Cache-Control", "private, no-cache"), ("Vary", "Cookie, Accept-Language, Accept-Encoding"),
    ] + security
  }

  private static let security: [(name: String, value: String)] = [
    (
      "Content-Security-Policy",
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
        + "frame-ancestors 'none'"
    ),
    ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"), ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
  ]
}
