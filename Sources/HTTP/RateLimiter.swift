import Synchronization

/// A bucket of requests per client address that fills again with time.
final class RateLimiter: Sendable {
  private struct Bucket {
    var left: Double
    var seen: Int64
  }

  private let buckets = Mutex<[String: Bucket]>([:])
  private let perSecond: Double
  private let burst: Double

  /// Beyond this many addresses the full buckets are forgotten: they are what a new one would be.
  private static let mostAddresses: Int = 50_000

  init(perSecond: Int, burst: Int) {
    self.perSecond = Double(perSecond)
    self.burst = Double(burst)
  }

  /// The seconds to wait, or nil when the request may pass.
  func wait(_ client: String, at milliseconds: Int64) -> Int? {
    guard perSecond > 0 else { return nil }
    let key: String = RateLimiter.key(client)
    return buckets.withLock { buckets in
      if buckets.count >= Self.mostAddresses { forgetFull(&buckets, milliseconds) }
      var bucket: Bucket = buckets[key] ?? Bucket(left: burst, seen: milliseconds)
      bucket.left = min(burst, bucket.left + Double(milliseconds - bucket.seen) / 1_000 * perSecond)
      bucket.seen = milliseconds
      let passes: Bool = bucket.left >= 1
      if passes { bucket.left -= 1 }
      buckets[key] = bucket
      return passes ? nil : max(1, Int(((1 - bucket.left) / perSecond).rounded(.up)))
    }
  }

  private func forgetFull(_ buckets: inout [String: Bucket], _ now: Int64) {
    buckets = buckets.filter { $0.value.left + Double(now - $0.value.seen) / 1_000 * perSecond < burst }
    if buckets.count >= Self.mostAddresses { buckets.removeAll() }
  }

  /// One home or office has a whole IPv6 network of 64 bits.
  private static func key(_ client: String) -> String {
    guard client.utf8.contains(0x3A) else { return client }
    let groups: [Substring] = client.split(separator: ":", omittingEmptySubsequences: false)
    return groups.prefix(4).joined(separator: ":")
  }
}
