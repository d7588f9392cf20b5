import Platform
import SQL

extension Migration {
  /// What readers of the Lab leave: where territories are, questions, subscriptions.
  static let labReaders = Migration(
    6, "questions and subscriptions",
    [
      .table(
        Table(
          "lab_territory",
          [
            .id, .init("territory_id", .int64, references: "territory"),
            .init("population", .int64, null: true, check: "population > 0"),
            .init("population_year", .int64, null: true), .init("latitude", .double, null: true),
            .init("longitude", .double, null: true),
            .init("provenance", .text, check: "provenance IN ('entered', 'reconstructed')"),
            .init("version", .int64, default: "1"),
          ], unique: [["territory_id"]],
          checks: [
            "(population IS NULL) = (population_year IS NULL)", "(latitude IS NULL) = (longitude IS NULL)",
          ])),
      // Of who asks, nothing is left a month after the answer.
      .table(
        Table(
          "question",
          Migrations.hangingColumns + [
            .init("slug", .text), .init("text", .text), .init("name", .text, null: true),
            .init("email", .text, null: true), .init("language", .text), .init("asked_at", .instant),
            .init("answer", .text, null: true), .init("answered_at", .instant, null: true),
            .init("answered_by", .text, null: true), .init("is_public", .bool),
            .init("version", .int64, default: "1"),
          ],
          checks: [
            "(answer IS NULL) = (answered_at IS NULL)", "(name IS NULL) = (email IS NULL)",
            "NOT is_public OR answer IS NOT NULL",
          ])),
      .index("question_by_programme", "question (programme_id, asked_at, id)"),
      .index("question_by_answer", "question (answered_at, asked_at)"),
      // Of the whole installation; the territory is the one on whose site somebody subscribed.
      .table(
        Table(
          "subscription",
          [
            .id, .init("territory_id", .int64, null: true, references: "territory"), .init("email", .text),
            .init("email_key", .text), .init("language", .text), .init("use", .text), .init("key", .text),
            .init("created_at", .instant), .init("confirmed_at", .instant, null: true),
            .init("sent_through", .instant),
          ], unique: [["email_key", "use", "key"]])),
      .index("subscription_by_sending", "subscription (sent_through, email_key)"),
      .index("publication_by_territory", "publication (territory_id, state, sort_key, id)"),
      .index("publication_by_programme", "publication (programme_id, state)"),
    ])
}
