import HTTP
import Platform
import SQL
import Site

/// The commands that look after the records.
extension Terreau {
  static func migrate(_ options: Options) async throws -> Exit {
    let done: [String] = try await App.schema(Doors.all).migrate(try Database(options.database))
    say(done.isEmpty ? "The database is up to date." : done.joined(separator: "\n"))
    return .fine
  }

  static func backup(_ options: Options) async throws -> Exit {
    guard let path = options.operands.first else { throw Options.Fault(message: "backup needs the file to write") }
    let summary: Archive.Summary = try await Archive(path).backup(try Database(options.database), App.schema(Doors.all))
    say("\(path): \(summary.total) rows in \(summary.rows.count) tables.")
    return .fine
  }

  static func restore(_ options: Options) async throws -> Exit {
    guard let path = options.operands.first else { throw Options.Fault(message: "restore needs the file to read") }
    let summary: Archive.Summary = try await Archive(path)
      .restore(into: try Database(options.database), App.schema(Doors.all))
    say(
      "\(options.database): \(summary.total) rows in \(summary.rows.count) tables restored. Restart the sites that run on it."
    )
    return .fine
  }

  static func check(_ options: Options) async throws -> Exit {
    let database = try Database(options.database)
    var faults: [String] = try await App.schema(Doors.all).faults(database)
    guard faults.isEmpty else {
      say(faults.joined(separator: "\n"))
      return .found
    }
    let chain = try await ChainCheck(database)
    faults += chain.faults
    faults += try await Issued.faults(Doors.all.flatMap(\.issued), database)
    if let anchor = options.text("--anchor"), try await !ChainCheck.holds(anchor, database) {
      faults.append("\(anchor) is no longer part of the journal: its end was cut off, or it was made anew")
    }
    say(faults.isEmpty ? "Nothing wrong." : faults.joined(separator: "\n"))
    say("Journal: \(chain.lines) sealed lines, \(chain.erased) of them with erased values.")
    // To be noted elsewhere: a later check --anchor shows that nothing was cut off since.
    for head in chain.heads { say("  --anchor \(head.territory):\(head.position):\(head.chain)") }
    return faults.isEmpty ? .fine : .found
  }

  static func openAPI() async throws -> Exit {
    let database = try Database(.memory)
    try await App.schema(Doors.all).migrate(database)
    let app = try await App(database, Doors.all, AppSettings())
    var json = JSONWriter()
    app.openAPI(&json)
    say(String(decoding: json.bytes, as: UTF8.self))
    return .fine
  }
}
