import HTTP
import SMS
import Telephone
import TestSite
import Testing

/// What is handed over, and what is made of a gateway’s answer, or of none.
@Suite struct GatewayTests {
  private let number = PhoneNumber("06 12 34 56 78")!

  private func gateway(
    _ address: String, secret: String = SMSServer.secret, milliseconds: Int = 5_000
  ) throws -> SMSGateway {
    SMSGateway(
      try SMSGateway.Settings(
        address: address, user: SMSServer.user, secret: secret, sender: "Terreau", milliseconds: milliseconds))
  }

  private func failure(_ gateway: SMSGateway, _ text: String = "Bonjour") async -> SMSFailure? {
    do throws(SMSFailure) {
      try await gateway.send(ShortText(text), to: number, identifier: "7.1", report: "http://localhost/r?type=%d")
      return nil
    } catch { return error }
  }

  @Test func `Kannel hands every letter on, in as many messages as were counted`() async throws {
    try await SMSServer.withKannel { server in
      let gateway = try self.gateway(server.kannel)
      let short: [String] = ["Déjà là : 20 € [ou 30 ?]", "Même l’œuvre de Zoë, à Besançon 🌱"]
      let long: [String] = [
        String(repeating: "motés ", count: 60), String(repeating: "même ", count: 40),
      ]
      for text in short + long { #expect(await failure(gateway, text) == nil, "\(text)") }
      let segments: Int = long.reduce(0) { $0 + ShortText($1, most: 9).segments }
      #expect(segments == 6)
      let messages: [JSON] = try await server.received(2 + segments)
      #expect(messages.count == 2 + segments)
      for (text, message) in zip(short, messages) {
        #expect(message["text"]?.string == ShortText(text).text)
        #expect(message["to"]?.string == "+33612345678" && message["from"]?.string == "Terreau")
      }
      let other = try self.gateway(server.kannel, secret: "autre secret")
      let wrong = try #require(await failure(other))
      #expect(!wrong.isPermanent && wrong.reason.contains("403") && !wrong.reason.contains("secret we"))
    }
  }

  @Test func `a gateway is told who writes, which message it is and where to report`() async throws {
    try await SMSServer.with { server in
      let fine = try gateway(server.address("fine"))
      #expect(await failure(fine) == nil)
      let asked: JSON = try #require(try await server.asked(1, of: "fine").first)
      for (name, value) in [
        ("from", "Terreau"), ("to", "+33612345678"), ("text", "Bonjour"), ("charset", "UTF-8"), ("coding", "0"),
        ("account", "7.1"), ("dlr-mask", "19"), ("dlr-url", "http://localhost/r?type=%d"),
      ] { #expect(asked[name]?.string == value, "\(name)") }
    }
  }

  static let answers: [(String, isPermanent: Bool, isSilence: Bool)] = [
    ("400", true, false), ("403", false, false), ("503", false, false), ("endless", false, false),
    ("never", false, true), ("lost", false, true),
  ]

  @Test(arguments: answers)
  func `a refusal is for good only where another attempt would be refused too, and says no secret`(
    _ fault: String, _ isPermanent: Bool, _ isSilence: Bool
  ) async throws {
    try await SMSServer.with { server in
      let erring = try gateway(server.address(fault), milliseconds: 500)
      let failure = try #require(await self.failure(erring))
      #expect(failure.isPermanent == isPermanent && failure.isSilence == isSilence, "\(failure.reason)")
      #expect(!failure.reason.contains(SMSServer.secret) && !failure.reason.contains("password"))
    }
  }

  @Test func `a gateway that is slow is waited for, and nobody at home is a silence`() async throws {
    try await SMSServer.with { server in
      let slow = try gateway(server.address("slow"))
      #expect(await failure(slow) == nil)
    }
    let nobody = try gateway("http://127.0.0.1:1/sendsms")
    #expect(await failure(nobody)?.isSilence == true)
  }

  @Test(arguments: [
    ("http://passerelle.exemple.fr/sendsms", "terreau", "x", "Terreau"), ("ftp://localhost", "terreau", "x", "Terreau"),
    ("https://x.example/s", "", "x", "Terreau"), ("https://x.example/s", "terreau", "", "Terreau"),
    ("https://x.example/s", "terreau", "x", "Métropole"), ("https://x.example/s", "terreau", "x", "Un nom trop long"),
    ("https://x.example/s", "terreau", "x", ""), ("https://x.example/s", "terreau", "x", "12"),
  ])
  func `settings that cannot be right are refused at the start`(
    _ address: String, _ user: String, _ secret: String, _ sender: String
  ) {
    #expect(throws: SMSGateway.Settings.Fault.self) {
      try SMSGateway.Settings(address: address, user: user, secret: secret, sender: sender)
    }
  }

  @Test func `settings describe themselves without the secret`() throws {
    let settings = try SMSGateway.Settings(
      address: "https://x.example/sendsms", user: "terreau", secret: "caché", sender: "38000")
    var dumped: String = ""
    dump(settings, to: &dumped)
    for text in ["\(settings)", String(reflecting: settings), dumped] { #expect(!text.contains("caché"), "\(text)") }
  }
}
