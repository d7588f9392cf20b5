import SQL

/// Something long that somebody asked for, done beside the answers: a table read, a hundred thousand lines written.
struct Job: Fetched, Equatable {
  let id: ID<Job>
  let kind: String
  /// The record that it works on.
  let subject: Int64
  let state: JobState
  let attempts: Int
  let done: Int
  let total: Int?
  let cause: JobCause?
  /// Under which the log has more.
  let reference: String?
  let accountName: String
  let createdAt: Instant
  let endedAt: Instant?

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    kind = try row.next()
    subject = try row.next()
    state = try row.next()
    attempts = try row.next()
    done = try row.next()
    total = try row.next()
    cause = try row.next()
    reference = try row.next()
    accountName = try row.next()
    createdAt = try row.next()
    endedAt = try row.next()
  }

  static let columns: Query = """
    job.id, job.kind, job.subject, job.state, job.attempts, job.done, job.total, job.cause, job.reference, account.name,
    job.created_at, job.ended_at
    """

  static let from: Query = "FROM job JOIN account ON account.id = job.account_id"

  /// Tried so often, it is the job that is wrong and not the moment.
  static let mostAttempts: Int = 5
  /// How long nobody else takes it on after a sign of life.
  static let claimSeconds: Int = 60

  var path: String { "/travaux/\(id)" }

  /// Why it stopped, and what to do about it.
  var message: Text? { cause?.message(reference) }
}

enum JobState: String, Choice {
  case queued, running, done, parked, cancelled

  var label: Text {
    switch self {
    case .queued: Text(fr: "En attente", en: "Waiting")
    case .running: Text(fr: "En cours", en: "Running")
    case .done: Text(fr: "Terminé", en: "Done")
    case .parked: Text(fr: "Arrêté", en: "Stopped")
    case .cancelled: Text(fr: "Annulé", en: "Cancelled")
    }
  }

  var isOver: Bool { self == .done || self == .parked || self == .cancelled }
}

/// Why a job stopped before its end.
enum JobCause: String, Choice {
  case failed, fell, orphaned, unknown

  var label: Text { message(nil) }

  func message(_ reference: String?) -> Text {
    switch self {
    case .failed:
      Text { language in
        let mark: String = reference ?? "—"
        return language == .en
          ? "It failed several times. Reference for those who run the service: \(mark)."
          : "Il a échoué plusieurs fois. Référence pour qui exploite le service : \(mark)."
      }
    case .fell:
      Text(
        fr: "Le service est tombé à chaque essai. Signalez-le à qui l’exploite.",
        en: "The service fell at each attempt. Tell those who run it.")
    case .orphaned:
      Text(fr: "Qui l’a demandé n’a plus de rôle ici.", en: "Who asked for it has no role here any more.")
    case .unknown:
      Text(
        fr: "Cette version du service ne sait pas le faire.", en: "This version of the service cannot do it.")
    }
  }
}
