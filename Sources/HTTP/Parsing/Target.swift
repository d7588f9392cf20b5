/// The request's target, read from the bytes the client sent: a decoded path, cut at its slashes, and a query.
public struct Target: Sendable, Equatable {
  /// `/sites/3` → `["sites", "3"]`
  public let segments: [String]
  public let query: FormPairs
  public let hasTrailingSlash: Bool
  /// The path as it was sent.
  public let path: String

  /// Refuses what a proxy could have read as another path: escaped slashes, NUL, dot segments, empty segments.
  public init(_ raw: String) throws(InputFault) {
    let bytes: [UInt8] = Array(raw.utf8)
    guard bytes.first == 0x2F, !bytes.contains(where: { $0 <= 0x20 || $0 >= 0x7F || $0 == 0x23 || $0 == 0x5C })
    else { throw InputFault(.syntax) }
    let mark: Int = bytes.firstIndex(of: 0x3F) ?? bytes.endIndex
    var segments: [String] = []
    var start: Int = 1
    while start < mark {
      let end: Int = bytes[start..<mark].firstIndex(of: 0x2F) ?? mark
      let segment: String = try PercentEncoding.decode(bytes[start..<end], plusIsSpace: false)
      guard segment != "", segment != ".", segment != "..", !segment.utf8.contains(0x2F), !segment.utf8.contains(0x5C)
      else { throw InputFault(.syntax) }
      segments.append(segment)
      start = end + 1
    }
    self.segments = segments
    hasTrailingSlash = mark > 1 && bytes[mark - 1] == 0x2F
    path = String(decoding: bytes[..<mark], as: UTF8.self)
    query = mark < bytes.endIndex ? try FormPairs(urlEncoded: bytes[(mark + 1)...]) : FormPairs()
  }
}
