import HTTP
import Platform
import SQL

extension Indicators {
  /// What can be counted, in words.
  var factRoutes: [Endpoint] {
    [
      .report("/indicateurs/relations", .whatCanBeCounted, allow: .everyone, filter: NoFilter.self) { visit, _ in
        Report(
          Text.whatCanBeCounted(visit.language), crumbs: [.dashboards(visit)],
          json: { json in
            json.object { json in
              json.member("items", array: { json in for fact in relations { fact.write(&json) } })
            }
          },
          body: { page in
            page.paragraph(.relationsHelp)
            page.table(
              View<Fact>(
                "Fact",
                [
                  Column("noun", .relationWord, link: { "/indicateurs/relations/\($0.key)" }) { .said($0.name) },
                  Column("key", .nameInFormulas) { .text($0.key) },
                  Column("meaning", .whatOneIs) { .said($0.meaning) },
                ]), relations, caption: .whatCanBeCounted, empty: .nothingToCount,
              mark: { $0.isPersonal ? .personalWord : nil })
          })
      },
      .report("/indicateurs/relations/{fact}", .oneRelation, allow: .everyone, filter: NoFilter.self) { visit, _ in
        guard let fact = relations.first(where: { $0.key == visit.text("fact") }) else { throw Refusal.notFound }
        return Report(
          fact.name(visit.language),
          crumbs: [
            .dashboards(visit), Crumb(Text.whatCanBeCounted(visit.language), "/indicateurs/relations"),
          ], json: { fact.write(&$0) },
          body: { page in
            page.paragraph(fact.meaning)
            page.paragraph(fact.timeInWords)
            if fact.isPersonal { page.paragraph(.personalHelp) }
            page.table(
              View<FactColumn>(
                "FactColumn",
                [
                  Column("label", .columnWord) { .said($0.label) },
                  Column("key", .nameInFormulas) { column in .text("\(fact.key).\(column.key)") },
                  Column("kind", .columnKind) { .said($0.kindInWords) },
                  Column("meaning", .whatItSays) { column in column.meaning.map { .said($0) } ?? .none },
                ]
              ).filled(by: fact.columns), fact.columns, caption: .columnsWord, empty: .noColumn)
          })
      },
    ]
  }
}

extension Fact {
  fileprivate func write(_ json: inout JSONWriter) {
    json.object { json in
      json.member("key", key)
      json.member("label", name(.fr))
      json.member("meaning", meaning(.fr))
      json.member("time", timeKey)
      json.member("personal", isPersonal)
      json.member(
        "columns",
        array: { json in
          for column in columns {
            json.object { json in
              json.member("key", column.key)
              json.member("label", column.label(.fr))
              json.member("kind", column.kindKey)
              json.member("several", column.hasSeveral)
            }
          }
        })
    }
  }

  private var timeKey: String {
    switch time {
    case .always: "always"
    case .event: "event"
    case .interval: "interval"
    case .state: "state"
    }
  }

  fileprivate var timeInWords: Text {
    switch time {
    case .always:
      Text(
        fr: "Elle n’a pas de date : on la compte telle qu’elle est.", en: "It has no date: it is counted as it stands.",
        de: "Sie hat kein Datum: Gezählt wird der Bestand.")
    case .event:
      Text(
        fr: "Elle a lieu un jour : on la compte sur une période.",
        en: "It happens on a day: it is counted over a period.",
        de: "Sie geschieht an einem Tag: Gezählt wird über einen Zeitraum.")
    case .interval:
      Text(
        fr: "Elle dure : on la compte à une date, sur une période, ou pondérée par le temps.",
        en: "It lasts: it is counted on a date, over a period, or weighed by time.",
        de: "Sie dauert: Gezählt wird an einem Stichtag, über einen Zeitraum oder zeitgewichtet.")
    case .state:
      Text(
        fr: "Elle vaut jusqu’à la suivante : on compte la dernière connue à une date.",
        en: "It holds until the next: the last one known on a date is counted.",
        de: "Sie gilt bis zur nächsten: Gezählt wird die letzte am Stichtag bekannte.")
    }
  }
}

