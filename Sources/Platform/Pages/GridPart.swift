extension Page {
  /// The cells of a grid, with what is wrong in each, and the box where a whole table can be pasted.
  mutating func grid(_ shape: GridShape, _ typed: Typed, _ attempt: FormAttempt?) {
    let filled: Int = (0..<GridShape.mostLines).last { line in hasText(shape, typed, line) }.map { $0 + 1 } ?? 0
    let lines: Int = min(GridShape.mostLines, max(10, filled + 3))
    markup.raw("<div class=\"grid\"><table>\n<thead><tr><th scope=\"col\"><span class=\"unseen\">")
    say(Text(fr: "Ligne", en: "Line", de: "Zeile"))
    markup.raw("</span></th>")
    for column in shape.columns {
      markup.raw("<th scope=\"col\">")
      say(column.label)
      markup.raw("</th>")
    }
    markup.raw("</tr></thead>\n<tbody>\n")
    for line in 0..<lines {
      markup.raw("<tr><th scope=\"row\">")
      markup.int(line + 1)
      markup.raw("</th>")
      for column in shape.columns { cell(shape, column, line, typed, attempt) }
      markup.raw("</tr>\n")
    }
    markup.raw("</tbody>\n</table></div>\n")
  }

  private func hasText(_ shape: GridShape, _ typed: Typed, _ line: Int) -> Bool {
    shape.columns.contains { typed[shape.key($0.key, line)]?.isEmpty == false }
  }

  private mutating func cell(
    _ shape: GridShape, _ column: any FormField, _ line: Int, _ typed: Typed, _ attempt: FormAttempt?
  ) {
    let key: String = shape.key(column.key, line)
    let error: FieldError? = attempt?.errors.first { $0.field == key }
    let field = GridCell(key: key, label: shape.label(column, line), column: column)
    markup.raw(error == nil ? "<td data-label=\"" : "<td class=\"wrong\" data-label=\"")
    say(column.label)
    markup.raw("\">")
    entry(field, typed[key], error != nil, nothing: Text(name: "—"))
    if let error { hint("error", field, error.message) }
    markup.raw("</td>")
  }
}

/// One cell as a control: its column's, under a name of its own.
struct GridCell: FormField {
  let key: String
  let label: Text
  let help: Text? = nil
  let isRequired: Bool = false
  let column: any FormField
  let autocomplete: StaticString? = nil
  /// No room for a label: it is said, not shown.
  let isLabelled: Bool = false

  var control: Control { column.control }

  func reading(_ typed: Typed) -> Reading<any Sendable> { column.reading(typed) }
}
