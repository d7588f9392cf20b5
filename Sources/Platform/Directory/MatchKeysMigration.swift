import SQL

extension Migration {
  /// A record has half a dozen keys, and a hundred thousand records are brought in at once: they live in the order in which
  /// they are looked up, and what their record says already, its territory, is not asked of each of them once more.
  static let matchKeys = Migration(
    14, "keys of doubles",
    [
      .rebuilt(
        Table(
          "organisation_key",
          [
            .init("territory_id", .int64), .init("organisation_id", .int64, references: "organisation"),
            .init("key", .text),
          ], key: ["territory_id", "key", "organisation_id"])),
      .index("organisation_key_by_organisation", "organisation_key (organisation_id)"),
      .rebuilt(
        Table(
          "person_key",
          [.init("territory_id", .int64), .init("person_id", .int64, references: "person"), .init("key", .text)],
          key: ["territory_id", "key", "person_id"])),
      .index("person_key_by_person", "person_key (person_id)"),
    ])
}
