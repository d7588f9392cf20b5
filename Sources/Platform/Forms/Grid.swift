import HTTP
import SQL

/// Many records entered at once, a line each, as in a spreadsheet — from which they can be pasted.
public struct Grid<Row: Form>: Form {
  public static var fields: [any FormField] { GridShape(Row.fields).cells + [paste] }

  /// What was pasted as a whole, from a browser without script or beyond the lines there are.
  fileprivate static var paste: Field<String?> {
    Field.lines("paste", Text(fr: "Coller un tableau", en: "Paste a table"), help: .pasteHelp, most: 100_000).optional
  }

  public let rows: [(line: Int, row: Row)]

  public init(_ values: FormValues) throws(Refusal) {
    let shape = GridShape(Row.fields)
    if let count = shape.overflow(values, pasted: values[Self.paste]) {
      throw .invalid("paste", .tooManyLines(count, GridShape.mostLines))
    }
    var rows: [(line: Int, row: Row)] = []
    var errors: [FieldError] = []
    for (line, typed) in shape.lines(values, pasted: values[Self.paste]) {
      do throws(Refusal) {
        rows.append((line, try Row(try FormReader.values(Row.fields, typed, on: nil))))
      } catch {
        errors += error.fieldErrors.map { shape.error($0, line: line) }
      }
    }
    guard errors.isEmpty else { throw .invalid(errors) }
    guard !rows.isEmpty else { throw .conflict(.emptyGrid) }
    self.rows = rows
  }
}

/// The cells of a grid: which field stands in which column, on which line.
struct GridShape: Sendable {
  let columns: [any FormField]

  static let mostLines: Int = 100

  /// `known` stand in for those of the same key: their choices only the records know.
  init(_ columns: [any FormField], _ known: [any FormField] = []) {
    self.columns = columns.map { column in known.first { $0.key == column.key } ?? column }
  }

  /// Nothing is refused cell by cell: a line is read when it is known whether it is empty.
  var cells: [any FormField] {
    (0..<Self.mostLines).flatMap { line in
      columns.map { column in
        Field<String>(
          key: key(column.key, line), label: label(column, line), help: nil, isRequired: false,
          control: column.control, read: { .value($0 ?? "") }, write: { $0 })
      }
    }
  }

  func key(_ column: String, _ line: Int) -> String { "\(line).\(column)" }

  func label(_ column: any FormField, _ line: Int) -> Text {
    Text { language in
      switch language {
      case .fr: "Ligne \(line + 1), \(column.label(.fr))"
      case .en: "Line \(line + 1), \(column.label(.en))"
      case .de: "Zeile \(line + 1), \(column.label(.de))"
      }
    }
  }

  func error(_ error: FieldError, line: Int) -> FieldError {
    FieldError(key(error.field, line), error.message, proposals: error.proposals)
  }

  /// How many lines were sent, where that is more than there can be.
  func overflow(_ values: FormValues, pasted: String?) -> Int? {
    let typed: Int? = (0..<Self.mostLines).last { line in
      columns.contains { !values.text(key($0.key, line)).isEmpty }
    }
    let count: Int = (typed.map { $0 + 1 } ?? 0) + read(pasted ?? "").count
    return count > Self.mostLines ? count : nil
  }

  /// The lines that hold something, then those that were pasted.
  func lines(_ values: FormValues, pasted: String?) -> [(line: Int, typed: Typed)] {
    var lines: [(line: Int, typed: Typed)] = []
    for line in 0..<Self.mostLines {
      var typed = Typed()
      for column in columns {
        let text: String = values.text(key(column.key, line))
        typed[column.key] = text.isEmpty ? nil : text
      }
      if columns.contains(where: { typed[$0.key] != nil }) { lines.append((line, typed)) }
    }
    let next: Int = lines.last.map { $0.line + 1 } ?? 0
    for (index, typed) in read(pasted ?? "").enumerated() where next + index < Self.mostLines {
      lines.append((next + index, typed))
    }
    return lines
  }

  /// What was pasted as a whole, put into the cells where it can be seen and corrected.
  func spread(_ typed: Typed) -> Typed {
    guard let pasted = typed["paste"], !pasted.isEmpty else { return typed }
    let used: Int? = (0..<Self.mostLines).last { line in
      columns.contains { typed[key($0.key, line)]?.isEmpty == false }
    }
    let first: Int = used.map { $0 + 1 } ?? 0
    let rows: [Typed] = read(pasted.replacing("\r\n", with: "\n"))
    // More than there is room for stays as it was pasted, to be cut by who pasted it.
    guard first + rows.count <= Self.mostLines else { return typed }
    var spread: Typed = typed
    spread["paste"] = nil
    for (index, row) in rows.enumerated() {
      let line: Int = first + index
      for column in columns { spread[key(column.key, line)] = row[column.key] }
    }
    return spread
  }

