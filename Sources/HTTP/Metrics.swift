import Synchronization

/// Counts and times the answers, and prints them as Prometheus reads them.
public final class Metrics: Sendable {
  private struct Key: Hashable {
    let route: String
    let method: String
    let status: Int
  }

  private final class Series {
    var count: Int = 0
    var seconds: Double = 0
    /// Each answer in the first bucket that holds it; added up when they are printed.
    var buckets: [Int] = Array(repeating: 0, count: Metrics.bounds.count + 1)
  }

  private static let bounds: [Double] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5]

  private let series = Mutex<[Key: Series]>([:])

  public init() {}

  public func record(route: String, method: Method, status: Status, took: Duration) {
    let seconds: Double = took / .seconds(1)
    let key = Key(route: route, method: method.rawValue, status: status.rawValue)
    series.withLock { series in
      let one: Series
      if let known = series[key] {
        one = known
      } else {
        one = Series()
        series[key] = one
      }
      one.count += 1
      one.seconds += seconds
      one.buckets[Metrics.bounds.firstIndex { seconds <= $0 } ?? Metrics.bounds.count] += 1
    }
  }

  /// The text exposition format, with gauges measured by the caller.
  public func exposition(_ gauges: [(name: String, help: String, value: Double)]) -> String {
    var text: String = ""
    for gauge in gauges {
      text += "# HELP \(gauge.name) \(gauge.help)\n# TYPE \(gauge.name) gauge\n\(gauge.name) \(gauge.value)\n"
    }
    let name: String = "terreau_http_request_duration_seconds"
    text += "# HELP \(name) Time to prepare an answer.\n# TYPE \(name) histogram\n"
    series.withLock { series in
      for (key, one) in series.sorted(by: { ($0.key.route, $0.key.status) < ($1.key.route, $1.key.status) }) {
        let labels: String = "route=\"\(key.route)\",method=\"\(key.method)\",status=\"\(key.status)\""
        var sum: Int = 0
        for (bound, count) in zip(Metrics.bounds, one.buckets) {
          sum += count
          text += "\(name)_bucket{\(labels),le=\"\(bound)\"} \(sum)\n"
        }
        text += "\(name)_bucket{\(labels),le=\"+Inf\"} \(one.count)\n"
        text += "\(name)_sum{\(labels)} \(one.seconds)\n\(name)_count{\(labels)} \(one.count)\n"
      }
    }
    return text
  }
}
