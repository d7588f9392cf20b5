import SQL

/// How soon somebody hears of something.
enum Pace: String, Choice {
  case now, daily, never

  var label: Text {
    switch self {
    case .now: Text(fr: "Tout de suite", en: "At once")
    case .daily: Text(fr: "Dans le récapitulatif du jour", en: "In the day’s digest")
    case .never: Text(fr: "Jamais par courriel ni par SMS", en: "Never by e-mail or SMS")
    }
  }
}

/// How somebody wishes to be told of what happens on one territory.
struct NoticeSettings: Fetched, Equatable {
  let pace: Pace
  let kindsNow: Set<String>
  let kindsNever: Set<String>
  let digestHour: Int
  let quiet: QuietHours
  /// What is told at once is told by SMS too.
  let bySMS: Bool
  let digestDay: Day?
  /// Nobody has chosen anything yet where it is 0.
  let version: Int

  static let usual = NoticeSettings()

  /// Nobody asked for less peace than this.
  private init() {
    (pace, kindsNow, kindsNever, digestHour, quiet) = (.daily, [], [], 8, .usual)
    (bySMS, digestDay, version) = (false, nil, 0)
  }

  static let columns: Query = """
    notice_setting.pace, notice_setting.kinds_now, notice_setting.kinds_never, notice_setting.digest_hour,
    notice_setting.quiet_from, notice_setting.quiet_to, notice_setting.quiet_sunday, notice_setting.by_sms,
    notice_setting.digest_day, notice_setting.version
    """

  init(_ row: inout Row) throws(DatabaseError) {
    pace = try row.next()
    kindsNow = Set(try row.next(String.self).split(separator: "\n").map(String.init))
    kindsNever = Set(try row.next(String.self).split(separator: "\n").map(String.init))
    digestHour = try row.next()
    quiet = QuietHours(from: try row.next(), to: try row.next(), onSundays: try row.next())
    bySMS = try row.next()
    digestDay = try row.next()
    version = try row.next()
  }

  func pace(of kind: String) -> Pace { kindsNow.contains(kind) ? .now : kindsNever.contains(kind) ? .never : pace }

  /// Today's digest, once its hour has struck: it holds what happened before, and a day has one.
  func digestMoment(at now: Instant) -> Instant? {
    let today: Day = Zone.paris.day(at: now)
    let moment: Instant = Zone.paris.instant(today, hour: digestHour)
    guard moment <= now, digestDay.map({ $0 < today }) ?? true else { return nil }
    return moment
  }
}

/// Every statement about how people wish to be told: each settles it for themselves.
struct NoticeSettingsStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  func account() throws(Refusal) -> ID<Account> {
    guard let account = scope.actor.account, scope.territory.number > 0 else { throw .notFound }
    return account
  }

  func mine() async throws -> NoticeSettings {
    try await scope.first(
      """
      SELECT \(NoticeSettings.columns) FROM notice_setting
      WHERE territory_id = \(scope.territory) AND account_id = \(try account())
      """) ?? .usual
  }

  func change(to form: NoticeForm) async throws -> NoticeSettings {
    let account: ID<Account> = try account()
    let before: NoticeSettings = try await mine()
    guard before.version == form.version else { throw Refusal.conflict(.changedMeanwhile) }
    try await keep(
      account, pace: form.pace, now: form.kindsNow.joined(separator: "\n"),
      never: form.kindsNever.joined(separator: "\n"), bySMS: form.bySMS)
    try await scope.run(
      """
      UPDATE notice_setting SET digest_hour = \(form.digestHour), quiet_from = \(form.quiet.from),
        quiet_to = \(form.quiet.to), quiet_sunday = \(form.quiet.onSundays)
      WHERE territory_id = \(scope.territory) AND account_id = \(account)
      """)
    let after: NoticeSettings = try await mine()
    try await scope.audit(.noticesChosen, "account", account.number, .noticeSettings, before: before, after: after)
    return after
  }

  /// Nothing more, of any kind, by mail or by SMS. Asked twice, it is done once.
  func stop(_ account: ID<Account>) async throws {
    try await keep(account, pace: .never, now: "", never: "", bySMS: false)
    try await scope.run(Outbox.forgetting(account, of: scope.territory))
    try await scope.audit(.noticesStopped, "account", account.number)
  }

  private func keep(_ account: ID<Account>, pace: Pace, now: String, never: String, bySMS: Bool) async throws {
    try await scope.run(
      """
      INSERT INTO notice_setting (territory_id, account_id, pace, kinds_now, kinds_never, by_sms)
      VALUES (\(scope.territory), \(account), \(pace), \(now), \(never), \(bySMS))
      ON CONFLICT (account_id, territory_id) DO UPDATE SET pace = excluded.pace, kinds_now = excluded.kinds_now,
        kinds_never = excluded.kinds_never, by_sms = excluded.by_sms, version = notice_setting.version + 1
      """)
  }
}

extension View<NoticeSettings> {
  static let noticeSettings = View(
    "NoticeSettings",
    [
      Column("pace", .pace, .word(Pace.words)) { .choice($0.pace) },
      Column("kindsNow", .kindsNow) { .text(filled: $0.kindsNow.sorted().joined(separator: ", ")) },
      Column("kindsNever", .kindsNever) { .text(filled: $0.kindsNever.sorted().joined(separator: ", ")) },
      Column("digestHour", .digestHour, .int) { .int($0.digestHour) },
      Column("quietFrom", .quietFrom, .int) { .int($0.quiet.from) },
      Column("quietTo", .quietTo, .int) { .int($0.quiet.to) },
      Column("quietSundays", .quietSundays, .flag) { .flag($0.quiet.onSundays) },
      Column("bySMS", .bySMS, .flag) { .flag($0.bySMS) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}

extension Deed {
  static let noticesChosen = Deed(
    "notices.chosen", Text(fr: "Notifications réglées", en: "Notifications settled", de: "Benachrichtigungen geregelt"))
  static let noticesStopped = Deed(
    "notices.stopped",
    Text(fr: "Notifications arrêtées", en: "Notifications stopped", de: "Benachrichtigungen beendet"))
}
