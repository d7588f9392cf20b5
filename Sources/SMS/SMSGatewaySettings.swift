import Telephone
import Web

extension SMSGateway {
  /// Which gateway, and how it knows us. Describes itself without the secret.
  public struct Settings: Sendable {
    let address: WebAddress
    let user: String
    let secret: String
    /// The number or the name that telephones show.
    let sender: String
    /// The authorities that vouch for it, where it is not those that the system trusts.
    let certificateFile: String?
    /// For one answer.
    let milliseconds: Int

    /// What is wrong with them. Never quotes the secret.
    public struct Fault: Error, Equatable, CustomStringConvertible {
      public let description: String
    }

    public init(
      address text: String, user: String, secret: String, sender: String, certificateFile: String? = nil,
      milliseconds: Int = 10_000
    ) throws(Fault) {
      guard let address = WebAddress(text) else {
        throw Fault(description: "the gateway’s address begins with https:// (http:// only on this machine)")
      }
      guard !user.isEmpty, !secret.isEmpty else { throw Fault(description: "a user and its secret go together") }
      guard Self.isSender(sender) else {
        throw Fault(description: "the sender is a number, or a name of 11 letters and digits at most")
      }
      self.address = address
      self.user = user
      self.secret = secret
      self.sender = sender
      self.certificateFile = certificateFile
      self.milliseconds = milliseconds
    }

    /// 3GPP TS 23.040, 9.1.2.5: a number, a short one too, or eleven letters and digits that begin with a letter.
    private static func isSender(_ text: String) -> Bool {
      if let (signs, _) = PhoneNumber.dialled(text) { return (3...15).contains(signs.utf8.count) }
      return (1...11).contains(text.utf8.count) && text.first?.isLetter == true
        && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == " " || $0 == "-") }
    }
  }
}

extension SMSGateway.Settings: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "\(address.text) as \(user)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
