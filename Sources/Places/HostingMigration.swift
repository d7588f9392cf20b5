import Platform
import SQL

extension Migration {
  /// Sites belong to programmes, whose nomenclatures say the categories of tenants. Sites there were already come into a
  /// programme opened for them, with the categories they knew.
  static let hosting = Migration(
    3, "sites in programmes, applications, rents, jobs, what became of tenants",
    ofProgrammes + rents + tenants + [
      .column(.init("kind", .text, null: true), of: "site"),
      .column(.init("gross_area_dm2", .int64, null: true, check: "gross_area_dm2 > 0"), of: "site"),
      .column(.init("association_id", .int64, null: true, references: "organisation"), of: "site"),
      .column(.init("level", .text, default: "''"), of: "lot"),
      .column(.init("gross_area_dm2", .int64, null: true, check: "gross_area_dm2 >= area_dm2"), of: "lot"),
      .column(.init("reserved_for", .text, default: "''"), of: "lot"),
      .column(.init("area_dm2", .int64, null: true, check: "area_dm2 > 0"), of: "lease"),
      .column(.init("application_id", .int64, null: true, references: "application"), of: "lease"),
      .index("lease_by_application", "lease (application_id)"),
    ])

  private static let ofProgrammes: [Step] =
    [
      .column(.init("programme_id", .int64, null: true, references: "programme"), of: "site"),
      .both(
        """
        INSERT INTO programme (territory_id, slug, name, sort_key, is_public, provenance)
        SELECT DISTINCT territory_id, 'locaux-d-activite', 'Locaux d’activité', 'locaux dactivite', TRUE, 'entered' FROM site
        """),
      .both(
        """
        INSERT INTO nomenclature (territory_id, programme_id, key, rank, is_archived, label, label_en, use)
        SELECT territory_id, id, 'categories', 0, FALSE, 'Catégories de locataires', 'Categories of tenants',
          'tenant-categories'
        FROM programme WHERE slug = 'locaux-d-activite'
        """),
    ]
    + [
      ("integration", "Insertion par l’activité économique", "Work integration", "Berufliche Eingliederung"),
      ("social", "Économie sociale et solidaire", "Social economy", "Sozial- und Solidarwirtschaft"),
      ("artisan", "Artisan", "Craft business", "Handwerksbetrieb"),
      ("company", "Entreprise", "Company", "Unternehmen"), ("association", "Association", "Association", "Verein"),
    ].enumerated().map { rank, item in
      .both(
        """
        INSERT INTO nomenclature_item
          (territory_id, programme_id, nomenclature_id, key, rank, is_archived, label, label_en, label_de)
        SELECT nomenclature.territory_id, programme_id, nomenclature.id, '\(item.0)', \(rank), FALSE, '\(item.1)',
          '\(item.2)', '\(item.3)'
        FROM nomenclature JOIN programme ON programme.id = programme_id
        WHERE programme.slug = 'locaux-d-activite' AND nomenclature.key = 'categories'
        """)
    } + [
      .both(
        """
        UPDATE site SET programme_id = (SELECT id FROM programme
          WHERE programme.territory_id = site.territory_id AND slug = 'locaux-d-activite')
        """),
      .required("programme_id", of: "site"), .index("site_by_programme", "site (programme_id, sort_key)"),
    ]

