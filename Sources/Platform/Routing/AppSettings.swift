import HTTP
import Mail
import OpenID
import SMS

/// What the person who starts the site decides.
public struct AppSettings: Sendable {
  public var clock: Clock = .system
  public var log: Log = .silent
  public var logsRequests: Bool = false
  public var limits = Limits()
  /// `https://terreau.exemple.fr`: where the public reaches the site, for addresses in mails and exports. Never guessed
  /// from the request, whose Host header anybody can forge.
  public var publicAddress: String = "http://localhost:8080"
  /// How mail leaves; nil keeps it waiting.
  public var postOffice: PostOffice?
  /// How SMS leave; nil, and nobody is offered any.
  public var smsGateway: SMSGateway?
  /// Who says who people are, beside our own passwords; nil for those alone.
  public var identityProvider: IdentityProvider?
  public var sender = Mailbox(name: "Terreau", address: EmailAddress("terreau@localhost.localdomain")!)
  /// The Python that has WeasyPrint.
  public var python: String = "/usr/bin/python3"
  /// How long a document may take to be made. A book may take longer.
  public var documentSeconds: Int = 20
  /// Whether links may be followed to addresses that are not public: tests have no others.
  public var reachesPrivateAddresses: Bool = false
  /// Somebody signs in a hundred times in a test that is about something else.
  public var hasCheapPasswords: Bool = false

  public init() {}

  var isSecure: Bool { publicAddress.hasPrefix("https://") }
}
