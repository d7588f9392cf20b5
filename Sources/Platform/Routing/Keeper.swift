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

  /// One round of each: what was written is sealed, people are told, what is due leaves.
  public func keep() async throws {
    try await seal()
    try await NoticeRound(self, at: settings.clock.now()).run()
    try await withThrowingTaskGroup { group in
      for carrier in carriers { group.addTask { try await self.deliver(through: carrier) } }
      try await group.waitForAll()
    }
  }

  private func seal() async throws { while try await Sealer(database).seal() > 0 {} }

  private func deliver(through carrier: Carrier) async throws {
    try await Outbox(secrets: secrets).deliver(database, through: carrier, settings.clock, settings.log)
  }

  /// Submissions are remembered long enough for a page left open over a week-end, sessions for their owner to look at.
  public func forgetOld() async throws {
    let now: Instant = settings.clock.now()
    try await Submissions.forgetOld(database, before: now.adding(seconds: -7 * 86_400))
    try await SignInGuard.forgetOld(database, before: now.adding(seconds: -86_400))
    try await SessionStore(database: database, now: now).forgetOld()
    try await IdentityRequest.forgetOld(database, at: now)
    try await UndoStore.forgetOld(database, before: now.adding(seconds: -2 * Undo.seconds))
    try await NotificationStore.forgetOld(database, before: now.adding(seconds: -365 * 86_400))
    try await Outbox.forgetOld(database, at: now)
    try await ImportStore.forgetOld(database, before: now.adding(seconds: -ImportRun.daysKept * 86_400))
  }

  /// Goes round until the task is cancelled: each on its own, so that a gateway that is slow holds up nobody else.
  public func keepGoing() async {
    await withDiscardingTaskGroup { group in
      group.addTask {
        await self.goRound("the background round") { round in
          try await self.seal()
          if round % 3_600 == 0 {
            try await self.forgetOld()
            await self.doChores()
          }
        }
      }
      group.addTask {
        await self.goRound("the round of notifications") { round in
          if round % 30 == 0 { try await NoticeRound(self, at: self.settings.clock.now()).run() }
        }
      }
      for carrier in carriers {
        group.addTask {
          await self.goRound("the round of \(carrier.channel)") { _ in try await self.deliver(through: carrier) }
        }
      }
    }
  }

  /// A round that fails is told, and the next one tried.
  private func goRound(_ name: String, _ work: (Int) async throws -> Void) async {
    var round: Int = 0
    while !Task.isCancelled {
      do { try await work(round) } catch {
        settings.log(.error, "\(error)", [("during", name)])
        try? await Task.sleep(for: .seconds(10))
      }
      round += 1
      try? await Task.sleep(for: .seconds(1))
    }
  }
}
