/// One record of a text table, as RFC 4180 and Excel have them.
enum CSVRecord {
  case complete([TableCell], length: Int)
  /// The text ends before the record does.
  case unfinished(isQuoted: Bool)
  case tooManyColumns

  private static let (quote, feed, carriage): (UInt8, UInt8, UInt8) = (0x22, 0x0A, 0x0D)

  /// Reads the record that begins the text. `isLast`: nothing comes after this text.
  static func read(
    _ text: UnsafeBufferPointer<UInt8>, separator: UInt8, isLast: Bool, mostColumns: Int
  ) -> CSVRecord {
    var cells: [TableCell] = []
    var place: Int = 0
    while true {
      guard cells.count < mostColumns else { return .tooManyColumns }
      var spoken: [UInt8]?
      if place < text.count, text[place] == quote {
        guard let (content, end) = quoted(text, from: place + 1, isLast) else { return .unfinished(isQuoted: true) }
        (spoken, place) = (content, end)
      }
      let start: Int = place
      while place < text.count, text[place] != separator, text[place] != feed, text[place] != carriage { place += 1 }
      guard place < text.count || isLast else { return .unfinished(isQuoted: false) }
      let bare = UnsafeBufferPointer(rebasing: text[start..<place])
      if var spoken {
        // What stands behind the closing mark is kept as it is.
        spoken.append(contentsOf: bare)
        cells.append(spoken.withUnsafeBufferPointer(cell))
      } else {
        cells.append(cell(bare))
      }
      guard place < text.count else { return .complete(cells, length: place) }
      if text[place] == separator {
        place += 1
        continue
      }
      guard text[place] == carriage else { return .complete(cells, length: place + 1) }
      guard place + 1 < text.count || isLast else { return .unfinished(isQuoted: false) }
      let isPair: Bool = place + 1 < text.count && text[place + 1] == feed
      return .complete(cells, length: place + (isPair ? 2 : 1))
    }
  }

  private static func cell(_ text: UnsafeBufferPointer<UInt8>) -> TableCell {
    let said = UnsafeBufferPointer(rebasing: text[(isGuarded(text) ? 1 : 0)...])
    return said.isEmpty ? .empty : .text(String(decoding: said, as: UTF8.self))
  }

  /// An apostrophe before what a spreadsheet would otherwise compute is no part of what is said: « '+33… » is a telephone.
  private static func isGuarded(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.count > 1 && text[0] == 0x27 && [0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D].contains(text[1])
  }

  /// What stands between quotation marks, and the place behind the one that closes.
  private static func quoted(
    _ text: UnsafeBufferPointer<UInt8>, from start: Int, _ isLast: Bool
  ) -> ([UInt8], Int)? {
    var content: [UInt8] = []
    var place: Int = start
    while true {
      var end: Int = place
      while end < text.count, text[end] != quote { end += 1 }
      guard end < text.count, end + 1 < text.count || isLast else { return nil }
      content.append(contentsOf: text[place..<end])
      guard end + 1 < text.count, text[end + 1] == quote else { return (content, end + 1) }
      content.append(quote)
      place = end + 2
    }
  }
}
