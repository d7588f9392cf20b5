import Glibc
import Mail
import TestSite
import Testing

@Suite struct PostOfficeTests {
  private func failure(_ office: PostOffice, _ message: Message = letter()) async throws -> PostFailure {
    try #require(await #expect(throws: PostFailure.self) { try await office.send(message) })
  }

  @Test func `whoever has the password may send`() async throws {
    try await MailServer.with(.login(user: "terreau@ville.example", password: "pâ ss:wörd")) { server in
      try await server.office(user: "terreau@ville.example", password: "pâ ss:wörd").send(letter())
      #expect(try server.received().count == 1)
    }
  }

  @Test func `a wrong password is for us to repair, and stands in no reason, even if the server repeats it`()
    async throws
  {
    try await MailServer.with(.login(user: "terreau", password: "right")) { server in
      let failure: PostFailure = try await failure(server.office(user: "terreau", password: "WrongPassword"))
      #expect(!failure.isPermanent)
      #expect(failure.reason == "the server refused the user or the password: 535")
      var dumped: String = ""
      dump(failure, to: &dumped)
      #expect(!dumped.contains("WrongPassword"))
      #expect(try server.received().isEmpty)
    }
  }

  @Test func `a server that wants a password and gets none is for us to repair`() async throws {
    try await MailServer.with(.login(user: "terreau", password: "right")) { server in
      let failure: PostFailure = try await failure(server.office())
      #expect(!failure.isPermanent)
      #expect(failure.reason == "the server refused the sender: 530 5.7.0 Authentication required")
    }
  }

  @Test func `a message goes encrypted to a server that is vouched for, with its password`() async throws {
    try await MailServer.with(.startTLS, .login(user: "terreau", password: "right")) { server in
      let office: PostOffice = server.office(
        user: "terreau", password: "right", requiresTLS: true, certificateFile: server.certificateFile)
      try await office.send(letter())
      #expect(try server.received().count == 1)
    }
    try await MailServer.with(.implicitTLS) { server in
      try await server.office(scheme: "smtps", certificateFile: server.certificateFile).send(letter())
      #expect(try server.received().count == 1)
    }
  }

  @Test func `nothing goes to a server that nobody vouches for`() async throws {
    try await MailServer.with(.startTLS) { server in
      let failure: PostFailure = try await failure(server.office(requiresTLS: true))
      #expect(!failure.isPermanent)
      #expect(failure.reason.contains("certificate"), "\(failure)")
      #expect(try server.received().isEmpty)
    }
    try await MailServer.with(.implicitTLS) { server in
      let failure: PostFailure = try await failure(server.office(scheme: "smtps"))
      #expect(failure.reason.contains("certificate"), "\(failure)")
      #expect(try server.received().isEmpty)
    }
  }

  @Test func `nothing goes to a server whose certificate is another's`() async throws {
    try await MailServer.with(.startTLS) { server in
      let office = PostOffice(
        PostOffice.Settings(
          server: "smtp://127.0.0.1:\(server.port)", requiresTLS: true, certificateFile: server.certificateFile))
      let failure: PostFailure = try await failure(office)
      #expect(failure.reason.contains("subject name"), "\(failure)")
      #expect(try server.received().isEmpty)
    }
  }

  @Test func `nothing goes in clear where encryption is wanted`() async throws {
    try await MailServer.with(.login(user: "terreau", password: "right")) { server in
      let failure: PostFailure = try await failure(server.office(user: "terreau", password: "right", requiresTLS: true))
      #expect(!failure.isPermanent)
      #expect(failure.reason.contains("STARTTLS"), "\(failure)")
      #expect(try server.received().isEmpty)
    }
  }

  @Test func `a recipient who does not exist is not tried again, one whose box is full is`() async throws {
    let (gone, full): (EmailAddress, EmailAddress) = (address("partie@ville.example"), address("pleine@ville.example"))
    try await MailServer.with(.refusing(gone.text, status: 550), .refusing(full.text, status: 450)) { server in
      let office: PostOffice = server.office()
      let permanent: PostFailure = try await failure(office, letter(to: gone))
      #expect(permanent.isPermanent)
      #expect(
        permanent.reason
          == "the server refused the recipient: 550-5.1.1 partie@ville.example: 550 5.1.1 not here")
      let temporary: PostFailure = try await failure(office, letter(to: full))
      #expect(!temporary.isPermanent)
      #expect(temporary.reason.hasPrefix("the server refused the recipient: 450-5.1.1"), "\(temporary)")
      try await office.send(letter())
      #expect(try server.received().count == 1)
    }
  }

  @Test func `a sender that the server does not let us use is for us to repair`() async throws {
    try await MailServer.with(.refusing(office.address.text, status: 550)) { server in
      let failure: PostFailure = try await failure(server.office())
      #expect(!failure.isPermanent)
      #expect(failure.reason.hasPrefix("the server refused the sender: 550 5.7.1 Ne-Pas"), "\(failure)")
    }
  }

  @Test(arguments: [(554, true), (452, false)])
  func `a message is refused for good or for now`(_ status: Int, _ isPermanent: Bool) async throws {
    try await MailServer.with(.refusingMessages(status: status)) { server in
      let failure: PostFailure = try await failure(server.office())
      #expect(failure.isPermanent == isPermanent)
      #expect(failure.reason == "the server refused the message: \(status) 5.6.0 not like this")
    }
  }

  @Test func `where nobody listens, one tries again`() async throws {
    let port: Int = try await MailServer.with { $0.port }
    let failure: PostFailure = try await failure(
      PostOffice(PostOffice.Settings(server: "smtp://localhost:\(port)", requiresTLS: false)))
    #expect(!failure.isPermanent)
    #expect(failure.reason.contains("connect"), "\(failure)")
  }

  @Test(arguments: [MailServer.Option.silentGreeting, .silentAfterMessage])
  func `a server that says nothing any more is given up and tried again`(_ silence: MailServer.Option) async throws {
    try await MailServer.with(silence) { server in
      let begun: ContinuousClock.Instant = .now
      let failure: PostFailure = try await failure(server.office(timeoutSeconds: 1))
      // Not a measure: without our own limit, libcurl waits for two minutes.
      #expect(begun.duration(to: .now) < .seconds(110))
      #expect(!failure.isPermanent)
      #expect(failure.reason.contains("time"), "\(failure)")
    }
  }

  @Test func `a server that breaks off does not end the program, and is tried again`() async throws {
    try await MailServer.with(.implicitTLS, .hangingUp) { server in
      let office: PostOffice = server.office(scheme: "smtps", certificateFile: server.certificateFile)
      let failure: PostFailure = try await failure(office, letter(text: String(repeating: "long ", count: 200_000)))
      #expect(!failure.isPermanent)
    }
  }

  @Test func `a message that was accepted is sent, whatever the server says to farewell`() async throws {
    try await MailServer.with(.silentFarewell) { server in
      let begun: ContinuousClock.Instant = .now
      try await server.office(timeoutSeconds: 1).send(letter())
      #expect(begun.duration(to: .now) < .seconds(110))
      #expect(try server.received().count == 1)
    }
  }

  @Test func `twenty messages at once all arrive, each once`() async throws {
    try await MailServer.with { server in
      let office: PostOffice = server.office()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<20 {
          group.addTask { try await office.send(letter(subject: "Numéro \(number)", identifier: "\(number)")) }
        }
        try await group.waitForAll()
      }
      let subjects: Set<String?> = Set(try server.received().map { $0.headers["subject"] })
      #expect(try server.received().count == 20)
      #expect(subjects == Set((0..<20).map { "Numéro \($0)" }))
    }
  }
}
