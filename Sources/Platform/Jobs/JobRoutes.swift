import HTTP
import SQL

extension Allow {
  /// Who may have asked for something long.
  static let readsJobs = Allow([.agent, .manager, .administrator])
}

extension PlatformDoor {
  var jobRoutes: [Endpoint] {
    [
      .list("/travaux", .jobs, allow: .readsJobs, .job, filter: JobFilter.self) { visit, filter in
        ListPage(
          .jobs, intro: .jobsHelp, .jobRow(visit.app.jobs), JobStore(visit.scope).listing(filter),
          filters: JobFilter.fields, .job)
      },
      .record("/travaux/{job}", .oneJob, kind: "job", allow: .readsJobs, .job) { visit in
        let job: Job = try await JobStore(visit.scope).find(visit.id("job"))
        let kind: JobKind? = visit.app.jobs.first { $0.key == job.kind }
        let title: String = kind?.label(visit.language) ?? job.kind
        return Shown(title, crumbs: [Crumb(Text.jobs(visit.language), "/travaux")], .job, job) { page in
          page.job(job)
          page.facts(View.job.without("message"), job)
          if let kind { page.linkLine(kind.path(job.subject), .whatItWorksOn) }
        }
      },
      .button("/travaux/{job}/annulation", .cancelJob, allow: .readsJobs) { visit in
        try await visit.onJob(.jobCancelled) { try await $0.cancel($1) }
      },
      .button("/travaux/{job}/relance", .retryJob, allow: .readsJobs) { visit in
        try await visit.onJob(.jobRetried) { try await $0.retry($1) }
      },
    ]
  }
}

extension Visit {
  fileprivate func onJob(
    _ deed: Deed, _ act: @Sendable @escaping (JobStore, Job) async throws -> Void
  ) async throws -> Response {
    let job: Job = try await scope.change { scope in
      let store = JobStore(scope)
      let job: Job = try await store.find(id("job"))
      try await act(store, job)
      return job
    }
    let place: String = app.jobs.first { $0.key == job.kind }?.path(job.subject) ?? job.path
    return .redirect(to: FormPairs().setting("done", to: deed.key).after(place))
  }
}

extension Page {
  /// How far a job came, and what can be done about it.
  mutating func job(_ job: Job) {
    if let message = job.message { alert(message) }
    if job.state == .running || job.state == .queued {
      markup.raw("<p class=\"progress\" role=\"status\"><label>")
      say(job.state.label)
      if let total = job.total, total > 0 {
        markup.raw(" <progress max=\"")
        data(String(total))
        markup.raw("\" value=\"")
        data(String(min(job.done, total)))
        markup.raw("\"></progress>")
      } else {
        markup.raw(" <progress></progress>")
      }
      markup.raw("</label> ")
      if job.done > 0 { say(.linesDone(job.done, of: job.total)) }
      markup.raw("</p>\n")
      button("\(job.path)/annulation", .cancelJob)
    }
    if job.state == .cancelled { quiet(job.state.label) }
    if job.state == .parked { button("\(job.path)/relance", .retryJob) }
  }
}

struct JobFilter: Form {
  static let state = Field<JobState>.choice("state", .jobState).optional
  static let fields: [any FormField] = [state]

  let state: JobState?

  init(_ values: FormValues) throws(Refusal) { state = values[Self.state] }
}

extension View<Job> {
  static let job = View("Job", columns { $0.kind })

  /// In a list, each under its name.
  static func jobRow(_ kinds: [JobKind]) -> View {
    View("Job", columns { job in kinds.first { $0.key == job.kind }?.label(.fr) ?? job.kind })
  }

  private static func columns(_ name: @Sendable @escaping (Job) -> String) -> [Column<Job>] {
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("kind", .jobKind, link: { $0.path }) { .text(name($0)) },
      Column("state", .jobState, .word(JobState.words)) { .choice($0.state) },
      Column("done", .jobProgress, .int) { .int($0.done) },
      Column("total", .jobTotal, .int) { $0.total.map { .int($0) } ?? .none },
      Column("attempts", .jobAttempts, .int) { .int($0.attempts) },
      Column("message", .jobMessage) { $0.message.map { .said($0) } ?? .none },
      Column("account", .askedBy) { .text($0.accountName) },
      Column("createdAt", .askedAt, .moment) { .moment($0.createdAt) },
      Column("endedAt", .endedAt, .moment) { $0.endedAt.map { .moment($0) } ?? .none },
    ]
  }
}

extension Agenda {
  /// What stopped says so to who asked for it.
  static let jobs = Agenda(allow: .readsJobs) { scope in
    try await JobStore(scope).stopped().map { job in
      Due(
        .late, Zone.paris.day(at: job.endedAt ?? job.createdAt), .oneJob, job.message ?? JobState.parked.label,
        path: job.path)
    }
  }
}

extension Noun {
  static let job = Noun(fr: ("travail", "travaux", .m), en: ("job", "jobs"))
}

extension Text {
  static let jobs = Text(fr: "Travaux en arrière-plan", en: "Background jobs")
  fileprivate static let oneJob = Text(fr: "Travail en arrière-plan", en: "Background job")
  fileprivate static let jobsHelp = Text(
    fr:
      "Ce qui prend plus de temps qu’une page : imports et annulations d’imports. Vous pouvez fermer la page, le travail continue.",
    en: "What takes longer than a page: imports, and imports taken back. You may close the page, the work goes on.")
  fileprivate static let jobKind = Text(fr: "Travail", en: "Job")
  fileprivate static let jobState = Text(fr: "État", en: "State")
  fileprivate static let jobProgress = Text(fr: "Fait", en: "Done")
  fileprivate static let jobTotal = Text(fr: "Sur", en: "Out of")
  fileprivate static let jobAttempts = Text(fr: "Essais", en: "Attempts")
  fileprivate static let jobMessage = Text(fr: "Pourquoi", en: "Why")
  fileprivate static let askedBy = Text(fr: "Demandé par", en: "Asked for by")
  fileprivate static let askedAt = Text(fr: "Demandé le", en: "Asked for on")
  fileprivate static let endedAt = Text(fr: "Fini le", en: "Ended on")
  fileprivate static let whatItWorksOn = Text(fr: "Voir sur quoi il porte", en: "See what it works on")
  static let cancelJob = Text(fr: "Annuler", en: "Cancel")
  static let retryJob = Text(fr: "Relancer", en: "Try again")

  fileprivate static func linesDone(_ done: Int, of total: Int?) -> Text {
    Text { language in
      let count: String = language.number(done)
      guard let total else { return language == .en ? "\(count) lines" : "\(count) lignes" }
      let all: String = language.number(total)
      return language == .en ? "\(count) of \(all) lines" : "\(count) lignes sur \(all)"
    }
  }
}
