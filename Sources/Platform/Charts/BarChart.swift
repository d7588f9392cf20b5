import SQL

/// Values side by side, each a bar from zero.
public struct BarChart: Figure {
  public enum Order: Sendable {
    /// Names, which may be long: one below the other.
    case names
    /// Years, months: from left to right.
    case periods
  }

  let title: Text
  let sentence: Text?
  let order: Order
  let data: SeriesSet

  /// No more than four series; their names tell them apart.
  public init(
    _ title: Text, _ measure: Measure, of order: Order, labels: [Text], _ series: [Series], sentence: Text? = nil
  ) throws(ChartRefusal) {
    self.title = title
    self.sentence = sentence
    self.order = order
    data = try SeriesSet(measure, labels, series, most: 4)
  }

  var isEmpty: Bool { data.known.isEmpty }

  func summary(_ language: Language) -> String {
    order == .periods ? data.evolution(language) : data.range(language)
  }

  func table(_ language: Language) -> FigureTable { data.table(language) }

  func plate(_ language: Language, _ today: Day) -> Plate {
    switch order {
    case .names: BarRows(data: data, language: language).plate()
    case .periods: BarColumns(data: data, language: language).plate()
    }
  }
}
