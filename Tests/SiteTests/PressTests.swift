import Glibc
import HTTP
import Platform
import SQL
import TestSite
import Testing

/// The press itself: what it does when it is pulled about. One after the other: each starts processes of its own.
@Suite(.serialized) struct PressTests {
  private static let python: String = "/usr/bin/python3"
  /// Makes nothing before it is let.
  private static let gated: String = "while [ ! -e \"$0.go\" ]; do sleep 0.05; done; exec \(python) \"$@\""
  private static let applicant: Applicant = .visitor("192.0.2.1")
  private static let page: [UInt8] = Array("<!doctype html><html lang=\"fr\"><title>T</title><p>Œuvre".utf8)

  /// A Python that writes down under which number it runs, each time it is started.
  private func withPython(
    _ line: String = "exec \(python) \"$@\"", _ body: (String, @Sendable () -> [Int32]) async throws -> Void
  ) async throws {
    let path: String = "\(TemporaryFile.folder)/terreau-python-\(UInt64.random(in: 0 ... .max))"
    let file = try #require(fopen(path, "w"))
    fputs("#!/bin/sh\necho $$ >>\(path).ids\n\(line)\n", file)
    fclose(file)
    chmod(path, 0o700)
    defer { for name in [path, "\(path).ids", "\(path).go"] { unlink(name) } }
    try await body(path) {
      guard let file = fopen("\(path).ids", "r") else { return [] }
      defer { fclose(file) }
      var (ids, id): ([Int32], Int32) = ([], 0)
      while withVaList([withUnsafeMutablePointer(to: &id) { $0 }], { vfscanf(file, "%d", $0) }) == 1 { ids.append(id) }
      return ids
    }
  }

  @Test func `one process makes all documents, and another takes over when it is killed`() async throws {
    try await withPython { python, ids async throws in
      let press = Press(python, seconds: 600)
      for _ in 0..<3 {
        #expect(try await press.document(Self.page, for: Self.applicant).starts(with: Array("%PDF-1.7".utf8)))
      }
      #expect(ids().count == 1)
      kill(ids()[0], SIGKILL)
      #expect(try await PaperDocument(try await press.document(Self.page, for: Self.applicant)).text.contains("Œuvre"))
      #expect(ids().count == 2)
    }
  }

  @Test func `killed in the middle of a page, it is started again and the page is made`() async throws {
    try await withPython { python, ids async throws in
      let press = Press(python, seconds: 600)
      _ = try await press.document(Self.page, for: Self.applicant)
      let long: [UInt8] = Self.page + Array(String(repeating: "<p>Une phrase de plus.", count: 500).utf8)
      // Held, so that it cannot have made the page before it is killed.
      kill(ids()[0], SIGSTOP)
      async let document: [UInt8] = press.document(long, for: Self.applicant)
      try await Task.sleep(for: .milliseconds(200))
      kill(ids()[0], SIGKILL)
      #expect(try await document.count > 10_000)
      #expect(ids().count == 2)
      #expect(try await press.document(Self.page, for: Self.applicant).count > 1_000)
    }
  }

  @Test func `twenty at once are all answered`() async throws {
    try await withPython(Self.gated) { python, _ async throws in
      try await TestSite.with(.sqlite, { $0.python = python }) { site async throws in
        let place: Int = try await site.enterSite()
        let agents: [TestActor] = (1...10).map { site.actor(.agent, name: "Test \($0)") }
        for agent in agents { _ = try await site.get("/sites", as: agent) }
        let statuses: [Int] = try await withThrowingTaskGroup(of: Int.self) { group in
          for agent in agents + agents { group.addTask { try await site.get("/sites/\(place).pdf", as: agent).status } }
          // Nobody else waits for them: the page is there while none of them can be made.
          #expect(try await site.get("/sites/\(place)").status == 200)
          fclose(fopen("\(python).go", "w"))
          return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == Array(repeating: 200, count: 20))
      }
    }
  }

