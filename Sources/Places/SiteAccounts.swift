import Platform
import SQL

extension Allow {
  /// What places cost and bring in: those who run them and those who decide.
  static let seesAccounts = Allow([.agent, .manager, .administrator, .elected])
}

extension View {
  /// With a link to where a line is corrected, for those who may correct it.
  func correctable(_ column: String, by actor: Actor, at path: @Sendable @escaping (Record) -> String?) -> View {
    Allow.staff.admits(actor) ? linking(column, to: path) : self
  }
}

/// A list that is never narrowed.
struct NoFilter: Form {
  static let fields: [any FormField] = []

  init(_ values: FormValues) throws(Refusal) {}
}

extension Crumb {
  /// Down to one of the lists of a site.
  static func site(_ visit: Visit, _ id: ID<Site>, _ name: String, _ list: Text, at place: String) -> [Crumb] {
    [sites(visit), Crumb(name, "/sites/\(id)"), Crumb(list(visit.language), "/sites/\(id)/\(place)")]
  }
}