  /// Whether the field is one of the cells.
  func holds(_ field: any FormField) -> Bool { field.key.first?.isNumber == true }

  /// What a spreadsheet copies: cells between tabs, a line each. A first line that names the columns says their order.
  func read(_ pasted: String) -> [Typed] {
    var lines: [[String]] = pasted.split(separator: "\n").map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map { trim(String($0)) }
    }
    var order: [any FormField] = columns
    let named: [(any FormField)?] = (lines.first ?? []).prefix(4 * columns.count).map { cell in
      let heading: String = sortKey(cell)
      return columns.first { column in Language.allCases.contains { sortKey(column.label($0)) == heading } }
    }
    if named.count > 1, named.filter({ $0 != nil }).count * 2 > named.count {
      order = named.compactMap { $0 }
      lines = lines.dropFirst().map { line in
        line.enumerated().filter { $0.offset < named.count && named[$0.offset] != nil }.map(\.element)
      }
    }
    return lines.map { line in
      var typed = Typed()
      for (column, text) in zip(order, line) where !text.isEmpty { typed[column.key] = key(of: text, column) }
      return typed
    }
  }

  /// People write « Bureau » where the form says `office`.
  private func key(of text: String, _ column: any FormField) -> String {
    guard case .choice(let choices) = column.control else { return text }
    let wanted: String = sortKey(text)
    return choices.first { choice in Language.allCases.contains { sortKey(choice.label($0)) == wanted } }?.key ?? text
  }
}

extension FormValues {
  fileprivate func text(_ key: String) -> String { self[Field<String>.raw(key)] }
}

extension Field where Value == String {
  fileprivate static func raw(_ key: String) -> Field {
    Field(
      key: key, label: Text(name: key), help: nil, isRequired: false, control: .hiddenText,
      read: { .value($0 ?? "") }, write: { $0 })
  }
}

extension Endpoint {
  /// A page to enter many records, and what receives them: all of them, or none with every mistake said where it is.
  /// `columns` are the fields whose choices only the records know.
  public static func grid<Row: Form>(
    _ summary: Text, allow: Allow, page: String, posts: String, _ row: Row.Type, intro: Text? = nil,
    columns: @Sendable @escaping (Visit) async throws -> [any FormField] = { _ in [] },
    crumbs: @Sendable @escaping (Visit) async throws -> [Crumb],
    enter: @Sendable @escaping (Visit, Scope, Row) async throws -> Void,
    done: @Sendable @escaping (Visit) throws -> (path: String, action: Deed)
  ) -> [Endpoint] {
    let shape = GridShape(Row.fields)
    return form(
      summary, allow: allow, page: page, posts: posts, Grid<Row>.self,
      show: { visit in
        FormPage(
          summary, crumbs: try await crumbs(visit), intro: intro, submit: .save, grid: Grid<Row>.self,
          columns: try await columns(visit))
      },
      submit: { visit, scope, grid in
        var errors: [FieldError] = []
        for (line, row) in grid.rows {
          do { try await enter(visit, scope, row) } catch let refusal as Refusal where refusal.isAboutWhatWasTyped {
            // A refusal that names no field is about the line: it stands at its first cell.
            let said: [FieldError] =
              refusal.fieldErrors.isEmpty ? [FieldError(shape.columns[0].key, refusal.reason)] : refusal.fieldErrors
            errors += said.map { shape.error($0, line: line) }
          }
        }
        guard errors.isEmpty else { throw Refusal.invalid(errors) }
        let (path, action): (String, Deed) = try done(visit)
        let count: Int = grid.rows.count
        return Saved(
          path: FormPairs().setting("count", to: String(count)).after(path), action: action, isNew: true
        ) { json in json.object { $0.member("entered", count) } }
      })
  }
}

extension Refusal {
  /// Whether another value could change it: what is not there stays not there.
  fileprivate var isAboutWhatWasTyped: Bool {
    switch self {
    case .invalid, .conflict: true
    default: false
    }
  }
}

extension Text {
  fileprivate static func tooManyLines(_ count: Int, _ most: Int) -> Text {
    Text(
      fr:
        "\(Language.fr.number(count)) lignes sont envoyées, et une grille en prend \(most) : coupez le tableau en plusieurs. Rien n’est enregistré.",
      en:
        "\(Language.en.number(count)) lines were sent and a grid takes \(most): cut the table into several. Nothing was saved."
    )
  }

  static let emptyGrid = Text(fr: "Aucune ligne n’est remplie.", en: "No line is filled in.")
  fileprivate static let pasteHelp = Text(
    fr: "Copiez les cellules dans votre tableur et collez-les ici, avec ou sans la ligne des titres.",
    en: "Copy the cells in your spreadsheet and paste them here, with or without the heading line.")
}
