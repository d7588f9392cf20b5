import Platform

extension SheetForm {
  /// The fields whose choices are the Lab’s words; those of which it has none are not asked.
  static func fields(_ typology: Typology, of sheet: Sheet?) -> (fields: [any FormField], hidden: [String]) {
    let axes = typology.axes.choices(keeping: sheet?.axes.map(\.key) ?? [])
    let themes = typology.themes.choices(keeping: sheet?.themes.map(\.key) ?? [])
    let audiences = typology.audiences.choices(keeping: sheet?.audiences.map(\.key) ?? [])
    let fields: [any FormField] = [
      Field.among(axis.key, axis.label, help: axis.help, axes).optional,
      Field<[String]>.several(Self.themes.key, Self.themes.label, among: themes),
      Field<[String]>.several(Self.audiences.key, Self.audiences.label, among: audiences),
    ]
    let hidden: [String] =
      (axes.isEmpty ? [axis.key] : []) + (themes.isEmpty ? [Self.themes.key] : [])
      + (audiences.isEmpty ? [Self.audiences.key] : [])
    return (fields, hidden)
  }
}
