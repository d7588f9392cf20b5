import Glibc
@testable import HTTP
import TestSite
import Testing

@Suite struct ServerTests {
  private func head(_ answer: String) -> String { String(answer.prefix { $0 != "\r\n" }) }

  @Test(
    arguments: [
      "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n folded\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n\tfolded\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n 3\r\n\r\nabc",
      "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
      "GET / HTTP/1.1\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -3\r\n\r\nabc",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc",
      "GET /a%00b HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /a/../b HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /a%2fb HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET http://elsewhere/ HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /\u{e9} HTTP/1.1\r\nHost: a\r\n\r\n",
    ])
  func `a request that two readers could understand differently is refused`(_ request: String) async throws {
    try await EchoSite.serving { port async throws in
      let answer: String = try await RawClient.exchange(port, request)
      #expect(answer.hasPrefix("HTTP/1.1 400 ") || answer.isEmpty, "\(answer.prefix(200))")
    }
  }

  @Test func `limits on headers, bodies and methods have their own statuses`() async throws {
    try await EchoSite.serving { port async throws in
      func status(_ request: String) async throws -> Substring {
        try await RawClient.exchange(port, request).dropFirst(9).prefix(3)
      }
      let long: String = String(repeating: "x", count: 40_000)
      #expect(try await status("GET / HTTP/1.1\r\nHost: a\r\nX: \(long)\r\n\r\n") == "431")
      #expect(try await status("GET /\(long) HTTP/1.1\r\nHost: a\r\n\r\n") == "414")
      let many: String = (0..<150).map { "X\($0): 1\r\n" }.joined()
      #expect(try await status("GET / HTTP/1.1\r\nHost: a\r\n\(many)\r\n") == "431")
      #expect(try await status("BREW / HTTP/1.1\r\nHost: a\r\n\r\n") == "501")
      let body: String = String(repeating: "x", count: 200_000)
      #expect(try await status("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n\(body)") == "413")
      #expect(
        try await status(
          "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n30d40\r\n\(body)\r\n0\r\n\r\n") == "413")
      #expect(try await status("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n") == "413")
    }
  }

  @Test func `nothing is read after a request whose end is not certain`() async throws {
    try await EchoSite.serving { port async throws in
      let smuggled: String =
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 35\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
      let everything: String = try await RawClient.waiting {
        let file: Int32 = try RawClient.connect(port)
        defer { close(file) }
        RawClient.send(Array(smuggled.utf8), to: file)
        return String(decoding: RawClient.read(file), as: UTF8.self)
      }
      #expect(everything.hasPrefix("HTTP/1.1 400"))
      #expect(!everything.contains("/smuggled"))
    }
  }

  @Test func `a connection is kept for the next request`() async throws {
    try await EchoSite.serving { port async throws in
      let paths: [String] = ["/one", "/two", "/three"]
      let answers: [String] = try await RawClient.waiting {
        let file: Int32 = try RawClient.connect(port)
        defer { close(file) }
        return paths.map { path in
          RawClient.send(Array("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n".utf8), to: file)
          return String(decoding: RawClient.read(file, enough: 100), as: UTF8.self)
        }
      }
      for (path, answer) in zip(paths, answers) {
        #expect(answer.hasPrefix("HTTP/1.1 200 OK"))
        #expect(answer.contains("path=\(path)"))
      }
    }
  }

  @Test func `a chunked body is put together again`() async throws {
    try await EchoSite.serving { port async throws in
      let answer: String = try await RawClient.exchange(
        port, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n")
      #expect(answer.contains("bytes=11"))
    }
  }

  @Test func `a file of five megabytes goes to disk while it arrives`() async throws {
    try await EchoSite.serving { port async throws in
      let file: String = String(repeating: "0123456789abcdef", count: 5 * 65_536)
      let body: String =
        "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b\r\nContent-Disposition: form-data; "
        + "name=\"plan\"; filename=\"../../etc/plan.pdf\"\r\n\r\n\(file)\r\n--b--\r\n"
      let answer: String = try await RawClient.exchange(
        port,
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: "
          + "\(body.utf8.count)\r\n\r\n\(body)")
      #expect(answer.contains("fields=[\"a\"] files=[\"../../etc/plan.pdf:5242880\"]"))
    }
  }

  @Test func `a multipart body cut before its end is refused`() async throws {
    try await EchoSite.serving { port async throws in
      let body: String = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1"
      let answer: String = try await RawClient.exchange(
        port,
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: "
          + "\(body.utf8.count)\r\n\r\n\(body)")
      #expect(answer.hasPrefix("HTTP/1.1 400 "))
    }
  }

  @Test func `a streamed answer arrives whole, and a broken one cannot be taken for whole`() async throws {
    try await EchoSite.serving { port async throws in
      let whole: String = try await RawClient.exchange(port, "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(whole.contains("Transfer-Encoding: chunked"))
      #expect(whole.contains("line 19999\n"))
      #expect(whole.hasSuffix("\r\n0\r\n\r\n"))
      let broken: String = try await RawClient.exchange(port, "GET /broken HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(broken.contains("beginning"))
      #expect(!broken.hasSuffix("0\r\n\r\n"))
    }
  }

  @Test func `a reader who leaves in the middle of a stream does no harm`() async throws {
    try await EchoSite.serving { port async throws in
      for _ in 0..<20 {
        try await RawClient.waiting {
          let file: Int32 = try RawClient.connect(port)
          RawClient.send(Array("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n".utf8), to: file)
          _ = RawClient.read(file, enough: 1_000)
          close(file)
        }
      }
      #expect(try await RawClient.exchange(port, "GET / HTTP/1.1\r\nHost: a\r\n\r\n").hasPrefix("HTTP/1.1 200"))
    }
  }

  @Test func `a client that leaves while its answer is prepared does no harm`() async throws {
    try await EchoSite.serving { port async throws in
      for _ in 0..<20 {
        let file: Int32 = try RawClient.connect(port)
        RawClient.send(Array("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n".utf8), to: file)
        usleep(2_000)
        close(file)
      }
      try await Task.sleep(for: .milliseconds(600))
      #expect(try await RawClient.exchange(port, "GET / HTTP/1.1\r\nHost: a\r\n\r\n").hasPrefix("HTTP/1.1 200"))
    }
  }

  @Test func `what the browser has is not sent again, and text is compressed for who asks`() async throws {
    try await EchoSite.serving { port async throws in
      let first: String = try await RawClient.exchange(port, "GET /page HTTP/1.1\r\nHost: a\r\n\r\n")
      let line: Substring = try #require(first.split(separator: "\r\n").first { $0.hasPrefix("ETag: ") })
      let tag: Substring = line.dropFirst(6)
      let second: String = try await RawClient.exchange(
        port, "GET /page HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"x\", \(tag)\r\n\r\n")
      #expect(second.hasPrefix("HTTP/1.1 304"))
      #expect(!second.contains("terreau"))
      let packed: String = try await RawClient.exchange(
        port, "GET /page HTTP/1.1\r\nHost: a\r\nAccept-Encoding: br, gzip\r\n\r\n")
      #expect(packed.contains("Content-Encoding: gzip"))
      #expect(packed.utf8.count < 1_500)
      let refused: String = try await RawClient.exchange(
        port, "GET /page HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip;q=0\r\n\r\n")
      #expect(!refused.contains("Content-Encoding"))
    }
  }

  @Test func `HEAD has the header of GET and no body`() async throws {
    try await EchoSite.serving { port async throws in
      let answer: String = try await RawClient.exchange(port, "HEAD /page HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(answer.contains("Content-Length: 8800"))
      #expect(answer.hasSuffix("\r\n\r\n"))
    }
  }

  @Test func `a line break in a value begins no header of its own`() async throws {
    try await EchoSite.serving { port async throws in
      let answer: String = try await RawClient.exchange(port, "GET /evil HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(!answer.contains("X-Injected"))
    }
  }

  @Test func `one address may ask so much and no more, and a trusted proxy speaks for others`() async throws {
    var limits = Limits()
    limits.requestsPerSecond = 1
    limits.burst = 3
    limits.trustedProxies = ["127.0.0.1"]
    try await EchoSite.serving(limits) { port async throws in
      func ask(_ forwarded: String) async throws -> String {
        try await RawClient.exchange(port, "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: \(forwarded)\r\n\r\n")
      }
      for _ in 0..<3 { #expect(try await ask("6.6.6.6, 1.2.3.4").hasPrefix("HTTP/1.1 200")) }
      // What the client itself wrote before the proxy's own word changes nothing.
      #expect(try await ask("7.7.7.7, 1.2.3.4").hasPrefix("HTTP/1.1 429"))
      #expect(try await ask("1.2.3.4, 127.0.0.1").hasPrefix("HTTP/1.1 429"))
      #expect(try await ask("5.6.7.8").contains("client=5.6.7.8"))
      // One home has a whole IPv6 network.
      for last in 1...3 { #expect(try await ask("2001:db8:1:2::\(last)").hasPrefix("HTTP/1.1 200")) }
      #expect(try await ask("2001:db8:1:2::9").hasPrefix("HTTP/1.1 429"))
    }
  }

  @Test func `what one address may ask comes back with time`() {
    let limiter = RateLimiter(perSecond: 2, burst: 3)
    for _ in 0..<3 { #expect(limiter.wait("1.2.3.4", at: 0) == nil) }
    #expect(limiter.wait("1.2.3.4", at: 0) == 1)
    #expect(limiter.wait("1.2.3.4", at: 499) == 1)
    #expect(limiter.wait("1.2.3.4", at: 500) == nil)
    #expect(limiter.wait("1.2.3.4", at: 500) == 1)
    #expect(limiter.wait("9.9.9.9", at: 500) == nil)
    for _ in 0..<3 { #expect(limiter.wait("1.2.3.4", at: 60_000) == nil) }
    #expect(limiter.wait("1.2.3.4", at: 60_000) == 1)
  }

  @Test func `a server told to stop finishes the requests under way`() async throws {
    let site = EchoSite()
    let server = Server(site, limits: Limits())
    let port: Int = try server.start(port: 0, threads: 2)
    let idle: Int32 = try RawClient.connect(port)
    defer { close(idle) }
    let answers: [Task<String, any Error>] = (0..<8).map { _ in
      Task.detached { try await RawClient.exchange(port, "GET /gated HTTP/1.1\r\nHost: a\r\n\r\n") }
    }
    while server.requestsUnderWay < 8 { try await Task.sleep(for: .milliseconds(5)) }
    async let stopped: Bool = RawClient.waiting { server.stop() }
    while !server.isStopping { try await Task.sleep(for: .milliseconds(5)) }
    site.gate.open()
    #expect(try await stopped)
    for answer in answers {
      let text: String = try await answer.value
      #expect(text.hasPrefix("HTTP/1.1 200"))
      #expect(text.contains("Connection: close"))
    }
    #expect(throws: RawClient.Failure.self) { try RawClient.connect(port) }
  }
}
