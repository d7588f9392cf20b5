import SQL

/// How a timeline is laid out: each event has its words above its bar; events of a row share a line where they can.
struct TimelinePlot {
  let timeline: Timeline
  let language: Language
  let today: Day

  private struct Placed {
    let event: Timeline.Event
    let start: Double
    let end: Double
    let words: String
    let full: String
    let wordsX: Double

    var left: Double { min(start, wordsX) }
    var right: Double { max(end, wordsX + Lettering.width(words)) + 8 }
  }

  func plate() -> Plate {
    let starts: [Day] = timeline.events.map(\.start)
    let ends: [Day] = timeline.events.map { $0.end ?? max(today, $0.start) }
    let first: Day = starts.min() ?? today
    let last: Day = ends.max() ?? today
    let axis = CalendarAxis(first, last, until: Plate.width - 12)
    var plate = Plate()
    var letters = Plate()
    let isNow: Bool = (first...max(first, last)).contains(today)
    var y: Double = isNow ? 36 : 20
    let top: Double = y
    for (index, row) in timeline.rows.enumerated() {
      let name: String = row.name(language)
      if index > 0 { letters.rule(0, y + 1, to: Plate.width, y + 1, .grid) }
      let lines: [String] = Lettering.lines(name, width: Plate.width, most: 2, .strong)
      y = letters.paragraph(lines, 0, y + 15, .start, .strong, full: name) - 10
      for lane in lanes(row.events.map { place($0, axis) }) {
        for placed in lane { draw(placed, y, index, &letters) }
        y += 32
      }
      y += 4
    }
    ticks(axis, top, y, isNow, &plate)
    plate.append(letters)
    plate.height = y + 2
    return plate
  }

  private func place(_ event: Timeline.Event, _ axis: CalendarAxis) -> Placed {
    let start: Double = axis.x(event.start)
    // The last day counts: the bar ends where the next begins.
    let end: Double = event.isMoment ? start + 9 : event.end.map { axis.x($0.adding(days: 1)) } ?? Plate.width
    let dates: String = event.dates(language)
    let room: Double = Plate.width - Lettering.width(", \(dates)") - 2
    let label: String = event.label(language)
    let words: String = "\(Lettering.isolated(Lettering.cut(label, to: room))), \(dates)"
    let wordsX: Double = max(0, min(start, Plate.width - Lettering.width(words)))
    return Placed(
      event: event, start: event.isMoment ? max(0, start - 1) : start, end: max(end, start + 2), words: words,
      full: "\(Lettering.isolated(label)), \(dates)", wordsX: wordsX)
  }

  /// Each on the first line that is free where it stands.
  private func lanes(_ placed: [Placed]) -> [[Placed]] {
    var lanes: [[Placed]] = []
    for one in placed.sorted(by: { $0.event.start < $1.event.start }) {
      let free: Int? = lanes.firstIndex { lane in lane.allSatisfy { $0.right <= one.left || one.right <= $0.left } }
      if let free {
        lanes[free].append(one)
      } else {
        lanes.append([one])
      }
    }
    return lanes
  }

  private func draw(_ placed: Placed, _ y: Double, _ row: Int, _ plate: inout Plate) {
    plate.words(placed.words, placed.wordsX, y + 13, full: placed.full)
    let top: Double = y + 18
    if placed.event.isMoment {
      plate.marker(max(6, placed.start + 1), top + 4.5, radius: 5, shape: 3, .series(0))
    } else if placed.event.end == nil {
      let tip: Double = Plate.width
      let neck: Double = max(placed.start, tip - 8)
      let ring: [(Double, Double)] = [
        (placed.start, top), (neck, top), (neck, top - 3), (tip, top + 4.5), (neck, top + 12), (neck, top + 9),
        (placed.start, top + 9),
      ]
      plate.area([ring.map { Position(x: $0.0, y: $0.1) }], .series(0))
    } else {
      plate.box(placed.start, top, placed.end - placed.start, 9, .series(0))
    }
  }

  private func ticks(_ axis: CalendarAxis, _ top: Double, _ bottom: Double, _ isNow: Bool, _ plate: inout Plate) {
    var free: Double = -.infinity
    for tick in axis.ticks(language) {
      let x: Double = axis.x(tick.day)
      let width: Double = Lettering.width(tick.label)
      let middle: Double = min(max(x, width / 2), Plate.width - width / 2)
      plate.rule(x, top - 3, to: x, bottom, .grid)
      guard middle - width / 2 > free else { continue }
      plate.words(tick.label, middle, top - 7, .middle, .soft)
      free = middle + width / 2 + 6
    }
    guard isNow else { return }
    let x: Double = axis.x(today)
    let words: String = Text(
      fr: "aujourd’hui, \(language.short(today))", en: "today, \(language.short(today))",
      de: "heute, \(language.short(today))")(language)
    let width: Double = Lettering.width(words)
    plate.words(words, min(max(x, width / 2), Plate.width - width / 2), 12, .middle)
    plate.rule(x, 15, to: x, top - 21, .today)
    plate.rule(x, top - 3, to: x, bottom, .today)
  }
}
