/// A request's header fields, by lower-case name.
public struct Headers: Sendable, ExpressibleByDictionaryLiteral {
  public private(set) var fields: [(name: String, value: String)] = []

  public init() {}

  public init(dictionaryLiteral elements: (String, String)...) {
    for (name, value) in elements { append(name, value) }
  }

  public mutating func append(_ name: String, _ value: String) {
    fields.append((Headers.isLowercase(name) ? name : name.lowercased(), value))
  }

  /// The first field of that name, in lower case.
  public subscript(_ name: String) -> String? { fields.first { $0.name == name }?.value }

  /// The value of one cookie.
  public func cookie(_ wanted: String) -> String? {
    for field in fields where field.name == "cookie" {
      for pair in field.value.utf8.split(separator: UInt8(ascii: ";")) {
        let pair: Substring.UTF8View = pair.drop { $0 == 0x20 }
        guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else { continue }
        if pair[..<equals].elementsEqual(wanted.utf8) { return String(Substring(pair[pair.index(after: equals)...])) }
      }
    }
    return nil
  }

  private static func isLowercase(_ name: String) -> Bool { !name.utf8.contains { $0 >= 0x41 && $0 <= 0x5A } }
}
