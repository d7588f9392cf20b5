import HTTP
import SQL

extension Allow {
  static let readsNetworks = Allow([.agent, .manager, .administrator, .elected])
}

extension PlatformDoor {
  var networkRoutes: [Endpoint] {
    [networks, network, sharedRecord] + foundNetwork + inviteTerritory + [joinNetwork, leaveNetwork]
  }

  private var networks: Endpoint {
    .page("/reseaux", .networks, allow: .readsNetworks) { visit in
      let networks: [Network] = try await NetworkStore(visit.scope).all()
      return (
        Text.networks(visit.language),
        { page in
          page.paragraph(
            Text(
              fr: "Les membres d’un réseau voient les fiches que chacun choisit d’y partager, et rien d’autre.",
              en: "Members of a network see the records that each chooses to share there, and nothing else."))
          page.actions([ActionLink(.foundNetwork, to: "/reseaux/nouveau", allow: .administersTerritory)])
          page.table(View.network, networks, caption: .networks, empty: .noNetwork)
        }
      )
    }
  }

  private var network: Endpoint {
    .record("/reseaux/{network}", .network, kind: "network", allow: .readsNetworks, .network) { visit in
      let store = NetworkStore(visit.scope)
      let network: Network = try await store.find(visit.id("network"))
      let isMember: Bool = network.isMember(on: visit.scope.today)
      let members: [NetworkMember] = isMember ? try await store.members(of: network) : []
      let shares: [Share] = try await store.shares(in: network)
      let crumbs: [Crumb] = [Crumb(Text.networks(visit.language), "/reseaux")]
      return Shown(network.name, crumbs: crumbs, .network, network) { page in
        page.network(network, members, shares, isMember: isMember, visit.scope)
      }
    }
  }

  /// A record of another member, as it shows itself: its values, without what leads further.
  private var sharedRecord: Endpoint {
    .raw("/reseaux/{network}/fiches/{share}", .sharedRecord, allow: .readsNetworks) { visit, app in
      let share: Share = try await NetworkStore(visit.scope).share(visit.id("share"), in: visit.id("network"))
      guard
        let route = app.endpoints.compactMap(\.record).first(where: { $0.kind == share.recordKind && $0.isShareable })
      else { throw Refusal.notFound }
      let shown: Shown = try await route.show(visit.reading(share))
      let crumbs: [Crumb] = [
        Crumb(Text.networks(visit.language), "/reseaux"), Crumb(share.networkName, "/reseaux/\(share.network)"),
      ]
      return app.page(visit, shown.title, crumbs: crumbs) { page in
        page.paragraph(
          Text(
            fr: "Fiche de \(share.ownerName), partagée le \(Language.fr.moment(share.sharedAt)).",
            en: "Record of \(share.ownerName), shared on \(Language.en.moment(share.sharedAt))."))
        shown.facts(&page)
      }
    }
  }

  private var foundNetwork: [Endpoint] {
    Endpoint.form(
      .foundNetwork, allow: .administersTerritory, page: "/reseaux/nouveau", posts: "/reseaux", NetworkForm.self,
      show: { visit in
        FormPage(.foundNetwork, crumbs: [Crumb(Text.networks(visit.language), "/reseaux")], submit: .save)
      },
      submit: { _, scope, form in
        let network: Network = try await NetworkStore(scope).found(form.name)
        return .created(.networkFounded, at: network.path, .network, network)
      })
  }

  private var inviteTerritory: [Endpoint] {
    Endpoint.form(
      .inviteTerritory, allow: .administersTerritory, page: "/reseaux/{network}/invitations/nouvelle",
      posts: "/reseaux/{network}/invitations", InviteTerritoryForm.self,
      show: { visit in
        let network: Network = try await NetworkStore(visit.scope).find(visit.id("network"))
        let others: [Territory] = try await visit.app.openTerritories(for: nil, visit)
          .filter { $0.id != visit.scope.territory }
        return FormPage(
          .inviteTerritory,
          crumbs: [Crumb(Text.networks(visit.language), "/reseaux"), Crumb(network.name, network.path)],
          submit: .inviteTerritory, fields: [InviteTerritoryForm.field(among: others)])
      },
      submit: { visit, scope, form in
        let store = NetworkStore(scope)
        let network: Network = try await store.find(visit.id("network"))
        guard network.founder == scope.territory else { throw Refusal.notFound }
        let open: [Territory] = try await scope.all(
          "SELECT \(Territory.columns) FROM territory WHERE slug = \(form.territory) AND closed_at IS NULL")
        guard let territory = open.first else { throw Refusal.invalid("territory", .notAChoice) }
        try await store.invite(territory.id, to: network)
        return .changed(.networkInvited, at: network.path, .network, network)
      })
  }

  private var joinNetwork: Endpoint {
    .button("/reseaux/{network}/adhesion", .joinNetwork, allow: .administersTerritory) { visit in
      let id: ID<Network> = try visit.id("network")
      try await visit.scope.change { scope in
        let store = NetworkStore(scope)
        try await store.join(try await store.find(id))
      }
      return .redirect(to: "/reseaux/\(id)?done=\(Deed.networkJoined.key)")
    }
  }

