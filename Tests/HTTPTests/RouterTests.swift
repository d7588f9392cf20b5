import HTTP
import Testing

@Suite struct RouterTests {
  private let router = Router<String>([
    (.get, PathPattern("/sites"), "list"), (.post, PathPattern("/sites"), "enter"),
    (.get, PathPattern("/sites/nouveau"), "new"), (.get, PathPattern("/sites/{site}"), "show"),
    (.get, PathPattern("/sites/{site}/lots/{lot}"), "lot"), (.get, PathPattern("/"), "home"),
    (.get, PathPattern("/sites/{site}.pdf"), "document"),
  ])

  private func found(_ method: Method, _ path: String) throws -> (String, [String])? {
    guard case .found(let found) = router.find(method, try Target(path).segments) else { return nil }
    return (found.endpoint, found.parameters.map { "\($0.name)=\($0.value)" })
  }

  @Test func `a word goes before a parameter`() throws {
    #expect(try found(.get, "/sites/nouveau")?.0 == "new")
    #expect(try found(.get, "/sites/12")?.1 == ["site=12"])
    #expect(try found(.get, "/sites/12/lots/3")?.1 == ["site=12", "lot=3"])
    #expect(try found(.get, "/")?.0 == "home")
  }

  @Test func `an ending belongs to the address, not to the identifier`() throws {
    #expect(try found(.get, "/sites/12.pdf")?.0 == "document")
    #expect(try found(.get, "/sites/12.pdf")?.1 == ["site=12"])
    #expect(try found(.get, "/sites/12.csv")?.1 == ["site=12.csv"])
    #expect(try found(.get, "/sites/.pdf")?.1 == ["site="])
    #expect(PathPattern("/sites/{site}.pdf").parameters == ["site"])
    #expect(try found(.get, "/sites/nouveau")?.0 == "new")
  }

  @Test func `HEAD is answered like GET, and other methods are named`() throws {
    #expect(try found(.head, "/sites")?.0 == "list")
    guard case .otherMethods(let methods) = router.find(.options, ["sites"]) else {
      Issue.record("OPTIONS was not told what else there is")
      return
    }
    #expect(methods == [.get, .post])
  }

  @Test func `what is not declared is not there`() throws {
    for path in ["/site", "/sites/1/lots", "/sites/nouveau/x", "/x"] {
      guard case .nothing = router.find(.get, try Target(path).segments) else {
        Issue.record("\(path) was found")
        continue
      }
    }
  }
}
