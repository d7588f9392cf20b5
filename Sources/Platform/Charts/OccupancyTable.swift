extension OccupancyMap {
  /// Beyond, or where the page lists them beside the map, a table of them all would only weigh: it counts them by state
  /// and level instead. What each is stays in its own title.
  static let mostListed: Int = 100

  func table(_ language: Language) -> FigureTable {
    isListedBeside || rooms.count > Self.mostListed ? counts(language) : list(language)
  }

  private static let stateHeading = Text(fr: "Occupation", en: "Occupancy", de: "Belegung")

  private func list(_ language: Language) -> FigureTable {
    let hasLevels: Bool = levels.contains { $0.name != nil }
    let hasHolders: Bool = rooms.contains { $0.holder != nil }
    var columns: [Text] = [Text(fr: "Lot", en: "Lot", de: "Einheit")]
    if hasLevels { columns.append(Text(fr: "Niveau", en: "Level", de: "Ebene")) }
    columns += [Text(fr: "Surface", en: "Area", de: "Fläche"), Self.stateHeading]
    if hasHolders { columns.append(Text(fr: "Occupant", en: "Held by", de: "Belegt von")) }
    let rows: [FigureTable.Row] = levels.flatMap { level in
      let name: String = level.name?(language) ?? "—"
      return level.rooms.map { room in
        var cells: [String] = hasLevels ? [name] : []
        cells += [language.area(room.area), self.name(room.state)(language)]
        if hasHolders { cells.append(room.holder ?? "—") }
        return FigureTable.Row(name: room.name, link: room.path, cells: cells)
      }
    }
    return FigureTable(
      columns: columns.map { $0(language) }, rows: rows, columnsOfWords: hasLevels ? [1, 3, 4] : [2, 3])
  }

  /// A row for each state, a column for each level.
  private func counts(_ language: Language) -> FigureTable {
    let isOne: Bool = levels.count == 1
    var columns: [String] = [Self.stateHeading(language)]
    if !isOne { columns += levels.map { $0.name?(language) ?? "—" } }
    columns.append(Text(fr: "Ensemble", en: "All", de: "Gesamt")(language))
    let sets: [[Room]] = (isOne ? [] : levels.map(\.rooms)) + [rooms]
    let rows: [FigureTable.Row] = states.map { state in
      let cells: [String] = sets.map { set in
        let tally = RoomTally(set.filter { $0.state == state })
        return tally.count == 0 ? "—" : "\(language.number(tally.count)) (\(language.area(tally.area)))"
      }
      return FigureTable.Row(name: name(state)(language), cells: cells)
    }
    return FigureTable(columns: columns, rows: rows)
  }
}
