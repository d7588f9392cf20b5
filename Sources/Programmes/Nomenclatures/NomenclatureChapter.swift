import Platform
import SQL

extension Chapter {
  /// Lists of words that a programme sorts its records by.
  static let nomenclatures = Chapter(
    "nomenclatures", at: "nomenclatures", .nomenclatures, .nomenclature, help: .nomenclaturesHelp,
    table: "nomenclature",
    Setting.labels + [
      Setting("use", Field<NomenclatureUse>.choice("use", .use, help: .useHelp)),
      Setting("announced", Field<Int>.number("announced", .announced, help: .announcedHelp, 0...10_000).optional),
      Setting("least", Field<Int>.number("least", .least, help: .leastHelp, 0...100).optional),
      Setting("most", Field<Int>.number("most", .most, 0...100).optional),
    ],
    parts: [
      Chapter(
        "items", at: "valeurs", .items, .item, help: .itemsHelp, table: "nomenclature_item",
        Setting.labels + [
          Setting("parent", Field.text("parent", .above, most: 60).optional, refersTo: .sibling),
          Setting(
            "lower", Field<Int>.number("lower", .lower, help: .lowerHelp, 0...1_000_000_000).optional,
            askedOf: \.holdsClasses),
          Setting(
            "upper", Field<Int>.number("upper", .upper, help: .upperHelp, 0...1_000_000_000).optional,
            askedOf: \.holdsClasses),
        ])
    ],
    check: { nomenclature, configuration in
      var faults: [ConfigurationFault] = Interval.faults(nomenclature) + circles(nomenclature)
      if let least = nomenclature.int("least"), let most = nomenclature.int("most"), least > most {
        faults.append(ConfigurationFault("most", .lessThanLeast))
      }
      if let use = nomenclature["use"], use != NomenclatureUse.other.rawValue,
        configuration["nomenclatures"].contains(where: { $0.key != nomenclature.key && $0["use"] == use })
      {
        faults.append(ConfigurationFault("use", .useTaken))
      }
      return faults
    },
    remarks: { nomenclature, _ in
      let count: Int = nomenclature.items.count { !$0.isArchived }
      guard let announced = nomenclature.int("announced"), announced != count else { return [] }
      return [ConfigurationFault("announced", .announcedDiffers(nomenclature["label"] ?? "", announced, count))]
    },
    settle: { scope, programme in
      // Taken out, an entry in use is refused already; a list that gives up its use would leave records without words too.
      guard try await NomenclatureStore(scope).orphans(of: programme) == 0 else { throw Refusal.conflict(.useInUse) }
    })

  static let objectives = Chapter(
    "objectives", at: "objectifs", .objectives, .objective, table: "objective", Setting.labels)

  /// An item may stand under another, and never under itself.
  private static func circles(_ nomenclature: Entry) -> [ConfigurationFault] {
    let parents: [String: String] = Dictionary(
      uniqueKeysWithValues: nomenclature.items.compactMap { item in item["parent"].map { (item.key, $0) } })
    // Each is walked once: what ends well is not walked again.
    var sound: Set<String> = []
    var faults: [ConfigurationFault] = []
    for item in nomenclature.items {
      var path: [String] = []
      var above: String? = item.key
      var seen: Set<String> = []
      while let next = above, !sound.contains(next), seen.insert(next).inserted {
        path.append(next)
        above = parents[next]
      }
      if let above, !sound.contains(above) {
        if above == item.key { faults.append(ConfigurationFault("items/\(item.key)/parent", .underItself)) }
      } else {
        sound.formUnion(path)
      }
    }
    return faults
  }
}

extension Entry {
  var items: [Entry] { parts["items"] ?? [] }

  /// Whether its values are, or may become, size classes with their bounds.
  var holdsClasses: Bool {
    switch self["use"].flatMap({ NomenclatureUse(rawValue: $0) }) {
    case .sizeClasses, .other, nil: true
    default: items.contains { Interval($0) != nil }
    }
  }
}

