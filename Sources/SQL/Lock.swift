import Synchronization

/// A lock that a task waits for without holding a thread, first come, first served.
final class Lock: Sendable {
  private struct State {
    var isHeld: Bool = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  func hold<T>(_ body: () async throws -> T) async rethrows -> T {
    await acquire()
    defer { release() }
    return try await body()
  }

  private func acquire() async {
    let isOurs: Bool = state.withLock { state in
      if state.isHeld { return false }
      state.isHeld = true
      return true
    }
    if isOurs { return }
    await withCheckedContinuation { continuation in
      let isFree: Bool = state.withLock { state in
        if state.isHeld {
          state.waiting.append(continuation)
          return false
        }
        state.isHeld = true
        return true
      }
      if isFree { continuation.resume() }
    }
  }

  private func release() {
    let next: CheckedContinuation<Void, Never>? = state.withLock { state in
      if state.waiting.isEmpty {
        state.isHeld = false
        return nil
      }
      return state.waiting.removeFirst()
    }
    next?.resume()
  }
}
