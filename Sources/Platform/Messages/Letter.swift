import HTTP
import Mail

/// A mail in the words of one language.
public struct Letter: Sendable {
  let subject: String
  let text: String
  let language: Language
  let sender: String
  /// Whom an answer goes to, where that is not whoever sends.
  let replyTo: EmailAddress?
  /// Where one click of a mail program ends what this is an issue of.
  let unsubscribe: String?

  /// Paragraphs, then the address to follow on a line of its own, then who writes.
  public init(
    _ subject: Text, _ paragraphs: [Text], link: String? = nil, after: [Text] = [], from sender: String,
    replyTo: EmailAddress? = nil, unsubscribe: String? = nil, _ language: Language
  ) {
    self.subject = subject(language)
    self.language = language
    self.sender = sender
    self.replyTo = replyTo
    self.unsubscribe = unsubscribe
    let parts: [String] = paragraphs.map { $0(language) } + (link.map { [$0] } ?? []) + after.map { $0(language) }
    text = (parts + ["— \(sender)"]).joined(separator: "\n\n") + "\n"
  }

  var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("subject", subject)
      json.member("text", text)
      json.member("language", language.rawValue)
      json.member("sender", sender)
      if let replyTo { json.member("replyTo", replyTo.text) }
      if let unsubscribe { json.member("unsubscribe", unsubscribe) }
    }
    return json.bytes
  }

  init?(json bytes: [UInt8]) {
    guard let json = try? JSON(bytes), let subject = json["subject"]?.string, let text = json["text"]?.string,
      let language = json["language"]?.string.flatMap(Language.init), let sender = json["sender"]?.string
    else { return nil }
    self.subject = subject
    self.text = text
    self.language = language
    self.sender = sender
    replyTo = json["replyTo"]?.string.flatMap { EmailAddress($0) }
    unsubscribe = json["unsubscribe"]?.string
  }
}
