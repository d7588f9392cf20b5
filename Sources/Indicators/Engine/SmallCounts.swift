import Platform

/// Who is few is recognised: counts of people under five are hidden, and with them as many others as it takes for nobody to
/// find them by subtraction.
enum SmallCounts {
  static let least: Int = 5

  /// Which cells of a breakdown are not shown, whose sum is known.
  static func hidden(_ counts: [Int]) -> Set<Int> {
    var hidden: Set<Int> = Set(counts.indices.filter { counts[$0] > 0 && counts[$0] < least })
    guard !hidden.isEmpty else { return [] }
    // Alone, or few together, they are what the total lacks.
    let others: [Int] = counts.indices.filter { !hidden.contains($0) && counts[$0] > 0 }.sorted {
      counts[$0] < counts[$1]
    }
    for index in others {
      let missing: Int = hidden.reduce(0) { $0 + counts[$1] }
      if hidden.count > 1, missing >= least { break }
      hidden.insert(index)
    }
    return hidden
  }
}
