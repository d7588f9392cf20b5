import Platform

extension Places {
  /// Records rebuilt so that published figures can be counted from them; all tenants are invented.
  public func demonstrate(_ scope: Scope, _ territory: Territory) async throws {
    switch territory.slug {
    case "grenoble": try await ArtisDemonstration(Reconstruction("grenoble-artis", scope)).enter()
    case "toulouse": try await PepinieresDemonstration(Reconstruction("toulouse-dare", scope)).enter()
    case "argenteuil": try await MecatroniqueDemonstration(Reconstruction("argenteuil-mecatronique", scope)).enter()
    default: return
    }
    try await enterTemplates(scope)
  }
}
