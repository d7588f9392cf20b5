import SQL

extension Migration {
  /// What other programs follow and take: calendars, and what organisations offer to residents.
  static let exports = Migration(10, "calendar addresses, services", calendars + words + services)

  private static let calendars: [Step] = [
    .table(
      Table(
        "calendar_key",
        [
          .id, .init("territory_id", .int64, references: "territory"),
          .init("account_id", .int64, references: "account"),
          .init("name", .text, check: "length(name) BETWEEN 1 AND 80"), .init("digest", .text),
          .init("created_at", .instant), .init("revoked_at", .instant, null: true),
          .init("seen_at", .instant, null: true),
        ], unique: [["digest"]])),
    .index("calendar_key_by_account", "calendar_key (account_id, id)"),
  ]

  private static let kinds: String = """
    kind IN ('municipality', 'intercommunality', 'department', 'region', 'activity', 'occupation', 'theme', 'audience',
      'carrier')
    """

  /// The referential learns the words of data·inclusion. SQLite changes no rule of a table that exists: another takes its place.
  private static let words: [Step] = [
    .perDialect(
      sqlite: """
        CREATE TABLE wider_referential_entry (
          id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL CHECK (\(kinds)), code TEXT NOT NULL,
          name TEXT NOT NULL, sort_key TEXT NOT NULL, parent TEXT, grouped_in TEXT, replaced_by TEXT,
          UNIQUE (kind, code)
        ) STRICT;
        INSERT INTO wider_referential_entry (id, kind, code, name, sort_key, parent, grouped_in, replaced_by)
          SELECT id, kind, code, name, sort_key, parent, grouped_in, replaced_by FROM referential_entry;
        DROP TABLE referential_entry;
        ALTER TABLE wider_referential_entry RENAME TO referential_entry;
        CREATE INDEX referential_entry_by_name ON referential_entry (kind, sort_key, code);
        CREATE INDEX referential_entry_by_group ON referential_entry (kind, grouped_in)
        """,
      postgres: """
        ALTER TABLE referential_entry DROP CONSTRAINT referential_entry_kind_check;
        ALTER TABLE referential_entry ADD CONSTRAINT referential_entry_kind_check CHECK (\(kinds))
        """)
  ]

  private static let services: [Step] = [
    .column(.init("presentation", .text, null: true), of: "organisation"),
    .column(.init("networks", .text, null: true), of: "organisation"),
    .column(.init("is_listed", .bool, default: "FALSE"), of: "organisation"),
    .table(
      Table(
        "service",
        [
          .id, .init("territory_id", .int64, references: "territory"),
          .init("organisation_id", .int64, references: "organisation"),
          .init("name", .text, check: "length(name) BETWEEN 1 AND 150"), .init("sort_key", .text),
          .init("description", .text),
          .init(
            "type", .text, null: true,
            check:
              "type IN ('accompagnement', 'aide-financiere', 'aide-materielle', 'atelier', 'formation', 'information')"),
          .init("fee", .text, null: true, check: "fee IN ('gratuit', 'payant')"),
          .init("fee_note", .text, null: true), .init("audience_note", .text, null: true),
          .init("conditions", .text, null: true), .init("mobilisation_note", .text, null: true),
          .init("contact", .text, null: true), .init("email", .text, null: true), .init("phone", .text, null: true),
          .init("link", .text, null: true), .init("address", .text, null: true), .init("postcode", .text, null: true),
          .init("municipality", .text, null: true), .init("municipality_code", .text, null: true),
          .init("programme_id", .int64, null: true, references: "programme"), .init("is_public", .bool),
          .init("provenance", .text, check: "provenance IN ('entered', 'reconstructed')", default: "'entered'"),
          .init("version", .int64, default: "1"),
        ],
        // An address of its own names its municipality.
        checks: ["municipality IS NOT NULL OR (address IS NULL AND postcode IS NULL)"])),
    .index("service_by_key", "service (territory_id, sort_key, id)"),
    .index("service_by_organisation", "service (organisation_id, sort_key, id)"),
    .table(
      Table(
        "service_term",
        [
          .id, .init("territory_id", .int64, references: "territory"),
          .init("service_id", .int64, references: "service"),
          .init(
            "kind", .text,
            check:
              "kind IN ('theme', 'audience', 'municipality', 'department', 'intercommunality', 'country', 'welcome', 'mobilisation', 'mobiliser')"
          ),
          .init("key", .text, check: "length(key) BETWEEN 1 AND 100"),
        ], unique: [["service_id", "kind", "key"]])),
    .index("service_term_by_key", "service_term (territory_id, kind, key, service_id)"),
  ]
}
