import HTTP
import SQL
import Site
import Synchronization
import TestSite
import Testing

@testable import Platform

/// What is done beside the answers, by one process or several.
@Suite struct JobTests {
  /// What jobs of a test did, in order.
  final class Deeds: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }
    func add(_ line: String) { lines.withLock { $0.append(line) } }
  }

  private struct Broken: Error {}

  private func enqueue(_ site: TestSite, _ kind: String) async throws -> Job {
    _ = try await site.get("/", as: site.agent)
    let account: ID<Account> = try await site.database.read { try await $0.value("SELECT max(id) FROM account") }
    let actor = Actor(account: account, "Test agent", territory: site.here.id, [Grant(.agent, on: .territory)])
    return try await Scope(site.database, actor, at: site.app.settings.clock.now()).change { scope in
      let id: ID<Job> = try await JobStore(scope).enqueue(kind, on: 1)
      let job: Job = try await JobStore(scope).claimed(id)
      try await scope.audit(.jobRetried, "job", id.number, .job, after: job)
      return job
    }
  }

  private func job(_ site: TestSite, _ id: ID<Job>) async throws -> Job {
    try await JobStore(Scope(site.database, site.agent.actor, at: TestSite.now)).claimed(id)
  }

  private func kind(_ work: @Sendable @escaping (JobRun) async throws -> Void) -> JobKind {
    JobKind("test", Text(name: "Test"), at: { "/travaux/\($0)" }, work: work)
  }

  @Test(arguments: TestDatabase.dialects)
  func `each job is done once, whichever of several processes takes it`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let deeds = Deeds()
      let kinds: [JobKind] = [
        kind { run in
          deeds.add("\(run.job.id)")
          try await run.scope.change { try await run.advance(to: 1, of: 1, $0) }
        }
      ]
      var ids: [ID<Job>] = []
      for _ in 0..<12 { ids.append(try await enqueue(site, "test").id) }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<4 {
          group.addTask { while try await JobRunner(site.app, kinds).doNext() {} }
        }
        try await group.waitForAll()
      }
      #expect(deeds.all.sorted() == ids.map { "\($0)" }.sorted())
      for id in ids { #expect(try await job(site, id).state == .done) }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a job whose process fell is taken on by another where it was left, and not before its claim is over`(
    _ dialect: Dialect
  ) async throws {
    let clock = TestClock()
    try await TestSite.with(dialect, { $0.clock = clock.clock }) { site async throws in
      let id: ID<Job> = try await enqueue(site, "test").id
      let deeds = Deeds()
      let killed = Task {
        try await JobRunner(
          site.app,
          [
            kind { run in
              try await run.scope.change { try await run.advance(to: 500, of: 1_000, $0) }
              deeds.add("first to 500")
              // As a process that was killed: it says nothing more.
              try await Task.sleep(for: .seconds(3_600))
            }
          ]
        ).doNext()
      }
      while deeds.all.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
      let second = JobRunner(site.app, [kind { run in deeds.add("second from \(run.job.done)") }])
      #expect(try await second.doNext() == false, "the first still holds it")
      clock.advance(seconds: Job.claimSeconds + 1)
      #expect(try await second.doNext())
      #expect(deeds.all == ["first to 500", "second from 500"])
      #expect(try await job(site, id).state == .done)
      killed.cancel()
      _ = try? await killed.value
      #expect(try await job(site, id).state == .done, "what wakes up too late changes nothing")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a job that keeps failing is tried five times, parks itself and says so to who asked`(
    _ dialect: Dialect
  ) async throws {
    let clock = TestClock()
    try await TestSite.with(dialect, { $0.clock = clock.clock }) { site async throws in
      let id: ID<Job> = try await enqueue(site, "test").id
      let deeds = Deeds()
      let runner = JobRunner(
        site.app,
        [
          kind { _ in
            deeds.add("tried")
            throw Broken()
          }
        ])
      for _ in 0..<10 {
        _ = try await runner.doNext()
        clock.advance(seconds: 600)
      }
      #expect(deeds.all.count == Job.mostAttempts)
      let parked: Job = try await job(site, id)
      #expect(parked.state == .parked && parked.cause == .failed && parked.reference?.count == 8)
      let day = try await site.get("/", as: site.agent)
      #expect(day.words.contains("Il a échoué plusieurs fois"), "\(day.words)")
      // Pressed again, it is tried again.
      let again = try await site.post("/travaux/\(id)/relance", [:], as: site.actor(.manager))
      #expect(again.status == 303, "\(again.text)")
      #expect(try await JobRunner(site.app, [kind { _ in deeds.add("went well") }]).doNext())
      #expect(try await job(site, id).state == .done)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a job that takes its process down each time is not tried for ever`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let id: ID<Job> = try await enqueue(site, "test").id
      try await site.database.change { session in
        _ = try await session.run(
          """
          UPDATE job SET state = 'running', attempts = \(Job.mostAttempts), claimed_by = 'gone',
            claimed_until = \(TestSite.now.adding(seconds: -1)) WHERE territory_id = \(site.here.id) AND id = \(id)
          """)
      }
      let deeds = Deeds()
      #expect(try await JobRunner(site.app, [kind { _ in deeds.add("tried") }]).doNext())
      #expect(deeds.all == [])
      #expect(try await job(site, id).cause == .fell)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a job of somebody who has no role any more is not done in their name`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let id: ID<Job> = try await enqueue(site, "test").id
      try await site.database.change { session in
        _ = try await session.run(
          "UPDATE account SET disabled_at = \(TestSite.now) WHERE disabled_at IS NULL")
      }
      let deeds = Deeds()
      #expect(try await JobRunner(site.app, [kind { _ in deeds.add("done") }]).doNext())
      #expect(deeds.all == [])
      #expect(try await job(site, id).cause == .orphaned)
      // Who answers for the territory hears of it, and may have it done in their own name.
      let manager: TestActor = site.actor(.manager)
      let day = try await site.get("/", as: manager)
      #expect(day.words.contains("n’a plus de rôle ici"), "\(day.words)")
      let others = try await site.get("/", as: site.actor(.agent, name: "Une autre agente"))
      #expect(!others.words.contains("n’a plus de rôle ici"))
      let again = try await site.post("/travaux/\(id)/relance", [:], as: manager)
      #expect(again.status == 303, "\(again.text)")
      #expect(try await JobRunner(site.app, [kind { _ in deeds.add("done") }]).doNext())
      #expect(deeds.all == ["done"])
      #expect(try await job(site, id).accountName == "Test manager")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a job that nobody knows how to do parks itself`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let id: ID<Job> = try await enqueue(site, "of a later release").id
      try await site.app.workOff()
      #expect(try await job(site, id).cause == .unknown)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `stopping the service gives a job back at once`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let id: ID<Job> = try await enqueue(site, "test").id
      let deeds = Deeds()
      let runner = JobRunner(
        site.app,
        [
          kind { run in
            deeds.add("begun")
            for done in 1...100_000 {
              try await run.scope.change { try await run.advance(to: done, of: nil, $0) }
            }
          }
        ])
      let task = Task { try await runner.doNext() }
      while deeds.all.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
      task.cancel()
      _ = try? await task.value
      let left: Job = try await job(site, id)
      #expect(left.state == .queued && left.attempts == 0, "\(left)")
      #expect(try await JobRunner(site.app, [kind { _ in }]).doNext())
    }
  }
}
