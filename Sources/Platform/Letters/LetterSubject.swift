import SQL

/// One thing that a letter can say of a record.
public struct LetterField<Record: Sendable>: Sendable {
  let offered: OfferedField
  let value: @Sendable (Record) -> String?

  /// Nil, or an empty text, leaves « … » in the letter.
  public init(
    _ name: String, _ label: Text, example: String, _ value: @Sendable @escaping (Record) -> String?
  ) {
    offered = OfferedField(name: name, label: label, example: example)
    self.value = value
  }
}

/// What a letter can list, one row of a table for each.
public struct LetterRows<Record: Sendable>: Sendable {
  let offered: OfferedRows
  let items: @Sendable (Record) -> [[String: String?]]

  public init<Item: Sendable>(
    _ name: String, _ label: Text, _ fields: [LetterField<Item>], _ items: @Sendable @escaping (Record) -> [Item]
  ) {
    offered = OfferedRows(name: name, label: label, fields: fields.map(\.offered))
    self.items = { record in
      items(record).map { item in
        var values: [String: String?] = [:]
        for field in fields { values.updateValue(field.value(item), forKey: field.offered.name) }
        return values
      }
    }
  }
}

/// What a capability lets letters say of one kind of record. Their language is French: templates are.
public struct LetterSubject<Record: Sendable>: Sendable {
  public let kind: LetterKind
  private let fields: [LetterField<Record>]
  private let rows: [LetterRows<Record>]

  public init(_ key: String, _ label: Text, _ fields: [LetterField<Record>], rows: [LetterRows<Record>] = []) {
    kind = LetterKind(
      key: key, label: label, fields: CommonLetterField.all.map(\.offered) + fields.map(\.offered),
      rows: rows.map(\.offered))
    self.fields = fields
    self.rows = rows
  }

  func values(_ record: Record, _ visit: Visit) -> LetterValues {
    var values: [String: String?] = [:]
    for field in CommonLetterField.all { values.updateValue(field.value(visit), forKey: field.offered.name) }
    for field in fields { values.updateValue(field.value(record), forKey: field.offered.name) }
    var lists: [String: [[String: String?]]] = [:]
    for row in rows { lists[row.offered.name] = row.items(record) }
    return LetterValues(values, rows: lists)
  }
}

/// One kind of record that letters are written about, and what its templates may ask for.
public struct LetterKind: Sendable {
  let key: String
  let label: Text
  let fields: [OfferedField]
  let rows: [OfferedRows]

  /// What a template asks for and nobody could answer, in words; nil where there is nothing of the sort.
  func fault(_ template: Template) -> Text? {
    var unknown: [(asked: String, nearest: String?)] = []
    let names: [String] = fields.map(\.name)
    func look(_ asked: [String], _ known: [String], _ mark: String = "") {
      let keys: Set<String> = Set(known.map(FieldMark.key))
      for name in asked where !keys.contains(FieldMark.key(name)) {
        unknown.append((mark + name, Spelling.nearest(to: name, among: known).map { mark + $0 }))
      }
    }
    look(template.fields, names)
    look(template.rows.map(\.name), rows.map(\.name), "#")
    for (name, asked) in template.rows {
      guard let offered = rows.first(where: { FieldMark.key($0.name) == FieldMark.key(name) }) else { continue }
      look(asked, names + offered.fields.map(\.name))
    }
    return unknown.isEmpty ? nil : .unknownFields(unknown)
  }
}

struct OfferedField: Sendable {
  let name: String
  let label: Text
  let example: String
}

struct OfferedRows: Sendable {
  let name: String
  let label: Text
  let fields: [OfferedField]
}

/// What any letter can say: from whom it comes, and when.
enum CommonLetterField {
  static let all: [LetterField<Visit>] = [
    LetterField("date", Text(fr: "Date du jour", en: "Today’s date"), example: "le 1er juin 2022") {
      "le \(Language.fr.long($0.scope.today))"
    },
    LetterField("rédacteur", Text(fr: "Qui écrit", en: "Who writes"), example: "Camille Durand") {
      $0.scope.actor.name
    },
    LetterField("territoire", .territory, example: "Grenoble-Alpes Métropole") { $0.territory?.name },
    LetterField("adresse_du_territoire", .territoryAddress, example: "3 rue Malakoff, 38000 Grenoble") {
      $0.territory?.contact.postalAddress
    },
    LetterField("courriel_du_territoire", .territoryEmail, example: "contact@metropole.example") {
      $0.territory?.contact.email
    },
    LetterField("téléphone_du_territoire", .territoryPhone, example: "04 00 00 00 00") {
      $0.territory?.contact.phone
    },
  ]
}

extension Text {
  fileprivate static let territoryAddress = Text(fr: "Adresse du territoire", en: "The territory’s address")
  fileprivate static let territoryEmail = Text(fr: "Courriel du territoire", en: "The territory’s e-mail")
  fileprivate static let territoryPhone = Text(fr: "Téléphone du territoire", en: "The territory’s telephone")

  /// Ten of them are enough to see what is wrong.
  fileprivate static func unknownFields(_ unknown: [(asked: String, nearest: String?)]) -> Text {
    let most: Int = 10
    return Text { language in
      let asked: [String] = unknown.prefix(most).map { field in
        let quoted: String = "{{\(FieldMark.shortened(field.asked))}}"
        guard let nearest = field.nearest else { return quoted }
        return language == .en ? "\(quoted) (perhaps {{\(nearest)}})" : "\(quoted) (peut-être {{\(nearest)}})"
      }
      let rest: Int = unknown.count - asked.count
      let list: String = asked.joined(separator: ", ")
      if language == .en {
        return "Unknown here: \(list)\(rest > 0 ? " and \(rest) more" : "")."
      }
      return "Inconnu ici : \(list)\(rest > 0 ? " et \(rest) \(rest > 1 ? "autres" : "autre")" : "")."
    }
  }
}
