import Glibc
import Synchronization

/// What the operator reads: one line a fact, for people or, on request, one JSON object a line.
public final class Log: Sendable {
  public enum Style: String, Sendable {
    case text, json, none
  }

  public enum Level: String, Sendable {
    case info, warning, error
  }

  private let style: Style
  private let order = Mutex(())
  private let clock: @Sendable () -> String
  private let sink: @Sendable ([UInt8]) -> Void

  /// Lines go to the standard error stream, unless somebody else takes them.
  public init(
    _ style: Style, clock: @Sendable @escaping () -> String,
    to sink: @Sendable @escaping ([UInt8]) -> Void = { line in
      _ = line.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    }
  ) {
    self.style = style
    self.clock = clock
    self.sink = sink
  }

  public static let silent = Log(.none, clock: { "" })

  public func callAsFunction(_ level: Level, _ message: String, _ facts: [(String, String)] = []) {
    guard style != .none else { return }
    let line: [UInt8] = style == .json ? json(level, message, facts) : text(level, message, facts)
    order.withLock { _ in sink(line) }
  }

  private func json(_ level: Level, _ message: String, _ facts: [(String, String)]) -> [UInt8] {
    var writer = JSONWriter()
    writer.object {
      $0.member("time", clock())
      $0.member("level", level.rawValue)
      $0.member("message", message)
      for (name, value) in facts { $0.member(name, value) }
    }
    return writer.bytes + [0x0A]
  }

  private func text(_ level: Level, _ message: String, _ facts: [(String, String)]) -> [UInt8] {
    let details: String = facts.map { " \($0)=\($1)" }.joined()
    // A message may quote what somebody sent: no line break of theirs begins a line of ours.
    let line: String = "\(clock()) \(level.rawValue) \(message)\(details)".replacing("\n", with: " ")
    return Array(line.utf8) + [0x0A]
  }
}
