/// What a form or a query string says: names and values, in the order in which they came.
public struct FormPairs: Sendable, Equatable {
  public private(set) var pairs: [Pair] = []

  public struct Pair: Sendable, Equatable {
    public let name: String
    public let value: String
  }

  public static let mostPairs: Int = 1_000

  public init() {}

  /// Reads `application/x-www-form-urlencoded`.
  public init(urlEncoded bytes: [UInt8]) throws(InputFault) { try self.init(urlEncoded: bytes[...]) }

  init(urlEncoded bytes: ArraySlice<UInt8>) throws(InputFault) {
    var start: Int = bytes.startIndex
    while start < bytes.endIndex {
      let end: Int = bytes[start...].firstIndex(of: 0x26) ?? bytes.endIndex
      if end > start { try append(pair: bytes[start..<end]) }
      start = end + 1
    }
  }

  private mutating func append(pair bytes: ArraySlice<UInt8>) throws(InputFault) {
    let equals: Int = bytes.firstIndex(of: 0x3D) ?? bytes.endIndex
    let name: String = try PercentEncoding.decode(bytes[bytes.startIndex..<equals], plusIsSpace: true)
    let value: ArraySlice<UInt8> = equals < bytes.endIndex ? bytes[(equals + 1)...] : []
    try append(name, try PercentEncoding.decode(value, plusIsSpace: true, field: name))
  }

  public mutating func append(_ name: String, _ value: String) throws(InputFault) {
    guard pairs.count < Self.mostPairs else { throw InputFault(.tooMany) }
    pairs.append(Pair(name: name, value: value))
  }

  public subscript(_ name: String) -> String? { pairs.first { $0.name == name }?.value }

  public func all(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }

  public var isEmpty: Bool { pairs.isEmpty }

  /// The same pairs with `name` set to `value`, or without it.
  public func setting(_ name: String, to value: String?) -> FormPairs {
    var copy: FormPairs = self
    copy.pairs.removeAll { $0.name == name }
    if let value { copy.pairs.append(Pair(name: name, value: value)) }
    return copy
  }

  /// Those whose name is wanted.
  public func filtered(_ isWanted: (String) -> Bool) -> FormPairs {
    var copy = FormPairs()
    copy.pairs = pairs.filter { isWanted($0.name) }
    return copy
  }

  /// Written back as a query string, without the question mark.
  public var encoded: String {
    pairs.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }.joined(separator: "&")
  }
}
