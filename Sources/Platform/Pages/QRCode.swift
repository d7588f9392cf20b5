import CQREncode
import HTML

/// A text as the square of black and white modules that a telephone's camera reads.
public struct QRCode: Sendable, Hashable {
  /// How many modules there are to a side.
  public let side: Int
  /// Row by row from the top left; true is black.
  public let modules: [Bool]

  /// Nil for an empty text, for one that holds a NUL (C would cut it there) and for one longer than any square holds,
  /// 2 331 bytes at this level of correction.
  public init?(_ text: String) {
    guard !text.utf8.contains(0), let code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1) else {
      return nil
    }
    defer { QRcode_free(code) }
    let side = Int(code.pointee.width)
    self.side = side
    modules = UnsafeBufferPointer(start: code.pointee.data, count: side * side).map { $0 & 1 == 1 }
  }

  /// An image of its own, black on white in dark mode and on paper too: a camera wants it so. Colours are attributes
  /// because the pages' policy forbids inline styles.
  public func draw(_ markup: inout Markup, label: String) {
    let margin: Int = 4  // ISO/IEC 18004: the quiet zone that sets the square apart
    markup.raw("<svg role=\"img\" width=\"240\" height=\"240\" shape-rendering=\"crispEdges\" viewBox=\"0 0 ")
    markup.int(side + 2 * margin)
    markup.raw(" ")
    markup.int(side + 2 * margin)
    markup.raw("\"><title>")
    markup.text(label)
    markup.raw("</title><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path fill=\"#000\" d=\"")
    for run in runs {
      markup.raw("M")
      markup.int(run.column + margin)
      markup.raw(" ")
      markup.int(run.row + margin)
      markup.raw("h")
      markup.int(run.length)
      markup.raw("v1h-")
      markup.int(run.length)
      markup.raw("z")
    }
    markup.raw("\"/></svg>\n")
  }

  /// Black modules that stand side by side: half as long to send as one by one.
  private var runs: [(row: Int, column: Int, length: Int)] {
    var runs: [(row: Int, column: Int, length: Int)] = []
    for (index, isBlack) in modules.enumerated() where isBlack {
      let (row, column): (Int, Int) = index.quotientAndRemainder(dividingBy: side)
      if let last = runs.last, last.row == row, last.column + last.length == column {
        runs[runs.count - 1].length += 1
      } else {
        runs.append((row, column, 1))
      }
    }
    return runs
  }
}

extension Page {
  /// A text to be scanned. Draws nothing where `QRCode` has no square for it: the text must be readable beside it anyway.
  public mutating func qrCode(_ text: String, label: Text) {
    QRCode(text)?.draw(&markup, label: label(language))
  }
}