extension FactColumn {
  fileprivate var kindKey: String {
    switch kind {
    case .key: "key"
    case .word: "word"
    case .day: "day"
    case .quantity(let quantity): quantity.rawValue
    case .flag: "flag"
    case .municipality: "municipality"
    }
  }

  fileprivate var kindInWords: Text {
    let several: Text =
      hasSeveral
      ? Text(fr: ", plusieurs par fiche", en: ", several for each record", de: ", mehrere je Eintrag") : Text(name: "")
    let words: Text =
      switch kind {
      case .key: Text(fr: "se compte une fois chacun", en: "counted once each", de: "je einmal gezählt")
      case .word: Text(fr: "mot d’une liste", en: "word of a list", de: "Wort einer Liste")
      case .day: Text(fr: "date", en: "date", de: "Datum")
      case .quantity(.area): Text(fr: "surface, en m²", en: "area, in m²", de: "Fläche, in m²")
      case .quantity(.money): Text(fr: "montant, en euros", en: "amount, in euros", de: "Betrag, in Euro")
      case .quantity(.days): Text(fr: "durée, en jours", en: "duration, in days", de: "Dauer, in Tagen")
      case .quantity(.posts): Text(fr: "équivalents temps plein", en: "full-time equivalents", de: "Vollzeitstellen")
      case .quantity(.year): Text(fr: "année", en: "year", de: "Jahr")
      case .quantity(.count): Text(fr: "nombre", en: "number", de: "Anzahl")
      case .flag: Text(fr: "oui ou non", en: "yes or no", de: "ja oder nein")
      case .municipality:
        Text(
          fr: "commune, que les périmètres regroupent", en: "municipality, which perimeters group",
          de: "Gemeinde, in Gebieten zusammengefasst")
      }
    return Text { words($0) + several($0) }
  }
}

extension Crumb {
  static func dashboards(_ visit: Visit) -> Crumb { Crumb(Text.indicators(visit.language), "/indicateurs") }
}

extension Text {
  static let oneRelation = Text(fr: "Relation", en: "Relation", de: "Gegenstand")
  fileprivate static let relationWord = Text(fr: "Relation", en: "Relation", de: "Gegenstand")
  fileprivate static let nameInFormulas = Text(fr: "Dans les formules", en: "In formulas", de: "In Formeln")
  fileprivate static let whatOneIs = Text(
    fr: "Ce qu’est une fiche", en: "What one record is", de: "Was ein Eintrag ist")
  fileprivate static let columnWord = Text(fr: "Colonne", en: "Column", de: "Spalte")
  fileprivate static let columnsWord = Text(fr: "Colonnes", en: "Columns", de: "Spalten")
  fileprivate static let columnKind = Text(fr: "Nature", en: "Kind", de: "Art")
  fileprivate static let whatItSays = Text(fr: "Ce qu’elle dit", en: "What it says", de: "Bedeutung")
  fileprivate static let personalWord = Text(fr: "personnes", en: "people", de: "Personen")
  fileprivate static let nothingToCount = Text(
    fr: "Rien ne peut être compté ici.", en: "Nothing can be counted here.", de: "Hier kann nichts gezählt werden.")
  fileprivate static let noColumn = Text(
    fr: "Cette relation se compte, et rien d’autre.", en: "This relation is counted, and nothing else.",
    de: "Diese Relation wird gezählt, sonst nichts.")
  fileprivate static let relationsHelp = Text(
    fr:
      "Les chiffres se comptent à partir des fiches que tient chaque partie de Terreau. Voici lesquelles, et ce que dit chacune de leurs colonnes.",
    en:
      "Figures are counted from the records that each part of Terreau keeps. Here they are, with what each of their columns says.",
    de: "Zahlen werden aus den Einträgen gezählt, die jeder Teil von Terreau führt.")
  fileprivate static let personalHelp = Text(
    fr:
      "Ces fiches parlent de personnes : en dessous de cinq, un effectif n’est montré qu’à qui peut lire leurs dossiers.",
    en: "These records speak of people: under five, a count is shown only to those who may read their files.",
    de: "Diese Einträge betreffen Personen: Unter fünf wird eine Zahl nur denen gezeigt, die die Akten lesen dürfen.")
}
