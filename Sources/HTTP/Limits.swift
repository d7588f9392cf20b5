/// How much anybody may ask of the server.
public struct Limits: Sendable {
  /// Request line and header fields together.
  public var headerBytes: Int = 16 * 1_024
  public var headerFields: Int = 100
  /// A form, a JSON document.
  public var bodyBytes: Int = 1 << 20
  /// A multipart form with its files.
  public var uploadBytes: Int = 32 << 20
  /// What is still read and thrown away after a refusal, so that a browser sees the answer rather than a broken line.
  public var drainedBytes: Int = 64 << 20
  public var idleSeconds: Int = 30
  /// From the first byte of a request to the last one of its body.
  public var requestSeconds: Int = 300
  public var connections: Int = 4_096
  /// Per client address. Of no use behind a proxy, whose address they all share: 0 turns it off.
  public var connectionsPerAddress: Int = 0
  /// Requests a second from one address, averaged; 0 turns it off.
  public var requestsPerSecond: Int = 100
  public var burst: Int = 500
  /// Proxies whose `X-Forwarded-For` is believed.
  public var trustedProxies: Set<String> = []
  /// How long requests under way have to finish once the server is told to stop.
  public var graceSeconds: Int = 30

  public init() {}

  /// The address that requests are counted for: the last one that a proxy we trust did not itself add.
  func client(socket: String, forwarded: String?) -> String {
    guard trustedProxies.contains(socket), let forwarded else { return socket }
    for address in forwarded.split(separator: ",").reversed() {
      let address: String = trimmed(String(address))
      if !trustedProxies.contains(address) { return address }
    }
    return socket
  }
}
