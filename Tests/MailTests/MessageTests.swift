import Mail
import TestSite
import Testing

/// What we write, read by a mail server and an email package that are not ours.
@Suite struct MessageTests {
  private let usual: [String] = [
    "Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
    "Content-Language", "Auto-Submitted",
  ]

  private func expectSound(_ mail: MailServer.Received, _ place: SourceLocation = #_sourceLocation) {
    #expect(mail.defects.isEmpty, sourceLocation: place)
    var start: Int = 0
    for (index, byte) in mail.bytes.enumerated() {
      #expect(byte == 0x0D || byte == 0x0A || (0x20...0x7E).contains(byte), sourceLocation: place)
      guard byte == 0x0A else { continue }
      #expect(index > 0 && mail.bytes[index - 1] == 0x0D, sourceLocation: place)
      #expect(index - 1 - start <= 78, sourceLocation: place)
      start = index + 1
    }
  }

  @Test func `a French message arrives as it was written`() async throws {
    let text: String = """
      Bonjour Zoë,

      Votre candidature pour l’atelier nº 3 (« L’Étincelle ») a été retenue : 12 500 € = 100 %.
      .
      ..deux points
      .cacheé
      From here on, lines may begin with From and with a dot.
      From\u{20}
      >From quoted
      trailing spaces  \u{20}
      trailing tab\t
      \(String(repeating: "très long ", count: 200))fin
      \(String(repeating: "é", count: 500))
      \(String(repeating: "x", count: 75))
      \(String(repeating: "x", count: 76))
      \(String(repeating: "x", count: 77))
      \(String(repeating: "x", count: 75))é
      \(String(repeating: ".", count: 1_000))
      \(String(repeating: "From ", count: 300))
      --
      🌱👩🏽‍🌾👨‍👩‍👧‍👦 العربية עברית 日本語
      =C3=A9 n’est pas é, et =?utf-8?q?non?= non plus


      """
    let mail: MailServer.Received = try await received(letter(subject: "Réponse à votre demande", text: text))
    #expect(mail.text == text)
    #expect(mail.headers["subject"] == "Réponse à votre demande")
    #expect(mail.displayName == "Métropole de Terreau")
    #expect(mail.headers["to"] == "jeanne@ville.example")
    #expect(mail.sender == "Ne-Pas-Repondre@metropole.example")
    #expect(mail.recipients == ["jeanne@ville.example"])
    #expect(mail.headers["date"] == "Sat, 21 Nov 2026 03:46:28 +0000")
    #expect(mail.headers["message-id"] == "<12-a@metropole.example>")
    #expect(mail.headers["content-language"] == "fr")
    #expect(mail.headers["auto-submitted"] == "auto-generated")
    #expect(mail.headers["content-type"] == "text/plain; charset=\"utf-8\"")
    #expect(mail.headers["content-transfer-encoding"] == "quoted-printable")
    #expect(mail.names == usual)
    expectSound(mail)
  }

  @Test(
    arguments: [
      "Un", "Votre compte", "Accès refusé", String(repeating: "à", count: 300), String(repeating: "a", count: 300),
      String(repeating: "🌱", count: 300), String(repeating: "👨‍👩‍👧‍👦", count: 40), "=?utf-8?B?w6k=?= n’est pas décodé",
      "=?utf-8?B?w6k=?=", "a =?utf-8?q?b?= c", "« Deux  espaces »", "a  b", "Prix : 12 €, \"tout\" <compris> \\ (fin)",
      "دعوة إلى الاجتماع", "x\u{301}\u{302}\u{303} combinés", String(repeating: "mot ", count: 16) + "fin",
    ])
  func `a subject arrives as it was written, however long and in whatever letters`(_ subject: String) async throws {
    let mail: MailServer.Received = try await received(letter(subject: subject))
    #expect(mail.headers["subject"] == subject)
    #expect(mail.names == usual)
    expectSound(mail)
  }

