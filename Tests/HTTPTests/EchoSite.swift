import Glibc
import HTTP
import Synchronization
import TestSite

/// A responder for the server's own tests: it says back what it was given.
struct EchoSite: Responder {
  /// Answers of /gated wait here until the test opens it.
  let gate = Gate()

  func plan(for head: Head) -> BodyPlan {
    if head.mediaType == "multipart/form-data" {
      guard let reader = MultipartReader(contentType: head.headers["content-type"] ?? "") else {
        return .refuse(.unsupportedMediaType)
      }
      return .multipart(reader, most: 8 << 20)
    }
    return .memory(most: 100_000)
  }

  func respond(to request: Request) async -> Response {
    switch request.head.target.path {
    case "/slow":
      try? await Task.sleep(for: .milliseconds(400))
      return .text("slow\n")
    case "/gated":
      while !gate.isOpen { try? await Task.sleep(for: .milliseconds(5)) }
      return .text("gated\n")
    case "/stream":
      return Response(
        headers: [("Content-Type", "text/csv; charset=utf-8")],
        body: .stream { writer in for number in 0..<20_000 { try await writer.write(Array("line \(number)\n".utf8)) } })
    case "/broken":
      return Response(
        headers: [("Content-Type", "text/plain")],
        body: .stream { writer in
          try await writer.write(Array("beginning".utf8))
          throw Broken()
        })
    case "/page":
      var response: Response = .text(String(repeating: "Les grandes villes sont un terreau fertile.\n", count: 200))
      response.isValidated = true
      return response
    case "/evil":
      return Response(headers: [("X-Name", "a\r\nX-Injected: yes")], body: .bytes([]))
    default: return .text("\(describe(request))\n")
    }
  }

  struct Broken: Error {}

  final class Gate: Sendable {
    private let opened = Atomic<Bool>(false)
    var isOpen: Bool { opened.load(ordering: .relaxed) }
    func open() { opened.store(true, ordering: .relaxed) }
  }

  private func describe(_ request: Request) -> String {
    switch request.body {
    case .none: return "path=\(request.head.target.path) client=\(request.head.client)"
    case .bytes(let bytes): return "bytes=\(bytes.count)"
    case .multipart(let pairs, let uploads):
      return "fields=\(pairs.pairs.map(\.name)) files=\(uploads.map { "\($0.name):\($0.size)" })"
    }
  }

  func refuse(_ refusal: RequestRefusal, _ head: Head?) -> Response {
    .text("refused: \(refusal)\n", refusal.status)
  }

  /// A server on a free port for as long as the body runs.
  static func serving<T: Sendable>(_ limits: Limits = Limits(), _ body: (Int) async throws -> T) async throws -> T {
    var limits: Limits = limits
    if limits.requestsPerSecond == Limits().requestsPerSecond { limits.requestsPerSecond = 0 }
    // Time stands still, so that how much one address has left does not depend on how busy the machine is.
    let server = Server(EchoSite(), limits: limits, clock: { 0 })
    let port: Int = try server.start(port: 0, threads: 2)
    let result: Result<T, any Error>
    do { result = .success(try await body(port)) } catch { result = .failure(error) }
    _ = try await RawClient.waiting { server.stop() }
    return try result.get()
  }
}
