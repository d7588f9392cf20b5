public struct Response: Sendable {
  public var status: Status
  public var headers: [(name: String, value: String)]
  public var body: Body
  /// A client that has these bytes already is told so (ETag). Not for pages that hold a token drawn for one request.
  public var isValidated: Bool = false

  public enum Body: Sendable {
    case empty
    case bytes([UInt8])
    case file(TemporaryFile)
    /// Produced while it is sent. When the closure throws, the client sees a broken transfer, never a short file.
    case stream(@Sendable (BodyWriter) async throws -> Void)
  }

  public init(_ status: Status = .ok, headers: [(name: String, value: String)] = [], body: Body = .empty) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  public static func text(_ text: String, _ status: Status = .ok) -> Response {
    Response(status, headers: [("Content-Type", "text/plain; charset=utf-8")], body: .bytes(Array(text.utf8)))
  }

  public static func redirect(to path: String, _ status: Status = .seeOther) -> Response {
    Response(status, headers: [("Location", path)])
  }

  public func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// The one field of that name.
  public mutating func set(_ name: String, _ value: String) {
    headers.removeAll { $0.name == name }
    headers.append((name, value))
  }

  /// One more field of that name: cookies come one to a line.
  public mutating func add(_ name: String, _ value: String) { headers.append((name, value)) }
}

/// Where a streamed answer is written. `write` waits while the client is slower than we are.
public struct BodyWriter: Sendable {
  private let send: @Sendable ([UInt8]) async throws -> Void

  public init(_ send: @Sendable @escaping ([UInt8]) async throws -> Void) { self.send = send }

  public func write(_ bytes: [UInt8]) async throws { try await send(bytes) }
}
