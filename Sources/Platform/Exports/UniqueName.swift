import SQL

extension Secrets {
  /// A name that nothing else in the world has (RFC 9562, version 8): the same each time for the same thing here.
  func uniqueName(of thing: String) -> String {
    var bytes: [UInt8] = Array(signature("name", thing).prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x80
    bytes[8] = bytes[8] & 0x3F | 0x80
    let text: String = hexadecimal(bytes)
    var parts: [Substring] = []
    var rest: Substring = text[...]
    for length in [8, 4, 4, 4, 12] {
      parts.append(rest.prefix(length))
      rest = rest.dropFirst(length)
    }
    return "urn:uuid:\(parts.joined(separator: "-"))"
  }
}

extension Instant {
  /// `20261121T093000Z`, as vCard and iCalendar have it.
  var compact: String { "\(description.prefix(19).filter { $0 != "-" && $0 != ":" })Z" }
}
