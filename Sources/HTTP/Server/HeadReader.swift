import CMicrohttpd
import CServerShim

/// Reads a request's header out of libmicrohttpd and refuses what two readers could understand differently: the library
/// itself accepts two lengths, a length beside a transfer coding, `Name :`, folded lines and a path cut at `%00`.
struct HeadReader {
  private(set) var headers = Headers()
  private(set) var fault: String?

  private var lengths: Int = 0
  private var hosts: Int = 0
  private var codings: [String] = []

  mutating func read(_ connection: OpaquePointer) {
    withUnsafeMutablePointer(to: &self) { reader in
      _ = MHD_get_connection_values_n(
        connection, .HEADER_KIND,
        { context, _, name, nameSize, value, valueSize in
          guard let context, let name else { return .NO }
          context.assumingMemoryBound(to: HeadReader.self).pointee.add(name, nameSize, value, valueSize)
          return .YES
        }, reader)
    }
    check()
  }

  private mutating func add(
    _ name: UnsafePointer<CChar>, _ nameSize: Int, _ value: UnsafePointer<CChar>?, _ valueSize: Int
  ) {
    let nameBytes = UnsafeRawBufferPointer(start: name, count: nameSize)
    guard nameSize > 0, nameBytes.allSatisfy(isTokenByte) else {
      fault = "a header name holds a space or another sign that does not belong there"
      return
    }
    let valueBytes = UnsafeRawBufferPointer(start: value, count: value == nil ? 0 : valueSize)
    guard valueBytes.allSatisfy({ ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }) else {
      fault = "a header value holds a control character"
      return
    }
    if let value, !isOnNameLine(name + nameSize, value) {
      fault = "a header is folded over two lines"
      return
    }
    let name = String(decoding: nameBytes, as: UTF8.self).lowercased()
    let text = String(decoding: valueBytes, as: UTF8.self)
    switch name {
    case "content-length": lengths += 1
    case "host": hosts += 1
    case "transfer-encoding": codings.append(text.lowercased())
    default: break
    }
    headers.append(name, text)
  }

  /// A value stands in the receive buffer just after its name and a colon. The library copies a folded one elsewhere.
  private func isOnNameLine(_ nameEnd: UnsafePointer<CChar>, _ value: UnsafePointer<CChar>) -> Bool {
    guard value > nameEnd, value - nameEnd < 1_024 else { return false }
    var cursor: UnsafePointer<CChar> = nameEnd
    while cursor < value {
      guard cursor.pointee == 0 || cursor.pointee == 0x3A || cursor.pointee == 0x20 || cursor.pointee == 0x09
      else { return false }
      cursor += 1
    }
    return true
  }

  private mutating func check() {
    guard fault == nil else { return }
    if lengths > 1 { fault = "two Content-Length" }
    if lengths == 1, !codings.isEmpty { fault = "Content-Length with Transfer-Encoding" }
    if !codings.isEmpty, codings != ["chunked"] { fault = "a Transfer-Encoding other than chunked" }
    if let length = headers["content-length"], !length.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
      fault = "a Content-Length that is not a number"
    }
    if hosts > 1 { fault = "two Host" }
    if let host = headers["host"], !host.utf8.allSatisfy(isHostByte) { fault = "a Host that is not one" }
  }
}

private func isTokenByte(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
  case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E...0x60, 0x7C, 0x7E: true
  default: false
  }
}

private func isHostByte(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x3A, 0x5B, 0x5D, 0x5F: true
  default: false
  }
}

extension Headers {
  static func client(of connection: OpaquePointer) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { text in
      server_client_address(connection, text.baseAddress, text.count) == 1
        ? String(cString: text.baseAddress!) : "?"
    }
  }
}