extension Text {
  static let nomenclatures = Text(fr: "Nomenclatures", en: "Nomenclatures", de: "Nomenklaturen")
  static let items = Text(fr: "Valeurs", en: "Values", de: "Werte")
  static let objectives = Text(fr: "Objectifs", en: "Objectives", de: "Ziele")
  static let use = Text(fr: "À quoi elle sert", en: "What it is for", de: "Verwendung")
  static let announced = Text(fr: "Nombre annoncé", en: "Announced number", de: "Angekündigte Anzahl")
  static let least = Text(fr: "Au moins, par fiche", en: "At least, per record", de: "Mindestens je Eintrag")
  static let most = Text(fr: "Au plus, par fiche", en: "At most, per record", de: "Höchstens je Eintrag")
  static let above = Text(fr: "Fait partie de", en: "Under", de: "Unter")
  static let lower = Text(fr: "À partir de", en: "From", de: "Ab")
  static let upper = Text(fr: "Jusqu’à moins de", en: "To less than", de: "Bis unter")
  static let nomenclaturesHelp = Text(
    fr: "Les listes de mots par lesquelles le dispositif classe ses actions, ses locataires, ses partenaires.",
    en: "The lists of words by which the programme sorts its actions, its tenants, its partners.",
    de: "Die Wortlisten, nach denen das Programm seine Maßnahmen, Mieter und Partner ordnet.")
  static let useHelp = Text(
    fr:
      "C’est par là que Terreau la reconnaît et la propose dans les formulaires. Une seule liste par usage ; autant d’autres listes que vous voulez.",
    en:
      "By this Terreau knows it and offers it in forms. One list for each use; as many other lists as you like.")
  static let announcedHelp = Text(
    fr:
      "Facultatif : celui que disent les textes du dispositif. S’il diffère du nombre de valeurs, c’est signalé, jamais corrigé.",
    en:
      "Optional: the one that the programme’s texts say. If it differs from the number of values, it is shown, never corrected."
  )
  static let leastHelp = Text(
    fr: "Pour les thèmes et les axes des actions : 1 rend le thème obligatoire. Sans objet pour les autres listes.",
    en: "For the themes and axes of actions: 1 makes a theme compulsory. Of no use for other lists.")
  static let itemsHelp = Text(
    fr: "Dans l’ordre où elles sont proposées.", en: "In the order in which they are offered.")
  static let lowerHelp = Text(
    fr: "Pour une tranche : cette borne est comprise.", en: "For a class: this bound belongs to it.")
  static let upperHelp = Text(
    fr: "Cette borne n’est pas comprise : 100 est dans la tranche suivante.",
    en: "This bound does not belong to it: 100 is in the next class.")
  static let lessThanLeast = Text(fr: "C’est moins que le nombre minimal.", en: "That is less than the least number.")
  static let useTaken = Text(
    fr: "Une autre nomenclature du dispositif a déjà cet usage.",
    en: "Another nomenclature of the programme has this use."
  )
  static let useInUse = Text(
    fr: "Des fiches portent encore des valeurs de cette nomenclature : elle garde son usage.",
    en: "Records still carry values of this nomenclature: it keeps its use.")
  static let underItself = Text(fr: "Cette valeur serait sous elle-même.", en: "This value would stand under itself.")

  static func announcedDiffers(_ name: String, _ announced: Int, _ count: Int) -> Text {
    Text(
      fr: "« \(name) » : \(announced) annoncés, \(count) dans la liste.",
      en: "“\(name)”: \(announced) announced, \(count) in the list.",
      de: "„\(name)“: \(announced) angekündigt, \(count) in der Liste.")
  }
}

extension Noun {
  static let nomenclature = Noun(
    fr: ("nomenclature", "nomenclatures", .f), en: ("nomenclature", "nomenclatures"),
    de: ("Nomenklatur", "Nomenklaturen", .f))
  static let item = Noun(fr: ("valeur", "valeurs", .f), en: ("value", "values"), de: ("Wert", "Werte", .m))
  static let objective = Noun(
    fr: ("objectif", "objectifs", .m), en: ("objective", "objectives"), de: ("Ziel", "Ziele", .n))
}
