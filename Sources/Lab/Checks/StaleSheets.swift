import Platform
import Programmes
import SQL

extension Sheet {
  /// The day from which it is to be read again.
  func isStale(on today: Day, _ typology: Typology) -> Bool {
    updated.adding(months: typology.staleMonths) <= today
  }

  func stale(on today: Day, _ typology: Typology) -> Finding? {
    isStale(on: today, typology)
      ? Finding(.stale, nil, "", .notUpdatedFor(typology.staleMonths, updated), place: "\(path)/modifier") : nil
  }
}

extension SheetStore {
  /// Those of the programmes that this actor runs that nobody has updated for so long, the oldest first.
  func stale(_ typology: Typology) async throws -> [Sheet] {
    try await all(updatedBy: scope.today.adding(months: -typology.staleMonths)).filter {
      scope.actor.runs($0.programme)
    }
  }
}

extension Agenda {
  /// Sheets whose content nobody has looked at for longer than the Lab allows.
  static let staleSheets = Agenda(allow: Programme.changed) { scope in
    let typology: Typology = try await Typology.open(scope)
    return try await SheetStore(scope).stale(typology).map { sheet in
      Due(
        .late, sheet.updated.adding(months: typology.staleMonths), Text(name: sheet.title),
        Text(
          fr: "fiche à relire (\(sheet.programmeName))", en: "sheet to be read again (\(sheet.programmeName))"),
        path: sheet.path)
    }
  }
}

extension Text {
  fileprivate static func notUpdatedFor(_ months: Int, _ updated: Day) -> Text {
    Text { language in
      let day: String = language.long(updated)
      return Text(
        fr: "Mise à jour le \(day) : le Lab demande de relire une fiche après \(months) mois.",
        en: "Updated on \(day): the Lab asks for a sheet to be read again after \(months) months.")(language)
    }
  }
}
