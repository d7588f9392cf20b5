/// RFC 5322, 3.3: `Sat, 21 Nov 2026 03:46:28 +0000`, in English whatever the message's language.
func messageDate(_ secondsSince1970: Int64) -> String {
  let second: Int64 = remainder(secondsSince1970, 86_400)
  let day: Int64 = (secondsSince1970 - second) / 86_400
  let weekdays: [String] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  let months: [String] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
  let date: (year: Int64, month: Int, day: Int64) = civil(day)
  let time: String = [second / 3_600, second / 60 % 60, second % 60].map(twoDigits).joined(separator: ":")
  let weekday: String = weekdays[Int(remainder(day, 7))]
  return "\(weekday), \(twoDigits(date.day)) \(months[date.month - 1]) \(date.year) \(time) +0000"
}

private func remainder(_ number: Int64, _ divisor: Int64) -> Int64 { ((number % divisor) + divisor) % divisor }

/// Howard Hinnant's civil_from_days: years that begin in March put the leap day last.
private func civil(_ day: Int64) -> (year: Int64, month: Int, day: Int64) {
  let shifted: Int64 = day + 719_468
  let ofEra: Int64 = remainder(shifted, 146_097)
  let era: Int64 = (shifted - ofEra) / 146_097
  let yearOfEra: Int64 = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
  let ofYear: Int64 = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let march: Int64 = (5 * ofYear + 2) / 153
  let month: Int64 = march < 10 ? march + 3 : march - 9
  return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), Int(month), ofYear - (153 * march + 2) / 5 + 1)
}
