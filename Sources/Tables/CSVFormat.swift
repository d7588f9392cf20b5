/// How a text table writes its letters and parts its cells.
public struct CSVFormat: Sendable, Equatable {
  public let encoding: TextEncoding
  /// An ASCII sign.
  public let separator: UInt8
  /// Whether its first line is `sep=;`, which Excel obeys and does not show.
  let saysSeparator: Bool

  init(of bytes: TableBytes, _ limits: TableLimits) throws(TableFault) {
    encoding = try TextEncoding(of: bytes)
    let text = try DecodedText(bytes, encoding)
    var sample: [UInt8] = []
    let isWhole: Bool = !(try text.read(into: &sample)) || bytes.count <= 1 << 16
    if let said = CSVFormat.said(sample) {
      (separator, saysSeparator) = (said, true)
    } else {
      (separator, saysSeparator) = (CSVFormat.recognised(sample, isWhole, limits), false)
    }
    // Wide letters are looked at one by one only as they are read: before anything is kept of them.
    guard encoding == .utf16LittleEndian || encoding == .utf16BigEndian else { return }
    repeat { sample.removeAll(keepingCapacity: true) } while try text.read(into: &sample)
  }

  private static func said(_ text: [UInt8]) -> UInt8? {
    guard text.prefix(4).elementsEqual("sep=".utf8) || text.prefix(4).elementsEqual("SEP=".utf8), text.count > 4 else {
      return nil
    }
    let isAlone: Bool = text.count == 5 || text[5] == 0x0A || text[5] == 0x0D
    return isAlone && text[4] < 0x80 && text[4] != 0x22 ? text[4] : nil
  }

  /// Semicolon, tab, bar, comma: where two part the lines as evenly, the first. A comma is found in names and in numbers.
  private static let candidates: [UInt8] = [0x3B, 0x09, 0x7C, 0x2C]

  /// The sign that parts most of the first lines into as many cells.
  private static func recognised(_ sample: [UInt8], _ isWhole: Bool, _ limits: TableLimits) -> UInt8 {
    var (best, most): (UInt8, Int) = (candidates[0], 0)
    for separator in candidates {
      let counts: [Int] = counts(sample, separator, isWhole, limits)
      let times: [Int: Int] = counts.reduce(into: [:]) { $0[$1, default: 0] += 1 }
      guard let usual = times.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }), usual.key > 1 else { continue }
      if usual.value > most { (best, most) = (separator, usual.value) }
    }
    return best
  }

  /// The number of cells of each of the first fifty lines.
  private static func counts(
    _ sample: [UInt8], _ separator: UInt8, _ isWhole: Bool, _ limits: TableLimits
  ) -> [Int] {
    sample.withUnsafeBufferPointer { text in
      var (counts, place): ([Int], Int) = ([], 0)
      while counts.count < 50, place < text.count {
        let rest = UnsafeBufferPointer(rebasing: text[place...])
        let record = CSVRecord.read(rest, separator: separator, isLast: isWhole, mostColumns: limits.mostColumns)
        guard case .complete(let cells, let length) = record else { break }
        if !cells.allSatisfy(\.isBlank) { counts.append(cells.count) }
        place += length
      }
      return counts
    }
  }
}
