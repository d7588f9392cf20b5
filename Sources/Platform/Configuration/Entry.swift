/// What a programme is configured with: chapter by chapter, entries in their order.
public struct Configuration: Sendable {
  var chapters: [String: [Entry]] = [:]

  public subscript(_ chapter: String) -> [Entry] {
    get { chapters[chapter] ?? [] }
    set { chapters[chapter] = newValue }
  }

  var isEmpty: Bool { chapters.values.allSatisfy(\.isEmpty) }
}

/// One entry, by a key that never changes. Values are in the spelling of their fields.
public struct Entry: Sendable {
  public let key: String
  var values: [String: String] = [:]
  public var isArchived: Bool = false
  public var parts: [String: [Entry]] = [:]
  /// The row that keeps it, where it is kept already.
  var id: Int64 = 0
  var version: Int = 0

  init(_ key: String) { self.key = key }

  public subscript(_ setting: String) -> String? { values[setting] }

  public func int(_ setting: String) -> Int? { values[setting].flatMap { Int($0) } }

  /// The same but for what hangs from it.
  func says(_ other: Entry) -> Bool { values == other.values && isArchived == other.isArchived }

  /// `tenant-categories`, as keys are written.
  static func isKey(_ text: String) -> Bool { Territory.isSlug(text) && text.utf8.count <= 60 && text != "nouveau" }

  /// A key made of a name: « Entreprises d’insertion » gives `entreprises-d-insertion`.
  static func key(of name: String) -> String {
    var key: String = ""
    for scalar in name.lowercased().unicodeScalars {
      let letters: String = scalar.isASCII ? String(scalar) : sortKey(String(scalar))
      let isWord: Bool = !letters.isEmpty && letters.utf8.allSatisfy { isWordByte($0) }
      if isWord { key += letters } else if key.last != "-", !key.isEmpty, !scalar.properties.isDiacritic { key += "-" }
    }
    while key.last == "-" { key.removeLast() }
    return String(key.prefix(60))
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
  }
}
