import HTTP
import SQL
import Synchronization

/// What is done beside the answers: after one of them, or every second.
extension App {
  /// Does something once the answer has left. Should the process die in between, it is not done.
  func later(_ work: @Sendable @escaping () async throws -> Void) {
    let task: Task<Void, Never> = Task.detached { [settings] in
      do { try await work() } catch { settings.log(.error, "\(error)", [("during", "work after an answer")]) }
    }
    afterwards.withLock { tasks in
      tasks.removeAll(where: \.isCancelled)
      tasks.append(task)
      if tasks.count > 256 { tasks.removeFirst(128) }
    }
  }

  /// Waits for what answers have left to do.
  public func finishLater() async {
    for task in afterwards.withLock({ tasks in
      defer { tasks.removeAll() }
      return tasks
    }) { await task.value }
  }

  /// One round: what was written is sealed, mail that is due leaves, what is past its time is forgotten.
  public func keep() async throws {
    let now: Instant = settings.clock.now()
    while try await Sealer(database).seal() > 0 {}
    if let office = settings.postOffice {
      try await Outbox(secrets: secrets).deliver(
        database, through: office, from: settings.sender, at: now, settings.log)
    }
  }

  /// Submissions are remembered long enough for a page left open over a week-end, sessions for their owner to look at.
  public func forgetOld() async throws {
    let now: Instant = settings.clock.now()
    try await Submissions.forgetOld(database, before: now.adding(seconds: -7 * 86_400))
    try await SignInGuard.forgetOld(database, before: now.adding(seconds: -86_400))
    try await SessionStore(database: database, now: now).forgetOld()
    try await IdentityRequest.forgetOld(database, at: now)
    try await UndoStore.forgetOld(database, before: now.adding(seconds: -2 * Undo.seconds))
    try await Outbox.forgetOld(database, before: now.adding(seconds: -90 * 86_400))
  }

  /// Goes round until the task is cancelled. A round that fails is told, and the next one tried.
  public func keepGoing() async {
    var round: Int = 0
    while !Task.isCancelled {
      do {
        try await keep()
        if round % 3_600 == 0 {
          try await forgetOld()
          await doChores()
        }
      } catch {
        settings.log(.error, "\(error)", [("during", "the background round")])
        try? await Task.sleep(for: .seconds(10))
      }
      round += 1
      try? await Task.sleep(for: .seconds(1))
    }
  }
}
