import Mail
import SQL

/// All that somebody leaves goes to who comes after, from one day to the next: the files that were entrusted to them, their
/// programmes, the organisations in whose name they came, their role here.
struct Handover: Sendable {
  private let leaver: ID<Account>
  /// What goes over.
  let roles: [Role]
  /// What this actor may not give, and somebody else has to.
  let left: [Role]

  /// What the holder of a role has here today, or will have.
  init(from role: Role, _ scope: Scope) async throws {
    leaver = role.account
    let all: [Role] = try await RoleStore(scope).roles(of: role.account).filter { role in
      // Their own file stays theirs, whoever comes after them at work.
      !role.isOnOwnFile && !role.isOver(on: scope.today)
    }
    roles = all.filter { scope.actor.mayGive($0.kind) }
    left = all.filter { !scope.actor.mayGive($0.kind) }
  }

  /// Ends each role on its last day and gives it to the other from the next. What they have already is not given twice.
  func pass(to email: EmailAddress, named name: String, on day: Day, _ app: App, _ scope: Scope) async throws -> Int {
    let store = RoleStore(scope)
    let accounts = AccountStore(scope)
    let known: Account? = try await accounts.with(email)
    if known?.id == leaver { throw Refusal.invalid("email", .handsToThemselves) }
    try known?.refuseClosed()
    let account: ID<Account>
    if let known { account = known.id } else { account = try await accounts.enter(email, name) }
    let next: Day = day.adding(days: 1)
    let theirs: [Role] = try await store.roles(of: account)
    var given: [Role] = []
    for role in roles {
      let isOverBefore: Bool = role.to.map { $0 <= day } ?? false
      if let first = role.firstDay(from: next, lackedBeside: theirs) {
        given.append(try await store.give(role.grant, to: account, from: first, to: role.to))
      }
      // One that has not begun would end before it does: it is withdrawn as it stands.
      let isToCome: Bool = role.from > day
      if !isOverBefore { _ = try await store.withdraw(role, on: day, atOnce: isToCome, version: role.version) }
      if role.target == .person, let number = role.targetID {
        let person: Person = try await PersonStore(scope).find(entrusted: ID(number))
        try await scope.audit(.fileEntrusted, "person", number, .person, after: person)
      }
    }
    let successor: Account = try await accounts.find(account)
    try await app.handOver(from: leaver, to: successor, scope)
    // One letter for all of it.
    if let first = given.first { try await Invitation(app, scope).invite(successor, first) }
    return given.count
  }
}

extension Role {
  /// The first day of this role, from that one on, that roles which somebody has already leave open; nil where they leave
  /// none.
  func firstDay(from day: Day, lackedBeside theirs: [Role]) -> Day? {
    var first: Day = max(day, from)
    while let held = theirs.first(where: { $0.grant == grant && $0.holds(on: first) }) {
      guard let last = held.to else { return nil }
      first = last.adding(days: 1)
    }
    return to.map { $0 < first } ?? false ? nil : first
  }
}

struct HandoverForm: Form {
  static let email = Field.email("email", .successorEmail)
  static let name = Field.text("name", .personName, most: 120)
  static let day = Field.day("day", .lastDayOfLeaver, help: .lastDayOfLeaverHelp)
  static let fields: [any FormField] = [email, name, day]

  let email: EmailAddress
  let name: String
  let day: Day

  init(_ values: FormValues) throws(Refusal) {
    email = values[Self.email]
    name = values[Self.name]
    day = values[Self.day]
  }
}

extension PlatformDoor {
  var handoverRoutes: [Endpoint] {
    Endpoint.form(
      .handOver, allow: .givesRoles, page: "/habilitations/{role}/passation", posts: "/habilitations/{role}/relais",
      HandoverForm.self,
      show: { visit in
        let role: Role = try await RoleStore(visit.scope).find(visit.id("role"))
        let handover = try await Handover(from: role, visit.scope)
        var initial = Typed()
        initial.set(HandoverForm.day, visit.scope.today)
        return FormPage(
          .handOver, crumbs: [Crumb.roles(visit), Crumb(role.accountName, role.path)],
          intro: .handOverHelp(role.accountName), submit: .handOver, initial: initial,
          isClosed: handover.roles.isEmpty,
          below: { page in
            page.section(.whatGoesOver) { page in
              page.table(View.role.without("account"), handover.roles, caption: .whatGoesOver, empty: .nothingGoesOver)
            }
            guard !handover.left.isEmpty else { return }
            page.section(.whatOthersGive) { page in
              page.table(View.role.without("account"), handover.left, caption: .whatOthersGive, empty: .nothingGoesOver)
            }
          })
      },
      submit: { visit, scope, form in
        let role: Role = try await RoleStore(scope).find(visit.id("role"))
        let handover = try await Handover(from: role, scope)
        guard !handover.roles.isEmpty else { throw Refusal.conflict(.nothingGoesOver) }
        guard form.day >= scope.today else { throw Refusal.invalid("day", .dayIsPast) }
        _ = try await handover.pass(to: form.email, named: form.name, on: form.day, visit.app, scope)
        let after: Role = try await RoleStore(scope).find(role.id)
        return .changed(.handedOver, at: after.path, .role, after)
      })
  }
}

extension Deed {
  static let handedOver = Deed("role.handed-over", Text(fr: "Relais passé", en: "Handed over"))
}

extension Text {
  static let handOver = Text(fr: "Passer le relais", en: "Hand over")
  fileprivate static let successorEmail = Text(
    fr: "Adresse électronique de qui reprend", en: "E-mail address of who takes over")
  fileprivate static let lastDayOfLeaver = Text(fr: "Dernier jour", en: "Last day")
  fileprivate static let lastDayOfLeaverHelp = Text(
    fr: "Les rôles valent encore ce jour-là ; qui reprend commence le lendemain.",
    en: "The roles still hold on that day; who takes over begins on the next.")
  fileprivate static let whatGoesOver = Text(fr: "Ce qui passe", en: "What goes over")
  fileprivate static let whatOthersGive = Text(
    fr: "Ce que l’administration du territoire doit passer", en: "What the territory’s administration has to hand over")
  fileprivate static let nothingGoesOver = Text(
    fr: "Cette personne n’a plus rien ici que vous puissiez passer.",
    en: "This person has nothing left here that you could hand over.")
  fileprivate static let handsToThemselves = Text(
    fr: "C’est la personne qui part : donnez l’adresse de qui reprend.",
    en: "This is who leaves: give the address of who takes over.")
  fileprivate static let dayIsPast = Text(fr: "Ce jour est passé.", en: "This day is past.")

  fileprivate static func handOverHelp(_ name: String) -> Text {
    Text(
      fr:
        "Tout ce que tient \(name) passe d’un coup : dossiers, dispositifs, organisations. L’historique de chaque dossier garde qui l’a suivi, et quand.",
      en:
        "All that \(name) holds goes over at once: files, programmes, organisations. The history of each file keeps who followed it, and when."
    )
  }
}
