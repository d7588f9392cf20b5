import SQL

extension Migration {
  static let openingHours = Migration(
    15, "opening hours",
    [
      .column(.init("opening_hours", .text, null: true), of: "organisation"),
      .column(.init("opening_hours", .text, null: true), of: "service"),
    ])
}
