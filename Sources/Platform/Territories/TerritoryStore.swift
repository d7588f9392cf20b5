import HTTP
import SQL

extension Territory {
  var logoPath: String { "/territoires/\(id)/logo?v=\(version)" }
}

extension View<Territory> {
  static let territory = View(
    "Territory",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("name", .personName) { .text($0.name) },
      Column("slug", Text(fr: "Nom court", en: "Short name")) { .text($0.slug) },
      Column("host", .territoryHost) { .text($0.host) },
      Column("accent", .accent) { .text($0.accent?.hex) },
      Column("language", .territoryLanguage, .word(Language.words)) {
        .word(key: $0.language.rawValue, Text(name: $0.language.ownName))
      },
      Column("speaksGerman", .speaksGerman, .flag) { .flag($0.speaksGerman) },
      Column("requiresCode", .requiresCode, .flag) { .flag($0.requiresCode) },
      Column("postalAddress", .postalAddress) { .text($0.contact.postalAddress) },
      Column("email", .email) { .text($0.contact.email) },
      Column("phone", .phone) { .text($0.contact.phone) },
      Column("publisher", .publisher) { .text($0.contact.publisher) },
      Column("hosting", .hosting) { .text($0.contact.hosting) },
      Column("dataOfficer", .dataOfficer) { .text($0.contact.dataOfficer) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}

/// A territory's own settings, from within.
struct TerritoryStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  /// A new territory; its opening is the first line of its journal.
  static func open(_ slug: String, named name: String, _ scope: Scope) async throws -> Territory {
    let id: ID<Territory> = try await scope.guarded(by: .unique, .conflict(.slugTaken, field: "slug")) {
      try await scope.insert("INSERT INTO territory (slug, name) VALUES (\(slug), \(name))")
    }
    let there: Scope = scope.on(id)
    let territory: Territory = try await TerritoryStore(there).mine()
    try await there.audit(.territoryOpened, "territory", id.number, .territory, after: territory)
    return territory
  }

  func mine() async throws -> Territory {
    try await scope.one("SELECT \(Territory.columns) FROM territory WHERE id = \(scope.territory)")
  }

  func change(_ form: TerritoryForm) async throws -> Territory {
    let before: Territory = try await mine()
    try await scope.guarded(by: .unique, .conflict(.hostTaken, field: "host")) {
      try await scope.update(
        """
        UPDATE territory SET name = \(form.name), host = \(form.host.value), accent = \((form.accent?.hex).value),
          language = \(form.language), speaks_german = \(form.speaksGerman), requires_code = \(form.requiresCode),
          postal_address = \(form.postalAddress ?? ""), email = \((form.email?.text).value), phone = \(form.phone ?? ""),
          publisher = \(form.publisher ?? ""), host_name = \(form.hosting ?? ""),
          data_officer = \(form.dataOfficer ?? ""), version = version + 1
        WHERE id = \(scope.territory) AND version = \(form.version)
        """)
    }
    let after: Territory = try await mine()
    try await scope.audit(
      .territoryChanged, "territory", after.id.number, .territory, before: before, after: after)
    return after
  }

  func changeLogo(_ bytes: [UInt8]?) async throws -> Territory {
    let type: String? = bytes.flatMap { Picture($0)?.mediaType }
    try await scope.update(
      """
      UPDATE territory SET logo = \(bytes.value), logo_type = \(type.value), version = version + 1
      WHERE id = \(scope.territory)
      """)
    let after: Territory = try await mine()
    try await scope.audit(.territoryChanged, "territory", after.id.number, .territory, after: after)
    return after
  }
}

extension Deed {
  static let territoryOpened = Deed("territory.opened", Text(fr: "Territoire ouvert", en: "Territory opened"))
  static let territoryClosed = Deed("territory.closed", Text(fr: "Territoire fermé", en: "Territory closed"))
  static let territoryChanged = Deed("territory.changed", Text(fr: "Territoire modifié", en: "Territory changed"))
  static let maintenanceChanged = Deed(
    "installation.maintenance", Text(fr: "Maintenance réglée", en: "Maintenance set"))
  static let networkFounded = Deed("network.founded", Text(fr: "Réseau créé", en: "Network founded"))
  static let networkInvited = Deed("network.invited", Text(fr: "Territoire invité", en: "Territory invited"))
  static let networkJoined = Deed("network.joined", Text(fr: "Réseau rejoint", en: "Network joined"))
  static let networkLeft = Deed("network.left", Text(fr: "Réseau quitté", en: "Network left"))
  static let recordShared = Deed("record.shared", Text(fr: "Fiche partagée", en: "Record shared"))
  static let recordUnshared = Deed("record.unshared", Text(fr: "Partage retiré", en: "Sharing withdrawn"))

  static let ofTerritories: [Deed] = [
    territoryOpened, territoryClosed, territoryChanged, maintenanceChanged, networkFounded, networkInvited,
    networkJoined, networkLeft, recordShared, recordUnshared,
  ]
}
