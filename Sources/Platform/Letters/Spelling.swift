/// The name that somebody probably meant.
enum Spelling {
  /// Nil where nothing is near: a wrong guess is worse than none.
  static func nearest(to name: String, among known: [String]) -> String? {
    let wanted: [UInt8] = Array(FieldMark.key(name).utf8)
    // Beyond the length of any name of ours nothing is near.
    guard (1...60).contains(wanted.count) else { return nil }
    let ranked: [(name: String, distance: Int)] = known.map {
      ($0, distance(wanted, Array(FieldMark.key($0).utf8)))
    }
    guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance <= max(1, wanted.count / 3) ? best.name : nil
  }

  /// How many letters have to be put in, taken out, changed or swapped with their neighbour.
  static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var (before, above): ([Int], [Int]) = ([], Array(0...right.count))
    for (row, letter) in left.enumerated() {
      var line: [Int] = [row + 1]
      for (column, other) in right.enumerated() {
        var best: Int = min(above[column + 1] + 1, line[column] + 1, above[column] + (letter == other ? 0 : 1))
        if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
          best = min(best, before[column - 1] + 1)
        }
        line.append(best)
      }
      (before, above) = (above, line)
    }
    return above[right.count]
  }
}
