import Synchronization

/// Connections lent one task at a time. A task that finds none left waits its turn.
final class Pool<Connection: Sendable>: Sendable {
  private struct State {
    var idle: [Connection] = []
    var open: Int = 0
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())
  private let limit: Int
  private let make: @Sendable () async throws -> Connection
  private let isUsable: @Sendable (Connection) -> Bool

  init(
    limit: Int, isUsable: @Sendable @escaping (Connection) -> Bool,
    make: @Sendable @escaping () async throws -> Connection
  ) {
    self.limit = limit
    self.isUsable = isUsable
    self.make = make
  }

  func lend<T>(_ body: (Connection) async throws -> T) async throws -> T {
    let connection: Connection = try await take()
    defer { giveBack(connection) }
    return try await body(connection)
  }

  /// Connections open now, lent or idle.
  var open: Int { state.withLock { $0.open } }

  private enum Turn {
    case ready(Connection)
    case create
    case wait
  }

  private func take() async throws -> Connection {
    while true {
      switch state.withLock({ turn(&$0) }) {
      case .ready(let connection): return connection
      case .create:
        do { return try await make() } catch {
          leave()
          throw error
        }
      case .wait:
        await withCheckedContinuation { continuation in
          let isFree: Bool = state.withLock { state in
            if state.idle.isEmpty, state.open >= limit {
              state.waiting.append(continuation)
              return false
            }
            return true
          }
          if isFree { continuation.resume() }
        }
      }
    }
  }

  private func turn(_ state: inout State) -> Turn {
    if let connection = state.idle.popLast() { return .ready(connection) }
    guard state.open < limit else { return .wait }
    state.open += 1
    return .create
  }

  private func giveBack(_ connection: Connection) {
    guard isUsable(connection) else { return leave() }
    let next: CheckedContinuation<Void, Never>? = state.withLock { state in
      state.idle.append(connection)
      return state.waiting.isEmpty ? nil : state.waiting.removeFirst()
    }
    next?.resume()
  }

  /// Closes the connections that nobody is using: one of them was found dead, so the others may be.
  func forgetIdle() {
    let forgotten: [Connection] = state.withLock { state in
      defer { state.idle = [] }
      state.open -= state.idle.count
      return state.idle
    }
    _ = forgotten
  }

  private func leave() {
    let next: CheckedContinuation<Void, Never>? = state.withLock { state in
      state.open -= 1
      return state.waiting.isEmpty ? nil : state.waiting.removeFirst()
    }
    next?.resume()
  }
}
