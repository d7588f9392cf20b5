import Glibc

/// A mail server of somebody else's making, which says what it was sent as Python's email package understands it.
public struct MailServer: Sendable {
  public enum Option: Sendable {
    /// Nobody sends without.
    case login(user: String, password: String)
    /// TLS with a certificate of the server's own, which only `certificateFile` vouches for.
    case startTLS, implicitTLS
    /// Answers `status` to this sender or recipient.
    case refusing(String, status: Int)
    case refusingMessages(status: Int)
    /// Takes the connection, or the message, or the farewell, and says nothing any more.
    case silentGreeting, silentAfterMessage, silentFarewell
    case hangingUp

    fileprivate var arguments: [String] {
      switch self {
      case .login(let user, let password): ["--login", "\(user):\(password)"]
      case .startTLS: ["--tls", "starttls"]
      case .implicitTLS: ["--tls", "implicit"]
      case .refusing(let address, let status): ["--refuse", "\(status):\(address)"]
      case .refusingMessages(let status): ["--refuse-messages", "\(status)"]
      case .silentGreeting: ["--stall", "greeting"]
      case .silentAfterMessage: ["--stall", "message"]
      case .silentFarewell: ["--stall", "quit"]
      case .hangingUp: ["--hang-up"]
      }
    }
  }

  public struct Received: Sendable {
    public let sender: String
    public let recipients: [String]
    public let bytes: [UInt8]
    /// The names of all headers, in their order.
    public let names: [String]
    /// What the headers say, by name in lower case.
    public let headers: [String: String]
    public let displayName: String
    /// With lines ended by \n.
    public let text: String
    /// What a strict reader finds wrong.
    public let defects: [String]
  }

  public struct Missing: Error, CustomStringConvertible {
    public let description: String
  }

  public let port: Int
  private let folder: String

  public var certificateFile: String { "\(folder)/certificate.pem" }

  /// A server of its own, gone afterwards.
  public static func with<T: Sendable>(_ options: Option..., body: (MailServer) async throws -> T) async throws -> T {
    let python: String = ".cache/venv/bin/python"
    guard access(python, X_OK) == 0 else {
      throw Missing(description: "\(python) is missing: run scripts/prepare test")
    }
    let arguments: [String] = ["Tests/MailTests/smtp_server.py"] + options.flatMap(\.arguments)
    return try await TestProcess.serving(arguments, of: python) { line in
      let words: [Substring] = line.split { $0 == " " || $0 == "\n" }
      guard words.count == 2, let port = Int(words[0]) else { throw Missing(description: line) }
      return try await body(MailServer(port: port, folder: String(words[1])))
    }
  }

  /// Everything that came, once there are `count` messages. Waits for them.
  public func received(_ count: Int) async throws -> [Received] {
    for _ in 0..<400 where access("\(folder)/\(count)", F_OK) != 0 { try await Task.sleep(for: .milliseconds(50)) }
    let all: [Received] = try received()
    guard all.count >= count else { throw Missing(description: "\(all.count) of \(count) messages came in 20 seconds") }
    return all
  }

  /// Everything that came so far.
  public func received() throws -> [Received] {
    var all: [Received] = []
    while access("\(folder)/\(all.count + 1)", F_OK) == 0 { all.append(try message(all.count + 1)) }
    return all
  }

  private func message(_ number: Int) throws -> Received {
    let names: [String] = try lines(number, "names")
    var headers: [String: String] = [:]
    for name in names { headers[name.lowercased()] = try text(number, "headers/\(name.lowercased())") }
    return Received(
      sender: try text(number, "sender"), recipients: try lines(number, "recipients"),
      bytes: try contents(number, "raw"), names: names, headers: headers,
      displayName: try text(number, "display-name"),
      text: try text(number, "text").replacing("\r\n", with: "\n"), defects: try lines(number, "defects"))
  }

  private func lines(_ number: Int, _ fact: String) throws -> [String] {
    try text(number, fact).split(separator: "\n").map(String.init)
  }

  private func text(_ number: Int, _ fact: String) throws -> String {
    String(decoding: try contents(number, fact), as: UTF8.self)
  }

  private func contents(_ number: Int, _ fact: String) throws -> [UInt8] {
    let path: String = "\(folder)/\(number)/\(fact)"
    guard let file = fopen(path, "r") else { throw Missing(description: path) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var room: [UInt8] = Array(repeating: 0, count: 65_536)
    while case let count = fread(&room, 1, room.count, file), count > 0 { bytes += room[..<count] }
    return bytes
  }
}
