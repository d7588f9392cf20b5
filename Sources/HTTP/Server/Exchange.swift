import CMicrohttpd
import Synchronization

/// One request and its answer, from the request line to the last byte sent. libmicrohttpd holds it by its context
/// pointer and calls back, always on the same thread but for the moment in between when the answer is awaited.
final class Exchange: Sendable {
  private enum Phase: Sendable {
    case fresh
    case receiving(Head, BodySink)
    case refused(Response)
    case answering
  }

  private struct State: Sendable {
    var phase: Phase = .fresh
    var received: Int = 0
    var response: Response?
    var isSuspended: Bool = false
  }

  private let target: String
  private let began: ContinuousClock.Instant = .now
  private let server: Server
  private let state = Mutex(State())

  init(_ target: String, _ server: Server) {
    self.target = target
    self.server = server
  }

  /// The header has arrived.
  private func begin(_ connection: OpaquePointer, _ method: String) -> MHD_Result {
    var reader = HeadReader()
    reader.read(connection)
    if let fault = reader.fault {
      // Nobody knows where this request ends: answer, and never read another from this connection.
      let response: Response = server.responder.refuse(.ambiguous(fault), nil)
      return Reply.send(response, closing: true, on: connection)
    }
    let phase: Phase = accept(reader, method, Headers.client(of: connection))
    state.withLock { $0.phase = phase }
    if case .refused(let response) = phase, let length = reader.headers["content-length"].flatMap(Int.init),
      length > server.limits.drainedBytes
    {
      return Reply.send(response, closing: true, on: connection)
    }
    return .YES
  }

  private func accept(_ reader: HeadReader, _ method: String, _ socket: String) -> Phase {
    let responder: any Responder = server.responder
    guard reader.headers.fields.count <= server.limits.headerFields else {
      return .refused(responder.refuse(.headersTooLarge, nil))
    }
    let client: String = server.limits.client(socket: socket, forwarded: reader.headers["x-forwarded-for"])
    let parsed: Target
    do throws(InputFault) { parsed = try Target(target) } catch {
      return .refused(responder.refuse(.malformed(error), nil))
    }
    guard let method = Method(rawValue: method) else { return .refused(responder.refuse(.unknownMethod, nil)) }
    let head = Head(method: method, target: parsed, headers: reader.headers, client: client)
    if let seconds = server.limiter.wait(client, at: server.clock()) {
      return .refused(responder.refuse(.tooManyRequests(retryAfter: seconds), head))
    }
    let hasBody: Bool = reader.headers["transfer-encoding"] != nil || (reader.headers["content-length"] ?? "0") != "0"
    guard hasBody else { return .receiving(head, .none) }
    let plan: BodyPlan = responder.plan(for: head)
    let announced: Int = reader.headers["content-length"].flatMap(Int.init) ?? 0
    switch plan {
    case .refuse(let refusal): return .refused(responder.refuse(refusal, head))
    case .memory(let most) where announced > most, .multipart(_, let most) where announced > most:
      return .refused(responder.refuse(.bodyTooLarge(most: most), head))
    default: return .receiving(head, BodySink(plan))
    }
  }

  /// Part of the body has arrived.
  private func receive(_ bytes: UnsafeRawBufferPointer) -> MHD_Result {
    state.withLock { state in
      state.received += bytes.count
      if case .receiving(let head, var sink) = state.phase {
        // Nobody else holds the sink while it grows, so that it grows in place.
        state.phase = .answering
        do throws(RequestRefusal) {
          if ContinuousClock.now - began > .seconds(server.limits.requestSeconds) { throw .tooSlow }
          try sink.append(bytes)
          state.phase = .receiving(head, sink)
        } catch {
          state.phase = .refused(server.responder.refuse(error, head))
        }
      }
      return state.received > server.limits.drainedBytes ? .NO : .YES
    }
  }

  /// The request is complete: answer it now, or suspend the connection until the answer is there.
  private func finish(_ connection: OpaquePointer) -> MHD_Result {
    let (phase, ready): (Phase, Response?) = state.withLock { state in
      defer {
        state.phase = .answering
        state.response = nil
      }
      return (state.phase, state.response)
    }
    switch phase {
    case .refused(let response): return Reply.send(response, closing: server.isStopping, on: connection)
    case .answering:
      guard let ready else { return .NO }
      return Reply.send(ready, closing: server.isStopping, on: connection)
    case .receiving(let head, let sink):
      let request: Request
      do throws(RequestRefusal) { request = Request(head, body: try sink.body()) } catch {
        return Reply.send(server.responder.refuse(error, head), closing: server.isStopping, on: connection)
      }
      return answer(request, connection)
    case .fresh: return .NO
    }
  }

  private func answer(_ request: Request, _ pointer: OpaquePointer) -> MHD_Result {
    let connection = Connection(pointer: pointer)
    // On this thread as far as it goes: most answers never wait.
    Task.immediate {
      let response: Response = await server.responder.respond(to: request).delivered(to: request.head)
      state.withLock { state in
        state.response = response
        guard state.isSuspended else { return }
        state.isSuspended = false
        MHD_resume_connection(connection.pointer)
      }
    }
    let ready: Response? = state.withLock { state in
      if let response = state.response {
        state.response = nil
        return response
      }
      state.isSuspended = true
      MHD_suspend_connection(pointer)
      return nil
    }
    guard let ready else { return .YES }
    return Reply.send(ready, closing: server.isStopping, on: pointer)
  }

  /// libmicrohttpd calls this once for the header, once for each piece of the body, once at the end, and once more after
  /// a suspension.
  func handle(
    _ connection: OpaquePointer, _ method: UnsafePointer<CChar>, _ data: UnsafePointer<CChar>?,
    _ size: UnsafeMutablePointer<Int>
  ) -> MHD_Result {
    let isFresh: Bool = state.withLock { state in
      if case .fresh = state.phase { return true }
      return false
    }
    if isFresh { return begin(connection, String(cString: method)) }
    guard size.pointee > 0 else { return finish(connection) }
    defer { size.pointee = 0 }
    return receive(UnsafeRawBufferPointer(start: data, count: size.pointee))
  }
}
