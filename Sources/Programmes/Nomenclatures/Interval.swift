import Platform

/// A size class: from its lower bound, which belongs to it, to its upper one, which does not. Without a bound it goes on.
struct Interval: Equatable, Sendable {
  let lower: Int?
  let upper: Int?

  init?(_ item: Entry) {
    lower = item.int("lower")
    upper = item.int("upper")
    if lower == nil, upper == nil { return nil }
  }

  init(_ lower: Int?, _ upper: Int?) {
    self.lower = lower
    self.upper = upper
  }

  func contains(_ size: Int) -> Bool { (lower.map { $0 <= size } ?? true) && (upper.map { size < $0 } ?? true) }

  func overlaps(_ other: Interval) -> Bool {
    (upper ?? .max) > (other.lower ?? .min) && (other.upper ?? .max) > (lower ?? .min)
  }

  static func faults(_ nomenclature: Entry) -> [ConfigurationFault] {
    let classes: [(key: String, interval: Interval)] = nomenclature.items.filter { !$0.isArchived }
      .compactMap { item in Interval(item).map { (item.key, $0) } }
      .sorted { ($0.interval.lower ?? .min) < ($1.interval.lower ?? .min) }
    var faults: [ConfigurationFault] = classes.compactMap { key, interval in
      guard let lower = interval.lower, let upper = interval.upper, lower >= upper else { return nil }
      return ConfigurationFault("items/\(key)/upper", .emptyClass)
    }
    for (first, second) in zip(classes, classes.dropFirst()) where first.interval.overlaps(second.interval) {
      faults.append(ConfigurationFault("items/\(second.key)/lower", .classesOverlap(first.key)))
    }
    return faults
  }
}

extension Text {
  static let emptyClass = Text(
    fr: "Cette tranche est vide : sa fin vient avant son début.", en: "This class is empty: it ends before it begins.")

  static func classesOverlap(_ key: String) -> Text {
    Text(fr: "Cette tranche recouvre « \(key) ».", en: "This class overlaps “\(key)”.")
  }
}
