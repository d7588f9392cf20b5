import SQL

/// Days from left to right, with a line at the beginning of every year, every fifth, or every so many months.
struct CalendarAxis {
  let first: Day
  let last: Day
  private let right: Double

  init(_ first: Day, _ last: Day, until right: Double = Plate.width) {
    self.first = first
    // Something has to lie between the ends.
    self.last = max(last, first.adding(days: 30))
    self.right = right
  }

  func x(_ day: Day) -> Double {
    right * Double(first.days(to: min(max(day, first), last))) / Double(first.days(to: last))
  }

  func ticks(_ language: Language) -> [(day: Day, label: String)] {
    let months: Int = first.days(to: last) / 30
    let step: Int = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1_200].first { months / $0 <= 6 } ?? 12_000
    let (year, month, _) = first.parts
    let start: Int = (year * 12 + month - 1) / step * step
    let end: Int = last.year * 12 + last.parts.month
    return stride(from: start, through: end, by: step).compactMap { count in
      guard let day = Day(count / 12, count % 12 + 1, 1), day >= first, day <= last else { return nil }
      let isYear: Bool = step % 12 == 0
      return (day, isYear ? String(day.year) : "\(padded(day.parts.month))/\(day.year)")
    }
  }
}
