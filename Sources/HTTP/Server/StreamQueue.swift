import CMicrohttpd
import Synchronization

/// libmicrohttpd's connection. Suspending and resuming it from any thread is what the library documents.
struct Connection: @unchecked Sendable {
  let pointer: OpaquePointer
}

/// Between the task that produces a streamed answer and the connection that takes it away: a bounded buffer, where
/// whoever is ahead waits.
final class StreamQueue: Sendable {
  private struct State {
    var buffer: [UInt8] = []
    var start: Int = 0
    var ending: Int?
    var isClosed: Bool = false
    var suspended: Connection?
    var writer: CheckedContinuation<Void, Never>?
    var pending: Int { buffer.count - start }
  }

  struct ClientLeft: Error {}

  private let state = Mutex(State())
  private let connection: Connection
  private static let mostPending: Int = 256 * 1_024

  init(_ connection: Connection) { self.connection = connection }

  func write(_ bytes: [UInt8]) async throws {
    let isFull: Bool = try state.withLock { state in
      guard !state.isClosed else { throw ClientLeft() }
      state.buffer.append(contentsOf: bytes)
      wake(&state)
      return state.pending > Self.mostPending
    }
    guard isFull else { return }
    await withCheckedContinuation { continuation in
      let canGoOn: Bool = state.withLock { state in
        if state.isClosed || state.pending <= Self.mostPending { return true }
        state.writer = continuation
        return false
      }
      if canGoOn { continuation.resume() }
    }
  }

  /// No more bytes: the end, or a failure that the client must be able to tell from an end.
  func finish(failed: Bool) {
    state.withLock { state in
      state.ending = failed ? -2 : -1
      wake(&state)
    }
  }

  func close() {
    let writer: CheckedContinuation<Void, Never>? = state.withLock { state in
      state.isClosed = true
      defer { state.writer = nil }
      return state.writer
    }
    writer?.resume()
  }

  /// Called by libmicrohttpd when the socket can take more. Suspends the connection when there is nothing to send.
  func read(into room: UnsafeMutablePointer<CChar>, _ most: Int) -> Int {
    var resumed: CheckedContinuation<Void, Never>?
    let count: Int = state.withLock { state in
      guard state.pending > 0 else {
        if let ending = state.ending { return ending }
        state.suspended = connection
        MHD_suspend_connection(connection.pointer)
        return 0
      }
      let count: Int = min(most, state.pending)
      state.buffer.withUnsafeBytes { bytes in
        UnsafeMutableRawPointer(room).copyMemory(from: bytes.baseAddress! + state.start, byteCount: count)
      }
      state.start += count
      if state.pending == 0 {
        state.buffer.removeAll(keepingCapacity: true)
        state.start = 0
      }
      if state.pending <= Self.mostPending / 2 {
        resumed = state.writer
        state.writer = nil
      }
      return count
    }
    resumed?.resume()
    return count
  }

  private func wake(_ state: inout State) {
    guard let suspended = state.suspended else { return }
    state.suspended = nil
    MHD_resume_connection(suspended.pointer)
  }
}
