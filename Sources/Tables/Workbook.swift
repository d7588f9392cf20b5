/// What an XLSX workbook says of its sheets, and where its parts are.
struct Workbook {
  private(set) var sheets: [TableSheet] = []
  private(set) var epoch: Epoch = .from1900
  private var paths: [String] = []
  private var styles: String?
  private var texts: String?
  private let parts: ZippedParts

  static let part = "xl/workbook.xml"

  init(_ parts: ZippedParts) throws(TableFault) {
    self.parts = parts
    let links = Links()
    let linked: String = "xl/_rels/workbook.xml.rels"
    guard parts.has(linked) else { throw .damaged }
    try XMLStream(try parts.part(linked), to: links).hearAll()
    let list = SheetList()
    try XMLStream(try parts.part(Workbook.part), to: list).hearAll()
    epoch = list.countsFrom1904 ? .from1904 : .from1900
    for sheet in list.sheets {
      // A chart may have a sheet of its own.
      guard let link = links.all[sheet.link], link.kind == "worksheet" else { continue }
      sheets.append(TableSheet(name: sheet.name, isHidden: sheet.isHidden))
      paths.append(link.path)
    }
    styles = links.all.values.first { $0.kind == "styles" }?.path
    texts = links.all.values.first { $0.kind == "sharedStrings" }?.path
  }

  func rows(of sheet: Int, _ words: SheetWords, _ limits: TableLimits) throws(TableFault) -> SheetRows {
    try SheetRows(try parts.part(paths[sheet]), words, limits)
  }

  /// What the cells of every sheet refer to.
  func words(_ limits: TableLimits) throws(TableFault) -> SheetWords {
    let texts = SharedTexts(limits)
    if let path = self.texts, parts.has(path) { try XMLStream(try parts.part(path), to: texts).hearAll() }
    let styles = CellStyles()
    if let path = self.styles, parts.has(path) { try XMLStream(try parts.part(path), to: styles).hearAll() }
    return SheetWords(texts: texts, styles: styles, epoch: epoch)
  }
}

/// What the cells of a workbook mean by their numbers.
struct SheetWords {
  let texts: SharedTexts
  let styles: CellStyles
  let epoch: Epoch
}

/// Where the parts are that a workbook is made of.
private final class Links: XMLListener {
  var all: [String: (kind: String, path: String)] = [:]
  var fault: TableFault?

  func start(_ element: XMLElement) {
    guard element.name == "Relationship", !element.says("TargetMode", "External"), let id = element.words("Id"),
      let type = element.words("Type"), let target = element.words("Target")
    else { return }
    guard all.count < 10_000 else { return fault = .tooLarge }
    let kind: String = type.split(separator: "/").last.map(String.init) ?? ""
    all[id] = (kind, target.hasPrefix("/") ? String(target.dropFirst()) : "xl/\(target)")
  }

  func end(_ name: XMLName) {}
  func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}

private final class SheetList: XMLListener {
  var sheets: [(name: String, link: String, isHidden: Bool)] = []
  var countsFrom1904: Bool = false
  var fault: TableFault?

  func start(_ element: XMLElement) {
    switch element.name {
    case "workbookPr": countsFrom1904 = element.says("date1904", "1") || element.says("date1904", "true")
    case "sheet":
      guard let name = element.words("name"), let link = element.words("id") else { return fault = .damaged }
      guard sheets.count < 5_000 else { return fault = .tooLarge }
      let isHidden: Bool = element.says("state", "hidden") || element.says("state", "veryHidden")
      sheets.append((name, link, isHidden))
    default: break
    }
  }

  func end(_ name: XMLName) {}
  func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}
