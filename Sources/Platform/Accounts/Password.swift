import CSodium
import Dispatch
import Synchronization

/// Argon2id, on threads of its own: it is slow on purpose, and must not make anybody else wait.
final class PasswordHasher: Sendable {
  /// How slow, and in how much memory.
  struct Cost: Sendable {
    let operations: UInt64
    let bytes: Int

    /// libsodium's advice for somebody who waits: 64 MiB, two passes, under a tenth of a second.
    static let interactive = Cost(
      operations: UInt64(crypto_pwhash_opslimit_interactive()), bytes: crypto_pwhash_memlimit_interactive())
    /// For tests that sign in a hundred times about something else.
    static let least = Cost(
      operations: UInt64(crypto_pwhash_opslimit_min()), bytes: crypto_pwhash_memlimit_min())
  }

  private let cost: Cost
  /// Never more at once than there is memory for; the others wait in line.
  private let lines: [DispatchQueue]
  private let asked = Atomic<Int>(0)
  private let waiting = Atomic<Int>(0)

  /// How many passwords were hashed or compared since the start.
  var count: Int { asked.load(ordering: .relaxed) }

  /// Checked when there is no account, so that guessing an address takes as long as guessing a password.
  private let decoy: String

  private static let mostWaiting: Int = 64

  init(_ cost: Cost, atOnce: Int = 2) {
    self.cost = cost
    // Chooses the fastest implementation that this processor has.
    _ = sodium_init()
    lines = (0..<atOnce).map { DispatchQueue(label: "passwords-\($0)") }
    decoy = PasswordHasher.hash(Secrets.draw(), cost)
  }

  func hash(_ password: String) async throws -> String {
    try await inLine { [cost] in PasswordHasher.hash(password, cost) }
  }

  /// Whether the password is the one; with no hash to compare with, takes as long to say no.
  func verify(_ password: String, _ hash: String?) async throws -> Bool {
    let compared: String = hash ?? decoy
    let isSame: Bool = try await inLine {
      let bytes: [CChar] = password.utf8CString.map { $0 }
      return crypto_pwhash_str_verify(compared, bytes, UInt64(bytes.count - 1)) == 0
    }
    return isSame && hash != nil
  }

  private func inLine<T: Sendable>(_ work: @Sendable @escaping () -> T) async throws -> T {
    guard waiting.add(1, ordering: .relaxed).newValue <= Self.mostWaiting else {
      waiting.subtract(1, ordering: .relaxed)
      throw Refusal.busy
    }
    defer { waiting.subtract(1, ordering: .relaxed) }
    let line: DispatchQueue = lines[asked.add(1, ordering: .relaxed).oldValue % lines.count]
    return await withCheckedContinuation { continuation in
      line.async { continuation.resume(returning: work()) }
    }
  }

  private static func hash(_ password: String, _ cost: Cost) -> String {
    var hash: [CChar] = Array(repeating: 0, count: crypto_pwhash_strbytes())
    let bytes: [CChar] = password.utf8CString.map { $0 }
    let code: Int32 = crypto_pwhash_str_alg(
      &hash, bytes, UInt64(bytes.count - 1), cost.operations, cost.bytes, crypto_pwhash_alg_argon2id13())
    precondition(code == 0, "no memory for a password")
    return hash.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  }
}

/// What a new password must be (CNIL, délibération 2022-100): long, and not what everybody tries first.
enum PasswordRule {
  static let leastCharacters: Int = 12
  static let mostBytes: Int = 512

  static func fault(_ password: String, _ account: (email: String, name: String)) -> Text? {
    guard password.count >= leastCharacters else {
      return Text(
        fr: "Au moins \(leastCharacters) caractères ; il y en a \(password.count). Une phrase convient très bien.",
        en: "At least \(leastCharacters) characters; there are \(password.count). A sentence does very well.",
        de: "Mindestens \(leastCharacters) Zeichen; es sind \(password.count). Ein Satz eignet sich gut.")
    }
    guard password.utf8.count <= mostBytes else {
      return Text(
        fr: "Au plus \(mostBytes) octets.", en: "At most \(mostBytes) bytes.", de: "Höchstens \(mostBytes) Bytes.")
    }
    let key: String = letters(password)
    if Set(password).count < 6 || isSequence(password) {
      return Text(
        fr: "Trop régulier pour résister : mêlez plusieurs mots.", en: "Too regular to resist: mix several words.",
        de: "Zu regelmäßig, um sicher zu sein: Mischen Sie mehrere Wörter.")
    }
    let known: [String] = [account.email.split(separator: "@").first.map(String.init) ?? "", account.name, "terreau"]
    var rest: String = key
    for word in (known.map(letters) + common).sorted(by: { $0.count > $1.count }) where word.count >= 4 {
      rest = rest.replacing(word, with: "")
    }
    guard rest.count >= 6 else {
      return Text(
        fr: "Ce mot de passe tient surtout à votre nom, à l’adresse ou à un mot que tout le monde essaie.",
        en: "This password is mostly your name, your address or a word that everybody tries.",
        de: "Dieses Passwort besteht vor allem aus Ihrem Namen, Ihrer Adresse oder einem Wort, das alle ausprobieren.")
    }
    return nil
  }

  /// `Azerty-2026!` → `azerty2026`
  private static func letters(_ text: String) -> String {
    String(decoding: sortKey(text).utf8.filter { $0 != 0x20 }, as: UTF8.self)
  }

  private static func isSequence(_ password: String) -> Bool {
    let bytes: [UInt8] = Array(password.lowercased().utf8)
    let steps: [Int] = zip(bytes, bytes.dropFirst()).map { Int($1) - Int($0) }
    return steps.filter { abs($0) <= 1 }.count * 4 >= steps.count * 3
  }

  private static let common: [String] = [
    "password", "passwort", "motdepasse", "azertyuiop", "azerty", "qwertyuiop", "qwerty", "qwertz", "bonjour", "soleil",
    "doudou", "chouchou", "loulou", "marseille", "paris", "france", "metropole", "administrateur", "administrator",
    "admin", "welcome", "bienvenue", "iloveyou", "jetaime", "letmein", "dragon", "football", "monkey", "princess",
    "princesse", "superman", "batman", "trustno1", "secret", "changeme", "changezmoi", "nicolas", "camille", "julien",
    "printemps", "automne", "hiver", "summer", "winter", "janvier", "fevrier", "septembre", "octobre", "novembre",
    "decembre", "000123", "000001", "001234", "012345", "123456", "234567", "345678", "456789", "567890", "987654",
    "1234567", "12345678", "123456789", "1234567890", "002022", "002023", "002024", "002025", "002026", "002027",
  ]
}
