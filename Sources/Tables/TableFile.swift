/// A table that somebody sent: recognised by what is in it, never by its name, and read line by line.
public struct TableFile: Sendable {
  public let kind: TableKind
  /// A text file has one, without a name.
  public let sheets: [TableSheet]
  /// From when its numbers count days.
  public let epoch: Epoch
  private let bytes: TableBytes
  private let limits: TableLimits

  public init(_ bytes: [UInt8], limits: TableLimits = TableLimits()) throws(TableFault) {
    try self.init(TableBytes(bytes), limits)
  }

  /// A file of any length, of which little is in memory at a time. The descriptor stays its owner's.
  public init(descriptor: Int32, limits: TableLimits = TableLimits()) throws(TableFault) {
    try self.init(try TableBytes(descriptor: descriptor), limits)
  }

  private init(_ bytes: TableBytes, _ limits: TableLimits) throws(TableFault) {
    guard bytes.count <= limits.mostBytes else { throw .tooLarge }
    self.bytes = bytes
    self.limits = limits
    switch try TableSignature(of: bytes) {
    case .zipped:
      let parts = try ZippedParts(bytes, limits)
      if parts.has(Workbook.part) {
        let workbook = try Workbook(parts)
        (kind, sheets, epoch) = (.xlsx, workbook.sheets, workbook.epoch)
      } else if parts.has("xl/workbook.bin") {
        throw .foreign(.binaryExcel)
      } else {
        (kind, sheets, epoch) = (.ods, try OpenSheets.list(parts), .from1900)
      }
    case .text:
      (kind, sheets) = (.csv(try CSVFormat(of: bytes, limits)), [TableSheet(name: "", isHidden: false)])
      epoch = .from1900
    }
    guard !sheets.isEmpty else { throw .empty }
  }

  /// The lines of a sheet; of the first that is shown and holds something, where none is named. The headings stand on the
  /// first line that holds something, or on the one that is said.
  public func rows(of name: String? = nil, headingsOn line: Int? = nil) throws(TableFault) -> TableRows {
    if let name {
      guard let sheet = sheets.firstIndex(where: { $0.name == name }) else { throw .noSuchSheet(name) }
      return try TableRows(try source(sheet), sheets[sheet], line)
    }
    let shown: [Int] = sheets.indices.filter { !sheets[$0].isHidden }
    for sheet in shown.prefix(TableFile.mostTried) {
      do { return try TableRows(try source(sheet), sheets[sheet], line) } catch TableFault.empty { continue }
    }
    throw .empty
  }

  /// A thousand empty sheets would be read a thousand times.
  private static let mostTried: Int = 20

  private func source(_ sheet: Int) throws(TableFault) -> any LineSource {
    switch kind {
    case .csv(let format): return try CSVRows(bytes, format, limits)
    case .xlsx:
      let workbook = try Workbook(try ZippedParts(bytes, limits))
      return try workbook.rows(of: sheet, try workbook.words(limits), limits)
    case .ods: return try OpenRows(try ZippedParts(bytes, limits).part(OpenSheets.part), sheet, limits)
    }
  }
}

public enum TableKind: Sendable, Equatable {
  case xlsx
  case ods
  case csv(CSVFormat)
}

public struct TableSheet: Sendable, Equatable {
  public let name: String
  public let isHidden: Bool
}
