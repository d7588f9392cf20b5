import Mail
import Platform
import SQL

extension Chore {
  /// What was published up to yesterday, to each who follows it: one mail to an address, and one a day.
  static let bulletin = Chore("the Lab’s bulletin") { errand in
    let until: Instant = Zone.paris.start(of: errand.today)
    let oldest: Instant = until.adding(seconds: -Bulletin.mostDays * 86_400)
    let sheets: [Publication] = try await errand.database.all(
      """
      SELECT \(PublicationStore.columns) FROM \(PublicationStore.tables)
      WHERE publication.state = 'current' AND publication.published_at >= \(oldest) AND publication.published_at < \(until)
      ORDER BY publication.published_at, publication.id
      """)
    while try await Bulletin(sheets: sheets, until: until).sendSome(errand) {}
  }
}

/// The sheets of some days, to be told to those who follow them.
struct Bulletin: Sendable {
  /// What is older than that is no news.
  static let mostDays: Int = 31
  /// Addresses dealt with in one change: none is told twice, and nobody waits long for the database.
  private static let batch: Int = 200

  let sheets: [Publication]
  let until: Instant

  /// Whether somebody may be left.
  func sendSome(_ errand: Errand) async throws -> Bool {
    try await errand.database.change { session in
      let due: [Subscription] = try await session.all(
        """
        SELECT \(Subscription.columns)
        WHERE confirmed_at IS NOT NULL AND email_key IN (
          SELECT email_key FROM subscription WHERE confirmed_at IS NOT NULL AND sent_through < \(until)
          GROUP BY email_key ORDER BY email_key LIMIT \(Self.batch))
        ORDER BY email_key, id
        """)
      guard !due.isEmpty else { return false }
      for (address, subscriptions) in Dictionary(grouping: due, by: { $0.email.lowercased() }) {
        try await session.run(
          """
          UPDATE subscription SET sent_through = \(until)
          WHERE email_key = \(address) AND confirmed_at IS NOT NULL AND sent_through < \(until)
          """)
        let news: [Publication] = sheets.filter { sheet in
          subscriptions.contains { $0.sentThrough <= sheet.publishedAt && $0.follows(sheet) }
        }
        guard !news.isEmpty, let first = subscriptions.first, let email = EmailAddress(first.email) else { continue }
        try await errand.post(
          letter(news, to: first, errand), to: email, about: .bulletin, of: first.territory, session)
      }
      return true
    }
  }

  private func letter(_ sheets: [Publication], to subscription: Subscription, _ errand: Errand) -> Letter {
    let language: Language = subscription.language
    let end: String =
      errand.address + Subscription.path(Subscription.end, errand.sign("subscription", "\(subscription.id)"))
    let lines: [Text] = sheets.map { sheet in
      let kind: String = (sheet.number == 1 ? Text.newSheetOfLab : .updatedSheetOfLab)(language)
      return Text(
        name: ["\(sheet.title)", "\(sheet.territoryName), \(kind)", sheet.lead, errand.address + sheet.path]
          .filter { !$0.isEmpty }.joined(separator: "\n"))
    }
    return Letter(
      .bulletinSubject(sheets), lines, after: [Text { "\(Text.endBulletin($0)) \(end)" }], from: Text.lab(language),
      unsubscribe: end, language)
  }
}

extension Text {
  static let newSheetOfLab = Text(fr: "fiche nouvelle", en: "new sheet", de: "neues Blatt")
  static let updatedSheetOfLab = Text(fr: "fiche mise à jour", en: "updated sheet", de: "aktualisiertes Blatt")
  fileprivate static let endBulletin = Text(
    fr: "Pour ne plus rien recevoir :", en: "To receive nothing more:", de: "Um nichts mehr zu erhalten:")

  fileprivate static func bulletinSubject(_ sheets: [Publication]) -> Text {
    guard sheets.count == 1 else {
      return Text { language in
        let count: String = Noun.sheet.counted(sheets.count)(language)
        return switch language {
        case .fr: "Le Lab : \(count)"
        case .en: "The Lab: \(count)"
        case .de: "Das Lab: \(count)"
        }
      }
    }
    return Text(fr: "Le Lab : \(sheets[0].title)", en: "The Lab: \(sheets[0].title)", de: "Das Lab: \(sheets[0].title)")
  }
}
