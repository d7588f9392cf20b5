import SQL

/// What a capability can do beside the answers.
struct JobKind: Sendable {
  let key: String
  let label: Text
  /// Where its subject is read.
  let path: @Sendable (Int64) -> String
  /// Does it, from where it was left: what is written is written in changes that say how far they came.
  let work: @Sendable (JobRun) async throws -> Void

  init(
    _ key: String, _ label: Text, at path: @Sendable @escaping (Int64) -> String,
    work: @Sendable @escaping (JobRun) async throws -> Void
  ) {
    self.key = key
    self.label = label
    self.path = path
    self.work = work
  }
}

/// A job in the hands of one process.
struct JobRun: Sendable {
  let app: App
  let job: Job
  /// As who asked for it: with the roles that they hold today, not those that they held then.
  let scope: Scope
  let worker: String

  /// Thrown where somebody cancelled it, or another process holds it: nothing more is to be done here.
  struct Stopped: Error {}

  /// Says how far it came, in a change of the work itself: after a fall it goes on from there.
  func advance(to done: Int, of total: Int?, _ scope: Scope) async throws {
    try Task.checkCancellation()
    let held: Int = try await scope.jot(
      """
      UPDATE job SET done = \(done), total = \(total.value),
        claimed_until = \(app.settings.clock.now().adding(seconds: Job.claimSeconds))
      WHERE territory_id = \(scope.territory) AND id = \(job.id) AND state = 'running' AND claimed_by = \(worker)
      """)
    guard held == 1 else { throw Stopped() }
  }
}
