import Indicators
import Platform
import SQL

/// What territories learn from each other: sheets written from running programmes, published, found, compared, adopted.
public struct Lab: Capability {
  let figures: Indicators

  /// Its sheets name the figures that those indicators count.
  public init(naming figures: Indicators) { self.figures = figures }

  public var section: (key: String, name: Text)? { ("lab", .lab) }

  public var migrations: Migrations? { .lab }

  public var routes: [Endpoint] {
    catalogueRoutes + readerRoutes + sheetRoutes + adoptionRoutes + collecting + checkRoutes + arrivalRoutes
      + editionRoutes
  }

  public var menu: [MenuEntry] {
    [MenuEntry(.lab, "/lab", .everyone, .know), MenuEntry(.askedSheets, "/fiches-demandees", .asked, .know)]
  }

  public var deeds: [Deed] {
    Deed.sheets + [.sheetPublished, .sheetWithdrawn] + Deed.adoptions + Deed.collections + Deed.checks + Deed.editions
      + Deed.ofReaders
  }

  public var notices: [NoticeKind] { NoticeKind.ofLab }

  public var issued: [Issued] { [Issued("edition"), Issued("edition_document", isText: false)] }

  public var agendas: [Agenda] { [.collected, .askedSheets, .staleSheets, .questions] }

  public var programmeParts: [ProgrammePart] { [.sheets, .origin, .collections, .questions] }

  public var chores: [Chore] { [.forgottenReaders, .bulletin] }

  public func handOver(from leaver: ID<Account>, to successor: Account, _ scope: Scope) async throws {
    try await CollectionStore(scope).handOver(from: leaver, to: successor)
  }

  public var sitemap: [SitemapSection] { [.sheets] }

  public var chapters: [Chapter] { [.lab] }

  public var facts: [Fact] { LabFacts.all }
}

extension Allow {
  /// Those who work on one programme or on all of them, and those who decide.
  static let working = Allow(
    Allow.staff.kinds.union([.elected, .partner]), inProgramme: [.agent, .manager])
}

extension Chapter {
  /// What makes a network’s programme a Lab: its nomenclatures of axes, themes and audiences sort the sheets.
  static let lab = Chapter(
    "lab", at: "lab", .labRules, .labRule, help: .labRulesHelp, table: "lab_setting", isSingle: true,
    proposed: ["staleMonths": "18"],
    [
      Setting("stale_months", Field<Int>.number("staleMonths", .staleMonths, help: .staleMonthsHelp, 1...120)),
      Setting("introduction", Field.prose("introduction", .labIntroduction, help: .labIntroductionHelp).optional),
      Setting("licence", Field.lines("licence", .licence, help: .licenceHelp, most: 2_000).optional),
    ])
}

extension Noun {
  fileprivate static let labRule = Noun(
    fr: ("règle du Lab", "règles du Lab", .f), en: ("Lab rule", "Lab rules"), de: ("Lab-Regel", "Lab-Regeln", .f))
}

extension Text {
  static let labRules = Text(fr: "Lab", en: "Lab", de: "Lab")
  static let labRulesHelp = Text(
    fr:
      "Ouvre un Lab sur ce dispositif : ses nomenclatures d’axes, de thèmes et de publics classent les fiches de tous les territoires.",
    en:
      "Opens a Lab on this programme: its nomenclatures of axes, themes and audiences sort the sheets of all territories."
  )
  static let staleMonths = Text(
    fr: "Relire une fiche après (mois)", en: "Look at a sheet again after (months)", de: "Blatt prüfen nach (Monaten)")
  static let staleMonthsHelp = Text(
    fr: "Passé ce délai sans mise à jour, ceux qui la tiennent sont prévenus.",
    en: "After that long without an update, those who keep it are told.")
  static let labIntroduction = Text(fr: "Présentation du Lab", en: "Introduction to the Lab", de: "Einleitung")
  static let labIntroductionHelp = Text(
    fr: "En tête du catalogue.", en: "At the head of the catalogue.")
  static let licence = Text(fr: "Conditions de reprise", en: "Conditions for adopting", de: "Nutzungsbedingungen")
  static let licenceHelp = Text(
    fr: "Ce qu’accepte un territoire qui adopte une fiche.", en: "What a territory accepts that adopts a sheet.")
}
