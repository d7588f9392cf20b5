import SQL
import Tables

/// A column that an import knows, by the words that people put above it.
public struct ImportColumn: Sendable {
  /// What a spreadsheet may have done to what stands in the column.
  public enum Reading: Sendable {
    case plain
    case telephone
    /// A code of one of these lengths, whose zeros may be gone.
    case code([Int])
  }

  let field: any FormField
  private let reading: Reading
  /// Besides its key and its label in every language.
  private let names: Set<String>
  private let words: TableWords?
  /// The keys of a field that takes several, by what they may be called.
  private let parts: [String: String]

  /// `words` are what tables call a choice besides its labels, by its key.
  public init(
    _ field: any FormField, _ names: String..., words also: [String: [String]] = [:], reading: Reading = .plain
  ) {
    self.field = field
    self.reading = reading
    self.names = Set(([field.key] + Language.allCases.map { field.label($0) } + names).map(sortKey))
    if case .choice(let choices) = field.control {
      words = TableWords(
        choices.map { choice in
          TableWord(choice.key, words: Language.allCases.map { choice.label($0) } + (also[choice.key] ?? []))
        })
    } else {
      words = nil
    }
    if case .several(let choices) = field.control {
      parts = Dictionary(
        choices.flatMap { choice in
          ([choice.key] + Language.allCases.map { choice.label($0) } + (also[choice.key] ?? [])).map {
            (sortKey($0), choice.key)
          }
        }
      ) { first, _ in first }
    } else {
      parts = [:]
    }
  }

  var key: String { field.key }

  func isCalled(_ heading: String) -> Bool { names.contains(sortKey(heading)) }

  /// Whether what its numbers mean depends on the rest of the column.
  var isNumeric: Bool {
    switch field.control {
    case .number, .amount, .area, .hundredths, .decimal: true
    default: false
    }
  }

  /// What stands in the cell, as a person would type it into the field. Nil where nothing does.
  func typed(_ cell: TableCell, _ epoch: Epoch, _ mark: DecimalMark?) throws(CellFault) -> String? {
    switch reading {
    case .telephone: return try cell.telephone()?.text
    case .code(let lengths): return try code(cell, lengths)
    case .plain: break
    }
    switch field.control {
    case .day: return try cell.day(epoch)?.description
    case .flag: return try cell.flag().map { $0 ? "true" : "false" }
    case .number: return try cell.integer(mark).map { String($0) }
    case .amount: return try cell.cents(mark).map { Money(cents: $0).decimal }
    case .area, .hundredths, .decimal: return try cell.number(mark).map(\.jsonNumber)
    case .choice:
      guard let words else { return try cell.text() }
      return try cell.choice(among: words)
    case .several: return try cell.text().flatMap(several)
    default: return try cell.text()
    }
  }

  /// « Emploi ; Insertion » in one cell are two.
  private func several(_ text: String) -> String? {
    SeveralValues.raw(
      text.split { $0 == ";" || $0 == "|" || $0.isNewline }.map { part in
        let word: String = trim(String(part))
        return parts[sortKey(word)] ?? word
      })
  }

  /// The longest that it can be: « 24420077000018 » is no SIREN with too many digits.
  private func code(_ cell: TableCell, _ lengths: [Int]) throws(CellFault) -> String? {
    var fault: CellFault?
    for length in lengths {
      do throws(CellFault) { return try cell.code(length: length)?.text } catch { fault = fault ?? error }
    }
    // The field says what is wrong with a text; what the spreadsheet lost, only the cell knows.
    if case .text(let text) = cell { return text }
    throw fault ?? .notText("")
  }
}
