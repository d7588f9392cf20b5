/// Gives the lines of a table that hold something, in order.
protocol LineSource: AnyObject {
  func next() throws(TableFault) -> TableRow?
  /// Whether each line is written to its last column, empty cells included.
  var keepsEmptyCells: Bool { get }
  /// The ranges of cells shown as one, `A2:A5`, known once everything was read: only the first holds their value.
  var merged: [String] { get }
}
