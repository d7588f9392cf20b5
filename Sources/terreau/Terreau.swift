import Glibc
import HTTP
import Platform
import SQL
import Site

/// How a command ended, as the shell sees it (sysexits.h).
enum Exit: Int32 {
  case fine = 0
  /// `check` found something.
  case found = 1
  case usage = 64
  case damaged = 65
  case unavailable = 69
  case broken = 70
  case full = 74
}

enum Terreau {
  static let commands: [(name: String, help: String)] = [
    ("serve", "starts the site on its database"),
    ("demo", "starts a demonstration with invented records, in a database of its own that goes when it stops"),
    ("migrate", "brings the database up to date (serve does it too)"),
    ("user VERB EMAIL", "accounts: add, role, withdraw, disable, enable, reset (--territory, --role, --name)"),
    ("territory SLUG", "opens a territory (--name)"),
    (
      "programme VERB …",
      "configurations: list, export SLUG, import FILE (--programme, --name), validate FILE, diff SLUG|FILE FILE, new SLUG (--name)"
    ),
    (
      "referential load …",
      "reads what is public: communes, departments, regions, intercommunalities, NAF, ROME, data·inclusion"
    ),
    ("figures", "what documents published against what the records say (--programme, --territory, --json)"),
    ("backup FILE", "saves everything to one file while the site goes on"),
    ("restore FILE", "replaces everything with what a backup holds, after having proved it sound"),
    ("check", "looks for damage in the database and for tampering in the sealed journal"),
    ("openapi", "prints the description of the API"),
  ]

  static func run(_ arguments: [String]) async -> Exit {
    guard let command = arguments.first, command != "--help", command != "-h", command != "help" else {
      say(help)
      return arguments.isEmpty ? .usage : .fine
    }
    do {
      let options = try Options(Array(arguments.dropFirst()))
      if options.wantsHelp {
        say(help)
        return .fine
      }
      switch command {
      case "serve": return try await serve(options)
      case "demo": return try await demo(options)
      case "migrate": return try await migrate(options)
      case "user": return try await user(options)
      case "territory": return try await territory(options)
      case "programme": return try await programme(options)
      case "referential": return try await referential(options)
      case "figures": return try await figures(options)
      case "backup": return try await backup(options)
      case "restore": return try await restore(options)
      case "check": return try await check(options)
      case "openapi": return try await openAPI()
      default: throw Options.Fault(message: "unknown command « \(command) »")
      }
    } catch let fault as Options.Fault {
      complain("\(fault.message); see terreau --help")
      return .usage
    } catch let error as DatabaseError {
      complain(error.message)
      return exit(for: error)
    } catch let error as Server.CannotListen {
      complain("cannot listen on \(error.reason)")
      return .unavailable
    } catch {
      complain("\(error)")
      return .broken
    }
  }

  private static func exit(for error: DatabaseError) -> Exit {
    switch error.kind {
    case .damaged, .readOnly: .damaged
    case .full: .full
    case .busy, .unreachable, .uncertain, .conflict: .unavailable
    default: .broken
    }
  }

  private static var help: String {
    let commands: [String] = commands.map { name, help in "  \(pad(name, 16)) \(help)" }
    let options: [String] = Options.known.map { option in
      "  \(pad(option.name, 18)) \(pad(option.variable, 24)) \(option.help)"
    }
    let flags: [String] = Options.flags.map { "  \(pad($0.name, 18)) \(pad("", 24)) \($0.help)" }
    return """
      terreau COMMAND [OPTIONS]

      Commands
      \(commands.joined(separator: "\n"))

      Options, and the variables that stand for them
      \((options + flags).joined(separator: "\n"))

      Exit codes: 0 fine, 1 check found damage, 64 wrong usage, 65 damaged or newer data, 69 database or port out of
      reach, 70 a bug, 74 disk full.
      """
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  static func say(_ text: String) {
    print(text)
    fflush(nil)
  }

  static func complain(_ text: String) {
    let line: [UInt8] = Array("terreau: \(text)\n".utf8)
    _ = line.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
  }
}
