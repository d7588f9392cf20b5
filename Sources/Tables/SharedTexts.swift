/// The texts that the cells of a workbook share, one after the other: a million of them fit where a million strings
/// would not.
final class SharedTexts: XMLListener {
  private var bytes: [UInt8] = []
  private var ends: [Int32] = []
  private let limits: TableLimits
  private(set) var fault: TableFault?
  private var isText: Bool = false
  private var phonetic: Int = 0

  init(_ limits: TableLimits) { self.limits = limits }

  var count: Int { ends.count }

  subscript(_ index: Int) -> String {
    let start: Int = index == 0 ? 0 : Int(ends[index - 1])
    return bytes.withUnsafeBufferPointer { room in
      CellText.string(UnsafeBufferPointer(rebasing: room[start..<Int(ends[index])]))
    }
  }

  func start(_ element: XMLElement) {
    switch element.name {
    case "t": isText = phonetic == 0
    // How a Japanese name is said is no part of it.
    case "rPh": phonetic += 1
    default: break
    }
  }

  func end(_ name: XMLName) {
    switch name {
    case "t": isText = false
    case "rPh": phonetic -= 1
    case "si":
      let length: Int = bytes.count - Int(ends.last ?? 0)
      guard length <= limits.mostCellBytes else { return fault = .tooLarge }
      ends.append(Int32(bytes.count))
    default: break
    }
  }

  func text(_ text: UnsafeBufferPointer<UInt8>) {
    guard isText else { return }
    guard bytes.count + text.count + ends.count * 4 <= limits.mostSharedBytes else { return fault = .tooLarge }
    bytes.append(contentsOf: text)
  }
}

/// A text of a cell, with what Excel could not write in XML: `_x000D_` is a carriage return.
enum CellText {
  static func string(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    guard let first = escape(bytes, from: 0) else { return String(decoding: bytes, as: UTF8.self) }
    var (units, place, next): ([UInt16], Int, Int?) = ([], 0, first)
    while let found = next {
      units += Array(String(decoding: UnsafeBufferPointer(rebasing: bytes[place..<found]), as: UTF8.self).utf16)
      // Excel itself breaks lines with a line feed alone.
      let unit: UInt16 = hexadecimal(bytes, found + 2)
      if unit != 0x0D { units.append(unit) }
      place = found + 7
      next = escape(bytes, from: place)
    }
    units += Array(String(decoding: UnsafeBufferPointer(rebasing: bytes[place...]), as: UTF8.self).utf16)
    return String(decoding: units, as: UTF16.self)
  }

  private static func escape(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard bytes.count >= 7 else { return nil }
    var index: Int = start
    while index + 7 <= bytes.count {
      if bytes[index] == 0x5F, bytes[index + 1] == 0x78, bytes[index + 6] == 0x5F,
        (index + 2..<index + 6).allSatisfy({ digit(bytes[$0]) != nil })
      {
        return index
      }
      index += 1
    }
    return nil
  }

  private static func hexadecimal(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> UInt16 {
    (start..<start + 4).reduce(0) { $0 << 4 | UInt16(digit(bytes[$1]) ?? 0) }
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
