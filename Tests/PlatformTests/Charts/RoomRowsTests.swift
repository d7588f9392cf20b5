import Testing

@testable import Platform

@Suite struct RoomRowsTests {
  /// By what is peculiar to them: their areas, in square units.
  static let levels: [(name: String, areas: [Double])] = [
    ("one", [21_504]), ("two that differ", [200, 90_000]), ("forty alike", Array(repeating: 1_900, count: 40)),
    ("a giant among dwarves", (1...41).map { $0 % 20 == 3 ? 110_000 : 150 }),
    ("giants and dwarves by turns", (1...12).map { $0 % 2 == 0 ? 60_000 : 40 }),
    ("growing", (1...60).map { Double($0 * $0) * 3 }),
    ("four hundred", (0..<400).map { Double(300 + $0 * 613 % 571) }), ("none", []),
  ]

  static func random() -> [Double] {
    let size: Double = .random(in: 1...40)
    return (0..<Int.random(in: 1...80)).map { _ in .random(in: 100...300) * (Bool.random() ? 1 : .random(in: 1...size))
    }
  }

  private func rows(_ areas: [Double]) -> RoomRows {
    RoomRows(areas.map { RoomRows.Room(area: $0, named: 60) }, width: Plate.width)
  }

  @Test(arguments: levels.map(\.name))
  func `no room stands on another nor beyond the edges, and each is as large as was asked`(_ name: String) throws {
    check(try #require(Self.levels.first { $0.name == name }).areas)
  }

  @Test func `whatever the areas, rooms keep apart, their areas and their order`() {
    for _ in 0..<200 { check(Self.random()) }
  }

  private func check(_ areas: [Double]) {
    let rows: RoomRows = rows(areas)
    #expect(rows.boxes.count == areas.count)
    for (index, box) in rows.boxes.enumerated() {
      #expect(abs(box.width * box.height / areas[index] - 1) < 1e-9, "\(areas[index]): \(box)")
      #expect(max(box.width / box.height, box.height / box.width) <= RoomRows.longest * 1.001, "\(box)")
      #expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= Plate.width + 0.001, "\(box)")
      #expect(box.y + box.height <= rows.height + 0.001, "\(box) of \(rows.height)")
      // What two neighbours share is a line, which rounding may make a hair.
      let inner = Box(x: box.x, y: box.y, width: box.width - 1e-6, height: box.height - 1e-6)
      #expect(
        !rows.boxes.indices.contains { $0 != index && inner.overlaps(rows.boxes[$0]) && rows.boxes[$0].isAfter(box) })
      guard index > 0 else { continue }
      let before: Box = rows.boxes[index - 1]
      let isNext: Bool = box.y == before.y && abs(box.x - before.x - before.width) < 1e-6
      let isBelow: Bool = box.x == 0 && box.y >= before.y + before.height
      #expect(isNext || isBelow, "\(before), then \(box)")
    }
  }

  @Test(arguments: ["forty alike", "growing", "four hundred"])
  func `rooms fill their level`(_ name: String) throws {
    let areas: [Double] = try #require(Self.levels.first { $0.name == name }).areas
    let filled: Double = areas.reduce(0, +) / (rows(areas).height * Plate.width)
    #expect(filled > 0.9, "\(filled)")
  }

  @Test func `rows are broken so that names can be written`() {
    let areas: [Double] = Array(repeating: 1_900, count: 8)
    let named: [Box] = RoomRows(areas.map { .init(area: $0, named: 64) }, width: Plate.width).boxes
    #expect(named.allSatisfy { $0.width >= 64 && $0.height >= RoomRows.leastNamed }, "\(named)")
    let nameless: [Box] = RoomRows(areas.map { .init(area: $0, named: 0) }, width: Plate.width).boxes
    #expect(nameless[0].width < 64, "what needs no name is nearer to a square: \(nameless)")
  }
}

extension Box {
  fileprivate func isAfter(_ other: Box) -> Bool { (y, x) > (other.y, other.x) }
}
