import HTTP
import SQL

/// From an address and a password to an open session.
struct SignIn {
  private let visit: Visit
  private let app: App
  private let now: Instant

  init(_ visit: Visit) {
    self.visit = visit
    app = visit.app
    now = visit.scope.now
  }

  private struct Credentials: Fetched {
    let account: Account
    let password: String?
    let codeSecret: [UInt8]?
    let codeStep: Int64?

    init(_ row: inout Row) throws(DatabaseError) {
      account = try Account(&row)
      password = try row.next()
      codeSecret = try row.next()
      codeStep = try row.next()
    }

    static func find(_ condition: Query, _ database: Database) async throws -> Credentials? {
      try await database.first(
        """
        SELECT \(Account.columns), account.password, account.code_secret, account.code_step FROM account
        WHERE account.disabled_at IS NULL AND \(condition)
        """)
    }
  }

  func with(_ form: SignInForm) async throws -> Response {
    let guarding = SignInGuard(
      app.secrets, account: form.email.key, device: device(of: form.email.key), client: visit.request.head.client)
    try await guarding.check(app.database, at: now)
    let found: Credentials? = try await Credentials.find("account.email_key = \(form.email.key)", app.database)
    guard try await app.hasher.verify(form.password, found?.password), let found else {
      try await guarding.failed(app.database, at: now)
      throw Refusal.invalid("password", .wrongCredentials)
    }
    return try await open(found.account, needsCode: found.codeSecret != nil, back: form.back)
  }

  func with(_ form: CodeForm) async throws -> Response {
    guard let session = visit.viewer.session, session.step == .code, let account = visit.viewer.account else {
      throw Refusal.notFound
    }
    // Only who knows the password comes as far as this: counting against the account locks nobody else out.
    let guarding = SignInGuard(
      app.secrets, account: "code \(account.id)", device: "code", client: visit.request.head.client)
    try await guarding.check(app.database, at: now)
    guard try await isRight(form.code, of: account.id) else {
      try await guarding.failed(app.database, at: now)
      throw Refusal.invalid("code", .wrongCode)
    }
    let origin: SessionOrigin? = try await SessionStore(database: app.database, now: now).origin(
      of: visit.request.head.sessionSecret)
    return try await open(account, needsCode: false, back: form.back, origin: origin)
  }

  /// A code is good once, and so is each recovery code.
  private func isRight(_ code: String, of account: ID<Account>) async throws -> Bool {
    try await app.database.change { session in
      let found: Credentials? = try await session.first(
        """
        SELECT \(Account.columns), account.password, account.code_secret, account.code_step FROM account
        WHERE account.id = \(account)
        """)
      guard let found, let secret = found.codeSecret.flatMap({ app.secrets.opened($0, "code") }) else { return false }
      let second: Int64 = now.milliseconds / 1_000
      if let step = TimeCode(secret: secret).step(of: code, at: second, after: found.codeStep) {
        try await session.run("UPDATE account SET code_step = \(step) WHERE id = \(account)")
        return true
      }
      let digest: String = Secrets.digest(RecoveryCode.normalised(code))
      return try await session.run(
        """
        UPDATE recovery_code SET used_at = \(now)
        WHERE account_id = \(account) AND digest = \(digest) AND used_at IS NULL
        """) == 1
    }
  }

  /// A new session, whatever the browser came with; the old one is closed.
  func open(_ account: Account, needsCode: Bool, back: String?, notice: Deed? = nil, origin: SessionOrigin? = nil)
    async throws -> Response
  {
    let store = SessionStore(database: app.database, now: now)
    if let old = visit.request.head.sessionSecret { try await store.close(secret: old) }
    let step: UserSession.Step = needsCode ? .code : .open
    let secret: String = try await store.open(
      account.id, step, on: try await home(of: account.id), visit.request.head, origin)
    let path: String = LocalPath(back)?.text ?? "/"
    guard step == .open else {
      let query: String = FormPairs().setting("retour", to: path).encoded
      return handing(secret, .redirect(to: "/connexion/code?\(query)"))
    }
    try await trace(secret, account.id, [notice, .signedIn].compactMap { $0 })
    let done: String = notice.map { "\(path.contains("?") ? "&" : "?")done=\($0.key)" } ?? ""
    var response: Response = handing(secret, .redirect(to: path + done))
    let key: String = account.email.lowercased()
    let year: Int = 365 * 86_400
    response.add("Set-Cookie", app.cookie("terreau_device", app.secrets.sign("device", deviceMark(key)), seconds: year))
    return response
  }

  private func handing(_ secret: String, _ answer: Response) -> Response {
    var response: Response = answer
    response.add("Set-Cookie", app.cookie(app.sessionCookie, secret))
    response.set("Cache-Control", "no-store")
    return response
  }

  /// Where to begin: here, if there is a role here; else on the first territory where there is one.
  func home(of account: ID<Account>) async throws -> ID<Territory>? {
    let here: ID<Territory> = visit.scope.territory
    let found: Territory? = try await app.database.first(
      """
      SELECT \(Territory.columns) FROM territory WHERE EXISTS (
        SELECT 1 FROM role WHERE role.territory_id = territory.id AND role.account_id = \(account)
          AND \(Role.holding(on: visit.scope.today)))
      ORDER BY CASE WHEN id = \(here) THEN 0 ELSE 1 END, id LIMIT 1
      """)
    return found?.id ?? visit.territory?.id
  }

  private func trace(_ secret: String, _ account: ID<Account>, _ actions: [Deed]) async throws {
    var headers = Headers()
    headers.append("cookie", "\(app.sessionCookie)=\(secret)")
    let viewer: Viewer = try await app.identify(
      Head(method: .get, target: visit.request.head.target, headers: headers))
    guard viewer.territory != nil else { return }
    try await Scope(app.database, viewer.actor, at: now).change { scope in
      for action in actions { try await AccountStore(scope).audit(action, account) }
    }
  }

  /// The mark of a browser that has signed in to this account before, if this one carries it.
  private func device(of key: String) -> String? {
    guard let cookie = visit.request.head.headers.cookie("terreau_device"),
      let mark = app.secrets.verified("device", cookie), mark.hasPrefix(Secrets.digest(key).prefix(24) + "-")
    else { return nil }
    return mark
  }

  private func deviceMark(_ key: String) -> String {
    "\(Secrets.digest(key).prefix(24))-\(hexadecimal(Secrets.random(8)))"
  }
}

extension App {
  /// With TLS, under a name that a browser accepts from this very host only: no neighbour can plant one.
  var sessionCookie: String { settings.isSecure ? "__Host-terreau_session" : "terreau_session" }
}
