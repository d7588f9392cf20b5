import HTTP
import SQL

/// A part of what was kept as JSON by ourselves: whatever is not as it should be was damaged.
public struct Kept {
  private let json: JSON
  private let place: String

  public init(_ json: JSON, _ place: String) {
    self.json = json
    self.place = place
  }

  public func damage(_ name: String) -> DatabaseError { DatabaseError(.damaged, "\(place)/\(name) cannot be read") }

  public func optionalString(_ name: String) throws(DatabaseError) -> String? {
    switch json[name] {
    case .null: nil
    case .string(let text): text
    default: throw damage(name)
    }
  }

  public func string(_ name: String) throws(DatabaseError) -> String {
    guard let text = try optionalString(name) else { throw damage(name) }
    return text
  }

  public func optionalDouble(_ name: String) throws(DatabaseError) -> Double? {
    if case .null = json[name] { return nil }
    guard case .number(let digits) = json[name], let number = Double(digits) else { throw damage(name) }
    return number
  }

  public func double(_ name: String) throws(DatabaseError) -> Double {
    guard let number = try optionalDouble(name) else { throw damage(name) }
    return number
  }

  public func int(_ name: String) throws(DatabaseError) -> Int {
    guard let number = json[name]?.int else { throw damage(name) }
    return number
  }

  public func optionalInt(_ name: String) throws(DatabaseError) -> Int? {
    if case .null = json[name] { return nil }
    return try int(name)
  }

  public func strings(_ name: String) throws(DatabaseError) -> [String] {
    guard case .array(let items) = json[name] else { throw damage(name) }
    let texts: [String] = items.compactMap(\.string)
    guard texts.count == items.count else { throw damage(name) }
    return texts
  }

  public func flag(_ name: String) throws(DatabaseError) -> Bool {
    guard case .bool(let flag) = json[name] else { throw damage(name) }
    return flag
  }

  public func day(_ name: String) throws(DatabaseError) -> Day {
    guard let day = Day(iso: try string(name)) else { throw damage(name) }
    return day
  }

  public func optionalDay(_ name: String) throws(DatabaseError) -> Day? {
    if case .null = json[name] { return nil }
    return try day(name)
  }

  public func optionalText(_ name: String) throws(DatabaseError) -> Text? {
    if case .null = json[name] { return nil }
    return try text(name)
  }

  public func text(_ name: String) throws(DatabaseError) -> Text {
    guard let part = try part(name) else { throw damage(name) }
    return try Text(part)
  }

  /// Nil where there is none.
  public func part(_ name: String) throws(DatabaseError) -> Kept? {
    switch json[name] {
    case .null: nil
    case .object(let members): Kept(.object(members), "\(place)/\(name)")
    default: throw damage(name)
    }
  }

  public func list<Item>(_ name: String, _ read: (Kept) throws(DatabaseError) -> Item) throws(DatabaseError) -> [Item] {
    guard case .array(let items) = json[name] else { throw damage(name) }
    var list: [Item] = []
    for (index, item) in items.enumerated() { list.append(try read(Kept(item, "\(place)/\(name)/\(index + 1)"))) }
    return list
  }
}

extension Text {
  public init(_ kept: Kept) throws(DatabaseError) { self.init(fr: try kept.string("fr"), en: try kept.string("en")) }
}

extension JSONWriter {
  public mutating func member(_ name: String, _ text: Text?) {
    member(name, text) { json, text in
      json.member("fr", text(.fr))
      json.member("en", text(.en))
    }
  }

  public mutating func member(_ name: String, _ number: Double?) {
    self.name(name)
    if let number { self.number(number.jsonNumber) } else { null() }
  }

  public mutating func member<Part>(_ name: String, _ part: Part?, _ write: (inout JSONWriter, Part) -> Void) {
    self.name(name)
    if let part { object { write(&$0, part) } } else { null() }
  }

  public mutating func member<Item>(_ name: String, _ items: [Item], _ write: (inout JSONWriter, Item) -> Void) {
    member(name, array: { json in for item in items { json.object { write(&$0, item) } } })
  }
}
