/// A JSON value as RFC 8259 has it, read strictly: UTF-8, no duplicate name, no trailing text, bounded depth.
///
/// Numbers keep their digits, so that an amount is never rounded on its way through a floating point number.
public enum JSON: Sendable, Equatable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([JSON])
  case object([Member])

  public struct Member: Sendable, Equatable {
    public let name: String
    public let value: JSON

    public init(_ name: String, _ value: JSON) {
      self.name = name
      self.value = value
    }
  }

  public init(_ bytes: [UInt8]) throws(InputFault) {
    var reader = JSONReader(bytes)
    self = try reader.document()
  }

  public subscript(_ name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  public subscript(_ index: Int) -> JSON? {
    guard case .array(let items) = self, items.indices.contains(index) else { return nil }
    return items[index]
  }

  public var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// In as few bytes as it takes.
  public var text: String {
    var json = JSONWriter()
    json.value(self)
    return String(decoding: json.bytes, as: UTF8.self)
  }

  public var int: Int? {
    guard case .number(let digits) = self else { return nil }
    return Int(digits)
  }
}

private struct JSONReader {
  private let bytes: [UInt8]
  private var index: Int = 0
  private var depth: Int = 0
  private var name: String?

  private static let mostDepth: Int = 64

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(InputFault) -> JSON {
    skipSpace()
    let value: JSON = try value()
    skipSpace()
    guard index == bytes.count else { throw fault(.syntax) }
    return value
  }

  private func fault(_ reason: InputFault.Reason) -> InputFault { InputFault(reason, field: name) }

  private var byte: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipSpace() {
    while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
  }

  private mutating func value() throws(InputFault) -> JSON {
    switch byte {
    case 0x7B: return try object()
    case 0x5B: return try array()
    case 0x22: return .string(try string())
    case 0x74: return try word("true", .bool(true))
    case 0x66: return try word("false", .bool(false))
    case 0x6E: return try word("null", .null)
    case .some(0x2D), .some(0x30...0x39): return .number(try number())
    case nil: throw fault(.truncated)
    default: throw fault(.syntax)
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSON) throws(InputFault) -> JSON {
    let letters = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    guard bytes[index...].starts(with: letters) else { throw fault(.syntax) }
    index += letters.count
    return value
  }

  private mutating func number() throws(InputFault) -> String {
    let start: Int = index
    if byte == 0x2D { index += 1 }
    if byte == 0x30 { index += 1 } else { try digits() }
    if byte == 0x2E {
      index += 1
      try digits()
    }
    if byte == 0x65 || byte == 0x45 {
      index += 1
      if byte == 0x2B || byte == 0x2D { index += 1 }
      try digits()
    }
    guard index - start <= 40 else { throw fault(.tooLong) }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func digits() throws(InputFault) {
    let start: Int = index
    while let byte, byte >= 0x30, byte <= 0x39 { index += 1 }
    guard index > start else { throw fault(.syntax) }
  }

  private mutating func string() throws(InputFault) -> String {
    index += 1
    var content: [UInt8] = []
    while let byte {
      index += 1
      switch byte {
      case 0x22: return try text(content, field: name)
      case 0x5C: try escape(into: &content)
      case 0..<0x20: throw fault(byte == 0 ? .nul : .syntax)
      default: content.append(byte)
      }
    }
    throw fault(.truncated)
  }

  private mutating func escape(into content: inout [UInt8]) throws(InputFault) {
    guard let letter = byte else { throw fault(.truncated) }
    index += 1
    switch letter {
    case 0x22, 0x5C, 0x2F: content.append(letter)
    case 0x62: content.append(0x08)
    case 0x66: content.append(0x0C)
    case 0x6E: content.append(0x0A)
    case 0x72: content.append(0x0D)
    case 0x74: content.append(0x09)
    case 0x75: try append(scalar: try scalar(), to: &content)
    default: throw fault(.escape)
    }
  }

  private mutating func scalar() throws(InputFault) -> UInt32 {
    let unit: UInt32 = try hexadecimal()
    guard unit >= 0xD800, unit <= 0xDFFF else { return unit }
    guard unit < 0xDC00, byte == 0x5C, index + 1 < bytes.count, bytes[index + 1] == 0x75 else { throw fault(.encoding) }
    index += 2
    let second: UInt32 = try hexadecimal()
    guard second >= 0xDC00, second <= 0xDFFF else { throw fault(.encoding) }
    return 0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00)
  }

  private mutating func hexadecimal() throws(InputFault) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte else { throw fault(.truncated) }
      guard let digit = hexDigit(byte) else { throw fault(.escape) }
      unit = unit << 4 | UInt32(digit)
      index += 1
    }
    return unit
  }

  private func append(scalar: UInt32, to content: inout [UInt8]) throws(InputFault) {
    guard let scalar = Unicode.Scalar(scalar) else { throw fault(.encoding) }
    content.append(contentsOf: Array(String(scalar).utf8))
  }

  private mutating func enter() throws(InputFault) {
    index += 1
    depth += 1
    guard depth <= Self.mostDepth else { throw fault(.tooDeep) }
    skipSpace()
  }

  private mutating func array() throws(InputFault) -> JSON {
    try enter()
    defer { depth -= 1 }
    var items: [JSON] = []
    if byte == 0x5D {
      index += 1
      return .array([])
    }
    while true {
      skipSpace()
      items.append(try value())
      skipSpace()
      if try isEnd(0x5D) { return .array(items) }
    }
  }

  private mutating func object() throws(InputFault) -> JSON {
    try enter()
    defer { depth -= 1 }
    var members: [JSON.Member] = []
    var names: Set<String> = []
    if byte == 0x7D {
      index += 1
      return .object([])
    }
    while true {
      skipSpace()
      guard byte == 0x22 else { throw fault(byte == nil ? .truncated : .syntax) }
      let member: String = try string()
      guard names.insert(member).inserted else { throw InputFault(.duplicate, field: member) }
      name = member
      skipSpace()
      guard byte == 0x3A else { throw fault(byte == nil ? .truncated : .syntax) }
      index += 1
      skipSpace()
      members.append(JSON.Member(member, try value()))
      skipSpace()
      if try isEnd(0x7D) { return .object(members) }
    }
  }

  /// Steps over a comma, or over the closing bracket.
  private mutating func isEnd(_ closing: UInt8) throws(InputFault) -> Bool {
    guard let byte else { throw fault(.truncated) }
    guard byte == closing || byte == 0x2C else { throw fault(.syntax) }
    index += 1
    return byte == closing
  }
}
