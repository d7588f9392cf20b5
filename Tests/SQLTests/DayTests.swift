import SQL
import Testing

@Suite struct DayTests {
  @Test func `every day from 1600 to 2400 is read back as it is written`() {
    var day = Day(1600, 1, 1)!
    let last = Day(2400, 12, 31)!
    while day < last {
      let next: Day = day.adding(days: 1)
      #expect(Day(iso: next.description) == next)
      day = next
    }
  }

  @Test func `days that do not exist are no days`() {
    #expect(Day(2023, 2, 29) == nil)
    #expect(Day(2024, 2, 29) != nil)
    #expect(Day(1900, 2, 29) == nil)
    #expect(Day(2024, 4, 31) == nil)
    for text in ["2024-2-01", "2024-02-1", "24-02-01", "2024/02/01", "2024-02-01 ", "+024-02-01", "2024-13-01", ""] {
      #expect(Day(iso: text) == nil, "\(text)")
    }
  }

  @Test func `16 June 2022 was a Thursday, 79 days before 3 September`() {
    let day = Day(2022, 6, 16)!
    #expect(day.weekday == 4)
    #expect(day.days(to: Day(2022, 9, 3)!) == 79)
  }

  @Test func `a month after 31 January is the last of February, and never a day of March`() {
    #expect(Day(2023, 1, 31)!.adding(months: 1) == Day(2023, 2, 28))
    #expect(Day(2024, 1, 31)!.adding(months: 1) == Day(2024, 2, 29))
    #expect(Day(2024, 1, 31)!.adding(months: 2) == Day(2024, 3, 31))
    #expect(Day(2024, 1, 31)!.adding(months: -2) == Day(2023, 11, 30))
    #expect(Day(2024, 2, 29)!.adding(months: 12) == Day(2025, 2, 28))
    #expect(Day(2024, 2, 29)!.adding(months: 48) == Day(2028, 2, 29))
    #expect(Day(2024, 12, 1)!.adding(months: 1) == Day(2025, 1, 1))
    #expect(Day(2024, 12, 1)!.adding(months: -12) == Day(2023, 12, 1))
  }

  @Test func `a day moved by months keeps its date, or the last that the month has`() {
    for offset in 0..<(4 * 365 + 1) {
      let day: Day = Day(2023, 1, 1)!.adding(days: offset)
      for months in -30...30 {
        let (from, to) = (day.parts, day.adding(months: months).parts)
        let isExact: Bool =
          to.year * 12 + to.month == from.year * 12 + from.month + months
          && to.day == min(from.day, Day.length(ofMonth: to.month, in: to.year))
        if !isExact { Issue.record("\(day) and \(months) months: \(day.adding(months: months))") }
      }
    }
  }

  @Test func `an instant is read as SQLite keeps it and as PostgreSQL prints it`() {
    let instant = Instant(utc: "2022-06-16T10:04:05.120Z")
    #expect(instant != nil)
    #expect(Instant(utc: "2022-06-16 10:04:05.12+00") == instant)
    #expect(Instant(utc: "2022-06-16 10:04:05.120345+00") == instant)
    #expect(instant?.description == "2022-06-16T10:04:05.120Z")
    #expect(Instant(utc: "1969-12-31T23:59:59.999Z")?.milliseconds == -1)
    #expect(Instant(milliseconds: -1).description == "1969-12-31T23:59:59.999Z")
    #expect(Instant(utc: "2022-06-16 10:04:05.12+02") == nil)
    #expect(Instant(utc: "2022-06-16 25:04:05+00") == nil)
  }
}
