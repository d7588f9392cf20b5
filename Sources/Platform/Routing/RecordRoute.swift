import HTTP
import SQL

/// What can be said of any record, whatever it is: its history, who can see it.
struct RecordRoute: Sendable {
  let kind: String
  let isPersonal: Bool
  /// Whether its territory may show it to the others of a network.
  let isShareable: Bool
  let show: @Sendable (Visit) async throws -> Shown
  let history: @Sendable (inout Page, [AuditLine], [Deed]) -> Void

  enum Part: String {
    case record = ""
    case history = "/historique"
    case audience = "/acces"
    case sharing = "/partage"
  }

  /// The record as this visit may see it. Reading a person's file is itself part of its history.
  func read(_ visit: Visit) async throws -> Shown {
    let shown: Shown = try await show(visit)
    if isPersonal {
      try await visit.scope.change { try await $0.audit(.fileRead, kind, number(shown)) }
    }
    return shown
  }

  /// Those who work on the record read what happened to it, and to whom it is open.
  static func insiders(_ allow: Allow) -> Allow { Allow(allow.kinds.intersection(Allow.staff.kinds)) }

  /// Who may ask for its history: whether they run the record's programme, only the record tells.
  private static func historians(_ allow: Allow) -> Allow {
    let running: Set<ActorKind> = Programme.changed.inProgramme
    return Allow(
      insiders(allow).kinds,
      inProgramme: allow.kinds.contains(.public) ? running : allow.inProgramme.intersection(running))
  }

  private func tellsHistory(of shown: Shown, to visit: Visit, _ allow: Allow) -> Bool {
    if visit.allows(RecordRoute.insiders(allow)) { return true }
    return shown.programme.map { visit.scope.actor.runs($0) } ?? false
  }

  func routes(beside endpoint: Endpoint, _ actions: [Deed]) -> [Endpoint] {
    let insiders: Allow = RecordRoute.insiders(endpoint.allow)
    let pattern: String = endpoint.pattern.description
    return [
      .raw("\(pattern)\(Part.history.rawValue)", .history, allow: RecordRoute.historians(endpoint.allow)) {
        visit, app in
        // It tells all that the record ever said.
        let shown: Shown = try await read(visit)
        guard tellsHistory(of: shown, to: visit, endpoint.allow) else { throw Refusal.notFound }
        let lines: [AuditLine] = try await AuditStore(visit.scope).history(kind, number(shown))
        return app.page(
          visit, shown.title, crumbs: shown.crumbs, tabs: tabs(visit, endpoint.allow, shown, .history)
        ) { page in history(&page, lines, actions) }
      },
      .raw("\(pattern)\(Part.audience.rawValue)", .audience, allow: insiders) { visit, app in
        let shown: Shown = try await show(visit)
        let audience: Audience = try await Audience(of: self, endpoint.allow, visit)
        return app.page(
          visit, shown.title, crumbs: shown.crumbs, tabs: tabs(visit, endpoint.allow, shown, .audience)
        ) { page in page.audience(audience) }
      },
    ] + (isShareable ? sharing(beside: endpoint, insiders) : [])
  }

  private func sharing(beside endpoint: Endpoint, _ insiders: Allow) -> [Endpoint] {
    let path: String = "\(endpoint.pattern)\(Part.sharing.rawValue)"
    return [
      .raw(path, .sharing, allow: insiders) { visit, app in
        let shown: Shown = try await show(visit)
        let store = NetworkStore(visit.scope)
        let shares: [Share] = try await store.shares(of: kind, number(shown))
        let networks: [Network] = try await store.all().filter { network in
          network.isMember(on: visit.scope.today) && !shares.contains { $0.network == network.id }
        }
        return app.page(
          visit, shown.title, crumbs: shown.crumbs, tabs: tabs(visit, endpoint.allow, shown, .sharing)
        ) { page in page.sharing(shares, networks, visit.request.head.target.path) }
      },
      .button("\(path)/{network}", .share, allow: insiders) { visit in
        let shown: Shown = try await show(visit)
        try await visit.scope.change { scope in
          let store = NetworkStore(scope)
          try await store.show(kind, number(shown), titled: shown.title, to: try await store.find(visit.id("network")))
        }
        return .redirect(to: "\(sharingPath(visit))?done=\(Deed.recordShared.key)")
      },
      .button("\(path)/{share}/fin", .unshare, allow: insiders) { visit in
        let shown: Shown = try await show(visit)
        try await visit.scope.change { scope in
          try await NetworkStore(scope).hide(visit.id("share"), kind, number(shown))
        }
        return .redirect(to: "\(sharingPath(visit))?done=\(Deed.recordUnshared.key)")
      },
    ]
  }

  private func sharingPath(_ visit: Visit) -> String {
    let path: String = visit.request.head.target.path
    guard let end = path.firstRange(of: "/partage") else { return path }
    return String(path[..<end.upperBound])
  }

  func tabs(_ visit: Visit, _ allow: Allow, _ shown: Shown, _ current: Part) -> [Tab] {
    guard tellsHistory(of: shown, to: visit, allow) else { return [] }
    var path: String = visit.request.head.target.path
    if current != .record { path = String(path.dropLast(current.rawValue.count)) }
    var parts: [(Part, Text)] = [(.record, .theRecord), (.history, .history)]
    if visit.allows(RecordRoute.insiders(allow)) {
      parts.append((.audience, .audience))
      if isShareable { parts.append((.sharing, .sharing)) }
    }
    return parts.map { part, label in Tab(label, path + part.rawValue, isCurrent: part == current) }
  }

  private func number(_ shown: Shown) throws(Refusal) -> Int64 {
    guard let number = shown.number else { throw .notFound }
    return number
  }
}

/// One of the pages of a record.
public struct Tab: Sendable {
  let label: Text
  let path: String
  let isCurrent: Bool

  public init(_ label: Text, _ path: String, isCurrent: Bool) {
    self.label = label
    self.path = path
    self.isCurrent = isCurrent
  }
}

extension Page {
  fileprivate mutating func sharing(_ shares: [Share], _ networks: [Network], _ path: String) {
    if shares.isEmpty, networks.isEmpty {
      paragraph(.noNetwork)
    }
    for share in shares {
      paragraph(
        Text(
          fr:
            "Les membres de « \(share.networkName) » peuvent la lire depuis le \(Language.fr.moment(share.sharedAt)).",
          en: "Members of “\(share.networkName)” can read it since \(Language.en.moment(share.sharedAt))."))
      button("\(path)/\(share.id)/fin", .unshare)
    }
    for network in networks {
      button(
        "\(path)/\(network.id)",
        Text(fr: "Partager avec « \(network.name) »", en: "Share with “\(network.name)”"))
    }
  }
}

extension Deed {
  static let fileRead = Deed("file.read", Text(fr: "Dossier consulté", en: "File read"))
}

extension Text {
  static let theRecord = Text(fr: "Fiche", en: "Record")
  static let history = Text(fr: "Historique", en: "History")
  static let audience = Text(fr: "Qui peut voir ?", en: "Who can see this?")
  static let sharing = Text(fr: "Partage", en: "Sharing")
  static let share = Text(fr: "Partager", en: "Share")
  static let unshare = Text(fr: "Ne plus partager", en: "Stop sharing")
}
