import SQL

/// Every statement about jobs, on one territory.
struct JobStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  /// Those whose subject this actor may read: who works on the territory sees what is under way on it.
  private var visible: Query {
    let ofTerritory: Query = "job.territory_id = \(scope.territory)"
    if seesAll { return ofTerritory }
    return ofTerritory + " AND job.account_id = \((scope.actor.account?.number).value)"
  }

  private var seesAll: Bool {
    scope.actor.kinds.contains(.manager) || scope.actor.kinds.contains(.administrator)
  }

  func find(_ id: ID<Job>) async throws -> Job {
    try await scope.one("SELECT \(Job.columns) \(Job.from) WHERE \(visible) AND job.id = \(id)")
  }

  func listing(_ filter: JobFilter) -> Listing<Job> {
    var which: Query = "\(Job.from) WHERE \(visible)"
    if let state = filter.state { which = which + " AND job.state = \(state)" }
    let wanted: Query = which
    return Listing(
      scope, count: "SELECT count(*) " + wanted, orders: [Order("createdAt", "job.id", startsDown: true)]
    ) { slice in "SELECT \(Job.columns) \(wanted) ORDER BY \(slice.order) \(slice.window)" }
  }

  /// In the change that makes its subject: one is not there without the other.
  @discardableResult
  func enqueue(_ kind: String, on subject: Int64) async throws -> ID<Job> {
    guard let account = scope.actor.account else { throw Refusal.forbidden(.jobsAreOfAccounts) }
    return try await scope.insert(
      """
      INSERT INTO job (territory_id, account_id, kind, subject, state, next_at, created_at)
      VALUES (\(scope.territory), \(account), \(kind), \(subject), 'queued', \(scope.now), \(scope.now))
      """)
  }

  /// The last one that worked on this record.
  func latest(_ kinds: [String], on subject: Int64) async throws -> Job? {
    try await scope.first(
      """
      SELECT \(Job.columns) \(Job.from) WHERE job.territory_id = \(scope.territory) AND job.subject = \(subject)
        AND job.kind IN \(.list(kinds)) ORDER BY job.id DESC LIMIT 1
      """)
  }

  /// This actor's that stopped, the latest first; and for who answers for the territory those of people who are gone,
  /// for nobody else would hear of them.
  func stopped() async throws -> [Job] {
    let orphans: Query = seesAll ? " OR job.cause = 'orphaned'" : ""
    return try await scope.all(
      """
      SELECT \(Job.columns) \(Job.from) WHERE job.territory_id = \(scope.territory)
        AND (job.account_id = \((scope.actor.account?.number).value)\(orphans)) AND job.state = 'parked'
      ORDER BY job.id DESC LIMIT \(Agenda.most)
      """)
  }

  /// As whoever claimed it finds it.
  func claimed(_ id: ID<Job>) async throws -> Job {
    try await scope.one(
      "SELECT \(Job.columns) \(Job.from) WHERE job.territory_id = \(scope.territory) AND job.id = \(id)")
  }

  /// Done, or stopped for good, by the process that held it.
  func end(_ job: Job, _ state: JobState, _ cause: JobCause?, _ reference: String? = nil, by worker: String)
    async throws
  {
    try await scope.change { scope in
      let ended: Int = try await scope.run(
        """
        UPDATE job SET state = \(state), cause = \((cause?.rawValue).value), reference = \(reference.value),
          ended_at = \(scope.now), claimed_by = NULL, claimed_until = NULL
        WHERE territory_id = \(scope.territory) AND id = \(job.id) AND state = 'running' AND claimed_by = \(worker)
        """)
      guard ended == 1 else { throw JobRun.Stopped() }
      let after: Job = try await JobStore(scope).claimed(job.id)
      try await scope.audit(state == .done ? .jobDone : .jobParked, "job", job.id.number, .job, after: after)
    }
  }

  /// Given back, to be tried again from `next` on.
  func release(_ job: Job, at next: Instant, attempts: Int, by worker: String) async throws {
    try await scope.change { scope in
      _ = try await scope.jot(
        """
        UPDATE job SET state = 'queued', claimed_by = NULL, claimed_until = NULL, next_at = \(next), attempts = \(attempts)
        WHERE territory_id = \(scope.territory) AND id = \(job.id) AND state = 'running' AND claimed_by = \(worker)
        """)
    }
  }

  /// Whoever works on it notices at its next sign of life, and leaves it as far as it came.
  func cancel(_ job: Job) async throws {
    guard !job.state.isOver else { throw Refusal.conflict(.jobIsOver) }
    try await scope.run(
      """
      UPDATE job SET state = 'cancelled', ended_at = \(scope.now), claimed_by = NULL, claimed_until = NULL
      WHERE territory_id = \(scope.territory) AND id = \(job.id) AND state IN ('queued', 'running')
      """)
    try await scope.audit(.jobCancelled, "job", job.id.number, .job, after: try await find(job.id))
  }

  /// Tries again what stopped, for whoever asks for it now: who did at first may have no role here any more.
  func retry(_ job: Job) async throws {
    guard job.state == .parked else { throw Refusal.conflict(.jobDidNotStop) }
    guard let account = scope.actor.account else { throw Refusal.forbidden(.jobsAreOfAccounts) }
    try await scope.run(
      """
      UPDATE job SET state = 'queued', account_id = \(account), attempts = 0, cause = NULL, reference = NULL,
        ended_at = NULL, next_at = \(scope.now)
      WHERE territory_id = \(scope.territory) AND id = \(job.id) AND state = 'parked'
      """)
    try await scope.audit(.jobRetried, "job", job.id.number, .job, after: try await find(job.id))
  }
}

extension Deed {
  static let jobDone = Deed("job.done", Text(fr: "Travail terminé", en: "Job done"))
  static let jobParked = Deed("job.parked", Text(fr: "Travail arrêté", en: "Job stopped"))
  static let jobCancelled = Deed("job.cancelled", Text(fr: "Travail annulé", en: "Job cancelled"))
  static let jobRetried = Deed("job.retried", Text(fr: "Travail relancé", en: "Job tried again"))
  static let ofJobs: [Deed] = [jobDone, jobParked, jobCancelled, jobRetried]
}

extension Text {
  fileprivate static let jobsAreOfAccounts = Text(
    fr: "Il faut un compte pour demander ce travail.", en: "It takes an account to ask for this.")
  fileprivate static let jobIsOver = Text(fr: "Ce travail est déjà fini.", en: "This job is over already.")
  fileprivate static let jobDidNotStop = Text(
    fr: "Ce travail n’est pas arrêté : il n’y a rien à relancer.", en: "This job has not stopped: nothing to try again."
  )
}
