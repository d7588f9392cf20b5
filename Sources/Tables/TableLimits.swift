/// How large a table may be. Everything is counted while it is read: what a file says of itself only serves to refuse it
/// sooner.
public struct TableLimits: Sendable {
  /// Of the file.
  public var mostBytes: Int = 200 << 20
  public var mostParts: Int = 5_000
  /// Of one part of a zipped file, and of all together. A sheet of a million lines and twenty columns has so many.
  public var mostUnpacked: Int = 1 << 29
  /// Deflate folds a thousandfold at best, a sheet some tenfold; what is small does no harm.
  public var (mostFolded, leastSuspect): (Int, Int) = (200, 1 << 20)
  /// The texts that the cells of a workbook share are kept in memory.
  public var mostSharedBytes: Int = 128 << 20
  /// Excel admits 32 767 letters.
  public var mostCellBytes: Int = 128 << 10
  public var mostLineBytes: Int = 4 << 20
  public var mostLines: Int = 2_000_000
  /// A cell alone in the last column of a thousand lines would make a thousand lines of empty cells.
  public var mostColumns: Int = 1_000

  public init() {}
}
