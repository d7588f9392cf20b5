extension OpeningHours {
  var words: Text { Text { language in text(in: language) } }

  /// « du lundi au vendredi de 9 h à 12 h et de 14 h à 17 h 30 ; fermé les jours fériés », which is read again as it is.
  func text(in language: Language) -> String {
    var rules: [String] = alike.map { group -> String in
      let days: String = language.days(group.days)
      let hours: String = language.listed(group.openings.map { language.hours($0) })
      return switch language {
      case .fr: "\(days) \(hours)"
      case .en: "\(days), \(hours)"
      case .de: "\(days), \(hours) Uhr"
      }
    }
    if isClosedOnHolidays { rules.append(Text.closedOnHolidays(language)) }
    return rules.joined(separator: language == .fr ? "\u{202F}; " : "; ")
  }
}

extension Language {
  /// « du lundi au vendredi », « lundi et mardi », « le samedi ».
  fileprivate func days(_ days: [Int]) -> String {
    if days.count == 7 { return Text.everyDay(self) }
    let runs: [ClosedRange<Int>] = OpeningHours.runs(days)
    let isPlain: Bool = runs.count > 1 && runs.allSatisfy { $0.count == 1 }
    return listed(
      runs.map { run -> String in
        let (first, last): (String, String) = (weekday(run.lowerBound + 1), weekday(run.upperBound + 1))
        switch self {
        case .fr: return run.count > 1 ? "du \(first) au \(last)" : isPlain ? first : "le \(first)"
        case .en: return run.count > 1 ? "\(first) to \(last)" : first
        case .de: return run.count > 1 ? "\(first) bis \(last)" : first
        }
      })
  }

  fileprivate func hours(_ opening: OpeningHours.Opening) -> String {
    let (from, to): (String, String) = (clock(opening.from), clock(opening.to))
    return self == .fr ? "de \(from) à \(to)" : "\(from)–\(to)"
  }

  private func clock(_ minutes: Int) -> String {
    let (hour, minute): (Int, Int) = (minutes / 60, minutes % 60)
    guard self == .fr else { return "\(hour):\(padded(minute))" }
    if hour == 24 { return "minuit" }
    return minute == 0 ? "\(hour)\u{A0}h" : "\(hour)\u{A0}h\u{A0}\(padded(minute))"
  }

  fileprivate func listed(_ words: [String]) -> String {
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + Text(fr: " et ", en: " and ", de: " und ")(self) + last
  }
}

extension Cell {
  /// A sentence to people, what OpenStreetMap writes to machines.
  static func hours(_ hours: OpeningHours?) -> Cell { hours.map { .word(key: $0.osm, $0.words) } ?? .none }
}

extension Field where Value == OpeningHours {
  static func hours(_ key: String, _ label: Text, help: Text? = nil) -> Field {
    Field(
      key: key, label: label, help: help, isRequired: true, control: .lines(most: OpeningHours.mostCharacters),
      read: { raw in
        guard let raw, !trim(raw).isEmpty else { return .wrong(.missing) }
        do throws(OpeningHoursFault) { return .value(try OpeningHours(raw)) } catch { return .wrong(error.words) }
      }, write: { $0.text(in: .fr) })
  }
}

extension OpeningHoursFault {
  var words: Text {
    switch self {
    case .tooLong(let count): .tooLong(OpeningHours.mostCharacters, count)
    case .neverOpen: .exampled(fr: "Aucune heure d’ouverture.", en: "No opening hours.")
    case .notUnderstood(let said):
      .exampled(fr: "« \(said) » n’est pas compris.", en: "“\(said)” is not understood.")
    case .noDay(let said): .exampled(fr: "« \(said) » : quel jour ?", en: "“\(said)”: on which day?")
    case .noHour(let said): .exampled(fr: "« \(said) » : à quelle heure ?", en: "“\(said)”: at what time?")
    case .backwards(let said):
      Text(
        fr: "« \(said) » finit avant d’avoir commencé : ce qui dépasse minuit s’écrit au jour suivant.",
        en: "“\(said)” ends before it begins: what goes beyond midnight is written on the next day.")
    case .overlapping(let said):
      Text(
        fr: "« \(said) » : deux horaires d’un même jour se recouvrent.",
        en: "“\(said)”: two openings of one day overlap.")
    case .tooMany(let said):
      Text(
        fr: "« \(said) » : au plus \(OpeningHours.mostOpenings) horaires par jour.",
        en: "“\(said)”: at most \(OpeningHours.mostOpenings) openings a day.")
    }
  }
}

extension Text {
  static let openingHours = Text(fr: "Horaires d’accueil", en: "Opening hours", de: "Öffnungszeiten")
  static let openingHoursHelp = Text(
    fr: "Par exemple : lundi au vendredi 9h-12h et 14h-17h30 ; samedi 9h-12h ; fermé les jours fériés.",
    en: "For example: Monday to Friday 9:00-12:00 and 14:00-17:30; Saturday 9:00-12:00; closed on public holidays.")

  fileprivate static func exampled(fr: String, en: String) -> Text {
    Text(fr: "\(fr) \(openingHoursHelp(.fr))", en: "\(en) \(openingHoursHelp(.en))")
  }

  fileprivate static let everyDay = Text(fr: "tous les jours", en: "every day", de: "täglich")
  fileprivate static let closedOnHolidays = Text(
    fr: "fermé les jours fériés", en: "closed on public holidays", de: "an Feiertagen geschlossen")
}
