import Platform
import SQL

extension Query {
  private static let betweenWords: Character = "\u{1E}"
  private static let withinWords: Character = "\u{1F}"

  /// The terms of one use that a record has, with their labels, in their nomenclature's order, as one text: a list stays one
  /// statement. `table` names the record, the programme whose words they are, the use and the key.
  public static func words(_ use: NomenclatureUse, of record: String, in table: String) -> Query {
    let within = Query(trusted: " || '\(withinWords)' || ")
    let joined = Query(
      sqlite: Query(trusted: "group_concat(word, '\(betweenWords)')"),
      postgres: Query(trusted: "string_agg(word, '\(betweenWords)')"))
    let (record, table): (Query, Query) = (Query(trusted: record), Query(trusted: table))
    return """
      (SELECT \(joined) FROM (
        SELECT \(table).key\(within)coalesce(item.label, \(table).key)\(within)coalesce(item.label_en, '')\(
      within)coalesce(item.label_de, '') AS word
        FROM \(table)
        LEFT JOIN nomenclature list ON list.programme_id = \(table).programme_id AND list.use = \(table).use
        LEFT JOIN nomenclature_item item ON item.nomenclature_id = list.id AND item.key = \(table).key
        WHERE \(table).\(record)_id = \(record).id AND \(table).use = '\(Query(trusted: use.rawValue))'
        ORDER BY item.rank, \(table).key) words)
      """
  }

  fileprivate static func words(of joined: String) -> [[String]] {
    joined.split(separator: betweenWords).map { word in
      word.split(separator: withinWords, omittingEmptySubsequences: false).map(String.init)
    }
  }
}

extension Cell.Word {
  /// What `Query.words` answers.
  public static func several(_ joined: String?) -> [Cell.Word] {
    Query.words(of: joined ?? "").map { parts in
      let (key, label): (String, String) = (parts[0], parts[1])
      return Cell.Word(
        key, Text(fr: label, en: parts[2].isEmpty ? label : parts[2], de: parts[3].isEmpty ? nil : parts[3]))
    }
  }
}
