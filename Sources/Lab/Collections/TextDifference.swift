/// What one text has that another had not, word by word; by whole paragraphs where too much differs for words to tell.
struct TextDifference: Sendable, Equatable {
  enum Part: Sendable, Equatable {
    case same(String), removed(String), added(String)
  }

  let parts: [Part]

  init(_ before: String, _ after: String) {
    parts =
      TextDifference.compare(Token.words(before), Token.words(after))
      ?? TextDifference.compare(Token.paragraphs(before), Token.paragraphs(after))
      ?? [.removed(before), .added(after)]
  }

  var isEmpty: Bool {
    parts.allSatisfy { if case .same = $0 { true } else { false } }
  }

  /// What is compared, with the space behind it, which is not.
  private struct Token {
    let key: Substring
    let whole: Substring

    static func words(_ text: String) -> [Token] { tokens(text) { $0.isWhitespace } }

    static func paragraphs(_ text: String) -> [Token] { tokens(text) { $0.isNewline } }

    private static func tokens(_ text: String, _ ends: (Character) -> Bool) -> [Token] {
      var tokens: [Token] = []
      var rest: Substring = text[...]
      while !rest.isEmpty {
        let end: String.Index = rest.firstIndex(where: ends) ?? rest.endIndex
        let next: String.Index = rest[end...].firstIndex { !ends($0) } ?? rest.endIndex
        tokens.append(Token(key: rest[..<end], whole: rest[..<next]))
        rest = rest[next...]
      }
      return tokens
    }
  }

  /// How many words may differ before it is no longer a question of words: the time and the room that are needed grow with
  /// its square.
  private static let mostEdits: Int = 1_000

  /// Nil where too much differs.
  private static func compare(_ before: [Token], _ after: [Token]) -> [Part]? {
    var numbers: [Substring: Int32] = [:]
    func number(_ token: Token) -> Int32 {
      if let known = numbers[token.key] { return known }
      let next = Int32(numbers.count)
      numbers[token.key] = next
      return next
    }
    let (old, new): ([Int32], [Int32]) = (before.map(number), after.map(number))
    var start: Int = 0
    while start < min(old.count, new.count), old[start] == new[start] { start += 1 }
    var (oldEnd, newEnd): (Int, Int) = (old.count, new.count)
    while oldEnd > start, newEnd > start, old[oldEnd - 1] == new[newEnd - 1] {
      oldEnd -= 1
      newEnd -= 1
    }
    guard let edits = edits(Array(old[start..<oldEnd]), Array(new[start..<newEnd])) else { return nil }
    var parts = Joined()
    // The last word of a text has no space behind it, and may have one in the other.
    func kept(_ x: Int, _ y: Int) -> Substring {
      before[x].whole.count > after[y].whole.count ? before[x].whole : after[y].whole
    }
    for index in 0..<start { parts.same(kept(index, index)) }
    var (x, y): (Int, Int) = (start, start)
    for edit in edits {
      switch edit {
      case .keep:
        parts.same(kept(x, y))
        x += 1
        y += 1
      case .remove:
        parts.removed(before[x].whole)
        x += 1
      case .add:
        parts.added(after[y].whole)
        y += 1
      }
    }
    for index in 0..<(new.count - newEnd) { parts.same(kept(oldEnd + index, newEnd + index)) }
    return parts.done()
  }

  private enum Edit { case keep, remove, add }

  /// The shortest way from one to the other (Myers, “An O(ND) difference algorithm and its variations”, 1986).
  private static func edits(_ old: [Int32], _ new: [Int32]) -> [Edit]? {
    let (width, height): (Int, Int) = (old.count, new.count)
    let most: Int = min(width + height, mostEdits)
    // How far each diagonal reached, at each number of edits.
    var reached: [[Int32]] = []
    var ends: [Int32] = Array(repeating: 0, count: 2 * most + 3)
    let middle: Int = most + 1
    for count in 0...most {
      for diagonal in stride(from: -count, through: count, by: 2) {
        let down: Bool =
          diagonal == -count || (diagonal != count && ends[middle + diagonal - 1] < ends[middle + diagonal + 1])
        var x: Int = Int(down ? ends[middle + diagonal + 1] : ends[middle + diagonal - 1] + 1)
        var y: Int = x - diagonal
        while x < width, y < height, old[x] == new[y] {
          x += 1
          y += 1
        }
        ends[middle + diagonal] = Int32(x)
        if x >= width, y >= height { return way(back: reached, old.count, new.count) }
      }
      reached.append(Array(ends[(middle - count)...(middle + count)]))
    }
    return nil
  }

  private static func way(back reached: [[Int32]], _ width: Int, _ height: Int) -> [Edit] {
    var edits: [Edit] = []
    var (x, y): (Int, Int) = (width, height)
    for count in stride(from: reached.count, to: 0, by: -1) {
      let ends: [Int32] = reached[count - 1]
      func end(_ diagonal: Int) -> Int {
        let index: Int = diagonal + count - 1
        return ends.indices.contains(index) ? Int(ends[index]) : -1
      }
      let diagonal: Int = x - y
      let down: Bool = diagonal == -count || (diagonal != count && end(diagonal - 1) < end(diagonal + 1))
      let from: Int = down ? diagonal + 1 : diagonal - 1
      let (startX, startY): (Int, Int) = (end(from), end(from) - from)
      while x > startX + (down ? 0 : 1) || y > startY + (down ? 1 : 0) {
        edits.append(.keep)
        x -= 1
        y -= 1
      }
      edits.append(down ? .add : .remove)
      (x, y) = (startX, startY)
    }
    while x > 0 {
      edits.append(.keep)
      x -= 1
    }
    return edits.reversed()
  }

  /// Neighbours of one kind become one part; what is removed stands before what takes its place.
  private struct Joined {
    private var parts: [Part] = []
    private var old: String = ""
    private var new: String = ""
    private var kept: String = ""

    mutating func same(_ text: Substring) {
      settle()
      kept += text
    }

    mutating func removed(_ text: Substring) {
      settleKept()
      old += text
    }

    mutating func added(_ text: Substring) {
      settleKept()
      new += text
    }

    private mutating func settleKept() {
      if !kept.isEmpty { parts.append(.same(kept)) }
      kept = ""
    }

    private mutating func settle() {
      if !old.isEmpty { parts.append(.removed(old)) }
      if !new.isEmpty { parts.append(.added(new)) }
      (old, new) = ("", "")
    }

    mutating func done() -> [Part] {
      settle()
      settleKept()
      return parts
    }
  }
}
