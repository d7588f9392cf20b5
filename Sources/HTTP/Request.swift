/// What is known of a request before its body has arrived.
public struct Head: Sendable {
  public let method: Method
  public let target: Target
  public let headers: Headers
  /// The client's address, as the trusted proxy gives it or as the socket has it.
  public let client: String

  public init(method: Method, target: Target, headers: Headers = Headers(), client: String = "127.0.0.1") {
    self.method = method
    self.target = target
    self.headers = headers
    self.client = client
  }

  /// `application/json` out of `Application/JSON; charset=utf-8`.
  public var mediaType: String? {
    guard let type = headers["content-type"] else { return nil }
    return trimmed(String(type.prefix { $0 != ";" })).lowercased()
  }
}

public struct Request: Sendable {
  public let head: Head
  public let body: Body

  public enum Body: Sendable {
    case none
    case bytes([UInt8])
    case multipart(FormPairs, [Upload])
  }

  public init(_ head: Head, body: Body = .none) {
    self.head = head
    self.body = body
  }
}

/// A file that somebody sent, on our disk until the request ends.
public struct Upload: Sendable {
  public let field: String
  /// As the client calls it: a label, never a path.
  public let name: String
  public let type: String
  public let file: TemporaryFile

  public var size: Int { file.size }

  public init(field: String, name: String, type: String, file: TemporaryFile) {
    self.field = field
    self.name = name
    self.type = type
    self.file = file
  }
}
