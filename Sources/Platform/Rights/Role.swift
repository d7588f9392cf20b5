import SQL

/// What somebody may do on a territory, a programme, an organisation or a person's file, from a day to another.
public struct Role: Fetched, Equatable {
  public let id: ID<Role>
  let account: ID<Account>
  let accountName: String
  let email: String
  /// How the person wishes to be spoken of.
  let agreement: Agreement?
  public let kind: ActorKind
  public let target: TargetKind
  let targetID: Int64?
  /// Nil for the territory as a whole.
  private(set) var targetName: String?
  public let from: Day
  public let to: Day?
  /// When it was withdrawn without waiting for the end of its last day.
  let endedAt: Instant?
  let isOpened: Bool
  let seenAt: Instant?
  let version: Int

  public init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    account = try row.next()
    accountName = try row.next()
    email = try row.next()
    agreement = try row.next()
    kind = try row.next()
    target = try row.next()
    targetID = try row.next()
    targetName = try row.next()
    from = try row.next()
    to = try row.next()
    endedAt = try row.next()
    isOpened = try row.next()
    seenAt = try row.next()
    version = try row.next()
  }

  var path: String { "/habilitations/\(id)" }

  var grant: Grant { Grant(kind, on: target, targetID) }

  /// As the journal keeps it: there a person is a number, or their name would outlive their file.
  var asAudited: Role {
    guard target == .person, let targetID else { return self }
    var role: Role = self
    role.targetName = Text.fileNumber(targetID)(.fr)
    return role
  }

  func holds(on day: Day) -> Bool { endedAt == nil && from <= day && (to.map { day <= $0 } ?? true) }

  /// By its last day, or by being withdrawn before.
  func isOver(on day: Day) -> Bool { endedAt != nil || (to.map { $0 < day } ?? false) }

  /// Somebody’s own way to what is written of them, which no work gives or takes.
  var isOnOwnFile: Bool { kind == .resident && target == .person }

  static func holding(on day: Day) -> Query {
    "role.ended_at IS NULL AND role.from_day <= \(day) AND (role.to_day IS NULL OR role.to_day >= \(day))"
  }

  /// Ends on its last day. What has ended is over.
  func withdraw(on day: Day, today: Day) throws(Refusal) {
    if let to, to < today || endedAt != nil { throw .conflict(.roleAlreadyEnded(to)) }
    if day < from { throw .invalid("day", .roleNotYetBegun(from)) }
  }
}

extension Actor {
  /// Which roles somebody may give and withdraw. An operator is made on the command line only, and nobody makes one here.
  func mayGive(_ kind: ActorKind) -> Bool {
    if kinds.contains(.administrator) { return kind != .operator && kind != .public }
    if kinds.contains(.manager) { return [.resident, .company, .partner].contains(kind) }
    return false
  }
}

/// Where a role stands on a day.
enum RoleState: String, Choice {
  case holding, coming, ended

  var label: Text {
    switch self {
    case .holding: Text(fr: "En vigueur", en: "In force")
    case .coming: Text(fr: "À venir", en: "To come")
    case .ended: Text(fr: "Terminée", en: "Ended")
    }
  }
}

extension View<Role> {
  static let role = View(
    "Role",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("account", .personName, link: { $0.path }) { .text($0.accountName) },
      Column("email", .email) { .text($0.email) },
      Column("kind", .roleKind, .word(ActorKind.words)) {
        .word(key: $0.kind.rawValue, $0.kind.noun($0.agreement))
      },
      Column("target", .roleTarget, .word(TargetKind.words)) { .choice($0.target) },
      Column("targetName", .roleTargetName, link: { $0.targetPath }) { .text($0.targetName) },
      Column("targetId", .roleTargetNumber, .int, forMachines: true) { $0.targetID.map { .int(Int($0)) } ?? .none },
      Column("from", .roleFrom, .day) { .day($0.from) },
      Column("to", .roleTo, .day) { .day($0.to) },
      Column("endedAt", .withdrawnAt, .moment) { $0.endedAt.map { .moment($0) } ?? .none },
      Column("active", .accountActive, .flag) { .flag($0.isOpened) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}

extension Role {
  fileprivate var targetPath: String? {
    switch target {
    case .organisation: targetID.map { "/annuaire/organisations/\($0)" }
    // An administrator gives the role without being able to open the file.
    case .person: nil
    case .programme: targetID.map { "/dispositifs/\($0)" }
    default: nil
    }
  }
}

extension Text {
  static let personName = Text(fr: "Nom", en: "Name", de: "Name")
  static let email = Text(fr: "Adresse électronique", en: "E-mail address", de: "E-Mail-Adresse")
  static let roleKind = Text(fr: "Rôle", en: "Role")
  static let roleTarget = Text(fr: "Portée", en: "Reach")
  static let roleTargetName = Text(fr: "Précision", en: "Which one")
  static let roleTargetNumber = Text(fr: "Numéro de l’objet", en: "Target number")
  static let roleFrom = Text(fr: "Premier jour", en: "First day", de: "Erster Tag")
  static let roleTo = Text(fr: "Dernier jour", en: "Last day", de: "Letzter Tag")
  static let withdrawnAt = Text(fr: "Retiré le", en: "Withdrawn on")
  static let accountActive = Text(fr: "Compte ouvert", en: "Account open")
  static let roles = Text(fr: "Habilitations", en: "Roles")

  static func roleAlreadyEnded(_ day: Day) -> Text {
    Text(
      fr: "Cette habilitation est terminée depuis le \(Language.fr.long(day)).",
      en: "This role ended on \(Language.en.long(day)).")
  }

  static func roleNotYetBegun(_ day: Day) -> Text {
    Text(
      fr: "Cette habilitation ne commence que le \(Language.fr.long(day)).",
      en: "This role only begins on \(Language.en.long(day)).")
  }
}
