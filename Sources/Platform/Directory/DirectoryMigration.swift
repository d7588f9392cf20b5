import SQL

extension Migration {
  /// Organisations that can be told apart, all their names, what is true of them from a day on, the people in them, and what
  /// the public referentials know.
  static let directory = Migration(
    6, "directory",
    organisation + affiliation + [
      .table(
        Table(
          "merger",
          [
            .id, .init("territory_id", .int64, references: "territory"),
            .init("record_kind", .text, check: "record_kind IN ('organisation', 'person')"),
            .init("kept_id", .int64), .init("absorbed_id", .int64), .init("moved", .text),
            .init("account_id", .int64, null: true, references: "account"), .init("at", .instant),
            .init("undone_at", .instant, null: true),
          ])),
      .index("merger_by_kept", "merger (territory_id, record_kind, kept_id, id)"),
      // Of the whole country, and of no territory.
      .table(
        Table(
          "referential_entry",
          [
            .id,
            .init(
              "kind", .text,
              check: "kind IN ('municipality', 'intercommunality', 'department', 'region', 'activity', 'occupation')"),
            .init("code", .text), .init("name", .text), .init("sort_key", .text),
            // A municipality's department, a department's region.
            .init("parent", .text, null: true),
            // The intercommunality of a municipality.
            .init("grouped_in", .text, null: true),
            // The municipality that a merged one is part of now.
            .init("replaced_by", .text, null: true),
          ], unique: [["kind", "code"]])),
      // Few programmes are hidden: who reads what is public asks which, and not of each that is not.
      .both("CREATE INDEX programme_hidden ON programme (territory_id, id) WHERE NOT is_public"),
      .index("referential_entry_by_name", "referential_entry (kind, sort_key, code)"),
      .index("referential_entry_by_group", "referential_entry (kind, grouped_in)"),
    ])

  private static let organisation: [Step] = [
    .column(
      .init(
        "kind", .text, null: true,
        check:
          "kind IN ('company', 'association', 'authority', 'chamber', 'school', 'union', 'founder', 'other')"),
      of: "organisation"),
    .column(.init("siren", .text, null: true, check: "length(siren) = 9"), of: "organisation"),
    .column(.init("siret", .text, null: true, check: "length(siret) = 14"), of: "organisation"),
    .column(.init("rna", .text, null: true, check: "length(rna) = 10"), of: "organisation"),
    .column(.init("address", .text, null: true), of: "organisation"),
    .column(.init("postcode", .text, null: true), of: "organisation"),
    .column(.init("municipality", .text, null: true), of: "organisation"),
    .column(.init("municipality_code", .text, null: true), of: "organisation"),
    .column(.init("activity", .text, null: true), of: "organisation"),
    .column(.init("email", .text, null: true), of: "organisation"),
    .column(.init("phone", .text, null: true), of: "organisation"),
    .column(.init("website", .text, null: true), of: "organisation"),
    .column(
      .init("provenance", .text, check: "provenance IN ('entered', 'reconstructed')", default: "'entered'"),
      of: "organisation"),
    .column(.init("version", .int64, default: "1"), of: "organisation"),
    // A double that was merged leads to the record that was kept.
    .column(.init("merged_into", .int64, null: true, references: "organisation"), of: "organisation"),
    // One record an establishment: of several people at once, the schema lets one enter it.
    .both("CREATE UNIQUE INDEX organisation_by_siret ON organisation (territory_id, siret) WHERE merged_into IS NULL"),
    .both("CREATE UNIQUE INDEX organisation_by_rna ON organisation (territory_id, rna) WHERE merged_into IS NULL"),
    .index("organisation_by_siren", "organisation (territory_id, siren)"),
    .table(
      Table(
        "organisation_alias",
        [
          .id, .init("territory_id", .int64, references: "territory"),
          .init("organisation_id", .int64, references: "organisation"),
          .init("name", .text, check: "length(name) BETWEEN 1 AND 160"), .init("sort_key", .text),
          .init("kind", .text, check: "kind IN ('acronym', 'former', 'trade', 'other')"),
        ], unique: [["organisation_id", "sort_key"]])),
    .index("organisation_alias_by_key", "organisation_alias (territory_id, sort_key, organisation_id)"),
    .table(
      Table(
        "organisation_key",
        [
          .init("territory_id", .int64, references: "territory"),
          .init("organisation_id", .int64, references: "organisation"), .init("key", .text),
        ], unique: [["organisation_id", "key"]])),
    .index("organisation_key_by_key", "organisation_key (territory_id, key, organisation_id)"),
    .table(
      Table(
        "distinct_organisations",
        [
          .init("territory_id", .int64, references: "territory"),
          .init("one_id", .int64, references: "organisation"), .init("other_id", .int64, references: "organisation"),
        ], unique: [["one_id", "other_id"]], checks: ["one_id < other_id"])),
    .table(
      Table(
        "organisation_fact",
        [
          .id, .init("territory_id", .int64, references: "territory"),
          .init("organisation_id", .int64, references: "organisation"),
          .init("kind", .text, check: "kind IN ('headcount', 'status', 'category')"),
          // What may have one value on a day: the organisation and the kind.
          .init("series", .text), .init("number", .int64, null: true), .init("word", .text, null: true),
          .init("source", .text, default: "''"), .init("from_day", .day), .init("to_day", .day, null: true),
          .init("version", .int64, default: "1"),
        ],
        checks: [
          "to_day IS NULL OR to_day >= from_day", "(number IS NULL) <> (word IS NULL)",
          "(kind = 'headcount') = (number IS NOT NULL)",
        ])),
    .index("organisation_fact_by_organisation", "organisation_fact (organisation_id, kind, from_day)"),
    .noOverlap(table: "organisation_fact", key: "series", from: "from_day", to: "to_day"),
  ]

  private static let affiliation: [Step] = [
    .table(
      Table(
        "affiliation",
        [
          .id, .init("territory_id", .int64, references: "territory"),
          .init("person_id", .int64, references: "person"),
          .init("organisation_id", .int64, references: "organisation"),
          .init("kind", .text, check: "kind IN ('director', 'contact', 'employee', 'member', 'founder', 'volunteer')"),
          .init("title", .text, default: "''"), .init("from_day", .day, null: true), .init("to_day", .day, null: true),
          .init("version", .int64, default: "1"),
        ], checks: ["to_day IS NULL OR from_day IS NULL OR to_day >= from_day"])),
    .index("affiliation_by_organisation", "affiliation (organisation_id, id)"),
    .index("affiliation_by_person", "affiliation (person_id, id)"),
  ]
}
