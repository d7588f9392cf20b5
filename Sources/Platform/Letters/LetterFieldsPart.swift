extension Page {
  /// How a template is written, and every field that it may hold.
  mutating func letterFields(_ kinds: [LetterKind]) {
    section(Text(fr: "Écrire un modèle", en: "Writing a template")) { page in
      page.points([
        Text(
          fr:
            "Écrivez la lettre dans LibreOffice ou Word, avec un champ entre doubles accolades partout où quelque chose varie : {{locataire}}. Majuscules et accents sont libres, en-têtes et pieds de page compris.",
          en:
            "Write the letter in LibreOffice or Word, with a field in double braces wherever something varies: {{locataire}}. Capitals and accents are free; headers and footers count too."
        ),
        Text(
          fr: "La valeur prend la mise en forme de la première accolade. Ce qui n’est pas connu devient « … ».",
          en: "The value is dressed like the first brace. What is not known becomes “…”."),
        Text(
          fr:
            "Pour une liste, une ligne de tableau qui commence par {{#nom}} et finit par {{/nom}} est répétée pour chaque élément.",
          en:
            "For a list, a row of a table that begins with {{#nom}} and ends with {{/nom}} is repeated for each item."
        ),
      ])
    }
    for kind in kinds {
      section(
        Text(
          fr: "Champs pour écrire au sujet de : \(kind.label(.fr))", en: "Fields for letters about: \(kind.label(.en))")
      ) { page in
        page.table(View.offeredField, kind.fields, caption: .letterFields, empty: .notGiven)
        for rows in kind.rows {
          let opened: String = "{{#\(rows.name)}} … {{/\(rows.name)}}"
          page.subsection(
            Text(fr: "\(rows.label(.fr)) : \(opened)", en: "\(rows.label(.en)): \(opened)")
          ) { page in
            page.table(View.offeredField, rows.fields, caption: rows.label, empty: .notGiven)
          }
        }
      }
    }
  }
}

extension View<OfferedField> {
  fileprivate static let offeredField = View(
    "LetterField",
    [
      Column("name", Text(fr: "Champ", en: "Field")) { .text("{{\($0.name)}}") },
      Column("label", Text(fr: "Ce qu’il dit", en: "What it says")) { field in
        .word(key: field.name, field.label)
      },
      Column("example", Text(fr: "Exemple", en: "Example")) { .text($0.example) },
    ])
}
