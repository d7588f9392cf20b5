import Platform
import SQL

extension Chapter {
  /// The bodies of a programme, seat by seat. A seat names a function: who holds it changes, and is a mandate.
  static let bodies = Chapter(
    "bodies", at: "composition", .bodies, .body, help: .bodiesHelp, table: "body",
    record: (.whoSits, "instances"),
    Setting.labels + [
      Setting("purpose", Field.lines("purpose", .purpose, help: .purposeHelp, most: 2_000).optional),
      Setting("least_meetings", Field<Int>.number("leastMeetings", .leastMeetings, 0...366).optional),
      Setting("most_meetings", Field<Int>.number("mostMeetings", .mostMeetings, 1...366).optional),
    ],
    parts: [
      Chapter(
        "seats", at: "sieges", .seats, .seat, help: .seatsHelp, table: "seat",
        Setting.labels + [Setting("votes", Field.flag("votes", .votes, help: .votesHelp))])
    ],
    check: { body, _ in
      guard let least = body.int("leastMeetings"), let most = body.int("mostMeetings"), least > most else { return [] }
      return [ConfigurationFault("mostMeetings", .lessThanLeastMeetings)]
    },
    remarks: { body, _ in
      let seats: [Entry] = body.parts["seats"] ?? []
      guard !body.isArchived, seats.allSatisfy(\.isArchived) else { return [] }
      return [ConfigurationFault("seats", .bodyWithoutSeat(body["label"] ?? body.key))]
    })
}

extension EntryUse {
  static let mandatesOfSeat = EntryUse(of: "seat", by: .mandate) { scope, seat in
    "SELECT count(*) FROM mandate WHERE territory_id = \(scope.territory) AND seat_id = \(seat)"
  }

  static let opinionsOfBody = EntryUse(of: "body", by: .opinion) { scope, body in
    "SELECT count(*) FROM opinion WHERE territory_id = \(scope.territory) AND body_id = \(body)"
  }
}