  @Test func `forty documents asked by nobody known keep no agent waiting`() async throws {
    try await withPython(Self.gated) {
      python, _ async throws in
      try await TestSite.with(.sqlite, { $0.python = python }) { site async throws in
        let path: String = "/sites/\(try await site.enterSite()).pdf"
        _ = try await site.get("/sites", as: site.agent)
        let answers: [(isAgent: Bool, answer: Answer)] = try await withThrowingTaskGroup { group in
          for number in 0..<40 {
            group.addTask { (false, try await site.send(.get, path, client: "192.0.2.\(number / 2)")) }
          }
          var answers: [(Bool, Answer)] = []
          while answers.count < 36, let refused = try await group.next() { answers.append(refused) }
          group.addTask { (true, try await site.get(path, as: site.agent)) }
          fclose(fopen("\(python).go", "w"))
          return try await group.reduce(into: answers) { $0.append($1) }
        }
        #expect(answers.prefix(36).allSatisfy { $0.answer.status == 503 && $0.answer.header("Retry-After") == "15" })
        #expect(answers.dropFirst(36).allSatisfy { $0.answer.status == 200 })
        // One was under way; the agent's is the next.
        #expect(answers.firstIndex { $0.isAgent } ?? 40 <= 37)
      }
    }
  }

  @Test func `who has two documents under way is told to wait for them`() async throws {
    try await withPython(Self.gated) {
      python, _ async throws in
      try await TestSite.with(.sqlite, { $0.python = python }) { site async throws in
        let path: String = "/sites/\(try await site.enterSite()).pdf"
        let agents: [TestActor] = [site.agent, site.actor(.agent, name: "Une autre")]
        for agent in agents { _ = try await site.get("/sites", as: agent) }
        let answers: [Answer] = try await withThrowingTaskGroup { group in
          for _ in 0..<5 { for agent in agents { group.addTask { try await site.get(path, as: agent) } } }
          // One IPv6 client has many addresses.
          for number in 1...5 {
            group.addTask { try await site.send(.get, path, client: "2001:db8::\(number)") }
          }
          var answers: [Answer] = []
          while answers.count < 9, let refused = try await group.next() { answers.append(refused) }
          fclose(fopen("\(python).go", "w"))
          return try await group.reduce(into: answers) { $0.append($1) }
        }
        #expect(answers.prefix(9).allSatisfy { $0.status == 429 && $0.header("Retry-After") == "15" })
        #expect(answers[0].text.contains("Deux de vos documents sont déjà en préparation"))
        #expect(answers.dropFirst(9).map(\.status) == Array(repeating: 200, count: 6))
      }
    }
  }

  @Test func `more than it can make while somebody waits are told when to come back`() async throws {
    try await withPython(Self.gated) { python, _ async throws in
      let press = Press(python, seconds: 600, mostWaiting: 2)
      let answers: [String] = await withTaskGroup(of: String.self) { group in
        for number in 1...6 {
          group.addTask {
            do {
              _ = try await press.document(Self.page, for: .account(ID(Int64(number))))
              return "made"
            } catch { return "\(error)" }
          }
        }
        var answers: [String] = []
        while answers.count < 4, let refused = await group.next() { answers.append(refused) }
        fclose(fopen("\(python).go", "w"))
        return await group.reduce(into: answers) { $0.append($1) }
      }
      #expect(answers.prefix(4).allSatisfy { $0.contains("Many documents") && $0.contains("15") }, "\(answers)")
      #expect(answers.dropFirst(4) == ["made", "made"])
    }
  }

