extension Value {
  /// What PostgreSQL calls it; nil for what is not known.
  var postgresName: String? {
    switch self {
    case .null: nil
    case .int: "BIGINT"
    case .double: "DOUBLE PRECISION"
    case .text: "TEXT"
    case .bool: "BOOLEAN"
    case .day: "DATE"
    case .instant: "TIMESTAMP WITH TIME ZONE"
    case .bytes: "BYTEA"
    }
  }

  /// Many values as one: `{1,NULL,3}`.
  static func postgresList(_ values: some Collection<Value>) -> String {
    var list: [UInt8] = [UInt8(ascii: "{")]
    list.reserveCapacity(values.count * 24)
    for value in values {
      if list.count > 1 { list.append(UInt8(ascii: ",")) }
      switch value {
      case .null: list += "NULL".utf8
      case .int(let number): list += String(number).utf8
      case .double(let number): list += number.description.utf8
      case .bool(let flag): list.append(flag ? UInt8(ascii: "t") : UInt8(ascii: "f"))
      case .day(let day): list += day.description.utf8
      case .instant(let instant): list += instant.description.utf8
      case .text(let text): append(text.utf8, quotedTo: &list)
      case .bytes(let bytes): append(postgresBytes(bytes), quotedTo: &list)
      }
    }
    list.append(UInt8(ascii: "}"))
    return String(decoding: list, as: UTF8.self)
  }

  private static func append(_ text: some Sequence<UInt8>, quotedTo list: inout [UInt8]) {
    let (quote, backslash): (UInt8, UInt8) = (UInt8(ascii: "\""), UInt8(ascii: "\\"))
    list.append(quote)
    for byte in text {
      if byte == quote || byte == backslash { list.append(backslash) }
      list.append(byte)
    }
    list.append(quote)
  }

  /// `\x` and two digits for each.
  static func postgresBytes(_ bytes: [UInt8]) -> [UInt8] {
    let digits: [UInt8] = Array("0123456789abcdef".utf8)
    var text: [UInt8] = Array("\\x".utf8)
    text.reserveCapacity(bytes.count * 2 + 3)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return text
  }
}
