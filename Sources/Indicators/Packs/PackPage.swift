import Platform
import SQL

/// Whether what a pack says may still change.
enum PackState: Sendable {
  case draft
  case issued(Instant, digest: String)

  var sentence: Text {
    switch self {
    case .draft:
      return Text(
        fr: "Projet : les chiffres suivent encore les fiches. Ils seront figés le jour où le dossier sera émis.",
        en: "Draft: the figures still follow the records. They will be fixed on the day the pack is issued.")
    case .issued(let moment, let digest):
      return Text { language in
        let (issued, short): (String, String) = (language.moment(moment), String(digest.prefix(12)))
        return Text(
          fr: "Émis le \(issued). Empreinte : \(short)…", en: "Issued on \(issued). Fingerprint: \(short)…")(language)
      }
    }
  }

}

extension PackContent {
  /// « Hôtels d’activités. Comité d’agrément. Du 1er janvier 2026 au 30 juin 2026. »
  fileprivate var about: Text {
    Text { language in
      [programmeName, body?(language), period(language)].compactMap { $0.map { "\($0)." } }.joined(separator: " ")
    }
  }

  fileprivate var period: Text {
    Text { language in
      let (start, end): (String, String) = (language.long(from), language.long(to))
      return Text(fr: "Du \(start) au \(end)", en: "From \(start) to \(end)")(language)
    }
  }

  fileprivate var sinceWhen: Text {
    guard let before else { return .firstPack }
    return Text { language in
      let issued: String = language.moment(before.issuedAt)
      return changes.isEmpty
        ? Text(
          fr: "Aucune fiche du dispositif n’a changé depuis « \(before.title) », émis le \(issued).",
          en: "No record of the programme changed since “\(before.title)”, issued on \(issued).")(language)
        : Text(
          fr: "Fiches du dispositif enregistrées ou modifiées depuis « \(before.title) », émis le \(issued) :",
          en: "Records of the programme entered or changed since “\(before.title)”, issued on \(issued):")(language)
    }
  }

  fileprivate var shownFigures: View<PackFigure> {
    before == nil ? View.packFigure.without("before", "difference") : .packFigure
  }
}

extension Page {
  /// The pack, on screen and on paper.
  mutating func pack(_ content: PackContent, _ state: PackState) {
    paragraph(state.sentence)
    paragraph(content.about)
    if !content.comment.isEmpty { section(.packComment) { $0.prose(content.comment) } }
    section(.figuresAgainstTargets) { page in
      page.table(content.shownFigures, content.figures, caption: content.period, empty: .noIndicatorYet)
    }
    if !content.forecasts.isEmpty {
      section(.forecastsOfPack) { page in
        page.paragraph(.forecastIsNoResult)
        page.table(.packForecast, content.forecasts, caption: .foreseenValues, empty: .noForecast)
      }
    }
    section(.changedSince) { page in
      page.paragraph(content.sinceWhen)
      if !content.changes.isEmpty { page.points(content.changes.map(\.words)) }
    }
    section(.alerts) { page in
      if content.alerts.isEmpty { page.paragraph(.noAlert) } else { page.points(content.alerts.map(\.words)) }
    }
    section(.decisionsToTake) { page in
      if content.decisions.isEmpty { page.paragraph(.noDecision) } else { page.prose(content.decisions) }
    }
    guard !content.figures.isEmpty else { return }
    section(.howCounted) { page in
      page.table(.packMethod, content.figures, caption: .formulasOfFigures, empty: .noIndicatorYet)
    }
  }
}

extension TextDocument {
  /// The same, to go on working on.
  mutating func pack(_ content: PackContent, _ state: PackState) {
    paragraph(state.sentence)
    paragraph(content.about)
    if !content.comment.isEmpty { section(.packComment) { $0.prose(content.comment) } }
    section(.figuresAgainstTargets) { $0.table(content.shownFigures, content.figures, empty: .noIndicatorYet) }
    if !content.forecasts.isEmpty {
      section(.forecastsOfPack) { document in
        document.paragraph(.forecastIsNoResult)
        document.table(.packForecast, content.forecasts, empty: .noForecast)
      }
    }
    section(.changedSince) { document in
      document.paragraph(content.sinceWhen)
      if !content.changes.isEmpty { document.points(content.changes.map(\.words)) }
    }
    section(.alerts) { document in
      if content.alerts.isEmpty { document.paragraph(.noAlert) } else { document.points(content.alerts.map(\.words)) }
    }
    section(.decisionsToTake) { document in
      if content.decisions.isEmpty { document.paragraph(.noDecision) } else { document.prose(content.decisions) }
    }
    guard !content.figures.isEmpty else { return }
    section(.howCounted) { $0.table(.packMethod, content.figures, empty: .noIndicatorYet) }
  }
}

