import SQL

extension Migration {
  /// What decides whether somebody is in a list stands in the index that the list is walked by: a page far down, a name that
  /// holds a word, or how many there are, is found without a look at each record.
  static let directoryLists = Migration(
    12, "lists of the directory",
    [
      .both("DROP INDEX organisation_by_key"),
      .index("organisation_by_key", "organisation (territory_id, sort_key, id, merged_into)"),
      .index("organisation_by_municipality", "organisation (territory_id, municipality, sort_key, id, merged_into)"),
      .both("DROP INDEX person_by_key"),
      .index("person_by_key", "person (territory_id, sort_key, id, anonymised_at, merged_into)"),
    ])
}
