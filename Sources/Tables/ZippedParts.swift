import CLibZip
import Glibc

/// The named parts of a zipped file, opened within bounds and trusting nothing that it says of itself. Used by one task.
final class ZippedParts {
  private let archive: OpaquePointer
  private let limits: TableLimits
  private var places: [String: (index: UInt64, size: Int)] = [:]

  init(_ bytes: TableBytes, _ limits: TableLimits) throws(TableFault) {
    guard let opened = ZippedBytes.open(bytes) else { throw .cutShort }
    archive = opened
    self.limits = limits
    let count = Int(zip_get_num_entries(archive, 0))
    guard count <= limits.mostParts else { throw .tooLarge }
    var total: Int = 0
    for index in 0..<UInt64(count) {
      var stat = zip_stat_t()
      guard zip_stat_index(archive, index, 0, &stat) == 0, let label = stat.name else { throw .damaged }
      let name = String(cString: label)
      guard ZippedParts.isSafe(name), places[name.lowercased()] == nil else { throw .damaged }
      guard stat.encryption_method == UInt16(ZIP_EM_NONE) else { throw .locked }
      guard stat.comp_method == UInt16(ZIP_CM_STORE) || stat.comp_method == UInt16(ZIP_CM_DEFLATE) else {
        throw .damaged
      }
      let size = Int(clamping: stat.size)
      total = total.addingReportingOverflow(size).partialValue
      let isFolded: Bool = size > limits.leastSuspect && size / limits.mostFolded > Int(clamping: stat.comp_size)
      guard size <= limits.mostUnpacked, total <= limits.mostUnpacked, !isFolded else { throw .tooLarge }
      places[name.lowercased()] = (index, size)
    }
  }

  deinit { zip_discard(archive) }

  /// Some writers capitalise names otherwise than those who refer to them.
  func has(_ name: String) -> Bool { places[name.lowercased()] != nil }

  /// The unpacked bytes of a part, in pieces, until `body` has seen enough.
  func part(_ name: String) throws(TableFault) -> ZippedPart {
    guard let place = places[name.lowercased()], let file = zip_fopen_index(archive, place.index, 0) else {
      throw .damaged
    }
    return ZippedPart(file, size: place.size, of: self)
  }

  /// Nothing is ever written to disk under these names; who uses such names has a reason to.
  private static func isSafe(_ name: String) -> Bool {
    guard (1...240).contains(name.utf8.count), !name.hasPrefix("/") else { return false }
    guard name.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x5C && $0 != 0x3A && $0 != 0x7F }) else { return false }
    let steps: [Substring] = name.split(separator: "/", omittingEmptySubsequences: false)
    return !steps.dropLast().contains { $0.isEmpty } && !steps.contains { $0 == ".." || $0 == "." }
  }
}

/// One part being unpacked.
final class ZippedPart: PieceSource {
  private let file: OpaquePointer
  private let parts: ZippedParts
  private var left: Int

  init(_ file: OpaquePointer, size: Int, of parts: ZippedParts) {
    self.file = file
    self.parts = parts
    left = size
  }

  deinit { zip_fclose(file) }

  /// A part that is longer than it says is a trap, one that is shorter is cut.
  func next(into room: UnsafeMutableRawBufferPointer) throws(TableFault) -> Int {
    let got = Int(zip_fread(file, room.baseAddress, UInt64(room.count)))
    guard got >= 0, got <= left else { throw .damaged }
    if got == 0, left > 0 { throw .cutShort }
    left -= got
    return got
  }
}

/// Gives bytes in order, none at the end.
protocol PieceSource: AnyObject {
  func next(into room: UnsafeMutableRawBufferPointer) throws(TableFault) -> Int
}

/// Lets libzip read from where our own readers read, so that neither disturbs the other.
private final class ZippedBytes {
  private let bytes: TableBytes
  private var offset: Int = 0

  private init(_ bytes: TableBytes) { self.bytes = bytes }

  static func open(_ bytes: TableBytes) -> OpaquePointer? {
    let reader = Unmanaged.passRetained(ZippedBytes(bytes))
    guard let source = zip_source_function_create(answer, reader.toOpaque(), nil) else {
      reader.release()
      return nil
    }
    guard let archive = zip_open_from_source(source, Int32(ZIP_RDONLY), nil) else {
      zip_source_free(source)
      return nil
    }
    return archive
  }

  private static let answer: zip_source_callback = { user, data, length, command in
    guard let user else { return -1 }
    let reader = Unmanaged<ZippedBytes>.fromOpaque(user)
    if command == ZIP_SOURCE_FREE {
      reader.release()
      return 0
    }
    return reader.takeUnretainedValue().answer(data, length, command)
  }

  private func answer(_ data: UnsafeMutableRawPointer?, _ length: UInt64, _ command: zip_source_cmd_t) -> Int64 {
    switch command {
    case ZIP_SOURCE_OPEN:
      offset = 0
      return 0
    case ZIP_SOURCE_READ:
      let room = UnsafeMutableRawBufferPointer(start: data, count: Int(clamping: length))
      guard let got = try? bytes.read(at: offset, into: room) else { return -1 }
      offset += got
      return Int64(got)
    case ZIP_SOURCE_SEEK:
      let place: Int64 = zip_source_seek_compute_offset(UInt64(offset), UInt64(bytes.count), data, length, nil)
      guard place >= 0 else { return -1 }
      offset = Int(place)
      return 0
    case ZIP_SOURCE_TELL: return Int64(offset)
    case ZIP_SOURCE_STAT:
      guard let stat = data?.assumingMemoryBound(to: zip_stat_t.self) else { return -1 }
      zip_stat_init(stat)
      stat.pointee.valid = UInt64(ZIP_STAT_SIZE)
      stat.pointee.size = UInt64(bytes.count)
      return Int64(MemoryLayout<zip_stat_t>.size)
    case ZIP_SOURCE_SUPPORTS:
      return [
        ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE,
        ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, ZIP_SOURCE_SUPPORTS,
      ].reduce(0) { $0 | 1 << Int64($1.rawValue) }
    case ZIP_SOURCE_ERROR:
      guard let codes = data?.assumingMemoryBound(to: Int32.self), length >= 8 else { return -1 }
      (codes[0], codes[1]) = (Int32(ZIP_ER_READ), 0)
      return 8
    case ZIP_SOURCE_CLOSE: return 0
    default: return -1
    }
  }
}