  @Test(
    arguments: [
      "Mairie", "Dupont, Jeanne", "Jeanne \"Jo\" Dupont", "a\\b", "a@b.fr", "Métropole <officielle@ailleurs.example>",
      "x <officielle@ailleurs.example>,", "محمد عبد الله", "ליאור", "🌱", String(repeating: "é", count: 200),
      String(repeating: "a", count: 200), "=?utf-8?q?M=C3=A9tropole?=", "(comment)", "a;b:c", "", "J. Dupont",
      "\u{202E}elpmaxe.elliv@eiriam",
    ])
  func `a sender's name arrives as it was written and moves nothing into the address`(_ name: String) async throws {
    let mail: MailServer.Received = try await received(letter(from: Mailbox(name: name, address: office.address)))
    #expect(mail.displayName == name)
    #expect(mail.headers["from"]?.contains("Ne-Pas-Repondre@metropole.example") == true)
    #expect(mail.sender == "Ne-Pas-Repondre@metropole.example")
    #expect(mail.names == usual)
    expectSound(mail)
  }

  static let breaks: [String] = [
    "\r\n", "\n", "\r", "\0", "\u{85}", "\u{2028}", "\u{2029}", "\u{B}", "\u{C}", "\n\n", "\r\n\r\n", "\u{1B}",
    "\u{7F}",
    "\r\n ", "\n\t",
  ]

  @Test(arguments: breaks)
  func `a subject with a line break cannot begin a header of its own`(_ lineBreak: String) async throws {
    for text in ["Bonjour", "Été"] {
      let subject: String = "\(text)\(lineBreak)Bcc: voleur@ailleurs.example\(lineBreak)"
      let mail: MailServer.Received = try await received(letter(subject: subject))
      #expect(mail.names == usual)
      #expect(mail.recipients == ["jeanne@ville.example"])
      let flat: String? = mail.headers["subject"]
      #expect(flat?.hasPrefix("\(text) ") == true && flat?.hasSuffix(" Bcc: voleur@ailleurs.example") == true)
      #expect(mail.text == "Bonjour,\n")
      expectSound(mail)
    }
  }

  @Test(arguments: breaks)
  func `neither a name nor a language nor an identifier begins a header of its own`(_ lineBreak: String) async throws {
    let injected: String = "x\(lineBreak)Bcc: voleur@ailleurs.example\(lineBreak)"
    let message: Message = letter(
      from: Mailbox(name: injected, address: office.address), replyTo: jeanne, language: injected, identifier: injected)
    let mail: MailServer.Received = try await received(message)
    var expected: [String] = usual
    expected.insert("Reply-To", at: 3)
    #expect(mail.names == expected)
    #expect(mail.recipients == ["jeanne@ville.example"])
    #expect(mail.headers["reply-to"] == "jeanne@ville.example")
    #expect(!mail.defects.contains { !$0.contains("Message") }, "\(mail.defects)")
    #expect(mail.text == "Bonjour,\n")
  }

  @Test func `two identifiers stay two`() {
    let identifiers: [String] = ["", "=", "a.b", "a b", "a-b", "a_b", "a=2Eb", "é", ".", ".."]
    #expect(Set(identifiers.map { letter(identifier: $0).bytes() }).count == identifiers.count)
  }

  @Test(arguments: ["a\nb", "a\r\nb", "a\rb", "a\r\nb\r\n"])
  func `lines of the text may be ended in any way`(_ text: String) async throws {
    #expect(try await received(letter(text: text)).text == "a\nb\n")
  }

  @Test func `an empty message is a message`() async throws {
    let mail: MailServer.Received = try await received(letter(subject: "", text: ""))
    #expect(mail.headers["subject"] == "")
    #expect(mail.text.split(separator: "\n").isEmpty)
    #expect(mail.names == usual)
  }

  @Test(
    arguments: [
      (0, "Thu, 01 Jan 1970 00:00:00 +0000"), (-1, "Wed, 31 Dec 1969 23:59:59 +0000"),
      (951_782_400, "Tue, 29 Feb 2000 00:00:00 +0000"), (951_868_799, "Tue, 29 Feb 2000 23:59:59 +0000"),
      (951_868_800, "Wed, 01 Mar 2000 00:00:00 +0000"), (1_709_164_800, "Thu, 29 Feb 2024 00:00:00 +0000"),
      (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 +0000"), (1_798_761_599, "Thu, 31 Dec 2026 23:59:59 +0000"),
    ] as [(Int64, String)])
  func `the date is that of the calendar`(_ second: Int64, _ date: String) {
    #expect(String(decoding: letter(sentAt: second).bytes(), as: UTF8.self).hasPrefix("Date: \(date)\r\n"))
  }
}
