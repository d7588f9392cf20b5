import Glibc

/// WeasyPrint in a process of its own, spoken to over one socket: a page that makes it stumble takes nothing with it.
/// Used on the press’s thread only.
final class PressWorker: @unchecked Sendable {
  enum Fault: Error {
    /// There is no such Python, or it has no WeasyPrint.
    case notInstalled
    /// It went away before it had answered.
    case died
    case tooSlow
    case refused(String)
  }

  private let id: pid_t
  private let socket: Int32
  private(set) var hasAnswered: Bool = false

  /// Starts it; that it can work is known with its first answer only.
  init(_ python: String, program: [UInt8], sheet: [UInt8]) throws(Fault) {
    var ends: [Int32] = [-1, -1]
    let kind: Int32 = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw .died }
    socket = ends[0]
    defer { close(ends[1]) }
    do throws(Fault) { id = try PressWorker.spawn(python, ends[1]) } catch {
      close(ends[0])
      throw error
    }
    let deadline = Deadline(seconds: 20)
    do throws(Fault) {
      try send(Array("\(program.count)\n".utf8) + program, until: deadline)
      try send(PressWorker.framed(sheet), until: deadline)
    } catch {
      // Whatever it did not take, its end says why.
    }
  }

  deinit {
    close(socket)
    kill(id, SIGKILL)
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0, errno == EINTR {}
  }

  /// One page as a document.
  func document(_ page: [UInt8], seconds: Int) throws(Fault) -> [UInt8] {
    let deadline = Deadline(seconds: seconds)
    try send(PressWorker.framed(page), until: deadline)
    let head: [UInt8] = try receive(5, until: deadline)
    let length: Int = head[..<4].reduce(0) { $0 << 8 | Int($1) }
    let rest: [UInt8] = try receive(length - 1, until: deadline)
    hasAnswered = true
    guard head[4] == 0 else { throw .refused(String(decoding: rest, as: UTF8.self)) }
    return rest
  }

  private static func framed(_ bytes: [UInt8]) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: bytes.count >> $0) } + bytes
  }

  private static func spawn(_ python: String, _ socket: Int32) throws(Fault) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, socket, 0)
    posix_spawn_file_actions_adddup2(&actions, socket, 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    // What stops the server must not stop it in the middle of an answer.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    // Isolated: neither the folder it is started in nor the environment chooses what it imports.
    let begin: String = "import sys; exec(sys.stdin.buffer.read(int(sys.stdin.buffer.readline())))"
    let words: [UnsafeMutablePointer<CChar>?] = copies([python, "-I", "-c", begin])
    let environment: [UnsafeMutablePointer<CChar>?] = copies(["LANG=C.UTF-8", "PATH=/usr/bin:/bin"])
    defer { for word in words + environment { free(word) } }
    var id: pid_t = 0
    guard posix_spawn(&id, python, &actions, &attributes, words, environment) == 0 else { throw .notInstalled }
    return id
  }

  private static func copies(_ words: [String]) -> [UnsafeMutablePointer<CChar>?] {
    words.map { (word: String) -> UnsafeMutablePointer<CChar>? in strdup(word) } + [nil]
  }

  private func send(_ bytes: [UInt8], until deadline: Deadline) throws(Fault) {
    var sent: Int = 0
    while sent < bytes.count {
      try wait(Int16(POLLOUT), deadline)
      let count: Int = bytes[sent...].withUnsafeBytes {
        Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
      }
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else { throw ended() }
      sent += count
    }
  }

  private func receive(_ wanted: Int, until deadline: Deadline) throws(Fault) -> [UInt8] {
    var bytes: [UInt8] = Array(repeating: 0, count: max(0, wanted))
    var received: Int = 0
    while received < bytes.count {
      try wait(Int16(POLLIN), deadline)
      let count: Int = bytes[received...].withUnsafeMutableBytes { recv(socket, $0.baseAddress, $0.count, 0) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw ended() }
      received += count
    }
    return bytes
  }

  private func wait(_ event: Int16, _ deadline: Deadline) throws(Fault) {
    var asked = pollfd(fd: socket, events: event, revents: 0)
    while true {
      let found: Int32 = poll(&asked, 1, deadline.milliseconds)
      if found > 0 { return }
      if found == 0 { throw .tooSlow }
      guard errno == EINTR else { throw .died }
    }
  }

  /// Without WeasyPrint the program ends at once, and says so by its exit code.
  private func ended() -> Fault {
    guard !hasAnswered else { return .died }
    var information = siginfo_t()
    guard waitid(P_PID, id_t(id), &information, WEXITED | WNOWAIT) == 0 else { return .died }
    let isMissing: Bool = information.si_code == CLD_EXITED && information._sifields._sigchld.si_status == 69
    return isMissing ? .notInstalled : .died
  }

  private struct Deadline {
    private let end: ContinuousClock.Instant

    init(seconds: Int) { end = .now + .seconds(seconds) }

    var milliseconds: Int32 {
      let left: Duration = end - .now
      return left <= .zero ? 0 : Int32(left / .milliseconds(1)) + 1
    }
  }
}
