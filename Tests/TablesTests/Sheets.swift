import Glibc
import Tables
import TestSite
import Testing

/// Tables as programs leave them: with as much or as little around the lines as a test needs.
enum Sheets {
  /// Lines as `line: cell | cell`, to compare them at a glance.
  static func read(
    _ bytes: [UInt8], _ sheet: String? = nil, limits: TableLimits = TableLimits()
  ) throws(TableFault) -> [TableRow] {
    try rows(try TableFile(bytes, limits: limits).rows(of: sheet))
  }

  static func rows(_ table: TableRows) throws(TableFault) -> [TableRow] {
    var rows: [TableRow] = []
    while let row = try table.next() { rows.append(row) }
    return rows
  }

  static func read(_ text: String) throws(TableFault) -> [[TableCell]] { try read(Array(text.utf8)).map(\.cells) }

  /// What refuses the file, when it is opened or while it is read.
  static func fault(_ bytes: [UInt8], limits: TableLimits = TableLimits()) -> TableFault? {
    do throws(TableFault) {
      _ = try read(bytes, limits: limits)
      return nil
    } catch { return error }
  }

  static func fault(_ text: String, limits: TableLimits = TableLimits()) -> TableFault? {
    fault(Array(text.utf8), limits: limits)
  }

  /// As openpyxl and odfpy write them.
  static func written(_ kind: String) async throws -> [UInt8] {
    let path: String = "/tmp/terreau-table-\(UInt64.random(in: 0 ... .max))-\(kind)"
    defer { unlink(path) }
    let (code, output) = try await TestProcess.run(
      ".cache/venv/bin/python", ["Tests/TablesTests/tables.py", kind, path])
    try #require(code == 0, "\(output)")
    return try contents(path)
  }

  static func contents(_ path: String) throws -> [UInt8] {
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var room: [UInt8] = Array(repeating: 0, count: 65_536)
    while case let count = fread(&room, 1, room.count, file), count > 0 { bytes += room[..<count] }
    return bytes
  }

  /// A workbook of one sheet, by hand.
  static func xlsx(
    _ rows: String, texts: String? = nil, formats: String = "", cellFormats: String = "<xf numFmtId=\"0\"/>",
    properties: String = "", after: String = "", sheet: String? = nil, more: [(String, [UInt8])] = []
  ) -> [UInt8] {
    var zip = HandMadeZip()
    zip.add(
      "xl/workbook.xml",
      Array(
        """
        <workbook xmlns:r="r">\(properties)<sheets><sheet name="Un" sheetId="1" r:id="rId1"/></sheets></workbook>
        """.utf8))
    zip.add(
      "xl/_rels/workbook.xml.rels",
      Array(
        """
        <Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>
        <Relationship Id="rId2" Type="x/sharedStrings" Target="/xl/sharedStrings.xml"/>
        <Relationship Id="rId3" Type="x/styles" Target="styles.xml"/></Relationships>
        """.utf8))
    if let texts { zip.add("xl/sharedStrings.xml", Array("<sst>\(texts)</sst>".utf8), deflated: true) }
    zip.add(
      "xl/styles.xml",
      Array(
        """
        <styleSheet><numFmts>\(formats)</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
        <cellXfs>\(cellFormats)</cellXfs></styleSheet>
        """.utf8))
    let whole: String = sheet ?? "<worksheet><sheetData>\(rows)</sheetData>\(after)</worksheet>"
    zip.add("xl/worksheets/sheet1.xml", Array(whole.utf8), deflated: true)
    for (name, bytes) in more { zip.add(name, bytes) }
    return zip.bytes
  }

  static let openSpaces: String =
    ["office", "text", "table", "style", "draw"].map {
      "xmlns:\($0)=\"urn:oasis:names:tc:opendocument:xmlns:\($0):1.0\""
    }.joined(separator: " ") + " xmlns:calcext=\"urn:calcext\""

  /// An OpenDocument spreadsheet, by hand.
  static func ods(_ tables: String, prolog: String = "", manifest: String = "") -> [UInt8] {
    var zip = HandMadeZip()
    zip.add("mimetype", Array("application/vnd.oasis.opendocument.spreadsheet".utf8))
    zip.add(
      "content.xml",
      Array(
        """
        \(prolog)<office:document-content \(openSpaces)><office:body><office:spreadsheet>\(tables)\
        </office:spreadsheet></office:body></office:document-content>
        """.utf8), deflated: true)
    zip.add("META-INF/manifest.xml", Array("<manifest>\(manifest)</manifest>".utf8))
    return zip.bytes
  }
}

extension TableFault {
  /// What a file's reader throws while it reads.
  static func thrown(_ body: () throws -> Void) -> TableFault? {
    do {
      try body()
      return nil
    } catch { return error as? TableFault }
  }
}
