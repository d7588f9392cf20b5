import SQL

/// The two kinds of file in which letters are written.
public enum LetterFormat: String, Choice {
  case odt, docx

  public var label: Text { Text(name: rawValue.uppercased()) }

  var mediaType: String {
    switch self {
    case .odt: "application/vnd.oasis.opendocument.text"
    case .docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    }
  }
}
