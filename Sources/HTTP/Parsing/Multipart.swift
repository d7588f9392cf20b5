import Glibc

/// Reads `multipart/form-data` as it arrives, in pieces of any size: fields are kept, files are handed over piece by
/// piece, so that a large upload never stands in memory.
public struct MultipartReader: Sendable {
  public struct Limits: Sendable {
    public var fieldBytes: Int = 256 * 1_024
    public var headerBytes: Int = 8 * 1_024
    public var parts: Int = 200
    public init() {}
  }

  public enum Event: Sendable, Equatable {
    case field(name: String, value: String)
    case fileBegan(field: String, name: String, type: String)
    case fileBytes([UInt8])
    case fileEnded
  }

  private enum State {
    case preamble, delimiter, headers, field(String), file, done
  }

  private let boundary: [UInt8]
  private let limits: Limits
  private var state: State = .preamble
  private var pending: [UInt8] = []
  private var parts: Int = 0

  /// The boundary announced in `Content-Type: multipart/form-data; boundary=…`; nil where there is none to trust.
  public init?(contentType: String, limits: Limits = Limits()) {
    guard let boundary = HeaderParameters.value("boundary", in: contentType), (1...70).contains(boundary.utf8.count)
    else { return nil }
    self.boundary = [0x0D, 0x0A, 0x2D, 0x2D] + Array(boundary.utf8)
    self.limits = limits
    // The first delimiter has no line before it: pretend that it has.
    pending = [0x0D, 0x0A]
  }

  public var isDone: Bool {
    if case .done = state { return true }
    return false
  }

  public mutating func read(_ bytes: some Sequence<UInt8>, _ handle: (Event) throws(InputFault) -> Void)
    throws(InputFault)
  {
    pending.append(contentsOf: bytes)
    while try step(handle) {}
  }

  /// Moves one state forward; false when more bytes are needed.
  private mutating func step(_ handle: (Event) throws(InputFault) -> Void) throws(InputFault) -> Bool {
    switch state {
    case .preamble:
      guard let found = pending.range(of: boundary) else {
        try bound(limits.headerBytes)
        return false
      }
      pending.removeFirst(found.upperBound)
      state = .delimiter
      return true
    case .delimiter: return try delimiter()
    case .headers:
      guard let end = pending.range(of: [0x0D, 0x0A, 0x0D, 0x0A]) else {
        try bound(limits.headerBytes)
        return false
      }
      let head: [UInt8] = Array(pending[..<end.lowerBound])
      pending.removeFirst(end.upperBound)
      try begin(head, handle)
      return true
    case .field(let name): return try field(name, handle)
    case .file: return try file(handle)
    case .done:
      pending.removeAll()
      return false
    }
  }

  private func bound(_ most: Int) throws(InputFault) {
    guard pending.count <= most else { throw InputFault(.tooLong) }
  }

  private mutating func delimiter() throws(InputFault) -> Bool {
    guard pending.count >= 2 else { return false }
    if pending.starts(with: [0x2D, 0x2D]) {
      state = .done
      return true
    }
    guard pending.starts(with: [0x0D, 0x0A]) else { throw InputFault(.syntax) }
    pending.removeFirst(2)
    parts += 1
    guard parts <= limits.parts else { throw InputFault(.tooMany) }
    state = .headers
    return true
  }

  private mutating func begin(_ head: [UInt8], _ handle: (Event) throws(InputFault) -> Void) throws(InputFault) {
    var disposition: String?
    var type: String = "application/octet-stream"
    for line in head.split(separator: 0x0A) {
      let line: ArraySlice<UInt8> = line.last == 0x0D ? line.dropLast() : line
      guard let colon = line.firstIndex(of: 0x3A) else { throw InputFault(.syntax) }
      let name: String = try text(line[..<colon]).lowercased()
      let value: String = trimmed(try text(line[(colon + 1)...]))
      if name == "content-disposition" { disposition = value }
      if name == "content-type" { type = value }
    }
    guard let disposition, disposition.lowercased().hasPrefix("form-data"),
      let field = HeaderParameters.value("name", in: disposition)
    else { throw InputFault(.syntax) }
    if let file = HeaderParameters.value("filename", in: disposition) {
      state = .file
      try handle(.fileBegan(field: field, name: file, type: type))
    } else {
      state = .field(field)
    }
  }

