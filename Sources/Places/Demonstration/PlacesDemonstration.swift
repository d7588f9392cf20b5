import Platform

extension Places {
  /// Records rebuilt so that published figures can be counted from them; all tenants are invented.
  public func demonstrate(_ scope: Scope, _ territory: Territory) async throws {
    switch territory.slug {
    case "grenoble": try await ArtisDemonstration(Reconstruction("grenoble-artis", scope)).enter()
    case "argenteuil": try await MecatroniqueDemonstration(Reconstruction("argenteuil-mecatronique", scope)).enter()
    case "toulouse": break
    default: return
    }
    try await enterTemplates(scope)
  }
}
