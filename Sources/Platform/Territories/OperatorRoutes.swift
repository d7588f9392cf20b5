import HTTP
import Mail
import SQL

/// What the person who runs the installation sees and does: territories, maintenance, whether mail leaves and the audit
/// is sealed. Never a record.
extension PlatformDoor {
  var operatorRoutes: [Endpoint] { [operation] + newTerritory + maintenance + [close, reopen] }

  private var operation: Endpoint {
    .page("/exploitation", .operation, allow: .operates) { visit in
      let rows: [TerritoryRow] = try await visit.app.database.all(TerritoryRow.query)
      let state: InstallationState = try await visit.app.installationState()
      return (
        Text.operation(visit.language),
        { page in
          page.installation(state)
          page.actions([
            ActionLink(.newTerritory, to: "/exploitation/territoires/nouveau", allow: .operates),
            ActionLink(.maintenance, to: "/exploitation/maintenance", allow: .operates),
          ])
          page.table(View.territoryRow, rows, caption: .territories, empty: .noTerritoryYet)
          for row in rows {
            page.button(
              "/exploitation/territoires/\(row.id)/\(row.closedAt == nil ? "fermeture" : "ouverture")",
              row.closedAt == nil
                ? Text(fr: "Fermer \(row.name)", en: "Close \(row.name)")
                : Text(fr: "Rouvrir \(row.name)", en: "Reopen \(row.name)"))
          }
        }
      )
    }
  }

  private var newTerritory: [Endpoint] {
    Endpoint.form(
      .newTerritory, allow: .operates, page: "/exploitation/territoires/nouveau", posts: "/exploitation/territoires",
      NewTerritoryForm.self,
      show: { visit in
        FormPage(
          .newTerritory, crumbs: [Crumb(Text.operation(visit.language), "/exploitation")],
          intro: Text(
            fr: "L’administrateur reçoit une invitation ; c’est lui qui règle le reste et invite les autres.",
            en: "The administrator gets an invitation; they settle the rest and invite the others."),
          submit: .save)
      },
      submit: { visit, scope, form in
        let territory: Territory = try await TerritoryStore.open(form.slug, named: form.name, scope)
        _ = try await Invitation(visit.app, scope.on(territory.id)).give(
          Grant(.administrator, on: .territory), to: form.email, named: form.person, from: scope.today, to: nil)
        return .created(.territoryOpened, at: "/exploitation", .territory, territory)
      })
  }

  private var maintenance: [Endpoint] {
    Endpoint.act(
      .maintenance, allow: .operates, page: "/exploitation/maintenance", posts: "/exploitation/maintenance",
      MaintenanceForm.self,
      show: { visit in
        let message: String? = try await visit.app.database.read {
          try await $0.value("SELECT maintenance FROM installation")
        }
        var initial = Typed()
        initial.set(MaintenanceForm.isOn, message != nil)
        initial.set(MaintenanceForm.message, message)
        return FormPage(
          .maintenance, crumbs: [Crumb(Text.operation(visit.language), "/exploitation")], submit: .save,
          initial: initial)
      },
      act: { visit, form in
        try await visit.app.setMaintenance(form.message)
        if visit.territory != nil {
          try await visit.scope.change { try await $0.audit(.maintenanceChanged, "installation", 1) }
        }
        return .redirect(to: "/exploitation?done=\(Deed.maintenanceChanged.key)")
      }
    ).map(\.alwaysOpen)
  }

  private var close: Endpoint {
    .button("/exploitation/territoires/{territory}/fermeture", .closeTerritory, allow: .operates) { visit in
      try await visit.settingTerritory(closedAt: visit.scope.now, .territoryClosed)
    }
  }

  private var reopen: Endpoint {
    .button("/exploitation/territoires/{territory}/ouverture", .reopenTerritory, allow: .operates) { visit in
      try await visit.settingTerritory(closedAt: nil, .territoryOpened)
    }
  }
}

extension Visit {
  fileprivate func settingTerritory(closedAt: Instant?, _ action: Deed) async throws -> Response {
    let id: ID<Territory> = try id("territory")
    try await scope.change { scope in
      let count: Int = try await scope.run(
        "UPDATE territory SET closed_at = \(closedAt.value), version = version + 1 WHERE id = \(id)")
      guard count == 1 else { throw Refusal.notFound }
      try await scope.on(id).audit(action, "territory", id.number)
    }
    return .redirect(to: "/exploitation?done=\(action.key)")
  }
}