extension View<PackFigure> {
  fileprivate static let packFigure = View(
    "PackFigure",
    [
      Column("label", .indicatorWord) { .said($0.label) },
      Column("value", .computedValue, .decimal) { .said($0.words) },
      Column("targets", .targets) { .several($0.targets.map { Cell.Word($0.key, $0.words) }) },
      Column("before", .packBeforeWord, .decimal) { figure in figure.before.map { .said($0.words) } ?? .none },
      Column("difference", .differenceWord, .decimal) { figure in
        figure.before.map { .said($0.differenceWords) } ?? .none
      },
    ])

  fileprivate static let packMethod = View(
    "PackMethod",
    [
      Column("label", .indicatorWord) { .said($0.label) },
      Column("sentence", .formula) { figure in .said(Text { $0.typography.set(figure.sentence($0)) }) },
      Column("records", .recordsCounted, .int) { figure in figure.records.map { .int($0) } ?? .none },
      Column("base", .baseWord, .decimal) { figure in
        figure.base.map { base in .measured(base, Text { $0.decimal((base * 100).rounded() / 100) }) } ?? .none
      },
    ])
}

extension View<PackForecast> {
  fileprivate static let packForecast = View(
    "PackForecast",
    [
      Column("label", .indicatorWord) { .said($0.label) },
      Column("day", .foreseenFor, .day) { .day($0.day) },
      Column("value", .foreseenValue, .decimal) { .said($0.words) },
      Column("stated", .foreseenOn, .day) { .day($0.stated) },
      Column("source", .foreseenBy) { .text($0.source) },
    ])
}

extension Text {
  fileprivate static let figuresAgainstTargets = Text(
    fr: "Chiffres et cibles", en: "Figures against targets", de: "Zahlen und Ziele")
  fileprivate static let forecastsOfPack = Text(fr: "Prévisions", en: "Forecasts", de: "Prognosen")
  fileprivate static let forecastIsNoResult = Text(
    fr: "Ce qui est prévu n’est pas un résultat : rien n’en est compté plus haut.",
    en: "What is foreseen is no result: none of it is counted above.")
  fileprivate static let noForecast = Text(fr: "Aucune prévision.", en: "No forecast.", de: "Keine Prognose.")
  fileprivate static let changedSince = Text(
    fr: "Ce qui a changé depuis le dossier précédent", en: "What changed since the last pack")
  fileprivate static let firstPack = Text(
    fr: "Aucun dossier n’a été émis auparavant.", en: "No pack was issued before this one.")
  fileprivate static let alerts = Text(fr: "Alertes", en: "Alerts", de: "Warnungen")
  fileprivate static let noAlert = Text(fr: "Aucune alerte.", en: "No alert.", de: "Keine Warnung.")
  fileprivate static let noDecision = Text(
    fr: "Aucune décision n’est proposée.", en: "No decision is put forward.")
  fileprivate static let howCounted = Text(
    fr: "Comment ces chiffres sont comptés", en: "How these figures are counted")
  fileprivate static let formulasOfFigures = Text(
    fr: "Formule et fiches de chaque chiffre", en: "Formula and records of each figure")
  fileprivate static let foreseenValues = Text(fr: "Valeurs prévues", en: "Values foreseen", de: "Erwartete Werte")
  fileprivate static let packBeforeWord = Text(fr: "Dossier précédent", en: "Pack before", de: "Vorheriger Bericht")
  fileprivate static let differenceWord = Text(fr: "Écart", en: "Difference", de: "Abweichung")
  fileprivate static let recordsCounted = Text(fr: "Fiches comptées", en: "Records counted", de: "Gezählte Einträge")
  fileprivate static let baseWord = Text(fr: "Rapporté à", en: "Out of", de: "Bezogen auf")
  fileprivate static let foreseenFor = Text(fr: "Pour le", en: "For", de: "Für den")
  fileprivate static let foreseenValue = Text(fr: "Prévu", en: "Foreseen", de: "Erwartet")
  fileprivate static let foreseenOn = Text(fr: "Dit le", en: "Said on", de: "Angegeben am")
  fileprivate static let foreseenBy = Text(fr: "Source", en: "Source", de: "Quelle")
}
