import Glibc
import HTTP
import Mail
import OpenID
import SMS
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
    (
      "--sms-gateway", "TERREAU_SMS_GATEWAY",
      "how SMS leave: the address of a gateway’s sendsms, https://…/cgi-bin/sendsms"
    ),
    ("--sms-user", "TERREAU_SMS_USER", "the user that the gateway knows us as"),
    ("--sms-secret", "TERREAU_SMS_SECRET", "the secret we share with it"),
    ("--sms-secret-file", "TERREAU_SMS_SECRET_FILE", "the file that holds that secret, in place of it"),
    ("--sms-from", "TERREAU_SMS_FROM", "the number or the name that telephones show"),
    (
      "--oidc-issuer", "TERREAU_OIDC_ISSUER",
      "who says who people are (OpenID Connect), for example ProConnect’s https://…/api/v2; beside our own passwords"
    ),
    ("--oidc-client", "TERREAU_OIDC_CLIENT", "the client that it knows us as"),
    ("--oidc-secret", "TERREAU_OIDC_SECRET", "the secret we share with it"),
    ("--oidc-secret-file", "TERREAU_OIDC_SECRET_FILE", "the file that holds that secret, in place of it"),
    ("--oidc-name", "TERREAU_OIDC_NAME", "what people call it (ProConnect, for ProConnect)"),
    ("--oidc-scope", "TERREAU_OIDC_SCOPE", "what it is asked for (openid email; ProConnect: openid email siret)"),
    ("--oidc-algorithm", "TERREAU_OIDC_ALGORITHM", "RS256, ES256 or HS256: how it signs (RS256 or ES256, as its keys)"),
    ("--oidc-userinfo", "TERREAU_OIDC_USERINFO", "signed or plain: what it says of people (signed)"),
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

  func smsGateway() throws(Fault) -> SMSGateway? {
    guard let address = values["--sms-gateway"] else { return nil }
    let secret: String = try secret("--sms-secret")
    do {
      return SMSGateway(
        try SMSGateway.Settings(
          address: address, user: values["--sms-user"] ?? "", secret: secret, sender: values["--sms-from"] ?? "Terreau")
      )
    } catch { throw Fault(message: "--sms-gateway: \(error)") }
  }

  func identityProvider() throws(Fault) -> IdentityProvider? {
    guard let issuer = values["--oidc-issuer"] else { return nil }
    let secret: String = try secret("--oidc-secret")
    let signing: String = values["--oidc-algorithm"] ?? ""
    let algorithm: SigningAlgorithm? = SigningAlgorithm(rawValue: signing)
    guard signing.isEmpty || algorithm != nil else {
      throw Fault(message: "--oidc-algorithm takes RS256, ES256 or HS256")
    }
    let userInfo: String = values["--oidc-userinfo"] ?? "signed"
    guard ["signed", "plain"].contains(userInfo) else { throw Fault(message: "--oidc-userinfo takes signed or plain") }
    do {
      return IdentityProvider(
        try IdentityProvider.Settings(
          issuer: issuer, client: values["--oidc-client"] ?? "", secret: secret, name: values["--oidc-name"],
          scope: values["--oidc-scope"], algorithm: algorithm, signsUserInfo: userInfo == "signed"))
    } catch { throw Fault(message: "--oidc-issuer: \(error)") }
  }

  /// From a file, a secret is in no list of processes and in no environment.
  private func secret(_ name: String) throws(Fault) -> String {
    guard let path = values["\(name)-file"] else { return values[name] ?? "" }
    guard let file = fopen(path, "r") else { throw Fault(message: "\(name)-file: \(path) cannot be read") }
    defer { fclose(file) }
    var bytes: [UInt8] = Array(repeating: 0, count: 4_096)
    let count: Int = fread(&bytes, 1, bytes.count, file)
    guard let text = String(validating: bytes[..<count], as: UTF8.self) else {
      throw Fault(message: "\(name)-file: \(path) holds no text")
    }
    return String(text.prefix { !$0.isNewline })
  }

  func sender() throws(Fault) -> Mailbox? {
    guard let text = values["--mail-from"] else { return nil }
    guard let address = EmailAddress(text) else { throw Fault(message: "--mail-from takes an e-mail address") }
    return Mailbox(name: "Terreau", address: address)
  }

  var logsRequests: Bool { values["--log-requests"] == "yes" }
}
