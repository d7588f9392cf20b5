/// When people are received, week after week. Kept and sent as OpenStreetMap writes it: `Mo-Fr 08:30-12:30; PH off`.
struct OpeningHours: Hashable, Sendable {
  /// From Monday to Sunday, each in its order; nothing on a day when it is closed.
  let week: [[Opening]]
  let isClosedOnHolidays: Bool

  /// On one day, in minutes after midnight.
  struct Opening: Hashable, Sendable {
    let from: Int
    let to: Int
  }

  /// What is shown in a form is read again: seven days that differ are seven hundred and fifty characters in French.
  static let mostCharacters: Int = 1_000
  /// On one day.
  static let mostOpenings: Int = 4
}

extension OpeningHours {
  /// As somebody types it, in French, in English, or as OpenStreetMap has it.
  init(_ typed: String) throws(OpeningHoursFault) {
    guard typed.utf8.count <= Self.mostCharacters * 4, typed.count <= Self.mostCharacters else {
      throw .tooLong(typed.count)
    }
    var reader = OpeningHoursReader(typed)
    self = try reader.read()
  }

  init?(stored: String?) {
    guard let stored, let hours = try? OpeningHours(stored) else { return nil }
    self = hours
  }

  var osm: String {
    var rules: [String] = alike.map { group -> String in
      let days: [String] = Self.runs(group.days).map { run -> String in
        let first: String = Self.codes[run.lowerBound]
        return run.count == 1 ? first : "\(first)-\(Self.codes[run.upperBound])"
      }
      let hours: [String] = group.openings.map { "\(Self.clock($0.from))-\(Self.clock($0.to))" }
      return days.joined(separator: ",") + " " + hours.joined(separator: ",")
    }
    if isClosedOnHolidays { rules.append("PH off") }
    return rules.joined(separator: "; ")
  }

  private static let codes: [String] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]

  private static func clock(_ minutes: Int) -> String { "\(padded(minutes / 60)):\(padded(minutes % 60))" }

  /// The days when the hours are the same, in the order of the first of each.
  var alike: [(days: [Int], openings: [Opening])] {
    var groups: [(days: [Int], openings: [Opening])] = []
    for (day, openings) in week.enumerated() where !openings.isEmpty {
      if let index = groups.firstIndex(where: { $0.openings == openings }) {
        groups[index].days.append(day)
      } else {
        groups.append((days: [day], openings: openings))
      }
    }
    return groups
  }

  /// Days that follow each other, from three on: two are named.
  static func runs(_ days: [Int]) -> [ClosedRange<Int>] {
    var runs: [ClosedRange<Int>] = []
    for day in days {
      if let last = runs.last, last.upperBound == day - 1 {
        runs[runs.count - 1] = last.lowerBound...day
      } else {
        runs.append(day...day)
      }
    }
    return runs.flatMap { run -> [ClosedRange<Int>] in
      run.count == 2 ? [run.lowerBound...run.lowerBound, run.upperBound...run.upperBound] : [run]
    }
  }
}

/// Why a text says no opening hours, with the words that are to blame.
enum OpeningHoursFault: Error, Equatable {
  case tooLong(Int)
  case neverOpen
  case notUnderstood(String)
  case noDay(String)
  case noHour(String)
  case backwards(String)
  case overlapping(String)
  case tooMany(String)
}
