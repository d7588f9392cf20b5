import HTTP

/// A page of this site that an address leads to.
public struct PublicRoute: Sendable {
  /// `/dispositifs/{programme}/chiffres`
  public let pattern: String
  public let parameters: [(name: String, value: String)]

  public func text(_ name: String) -> String? { parameters.first { $0.name == name }?.value }
}

extension Visit {
  /// Whether links may be followed to where only this machine gets: in tests.
  public var reachesPrivateAddresses: Bool { app.settings.reachesPrivateAddresses }

  /// The page at a path that anybody may ask for; nil where there is none. What it shows of the record in its address is
  /// for who keeps the record to say.
  public func publicRoute(_ path: String) -> PublicRoute? {
    guard let target = try? Target(path), case .found(let found) = app.router.find(.get, target.segments),
      found.endpoint.endpoint.allow.kinds.contains(.public)
    else { return nil }
    return PublicRoute(pattern: found.endpoint.endpoint.pattern.description, parameters: found.parameters)
  }
}
