import HTTP

/// Something that an import says of a line: a fault in a column, a value that changes, whom it looks like.
enum ImportNote: Sendable, Equatable {
  /// In a column, or on the whole line.
  case fault(key: String?, Text)
  case change(key: String, before: String, after: String)
  case like(String, because: Text)
  /// What comes with a new record.
  case brings(Text)

  init?(_ json: JSON) {
    if let before = json["before"]?.string, let after = json["after"]?.string, let key = json["key"]?.string {
      self = .change(key: key, before: before, after: after)
      return
    }
    guard let fr = json["fr"]?.string, let en = json["en"]?.string else { return nil }
    let words = Text(fr: fr, en: en)
    if json["brings"] == .bool(true) {
      self = .brings(words)
      return
    }
    self = json["like"]?.string.map { .like($0, because: words) } ?? .fault(key: json["key"]?.string, words)
  }

  private func write(_ json: inout JSONWriter) {
    json.object { json in
      switch self {
      case .fault(let key, let words):
        json.member("key", key)
        json.member("fr", words(.fr))
        json.member("en", words(.en))
      case .change(let key, let before, let after):
        json.member("key", key)
        json.member("before", before)
        json.member("after", after)
      case .brings(let words):
        json.member("brings", true)
        json.member("fr", words(.fr))
        json.member("en", words(.en))
      case .like(let name, let words):
        json.member("like", name)
        json.member("fr", words(.fr))
        json.member("en", words(.en))
      }
    }
  }

  static func list(_ text: String?) -> [ImportNote] {
    guard let text, case .array(let items)? = try? JSON(Array(text.utf8)) else { return [] }
    return items.compactMap(ImportNote.init)
  }

  static func text(_ notes: [ImportNote]) -> String? {
    guard !notes.isEmpty else { return nil }
    var json = JSONWriter(expecting: 256)
    json.array { json in for note in notes { note.write(&json) } }
    return String(decoding: json.bytes, as: UTF8.self)
  }

  /// « Colonne C (SIRET) : la clé est fausse. »
  func inWords(_ plan: ImportPlan, _ columns: [ImportColumn]) -> Text {
    switch self {
    case .fault(nil, let words), .brings(let words): return words
    case .fault(let key?, let words):
      guard let column = plan.column(key) else {
        return ImportNote.label(key, columns).map { label in
          Text { "\(label($0))\($0 == .en ? ":" : " :") \(words($0))" }
        } ?? words
      }
      let place: String = "\(column.letter) (\(column.heading))"
      return Text(
        fr: "Colonne \(place) : \(words(.fr))", en: "Column \(place): \(words(.en))")
    case .change(let key, let before, let after):
      let label: Text = ImportNote.label(key, columns) ?? Text(name: key)
      return Text { language in
        let colon: String = language == .en ? ":" : " :"
        return "\(label(language))\(colon) \(before.isEmpty ? "—" : before) → \(after.isEmpty ? "—" : after)"
      }
    case .like(let name, let because):
      return Text(fr: "Ressemble à \(name) (\(because(.fr)))", en: "Looks like \(name) (\(because(.en)))")
    }
  }

  private static func label(_ key: String, _ columns: [ImportColumn]) -> Text? {
    columns.first { $0.key == key }?.field.label
  }
}
