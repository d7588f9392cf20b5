import Platform
import SQL
import Site

/// Public referentials on the command line: `terreau referential load communes.csv epci.json …`
extension Terreau {
  static func referential(_ options: Options) async throws -> Exit {
    guard options.operands.first == "load", options.operands.count > 1 else {
      throw Options.Fault(message: "referential takes load and the files to read")
    }
    let database = try Database(options.database)
    try await App.schema(Doors.all).migrate(database)
    for path in options.operands.dropFirst() {
      let bytes: [UInt8] = try contents(of: path, most: 64 << 20)
      let file: ReferentialFile
      do throws(ReferentialFile.Fault) { file = try ReferentialFile(bytes) } catch {
        complain("\(path): \(error.inWords)")
        return .damaged
      }
      for (kind, count) in try await file.load(database) { say("\(kind(.fr)) : \(count)") }
    }
    return .fine
  }
}
