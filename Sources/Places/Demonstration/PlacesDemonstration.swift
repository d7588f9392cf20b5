import Platform

extension Places {
  /// Records rebuilt so that published figures can be counted from them; all tenants are invented.
  public func demonstrate(_ scope: Scope, _ territory: Territory) async throws {
    switch territory.slug {
    case "grenoble": try await ArtisDemonstration(Reconstruction("grenoble-artis", scope)).enter()
    case "toulouse", "argenteuil": break
    default: return
    }
    try await enterTemplates(scope)
  }
}
