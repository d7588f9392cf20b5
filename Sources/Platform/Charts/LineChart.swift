import SQL

/// What one aims at: to be in this range.
public struct TargetBand: Sendable {
  let label: Text
  let range: ClosedRange<Double>

  public init(_ label: Text, _ range: ClosedRange<Double>) {
    self.label = label
    self.range = range
  }

  var bounds: [Double] { [range.lowerBound, range.upperBound] }
}

/// Values over time, joined where they follow each other. What is missing stays a gap: nobody knows what was there.
public struct LineChart: Figure {
  let title: Text
  let sentence: Text?
  let data: SeriesSet
  let target: TargetBand?

  /// No more than six series.
  public init(
    _ title: Text, _ measure: Measure, labels: [Text], _ series: [Series], target: TargetBand? = nil,
    sentence: Text? = nil
  ) throws(ChartRefusal) {
    self.title = title
    self.sentence = sentence
    self.target = target
    data = try SeriesSet(measure, labels, series, most: 6)
    for bound in target?.bounds ?? [] { try measure.check(bound) }
  }

  var isEmpty: Bool { data.known.isEmpty }

  func summary(_ language: Language) -> String { data.evolution(language) }

  func table(_ language: Language) -> FigureTable { data.table(language) }

  func plate(_ language: Language, _ today: Day) -> Plate { LinePlot(chart: self, language: language).plate() }
}
