import Mail
import Testing

@Suite struct SettingsTests {
  typealias Settings = PostOffice.Settings

  @Test func `an address of a mail server says where, who and how`() throws {
    let relay = try Settings(address: "smtp://terreau%40ville.fr:p%40ss%3A%2F%C3%A9%25@Mail.Example:2525")
    #expect(relay.server == "smtp://mail.example:2525")
    #expect(relay.user == "terreau@ville.fr")
    #expect(relay.password == "p@ss:/é%")
    #expect(relay.requiresTLS)
    let plain = try Settings(address: "smtp://mail.example")
    #expect((plain.server, plain.user, plain.password) == ("smtp://mail.example:587", nil, nil))
    let wrapped = try Settings(address: "smtps://mail.example/")
    #expect(wrapped.server == "smtps://mail.example:465")
  }

  @Test(
    arguments: [
      ("smtp://mail.example", true), ("smtp://localhost.example", true), ("smtp://127.0.0.2", true),
      ("smtp://[2001:db8::1]:25", true), ("smtp://localhost:25", false), ("smtp://LOCALHOST", false),
      ("smtp://127.0.0.1", false), ("smtp://[::1]:2525", false), ("smtp://u:p@10.0.0.1?tls=no", false),
      ("smtp://mail.example/?tls=no", false), ("smtps://localhost", true),
    ])
  func `a message leaves this machine encrypted unless the address says otherwise`(_ address: String, _ tls: Bool)
    throws
  {
    #expect(try Settings(address: address).requiresTLS == tls)
  }

  @Test(
    arguments: [
      ("", "begins with smtp://"), ("mail.example", "begins with smtp://"),
      ("http://mail.example", "begins with smtp://"),
      ("smtp://", "host"), ("smtp://:25", "host"), ("smtp://u:SECRET@", "host"), ("smtp://a b", "host"),
      ("smtp://mail.example:", "port"), ("smtp://mail.example:0", "port"), ("smtp://mail.example:65536", "port"),
      ("smtp://mail.example:-1", "port"), ("smtp://mail.example:SECRET", "port"),
      ("smtp://u:SEC/RET@mail.example", "path"),
      ("smtp://mail.example/inbox", "path"), ("smtp://u:SEC#RET@mail.example", "path"),
      ("smtp://u:SEC@RET@mail.example", "%40"), ("smtp://u:SEC:RET@mail.example", "%3A"),
      ("smtp://u:SEC?RET@mail.example", "?tls=no"), ("smtp://mail.example?tls=yes", "?tls=no"),
      ("smtp://SECRET@mail.example", "user:password"), ("smtp://u:@mail.example", "empty"),
      ("smtp://:SECRET@a.fr", "empty"),
      ("smtp://u:SECRET%@a.fr", "%25"), ("smtp://u:SECRET%4@a.fr", "%25"), ("smtp://u:SECRET%+1@a.fr", "%25"),
      ("smtp://u:SECRET%00@a.fr", "%25"), ("smtp://u%0D%0A:SECRET@a.fr", "%25"), ("smtp://u:SECRET%FF@a.fr", "%25"),
      ("smtp://u:SECRET\n@a.fr", "%25"), ("smtps://mail.example?tls=no", "always encrypted"), ("smtp://[::1", "IPv6"),
      ("smtp://[::1]x", "port"), ("smtp://mail.example\r\nQUIT", "host"),
    ])
  func `a wrong address says what is wrong without a word of the password`(_ address: String, _ clue: String) {
    let error = #expect(throws: Settings.AddressFault.self) { try Settings(address: address) }
    let text: String = error?.description ?? ""
    #expect(text.contains(clue), "\(text)")
    #expect(!text.contains("SEC") && !text.contains("RET"), "\(text)")
  }

  @Test func `settings and an office describe themselves without the password`() throws {
    let settings = try Settings(address: "smtp://terreau:SECRET@mail.example")
    var dumped: String = ""
    dump(settings, to: &dumped)
    dump(PostOffice(settings), to: &dumped)
    dump([settings], to: &dumped)
    for text in ["\(settings)", "\(PostOffice(settings))", "\([settings])", String(reflecting: settings), dumped] {
      #expect(!text.contains("SECRET"), "\(text)")
    }
  }
}
