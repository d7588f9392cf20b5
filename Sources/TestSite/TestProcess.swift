import Glibc
import HTTP
import SQL
import Synchronization

/// The program as a process of its own.
public struct TestProcess: Sendable {
  public let id: pid_t
  /// The API key of the demonstration's agent, read from what the program printed.
  public let token: String

  public struct CannotStart: Error {
    public let output: String
  }

  /// A database that a process of its own can open, gone afterwards.
  public static func withDatabase(_ dialect: Dialect, _ body: (String) async throws -> Void) async throws {
    try await TestDatabase.with(dialect, onDisk: true) { database in
      switch database.address {
      case .memory: preconditionFailure("a database in memory belongs to one process")
      case .file(let path): try await body(path)
      case .postgres(let address): try await body(address)
      }
    }
  }

  public static func demo(_ database: String) async throws -> (TestProcess, port: Int) {
    try await start(["demo", "--database", database, "--port", "0", "--rate", "0"])
  }

  /// Starts a server and waits until it has said where it listens.
  public static func start(_ arguments: [String]) async throws -> (TestProcess, port: Int) {
    let (id, output) = try spawn(arguments)
    return try await RawClient.waiting {
      var text: String = ""
      var room: [UInt8] = Array(repeating: 0, count: 4_096)
      while port(in: text) == nil || (arguments[0] == "demo" && !text.contains("Ctrl-C")) {
        let count: Int = read(output, &room, room.count)
        guard count > 0 else { throw CannotStart(output: text) }
        text += String(decoding: room[..<count], as: UTF8.self)
      }
      let token: Substring = text.split(separator: "Bearer ").dropFirst().first?.prefix { $0 != "'" } ?? ""
      return (TestProcess(id: id, token: String(token)), port(in: text) ?? 0)
    }
  }

  /// Runs a command to its end.
  public static func run(_ arguments: [String]) async throws -> (code: Int32, output: String) {
    try await run(program, arguments)
  }

  /// Runs another program to its end; it is looked for like a command.
  public static func run(
    _ program: String, _ arguments: [String]
  ) async throws -> (code: Int32, output: String) {
    let (id, output) = try spawn(arguments, of: program)
    return try await RawClient.waiting {
      var text: [UInt8] = []
      var room: [UInt8] = Array(repeating: 0, count: 4_096)
      while case let count = read(output, &room, room.count), count > 0 { text.append(contentsOf: room[..<count]) }
      close(output)
      return (wait(id), String(decoding: text, as: UTF8.self))
    }
  }

  /// A server of somebody else's, which says in its first line where it is and ends with its input.
  static func serving<T: Sendable>(
    _ arguments: [String], of program: String, body: (String) async throws -> T
  ) async throws -> T {
    let (read, write): (Int32, Int32) = try pipe()
    let (id, output): (pid_t, Int32) = try spawn(arguments, of: program, input: read)
    close(read)
    let result: Result<T, any Error>
    do {
      result = .success(try await body(try await firstLine(output)))
    } catch {
      result = .failure(error)
    }
    close(write)
    _ = await TestProcess(id: id, token: "").exitCode()
    close(output)
    return try result.get()
  }

  private static func firstLine(_ output: Int32) async throws -> String {
    try await RawClient.waiting {
      var said: [UInt8] = []
      var room: [UInt8] = Array(repeating: 0, count: 4_096)
      while said.last != 0x0A, case let count = read(output, &room, room.count), count > 0 { said += room[..<count] }
      return String(decoding: said, as: UTF8.self)
    }
  }

  public func signal(_ number: Int32) { kill(id, number) }

  public func exitCode() async -> Int32 { (try? await RawClient.waiting { TestProcess.wait(id) }) ?? -1 }

  static func wait(_ id: pid_t) -> Int32 {
    var status: Int32 = 0
    waitpid(id, &status, 0)
    // WIFEXITED and WEXITSTATUS are macros.
    return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
  }

  private static func port(in text: String) -> Int? {
    guard let found = text.split(separator: "http://localhost:").dropFirst().first else { return nil }
    return Int(found.prefix { $0.isNumber })
  }

  /// The program stands beside the tests' own bundle.
  private static var program: String {
    var path: [CChar] = Array(repeating: 0, count: 4_096)
    let count: Int = readlink("/proc/self/exe", &path, path.count - 1)
    let own = String(decoding: path[..<max(0, count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let bundle: String? = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
    for place in [bundle, own].compactMap({ $0 }) {
      let folder: Substring = place[..<(place.lastIndex(of: "/") ?? place.startIndex)]
      if access("\(folder)/terreau", X_OK) == 0 { return "\(folder)/terreau" }
    }
    return ".build/debug/terreau"
  }

  /// Starts the program, or another one, which is looked for like a command. Its `input` is ours if none is given.
  static func spawn(
    _ arguments: [String], of program: String = program, input: Int32? = nil
  ) throws -> (pid_t, output: Int32) {
    let (read, write): (Int32, Int32) = try pipe()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input { posix_spawn_file_actions_adddup2(&actions, input, 0) }
    posix_spawn_file_actions_adddup2(&actions, write, 1)
    posix_spawn_file_actions_adddup2(&actions, write, 2)
    var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var id: pid_t = 0
    let code: Int32 = starting.withLock { _ in posix_spawnp(&id, program, &actions, nil, &words, environ) }
    close(write)
    guard code == 0 else { throw CannotStart(output: "\(program): \(String(cString: strerror(code)))") }
    return (id, read)
  }

  /// Two ends that no other process holds open, not even one that is started meanwhile.
  static func pipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    try starting.withLock { _ in
      guard Glibc.pipe(&ends) == 0 else { throw CannotStart(output: "pipe") }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }
    return (ends[0], ends[1])
  }

  private static let starting = Mutex(())
}
