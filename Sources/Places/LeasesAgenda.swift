import Platform
import SQL

extension Agenda {
  /// Leases that end within three months: to renew, or to let again.
  static let leases = Agenda(allow: .staff) { scope in
    try await LeaseStore(scope).ending(by: scope.today.adding(days: 90)).map { lease in
      Due(
        .soon, lease.end, Text(name: lease.tenantName),
        Text(
          fr: "le bail prend fin (\(lease.siteName), \(lease.lotName))",
          en: "the lease ends (\(lease.siteName), \(lease.lotName))"), path: lease.path)
    }
  }
}

extension LeaseStore {
  func ending(by day: Day) async throws -> [Lease] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM lease \(Self.joins)
      WHERE \(visible) AND lease.end_day >= \(scope.today) AND lease.end_day <= \(day)
      ORDER BY lease.end_day, lease.id LIMIT \(Agenda.most)
      """)
  }
}