  private mutating func field(
    _ name: String, _ handle: (Event) throws(InputFault) -> Void
  ) throws(InputFault) -> Bool {
    guard let end = pending.range(of: boundary) else {
      guard pending.count <= limits.fieldBytes + boundary.count else { throw InputFault(.tooLong, field: name) }
      return false
    }
    guard end.lowerBound <= limits.fieldBytes else { throw InputFault(.tooLong, field: name) }
    let value: String = try text(pending[..<end.lowerBound], field: name)
    pending.removeFirst(end.upperBound)
    state = .delimiter
    try handle(.field(name: name, value: value))
    return true
  }

  private mutating func file(_ handle: (Event) throws(InputFault) -> Void) throws(InputFault) -> Bool {
    if let end = pending.range(of: boundary) {
      if end.lowerBound > 0 { try handle(.fileBytes(Array(pending[..<end.lowerBound]))) }
      pending.removeFirst(end.upperBound)
      state = .delimiter
      try handle(.fileEnded)
      return true
    }
    // The last bytes may be the beginning of the delimiter.
    let safe: Int = pending.count - boundary.count
    if safe > 0 {
      try handle(.fileBytes(Array(pending[..<safe])))
      pending.removeFirst(safe)
    }
    return false
  }
}

/// `form-data; name="plan"; filename="a \"b\".pdf"`
enum HeaderParameters {
  static func value(_ wanted: String, in header: String) -> String? {
    var rest: Substring.UnicodeScalarView = header.unicodeScalars[...]
    while let semicolon = rest.firstIndex(of: ";") {
      rest = rest[rest.index(after: semicolon)...].drop { $0 == " " || $0 == "\t" }
      guard let equals = rest.firstIndex(where: { $0 == "=" || $0 == ";" }), rest[equals] == "=" else { continue }
      let name: String = String(rest[..<equals]).lowercased()
      rest = rest[rest.index(after: equals)...]
      let value: String = rest.first == "\"" ? quoted(&rest) : String(rest.prefix { $0 != ";" && $0 != " " })
      if name == wanted { return value }
    }
    return nil
  }

  private static func quoted(_ rest: inout Substring.UnicodeScalarView) -> String {
    var value: String.UnicodeScalarView = .init()
    rest.removeFirst()
    while let scalar = rest.popFirst(), scalar != "\"" {
      // Browsers write %22 for a quote; only RFC 822 peers escape it.
      if scalar == "\\", let next = rest.first, next == "\"" || next == "\\" {
        value.append(next)
        rest.removeFirst()
      } else {
        value.append(scalar)
      }
    }
    return String(value)
  }
}

func trimmed(_ text: String) -> String {
  var view: Substring = text[...]
  while view.first?.isWhitespace == true { view.removeFirst() }
  while view.last?.isWhitespace == true { view.removeLast() }
  return String(view)
}

extension [UInt8] {
  /// Where `needle` first stands. Goes from one of its first bytes to the next with `memchr`: files are large.
  fileprivate func range(of needle: [UInt8]) -> Range<Int>? {
    withUnsafeBytes { hay in
      guard let base = hay.baseAddress else { return nil }
      var start: Int = 0
      while start + needle.count <= hay.count {
        let room: Int = hay.count - needle.count - start + 1
        guard let found = memchr(base + start, Int32(needle[0]), room) else { return nil }
        let index: Int = UnsafeRawPointer(found) - base
        if memcmp(base + index, needle, needle.count) == 0 { return index..<(index + needle.count) }
        start = index + 1
      }
      return nil
    }
  }
}