  private var leaveNetwork: Endpoint {
    .button("/reseaux/{network}/depart", .leaveNetwork, allow: .administersTerritory) { visit in
      let id: ID<Network> = try visit.id("network")
      try await visit.scope.change { scope in
        let store = NetworkStore(scope)
        try await store.leave(try await store.find(id))
      }
      return .redirect(to: "/reseaux?done=\(Deed.networkLeft.key)")
    }
  }
}

extension Visit {
  /// The same reader at the owner's, with this one record for all rights.
  fileprivate func reading(_ share: Share) -> Visit {
    let actor = Actor(
      scope.actor.name, territory: share.owner,
      [Grant(.partner, on: .record, share.record, recordKind: share.recordKind)])
    return Visit(
      request: request, scope: scope.rehearsal(actor), language: language, spoken: spoken,
      viewer: Viewer(actor, viewer.territory), parameters: [(share.recordKind, String(share.record))], format: .page,
      menu: [], token: token, app: app)
  }
}

extension Page {
  fileprivate mutating func network(
    _ network: Network, _ members: [NetworkMember], _ shares: [Share], isMember: Bool, _ scope: Scope
  ) {
    let administers: Bool = Allow.administersTerritory.admits(scope.actor)
    if network.from == nil, administers {
      paragraph(
        Text(
          fr: "\(network.founderName) vous invite dans ce réseau.",
          en: "\(network.founderName) invites you to this network."))
      button("\(network.path)/adhesion", .joinNetwork)
    }
    guard isMember else { return }
    if network.founder == scope.territory {
      actions([
        ActionLink(.inviteTerritory, to: "\(network.path)/invitations/nouvelle", allow: .administersTerritory)
      ])
    }
    section(Text(fr: "Fiches partagées", en: "Shared records")) { page in
      page.table(
        View.share, shares, caption: Text(fr: "Fiches partagées", en: "Shared records"),
        empty: Text(
          fr: "Aucune fiche partagée pour l’instant. Sur une fiche, l’onglet « Partage » la montre au réseau.",
          en: "No record shared yet. On a record, the “Sharing” tab shows it to the network."))
    }
    section(Text(fr: "Membres", en: "Members")) { page in
      page.table(
        View.networkMember, members, caption: Text(fr: "Membres", en: "Members"), empty: .noNetwork)
      if administers { page.button("\(network.path)/depart", .leaveNetwork) }
    }
  }
}

extension View<Network> {
  static let network = View(
    "Network",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("name", .personName, link: { $0.path }) { .text($0.name) },
      Column("founder", Text(fr: "Fondé par", en: "Founded by")) { .text($0.founderName) },
      Column("from", Text(fr: "Membre depuis le", en: "Member since"), .day) { .day($0.from) },
      Column("to", Text(fr: "Jusqu’au", en: "Until"), .day) { .day($0.to) },
    ])
}

extension View<NetworkMember> {
  static let networkMember = View(
    "NetworkMember",
    [
      Column("name", .territory) { .text($0.name) },
      Column("from", Text(fr: "Membre depuis le", en: "Member since"), .day) { .day($0.from) },
      Column("to", Text(fr: "Jusqu’au", en: "Until"), .day) { .day($0.to) },
    ])
}

extension View<Share> {
  static let share = View(
    "Share",
    [
      Column("title", .recordKind, link: { $0.path }) { .text($0.title) },
      Column("owner", .territory) { .text($0.ownerName) },
      Column("sharedAt", Text(fr: "Partagée le", en: "Shared on"), .moment) { .moment($0.sharedAt) },
    ])
}

struct NetworkForm: Form {
  static let name = Field.text("name", .personName, most: 160)
  static let fields: [any FormField] = [name]

  let name: String

  init(_ values: FormValues) throws(Refusal) { name = values[Self.name] }
}

struct InviteTerritoryForm: Form {
  static let territory = Field.text("territory", .territory, most: 60)
  static let fields: [any FormField] = [territory]

  let territory: String

  init(_ values: FormValues) throws(Refusal) { territory = values[Self.territory] }

  static func field(among territories: [Territory]) -> any FormField {
    Field.among("territory", .territory, territories.map { ($0.slug, Text(name: $0.name)) })
  }
}

extension Text {
  static let foundNetwork = Text(fr: "Fonder un réseau", en: "Found a network")
  static let inviteTerritory = Text(fr: "Inviter un territoire", en: "Invite a territory")
  static let joinNetwork = Text(fr: "Rejoindre ce réseau", en: "Join this network")
  static let leaveNetwork = Text(fr: "Quitter ce réseau", en: "Leave this network")
  static let sharedRecord = Text(fr: "Fiche partagée par un autre territoire", en: "Record shared by another territory")
  static let noNetwork = Text(
    fr: "Ce territoire n’est membre d’aucun réseau.", en: "This territory is a member of no network.")
}