  private static let rents: [Step] = [
    .table(
      Table(
        "place_setting",
        Migrations.entryColumns() + [
          .init("admission_body", .text, null: true),
          .init("rent_term", .text, check: "rent_term IN ('month', 'quarter', 'half-year', 'year')"),
          .init("is_self_financed", .bool),
          .init("ending_days", .int64), .init("vacant_days", .int64),
        ], unique: [["programme_id", "key"]])),
    .table(
      Table(
        "rent_scale", Migrations.entryColumns() + [.init("label", .text), .init("from_day", .day)],
        unique: [["programme_id", "key"], ["programme_id", "from_day"]])),
    .table(
      Table(
        "rent_rate",
        Migrations.entryColumns(of: "rent_scale") + [
          .init("category", .text), .init("rate", .int64, check: "rate >= 0"),
        ], unique: [["rent_scale_id", "key"], ["rent_scale_id", "category"]])),
    .table(
      Table(
        "lease_category",
        [
          .id, .init("territory_id", .int64, references: "territory"), .init("lease_id", .int64, references: "lease"),
          .init("category", .text), .init("from_day", .day), .init("reason", .text, default: "''"),
          .init("provenance", .text, check: "provenance IN ('entered', 'reconstructed')"),
        ], unique: [["lease_id", "from_day"]])),
    .table(
      Table(
        "charge",
        [
          .id, .init("territory_id", .int64, references: "territory"), .init("site_id", .int64, references: "site"),
          .init("year", .int64, check: "year BETWEEN 1900 AND 2200"),
          .init("label", .text, check: "length(label) BETWEEN 1 AND 160"), .init("amount", .int64),
          .init("provenance", .text, check: "provenance IN ('entered', 'reconstructed')"),
          .init("version", .int64, default: "1"),
        ])),
    .index("charge_by_site", "charge (site_id, year, id)"),
  ]

  private static let tenants: [Step] = [
    .table(
      Table(
        "application",
        [
          .id, .init("territory_id", .int64, references: "territory"),
          .init("programme_id", .int64, references: "programme"),
          .init("organisation_id", .int64, references: "organisation"), .init("category", .text),
          .init("activity", .text), .init("area_dm2", .int64, null: true, check: "area_dm2 > 0"),
          .init("jobs", .int64, null: true, check: "jobs >= 0"), .init("wanted_day", .day, null: true),
          .init("received_day", .day), .init("withdrawn_day", .day, null: true),
          .init("provenance", .text, check: "provenance IN ('entered', 'reconstructed')"),
          .init("version", .int64, default: "1"),
        ], checks: ["withdrawn_day IS NULL OR withdrawn_day >= received_day"])),
    .index("application_by_programme", "application (programme_id, received_day, id)"),
    .index("application_by_organisation", "application (organisation_id, programme_id)"),
    .index("application_by_territory", "application (territory_id, received_day, id)"),
    .table(
      Table(
        "job_count",
        [
          .id, .init("territory_id", .int64, references: "territory"), .init("site_id", .int64, references: "site"),
          .init("tenant_id", .int64, references: "organisation"), .init("day", .day),
          .init("total", .int64, check: "total >= 0"), .init("insertion", .int64, check: "insertion >= 0"),
          .init("provenance", .text, check: "provenance IN ('entered', 'reconstructed')"),
          .init("version", .int64, default: "1"),
        ], unique: [["site_id", "tenant_id", "day"]], checks: ["insertion <= total"])),
    .table(
      Table(
        "association_member",
        [
          .id, .init("territory_id", .int64, references: "territory"), .init("site_id", .int64, references: "site"),
          .init("member_id", .int64, references: "organisation"), .init("from_day", .day),
          .init("to_day", .day, null: true),
          .init("provenance", .text, check: "provenance IN ('entered', 'reconstructed')"),
          .init("version", .int64, default: "1"),
        ], unique: [["site_id", "member_id", "from_day"]], checks: ["to_day IS NULL OR to_day >= from_day"])),
    .table(
      Table(
        "survival_fact",
        [
          .id, .init("territory_id", .int64, references: "territory"),
          .init("organisation_id", .int64, references: "organisation"), .init("day", .day),
          .init("status", .text, check: "status IN ('active', 'struck-off', 'disappeared')"),
          .init("source", .text, default: "''"),
          .init("provenance", .text, check: "provenance IN ('entered', 'reconstructed')"),
          .init("version", .int64, default: "1"),
        ], unique: [["organisation_id", "day"]])),
  ]
}
