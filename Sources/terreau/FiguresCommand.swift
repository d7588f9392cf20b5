import HTTP
import Indicators
import Platform
import SQL
import Site

/// Published figures against computed ones on the command line.
extension Terreau {
  static func figures(_ options: Options) async throws -> Exit {
    let database = try Database(options.database)
    try await App.schema(Doors.all).migrate(database)
    let app = try await App(database, Doors.all, AppSettings())
    var territories: [Territory] = try await Territory.all(database)
    if let slug = options.text("--territory") {
      do { territories = [try await Accounts(app).territory(slug)] } catch let refusal as Refusal {
        complain(refusal.inWords)
        return .usage
      }
    }
    var ledgers: [FiguresLedger] = []
    for territory in territories {
      let actor = Actor("Ligne de commande", territory: territory.id, [Grant(.manager, on: .territory)])
      ledgers += try await FiguresLedger.all(app, Scope(database, actor, at: .now), only: options.text("--programme"))
    }
    if let slug = options.text("--programme"), ledgers.isEmpty {
      complain("no programme is called « \(slug) »")
      return .usage
    }
    if options.has("--json") {
      var json = JSONWriter(indented: true)
      json.object { json in
        json.member("items", array: { json in for ledger in ledgers { ledger.writeItems(&json) } })
        json.member("checks", array: { json in for ledger in ledgers { ledger.writeChecks(&json) } })
      }
      say(String(decoding: json.bytes, as: UTF8.self))
    } else {
      for ledger in ledgers { for line in ledger.lines { say(line) } }
    }
    return .fine
  }
}
