import Dispatch
import Glibc

/// A client that sends exactly these bytes, as no library would.
public enum RawClient {
  public struct Failure: Error {
    public let step: String
  }

  public static func connect(_ port: Int) throws -> Int32 {
    let file: Int32 = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard file >= 0 else { throw Failure(step: "socket") }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let code: Int32 = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard code == 0 else {
      close(file)
      throw Failure(step: "connect")
    }
    var patience = timeval(tv_sec: 120, tv_usec: 0)
    setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    return file
  }

  public static func send(_ bytes: [UInt8], to file: Int32) {
    var rest: ArraySlice<UInt8> = bytes[...]
    while !rest.isEmpty {
      let count: Int = rest.withUnsafeBytes { Glibc.send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Reads until the other side closes, or until `enough` bytes have come.
  public static func read(_ file: Int32, enough: Int = .max) -> [UInt8] {
    var all: [UInt8] = []
    var room: [UInt8] = Array(repeating: 0, count: 65_536)
    while all.count < enough {
      let count: Int = recv(file, &room, room.count, 0)
      guard count > 0 else { break }
      all.append(contentsOf: room[..<count])
    }
    return all
  }

  /// One request on a connection of its own, and the answer to it, or what came before the server closed.
  public static func exchange(_ port: Int, _ request: String) async throws -> String {
    try await waiting {
      let file: Int32 = try connect(port)
      defer { close(file) }
      send(Array(request.utf8), to: file)
      return answer(file, hasBody: !request.hasPrefix("HEAD "))
    }
  }

  /// Reads one answer to its end, as its own header announces it.
  private static func answer(_ file: Int32, hasBody: Bool) -> String {
    var text: String = ""
    while !isWhole(text, hasBody) {
      let more: [UInt8] = read(file, enough: 1)
      if more.isEmpty { break }
      text += String(decoding: more, as: UTF8.self)
    }
    return text
  }

  private static func isWhole(_ text: String, _ hasBody: Bool) -> Bool {
    let bytes: String.UTF8View = text.utf8
    guard let end = text.range(ofFirst: "\r\n\r\n") else { return false }
    let head: Substring = text[..<end.lowerBound]
    guard hasBody, !head.hasPrefix("HTTP/1.1 304"), !head.hasPrefix("HTTP/1.1 100") else { return true }
    for line in head.split(separator: "\r\n") {
      let line: String = line.lowercased()
      if line == "transfer-encoding: chunked" { return text.hasSuffix("\r\n0\r\n\r\n") }
      if line.hasPrefix("content-length: "), let length = Int(line.dropFirst("content-length: ".count)) {
        return bytes.distance(from: end.upperBound, to: bytes.endIndex) >= length
      }
    }
    return false
  }

  /// Waits on a thread of its own: the few threads that run tasks are those that the server under test needs too.
  public static func waiting<T: Sendable>(_ work: @Sendable @escaping () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue(label: "client").async { continuation.resume(with: Result { try work() }) }
    }
  }
}

extension String {
  fileprivate func range(ofFirst needle: String) -> Range<String.Index>? {
    let (hay, wanted) = (utf8, Array(needle.utf8))
    var start: String.Index = hay.startIndex
    while let end = hay.index(start, offsetBy: wanted.count, limitedBy: hay.endIndex) {
      if hay[start..<end].elementsEqual(wanted) { return start..<end }
      start = hay.index(after: start)
    }
    return nil
  }
}
