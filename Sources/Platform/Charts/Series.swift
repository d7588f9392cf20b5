/// Values of one kind, one for each label of the chart; nil where there is none, which is not 0.
public struct Series: Sendable {
  let name: Text
  let values: [Double?]

  public init(_ name: Text, _ values: [Double?]) {
    self.name = name
    self.values = values
  }
}

/// Series over the same labels, as bars and lines have them.
struct SeriesSet: Sendable {
  let measure: Measure
  let labels: [Text]
  let series: [Series]
  let places: Int
  let known: [Double]

  init(_ measure: Measure, _ labels: [Text], _ series: [Series], most: Int) throws(ChartRefusal) {
    guard series.count <= most else {
      throw ChartRefusal(
        Text(
          fr: "Ce graphique ne peut montrer que \(most) séries à la fois : il y en a \(series.count).",
          en: "This chart shows no more than \(most) series at once: there are \(series.count).",
          de: "Dieses Diagramm zeigt höchstens \(most) Reihen auf einmal: Es sind \(series.count)."))
    }
    for one in series {
      guard one.values.count == labels.count else { throw .unequal(one.name, one.values.count, labels.count) }
      for value in one.values { if let value { try measure.check(value) } }
    }
    self.measure = measure
    self.labels = labels
    self.series = series
    known = series.flatMap { $0.values.compactMap { $0 } }
    places = measure.places(for: known)
  }

  func written(_ value: Double, _ language: Language) -> String {
    measure.written(value, places: places, language)
  }

  func brief(_ value: Double, _ language: Language) -> String { measure.brief(value, places: places, language) }

  func table(_ language: Language) -> FigureTable {
    let heading: String = Text(fr: "Intitulé", en: "Label", de: "Bezeichnung")(language)
    return FigureTable(
      columns: [heading] + series.map { $0.name(language) },
      rows: labels.indices.map { index in
        let cells: [String] = series.map { one in one.values[index].map { written($0, language) } ?? "—" }
        return FigureTable.Row(name: labels[index](language), cells: cells)
      })
  }
}

extension Measure {
  func check(_ value: Double) throws(ChartRefusal) {
    guard value.isFinite, abs(value) <= Measure.greatest else {
      throw ChartRefusal(
        Text(
          fr: "Une valeur ne peut pas être écrite : ce n’est pas un nombre, ou il est trop grand.",
          en: "A value cannot be written: it is not a number, or it is too large.",
          de: "Ein Wert lässt sich nicht schreiben: Er ist keine Zahl oder zu groß."))
    }
  }
}

extension ChartRefusal {
  fileprivate static func unequal(_ name: Text, _ values: Int, _ labels: Int) -> ChartRefusal {
    ChartRefusal(
      Text(
        fr: "« \(name(.fr)) » compte \(values) valeurs pour \(labels) intitulés.",
        en: "“\(name(.en))” has \(values) values for \(labels) labels.",
        de: "„\(name(.de))“ hat \(values) Werte für \(labels) Bezeichnungen."))
  }
}
