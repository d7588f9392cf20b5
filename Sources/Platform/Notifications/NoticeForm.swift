import SQL

/// How somebody wishes to be told.
struct NoticeForm: Form {
  static let paceField = Field<Pace>.choice("pace", .pace)
  static let now = Field.several("kindsNow", .kindsNow)
  static let never = Field.several("kindsNever", .kindsNever)
  static let digest = Field.number("digestHour", .digestHour, help: .digestHourHelp, 0...23)
  static let from = Field.number("quietFrom", .quietFrom, help: .quietHelp, 0...23)
  static let to = Field.number("quietTo", .quietTo, 0...23)
  static let sundays = Field.flag("quietSundays", .quietSundays)
  static let sms = Field.flag("bySMS", .bySMS, help: .bySMSHelp)
  /// Who has chosen nothing yet has no version.
  static let versionField = Field<Int?>.bounded("version", .recordVersion, 0...1_000_000)
  static let fields: [any FormField] = [paceField, now, never, digest, from, to, sundays, sms, versionField]

  let pace: Pace
  let kindsNow: [String]
  let kindsNever: [String]
  let digestHour: Int
  let quiet: QuietHours
  let bySMS: Bool
  let version: Int

  init(_ values: FormValues) throws(Refusal) {
    pace = values[Self.paceField]
    kindsNow = values[Self.now]
    kindsNever = values[Self.never]
    digestHour = values[Self.digest]
    quiet = QuietHours(from: values[Self.from], to: values[Self.to], onSundays: values[Self.sundays])
    bySMS = values[Self.sms]
    version = values[Self.versionField] ?? 0
  }

  /// What the kinds that are declared and the other choices make of it.
  func check(among kinds: [NoticeKind], hasPhone: Bool) throws(Refusal) {
    let known: Set<String> = Set(kinds.filter(\.isChosen).map(\.key))
    guard known.isSuperset(of: kindsNow) else { throw .invalid("kindsNow", .notAChoice) }
    guard known.isSuperset(of: kindsNever) else { throw .invalid("kindsNever", .notAChoice) }
    if let both = kinds.first(where: { kindsNow.contains($0.key) && kindsNever.contains($0.key) }) {
      throw .invalid("kindsNever", .atOnceAndNever(both.label))
    }
    let digest = Zone.paris.instant(Day.workday, hour: digestHour)
    guard !quiet.holds(at: digest) else { throw .invalid("digestHour", .digestInQuiet) }
    guard !bySMS || hasPhone else { throw .invalid("bySMS", .noPhoneYet) }
  }

  static func typed(_ settings: NoticeSettings) -> Typed {
    var typed = Typed()
    typed.set(paceField, settings.pace)
    typed.set(now, settings.kindsNow.sorted())
    typed.set(never, settings.kindsNever.sorted())
    typed.set(digest, settings.digestHour)
    typed.set(from, settings.quiet.from)
    typed.set(to, settings.quiet.to)
    typed.set(sundays, settings.quiet.onSundays)
    typed.set(sms, settings.bySMS)
    typed.set(versionField, settings.version)
    return typed
  }
}

extension Day {
  /// A Tuesday like others.
  fileprivate static let workday = Day(2026, 1, 6) ?? Day(ordinal: 0)
}

extension Text {
  static let pace = Text(fr: "Me prévenir", en: "Tell me")
  static let kindsNow = Text(fr: "Mais tout de suite pour", en: "But at once of")
  static let kindsNever = Text(fr: "Et jamais pour", en: "And never of")
  static let digestHour = Text(fr: "Heure du récapitulatif", en: "Hour of the digest")
  fileprivate static let digestHourHelp = Text(
    fr: "Un seul courriel par jour, et aucun quand il n’y a rien à dire.",
    en: "One e-mail a day, and none when there is nothing to say.")
  static let quietFrom = Text(fr: "Silence à partir de (heure)", en: "Quiet from (hour)")
  static let quietTo = Text(fr: "Silence jusqu’à (heure)", en: "Quiet until (hour)")
  fileprivate static let quietHelp = Text(
    fr: "Heure de Paris. Deux heures égales : pas de silence.", en: "Paris time. The same hour twice: no quiet.")
  static let quietSundays = Text(fr: "Silence le dimanche", en: "Quiet on Sundays")
  static let bySMS = Text(
    fr: "Par SMS aussi ce dont je veux être prévenu tout de suite", en: "By SMS too what I want to know at once")
  fileprivate static let bySMSHelp = Text(
    fr: "Au numéro que vous avez donné et confirmé.", en: "To the number that you gave and confirmed.")
  fileprivate static let noPhoneYet = Text(
    fr: "Donnez d’abord un numéro de téléphone mobile, et confirmez-le.",
    en: "Give a mobile number first, and confirm it.")
  fileprivate static let digestInQuiet = Text(
    fr: "Cette heure est dans votre silence : le récapitulatif ne partirait jamais.",
    en: "This hour is within your quiet: the digest would never leave.")

  fileprivate static func atOnceAndNever(_ kind: Text) -> Text {
    Text { language in
      switch language {
      case .fr, .de: "« \(kind(language)) » est demandé tout de suite et jamais : gardez l’un des deux."
      case .en: "“\(kind(language))” is asked for at once and never: keep one of the two."
      }
    }
  }
}
