import Platform
import SQL
import Site

/// Accounts from the command line: the first ones, and those of people who are locked out.
extension Terreau {
  static func user(_ options: Options) async throws -> Exit {
    guard options.operands.count == 2 else {
      throw Options.Fault(message: "user takes add, role, withdraw, disable, enable or reset, and an e-mail address")
    }
    let (verb, email): (String, String) = (options.operands[0], options.operands[1])
    let database = try Database(options.database)
    try await App.schema(Doors.all).migrate(database)
    let accounts = Accounts(try await App(database, Doors.all, try settings(options)))
    do {
      switch verb {
      case "add": try await add(email, options, accounts)
      case "role", "withdraw":
        let territory: Territory = try await accounts.territory(try options.needed("--territory"))
        let grant: Grant = try await grant(options, accounts, territory)
        try await accounts.setRole(email, grant, on: territory, withdraw: verb == "withdraw")
        say("\(email): \(grant.kind.rawValue) \(verb == "withdraw" ? "withdrawn" : "given") on \(territory.name).")
      case "disable", "enable":
        try await accounts.setDisabled(verb == "disable", email)
        say("\(email): \(verb)d.")
      case "reset": say("\(email) chooses a password within two hours at:\n\(try await accounts.reset(email))")
      default: throw Options.Fault(message: "user has no « \(verb) »")
      }
      return .fine
    } catch let refusal as Refusal {
      throw Options.Fault(message: refusal.inWords)
    }
  }

  static func territory(_ options: Options) async throws -> Exit {
    guard let slug = options.operands.first else { throw Options.Fault(message: "territory needs a short name") }
    let database = try Database(options.database)
    try await App.schema(Doors.all).migrate(database)
    let accounts = Accounts(try await App(database, Doors.all, try settings(options)))
    do {
      let territory: Territory = try await accounts.openTerritory(slug, named: try options.needed("--name"))
      say(
        "\(territory.name) is open. Its administrator: terreau user add EMAIL --role administrator --territory \(slug)")
      return .fine
    } catch let refusal as Refusal {
      throw Options.Fault(message: refusal.inWords)
    }
  }

  private static func add(_ email: String, _ options: Options, _ accounts: Accounts) async throws {
    var territory: Territory?
    if let slug = options.text("--territory") { territory = try await accounts.territory(slug) }
    let grant: Grant = try await grant(options, accounts, territory)
    guard territory != nil || grant.kind == .operator else { throw Options.Fault(message: "--territory is needed") }
    let link: String? = try await accounts.invite(email, options.text("--name"), grant, on: territory)
    guard let link else { return say("\(email) has an account already: the role was added.") }
    say("\(email) chooses a password within fourteen days at:\n\(link)")
  }

  private static func grant(
    _ options: Options, _ accounts: Accounts, _ territory: Territory?
  ) async throws -> Grant {
    let word: String = try options.needed("--role")
    guard let kind = ActorKind(rawValue: word), kind != .public else {
      let known: [String] = ActorKind.allCases.filter { $0 != .public }.map(\.rawValue)
      throw Options.Fault(message: "--role takes \(known.joined(separator: ", "))")
    }
    if kind == .operator { return Grant(.operator, on: .installation) }
    if let name = options.text("--organisation"), let territory {
      return Grant(kind, on: .organisation, try await accounts.organisation(name, on: territory).number)
    }
    if let slug = options.text("--programme"), let territory {
      return Grant(kind, on: .programme, try await accounts.programme(slug, on: territory).number)
    }
    if kind == .company { throw Options.Fault(message: "a company comes in the name of an --organisation") }
    return Grant(kind, on: .territory)
  }
}
