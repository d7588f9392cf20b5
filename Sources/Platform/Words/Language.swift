import SQL

/// The languages of the interface. French comes first: it is what the house is written in. German is for what is public,
/// on territories that border where it is spoken.
public enum Language: String, Sendable, CaseIterable {
  case fr, en, de

  /// The first language we speak here among those that the browser asks for.
  static func preferred(_ accepted: String?, among spoken: [Language], otherwise: Language) -> Language {
    guard let accepted else { return otherwise }
    for choice in accepted.split(separator: ",") {
      let code: String = choice.drop { $0 == " " }.prefix(2).lowercased()
      if let language = Language(rawValue: code), spoken.contains(language) { return language }
    }
    return otherwise
  }

  public var ownName: String {
    switch self {
    case .fr: "Français"
    case .en: "English"
    case .de: "Deutsch"
    }
  }

  /// Between a label and its value: French puts a space before the colon, one that does not break.
  var colon: StaticString {
    switch self {
    case .fr: "\u{A0}: "
    case .en, .de: ": "
    }
  }
}

extension Language: ColumnValue {}

extension Language {
  /// Each in its own words, so that whoever looks for theirs finds it.
  static var words: [(key: String, label: Text)] { allCases.map { ($0.rawValue, Text(name: $0.ownName)) } }
}

extension Language {
  public var typography: Typography {
    switch self {
    case .fr: .french
    case .en: .english
    case .de: .german
    }
  }
}

/// Words of the interface, in every language at once: a text that lacks French or English does not compile. German is
/// asked of what the public reads; where it is missing, a reader of German gets French, which is official here.
public struct Text: Sendable, Hashable {
  let fr: String
  let en: String
  let de: String?

  public init(fr: String, en: String, de: String? = nil) {
    self.fr = fr
    self.en = en
    self.de = de
  }

  /// A proper noun, the same in every language.
  public init(name: String) { self.init(fr: name, en: name, de: name) }

  /// A text put together anew for each language.
  public init(_ words: (Language) -> String) { self.init(fr: words(.fr), en: words(.en), de: words(.de)) }

  public func callAsFunction(_ language: Language) -> String {
    switch language {
    case .fr: fr
    case .en: en
    case .de: de ?? fr
    }
  }
}
