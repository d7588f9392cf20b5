import Platform
import Programmes
import SQL

extension Chapter {
  /// What a programme's premises are run by.
  static let premises = Chapter(
    "premises", at: "regles-des-locaux", .premisesRules, .premisesRule, help: .premisesRulesHelp,
    table: "place_setting", isSingle: true, proposed: ["rentTerm": "quarter", "endingDays": "90", "vacantDays": "120"],
    [
      Setting(
        "admission_body", Field.text("admissionBody", .admissionBody, help: .admissionBodyHelp, most: 60).optional,
        refersTo: .entry(of: "bodies")),
      Setting(
        "rent_term", Field<RentTermChoice>.choice("rentTerm", .rentTerm, help: .rentTermHelp)),
      Setting(
        "is_self_financed", Field<Bool>.flag("selfFinanced", .selfFinanced, help: .selfFinancedHelp)),
      Setting("ending_days", Field<Int>.number("endingDays", .endingDays, help: .endingDaysHelp, 1...1_000)),
      Setting("vacant_days", Field<Int>.number("vacantDays", .vacantDays, help: .vacantDaysHelp, 1...10_000)),
    ])

  static let rentScales = Chapter(
    "rentScales", at: "baremes", .rentScales, .rentScale, help: .rentScalesHelp, table: "rent_scale",
    [
      Setting("label", Field.text("label", .scaleName, most: 120)),
      Setting("from_day", Field.day("from", .scaleFrom, help: .dayHelp)),
    ],
    parts: [
      Chapter(
        "rates", at: "tarifs", .rates, .rate, table: "rent_rate",
        [
          Setting(
            "category", Field<String>.term("category", .rateCategory),
            refersTo: .part(
              of: "nomenclatures", saying: "use", as: NomenclatureUse.tenantCategories.rawValue, part: "items")),
          Setting(
            "rate", Field.amount("rate", .rateAmount, help: .rateHelp, least: .zero, most: Money(euros: 100_000))),
        ])
    ],
    check: { scale, configuration in
      var faults: [ConfigurationFault] = []
      var seen: Set<String> = []
      for rate in scale.parts["rates"] ?? [] {
        guard let category = rate["category"], !seen.insert(category).inserted else { continue }
        faults.append(ConfigurationFault("rates/\(rate.key)/category", .ratedTwice))
      }
      if configuration["rentScales"].contains(where: { $0.key != scale.key && $0["from"] == scale["from"] }) {
        faults.append(ConfigurationFault("from", .scaleOfThatDay))
      }
      return faults
    },
    remarks: { scale, configuration in
      let categories: [Entry] =
        configuration["nomenclatures"]
        .first { $0["use"] == NomenclatureUse.tenantCategories.rawValue }?.parts["items"] ?? []
      // A word that others stand under only gathers them.
      let gathering: Set<String> = Set(categories.compactMap { $0["parent"] })
      let rated: Set<String> = Set((scale.parts["rates"] ?? []).compactMap { $0["category"] })
      return categories.filter { !$0.isArchived && !rated.contains($0.key) && !gathering.contains($0.key) }.map {
        category in
        ConfigurationFault(category.key, .withoutRate(category["label"] ?? category.key, scale["label"] ?? scale.key))
      }
    },
    settle: { scope, programme in try await BalanceStore(scope).settle(programme) })
}

/// How often rents are asked for, in months: terms are counted from a lease's first day.
enum RentTermChoice: String, Choice {
  case month, quarter
  case halfYear = "half-year"
  case year

  var term: RentTerm {
    switch self {
    case .month: .month
    case .quarter: .quarter
    case .halfYear: .halfYear
    case .year: .year
    }
  }

  var label: Text {
    switch self {
    case .month: Text(fr: "Chaque mois", en: "Every month", de: "Monatlich")
    case .quarter: Text(fr: "Chaque trimestre", en: "Every quarter", de: "Vierteljährlich")
    case .halfYear: Text(fr: "Chaque semestre", en: "Every half-year", de: "Halbjährlich")
    case .year: Text(fr: "Chaque année", en: "Every year", de: "Jährlich")
    }
  }
}

