/// A noun with what sentences need of it: its plural in every language, its gender in French and German, and so the words
/// that agree with it.
public struct Noun: Sendable {
  /// The gender of a noun: feminine, masculine or, in German, neuter.
  public enum Gender: Sendable { case f, m, n }

  let french: (one: String, many: String, gender: Gender)
  let english: (one: String, many: String)
  let german: (one: String, many: String, gender: Gender)?

  public init(
    fr: (one: String, many: String, gender: Gender), en: (one: String, many: String),
    de: (one: String, many: String, gender: Gender)? = nil
  ) {
    french = fr
    english = en
    german = de
  }

  /// « 3 baux », « 0 bail »: in French nothing and one and a half are still singular; in English and German only one is.
  public func counted(_ number: Int) -> Text {
    Text { language in
      let isOne: Bool = language == .fr ? abs(number) < 2 : abs(number) == 1
      let noun: (one: String, many: String) = words(language)
      return "\(language.number(number)) \(isOne ? noun.one : noun.many)"
    }
  }

  /// « baux », as a sentence has it when it says no number.
  public func many(_ language: Language) -> String { words(language).many }

  /// « Aucune convention ne correspond. »
  public var noneMatches: Text {
    Text { language in
      switch language {
      case .fr: "\(none(.fr)) ne correspond."
      case .en: "No \(english.one) matches."
      case .de: german == nil ? "\(none(.fr)) ne correspond." : "\(none(.de)) gefunden."
      }
    }
  }

  /// « Aucun bail pour l’instant. »
  public var noneYet: Text {
    Text { language in
      switch language {
      case .fr: "\(none(.fr)) pour l’instant."
      case .en: "No \(english.one) yet."
      case .de: german == nil ? "\(none(.fr)) pour l’instant." : "Noch \(none(.de).lowercasedFirst)."
      }
    }
  }

  /// « Ajouter une convention »
  public var addOne: Text {
    Text { language in
      switch (language, german) {
      case (.de, let german?): "\(german.one) hinzufügen"
      case (.en, _): "Add \(startsWithVowel ? "an" : "a") \(english.one)"
      default: "Ajouter \(french.gender == .f ? "une" : "un") \(french.one)"
      }
    }
  }

  /// « Enregistrer et ajouter une autre convention »
  var saveAndAddAnother: Text {
    Text { language in
      switch language {
      case .fr, .de: "Enregistrer et ajouter \(french.gender == .f ? "une" : "un") autre \(french.one)"
      case .en: "Save and add another \(english.one)"
      }
    }
  }

  private var startsWithVowel: Bool { english.one.first.map { "aeiou".contains($0) } ?? false }

  private func none(_ language: Language) -> String {
    switch (language, german) {
    case (.de, let german?): "\(german.gender == .f ? "Keine" : german.gender == .m ? "Kein" : "Kein") \(german.one)"
    case (.en, _): "No \(english.one)"
    default: "\(french.gender == .f ? "Aucune" : "Aucun") \(french.one)"
    }
  }

  private func words(_ language: Language) -> (one: String, many: String) {
    switch (language, german) {
    case (.de, let german?): (german.one, german.many)
    case (.en, _): english
    default: (french.one, french.many)
    }
  }
}

extension String {
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}

/// How somebody wishes to be spoken of. French has no word for « neither »: then both endings are given.
public enum Agreement: String, Sendable, CaseIterable, Choice {
  case f, m

  public var label: Text {
    switch self {
    case .f: Text(fr: "Au féminin", en: "In the feminine", de: "Weiblich")
    case .m: Text(fr: "Au masculin", en: "In the masculine", de: "Männlich")
    }
  }
}

/// A word that agrees with the person it is said of: « agente », « agent », « agent·e ».
public struct Agreed: Sendable {
  let feminine: Text
  let masculine: Text
  let either: Text

  public init(f: Text, m: Text, either: Text) {
    feminine = f
    masculine = m
    self.either = either
  }

  /// The same word for everybody.
  public init(_ text: Text) { self.init(f: text, m: text, either: text) }

  public func callAsFunction(_ agreement: Agreement?) -> Text {
    switch agreement {
    case .f: feminine
    case .m: masculine
    case nil: either
    }
  }
}
