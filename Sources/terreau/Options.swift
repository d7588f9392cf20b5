import Glibc
import HTTP
import Mail
import SQL

/// What was asked on the command line, or through `TERREAU_*` variables.
struct Options {
  struct Fault: Error {
    let message: String
  }

  /// Name, variable, what it is for.
  static let known: [(name: String, variable: String, help: String)] = [
    ("--database", "TERREAU_DATABASE", "a file, or a postgres:// address (terreau.db)"),
    ("--port", "TERREAU_PORT", "the port to listen on (8080)"),
    ("--address", "TERREAU_ADDRESS", "the address to listen on (127.0.0.1)"),
    (
      "--public-address", "TERREAU_PUBLIC_ADDRESS",
      "where the public reaches the site, for example https://terreau.exemple.fr"
    ),
    ("--smtp", "TERREAU_SMTP", "how mail leaves: smtp://user:password@host:587, or smtps://"),
    ("--mail-from", "TERREAU_MAIL_FROM", "the address that mail comes from"),
    ("--python", "TERREAU_PYTHON", "the Python that has WeasyPrint, for PDF documents (/usr/bin/python3)"),
    ("--territory", "TERREAU_TERRITORY", "the short name of a territory"),
    ("--role", "TERREAU_ROLE", "a kind of role: agent, manager, elected, administrator, operator …"),
    ("--organisation", "TERREAU_ORGANISATION", "in whose name a company or a partner comes"),
    ("--programme", "TERREAU_PROGRAMME", "the short name of the one programme that a role is given on"),
    ("--name", "TERREAU_NAME", "somebody’s name"),
    ("--anchor", "TERREAU_ANCHOR", "check: what an earlier check printed of a sealed journal"),
    ("--trusted-proxy", "TERREAU_TRUSTED_PROXY", "proxies whose X-Forwarded-For is believed, separated by commas"),
    ("--rate", "TERREAU_RATE", "requests a second from one address, 0 for no limit (100)"),
    ("--connections", "TERREAU_CONNECTIONS", "connections from one address, 0 for no limit (0)"),
    ("--threads", "TERREAU_THREADS", "server threads (as many as cores)"),
    ("--log", "TERREAU_LOG", "text, json or none (text)"),
    ("--log-requests", "TERREAU_LOG_REQUESTS", "yes: one line a request (no)"),
  ]

  /// Options that stand alone.
  static let flags: [(name: String, help: String)] = [("--json", "figures: as JSON")]

  private var values: [String: String] = [:]
  private var raised: Set<String> = []
  private(set) var operands: [String] = []
  private(set) var wantsHelp: Bool = false

  init(_ arguments: [String]) throws(Fault) {
    for option in Self.known {
      if let value = getenv(option.variable) { values[option.name] = String(cString: value) }
    }
    var rest: ArraySlice<String> = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--help" || argument == "-h" {
        wantsHelp = true
      } else if argument.hasPrefix("--") {
        let name: String = argument.split(separator: "=", maxSplits: 1).first.map(String.init) ?? argument
        if Self.flags.contains(where: { $0.name == argument }) {
          raised.insert(argument)
          continue
        }
        guard Self.known.contains(where: { $0.name == name }) else { throw Fault(message: "unknown option \(name)") }
        if name != argument {
          values[name] = String(argument.dropFirst(name.count + 1))
        } else {
          guard let value = rest.popFirst() else { throw Fault(message: "\(name) needs a value") }
          values[name] = value
        }
      } else {
        operands.append(argument)
      }
    }
  }

  func text(_ name: String) -> String? { values[name] }

  func has(_ flag: String) -> Bool { raised.contains(flag) }

  func needed(_ name: String) throws(Fault) -> String {
    guard let text = values[name] else { throw Fault(message: "\(name) is needed") }
    return text
  }

  func number(_ name: String, _ bounds: ClosedRange<Int>) throws(Fault) -> Int? {
    guard let text = values[name] else { return nil }
    guard let number = Int(text), bounds.contains(number) else {
      throw Fault(message: "\(name) takes a number from \(bounds.lowerBound) to \(bounds.upperBound), not « \(text) »")
    }
    return number
  }

  var database: DatabaseAddress { DatabaseAddress(values["--database"] ?? "terreau.db") }

  func limits() throws(Fault) -> Limits {
    var limits = Limits()
    if let rate = try number("--rate", 0...1_000_000) {
      limits.requestsPerSecond = rate
      limits.burst = rate * 5
    }
    if let connections = try number("--connections", 0...4_096) { limits.connectionsPerAddress = connections }
    if let proxies = values["--trusted-proxy"] {
      limits.trustedProxies = Set(proxies.split(separator: ",").map { String($0.filter { $0 != " " }) })
    }
    return limits
  }

  func log() throws(Fault) -> Log {
    let word: String = values["--log"] ?? "text"
    guard let style = Log.Style(rawValue: word) else { throw Fault(message: "--log takes text, json or none") }
    return Log(style, clock: { Instant.now.description })
  }

  func postOffice() throws(Fault) -> PostOffice? {
    guard let address = values["--smtp"] else { return nil }
    do { return PostOffice(try PostOffice.Settings(address: address)) } catch {
      throw Fault(message: "--smtp: \(error)")
    }
  }

  func sender() throws(Fault) -> Mailbox? {
    guard let text = values["--mail-from"] else { return nil }
    guard let address = EmailAddress(text) else { throw Fault(message: "--mail-from takes an e-mail address") }
    return Mailbox(name: "Terreau", address: address)
  }

  var logsRequests: Bool { values["--log-requests"] == "yes" }
}
