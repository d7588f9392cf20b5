import CMicrohttpd
import Glibc

/// Hands an answer to libmicrohttpd.
enum Reply {
  static func send(_ response: Response, closing: Bool, on connection: OpaquePointer) -> MHD_Result {
    guard let reply = make(response, connection) else { return .NO }
    defer { MHD_destroy_response(reply) }
    for (name, value) in response.headers {
      // The library refuses a value with a line break, so nothing a user typed can begin a header of its own.
      _ = MHD_add_response_header(reply, name, value)
    }
    if closing { _ = MHD_add_response_header(reply, "Connection", "close") }
    return MHD_queue_response(connection, UInt32(response.status.rawValue), reply)
  }

  private static func make(_ response: Response, _ connection: OpaquePointer) -> OpaquePointer? {
    switch response.body {
    case .empty: return MHD_create_response_from_buffer(0, nil, .RESPMEM_PERSISTENT)
    case .bytes(let bytes):
      return bytes.withUnsafeBytes {
        MHD_create_response_from_buffer(
          $0.count, UnsafeMutableRawPointer(mutating: $0.baseAddress), .RESPMEM_MUST_COPY)
      }
    case .file(let file):
      // libmicrohttpd closes what it is given; ours stays open for as long as the answer may be asked for.
      let descriptor: Int32 = dup(file.descriptor)
      guard descriptor >= 0 else { return nil }
      return MHD_create_response_from_fd64(UInt64(file.size), descriptor)
    case .stream(let produce): return stream(produce, Connection(pointer: connection))
    }
  }

  private static func stream(
    _ produce: @Sendable @escaping (BodyWriter) async throws -> Void, _ connection: Connection
  ) -> OpaquePointer? {
    let queue = StreamQueue(connection)
    let context: UnsafeMutableRawPointer = Unmanaged.passRetained(queue).toOpaque()
    let reply: OpaquePointer? = MHD_create_response_from_callback(
      .max, 64 * 1_024,
      { context, _, room, most in
        guard let context, let room else { return -2 }
        return Unmanaged<StreamQueue>.fromOpaque(context).takeUnretainedValue().read(into: room, most)
      }, context,
      { context in
        guard let context else { return }
        let queue: StreamQueue = Unmanaged<StreamQueue>.fromOpaque(context).takeRetainedValue()
        queue.close()
      })
    guard reply != nil else {
      Unmanaged<StreamQueue>.fromOpaque(context).release()
      return nil
    }
    Task {
      do {
        try await produce(BodyWriter { try await queue.write($0) })
        queue.finish(failed: false)
      } catch {
        queue.finish(failed: true)
      }
    }
    return reply
  }
}
