import HTTP

/// The values of a field that may have several, kept one to a line: none of them holds a line break.
enum SeveralValues {
  static let most: Int = 200
  /// Of each. The longest codes that a public referential has are of ninety.
  static let mostCharacters: Int = 100

  static func of(_ raw: String?) -> [String] { (raw ?? "").split(separator: "\n").map(String.init) }

  /// Nil where none was chosen.
  static func raw(_ values: [String]) -> String? {
    let chosen: [String] = values.filter { !$0.isEmpty }
    return chosen.isEmpty ? nil : chosen.joined(separator: "\n")
  }

  static func raw(_ member: JSON.Member) throws(Refusal) -> String? {
    switch member.value {
    case .null: return nil
    case .array(let items):
      var values: [String] = []
      for item in items {
        guard let value = item.string else { throw .invalid(member.name, .textsExpected) }
        values.append(value)
      }
      return raw(values)
    default: throw .invalid(member.name, .textsExpected)
    }
  }
}

extension Field where Value == [String] {
  /// Any number of choices, each once. Without any to offer, only the records know them, and a rule looks at what was chosen.
  public static func several(
    _ key: String, _ label: Text, help: Text? = nil, among choices: [(key: String, label: Text)] = []
  ) -> Field {
    Field(
      key: key, label: label, help: help, isRequired: false, control: .several(choices),
      read: { raw in
        var values: [String] = []
        for value in SeveralValues.of(raw) where !values.contains(value) { values.append(value) }
        guard values.count <= SeveralValues.most else { return .wrong(.tooMany(SeveralValues.most, values.count)) }
        let known: Set<String> = Set(choices.map(\.key))
        let isFine: Bool = values.allSatisfy {
          $0.count <= SeveralValues.mostCharacters && (known.isEmpty || known.contains($0))
        }
        return isFine ? .value(values) : .wrong(.notAChoice)
      }, write: { SeveralValues.raw($0) })
  }
}

extension Text {
  fileprivate static let textsExpected = Text(
    fr: "Une liste JSON de textes est attendue.", en: "A JSON array of strings is expected.",
    de: "Eine JSON-Liste von Texten wird erwartet.")

  fileprivate static func tooMany(_ most: Int, _ count: Int) -> Text {
    Text(
      fr: "Au plus \(most) choix ; il y en a \(count).", en: "At most \(most) choices; there are \(count).",
      de: "Höchstens \(most) Angaben; es sind \(count).")
  }
}
