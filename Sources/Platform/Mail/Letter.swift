import HTTP

/// A mail in the words of one language.
struct Letter: Sendable {
  let subject: String
  let text: String
  let language: Language
  let sender: String

  /// Paragraphs, then the address to follow on a line of its own, then who writes.
  init(
    _ subject: Text, _ paragraphs: [Text], link: String? = nil, after: [Text] = [], from sender: String,
    _ language: Language
  ) {
    self.subject = subject(language)
    self.language = language
    self.sender = sender
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
  }
}
