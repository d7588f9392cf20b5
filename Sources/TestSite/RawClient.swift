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
    var patience = timeval(tv_sec: 20, tv_usec: 0)
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

  /// One request on a connection of its own, and everything that comes back until the server closes.
  public static func exchange(_ port: Int, _ request: String) throws -> String {
    try exchange(port, Array(request.utf8))
  }

  public static func exchange(_ port: Int, _ request: [UInt8]) throws -> String {
    let file: Int32 = try connect(port)
    defer { close(file) }
    send(request, to: file)
    shutdown(file, Int32(SHUT_WR))
    return String(decoding: read(file), as: UTF8.self)
  }
}
