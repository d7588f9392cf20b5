import Glibc
import HTTP

/// An SMS gateway for tests: one that errs as it is told to, or Kannel, which somebody else made.
public struct SMSServer: Sendable {
  public static let user: String = "terreau"
  public static let secret: String = "un secret"

  public struct Missing: Error, CustomStringConvertible {
    public let description: String
  }

  /// A free port of this machine, for who wants to be told what became of a message.
  public let spare: Int
  private let port: Int
  /// Where it says what came.
  private let teller: Int

  /// A gateway of its own, gone afterwards.
  public static func with<T: Sendable>(_ body: (SMSServer) async throws -> T) async throws -> T {
    try await TestProcess.serving(["Tests/SMSTests/gateway.py"], of: "python3") { line in
      guard let port = Int(line.filter { !$0.isWhitespace }) else { throw Missing(description: line) }
      return try await body(SMSServer(spare: 0, port: port, teller: port))
    }
  }

  public static func withKannel<T: Sendable>(_ body: (SMSServer) async throws -> T) async throws -> T {
    try await TestProcess.serving(["Tests/SMSTests/kannel.py"], of: "python3") { line in
      let ports: [Int] = line.split { $0.isWhitespace }.compactMap { Int($0) }
      guard ports.count == 3 else { throw Missing(description: line) }
      return try await body(SMSServer(spare: ports[2], port: ports[0], teller: ports[1]))
    }
  }

  /// Where Kannel takes messages.
  public var kannel: String { "http://127.0.0.1:\(port)/cgi-bin/sendsms" }

  /// Where the gateway with this fault does.
  public func address(_ fault: String) -> String { "http://127.0.0.1:\(port)/\(fault)/cgi-bin/sendsms" }

  /// What telephones got, once there are `count` messages. Waits for them.
  public func received(_ count: Int) async throws -> [JSON] { try await told("/received", count) }

  /// What the gateway with this fault was asked.
  public func asked(_ count: Int, of fault: String) async throws -> [JSON] {
    try await told("/\(fault)/received", count)
  }

  private func told(_ path: String, _ count: Int) async throws -> [JSON] {
    let answer: String = try await RawClient.exchange(
      teller, "GET \(path)?count=\(count) HTTP/1.1\r\nHost: 127.0.0.1:\(teller)\r\nConnection: close\r\n\r\n")
    let body: Substring = answer.split(separator: "\r\n\r\n").last ?? ""
    guard case .array(let messages) = try JSON(Array(body.utf8)), messages.count >= count else {
      throw Missing(description: "\(count) messages did not come: \(body)")
    }
    return messages
  }
}
