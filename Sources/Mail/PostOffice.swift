import CCurl
import CMailShim
import Dispatch

/// The server that takes our messages. It is handed one at a time, each on a connection of its own.
public final class PostOffice: Sendable {
  private let settings: Settings
  // libcurl blocks: the few threads that run tasks must not wait for a mail server.
  private let thread = DispatchQueue(label: "mail")

  public init(_ settings: Settings) {
    self.settings = settings
    precondition(isPrepared, "libcurl cannot be used")
  }

  /// Returns once the server has accepted the message, and with it the duty to deliver it or to tell the sender.
  public func send(_ message: Message) async throws(PostFailure) {
    let settings: Settings = settings
    let result: Result<Void, PostFailure> = await withCheckedContinuation { continuation in
      thread.async { continuation.resume(returning: settings.post(message)) }
    }
    try result.get()
  }
}

/// curl_global_init is to be called once in a process.
private let isPrepared: Bool = mail_prepare() == CURLE_OK

extension PostOffice.Settings {
  fileprivate func post(_ message: Message) -> Result<Void, PostFailure> {
    let bytes: [UInt8] = message.bytes()
    // The name we greet with. A machine's own is often not a full one, which servers refuse.
    let url: String = "\(server)/\(message.from.address.domain)"
    var outcome = mail_outcome()
    url.withCString { url in
      message.from.address.text.withCString { sender in
        message.to.text.withCString { recipient in
          withCString(user) { user in
            withCString(password) { password in
              withCString(certificateFile) { certificates in
                bytes.withUnsafeBytes { bytes in
                  var letter = mail_letter(
                    url: url, user: user, password: password, sender: sender, recipient: recipient,
                    bytes: bytes.baseAddress?.assumingMemoryBound(to: CChar.self), count: bytes.count,
                    requires_tls: requiresTLS ? 1 : 0, seconds: timeoutSeconds, certificates: certificates)
                  mail_send(&letter, &outcome)
                }
              }
            }
          }
        }
      }
    }
    return outcome.code == CURLE_OK ? .success(()) : .failure(PostFailure(outcome))
  }
}

private func withCString(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Void) {
  if let text { text.withCString(body) } else { body(nil) }
}
