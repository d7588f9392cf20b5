import Glibc
import HTTP
import Platform
import SQL
import Site

extension Terreau {
  static func serve(_ options: Options) async throws -> Exit {
    let database = try Database(options.database)
    try await App.schema(Doors.all).migrate(database)
    let app = try await App(database, Doors.all, try settings(options))
    return try await run(app, options) { port in
      say("Terreau: http://localhost:\(port) — \(options.database)")
    }
  }

  static func demo(_ options: Options) async throws -> Exit {
    let kept: String? = options.text("--database")
    let path: String = kept ?? "\(TemporaryFile.folder)/terreau-demo-\(getpid()).db"
    defer {
      if kept == nil { for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) } }
    }
    let database = try Database(DatabaseAddress(path))
    try await App.schema(Doors.all).migrate(database)
    let settings: AppSettings = try settings(options)
    try await Demonstration.load(try await App(database, Doors.all, settings), Doors.all, Demonstration.Showcase.all)
    let plain = try await App(database, Doors.all, settings)
    let app = try await App(database, Doors.all + [try await DemonstrationDoor(plain)], settings)
    let token: String = try await DemonstrationDoor.token(.agent, on: "grenoble", app) ?? ""
    return try await run(app, options) { port in
      say(
        """
        Terreau, demonstration: http://localhost:\(port)
        Choose who to be:       http://localhost:\(port)/demonstration
        Or sign in:             agente@grenoble.example, password \(Demonstration.password)
                                (also responsable, elu, entreprise, partenaire, habitant, administration, exploitation;
                                also @toulouse.example)
        The API as an agent:    curl -H 'Authorization: Bearer \(token)' http://localhost:\(port)/api/v1/baux
        Ctrl-C stops it; nothing is kept.
        """)
    }
  }

  static func settings(_ options: Options) throws -> AppSettings {
    var settings = AppSettings()
    settings.limits = try options.limits()
    settings.log = try options.log()
    settings.logsRequests = options.logsRequests
    let port: Int = try options.number("--port", 0...65_535) ?? 8_080
    settings.publicAddress = options.text("--public-address") ?? "http://localhost:\(port)"
    if let python = options.text("--python") { settings.python = python }
    settings.postOffice = try options.postOffice()
    settings.smsGateway = try options.smsGateway()
    settings.identityProvider = try options.identityProvider()
    if let sender = try options.sender() { settings.sender = sender }
    return settings
  }

  /// Serves until SIGTERM or SIGINT, then finishes the requests under way.
  private static func run(_ app: App, _ options: Options, _ announce: (Int) -> Void) async throws -> Exit {
    let cores: Int = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    let stop = StopSignal()
    let server = Server(app, limits: app.limits)
    let port: Int = try server.start(
      address: options.text("--address") ?? "127.0.0.1", port: try options.number("--port", 0...65_535) ?? 8_080,
      threads: try options.number("--threads", 1...256) ?? max(2, cores))
    announce(port)
    let keeping: Task<Void, Never> = Task.detached { await app.keepGoing() }
    let working: Task<Void, Never> = Task.detached { await app.keepWorking() }
    stop.wait()
    keeping.cancel()
    working.cancel()
    guard server.stop() else {
      complain("some requests did not finish in time")
      // Their tasks still hold connections: leave without closing under them.
      _exit(Exit.unavailable.rawValue)
    }
    await app.finishLater()
    await keeping.value
    await working.value
    return .fine
  }
}
