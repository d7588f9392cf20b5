import Mail
import TestSite

let office = Mailbox(name: "Métropole de Terreau", address: address("Ne-Pas-Repondre@metropole.example"))
let jeanne: EmailAddress = address("jeanne@ville.example")

func address(_ text: String) -> EmailAddress {
  guard let address = EmailAddress(text) else { preconditionFailure("\(text) is no address") }
  return address
}

func letter(
  from: Mailbox = office, to: EmailAddress = jeanne, replyTo: EmailAddress? = nil, subject: String = "Votre compte",
  text: String = "Bonjour,\n", language: String = "fr", sentAt: Int64 = 1_795_232_788, identifier: String = "12-a"
) -> Message {
  Message(
    from: from, to: to, replyTo: replyTo, subject: subject, text: text, language: language, sentAt: sentAt,
    identifier: identifier)
}

extension MailServer {
  /// An office that sends to this server, in clear unless its certificate is vouched for.
  func office(
    user: String? = nil, password: String? = nil, scheme: String = "smtp", requiresTLS: Bool = false,
    certificateFile: String? = nil, timeoutSeconds: Int = 10
  ) -> PostOffice {
    PostOffice(
      PostOffice.Settings(
        server: "\(scheme)://localhost:\(port)", user: user, password: password, requiresTLS: requiresTLS,
        timeoutSeconds: timeoutSeconds, certificateFile: certificateFile))
  }
}

/// What a server received when it was sent this.
func received(_ message: Message) async throws -> MailServer.Received {
  try await MailServer.with { server in
    try await server.office().send(message)
    return try await server.received(1)[0]
  }
}