struct TerritoryRow: Fetched {
  let id: ID<Territory>
  let name: String
  let slug: String
  let accounts: Int
  let lines: Int
  let unsealed: Int
  let closedAt: Instant?

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    name = try row.next()
    slug = try row.next()
    accounts = try row.next()
    lines = try row.next()
    unsealed = try row.next()
    closedAt = try row.next()
  }

  static let query: Query = """
    SELECT id, name, slug,
      (SELECT count(DISTINCT account_id) FROM role WHERE role.territory_id = territory.id),
      (SELECT count(*) FROM audit_line WHERE audit_line.territory_id = territory.id),
      (SELECT count(*) FROM audit_line WHERE audit_line.territory_id = territory.id)
        - (SELECT count(*) FROM audit_seal WHERE audit_seal.territory_id = territory.id),
      closed_at
    FROM territory ORDER BY name
    """
}

extension View<TerritoryRow> {
  static let territoryRow = View(
    "TerritoryRow",
    [
      Column("name", .personName) { .text($0.name) },
      Column("slug", Text(fr: "Nom court", en: "Short name")) { .text($0.slug) },
      Column("accounts", Text(fr: "Comptes", en: "Accounts"), .int) { .int($0.accounts) },
      Column("lines", Text(fr: "Lignes au journal", en: "Journal lines"), .int) { .int($0.lines) },
      Column("unsealed", Text(fr: "À sceller", en: "To seal"), .int) { .int($0.unsealed) },
      Column("closed", Text(fr: "Fermé le", en: "Closed"), .moment) { $0.closedAt.map { .moment($0) } ?? .none },
    ])
}

struct InstallationState: Sendable {
  let database: String
  let waitingMail: Int
  let failedMail: Int
  let lastFailure: String?
  let hasPostOffice: Bool
  let hasGateway: Bool
  let maintenance: String?
}

extension App {
  func installationState() async throws -> InstallationState {
    let (waiting, failed, last, message): (Int, Int, String?, String?) = try await database.read { session in
      let waiting: Int = try await session.value(
        "SELECT count(*) FROM outgoing_message WHERE sent_at IS NULL AND failed_at IS NULL")
      let failed: Int = try await session.value(
        "SELECT count(*) FROM outgoing_message WHERE failed_at IS NOT NULL")
      let last: String? = try await session.first(
        "SELECT failure FROM outgoing_message WHERE failure IS NOT NULL ORDER BY id DESC LIMIT 1"
      ) { row in try row.next() }
      return (waiting, failed, last, try await session.value("SELECT maintenance FROM installation"))
    }
    return InstallationState(
      database: database.address.description, waitingMail: waiting, failedMail: failed, lastFailure: last,
      hasPostOffice: settings.postOffice != nil,
      hasGateway: settings.smsGateway != nil, maintenance: message)
  }

  func setMaintenance(_ message: String?) async throws {
    _ = try await database.change { try await $0.run("UPDATE installation SET maintenance = \(message.value)") }
  }
}

extension Page {
  fileprivate mutating func installation(_ state: InstallationState) {
    let facts: [(Text, String)] =
      [
        (Text(fr: "Base de données", en: "Database"), state.database),
        (
          Text(fr: "Courriels et SMS", en: "Mail and SMS"),
          Text(
            fr:
              "\(state.waitingMail) en attente, \(state.failedMail) en échec\(state.hasPostOffice ? "" : " — aucun serveur d’envoi n’est réglé (--smtp)")\(state.hasGateway ? "" : " — aucune passerelle de SMS n’est réglée (--sms-gateway)")",
            en:
              "\(state.waitingMail) waiting, \(state.failedMail) failed\(state.hasPostOffice ? "" : " — no mail server is set (--smtp)")\(state.hasGateway ? "" : " — no SMS gateway is set (--sms-gateway)")"
          )(language)
        ),
        (
          Text.maintenance,
          state.maintenance.map { $0.isEmpty ? Text.yes(language) : $0 } ?? Text.no(language)
        ),
      ] + (state.lastFailure.map { [(Text(fr: "Dernier échec d’envoi", en: "Last mail failure"), $0)] } ?? [])
    markup.raw("<dl class=\"facts\">\n")
    for (label, value) in facts {
      markup.raw("<div><dt>")
      say(label)
      markup.raw("</dt><dd>")
      data(value)
      markup.raw("</dd></div>\n")
    }
    markup.raw("</dl>\n")
  }
}

extension Text {
  static let operation = Text(fr: "Exploitation", en: "Operation")
  static let newTerritory = Text(fr: "Ouvrir un territoire", en: "Open a territory")
  static let maintenance = Text(fr: "Maintenance", en: "Maintenance")
  static let closeTerritory = Text(fr: "Fermer un territoire", en: "Close a territory")
  static let reopenTerritory = Text(fr: "Rouvrir un territoire", en: "Reopen a territory")
  static let noTerritoryYet = Text(fr: "Aucun territoire pour l’instant.", en: "No territory yet.")
}
