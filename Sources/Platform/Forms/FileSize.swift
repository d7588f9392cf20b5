/// In what the size of a file is said.
enum FileSize: Int {
  case kibibyte = 1_024
  case mebibyte = 1_048_576

  private func symbol(_ language: Language) -> String {
    switch self {
    case .kibibyte: language == .fr ? "Kio" : "KiB"
    case .mebibyte: language == .fr ? "Mio" : "MiB"
    }
  }

  fileprivate func bound(_ bytes: Int, _ language: Language) -> String {
    "\(language.number(bytes / rawValue)) \(symbol(language))"
  }

  /// Rounded up: a file that is too heavy by one byte must not be said to be within the bound.
  fileprivate func weight(_ bytes: Int, _ language: Language) -> String {
    let tenths: Int = (bytes * 10 + rawValue - 1) / rawValue
    return language.number(Double(tenths) / 10, places: tenths % 10 == 0 ? 0 : 1)
  }
}

extension Text {
  static func tooHeavy(_ bytes: Int, most: Int, _ unit: FileSize) -> Text {
    Text { language in
      let bound: String = unit.bound(most, language)
      let weight: String = unit.weight(bytes, language)
      return switch language {
      case .fr: "Au plus \(bound) ; le fichier en fait \(weight)."
      case .en: "At most \(bound); the file has \(weight)."
      case .de: "Höchstens \(bound); die Datei hat \(weight)."
      }
    }
  }
}
