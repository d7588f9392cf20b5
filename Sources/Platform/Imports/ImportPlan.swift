import HTTP
import Tables

/// Which sheet of a file is read, from which line on, and what each of its columns means.
struct ImportPlan: Sendable, Equatable {
  struct Column: Sendable, Equatable {
    let column: TableColumn
    /// The field that it fills; nil where it is read by nobody.
    var key: String?
  }

  /// Those of the file that are shown; a text file has none that has a name.
  var sheets: [String] = []
  var sheet: String?
  /// The headings' line, where somebody said so.
  var headings: Int?
  /// Whether somebody said which column is which.
  var isChosen: Bool = false
  var columns: [Column] = []

  init() {}

  func column(_ key: String) -> TableColumn? { columns.first { $0.key == key }?.column }

  /// The first column that is called like a field fills it.
  mutating func recognise(_ known: [ImportColumn], in found: [TableColumn]) {
    var taken: Set<String> = []
    columns = found.map { column in
      let key: String? = known.first { !taken.contains($0.key) && $0.isCalled(column.heading) }?.key
      if let key { taken.insert(key) }
      return Column(column: column, key: key)
    }
  }

  init?(_ text: String) {
    guard let json = try? JSON(Array(text.utf8)) else { return nil }
    sheets = json["sheets"].items.compactMap(\.string)
    sheet = json["sheet"]?.string
    headings = json["headings"]?.int
    isChosen = json["isChosen"] == .bool(true)
    columns = json["columns"].items.compactMap { item in
      guard let index = item["index"]?.int, let heading = item["heading"]?.string else { return nil }
      return Column(column: TableColumn(index, heading), key: item["key"]?.string)
    }
  }

  var text: String {
    var json = JSONWriter()
    json.object { json in
      json.member("sheets", array: { json in for sheet in sheets { json.string(sheet) } })
      json.member("sheet", sheet)
      json.name("headings")
      if let headings { json.int(headings) } else { json.null() }
      json.member("isChosen", isChosen)
      json.member(
        "columns",
        array: { json in
          for column in columns {
            json.object { json in
              json.member("index", column.column.index)
              json.member("heading", column.column.heading)
              json.member("key", column.key)
            }
          }
        })
    }
    return String(decoding: json.bytes, as: UTF8.self)
  }
}

extension JSON? {
  /// Of an array; nothing of anything else.
  var items: [JSON] { if case .array(let items)? = self { items } else { [] } }
}
