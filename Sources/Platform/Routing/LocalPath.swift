import HTTP

/// Where to go back to afterwards: a path of this site, whatever the address asked for. `//elsewhere.example` and
/// `/\\elsewhere.example` are other sites to a browser.
struct LocalPath: Sendable {
  let text: String

  init?(_ text: String?) {
    // A target begins with one slash, and holds neither an empty segment nor a backslash, written out or not.
    guard let text, text.utf8.count <= 2_000, (try? Target(text)) != nil else { return nil }
    self.text = text
  }

  /// The page that a visitor was on, if it can be gone back to.
  init?(_ head: Head) {
    guard head.method == .get else { return nil }
    let query: FormPairs = head.target.query.setting("done", to: nil).setting("lang", to: nil)
    self.init(query.isEmpty ? head.target.path : "\(head.target.path)?\(query.encoded)")
  }
}
