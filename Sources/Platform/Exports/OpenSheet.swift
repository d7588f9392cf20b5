import CLibZip
import Glibc
import HTTP

/// The parts of an OpenDocument spreadsheet, and its cells one by one.
struct OpenSheet {
  private let name: String
  private let language: Language

  init(_ title: String, _ language: Language) {
    // Signs that LibreOffice gives a sense to in the name of a sheet.
    let plain: String = String(title.map { "[]*?:/\\'".contains($0) ? " " : $0 }.prefix(31))
    name = plain.split(separator: " ").joined(separator: " ")
    self.language = language
  }

  private static let spaces: String = OpenDocument.spaces("office", "style", "text", "table", "number", "fo", "xlink")

  func head(_ labels: [String]) -> [UInt8] {
    var bytes: [UInt8] = Array(
      """
      \(OpenDocument.declaration)<office:document-content \(Self.spaces) office:version="1.2">
      <office:automatic-styles>\(formats)
      <style:style style:name="wide" style:family="table-column"><style:table-column-properties style:column-width="40mm"/></style:style>
      <style:style style:name="head" style:family="table-cell"><style:text-properties fo:font-weight="bold"/></style:style>
      <style:style style:name="day" style:family="table-cell" style:data-style-name="days"/>
      <style:style style:name="sum" style:family="table-cell" style:data-style-name="sums"/>
      <style:style style:name="area" style:family="table-cell" style:data-style-name="areas"/>
      </office:automatic-styles>
      <office:body><office:spreadsheet><table:table table:name="
      """.utf8)
    escape(name, to: &bytes)
    bytes.append(
      contentsOf: """
        "><table:table-column table:style-name="wide" table:number-columns-repeated="\(labels.count)"/>
        <table:table-header-rows><table:table-row>
        """.utf8)
    for label in labels { words(label, style: "head", to: &bytes) }
    bytes.append(contentsOf: "</table:table-row></table:table-header-rows>\n".utf8)
    return bytes
  }

  let end: [UInt8] = Array("</table:table></office:spreadsheet></office:body></office:document-content>\n".utf8)

  private var formats: String {
    let two: String = "number:decimal-places=\"2\" number:min-integer-digits=\"1\" number:grouping=\"true\""
    let symbol: String = "<number:currency-symbol>€</number:currency-symbol>"
    func part(_ name: String) -> String { "<number:\(name) number:style=\"long\"/>" }
    func text(_ sign: String) -> String { "<number:text>\(sign)</number:text>" }
    let days: String =
      switch language {
      case .fr: part("day") + text("/") + part("month") + text("/") + part("year")
      case .en: part("year") + text("-") + part("month") + text("-") + part("day")
      case .de: part("day") + text(".") + part("month") + text(".") + part("year")
      }
    let sums: String =
      language == .en ? "\(symbol)<number:number \(two)/>" : "<number:number \(two)/>\(text("\u{A0}"))\(symbol)"
    return """
      <number:date-style style:name="days">\(days)</number:date-style>
      <number:currency-style style:name="sums">\(sums)</number:currency-style>
      <number:number-style style:name="areas"><number:number \(two)/></number:number-style>
      """
  }

