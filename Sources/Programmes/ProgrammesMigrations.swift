import Platform
import SQL

extension Migrations {
  static let programmes = Migrations(
    "programmes",
    [
      Migration(
        1, "nomenclatures and objectives",
        [
          .table(
            Table(
              "nomenclature",
              Migrations.entryColumns() + Migrations.labelColumns + [
                .init("use", .text), .init("announced", .int64, null: true), .init("least", .int64, null: true),
                .init("most", .int64, null: true),
              ], unique: [["programme_id", "key"]],
              checks: ["least IS NULL OR most IS NULL OR least <= most"])),
          // One nomenclature of each use, as many others as one likes.
          .both("CREATE UNIQUE INDEX nomenclature_by_use ON nomenclature (programme_id, use) WHERE use <> 'other'"),
          .table(
            Table(
              "nomenclature_item",
              Migrations.entryColumns(of: "nomenclature") + Migrations.labelColumns + [
                .init("parent", .text, null: true), .init("lower", .int64, null: true),
                .init("upper", .int64, null: true),
              ], unique: [["nomenclature_id", "key"]],
              checks: ["lower IS NULL OR upper IS NULL OR lower < upper"])),
          .table(
            Table("objective", Migrations.entryColumns() + Migrations.labelColumns, unique: [["programme_id", "key"]])),
        ]),
      .actions,
    ])
}
