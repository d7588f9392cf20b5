import HTTP
import Synchronization

/// What came back, with its whole body, streamed or not.
public struct Answer: Sendable {
  public let status: Int
  public let headers: [(name: String, value: String)]
  public let bytes: [UInt8]

  init(_ response: Response) async throws {
    status = response.status.rawValue
    headers = response.headers
    switch response.body {
    case .empty: bytes = []
    case .bytes(let body): bytes = body
    case .file(let file): bytes = file.contents()
    case .stream(let produce):
      let collected = Mutex<[UInt8]>([])
      try await produce(BodyWriter { piece in collected.withLock { $0.append(contentsOf: piece) } })
      bytes = collected.withLock { $0 }
    }
  }

  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// As somebody reads it, who cannot tell a space that breaks from one that does not.
  public var words: String { text.replacing("\u{A0}", with: " ").replacing("\u{202F}", with: " ") }

  public func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }

  public var location: String? { header("Location") }

  public func json() throws -> JSON { try JSON(bytes) }

  /// The fields that a problem document names.
  public func wrongFields() throws -> [String] {
    guard case .array(let errors)? = try json()["errors"] else { return [] }
    return errors.compactMap { $0["field"]?.string }
  }
}
