import Glibc

/// Rooms side by side in rows, in the order given: who looks for the third finds it between the second and the fourth.
/// Each is exactly as large as it was asked to be, and no more than three times as long as it is wide. Where a dwarf
/// stands beside a giant the row has a blank, which reads more easily than a sliver.
struct RoomRows {
  struct Room: Sendable {
    let area: Double
    /// How wide it must be for its name to be written in it.
    let named: Double
  }

  let boxes: [Box]
  let height: Double

  static let longest: Double = 3
  /// Below, no name is written.
  static let leastNamed: Double = 20
  private static let mostUpright: Double = -log(longest)
  /// A little wider than high: names go from left to right.
  private static let wished: Double = log(1.35)

  init(_ rooms: [Room], width: Double) {
    var boxes: [Box] = []
    boxes.reserveCapacity(rooms.count)
    var y: Double = 0
    for row in Self.rows(rooms, width) {
      var x: Double = 0
      for room in rooms[row.rooms] {
        let height: Double = row.height(of: room)
        boxes.append(Box(x: x, y: y, width: room.area / height, height: height))
        x += room.area / height
      }
      // From whole unit to whole unit: lines are sharper, and half as long to write.
      y += row.height.rounded(.up)
    }
    self.boxes = boxes
    height = y
  }

  /// The rows that cost least together. A row's cost does not depend on the others', so that the best way to any room
  /// goes on from the best way to one before it.
  private static func rows(_ rooms: [Room], _ width: Double) -> [Row] {
    let mean: Double = rooms.reduce(0) { $0 + $1.area } / Double(max(rooms.count, 1))
    let logs: [Double] = rooms.map { log($0.area) }
    let narrowest: [Double] = rooms.map { ($0.area / longest).squareRoot() }
    var least: [Double] = Array(repeating: .infinity, count: rooms.count + 1)
    var last: [Row] = Array(repeating: Row(rooms: 0..<0, height: 0), count: rooms.count + 1)
    least[0] = 0
    for start in rooms.indices {
      var (sum, most, taken): (Double, Double, Double) = (0, 0, 0)
      for end in rooms.indices[start...] {
        sum += rooms[end].area
        most = max(most, rooms[end].area)
        taken += narrowest[end]
        guard end == start || taken <= width else { break }
        let row = Row(start..<end + 1, sum, most, rooms, width)
        let cost: Double = least[start] + row.cost(rooms, logs) + (row.height * width - sum) / mean * 2
        // Of two ways that cost the same, the one that ends with the shorter row.
        guard cost <= least[end + 1] + 1e-9 else { continue }
        least[end + 1] = cost
        last[end + 1] = row
      }
    }
    var rows: [Row] = []
    var end: Int = rooms.count
    while end > 0 {
      rows.append(last[end])
      end = last[end].rooms.lowerBound
    }
    return rows.reversed()
  }

  private struct Row {
    let rooms: Range<Int>
    let height: Double

    init(rooms: Range<Int>, height: Double) {
      self.rooms = rooms
      self.height = height
    }

    /// As high as fills the width, unless a room would be too flat.
    init(_ range: Range<Int>, _ sum: Double, _ most: Double, _ rooms: [Room], _ width: Double) {
      var height: Double = max(sum / width, (most / longest).squareRoot())
      // Those that would be too narrow are lower than the row; what they take of its width, the others lack.
      while range.count > 1 {
        var (taken, rest): (Double, Double) = (0, 0)
        for room in rooms[range] {
          if room.area * longest < height * height {
            taken += (room.area / longest).squareRoot()
          } else {
            rest += room.area
          }
        }
        guard taken > 0, rest > 0, rest / (width - taken) > height * (1 + 1e-9) else { break }
        height = rest / (width - taken)
      }
      self.rooms = range
      self.height = range.count > 1 ? min(height, (most * longest).squareRoot()) : height
    }

    func height(of room: Room) -> Double {
      rooms.count > 1 ? min(height, (room.area * longest).squareRoot()) : height
    }

    /// How far from the shape that suits a room, and how many names cannot be written.
    func cost(_ all: [Room], _ logs: [Double]) -> Double {
      let own: Double = 2 * log(height)
      var cost: Double = 0
      for index in rooms {
        let room: Room = all[index]
        let shape: Double = max(logs[index] - own, mostUpright) - wished
        cost += shape * shape
        if height < leastNamed || room.area < room.named * height { cost += 1 }
      }
      return cost
    }
  }
}
