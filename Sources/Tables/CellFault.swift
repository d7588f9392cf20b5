import SQL

/// Why a value is not what its column holds. Each carries what stands in the cell.
public enum CellFault: Error, Sendable, Equatable {
  /// The spreadsheet itself could not compute it: `#N/A`.
  case failedFormula(String)
  /// A formula that no spreadsheet has computed yet: the program that wrote the file left that to its reader.
  case uncomputed
  case notText(String)
  case notADay(String)
  /// 31 February.
  case noSuchDay(String)
  /// The month first, as Americans write it.
  case americanDay(String, meant: Day)
  case notANumber(String)
  /// `1,234` in a column that says nowhere else what its comma is.
  case ambiguous(String)
  case notWhole(String)
  case tooLarge(String)
  case partsOfACent(String)
  case notAFlag(String)
  case notAChoice(String, known: [String])
  /// The spreadsheet took a code for a number and rounded it.
  case digitsLost(String)
  case notACode(String, length: Int)
  case notATelephone(String)
}
