/// A letter to begin with, in our own words, written as either kind of file: what a territory's first templates are made
/// of before its agents edit them.
public struct LetterDraft: Sendable {
  /// A paragraph by its place in a French letter. Lines within it are kept.
  public enum Line: Sendable {
    case sender(String)
    case recipient(String)
    case date(String)
    case subject(String)
    case paragraph(String)
    case signature(String)

    var text: String {
      switch self {
      case .sender(let text), .recipient(let text), .date(let text), .subject(let text), .paragraph(let text),
        .signature(let text):
        text
      }
    }

    var style: LetterStyle {
      switch self {
      case .sender: .sender
      case .recipient: .recipient
      case .date: .date
      case .subject: .subject
      case .paragraph: .paragraph
      case .signature: .signature
      }
    }
  }

  let lines: [Line]
  /// At the foot of each page.
  let footer: String

  public init(_ lines: [Line], footer: String) {
    self.lines = lines
    self.footer = footer
  }

  public func bytes(_ format: LetterFormat) throws(TemplateFault) -> [UInt8] {
    let parts: [(name: String, text: String)] = format == .odt ? odt : docx
    // The first moment of 2026: the same draft is the same bytes.
    return try OfficeFile(parts.map { .init(name: $0.name, bytes: Array($0.text.utf8), modified: 1_767_225_600) })
      .packed()
  }

  /// Text that varies, as XML holds it, with breaks written as the format writes them.
  static func escaped(_ text: String, lineBreak: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\n", with: lineBreak)
  }

  static let declaration: String = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
}

/// How the paragraphs of a draft look; lengths in points, as both formats understand them.
enum LetterStyle: String, CaseIterable {
  case sender = "Sender"
  case recipient = "Recipient"
  case date = "Date"
  case subject = "Subject"
  case paragraph = "Paragraph"
  case signature = "Signature"
  case footer = "Footer"

  /// What word processors list.
  var label: String {
    switch self {
    case .sender: "Expéditeur"
    case .recipient: "Destinataire"
    case .date: "Date de la lettre"
    case .subject: "Objet"
    case .paragraph: "Corps de lettre"
    case .signature: "Signataire"
    case .footer: "Bas de page"
    }
  }

  var before: Int { self == .signature ? 24 : self == .recipient ? 18 : 0 }
  var after: Int { self == .footer ? 0 : self == .recipient || self == .date ? 24 : 9 }
  var indent: Int { self == .recipient || self == .signature ? 255 : 0 }
  var size: Int { self == .footer ? 8 : 11 }
  var isBold: Bool { self == .subject || self == .sender }
  var isCentred: Bool { self == .footer }
}
