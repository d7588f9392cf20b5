import Platform
import SQL

/// How a target is met.
enum TargetShape: String, Choice {
  case minimum, maximum, range, run

  var label: Text {
    switch self {
    case .minimum: Text(fr: "Au moins", en: "At least", de: "Mindestens")
    case .maximum: Text(fr: "Au plus", en: "At most", de: "Höchstens")
    case .range: Text(fr: "Dans une fourchette", en: "Within a range", de: "In einer Spanne")
    case .run:
      Text(
        fr: "Au moins, plusieurs périodes de suite", en: "At least, several periods on end",
        de: "Mindestens, mehrere Zeiträume in Folge")
    }
  }
}

extension Chapter {
  static let targets = Chapter(
    "targets", at: "cibles", .targets, .target, help: .targetsHelp, table: "target",
    Setting.labels + [
      Setting(
        "indicator", Field.text("indicator", .indicatorWord, most: 60), refersTo: .entry(of: indicatorsKey)),
      Setting("kind", Field<TargetShape>.choice("kind", .targetShape)),
      Setting("low", Field.quantity("low", .lowBound).optional),
      Setting("high", Field.quantity("high", .highBound).optional),
      Setting("length", Field<Int>.number("length", .runLength, help: .runLengthHelp, 1...60).optional),
      Setting("from_day", Field.day("from", .targetFrom).optional),
      Setting("to_day", Field.day("to", .targetTo).optional),
    ],
    parts: [
      Chapter(
        "milestones", at: "jalons", .milestones, .milestone, help: .milestonesHelp, table: "milestone",
        [
          Setting("day", Field.day("day", .milestoneDay)),
          Setting("value", Field.quantity("value", .milestoneValue)),
        ])
    ],
    check: { target, configuration in
      var faults: [ConfigurationFault] = []
      let measured: Entry? = configuration[Chapter.indicatorsKey].first { $0.key == target["indicator"] }
      if target["kind"] == TargetShape.run.rawValue,
        measured?["formula"].flatMap({ try? Formula($0) })?.holdsRun == true
      {
        faults.append(ConfigurationFault("kind", .runOfRun))
      }
      let (low, high): (Double?, Double?) = (target["low"].flatMap(Double.init), target["high"].flatMap(Double.init))
      switch target["kind"].flatMap({ TargetShape(rawValue: $0) }) {
      case .minimum where low == nil, .run where low == nil, .range where low == nil:
        faults.append(ConfigurationFault("low", .boundNeeded))
      case .maximum where high == nil: faults.append(ConfigurationFault("high", .boundNeeded))
      case .range where high == nil: faults.append(ConfigurationFault("high", .boundNeeded))
      case .run where target["length"] == nil: faults.append(ConfigurationFault("length", .lengthNeeded))
      default: break
      }
      if let low, let high, low > high { faults.append(ConfigurationFault("high", .highUnderLow)) }
      if let from = target["from"].flatMap({ Day(iso: $0) }), let to = target["to"].flatMap({ Day(iso: $0) }), to < from
      {
        faults.append(ConfigurationFault("to", .endsBeforeFrom))
      }
      return faults
    })
}

extension Noun {
  static let target = Noun(fr: ("cible", "cibles", .f), en: ("target", "targets"), de: ("Ziel", "Ziele", .n))
  static let milestone = Noun(
    fr: ("jalon", "jalons", .m), en: ("milestone", "milestones"), de: ("Meilenstein", "Meilensteine", .m))
}

extension Text {
  static let targets = Text(fr: "Cibles", en: "Targets", de: "Ziele")
  static let milestones = Text(fr: "Jalons", en: "Milestones", de: "Meilensteine")
  static let indicatorWord = Text(fr: "Indicateur", en: "Indicator", de: "Indikator")
  static let targetShape = Text(fr: "Comment elle est atteinte", en: "How it is met", de: "Wann es erreicht ist")
  static let lowBound = Text(fr: "Au moins", en: "At least", de: "Mindestens")
  static let highBound = Text(fr: "Au plus", en: "At most", de: "Höchstens")
  static let runLength = Text(fr: "Périodes de suite", en: "Periods on end", de: "Zeiträume in Folge")
  static let targetFrom = Text(fr: "Depuis le", en: "From", de: "Ab")
  static let targetTo = Text(fr: "Pour le", en: "By", de: "Bis")
  static let milestoneDay = Text(fr: "Pour le", en: "By", de: "Bis")
  static let milestoneValue = Text(fr: "Valeur attendue", en: "Value expected", de: "Erwarteter Wert")
  static let targetsHelp = Text(
    fr: "Ce que le dispositif vise. Une prévision n’est jamais comptée comme un résultat.",
    en: "What the programme aims at. A forecast never counts as a result.",
    de: "Was das Programm anstrebt. Eine Prognose zählt nie als Ergebnis.")
  static let milestonesHelp = Text(
    fr: "Où l’on devrait en être à chaque date.", en: "Where one should be by each date.",
    de: "Wo man zu jedem Zeitpunkt stehen sollte.")
  static let runLengthHelp = Text(
    fr: "Pour une suite de périodes, au pas de l’indicateur.", en: "For a run of periods, of the indicator’s step.")
  static let boundNeeded = Text(fr: "Cette borne est nécessaire ici.", en: "This bound is needed here.")
  static let lengthNeeded = Text(fr: "Dites combien de périodes de suite.", en: "Say how many periods on end.")
  static let highUnderLow = Text(fr: "Cette borne est sous l’autre.", en: "This bound is below the other.")
  static let endsBeforeFrom = Text(fr: "La fin vient avant le début.", en: "The end comes before the start.")
}
