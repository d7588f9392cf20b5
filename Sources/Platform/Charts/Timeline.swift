import SQL

/// What happened when: spans and moments on one axis, in rows.
public struct Timeline: Figure {
  public struct Event: Sendable {
    let label: Text
    let start: Day
    /// The same day for a moment; nil while it lasts.
    let end: Day?
    let isMoment: Bool

    public static func moment(_ label: Text, on day: Day) -> Event {
      Event(label: label, start: day, end: day, isMoment: true)
    }

    /// Both days count; without a last day it still lasts.
    public static func span(_ label: Text, from start: Day, to end: Day?) -> Event {
      Event(label: label, start: start, end: end, isMoment: false)
    }
  }

  public struct Row: Sendable {
    let name: Text
    let events: [Event]

    public init(_ name: Text, _ events: [Event]) {
      self.name = name
      self.events = events
    }
  }

  let title: Text
  let sentence: Text?
  let rows: [Row]
  let events: [Event]

  /// Nothing may end before it begins.
  public init(_ title: Text, _ rows: [Row], sentence: Text? = nil) throws(ChartRefusal) {
    self.title = title
    self.sentence = sentence
    self.rows = rows.filter { !$0.events.isEmpty }
    events = rows.flatMap(\.events)
    for event in events { if let end = event.end, end < event.start { throw .endsTooSoon(event) } }
  }

  var isEmpty: Bool { events.isEmpty }

  /// « 3 périodes et 2 dates, du 1er juin 2008 au 31 décembre 2015. »
  func summary(_ language: Language) -> String {
    let spans: Int = events.count { !$0.isMoment }
    let counts: [Text] = [
      spans > 0 ? Self.period.counted(spans) : nil,
      spans < events.count ? Self.date.counted(events.count - spans) : nil,
    ].compactMap { $0 }
    let and: String = Text(fr: " et ", en: " and ", de: " und ")(language)
    let counted: String = counts.map { $0(language) }.joined(separator: and)
    let first: Day = events.map(\.start).min() ?? events[0].start
    let last: Day = events.map { $0.end ?? $0.start }.max() ?? first
    let (start, end): (String, String) = (language.long(first), language.long(last))
    if events.contains(where: { $0.end == nil }) {
      return Text(
        fr: "\(counted), depuis le \(start), en cours.", en: "\(counted), since \(start), still running.",
        de: "\(counted), seit dem \(start), noch laufend.")(language)
    }
    guard first < last else {
      return Text(fr: "\(counted), le \(start).", en: "\(counted), on \(start).", de: "\(counted), am \(start).")(
        language)
    }
    return Text(
      fr: "\(counted), du \(start) au \(end).", en: "\(counted), from \(start) to \(end).",
      de: "\(counted), vom \(start) bis zum \(end).")(language)
  }

  private static let period = Noun(
    fr: ("période", "périodes", .f), en: ("period", "periods"), de: ("Zeitraum", "Zeiträume", .m))
  private static let date = Noun(fr: ("date", "dates", .f), en: ("date", "dates"), de: ("Datum", "Daten", .n))

  func table(_ language: Language) -> FigureTable {
    FigureTable(
      columns: [
        Text(fr: "Intitulé", en: "Label", de: "Bezeichnung")(language),
        Text(fr: "Ligne", en: "Row", de: "Zeile")(language),
        Text(fr: "Du", en: "From", de: "Von")(language), Text(fr: "Au", en: "To", de: "Bis")(language),
      ],
      rows: rows.flatMap { row in
        row.events.map { event in
          let end: String = event.isMoment ? "—" : event.end.map { language.short($0) } ?? Self.running(language)
          return FigureTable.Row(
            name: event.label(language), cells: [row.name(language), language.short(event.start), end])
        }
      }, columnsOfWords: [1, 2, 3])
  }

  private static let running = Text(fr: "en cours", en: "still running", de: "noch laufend")

  func plate(_ language: Language, _ today: Day) -> Plate {
    TimelinePlot(timeline: self, language: language, today: today).plate()
  }
}

extension Timeline.Event {
  /// « 01/06/2008 – 31/12/2012 », « depuis le 01/06/2012 »
  func dates(_ language: Language) -> String {
    let first: String = language.short(start)
    guard !isMoment else { return first }
    guard let end else { return Text(fr: "depuis le \(first)", en: "since \(first)", de: "seit \(first)")(language) }
    return "\(first) – \(language.short(end))"
  }
}

extension ChartRefusal {
  fileprivate static func endsTooSoon(_ event: Timeline.Event) -> ChartRefusal {
    ChartRefusal(
      Text(
        fr: "« \(event.label(.fr)) » finit avant d’avoir commencé.", en: "“\(event.label(.en))” ends before it begins.",
        de: "„\(event.label(.de))“ endet, bevor es beginnt."))
  }
}
