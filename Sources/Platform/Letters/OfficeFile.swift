import CLibZip
import Glibc

/// What a text document is inside: named parts, zipped in an order that says which format it is.
package struct OfficeFile: Sendable {
  struct Part: Sendable {
    let name: String
    var bytes: [UInt8]
    let modified: time_t

    var isFolder: Bool { name.hasSuffix("/") }
  }

  private(set) var parts: [Part]

  package static let mostBytes: Int = 20 << 20
  static let mostParts: Int = 500
  /// Deflate folds a thousandfold at best, a text about tenfold; what is small does no harm.
  private static let (mostFolded, leastSuspect): (Int, Int) = (200, 1 << 20)

  init(_ parts: [Part]) { self.parts = parts }

  package subscript(_ name: String) -> [UInt8]? {
    get { parts.first { $0.name == name }?.bytes }
    set {
      guard let newValue, let index = parts.firstIndex(where: { $0.name == name }) else { return }
      parts[index].bytes = newValue
    }
  }

  /// Opens what somebody sent: in memory, within bounds, trusting nothing that it says of itself.
  package init(unpacking bytes: [UInt8]) throws(TemplateFault) {
    if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) { throw .oldOrLocked }
    guard bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) else { throw .otherFormat }
    // Typed throws do not pass through `withUnsafeBytes`.
    let read: Result<[Part], TemplateFault> = bytes.withUnsafeBytes { raw in
      do throws(TemplateFault) { return .success(try Self.unpack(raw)) } catch { return .failure(error) }
    }
    parts = try read.get()
  }

  private static func unpack(_ raw: UnsafeRawBufferPointer) throws(TemplateFault) -> [Part] {
    guard let source = zip_source_buffer_create(raw.baseAddress, UInt64(raw.count), 0, nil) else { throw .damaged }
    guard let archive = zip_open_from_source(source, Int32(ZIP_RDONLY), nil) else {
      zip_source_free(source)
      throw .damaged
    }
    defer { zip_discard(archive) }
    let count = Int(zip_get_num_entries(archive, 0))
    guard count <= mostParts else { throw .tooLarge }
    var (parts, names, total): ([Part], Set<String>, Int) = ([], [], 0)
    for index in 0..<count {
      var stat = zip_stat_t()
      guard zip_stat_index(archive, UInt64(index), 0, &stat) == 0, let label = stat.name else { throw .damaged }
      let name = String(cString: label)
      guard isSafe(name), names.insert(name.lowercased()).inserted else { throw .damaged }
      guard stat.encryption_method == UInt16(ZIP_EM_NONE) else { throw .locked }
      guard stat.comp_method == UInt16(ZIP_CM_STORE) || stat.comp_method == UInt16(ZIP_CM_DEFLATE) else {
        throw .damaged
      }
      let size = Int(clamping: stat.size)
      total = total.addingReportingOverflow(size).partialValue
      let isFolded: Bool = size > leastSuspect && size / mostFolded > Int(clamping: stat.comp_size)
      guard size <= mostBytes, total <= mostBytes, !isFolded else { throw .tooLarge }
      parts.append(Part(name: name, bytes: try read(archive, index, size), modified: stat.mtime))
    }
    return parts
  }

  /// A part that is longer than it says is a trap.
  private static func read(_ archive: OpaquePointer, _ index: Int, _ size: Int) throws(TemplateFault) -> [UInt8] {
    guard let file = zip_fopen_index(archive, UInt64(index), 0) else { throw .damaged }
    defer { zip_fclose(file) }
    var bytes: [UInt8] = Array(repeating: 0, count: size + 1)
    var filled: Int = 0
    while filled <= size {
      let got: Int64 = bytes.withUnsafeMutableBytes { room in
        zip_fread(file, room.baseAddress! + filled, UInt64(size + 1 - filled))
      }
      guard got >= 0 else { throw .damaged }
      if got == 0 { break }
      filled += Int(got)
    }
    guard filled == size else { throw .damaged }
    bytes.removeLast()
    return bytes
  }

  /// Nothing is ever written to disk under these names; but whoever opens the letter may do so.
  private static func isSafe(_ name: String) -> Bool {
    guard (1...240).contains(name.utf8.count), !name.hasPrefix("/") else { return false }
    guard name.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x5C && $0 != 0x3A && $0 != 0x7F }) else { return false }
    let steps: [Substring] = name.split(separator: "/", omittingEmptySubsequences: false)
    return !steps.dropLast().contains { $0.isEmpty } && !steps.contains { $0 == ".." || $0 == "." }
  }

  /// The file, with the part that tells an ODT from any other archive first and as it is.
  func packed() throws(TemplateFault) -> [UInt8] {
    var parts: [Part] = parts
    if let index = parts.firstIndex(where: { $0.name == "mimetype" }) { parts.insert(parts.remove(at: index), at: 0) }
    guard let target = zip_source_buffer_create(nil, 0, 0, nil) else { throw .damaged }
    defer { zip_source_free(target) }
    zip_source_keep(target)
    guard let archive = zip_open_from_source(target, Int32(ZIP_TRUNCATE), nil) else {
      zip_source_free(target)
      throw .damaged
    }
    for part in parts {
      guard OfficeFile.add(part, to: archive) else {
        zip_discard(archive)
        throw .damaged
      }
    }
    guard zip_close(archive) == 0 else {
      zip_discard(archive)
      throw .damaged
    }
    return try OfficeFile.contents(of: target)
  }

  private static func add(_ part: Part, to archive: OpaquePointer) -> Bool {
    let flags = UInt32(ZIP_FL_ENC_UTF_8)
    if part.isFolder { return zip_dir_add(archive, part.name, flags) >= 0 }
    // The archive frees this copy once it is written.
    let copy: UnsafeMutableRawPointer? = malloc(max(1, part.bytes.count))
    guard let copy else { return false }
    part.bytes.withUnsafeBytes { bytes in
      if let start = bytes.baseAddress { copy.copyMemory(from: start, byteCount: bytes.count) }
    }
    guard let source = zip_source_buffer(archive, copy, UInt64(part.bytes.count), 1) else {
      free(copy)
      return false
    }
    let index: Int64 = zip_file_add(archive, part.name, source, flags)
    guard index >= 0 else {
      zip_source_free(source)
      return false
    }
    let method: Int32 = part.name == "mimetype" ? Int32(ZIP_CM_STORE) : Int32(ZIP_CM_DEFLATE)
    return zip_set_file_compression(archive, UInt64(index), method, 0) == 0
      && zip_file_set_mtime(archive, UInt64(index), part.modified, 0) == 0
  }

  private static func contents(of source: OpaquePointer) throws(TemplateFault) -> [UInt8] {
    var stat = zip_stat_t()
    guard zip_source_stat(source, &stat) == 0, zip_source_open(source) == 0 else { throw .damaged }
    defer { zip_source_close(source) }
    var bytes: [UInt8] = Array(repeating: 0, count: Int(stat.size))
    let count: Int64 = bytes.withUnsafeMutableBytes { zip_source_read(source, $0.baseAddress, UInt64($0.count)) }
    guard count == Int64(bytes.count) else { throw .damaged }
    return bytes
  }
}
