import Glibc

/// Lets a few tests at a time have a database. All at once, hundreds would share two cores, and each would be so slow that
/// what is written to give up after ten seconds would.
actor Turns {
  static let shared = Turns(max(4, 3 * Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))

  /// Whoever has a turn and opens a second database would wait for itself.
  @TaskLocal private static var hasTurn: Bool = false

  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(_ free: Int) { self.free = free }

  nonisolated func take<T: Sendable>(_ body: () async throws -> T) async throws -> T {
    guard !Self.hasTurn else { return try await body() }
    await enter()
    let result: Result<T, any Error>
    do { result = .success(try await Self.$hasTurn.withValue(true) { try await body() }) } catch {
      result = .failure(error)
    }
    await leave()
    return try result.get()
  }

  private func enter() async {
    guard free == 0 else {
      free -= 1
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  /// The turn goes to who waited longest.
  private func leave() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }
}
