/// One line of the menu, and under which heading it stands.
public struct MenuEntry: Sendable {
  /// What one comes for: to steer a policy, to host and accompany, to know who is who, to settle how it all works.
  public enum Group: Sendable, CaseIterable {
    case steer, accompany, know, settle

    var label: Text {
      switch self {
      case .steer: Text(fr: "Piloter", en: "Steer", de: "Steuern")
      case .accompany: Text(fr: "Accompagner", en: "Support", de: "Begleiten")
      case .know: Text(fr: "Connaître", en: "Know", de: "Kennen")
      case .settle: Text(fr: "Régler", en: "Settle", de: "Einrichten")
      }
    }
  }

  public let label: Text
  public let path: String
  public let allow: Allow
  public let group: Group

  public init(_ label: Text, _ path: String, _ allow: Allow, _ group: Group) {
    self.label = label
    self.path = path
    self.allow = allow
    self.group = group
  }
}
