import Synchronization

/// Counts and times the answers, and prints them as Prometheus reads them.
public final class Metrics: Sendable {
  private struct Key: Hashable {
    let route: String
    let method: String
    let status: Int
  }

  private struct Series {
    var count: Int = 0
    var seconds: Double = 0
    var buckets: [Int] = Array(repeating: 0, count: Metrics.bounds.count)
  }

  private static let bounds: [Double] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5]

  private let series = Mutex<[Key: Series]>([:])

  public init() {}

  public func record(route: String, method: Method, status: Status, took: Duration) {
    let seconds: Double = took / .seconds(1)
    let key = Key(route: route, method: method.rawValue, status: status.rawValue)
    series.withLock { series in
      var one: Series = series[key] ?? Series()
      one.count += 1
      one.seconds += seconds
      for (index, bound) in Metrics.bounds.enumerated() where seconds <= bound { one.buckets[index] += 1 }
      series[key] = one
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
    let all: [(Key, Series)] = series.withLock { Array($0) }.sorted {
      ($0.0.route, $0.0.status) < ($1.0.route, $1.0.status)
    }
    for (key, one) in all {
      let labels: String = "route=\"\(key.route)\",method=\"\(key.method)\",status=\"\(key.status)\""
      for (bound, count) in zip(Metrics.bounds, one.buckets) {
        text += "\(name)_bucket{\(labels),le=\"\(bound)\"} \(count)\n"
      }
      text += "\(name)_bucket{\(labels),le=\"+Inf\"} \(one.count)\n"
      text += "\(name)_sum{\(labels)} \(one.seconds)\n\(name)_count{\(labels)} \(one.count)\n"
    }
    return text
  }
}
