import HTTP

/// What the person who starts the site decides.
public struct AppSettings: Sendable {
  public var identify: Identify
  public var clock: Clock = .system
  public var log: Log = .silent
  public var logsRequests: Bool = false
  public var limits = Limits()
  /// `https://terreau.exemple.fr`: where the public reaches the site, for addresses in exports. Never guessed from the
  /// request, whose Host header anybody can forge.
  public var publicAddress: String?
  /// Where to change who one is, where that exists.
  public var account: MenuEntry?

  public init(identify: @escaping Identify) { self.identify = identify }
}
