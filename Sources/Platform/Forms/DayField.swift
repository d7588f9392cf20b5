import SQL

extension Field where Value == Day {
  public static func day(_ key: String, _ label: Text, help: Text? = nil) -> Field {
    Field(
      key: key, label: label, help: help, isRequired: true, control: .day,
      read: { raw in
        guard let raw, !raw.isEmpty else { return .wrong(.missing) }
        guard let typed = TypedDay(raw, on: nil) else { return .wrong(.notADay) }
        guard typed.isItsWeekday else { return .wrong(.otherWeekday(typed.day)) }
        let day: Day = typed.day
        guard day >= earliest, day <= latest else { return .wrong(.unlikelyDay) }
        return .value(day)
      }, write: { $0.description })
  }

  /// Later than any building in use, earlier than any lease's end.
  private static var earliest: Day { Day(ordinal: -61_729) }
  private static var latest: Day { Day(ordinal: 73_049) }
}
