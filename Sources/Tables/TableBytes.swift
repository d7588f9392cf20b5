import CLibZip
import Glibc

/// The file itself, in memory or on the disk, read at any place by any number of readers.
final class TableBytes: Sendable {
  private enum Origin {
    case memory([UInt8])
    case file(Int32)
  }

  private let origin: Origin
  let count: Int

  init(_ bytes: [UInt8]) {
    origin = .memory(bytes)
    count = bytes.count
  }

  /// Keeps a descriptor of its own.
  init(descriptor: Int32) throws(TableFault) {
    let own: Int32 = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    var info = stat()
    guard own >= 0, fstat(own, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
      if own >= 0 { close(own) }
      throw .unreachable
    }
    origin = .file(own)
    count = Int(info.st_size)
  }

  deinit {
    if case .file(let descriptor) = origin { close(descriptor) }
  }

  /// Fewer bytes than asked only at the end.
  func read(at offset: Int, into room: UnsafeMutableRawBufferPointer) throws(TableFault) -> Int {
    switch origin {
    case .memory(let bytes):
      let count: Int = max(0, min(room.count, bytes.count - offset))
      bytes.withUnsafeBytes { source in
        if count > 0 { room.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[offset..<offset + count])) }
      }
      return count
    case .file(let descriptor):
      var filled: Int = 0
      while filled < room.count {
        let got: Int = pread(descriptor, room.baseAddress! + filled, room.count - filled, off_t(offset + filled))
        if got < 0, errno == EINTR { continue }
        guard got >= 0 else { throw .unreachable }
        if got == 0 { break }
        filled += got
      }
      return filled
    }
  }

  func prefix(_ count: Int) throws(TableFault) -> [UInt8] {
    var bytes: [UInt8] = Array(repeating: 0, count: min(count, self.count))
    // Typed throws do not pass through `withUnsafeMutableBytes`.
    let read: Result<Int, TableFault> = bytes.withUnsafeMutableBytes { room in
      do throws(TableFault) { return .success(try self.read(at: 0, into: room)) } catch { return .failure(error) }
    }
    bytes.removeLast(bytes.count - (try read.get()))
    return bytes
  }

  /// Every byte in turn, in pieces, until `body` has seen enough.
  func scan(_ body: (UnsafeBufferPointer<UInt8>) -> Bool) throws(TableFault) {
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { room.deallocate() }
    var offset: Int = 0
    while case let got = try read(at: offset, into: room), got > 0 {
      let piece = UnsafeRawBufferPointer(rebasing: room[..<got])
      guard piece.withMemoryRebound(to: UInt8.self, body) else { return }
      offset += got
    }
  }
}
