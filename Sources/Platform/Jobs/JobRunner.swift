import HTTP
import SQL

/// Takes jobs one after the other. Several processes share one table: whoever claims a job first has it, and one whose
/// process died is taken on by another once its claim has run out.
struct JobRunner: Sendable {
  let app: App
  /// Tells this process from the others.
  let worker: String

  private let kinds: [JobKind]

  init(_ app: App, _ kinds: [JobKind]? = nil) {
    self.app = app
    self.kinds = kinds ?? app.jobs
    worker = hexadecimal(Secrets.random(8))
  }

  private struct Waiting: Fetched {
    let id: ID<Job>
    let territory: ID<Territory>
    let account: ID<Account>
    let attempts: Int

    init(_ row: inout Row) throws(DatabaseError) {
      id = try row.next()
      territory = try row.next()
      account = try row.next()
      attempts = try row.next()
    }
  }

  /// Does the job that waits longest. False where none is due.
  func doNext() async throws -> Bool {
    let now: Instant = app.settings.clock.now()
    let due: Query = "(state = 'queued' AND next_at <= \(now) OR state = 'running' AND claimed_until < \(now))"
    let waiting: Waiting? = try await app.database.first(
      """
      SELECT id, territory_id, account_id, attempts FROM job WHERE territory_id > 0 AND state IN ('queued', 'running')
        AND \(due) ORDER BY next_at, id LIMIT 1
      """)
    guard let waiting else { return false }
    let isOurs: Bool = try await app.database.change { session in
      try await session.run(
        """
        UPDATE job SET state = 'running', attempts = attempts + 1, claimed_by = \(worker),
          claimed_until = \(now.adding(seconds: Job.claimSeconds))
        WHERE territory_id = \(waiting.territory) AND id = \(waiting.id) AND attempts = \(waiting.attempts) AND \(due)
        """) == 1
    }
    // Another process was faster: it does it.
    guard isOurs else { return true }
    do { try await work(waiting) } catch is JobRun.Stopped {}
    return true
  }

  private func work(_ waiting: Waiting) async throws {
    let holder: Actor? = try await actor(of: waiting)
    let scope = Scope(
      app.database, holder ?? Actor("Terreau", territory: waiting.territory, []), at: app.settings.clock.now())
    let store = JobStore(scope)
    let job: Job = try await store.claimed(waiting.id)
    // Its process fell each time that it was tried: nobody tries it again before somebody has looked.
    guard waiting.attempts < Job.mostAttempts else { return try await store.end(job, .parked, .fell, by: worker) }
    guard holder != nil else { return try await store.end(job, .parked, .orphaned, by: worker) }
    guard let kind = kinds.first(where: { $0.key == job.kind }) else {
      return try await store.end(job, .parked, .unknown, by: worker)
    }
    do {
      try await kind.work(JobRun(app: app, job: job, scope: scope, worker: worker))
      try await JobStore(scope.afterwards(app)).end(job, .done, nil, by: worker)
    } catch let stopped as JobRun.Stopped {
      throw stopped
    } catch is CancellationError {
      // The service is being stopped: the next one goes on at once, and this was no failure.
      try await store.release(job, at: app.settings.clock.now(), attempts: job.attempts - 1, by: worker)
      throw CancellationError()
    } catch {
      let reference: String = hexadecimal(Secrets.random(4))
      app.settings.log(.error, "\(error)", [("during", "job \(job.id) \(job.kind)"), ("reference", reference)])
      if job.attempts < Job.mostAttempts {
        // Ten seconds, then twice as long each time.
        let next: Instant = app.settings.clock.now().adding(seconds: 5 << job.attempts)
        try await store.release(job, at: next, attempts: job.attempts, by: worker)
      } else {
        try await JobStore(scope.afterwards(app)).end(job, .parked, .failed, reference, by: worker)
      }
    }
  }

  /// Who asked for it, with the roles of today. Nil where they have none any more.
  private func actor(of waiting: Waiting) async throws -> Actor? {
    struct Holder: Fetched {
      let name: String
      let grant: Grant
      init(_ row: inout Row) throws(DatabaseError) {
        name = try row.next()
        grant = Grant(try row.next(), on: try row.next(), try row.next())
      }
    }
    let today: Day = Zone.paris.day(at: app.settings.clock.now())
    let held: [Holder] = try await app.database.all(
      """
      SELECT account.name, role.kind, role.target, role.target_id FROM role
      JOIN account ON account.id = role.account_id AND account.disabled_at IS NULL
      WHERE role.territory_id = \(waiting.territory) AND role.account_id = \(waiting.account)
        AND \(Role.holding(on: today)) ORDER BY role.id
      """)
    guard let first = held.first else { return nil }
    return Actor(account: waiting.account, first.name, territory: waiting.territory, held.map(\.grant))
  }
}

extension Scope {
  /// The same, when the work is over: it may have taken an hour.
  fileprivate func afterwards(_ app: App) -> Scope { Scope(app.database, actor, at: app.settings.clock.now()) }
}

extension App {
  /// Works off what is due, and answers how much that was: for tests and for commands.
  @discardableResult
  public func workOff() async throws -> Int {
    let runner = JobRunner(self)
    var count: Int = 0
    while try await runner.doNext() { count += 1 }
    return count
  }

  /// Works until the task is cancelled; looks every second where nothing is due.
  public func keepWorking() async {
    let runner = JobRunner(self)
    while !Task.isCancelled {
      do {
        if try await runner.doNext() { continue }
        try await Task.sleep(for: .seconds(1))
      } catch is CancellationError {
        return
      } catch {
        settings.log(.error, "\(error)", [("during", "jobs")])
        try? await Task.sleep(for: .seconds(10))
      }
    }
  }
}
