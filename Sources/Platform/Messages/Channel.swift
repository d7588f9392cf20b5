/// How a message travels.
enum Channel: String, Choice {
  case mail, sms

  var label: Text {
    switch self {
    case .mail: Text(fr: "Courriel", en: "E-mail")
    case .sms: Text(fr: "SMS", en: "SMS")
    }
  }

  /// What a text is sealed for: a mail is never opened as anything else.
  var seal: StaticString {
    switch self {
    case .mail: "mail"
    case .sms: "sms"
    }
  }
}
