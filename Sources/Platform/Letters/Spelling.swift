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

  /// Whether they are one word but for so many letters. Most of what is compared is not, and costs little.
  static func areNear(_ left: String, _ right: String, by most: Int) -> Bool {
    let (left, right): ([UInt8], [UInt8]) = (Array(left.utf8), Array(right.utf8))
    return abs(left.count - right.count) <= most && distance(left, right, upTo: most) <= most
  }

  /// How many letters have to be put in, taken out, changed or swapped with their neighbour. Beyond `most`, that it is more
  /// is all that is found out.
  private static func distance(_ left: [UInt8], _ right: [UInt8], upTo most: Int = 255) -> Int {
    var above: [Int] = Array(0...right.count)
    var (before, line): ([Int], [Int]) = (above, above)
    var leastAbove: Int = 0
    for (row, letter) in left.enumerated() {
      line[0] = row + 1
      var least: Int = line[0]
      for (column, other) in right.enumerated() {
        var best: Int = min(above[column + 1] + 1, line[column] + 1, above[column] + (letter == other ? 0 : 1))
        if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
          best = min(best, before[column - 1] + 1)
        }
        line[column + 1] = best
        least = min(least, best)
      }
      // A line below holds no less than this one, or one more than that above, where two letters change places.
      guard min(least, leastAbove + 1) <= most else { return most + 1 }
      (before, above, line) = (above, line, before)
      leastAbove = least
    }
    return above[right.count]
  }
}