  func append(_ cells: [Cell], _ link: String?, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: "<table:table-row>".utf8)
    for cell in cells { append(cell, to: &bytes) }
    if let link {
      bytes.append(contentsOf: "<table:table-cell office:value-type=\"string\"><text:p>".utf8)
      bytes.append(contentsOf: "<text:a xlink:type=\"simple\" xlink:href=\"".utf8)
      escape(link, to: &bytes)
      bytes.append(contentsOf: "\">".utf8)
      escape(link, to: &bytes)
      bytes.append(contentsOf: "</text:a></text:p></table:table-cell>".utf8)
    }
    bytes.append(contentsOf: "</table:table-row>\n".utf8)
  }

  private func append(_ cell: Cell, to bytes: inout [UInt8]) {
    switch cell {
    case .none: bytes.append(contentsOf: "<table:table-cell/>".utf8)
    case .int(let number), .year(let number): value("float", String(number), style: nil, cell, to: &bytes)
    case .area(let area): value("float", area.decimal, style: "area", cell, to: &bytes)
    case .hundredths(let number):
      value("float", Area(squareDecimetres: number).decimal, style: nil, cell, to: &bytes)
    case .decimal(let number), .measured(let number, _):
      value("float", number.jsonNumber, style: nil, cell, to: &bytes)
    case .money(let money): value("currency", money.decimal, style: "sum", cell, to: &bytes)
    case .day(let day): value("date", day.description, style: "day", cell, to: &bytes)
    // Said to be a text, none is ever run as a formula.
    case .moment, .text, .word, .said, .several, .flag: words(cell.words(language), style: nil, to: &bytes)
    }
  }

  /// A value of that type, beside the words by which people read it.
  private func value(_ type: String, _ value: String, style: String?, _ cell: Cell, to bytes: inout [UInt8]) {
    let dress: String = style.map { " table:style-name=\"\($0)\"" } ?? ""
    let currency: String = type == "currency" ? " office:currency=\"EUR\"" : ""
    let name: String = type == "date" ? "date-value" : "value"
    bytes.append(
      contentsOf:
        "<table:table-cell\(dress) office:value-type=\"\(type)\"\(currency) office:\(name)=\"\(value)\"><text:p>".utf8)
    escape(cell.words(language), to: &bytes)
    bytes.append(contentsOf: "</text:p></table:table-cell>".utf8)
  }

  private func words(_ text: String, style: String?, to bytes: inout [UInt8]) {
    let dress: String = style.map { " table:style-name=\"\($0)\"" } ?? ""
    bytes.append(contentsOf: "<table:table-cell\(dress) office:value-type=\"string\">".utf8)
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      bytes.append(contentsOf: "<text:p>".utf8)
      spaced(String(line), to: &bytes)
      bytes.append(contentsOf: "</text:p>".utf8)
    }
    bytes.append(contentsOf: "</table:table-cell>".utf8)
  }

  /// Spaces beyond the first are elements, or they would be taken for one.
  private func spaced(_ text: String, to bytes: inout [UInt8]) {
    var gap: Bool = true
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\t": bytes.append(contentsOf: "<text:tab/>".utf8)
      case " " where gap: bytes.append(contentsOf: "<text:s/>".utf8)
      default: escape(scalar, to: &bytes)
      }
      gap = scalar == " "
    }
  }

  private func escape(_ text: String, to bytes: inout [UInt8]) {
    for scalar in text.unicodeScalars { escape(scalar, to: &bytes) }
  }

  /// Without what XML cannot hold.
  private func escape(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
    switch scalar.value {
    case 0x26: bytes.append(contentsOf: "&amp;".utf8)
    case 0x3C: bytes.append(contentsOf: "&lt;".utf8)
    case 0x3E: bytes.append(contentsOf: "&gt;".utf8)
    case 0x22: bytes.append(contentsOf: "&quot;".utf8)
    case 0..<0x20, 0xFFFE, 0xFFFF: break
    case 0x20..<0x80: bytes.append(UInt8(scalar.value))
    default: bytes.append(contentsOf: UTF8.encode(scalar)!)
    }
  }

  /// The heading stays in sight.
  private var settings: String {
    func item(_ name: String, _ type: String, _ value: String) -> String {
      "<config:config-item config:name=\"\(name)\" config:type=\"\(type)\">\(value)</config:config-item>"
    }
    var label: [UInt8] = []
    escape(name, to: &label)
    let items: String =
      item("VerticalSplitMode", "short", "2") + item("VerticalSplitPosition", "int", "1")
      + item("ActiveSplitRange", "short", "2") + item("PositionBottom", "int", "1")
    return """
      \(OpenDocument.declaration)<office:document-settings \(OpenDocument.spaces("office", "config")) \
      xmlns:ooo="http://openoffice.org/2004/office" office:version="1.2">
      <office:settings><config:config-item-set config:name="ooo:view-settings">
      <config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>
      \(item("ViewId", "string", "view1"))<config:config-item-map-named config:name="Tables">
      <config:config-item-map-entry config:name="\(String(decoding: label, as: UTF8.self))">\(items)</config:config-item-map-entry>
      </config:config-item-map-named></config:config-item-map-entry></config:config-item-map-indexed>
      </config:config-item-set></office:settings></office:document-settings>
      """
  }

  /// The file: the part that tells its format first and as it is.
  func packed(_ content: TemporaryFile) throws -> TemporaryFile {
    let path: String = "\(TemporaryFile.folder)/terreau-\(hexadecimal(Secrets.random(8))).ods"
    defer { unlink(path) }
    guard let archive = zip_open(path, ZIP_CREATE | ZIP_EXCL, nil) else { throw FileFault() }
    let isWhole: Bool =
      OpenSheet.add("mimetype", OpenDocument.spreadsheet, to: archive)
      && OpenSheet.add(content, "content.xml", to: archive) && OpenSheet.add("settings.xml", settings, to: archive)
      && OpenSheet.add(
        "META-INF/manifest.xml", OpenDocument.manifest(OpenDocument.spreadsheet, ["content.xml", "settings.xml"]),
        to: archive)
    guard isWhole, zip_close(archive) == 0 else {
      zip_discard(archive)
      throw FileFault()
    }
    return try TemporaryFile(adopting: path)
  }

  private static func add(_ name: String, _ text: String, to archive: OpaquePointer) -> Bool {
    // The archive frees this copy once it is written.
    guard let copy = strdup(text), let source = zip_source_buffer(archive, copy, UInt64(text.utf8.count), 1) else {
      return false
    }
    return add(name, source, to: archive)
  }

  private static func add(_ file: TemporaryFile, _ name: String, to archive: OpaquePointer) -> Bool {
    // The archive closes this one, and reads it from where it stands.
    guard let copy = fdopen(dup(file.descriptor), "r") else { return false }
    rewind(copy)
    guard let source = zip_source_filep(archive, copy, 0, -1) else { return false }
    return add(name, source, to: archive)
  }

  private static func add(_ name: String, _ source: OpaquePointer, to archive: OpaquePointer) -> Bool {
    let index: Int64 = zip_file_add(archive, name, source, 0)
    guard index >= 0 else {
      zip_source_free(source)
      return false
    }
    let method: Int32 = name == "mimetype" ? Int32(ZIP_CM_STORE) : Int32(ZIP_CM_DEFLATE)
    return zip_set_file_compression(archive, UInt64(index), method, 1) == 0
  }
}
