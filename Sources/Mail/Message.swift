/// A name and where to write to it: `Métropole <ne-pas-repondre@metropole.example>`.
public struct Mailbox: Sendable, Hashable {
  public let name: String
  public let address: EmailAddress

  public init(name: String, address: EmailAddress) {
    self.name = name
    self.address = address
  }
}

/// A message to one person, in one language, that a machine wrote.
public struct Message: Sendable {
  public let from: Mailbox
  public let to: EmailAddress
  public let replyTo: EmailAddress?
  /// An address that ends what this is an issue of at one click (RFC 8058).
  public let unsubscribe: String?
  public let subject: String
  public let text: String
  public let language: String
  /// Seconds since 1970, UTC.
  public let sentAt: Int64
  /// The same for every attempt to send this message, so that a reader shows one that arrived twice only once.
  public let identifier: String

  public init(
    from: Mailbox, to: EmailAddress, replyTo: EmailAddress? = nil, unsubscribe: String? = nil,
    subject: String, text: String, language: String,
    sentAt: Int64, identifier: String
  ) {
    self.from = from
    self.to = to
    self.replyTo = replyTo
    self.unsubscribe = unsubscribe
    self.subject = subject
    self.text = text
    self.language = language
    self.sentAt = sentAt
    self.identifier = identifier
  }

  /// As RFC 5322 wants it, ready to be handed to a server.
  public func bytes() -> [UInt8] {
    var header: [String] = ["Date: \(messageDate(sentAt))", "From: \(sender)", "To: \(to.text)"]
    if let replyTo { header.append("Reply-To: \(replyTo.text)") }
    header.append("Subject: \(HeaderText(subject).unstructured(after: "Subject: ".utf8.count))")
    header.append("Message-ID: <\(messageIdentifier)@\(from.address.domain)>")
    header.append("MIME-Version: 1.0")
    header.append("Content-Type: text/plain; charset=utf-8")
    header.append("Content-Transfer-Encoding: quoted-printable")
    let tag = String(decoding: language.utf8.filter { isLetter($0) || isDigit($0) || $0 == hyphen }, as: UTF8.self)
    if !tag.isEmpty { header.append("Content-Language: \(tag)") }
    if let unsubscribe, unsubscribe.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x3C && $0 != 0x3E }) {
      header.append("List-Unsubscribe:\r\n <\(unsubscribe)>")
      header.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    }
    // RFC 3834: whoever is on leave does not answer.
    header.append("Auto-Submitted: auto-generated")
    return Array((header.joined(separator: "\r\n") + "\r\n\r\n").utf8) + quotedPrintable(text)
  }

  private var sender: String {
    let name = HeaderText(from.name)
    if name.isEmpty { return from.address.text }
    return "\(name.phrase(after: "From: ".utf8.count))\r\n <\(from.address.text)>"
  }

  /// The identifier as an atom: what cannot stand there becomes `=2E`, so that two identifiers stay two.
  private var messageIdentifier: String {
    var atom: [UInt8] = []
    for byte in identifier.utf8 {
      if isLetter(byte) || isDigit(byte) || byte == hyphen || byte == 0x5F {
        atom.append(byte)
      } else {
        atom += [0x3D, hexadecimalDigits[Int(byte >> 4)], hexadecimalDigits[Int(byte & 15)]]
      }
    }
    return atom.isEmpty ? "=" : String(decoding: atom, as: UTF8.self)
  }
}
