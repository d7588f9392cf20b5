import HTTP
import SQL

/// What a record shows of itself: an explicit list, so that a new column in a table publishes nothing.
public struct View<Record: Sendable>: Sendable {
  /// The name of its schema in OpenAPI.
  public let name: String
  public let columns: [Column<Record>]
  /// What an address book keeps of it, where it is somebody or an organisation.
  let contact: (@Sendable (Record) -> ContactCard)?

  public init(
    _ name: String, _ columns: [Column<Record>], contact: (@Sendable (Record) -> ContactCard)? = nil
  ) {
    self.name = name
    self.columns = columns
    self.contact = contact
  }

  func write(_ record: Record, _ json: inout JSONWriter) {
    json.object { json in
      for column in columns {
        json.name(column.key)
        column.cell(record).write(&json)
      }
    }
  }

  /// The record as the audit keeps it.
  public func json(_ record: Record) -> String {
    var json = JSONWriter()
    write(record, &json)
    return String(decoding: json.bytes, as: UTF8.self)
  }
}

public struct Column<Record: Sendable>: Sendable {
  public let key: String
  public let label: Text
  public let type: CellType
  let cell: @Sendable (Record) -> Cell
  let link: (@Sendable (Record) -> String?)?
  /// The column of many records at once: what is generic happens once a list, not once a cell.
  let cells: @Sendable ([Record]) -> [Cell]
  /// In JSON and exports only: an identifier says nothing to a reader of the page.
  let isForMachines: Bool

  public init(
    _ key: String, _ label: Text, _ type: CellType = .text, forMachines: Bool = false,
    link: (@Sendable (Record) -> String?)? = nil, _ cell: @Sendable @escaping (Record) -> Cell
  ) {
    self.key = key
    self.label = label
    self.type = type
    self.link = link
    self.isForMachines = forMachines
    self.cell = cell
    cells = { records in records.inPlace(cell) }
  }
}

/// A column with its values, whatever the records were.
struct DrawnColumn {
  let key: String
  let label: String
  let isNumeric: Bool
  let cells: [Cell]
  let links: [String?]?
}

extension View {
  func drawn(_ records: [Record], _ language: Language) -> [DrawnColumn] {
    columns.map { column in
      DrawnColumn(
        key: column.key, label: column.label(language), isNumeric: column.type.isNumeric, cells: column.cells(records),
        links: column.link.map { link in records.inPlace(link) })
    }
  }

  func write(_ records: [Record], _ json: inout JSONWriter) {
    let columns: [DrawnColumn] = drawn(records, .en)
    for index in records.indices {
      json.object { json in
        for column in columns {
          json.name(column.key)
          column.cells[index].write(&json)
        }
      }
    }
  }
}

extension Array {
  /// What `map` answers, without a copy of each record on the way: that costs more than its cell.
  fileprivate func inPlace<Value>(_ value: (Element) -> Value) -> [Value] {
    withUnsafeBufferPointer { records in
      var values: [Value] = []
      values.reserveCapacity(records.count)
      for index in records.indices { values.append(value(records[index])) }
      return values
    }
  }
}

extension View {
  /// What several records say, side by side: a line for each column that one of them fills.
  public func compared(_ records: [Record], _ language: Language) -> [(label: Text, words: [String])] {
    filled(by: records).columns.filter { !$0.isForMachines }.map { column in
      (column.label, records.map { column.cell($0).words(language) })
    }
  }

  /// The same view without these columns: what a page says already, or what this actor may not know.
  public func without(_ keys: String...) -> View { without(keys) }

  func without(_ keys: [String]) -> View { View(name, columns.filter { !keys.contains($0.key) }) }

  /// The same view with these columns in JSON and in files only: a page has room for what tells records apart.
  func inExports(_ keys: String...) -> View {
    View(
      name,
      columns.map { column in
        guard keys.contains(column.key) else { return column }
        return Column(column.key, column.label, column.type, forMachines: true, link: column.link, column.cell)
      })
  }

  /// The same view without the columns that none of these records fills.
  public func filled(by records: [Record]) -> View {
    View(name, columns.filter { column in records.contains { !column.cell($0).isEmpty } })
  }

  /// The same view, one of whose columns leads somewhere.
  public func linking(_ key: String, to link: @Sendable @escaping (Record) -> String?) -> View {
    View(
      name,
      columns.map { column in
        guard column.key == key else { return column }
        return Column(column.key, column.label, column.type, forMachines: column.isForMachines, link: link, column.cell)
      })
  }

  func number(of record: Record) -> Int64? { numbers(of: [record]).first.map { Int64($0) } }

  func numbers(of records: [Record]) -> [Int] {
    guard let column = columns.first(where: { $0.key == "id" }) else { return [] }
    return column.cells(records).compactMap { cell in
      guard case .int(let number) = cell else { return nil }
      return number
    }
  }

  var withoutLinks: View<Record> {
    View(
      name,
      columns.map { column in
        Column(column.key, column.label, column.type, forMachines: column.isForMachines, column.cell)
      })
  }
}
