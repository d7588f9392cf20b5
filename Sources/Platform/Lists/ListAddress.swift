import HTTP

/// The address of a list as it is filtered, ordered and shown now.
package struct ListAddress: Sendable {
  let path: String
  let query: FormPairs
  let typed: Typed
  let sort: Sort?
  /// The columns that the reader chose; none stands for the list's own choice.
  let columns: [String]

  package init(_ head: Head) {
    path = head.target.path
    // What was said once, and how it was said, is no part of the list.
    query = ["lang", "done", "count", "undo", "left"].reduce(head.target.query) { $0.setting($1, to: nil) }
    typed = Typed(head.target.query)
    sort = Sort(head.target.query["sort"])
    columns = Array(head.target.query.all("column").prefix(60))
  }

  func at(page number: Int) -> String {
    query.setting("page", to: number == 1 ? nil : String(number)).after(path)
  }

  func sorted(_ sort: Sort) -> String { query.setting("page", to: nil).setting("sort", to: sort.text).after(path) }

  func export(_ ending: String, _ dialect: CSVDialect = .spreadsheet) -> String {
    query.setting("page", to: nil).setting("size", to: nil)
      .setting("dialect", to: dialect == .open ? dialect.rawValue : nil).after("\(path).\(ending)")
  }

  /// What a saved view keeps: which rows, in which order, with which columns.
  var kept: String { query.setting("page", to: nil).encoded }
}

extension FormPairs {
  /// The path with these pairs behind it.
  func after(_ path: String) -> String { isEmpty ? path : "\(path)?\(encoded)" }
}
