import Platform
import SQL

/// A formula is edited part by part. Where one stands is told by the places of those it is in: `[1, 0]` is the first part
/// of the second.
extension Formula {
  /// What nobody has chosen yet. It is a formula like any other, so that what is half built can be kept and shown, and it
  /// counts nothing.
  static let toChoose = Formula.measure(FactMeasure(.count, FactMeasure.toChoose))

  var isToChoose: Bool {
    switch self {
    case .measure(let measure): measure.fact == FactMeasure.toChoose
    case .indicator(let key): key == FactMeasure.toChoose
    default: false
    }
  }

  func part(at path: [Int]) -> Formula? {
    guard let first = path.first else { return self }
    return parts.indices.contains(first) ? parts[first].part(at: Array(path.dropFirst())) : nil
  }

  func replacing(_ path: [Int], with new: Formula) -> Formula {
    guard let first = path.first else { return new }
    var parts: [Formula] = parts
    guard parts.indices.contains(first) else { return self }
    parts[first] = parts[first].replacing(Array(path.dropFirst()), with: new)
    return with(parts)
  }

  /// The same operation on other parts.
  func with(_ parts: [Formula]) -> Formula {
    switch self {
    case .measure, .number, .indicator: self
    case .ratio: .ratio(parts[0], parts[1])
    case .difference: .difference(parts[0], parts[1])
    case .total: .total(parts)
    case .growth: .growth(parts[0])
    case .cumulative: .cumulative(parts[0])
    case .run(_, let atLeast, let atMost, let step): .run(parts[0], atLeast: atLeast, atMost: atMost, step)
    }
  }

  /// The first part that is still to be chosen.
  var firstToChoose: [Int]? {
    if isToChoose { return [] }
    for (place, part) in parts.enumerated() {
      if let inside = part.firstToChoose { return [place] + inside }
    }
    return nil
  }

  /// As faults and addresses have it: `ratio/2/growth`.
  func place(of path: [Int]) -> String {
    guard let first = path.first, parts.indices.contains(first) else { return "" }
    let here: String = isNumbered ? "\(kind.member)/\(first + 1)" : kind.member
    let rest: String = parts[first].place(of: Array(path.dropFirst()))
    return rest.isEmpty ? here : "\(here)/\(rest)"
  }

  /// The part that a place leads to, or the nearest around it: faults name what is inside parts too.
  func path(to place: String) -> [Int] { path(place.split(separator: "/")[...]) }

  private func path(_ words: ArraySlice<Substring>) -> [Int] {
    guard words.first.map(String.init) == kind.member else { return [] }
    var rest: ArraySlice<Substring> = words.dropFirst()
    let place: Int
    if isNumbered {
      guard let number = rest.popFirst().flatMap({ Int($0) }) else { return [] }
      place = number - 1
    } else {
      place = 0
    }
    guard parts.indices.contains(place) else { return [] }
    return [place] + parts[place].path(rest)
  }

  private var isNumbered: Bool {
    switch self {
    case .ratio, .difference, .total: true
    default: false
    }
  }
}

extension FactMeasure {
  /// Stands where a relation or an indicator is still to be chosen.
  static let toChoose: String = "?"
}

extension FactMeasure.Operation {
  /// Whether it makes sense of a column.
  func takes(_ column: FactColumn) -> Bool {
    switch (self, column.kind) {
    case (.distinct, .key), (.distinct, .word), (.distinct, .municipality): true
    case (.minimum, .day), (.maximum, .day): true
    case (.sum, .quantity(.year)): false
    case (.sum, .quantity), (.mean, .quantity), (.median, .quantity), (.minimum, .quantity), (.maximum, .quantity),
      (.timeWeighted, .quantity):
      true
    default: false
    }
  }
}