extension Noun {
  static let premisesRule = Noun(fr: ("règle", "règles", .f), en: ("rule", "rules"), de: ("Regel", "Regeln", .f))
  static let rentScale = Noun(fr: ("barème", "barèmes", .m), en: ("scale", "scales"), de: ("Tarif", "Tarife", .m))
  static let rate = Noun(fr: ("tarif", "tarifs", .m), en: ("rate", "rates"), de: ("Satz", "Sätze", .m))
}

extension Text {
  static let premisesRules = Text(fr: "Règles des locaux", en: "Rules of the premises", de: "Regeln der Räume")
  static let premisesRulesHelp = Text(
    fr: "Comment ce dispositif admet ses locataires, appelle ses loyers et prévient ses équipes.",
    en: "How this programme admits its tenants, asks for its rents and warns its staff.",
    de: "Wie dieses Programm Mieter aufnimmt, Mieten erhebt und seine Teams warnt.")
  static let admissionBody = Text(fr: "Instance d’admission", en: "Body that admits", de: "Aufnahmegremium")
  static let admissionBodyHelp = Text(
    fr:
      "Aucun bail n’est signé sans son avis favorable. Laissez vide si l’on signe sans avis. Les instances se composent dans la configuration.",
    en:
      "No lease is signed without its favourable opinion. Leave empty if none is asked for. Bodies are composed in the configuration."
  )
  static let rentTerm = Text(fr: "Terme du loyer", en: "Rent term", de: "Mietperiode")
  static let rentTermHelp = Text(
    fr: "Compté depuis le premier jour de chaque bail. Un changement de catégorie ou de barème vaut au terme suivant.",
    en: "Counted from each lease’s first day. A new category or scale counts from the next term.")
  static let selfFinanced = Text(
    fr: "Les loyers couvrent toutes les charges", en: "Rents cover all charges", de: "Die Mieten decken alle Kosten")
  static let selfFinancedHelp = Text(
    fr: "Un barème qui mettrait l’ensemble en déficit est refusé.",
    en: "A scale that would put the whole in deficit is refused.")
  static let endingDays = Text(
    fr: "Prévenir avant la fin d’un bail (jours)", en: "Warn before a lease ends (days)",
    de: "Vor Vertragsende warnen (Tage)")
  static let endingDaysHelp = Text(fr: "Par exemple 90.", en: "For example 90.")
  static let vacantDays = Text(
    fr: "Prévenir quand un lot reste libre (jours)", en: "Warn when a lot stays empty (days)",
    de: "Bei Leerstand warnen (Tage)")
  static let vacantDaysHelp = Text(fr: "Par exemple 120.", en: "For example 120.")
  static let rentScales = Text(fr: "Barèmes des loyers", en: "Rent scales", de: "Miettarife")
  static let rentScalesHelp = Text(
    fr: "Le prix du mètre carré par catégorie de locataire. Un nouveau barème s’ajoute ; l’ancien reste lisible.",
    en: "The price of a square metre by category of tenant. A new scale is added; the old one stays readable.",
    de: "Der Quadratmeterpreis je Mieterkategorie. Ein neuer Tarif kommt hinzu; der alte bleibt lesbar.")
  static let scaleName = Text(fr: "Nom du barème", en: "Name of the scale", de: "Name des Tarifs")
  static let scaleFrom = Text(fr: "En vigueur depuis le", en: "In force since", de: "Gültig ab")
  static let rates = Text(fr: "Tarifs", en: "Rates", de: "Sätze")
  static let rateCategory = Text(fr: "Catégorie de locataire", en: "Category of tenant", de: "Mieterkategorie")
  static let rateAmount = Text(
    fr: "Loyer annuel hors taxes, au m²", en: "Yearly rent per m², excluding tax", de: "Jahresmiete je m², ohne Steuer")
  static let rateHelp = Text(fr: "En euros, par exemple 60.", en: "In euros, for example 60.")
  static let ratedTwice = Text(
    fr: "Cette catégorie a déjà un tarif dans ce barème.", en: "This category has a rate in this scale already.")
  static let scaleOfThatDay = Text(
    fr: "Un autre barème commence le même jour.", en: "Another scale begins on the same day.")

  static func withoutRate(_ category: String, _ scale: String) -> Text {
    Text(
      fr: "« \(scale) » n’a pas de tarif pour « \(category) ».", en: "“\(scale)” has no rate for “\(category)”.",
      de: "„\(scale)“ hat keinen Satz für „\(category)“.")
  }
}
