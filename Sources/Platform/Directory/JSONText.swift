import HTTP

/// A small JSON object as text, for the audit's before and after.
struct JSONText {
  private var members: [(String, String)] = []

  mutating func member(_ name: String, _ value: String) { members.append((name, value)) }

  var text: String {
    var writer = JSONWriter()
    writer.object { writer in for (name, value) in members { writer.member(name, value) } }
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
