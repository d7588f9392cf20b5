import SQL

extension Agenda {
  /// Networks that invite this territory and have no answer yet.
  static let networks = Agenda(allow: .administersTerritory) { scope in
    try await NetworkStore(scope).all().filter { $0.from == nil && $0.to == nil }.prefix(Agenda.most).map { network in
      Due(
        .soon, nil, Text(name: network.name),
        Text(fr: "invite votre territoire : répondre", en: "invites your territory: answer"), path: network.path)
    }
  }

  /// Messages that could not leave.
  static let post = Agenda(allow: .operates) { scope in
    let failed: Int = try await scope.value(
      "SELECT count(*) FROM outgoing_message WHERE failure IS NOT NULL AND sent_at IS NULL")
    guard failed > 0 else { return [] }
    return [
      Due(
        .late, nil, .operation, Text(fr: "des courriels ou des SMS ne partent pas", en: "mail or SMS are not leaving"),
        path: "/exploitation")
    ]
  }
}
