import Glibc
import HTTP
import SQL

extension App {
  /// What machines ask: is it alive, is it ready, how does it fare, what can it do.
  static let service: [Endpoint] =
    assets + [
      .service("/healthz", Text(fr: "Le processus répond", en: "The process answers")) { _ in .text("ok\n") },
      .service("/readyz", Text(fr: "Le service peut servir", en: "The service can serve")) { app in
        let isCurrent: Bool = try await app.database.read { try await app.schema.isCurrent($0) }
        return isCurrent ? .text("ok\n") : .text("the database is not up to date\n", .unavailable)
      },
      .service("/metrics", Text(fr: "Mesures, pour Prometheus", en: "Measures, for Prometheus")) { app in
        Response(
          headers: [("Content-Type", "text/plain; version=0.0.4; charset=utf-8")],
          body: .bytes(Array(app.metrics.exposition(app.gauges).utf8)))
      },
      .service("/api/openapi.json", Text(fr: "Description de l’API", en: "Description of the API")) { app in
        .json { app.openAPI(&$0) }
      },
    ]

  private static let assets: [Endpoint] = Asset.all.map { asset in
    .service(asset.path, Text(fr: "Style, script et signe", en: "Style, script and sign")) { _ in asset.response }
  }

  private var gauges: [(name: String, help: String, value: Double)] {
    [
      ("terreau_database_connections", "Connections open to the database.", Double(database.openConnections)),
      ("terreau_password_hashes", "Passwords hashed or compared since the start.", Double(hasher.count)),
      ("process_resident_memory_bytes", "Memory in use.", Double(App.residentBytes)),
    ]
  }

  private static var residentBytes: Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var text: [CChar] = Array(repeating: 0, count: 128)
    guard fgets(&text, 128, file) != nil else { return 0 }
    let fields: [Substring] = text.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }.split(separator: " ")
    return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(getpagesize()) : 0
  }
}