  @Test func `a page that takes too long is given up, and the next one is made by another process`() async throws {
    try await withPython("[ $(wc -l <\"$0.ids\") = 1 ] && exec sleep 3600; exec \(Self.python) \"$@\"") {
      python, ids async throws in
      // Starting takes a while where others work too.
      let press = Press(python, seconds: 5)
      do {
        _ = try await press.document(Self.page, for: Self.applicant)
        Issue.record("it was made")
      } catch { #expect("\(error)".contains("takes too long"), "\(error)") }
      // Nothing of it is left behind.
      #expect(kill(try #require(ids().first), 0) != 0)
      #expect(try await press.document(Self.page, for: Self.applicant, atLeast: 600).count > 1_000)
    }
  }

  @Test(arguments: ["/nowhere/python3", "/bin/false", "no-weasyprint"])
  func `where WeasyPrint is not installed the site says so, and all else works`(_ python: String) async throws {
    try await withPython("exec \(Self.python) -S \"$@\"") { bare, _ async throws in
      try await TestSite.with(.sqlite, { $0.python = python == "no-weasyprint" ? bare : python }) { site async throws in
        let place: Int = try await site.enterSite()
        let answer: Answer = try await site.get("/sites/\(place).pdf")
        guard python != "/bin/false" else {
          // A Python that is none: that is no choice but a broken machine.
          #expect(answer.status == 500)
          return
        }
        #expect(answer.status == 503 && answer.header("Content-Type") == "text/html; charset=utf-8")
        #expect(answer.text.contains("La mise en PDF n’est pas installée sur ce serveur"))
        let english: Answer = try await site.get("/sites/\(place).pdf?lang=en")
        #expect(english.text.contains("PDF documents are not installed on this server"))
        let problem: Answer = try await site.get("/api/v1/sites/\(place).pdf")
        #expect(problem.status == 503 && problem.header("Content-Type") == "application/problem+json")
        #expect(try await site.get("/sites/\(place)").status == 200)
      }
    }
  }

  @Test func `a drawing is a figure with the words that the page gives it, and one without words is decoration`()
    async throws
  {
    let drawing: String = "viewBox='0 0 9 9'><rect width='9' height='9' fill='#24594b'/><text y='5'>Muet</text></svg>"
    let page: String = """
      <!doctype html><html lang="fr"><title>T</title><p>Texte</p><svg role="img" aria-labelledby="a b" \(drawing)
      <svg role="img" aria-label="Trois sites" \(drawing)<svg aria-hidden="true" \(drawing)<svg \(drawing)
      <figure><figcaption><strong id="a">Occupation</strong> <span id="b">87 % en 2026</span></figcaption></figure>
      """
    let bytes: [UInt8] = try await Press(Self.python, seconds: 600).document(Array(page.utf8), for: Self.applicant)
    let paper = try await PaperDocument(bytes)
    #expect(paper.structure.split(separator: "\n").count { $0.contains("Figure") } == 2, "\(paper.structure)")
    #expect(paper.alternatives(in: bytes) == ["Occupation 87 % en 2026", "Trois sites"])
  }

  @Test func `nothing is fetched, from the disk or from the network`() async throws {
    let address: String = "file://\(TemporaryFile.folder)/terreau-secret-\(UInt64.random(in: 0 ... .max)).svg"
    let path = String(address.dropFirst("file://".count))
    let file = try #require(fopen(path, "w"))
    fputs("<svg xmlns='http://www.w3.org/2000/svg' width='99' height='99'><text y='20'>SECRET</text></svg>", file)
    fclose(file)
    defer { unlink(path) }
    let page: String = """
      <!doctype html><html lang="fr"><title>T</title><link rel="stylesheet" href="\(address)">
      <link rel="attachment" href="\(address)"><a rel="attachment" href="\(address)">A</a>
      <style>@import url(\(address)); p { background: url(\(address)); } p::after { content: url(\(address)); }</style>
      <p>Visible <img alt="x" src="\(address)"><img alt="y" src="http://127.0.0.1:9/x.png">
      <object data="\(address)"></object><embed src="\(address)">
      <svg xmlns="http://www.w3.org/2000/svg"><image href="\(address)"/><use href="\(address)#a"/></svg>
      """
    let press = Press(Self.python, seconds: 600)
    let paper = try await PaperDocument(try await press.document(Array(page.utf8), for: Self.applicant))
    #expect(paper.text.contains("Visible") && !paper.text.contains("SECRET"))
    #expect(paper.attachments.contains("0 embedded files"), "\(paper.attachments)")
  }
}
