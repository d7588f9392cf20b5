/// What a file is by its first bytes.
enum TableSignature {
  case zipped
  case text

  init(of bytes: TableBytes) throws(TableFault) {
    let head: [UInt8] = try bytes.prefix(1_024)
    guard !head.isEmpty else { throw .empty }
    if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      self = .zipped
      return
    }
    if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
      throw try TableSignature.isLocked(bytes) ? .locked : .foreign(.oldExcel)
    }
    // An archive without a part.
    if head.starts(with: [0x50, 0x4B, 0x05, 0x06]) { throw .foreign(.archive) }
    if let format = TableSignature.foreign(head) { throw .foreign(format) }
    if head.count == bytes.count, head.allSatisfy({ $0 <= 0x20 && $0 != 0 }) || head == [0xEF, 0xBB, 0xBF] {
      throw .empty
    }
    self = .text
  }

  /// Excel puts a locked workbook into the same wrapping as its old format, under this name in UTF-16.
  private static func isLocked(_ bytes: TableBytes) throws(TableFault) -> Bool {
    let name: [UInt8] = "EncryptedPackage".utf8.flatMap { [$0, 0] }
    var (matched, isFound): (Int, Bool) = (0, false)
    try bytes.scan { piece in
      for byte in piece {
        // No beginning of the name repeats within it.
        matched = byte == name[matched] ? matched + 1 : byte == name[0] ? 1 : 0
        if matched == name.count {
          isFound = true
          return false
        }
      }
      return true
    }
    return isFound
  }

  private static func foreign(_ head: [UInt8]) -> ForeignFormat? {
    let signatures: [([UInt8], ForeignFormat)] = [
      (Array("%PDF-".utf8), .pdf), (Array("{\\rtf".utf8), .richText), ([0x89, 0x50, 0x4E, 0x47], .picture),
      ([0xFF, 0xD8, 0xFF], .picture), (Array("GIF8".utf8), .picture), ([0x1F, 0x8B], .archive),
      ([0x37, 0x7A, 0xBC, 0xAF], .archive), (Array("Rar!".utf8), .archive),
      // BIFF without its wrapping, as Excel 4 wrote it.
      ([0x09, 0x04, 0x06, 0x00], .oldExcel), ([0x09, 0x08, 0x10, 0x00], .oldExcel),
    ]
    if let found = signatures.first(where: { head.starts(with: $0.0) }) { return found.1 }
    // What many a program calls « .xls » is a page.
    let isMarked: Bool = head.starts(with: [0xEF, 0xBB, 0xBF])
    let text: String = String(decoding: head.dropFirst(isMarked ? 3 : 0).drop { $0 <= 0x20 }.prefix(200), as: UTF8.self)
      .lowercased()
    if ["<!doctype html", "<html", "<table", "<head", "<body", "<meta"].contains(where: text.hasPrefix) {
      return .page
    }
    if text.hasPrefix("<?xml") { return text.contains("<html") ? .page : .xml }
    return nil
  }
}
