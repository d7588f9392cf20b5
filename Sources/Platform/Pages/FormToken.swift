import HTTP
import SQL
import Synchronization

/// Ties a form to the browser it was drawn for — to the session, once somebody has signed in — and marks the page as
/// drawn for one request only.
final class FormToken: Sendable {
  private let secrets: Secrets
  /// The browser's own mark, if it came with one of ours.
  let known: String?
  /// Whether the mark is the session's, which needs no cookie of its own.
  let isOfSession: Bool
  private let drawn = Mutex<String?>(nil)

  init(_ secrets: Secrets, cookie: String?, session: String?) {
    self.secrets = secrets
    let isOurs: Bool = cookie.map { $0.utf8.count == 32 && $0.utf8.allSatisfy(isHexDigit) } ?? false
    isOfSession = session != nil
    known = session.map { hexadecimal(secrets.signature("form of session", $0)) } ?? (isOurs ? cookie : nil)
  }

  /// The mark that a form of this page was drawn for; nil on a page without form.
  var used: String? { drawn.withLock { $0 } }

  func draw() -> String {
    let browser: String = drawn.withLock { drawn in
      let browser: String = drawn ?? known ?? hexadecimal(Secrets.random(16))
      drawn = browser
      return browser
    }
    return secrets.formToken(for: browser)
  }

  func accepts(_ token: String?) -> Bool {
    guard let token, let known else { return false }
    return secrets.isFormToken(token, for: known)
  }
}

extension App {
  /// The token of a form drawn for a browser with these cookies.
  public func formToken(forCookies cookies: String) async throws -> String {
    let headers: Headers = ["cookie": cookies]
    let head = Head(method: .get, target: .root, headers: headers)
    let session: String? = head.sessionMark(try await identify(head))
    return FormToken(secrets, cookie: headers.cookie("terreau_form"), session: session).draw()
  }
}

private func isHexDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) }
