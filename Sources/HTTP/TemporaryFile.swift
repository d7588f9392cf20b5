import Glibc
import Synchronization

/// A file without a name, gone with the last reference to it: an upload, or an export being prepared.
public final class TemporaryFile: Sendable {
  public let descriptor: Int32
  private let written = Mutex(0)

  public init() throws(FileFault) {
    var path: [CChar] = Array("\(Self.folder)/terreau-XXXXXX".utf8CString)
    descriptor = mkstemp(&path)
    guard descriptor >= 0 else { throw FileFault() }
    unlink(path)
  }

  /// Takes over a file that a library wrote under a name of its own, and takes the name away.
  public init(adopting path: String) throws(FileFault) {
    descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { throw FileFault() }
    let size: Int = Int(lseek(descriptor, 0, SEEK_END))
    written.withLock { $0 = size }
    unlink(path)
  }

  public static var folder: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }

  deinit { close(descriptor) }

  public var size: Int { written.withLock { $0 } }

  public func append(_ bytes: [UInt8]) throws(FileFault) {
    var rest: ArraySlice<UInt8> = bytes[...]
    while !rest.isEmpty {
      let count: Int = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileFault() }
      rest = rest.dropFirst(count)
      written.withLock { $0 += count }
    }
  }

  /// Everything written so far. For tests and small files.
  public func contents() -> [UInt8] {
    var bytes: [UInt8] = Array(repeating: 0, count: size)
    let count: Int = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
    return Array(bytes.prefix(max(0, count)))
  }
}

/// The disk refused: full, or out of reach.
public struct FileFault: Error, CustomStringConvertible {
  public let code: Int32
  public init(_ code: Int32 = errno) { self.code = code }
  public var isFull: Bool { code == ENOSPC || code == EDQUOT }
  public var description: String { String(cString: strerror(code)) }
}
