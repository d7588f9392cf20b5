import Glibc
import Platform
import SQL
import Site

/// Configurations on the command line: what is exported here is taken over there.
extension Terreau {
  static func programme(_ options: Options) async throws -> Exit {
    var operands: ArraySlice<String> = options.operands[...]
    switch operands.popFirst() {
    case "validate": return try await validate(operands, options)
    case "diff" where operands.count == 2 && operands.allSatisfy(isFile):
      return try await difference(ofFiles: Array(operands))
    case "list": return try await withConfigurations(options, list)
    case "export": return try await withConfigurations(options) { try await export($0, operands) }
    case "import": return try await withConfigurations(options) { try await take($0, operands, options) }
    case "diff": return try await withConfigurations(options) { try await difference($0, operands) }
    case "new": return try await withConfigurations(options) { try await open($0, operands, options) }
    default:
      throw Options.Fault(message: "programme takes list, export, import, validate, diff or new")
    }
  }

  private static func list(_ configurations: Configurations) async throws -> Exit {
    for programme in try await configurations.all() { say("\(programme.slug)\t\(programme.name)") }
    return .fine
  }

  private static func export(_ configurations: Configurations, _ operands: ArraySlice<String>) async throws -> Exit {
    guard let slug = operands.first else { throw Options.Fault(message: "export needs a programme’s short name") }
    let bytes: [UInt8] = try await configurations.export(slug)
    // The document alone, to the byte: it can be sent to a file, or signed.
    bytes.withUnsafeBytes { buffer in
      var rest: UnsafeRawBufferPointer = buffer
      while !rest.isEmpty {
        let count: Int = write(1, rest.baseAddress, rest.count)
        guard count > 0 else { return }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
    return .fine
  }

  /// `import FILE --programme SLUG`: says what changes, line by line, as it is changed.
  private static func take(
    _ configurations: Configurations, _ operands: ArraySlice<String>, _ options: Options
  ) async throws -> Exit {
    guard let path = operands.first else { throw Options.Fault(message: "import needs the file to read") }
    let slug: String = try options.needed("--programme")
    let lines: [String] = try await configurations.take(
      try configurations.read(try contents(of: path)), into: slug, named: options.text("--name"))
    say(lines.isEmpty ? "\(slug): nothing to change." : lines.joined(separator: "\n"))
    return .fine
  }

  private static func difference(_ configurations: Configurations, _ operands: ArraySlice<String>) async throws -> Exit
  {
    guard operands.count == 2, let slug = operands.first, let path = operands.last else {
      throw Options.Fault(message: "diff needs a programme’s short name and a file, or two files")
    }
    return told(
      try await configurations.difference(of: slug, to: try configurations.read(try contents(of: path))))
  }

  private static func difference(ofFiles paths: [String]) async throws -> Exit {
    let (first, second) = (try contents(of: paths[0]), try contents(of: paths[1]))
    return try refusing {
      let chapters: [Chapter] = App.chapters(Doors.all)
      let old = try ConfigurationDocument(first, chapters)
      return told(old.difference(to: try ConfigurationDocument(second, chapters), chapters))
    }
  }

  /// Like `diff`: 1 says that there is a difference.
  private static func told(_ lines: [String]) -> Exit {
    guard !lines.isEmpty else { return .fine }
    say(lines.joined(separator: "\n"))
    return .found
  }

  private static func validate(_ operands: ArraySlice<String>, _ options: Options) async throws -> Exit {
    guard let path = operands.first else { throw Options.Fault(message: "validate needs the file to read") }
    let bytes: [UInt8] = try contents(of: path)
    return try refusing {
      let document = try ConfigurationDocument(bytes, App.chapters(Doors.all))
      say("\(path): « \(document.name) » can be taken over.")
      return .fine
    }
  }

  private static func open(
    _ configurations: Configurations, _ operands: ArraySlice<String>, _ options: Options
  ) async throws -> Exit {
    guard let slug = operands.first else { throw Options.Fault(message: "new needs a short name") }
    let programme: Programme = try await configurations.open(slug, named: try options.needed("--name"))
    say("\(programme.path): \(programme.name)")
    return .fine
  }

  private static func withConfigurations(
    _ options: Options, _ body: (Configurations) async throws -> Exit
  ) async throws -> Exit {
    let database = try Database(options.database)
    try await App.schema(Doors.all).migrate(database)
    let app = try await App(database, Doors.all, AppSettings())
    do {
      let territory: Territory = try await Accounts(app).territory(try options.needed("--territory"))
      let actor = Actor("Ligne de commande", territory: territory.id, [Grant(.manager, on: .territory)])
      return try await body(Configurations(app, Scope(database, actor, at: .now)))
    } catch let refusal as Refusal {
      complain(refusal.lines.joined(separator: "\n  "))
      return .damaged
    }
  }

  private static func refusing(_ body: () throws -> Exit) throws -> Exit {
    do { return try body() } catch let refusal as Refusal {
      complain(refusal.lines.joined(separator: "\n  "))
      return .damaged
    }
  }

  private static func isFile(_ path: String) -> Bool { access(path, R_OK) == 0 }

  static func contents(of path: String, most: Int = ConfigurationDocument.mostBytes) throws -> [UInt8] {
    guard let file = fopen(path, "r") else {
      throw Options.Fault(message: "\(path) cannot be read: \(String(cString: strerror(errno)))")
    }
    defer { fclose(file) }
    // One byte more than is ever accepted is enough to refuse it.
    var bytes: [UInt8] = []
    var part: [UInt8] = Array(repeating: 0, count: 1 << 16)
    while bytes.count <= most {
      let count: Int = fread(&part, 1, part.count, file)
      guard count > 0 else { break }
      bytes += part[..<count]
    }
    return bytes
  }
}
