import HTTP
import Mail
import SQL

extension Allow {
  /// Who gives and withdraws roles.
  static let givesRoles = Allow([.administrator, .manager])
}

extension PlatformDoor {
  var roleRoutes: [Endpoint] {
    [
      .list("/habilitations", .roles, allow: .givesRoles, .role, filter: RoleFilter.self) { visit, filter in
        ListPage(
          .roles, .role, RoleStore(visit.scope).listing(filter), filters: RoleFilter.fields,
          actions: [ActionLink(.giveRole, to: "/habilitations/nouvelle", allow: .givesRoles)], .role)
      },
      .record("/habilitations/{role}", .oneRole, kind: "role", allow: .givesRoles, .role) { visit in
        let role: Role = try await RoleStore(visit.scope).find(visit.id("role"))
        let others: [Role] = try await RoleStore(visit.scope).roles(of: role.account).filter { $0.id != role.id }
        return Shown(role.accountName, crumbs: [Crumb.roles(visit)], .role, role) { page in
          page.role(role, others)
        }
      },
    ] + giveRole + withdrawRole + [inviteAgain]
  }

  private var giveRole: [Endpoint] {
    Endpoint.form(
      .giveRole, allow: .givesRoles, page: "/habilitations/nouvelle", posts: "/habilitations", RoleForm.self,
      show: { visit in
        var initial = Typed()
        initial.set(RoleForm.from, visit.scope.today)
        return FormPage(
          .giveRole, crumbs: [Crumb.roles(visit)],
          intro: Text(
            fr: "La personne reçoit un courriel. Si elle n’a pas encore de compte, elle y choisit son mot de passe.",
            en: "The person gets an e-mail. If they have no account yet, they choose their password there."),
          submit: .giveRole, initial: initial,
          fields: [
            RoleForm.kind(for: visit.scope.actor),
            RoleForm.programme(among: try await ProgrammeStore(visit.scope).all()),
          ])
      },
      submit: { visit, scope, form in
        // The list on the page is a courtesy; this is the rule.
        guard scope.actor.mayGive(form.kind) else { throw Refusal.invalid("kind", .notAChoice) }
        let grant: Grant = try await form.grant(scope)
        let role: Role = try await Invitation(visit.app, scope).give(
          grant, to: form.email, named: form.name, from: form.from, to: form.to)
        return .created(.roleGiven, at: role.path, .role, role)
      })
  }

  private var withdrawRole: [Endpoint] {
    Endpoint.form(
      .withdrawRole, allow: .givesRoles, page: "/habilitations/{role}/retirer", posts: "/habilitations/{role}/fin",
      WithdrawForm.self,
      show: { visit in
        let role: Role = try await RoleStore(visit.scope).find(visit.id("role"))
        return FormPage(
          .withdrawRole, crumbs: [Crumb.roles(visit), Crumb(role.accountName, role.path)],
          intro: Text(
            fr: "Le rôle vaut encore ce jour-là, sauf s’il est retiré tout de suite. Ce qui a été fait reste signé.",
            en: "The role still holds on that day, unless it is withdrawn at once. What was done stays signed."),
          submit: .withdrawRole, initial: WithdrawForm.typed(role, today: visit.scope.today))
      },
      submit: { visit, scope, form in
        let store = RoleStore(scope)
        let role: Role = try await store.find(visit.id("role"))
        guard scope.actor.mayGive(role.kind) else { throw Refusal.forbidden(.notYoursToGive) }
        try role.withdraw(on: form.day, today: scope.today)
        let after: Role = try await store.withdraw(role, on: form.day, atOnce: form.atOnce, version: form.version)
        try await scope.tell([role.account], of: .roleWithdrawn, role.ofOnes)
        return .changed(.roleWithdrawn, at: after.path, .role, after)
      })
  }

  private var inviteAgain: Endpoint {
    .button("/habilitations/{role}/invitation", .inviteAgain, allow: .givesRoles) { visit in
      let role: Role = try await RoleStore(visit.scope).find(visit.id("role"))
      guard !role.isOpened else { throw Refusal.conflict(.alreadyActive) }
      try await visit.scope.change { scope in
        let account: Account = try await AccountStore(scope).find(role.account)
        try await Invitation(visit.app, scope).invite(account, role)
      }
      return .redirect(to: "\(role.path)?done=\(Deed.accountInvited.key)")
    }
  }
}

extension Page {
  fileprivate mutating func role(_ role: Role, _ others: [Role]) {
    facts(View.role.without("account"), role)
    actions([
      ActionLink(.withdrawRole, to: "\(role.path)/retirer", allow: .givesRoles),
      ActionLink(.handOver, to: "\(role.path)/passation", allow: .givesRoles),
    ])
    if !role.isOpened {
      paragraph(
        Text(
          fr: "Cette personne n’a pas encore ouvert son compte.", en: "This person has not opened their account yet."))
      button("\(role.path)/invitation", .inviteAgain)
    }
    guard !others.isEmpty else { return }
    section(Text(fr: "Ses autres habilitations", en: "Their other roles")) { page in
      page.table(
        View.role.without("account", "email", "active"), others, caption: .roles, empty: .noRoleHere)
    }
  }
}

