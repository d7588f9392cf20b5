/// The words of an SMS, and how they travel: in the seven bits of GSM where all of them can, in the sixteen of UCS-2 where
/// one cannot. « é » and « à » fit in seven, « ê » and « ç » do not: they are never traded for bare letters.
public struct ShortText: Sendable, Hashable {
  public enum Coding: Int, Sendable {
    /// GSM 03.38, and `coding=0` to a gateway.
    case gsm = 0
    case ucs2 = 2
  }

  public let text: String
  public let coding: Coding
  /// How many messages a telephone puts together to show it, each of which is paid for.
  public let segments: Int

  /// Words, then where they lead. Words that would not fit in so many segments are cut; an address never is.
  public init(_ words: String, link: String? = nil, most: Int = Self.mostSegments) {
    let end: String = link.map { " \($0)" } ?? ""
    var kept: Substring = Substring(words)
    var whole = ShortText(whole: words + end)
    while whole.segments > most, !kept.isEmpty {
      kept = kept.dropLast()
      if let space = kept.lastIndex(of: " ") { kept = kept[..<space] } else { kept = "" }
      whole = ShortText(whole: kept.isEmpty ? end : "\(kept)...\(end)")
    }
    self = whole
  }

  public static let mostSegments: Int = 3

  private init(whole words: String) {
    // An apostrophe that curls costs sixteen bits for every letter: it is the one thing that is written more simply.
    let plain: String = ShortText.plain(words)
    if let septets = ShortText.septets(of: plain) {
      text = plain
      coding = .gsm
      segments = ShortText.count(septets, alone: 160, together: 153)
    } else {
      text = words
      coding = .ucs2
      segments = ShortText.count(words.unicodeScalars.map { UTF16.width($0) }, alone: 70, together: 67)
    }
  }

  /// Parts of one character travel in one message: an escape with what it escapes, the two halves of a pair.
  private static func count(_ widths: [Int], alone: Int, together: Int) -> Int {
    if widths.reduce(0, +) <= alone { return 1 }
    var (segments, room): (Int, Int) = (1, together)
    for width in widths {
      if width > room { (segments, room) = (segments + 1, together) }
      room -= width
    }
    return segments
  }

  private static func septets(of text: String) -> [Int]? {
    var widths: [Int] = []
    for scalar in text.unicodeScalars {
      if basic.contains(scalar) {
        widths.append(1)
      } else if escaped.contains(scalar) {
        widths.append(2)
      } else {
        return nil
      }
    }
    return widths
  }

  private static func plain(_ text: String) -> String {
    var plain: String = ""
    // The quotation marks of French take the spaces inside them along.
    let text: String = text.replacing("«\u{A0}", with: "«").replacing("\u{A0}»", with: "»").replacing("« ", with: "«")
      .replacing(" »", with: "»")
    for scalar in text.unicodeScalars {
      switch scalar {
      case "’", "‘": plain += "'"
      case "«", "»", "“", "”", "„": plain += "\""
      case "\u{A0}", "\u{202F}", "\u{2009}": plain += " "
      case "–", "—", "‑", "−": plain += "-"
      case "…": plain += "..."
      default: plain.unicodeScalars.append(scalar)
      }
    }
    return plain
  }

  /// 3GPP TS 23.038, 6.2.1.
  private static let basic: Set<Unicode.Scalar> = Set(
    """
    @£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿\
    abcdefghijklmnopqrstuvwxyzäöñüà
    """.unicodeScalars)
  private static let escaped: Set<Unicode.Scalar> = Set("\u{C}^{}\\[~]|€".unicodeScalars)
}
