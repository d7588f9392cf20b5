/// What an OpenDocument spreadsheet says of its sheets.
enum OpenSheets {
  static let part = "content.xml"

  static func list(_ parts: ZippedParts) throws(TableFault) -> [TableSheet] {
    guard parts.has(part) else { throw .foreign(.archive) }
    if parts.has("META-INF/manifest.xml") {
      let manifest = Manifest()
      try XMLStream(try parts.part("META-INF/manifest.xml"), to: manifest).hearAll()
      if manifest.isLocked { throw .locked }
    }
    let list = SheetNames()
    try XMLStream(try parts.part(part), to: list).hearAll()
    // A letter is zipped in the same way.
    guard list.isSpreadsheet else { throw .foreign(.archive) }
    return list.sheets
  }
}

private final class Manifest: XMLListener {
  var isLocked: Bool = false
  let fault: TableFault? = nil

  func start(_ element: XMLElement) { if element.name == "encryption-data" { isLocked = true } }
  func end(_ name: XMLName) {}
  func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}

private final class SheetNames: XMLListener {
  var sheets: [TableSheet] = []
  var isSpreadsheet: Bool = false
  var fault: TableFault?
  private var depth: Int = 0
  private var style: String = ""
  private var hiding: Set<String> = []

  func start(_ element: XMLElement) {
    switch element.name {
    case "spreadsheet": isSpreadsheet = true
    case "style": style = element.words("name") ?? ""
    case "table-properties":
      if element.says("display", "false"), hiding.count < 5_000 { hiding.insert(style) }
    case "table":
      depth += 1
      guard depth == 1, isSpreadsheet else { return }
      guard sheets.count < 5_000 else { return fault = .tooLarge }
      let isHidden: Bool = hiding.contains(element.words("style-name") ?? "")
      sheets.append(TableSheet(name: element.words("name") ?? "", isHidden: isHidden))
    default: break
    }
  }

  func end(_ name: XMLName) { if name == "table" { depth -= 1 } }
  func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}