struct RoleForm: Form {
  static let email = Field.email("email", .email)
  static let name = Field.text("name", .personName, most: Account.mostNameCharacters)
  static let kind = Field<ActorKind>.choice("kind", .roleKind)
  static let organisation = Field.named(
    "organisation", Text(fr: "Au nom de l’organisation", en: "In the name of the organisation"),
    help: Text(
      fr: "Pour une entreprise ou un partenaire. Un nom nouveau est enregistré.",
      en: "For a company or a partner. A new name is entered."),
    most: Organisation.mostNameCharacters, finder: "organisations"
  ).optional
  static let programme = Field.text("programme", .onProgramme, most: 60).optional
  static let from = Field.day("from", .roleFrom)
  static let to = Field.day(
    "to", .roleTo, help: Text(fr: "Laissez vide s’il n’y a pas de terme.", en: "Leave empty if there is no end.")
  ).optional
  static let fields: [any FormField] = [email, name, kind, organisation, programme, from, to]

  let email: EmailAddress
  let name: String
  let kind: ActorKind
  let organisation: String?
  let programme: String?
  let from: Day
  let to: Day?

  init(_ values: FormValues) throws(Refusal) {
    email = values[Self.email]
    name = values[Self.name]
    kind = values[Self.kind]
    organisation = values[Self.organisation]
    programme = values[Self.programme]
    from = values[Self.from]
    to = values[Self.to]
    if let to, to < from { throw .invalid("to", .endsBeforeItStarts) }
  }

  /// The kinds that this actor may give, where a role of that kind can be on the territory or on an organisation.
  static func kind(for actor: Actor) -> any FormField {
    Field.among("kind", .roleKind, ActorKind.allCases.filter { actor.mayGive($0) }.map { ($0.rawValue, $0.label) })
  }

  static func programme(among programmes: [Programme]) -> any FormField {
    Field.among(
      "programme", .onProgramme,
      help: Text(
        fr: "Un agent, un responsable ou un partenaire de ce seul dispositif.",
        en: "An agent, a manager or a partner of this programme only."),
      programmes.map { ($0.slug, Text(name: $0.name)) }
    ).optional
  }

  func grant(_ scope: Scope) async throws -> Grant {
    if let programme {
      guard organisation == nil, kind.targets.contains(.programme) else {
        throw Refusal.invalid("programme", .notOnProgramme)
      }
      guard let found = try await ProgrammeStore(scope).all().first(where: { $0.slug == programme }) else {
        throw Refusal.invalid("programme", .notAChoice)
      }
      return Grant(kind, on: .programme, found.id.number)
    }
    if let organisation {
      guard kind.targets.contains(.organisation) else { throw Refusal.invalid("organisation", .notOnOrganisation) }
      return Grant(kind, on: .organisation, try await OrganisationStore(scope).named(orNew: organisation).number)
    }
    guard kind.targets.contains(.territory) else { throw Refusal.invalid("organisation", .missing) }
    return Grant(kind, on: .territory)
  }
}

struct WithdrawForm: Form {
  static let day = Field.day("day", .roleTo)
  static let atOnce = Field.flag(
    "atOnce", Text(fr: "Tout de suite", en: "At once"),
    help: Text(fr: "Sans attendre la fin de la journée.", en: "Without waiting for the end of the day."))
  static let fields: [any FormField] = [day, atOnce, Field<Int>.version]

  let day: Day
  let atOnce: Bool
  let version: Int

  init(_ values: FormValues) throws(Refusal) {
    day = values[Self.day]
    atOnce = values[Self.atOnce]
    version = values[.version]
  }

  static func typed(_ role: Role, today: Day) -> Typed {
    var typed = Typed()
    typed.set(day, role.to ?? today)
    typed.set(.version, role.version)
    return typed
  }
}

struct RoleFilter: Form {
  static let text = Field.text("q", Text(fr: "Nom ou adresse", en: "Name or address"), most: 100).optional
  static let kind = Field<ActorKind>.choice("kind", .roleKind).optional
  static let state = Field<RoleState>.choice("state", Text(fr: "État", en: "State")).optional
  static let fields: [any FormField] = [text, kind, state]

  let text: String?
  let kind: ActorKind?
  let state: RoleState?

  init(_ values: FormValues) throws(Refusal) {
    text = values[Self.text]
    kind = values[Self.kind]
    state = values[Self.state]
  }
}

extension Noun {
  static let role = Noun(fr: ("habilitation", "habilitations", .f), en: ("role", "roles"))
}

extension Crumb {
  static func roles(_ visit: Visit) -> Crumb { Crumb(Text.roles(visit.language), "/habilitations") }
}

extension Text {
  static let oneRole = Text(fr: "Habilitation", en: "Role")
  static let giveRole = Text(fr: "Donner un rôle", en: "Give a role")
  static let withdrawRole = Text(fr: "Retirer ce rôle", en: "Withdraw this role")
  static let inviteAgain = Text(fr: "Envoyer l’invitation à nouveau", en: "Send the invitation again")
  static let notYoursToGive = Text(
    fr: "Vous ne pouvez ni donner ni retirer ce rôle.", en: "You can neither give nor withdraw this role.")
  static let alreadyActive = Text(
    fr: "Cette personne a déjà ouvert son compte.", en: "This person has opened their account already.")
  static let onProgramme = Text(fr: "Sur le seul dispositif", en: "On this programme only")
  static let notOnProgramme = Text(
    fr: "Ce rôle ne se donne pas sur un dispositif.", en: "This role is not given on a programme.")
  static let notOnOrganisation = Text(
    fr: "Ce rôle se donne sur le territoire : laissez l’organisation vide.",
    en: "This role is given on the territory: leave the organisation empty.")
  public static let endsBeforeItStarts = Text(
    fr: "Le dernier jour vient avant le premier.", en: "The last day comes before the first.")
}
