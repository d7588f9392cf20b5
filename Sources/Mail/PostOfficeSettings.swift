extension PostOffice {
  /// Which server takes our messages, and how it knows us. Describes itself without the password.
  public struct Settings: Sendable {
    /// `smtp://host:587` or `smtps://host:465`.
    public let server: String
    public let user: String?
    public let password: String?
    /// Without it, `smtp://` goes in clear. `smtps://` is encrypted either way.
    public let requiresTLS: Bool
    /// For one message, from the connection to the server's last answer.
    public let timeoutSeconds: Int
    /// The authorities that vouch for the server, where it is not those that the system trusts.
    public let certificateFile: String?

    public init(
      server: String, user: String? = nil, password: String? = nil, requiresTLS: Bool, timeoutSeconds: Int = 30,
      certificateFile: String? = nil
    ) {
      self.server = server
      self.user = user
      self.password = password
      self.requiresTLS = requiresTLS
      self.timeoutSeconds = timeoutSeconds
      self.certificateFile = certificateFile
    }

    /// What is wrong with an address. Never quotes it: a password that was not escaped could stand anywhere in it.
    public struct AddressFault: Error, Equatable, CustomStringConvertible {
      public let description: String
    }

    /// Reads `smtp://user:password@host:587` (STARTTLS) or `smtps://user:password@host:465` (TLS from the beginning).
    /// Anywhere but on this machine, `smtp://` insists on TLS unless the address ends with `?tls=no`.
    public init(
      address: String, timeoutSeconds: Int = 30, certificateFile: String? = nil
    ) throws(AddressFault) {
      let (isTLS, afterScheme): (Bool, Substring) = try scheme(of: address)
      let (authority, inClear): (Substring, Bool) = try withoutOption(afterScheme)
      if isTLS, inClear { throw fault("smtps:// is always encrypted: ?tls=no goes with smtp://") }
      let (login, place): (Substring?, Substring) = try split(authority)
      let (host, port): (Substring, Int) = try hostAndPort(place, otherwise: isTLS ? 465 : 587)
      let (user, password): (String?, String?) = try credentials(login)
      let isHere: Bool = ["localhost", "127.0.0.1", "[::1]"].contains(host.lowercased())
      self.init(
        server: "\(isTLS ? "smtps" : "smtp")://\(host.lowercased()):\(port)", user: user, password: password,
        requiresTLS: isTLS || !(isHere || inClear), timeoutSeconds: timeoutSeconds, certificateFile: certificateFile)
    }
  }
}

extension PostOffice.Settings: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { user.map { "\(server) as \($0)" } ?? server }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

private typealias Fault = PostOffice.Settings.AddressFault

private func fault(_ text: String) -> Fault { Fault(description: text) }

private func scheme(of address: String) throws(Fault) -> (isTLS: Bool, rest: Substring) {
  for (scheme, isTLS) in [("smtp://", false), ("smtps://", true)] where address.lowercased().hasPrefix(scheme) {
    return (isTLS, address.dropFirst(scheme.count))
  }
  throw fault("a mail server's address begins with smtp:// or smtps://")
}

private func withoutOption(_ text: Substring) throws(Fault) -> (rest: Substring, inClear: Bool) {
  var rest: Substring = text
  var inClear: Bool = false
  if let mark = rest.firstIndex(of: "?") {
    guard rest[mark...] == "?tls=no" else { throw fault("the only option is ?tls=no (a ? in a password is %3F)") }
    inClear = true
    rest = rest[..<mark]
  }
  if rest.hasSuffix("/") { rest = rest.dropLast() }
  guard !rest.contains("/"), !rest.contains("#") else {
    throw fault("a mail server's address has no path (in a password, / is %2F and # is %23)")
  }
  return (rest, inClear)
}

private func split(_ authority: Substring) throws(Fault) -> (login: Substring?, place: Substring) {
  let parts: [Substring] = authority.split(separator: "@", omittingEmptySubsequences: false)
  switch parts.count {
  case 1: return (nil, parts[0])
  case 2: return (parts[0], parts[1])
  default: throw fault("one @ at most stands before the host (an @ in a user or a password is %40)")
  }
}

private func hostAndPort(_ place: Substring, otherwise usual: Int) throws(Fault) -> (host: Substring, port: Int) {
  let end: Substring.Index
  if place.hasPrefix("[") {
    guard let bracket = place.firstIndex(of: "]") else { throw fault("an IPv6 address stands between [ and ]") }
    end = place.index(after: bracket)
  } else {
    end = place.firstIndex(of: ":") ?? place.endIndex
  }
  let (host, rest): (Substring, Substring) = (place[..<end], place[end...])
  guard isHost(host) else { throw fault("the mail server's host is missing or holds something else than a name") }
  if rest.isEmpty { return (host, usual) }
  let digits: Substring = rest.dropFirst()
  guard rest.first == ":", !digits.isEmpty, digits.utf8.allSatisfy(isDigit), let port = Int(digits),
    (1...65_535).contains(port)
  else { throw fault("the mail server's port is not a number from 1 to 65535 (a : in a password is %3A)") }
  return (host, port)
}

private func isHost(_ host: Substring) -> Bool {
  if host.hasPrefix("[") {
    return host.utf8.count > 3
      && host.dropFirst().dropLast().allSatisfy { $0.isHexDigit && $0.isASCII || $0 == ":" || $0 == "." }
  }
  return !host.isEmpty
    && host.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == hyphen || $0 == dot || $0 == 0x5F }
}

private func credentials(_ login: Substring?) throws(Fault) -> (user: String?, password: String?) {
  guard let login else { return (nil, nil) }
  let parts: [Substring] = login.split(separator: ":", omittingEmptySubsequences: false)
  guard parts.count == 2 else {
    throw fault("user:password stands before the @ (a : in a user or a password is %3A)")
  }
  guard let user = decoded(parts[0]), let password = decoded(parts[1]) else {
    throw fault("after a % stand two hexadecimal digits of UTF-8 text (a % in a user or a password is %25)")
  }
  guard !user.isEmpty, !password.isEmpty else { throw fault("the user or the password is empty") }
  return (user, password)
}

private func decoded(_ text: Substring) -> String? {
  var bytes: [UInt8] = []
  var rest: Substring.UTF8View = text.utf8
  while var byte = rest.popFirst() {
    if byte == 0x25 {
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      guard digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit), let value = UInt8(digits, radix: 16) else {
        return nil
      }
      byte = value
      rest = rest.dropFirst(2)
    }
    guard byte >= 0x20, byte != 0x7F else { return nil }
    bytes.append(byte)
  }
  return String(validating: bytes, as: UTF8.self)
}
