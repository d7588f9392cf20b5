import HTTP

/// An address that we may be sent to, or send a browser to: https, or http to this very machine.
public struct WebAddress: Sendable, Equatable {
  public let text: String
  public let host: String
  public let isInClear: Bool

  public init?(_ text: String) {
    // It will stand in a header: nothing that ends one, nothing that a reader could take for something else.
    guard text.utf8.count <= 2_000, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x5C && $0 != 0x23 })
    else { return nil }
    let isInClear: Bool
    let rest: Substring
    if text.hasPrefix("https://") {
      (isInClear, rest) = (false, text.dropFirst("https://".count))
    } else if text.hasPrefix("http://") {
      (isInClear, rest) = (true, text.dropFirst("http://".count))
    } else {
      return nil
    }
    let place: Substring = rest.prefix { $0 != "/" && $0 != "?" }
    guard !place.isEmpty, !place.contains("@") else { return nil }
    let host: Substring = place.hasPrefix("[") ? place.prefix { $0 != "]" }.dropFirst() : place.prefix { $0 != ":" }
    guard !host.isEmpty else { return nil }
    self.text = text
    self.host = host.lowercased()
    self.isInClear = isInClear
    guard !isInClear || ["localhost", "127.0.0.1", "::1"].contains(self.host) else { return nil }
  }

  /// The same place with a question.
  public func asking(_ pairs: FormPairs) -> String { "\(text)\(text.contains("?") ? "&" : "?")\(pairs.encoded)" }
}
