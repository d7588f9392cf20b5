import Platform
import Site

/// A configuration of a megabyte, as nobody has: taken over where there is none, then compared with another.
struct Configuring {
  let configurations: Configurations

  init(_ configurations: Configurations) { self.configurations = configurations }

  struct Found {
    let bytes: Int
    /// From the bytes to the end of the transaction.
    let importing: Double
    /// From the bytes to a configuration that holds together.
    let reading: Double
    /// From two configurations to the last line of what differs.
    let comparing: Double
  }

  /// Ten nomenclatures of as many words as make a megabyte; one word in a hundred has another name in the second.
  private func document(_ mark: String) -> [UInt8] {
    let lists: [String] = (0..<10).map { list in
      let items: [String] = (0..<800).map { item in
        let label: String = item % 100 == 0 ? mark : "Une valeur dont le nom a la longueur d’un nom"
        return #"{"key":"valeur-\#(item)","label":"\#(label) \#(item)","labelEnglish":"A value whose name is long"}"#
      }
      return
        #"{"key":"liste-\#(list)","label":"Liste \#(list)","use":"other","items":[\#(items.joined(separator: ","))]}"#
    }
    return Array(
      """
      {"format":"terreau-programme","formatVersion":1,"programme":{"name":"Mesures"},
      "nomenclatures":[\(lists.joined(separator: ",\n"))]}
      """.utf8)
  }

  func measure() async throws -> Found {
    let (first, second): ([UInt8], [UInt8]) = (document("Ceci"), document("Cela"))
    var (importing, reading, comparing): ([Double], [Double], [Double]) = ([], [], [])
    for turn in 0..<5 {
      importing.append(
        try await microseconds(1) {
          _ = try await configurations.take(try configurations.read(first), into: "mesures-\(turn)")
        })
    }
    for _ in 0..<9 { reading.append(try await microseconds(1) { _ = try configurations.read(first) }) }
    let (old, new) = (try configurations.read(first), try configurations.read(second))
    for _ in 0..<9 {
      comparing.append(
        await microseconds(1) { precondition(old.difference(to: new, App.chapters(Doors.all)).count == 80) })
    }
    return Found(
      bytes: first.count, importing: median(importing), reading: median(reading), comparing: median(comparing))
  }
}
