/// Why a file cannot be read as a table, or a line or cell of it not as what was expected.
public enum TableFault: Error, Sendable, Equatable {
  /// Nothing in it.
  case empty
  /// Another kind of file, whatever its name says.
  case foreign(ForeignFormat)
  /// Under a password.
  case locked
  /// It begins as it should and stops before its end.
  case cutShort
  case damaged
  /// It says of itself, or proves while it is read, that it is larger than any table that people keep.
  case tooLarge
  /// It declares entities, which no spreadsheet does.
  case declarations
  /// It cannot be read from the disk.
  case unreachable
  case noSuchSheet(String)
  /// A byte that no text has.
  case zeroByte(line: Int)
  /// The letters of two encodings in one file, or of none that is known.
  case encoding(line: Int)
  /// A quotation mark that nothing closes: the file was cut in its middle, or the mark stands alone.
  case openQuote(line: Int)
  case lineTooLong(line: Int)
  case cellTooLong(line: Int)
  case tooManyColumns(line: Int, most: Int)
  case tooManyLines(most: Int)
  /// Values stand beyond the last heading.
  case surplusCells(line: Int, cells: Int, headings: Int)
  /// The line ends before the last heading.
  case missingCells(line: Int, cells: Int, headings: Int)
  case blankHeading(CellPlace)
  case repeatedHeading(CellPlace, first: TableColumn)
  case cell(CellPlace, CellFault)
}

/// What people send instead of a table.
public enum ForeignFormat: Sendable, Equatable {
  /// What Excel wrote before 2007.
  case oldExcel
  /// Its binary twin of XLSX, `.xlsb`.
  case binaryExcel
  case pdf
  case page
  case xml
  /// A zipped file that is no spreadsheet: a letter, slides, an archive.
  case archive
  case richText
  case picture
}
