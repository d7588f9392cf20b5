import CCurl
import CWebShim
import Dispatch
import HTTP
import Synchronization

/// Asks a server that the operator named, within limits of time and size, over TLS that is verified.
public struct WebClient: Sendable {
  private let milliseconds: Int
  private let certificateFile: String?

  public static let mostBytes: Int = 65_536
  private static let mostAtOnce: Int = 32

  // libcurl blocks: the few threads that run tasks must not wait for other people's servers.
  private static let threads = DispatchQueue(label: "web", attributes: .concurrent)
  private static let asking = Atomic<Int>(0)
  private static let isPrepared: Bool = web_prepare() == CURLE_OK

  /// `certificateFile` names the authorities that vouch for the server, where it is not those that the system trusts.
  public init(milliseconds: Int, certificateFile: String? = nil) {
    self.milliseconds = milliseconds
    self.certificateFile = certificateFile
  }

  /// With a form it posts, without one it gets.
  public func ask(
    _ address: WebAddress, query: FormPairs? = nil, accept: String = "*/*", bearer: String? = nil,
    form: FormPairs? = nil
  ) async throws(WebFault) -> WebReply {
    precondition(Self.isPrepared, "libcurl cannot be used")
    // A server that hangs must not take all threads of the machine with it.
    defer { Self.asking.subtract(1, ordering: .relaxed) }
    guard Self.asking.add(1, ordering: .relaxed).newValue <= Self.mostAtOnce else { throw .busy }
    let url: String = query.map { address.asking($0) } ?? address.text
    let result: Result<WebReply, WebFault> = await withCheckedContinuation { continuation in
      Self.threads.async {
        continuation.resume(returning: exchange(url, address.isInClear, accept, bearer, form?.encoded))
      }
    }
    return try result.get()
  }

  private func exchange(
    _ url: String, _ isInClear: Bool, _ accept: String, _ bearer: String?, _ form: String?
  ) -> Result<WebReply, WebFault> {
    var reply = web_reply()
    url.withCString { url in
      accept.withCString { accept in
        withCString(bearer) { bearer in
          withCString(form) { form in
            withCString(certificateFile) { certificates in
              var call = web_call(
                url: url, form: form, accept: accept, bearer: bearer, certificates: certificates,
                milliseconds: milliseconds, most: Self.mostBytes, in_clear: isInClear ? 1 : 0)
              web_exchange(&call, &reply)
            }
          }
        }
      }
    }
    defer { web_forget(&reply) }
    guard reply.was_too_long == 0 else { return .failure(.tooLong) }
    guard reply.code == CURLE_OK else {
      return .failure(.silent(reason: String(cString: curl_easy_strerror(reply.code))))
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
      WebReply(status: Int(reply.status), type: type.lowercased().filter { $0 != " " }, bytes: bytes))
  }
}

public struct WebReply: Sendable {
  public let status: Int
  /// `application/jwt`, without what may follow.
  public let type: String
  public let bytes: [UInt8]
}

/// Why there is no answer.
public enum WebFault: Error, Sendable, Equatable {
  /// More is being asked than can be waited for at once.
  case busy
  case silent(reason: String)
  case tooLong
}

private func withCString(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Void) {
  if let text { text.withCString(body) } else { body(nil) }
}
