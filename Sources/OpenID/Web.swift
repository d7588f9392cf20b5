import CCurl
import CWebShim
import Dispatch
import HTTP
import Synchronization

/// Asks the provider, within limits of time and size, over TLS that is verified.
struct Web: Sendable {
  struct Reply: Sendable {
    let status: Int
    /// `application/jwt`, without what may follow.
    let type: String
    let bytes: [UInt8]
  }

  let milliseconds: Int
  let certificateFile: String?

  static let mostBytes: Int = 65_536
  private static let mostAtOnce: Int = 32

  // libcurl blocks: the few threads that run tasks must not wait for other people's servers.
  private static let threads = DispatchQueue(label: "identity", attributes: .concurrent)
  private static let asking = Atomic<Int>(0)
  private static let isPrepared: Bool = web_prepare() == CURLE_OK

  /// `what` is what is asked for, in the log's words.
  func ask(
    _ address: WebAddress, for what: String, accept: String = "application/json", bearer: String? = nil,
    form: FormPairs? = nil
  ) async throws(ProviderFault) -> Reply {
    precondition(Self.isPrepared, "libcurl cannot be used")
    // A provider that hangs must not take all threads of the machine with it.
    defer { Self.asking.subtract(1, ordering: .relaxed) }
    guard Self.asking.add(1, ordering: .relaxed).newValue <= Self.mostAtOnce else { throw .busy }
    let result: Result<Reply, ProviderFault> = await withCheckedContinuation { continuation in
      Self.threads.async {
        continuation.resume(returning: exchange(address, what, accept, bearer, form?.encoded))
      }
    }
    return try result.get()
  }

  private func exchange(
    _ address: WebAddress, _ what: String, _ accept: String, _ bearer: String?, _ form: String?
  ) -> Result<Reply, ProviderFault> {
    var reply = web_reply()
    address.text.withCString { url in
      accept.withCString { accept in
        withCString(bearer) { bearer in
          withCString(form) { form in
            withCString(certificateFile) { certificates in
              var call = web_call(
                url: url, form: form, accept: accept, bearer: bearer, certificates: certificates,
                milliseconds: milliseconds, most: Self.mostBytes, in_clear: address.isInClear ? 1 : 0)
              web_exchange(&call, &reply)
            }
          }
        }
      }
    }
    defer { web_forget(&reply) }
    guard reply.was_too_long == 0 else { return .failure(.tooLong(what)) }
    guard reply.code == CURLE_OK else {
      return .failure(.silent(what, reason: String(cString: curl_easy_strerror(reply.code))))
    }
    let type: String = withUnsafeBytes(of: reply.type) { bytes in
      String(decoding: bytes.prefix { $0 != 0 && $0 != 0x3B }, as: UTF8.self)
    }
    let bytes: [UInt8] =
      reply.bytes.map { start in
        start.withMemoryRebound(to: UInt8.self, capacity: reply.count) {
          Array(UnsafeBufferPointer(start: $0, count: reply.count))
        }
      } ?? []
    return .success(
      Reply(status: Int(reply.status), type: type.lowercased().filter { $0 != " " }, bytes: bytes))
  }
}

extension Web.Reply {
  func json(_ what: String) throws(ProviderFault) -> JSON {
    guard status == 200 else { throw .answered(what, status: status) }
    guard let json = try? JSON(bytes), case .object = json else { throw .malformed(what) }
    return json
  }
}

private func withCString(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Void) {
  if let text { text.withCString(body) } else { body(nil) }
}
