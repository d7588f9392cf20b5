import SQL

/// Slows guessing down without letting anybody lock somebody else out.
///
/// Failures count against three things: the browser, where it has signed in to this account before; the account, for all
/// browsers that have not; the network address, for those browsers too. So an attacker who hammers an account closes it to
/// unknown browsers only: the one its owner uses every day goes on working, and a link by e-mail makes another one known.
struct SignInGuard: Sendable {
  private let subjects: [(subject: String, most: Int)]

  /// `account` is the key of what was typed, whether there is such an account or not: the answer is the same. What is kept
  /// of all three are signatures that only this installation can make again.
  init(_ secrets: Secrets, account: String, device: String?, client: String) {
    func subject(_ kind: String, _ text: String) -> String {
      "\(kind):\(hexadecimal(secrets.signature("failed attempt", "\(kind) \(text)")))"
    }
    subjects =
      if let device {
        [(subject("device", "\(account) \(device)"), Self.mostOfDevice)]
      } else {
        [
          (subject("account", account), Self.mostOfAccount),
          (subject("network", network(of: client)), Self.mostOfNetwork),
        ]
      }
  }

  /// Of what comes back from a provider, before anybody knows for which account.
  init(_ secrets: Secrets, providerDevice device: String?, client: String) {
    let (kind, text): (String, String) = device.map { ("provider device", $0) } ?? ("provider", network(of: client))
    let subject: String = "\(kind):\(hexadecimal(secrets.signature("failed attempt", "\(kind) \(text)")))"
    subjects = [(subject, device == nil ? Self.mostOfNetwork : Self.mostOfDevice)]
  }

  static let seconds: Int = 15 * 60
  private static let mostOfDevice: Int = 10
  private static let mostOfAccount: Int = 20
  private static let mostOfNetwork: Int = 100

  func check(_ database: Database, at now: Instant) async throws {
    let since: Instant = now.adding(seconds: -Self.seconds)
    for (subject, most) in subjects {
      let failures: Int = try await database.read {
        try await $0.value("SELECT count(*) FROM failed_attempt WHERE subject = \(subject) AND at > \(since)")
      }
      guard failures < most else { throw Refusal.wait(.tooManyAttempts, seconds: Self.seconds) }
    }
  }

  func failed(_ database: Database, at now: Instant) async throws {
    try await database.change { session in
      for (subject, _) in subjects {
        try await session.run("INSERT INTO failed_attempt (subject, at) VALUES (\(subject), \(now))")
      }
    }
  }

  static func forgetOld(_ database: Database, before: Instant) async throws {
    _ = try await database.change { try await $0.run("DELETE FROM failed_attempt WHERE at < \(before)") }
  }
}

/// Whose address it is: an IPv6 client owns all of its /64.
func network(of client: String) -> String {
  guard client.contains(":") else { return client }
  // `2001:db8::1` leaves out as many zeros as make eight groups.
  let halves: [[Substring]] = client.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
    .map { $0.split(separator: ":") }
  let missing: Int = max(0, 8 - halves.reduce(0) { $0 + $1.count })
  let groups: [Substring] = (halves.first ?? []) + Array(repeating: "0", count: missing) + halves.dropFirst().joined()
  return groups.prefix(4).joined(separator: ":")
}

extension Text {
  static let tooManyAttempts = Text(
    fr:
      "Trop d’essais infructueux depuis ce navigateur ou pour ce compte. Attendez un quart d’heure, ou demandez un lien par courriel : il vous ouvrira le compte tout de suite.",
    en:
      "Too many failed attempts from this browser or for this account. Wait a quarter of an hour, or ask for a link by e-mail: it opens the account at once.",
    de:
      "Zu viele Fehlversuche mit diesem Browser oder für dieses Konto. Warten Sie eine Viertelstunde oder lassen Sie sich einen Link per E-Mail schicken."
  )
}
