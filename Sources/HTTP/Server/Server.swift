import CMicrohttpd
import CServerShim
import Glibc
import Synchronization

/// HTTP/1.1 on libmicrohttpd. TLS and HTTP/2 belong to the reverse proxy.
public final class Server: Sendable {
  let responder: any Responder
  let limits: Limits
  let limiter: RateLimiter
  let clock: @Sendable () -> Int64
  private let daemon = Mutex<Daemon?>(nil)
  private let underWay = Atomic<Int>(0)
  private let stopping = Atomic<Bool>(false)

  private struct Daemon: @unchecked Sendable {
    let pointer: OpaquePointer
  }

  public struct CannotListen: Error {
    public let reason: String
  }

  /// `clock` counts milliseconds from any moment: what one address may ask is measured with it.
  public init(
    _ responder: any Responder, limits: Limits = Limits(), clock: @Sendable @escaping () -> Int64 = Server.milliseconds
  ) {
    self.responder = responder
    self.limits = limits
    self.clock = clock
    limiter = RateLimiter(perSecond: limits.requestsPerSecond, burst: limits.burst)
  }

  var isStopping: Bool { stopping.load(ordering: .relaxed) }

  /// Requests being received or answered now.
  public var requestsUnderWay: Int { underWay.load(ordering: .relaxed) }

  /// Starts listening and returns the port, which the system chose if 0 was asked for.
  public func start(address: String = "127.0.0.1", port: Int, threads: Int) throws(CannotListen) -> Int {
    // A client that leaves while we write to it is an error of that write, not of the process.
    signal(SIGPIPE, SIG_IGN)
    let context: UnsafeMutableRawPointer = Unmanaged.passUnretained(self).toOpaque()
    let started: OpaquePointer? = address.withCString { address in
      var settings = server_settings(
        address: address, port: UInt16(port), threads: UInt32(threads), connections: UInt32(limits.connections),
        connections_per_address: UInt32(limits.connectionsPerAddress), idle_seconds: UInt32(limits.idleSeconds),
        header_bytes: limits.headerBytes, handle: handleRequest, completed: requestCompleted, begin: requestBegan,
        context: context)
      return server_start(&settings)
    }
    guard let started else { throw CannotListen(reason: "\(address):\(port): \(String(cString: strerror(errno)))") }
    daemon.withLock { $0 = Daemon(pointer: started) }
    return Int(server_port(started))
  }

  /// Stops accepting, lets the requests under way finish, then closes. True when all of them did in time.
  @discardableResult
  public func stop() -> Bool {
    stopping.store(true, ordering: .relaxed)
    guard let daemon: Daemon = daemon.withLock({ $0 }) else { return true }
    let socket: Int32 = MHD_quiesce_daemon(daemon.pointer)
    if socket >= 0 { close(socket) }
    for _ in 0..<(limits.graceSeconds * 100) where requestsUnderWay > 0 { usleep(10_000) }
    // A suspended connection cannot be closed under its task: past the grace the process simply ends.
    guard requestsUnderWay == 0 else { return false }
    MHD_stop_daemon(daemon.pointer)
    self.daemon.withLock { $0 = nil }
    return true
  }

  @Sendable public static func milliseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }

  fileprivate func began(_ target: String) -> UnsafeMutableRawPointer {
    underWay.add(1, ordering: .relaxed)
    return Unmanaged.passRetained(Exchange(target, self)).toOpaque()
  }

  fileprivate func completed() { underWay.subtract(1, ordering: .relaxed) }
}

// libmicrohttpd calls these on its own threads: plain functions, never closures that could inherit the main actor.

private func requestBegan(
  _ context: UnsafeMutableRawPointer?, _ target: UnsafePointer<CChar>?, _ connection: OpaquePointer?
) -> UnsafeMutableRawPointer? {
  guard let context, let target else { return nil }
  return Unmanaged<Server>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.began(String(cString: target)) }
}

private func handleRequest(
  _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?, _ url: UnsafePointer<CChar>?,
  _ method: UnsafePointer<CChar>?, _ version: UnsafePointer<CChar>?, _ data: UnsafePointer<CChar>?,
  _ size: UnsafeMutablePointer<Int>?, _ request: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
  guard let connection, let method, let size, let exchange = request?.pointee else { return .NO }
  return Unmanaged<Exchange>.fromOpaque(exchange)._withUnsafeGuaranteedRef {
    $0.handle(connection, method, data, size)
  }
}

private func requestCompleted(
  _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
  _ request: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ code: MHD_RequestTerminationCode
) {
  guard let context, let request, let exchange = request.pointee else { return }
  Unmanaged<Exchange>.fromOpaque(exchange).release()
  request.pointee = nil
  Unmanaged<Server>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.completed() }
}
