import HTTP
import Mail
import SQL

/// Something that a capability does by itself, every hour: a bulletin leaves, an address is forgotten. It may run twice at
/// once, in two processes: what it does once it marks as done in the same change.
public struct Chore: Sendable {
  let name: String
  let work: @Sendable (Errand) async throws -> Void

  public init(_ name: String, _ work: @Sendable @escaping (Errand) async throws -> Void) {
    self.name = name
    self.work = work
  }
}

/// What a chore has to work with: nobody asks, so there is no visit.
public struct Errand: Sendable {
  public let database: Database
  public let now: Instant
  public let today: Day
  /// Where the installation is reached.
  public let address: String
  fileprivate let secrets: Secrets

  /// Puts a mail where it leaves from, in the change that notes that it did. Chores are done at any hour, and nobody
  /// waits for their mail: it leaves by day.
  public func post(
    _ letter: Letter, to recipient: EmailAddress, about kind: NoticeKind, of territory: ID<Territory>?,
    _ session: Session
  ) async throws {
    _ = try await session.run(
      Outbox(secrets: secrets).insertion(
        letter, to: recipient, about: kind, of: territory, heedsQuiet: true, at: now))
  }

  /// The same, in a change of one territory.
  func post(_ letter: Letter, to recipient: EmailAddress, about kind: NoticeKind, _ scope: Scope) async throws {
    try await scope.run(
      Outbox(secrets: secrets).insertion(
        letter, to: recipient, about: kind, of: scope.territory, heedsQuiet: true, at: now))
  }

  public func sign(_ purpose: StaticString, _ text: String) -> String { secrets.sign(purpose, text) }
}

extension App {
  /// All that is to be done by itself. What fails is told, and the rest done.
  public func doChores() async { await doChores(chores) }

  func doChores(_ chores: [Chore]) async {
    let now: Instant = settings.clock.now()
    let errand = Errand(
      database: database, now: now, today: Zone.paris.day(at: now), address: settings.publicAddress, secrets: secrets)
    for chore in chores {
      do { try await chore.work(errand) } catch {
        settings.log(.error, "\(error)", [("during", chore.name)])
      }
    }
  }
}
