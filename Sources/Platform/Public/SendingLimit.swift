import SQL

/// How often something may be sent from one network, by people who need no account for it.
public struct SendingLimit: Sendable {
  let purpose: StaticString
  let most: Int
  let seconds: Int

  public init(_ purpose: StaticString, most: Int, seconds: Int = 3_600) {
    self.purpose = purpose
    self.most = most
    self.seconds = seconds
  }

  /// Signed, so that what is kept to count with does not say who wrote.
  private func subject(_ visit: Visit) -> String {
    let network: String = Platform.network(of: visit.request.head.client)
    return "\(purpose):\(hexadecimal(visit.app.secrets.signature(purpose, network)))"
  }

  func sent(_ visit: Visit) -> Query {
    let since: Instant = visit.scope.now.adding(seconds: -seconds)
    return "SELECT count(*) FROM failed_attempt WHERE subject = \(subject(visit)) AND at > \(since)"
  }

  func sending(_ visit: Visit) -> Query {
    "INSERT INTO failed_attempt (subject, at) VALUES (\(subject(visit)), \(visit.scope.now))"
  }

  /// Whether a form comes for the first time: a double click, a page sent again, has been received already.
  public func isFirst(_ visit: Visit, _ scope: Scope) async throws -> Bool {
    guard let once = Submissions.usable(visit.sent["_once"]) else { return true }
    return try await Submissions(scope).path(of: "\(purpose):\(once)") == nil
  }

  /// Counts one more, inside the change that receives it, or says to wait.
  public func count(_ visit: Visit, _ scope: Scope, tooMany: Text) async throws {
    guard try await scope.value(sent(visit)) < most else { throw Refusal.wait(tooMany, seconds: seconds) }
    try await scope.run(sending(visit))
    guard let once = Submissions.usable(visit.sent["_once"]) else { return }
    try await Submissions(scope).remember("\(purpose):\(once)", "")
  }
}
