import SQL

extension Migrations {
  static let places = Migrations(
    "places",
    [
      Migration(
        1, "sites, lots and leases",
        [
          .table(
            Table(
              "site",
              [
                .id, .init("territory_id", .int64, references: "territory"),
                .init("name", .text, check: "length(name) BETWEEN 1 AND 120"), .init("sort_key", .text),
                .init("address", .text), .init("municipality", .text, check: "length(municipality) BETWEEN 1 AND 80"),
                .init("opened_day", .day, null: true), .init("closed_day", .day, null: true),
                .init("provenance", .text, check: "provenance IN ('entered', 'reconstructed')"),
                .init("version", .int64, default: "1"),
              ],
              unique: [["territory_id", "sort_key"]],
              checks: ["closed_day IS NULL OR opened_day IS NULL OR closed_day >= opened_day"])),
          .table(
            Table(
              "lot",
              [
                .id, .init("territory_id", .int64, references: "territory"),
                .init("site_id", .int64, references: "site"),
                .init("name", .text, check: "length(name) BETWEEN 1 AND 80"), .init("sort_key", .text),
                .init("kind", .text), .init("destination", .text, null: true),
                .init("area_dm2", .int64, check: "area_dm2 > 0"), .init("closed_day", .day, null: true),
                .init("provenance", .text, check: "provenance IN ('entered', 'reconstructed')"),
                .init("version", .int64, default: "1"),
              ], unique: [["site_id", "sort_key"]])),
          .index("lot_by_territory", "lot (territory_id, site_id, sort_key)"),
          .table(
            Table(
              "lease",
              [
                .id, .init("territory_id", .int64, references: "territory"), .init("lot_id", .int64, references: "lot"),
                .init("tenant_id", .int64, references: "organisation"), .init("category", .text),
                .init("start_day", .day), .init("end_day", .day, null: true),
                .init("provenance", .text, check: "provenance IN ('entered', 'reconstructed')"),
                .init("version", .int64, default: "1"),
              ], checks: ["end_day IS NULL OR end_day >= start_day"])),
          .index("lease_by_start", "lease (territory_id, start_day, id)"),
          .index("lease_by_lot", "lease (lot_id, start_day, end_day)"),
          .index("lease_by_tenant", "lease (territory_id, tenant_id)"),
          .noOverlap(table: "lease", key: "lot_id", from: "start_day", to: "end_day"),
        ]),
      // What lists can be put in order by.
      Migration(
        2, "orders of lists",
        [
          .index("lot_by_name", "lot (territory_id, sort_key, id)"),
          .index("lot_by_area", "lot (territory_id, area_dm2, id)"),
          // What has no end comes last either way; read backwards, PostgreSQL's index would have it first.
          .perDialect(
            sqlite: "CREATE INDEX lease_by_end ON lease (territory_id, end_day, id)",
            postgres: """
              CREATE INDEX lease_by_end ON lease (territory_id, end_day, id);
              CREATE INDEX lease_by_end_down ON lease (territory_id, end_day DESC NULLS LAST, id DESC)
              """),
        ]),
      .hosting,
    ])
}
