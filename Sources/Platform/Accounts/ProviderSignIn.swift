import HTTP
import Mail
import OpenID
import SQL

/// From a provider's word to an open session.
struct ProviderSignIn {
  private let visit: Visit
  private let app: App
  private let provider: IdentityProvider
  private let now: Instant

  init(_ visit: Visit) throws(Refusal) {
    // Before the first territory is open there is no journal to say who attached what.
    guard let provider = visit.app.settings.identityProvider, visit.territory != nil else { throw .notFound }
    self.visit = visit
    self.provider = provider
    app = visit.app
    now = visit.scope.now
  }

  /// Sends the browser to the provider.
  func begin() async throws -> Response {
    try await guarding.check(app.database, at: now)
    let back: String? = LocalPath(visit.asked["retour"])?.text
    // One browser may have two pages open: what it is known by stays the same for both.
    let browser: String = app.providerBrowser(visit.request.head) ?? Secrets.draw()
    let (state, nonce): (String, String) = (Secrets.draw(), Secrets.draw())
    let address: String
    do throws(ProviderFault) {
      address = try await provider.authorization(state: state, nonce: nonce, back: app.providerReturn, at: second)
    } catch { return told(error, back) }
    try await IdentityRequest.keep((state, nonce, browser), back: back, asker: asker, at: now, app.database)
    var response: Response = .redirect(to: address)
    response.add("Set-Cookie", app.cookie(app.providerCookie, browser, seconds: IdentityRequest.seconds))
    return hushed(response)
  }

  /// Receives the browser that comes back.
  func finish() async throws -> Response {
    try await guarding.check(app.database, at: now)
    let asked: FormPairs = visit.asked
    // Any page may make a browser come here with nothing: counted, a hundred pictures would shut out its whole network.
    guard let browser = app.providerBrowser(visit.request.head), let state = asked["state"] else {
      return failed(.stale, nil)
    }
    guard let request = try await IdentityRequest.use(state: state, browser: browser, at: now, app.database) else {
      try await guarding.failed(app.database, at: now)
      return failed(.stale, nil)
    }
    // RFC 9207: another provider's answer is none to what this one was asked.
    if let issuer = asked["iss"], issuer != provider.settings.issuer { return failed(.unproven, request.back) }
    if let error = asked["error"] { return refused(error, request.back) }
    let proven: ProvenIdentity
    do throws(ProviderFault) {
      guard let code = asked["code"], !code.isEmpty else { throw .malformed("answer") }
      proven = try await provider.identity(
        code: code, back: app.providerReturn, at: second, isNonce: { request.isNonce($0) })
    } catch {
      if !error.isPassing { try await guarding.failed(app.database, at: now) }
      return told(error, request.back)
    }
    return try await open(proven, back: request.back)
  }

  private func open(_ proven: ProvenIdentity, back: String?) async throws -> Response {
    switch try await found(proven) {
    case .nobody: return await stranger(proven)
    case .detached: return failed(.detached, back)
    case .account(let account):
      let identity: ID<AccountIdentity> = try await settle(proven, account)
      let token: [UInt8] = app.secrets.sealed(Array(proven.idToken.utf8), SessionOrigin.purpose)
      var response: Response = try await SignIn(visit).open(
        account, needsCode: account.hasSecondFactor && !proven.isStrong, back: back,
        origin: SessionOrigin(identity: identity, isStrong: proven.isStrong, idToken: token))
      response.add("Set-Cookie", app.cookie(app.providerCookie, "", seconds: 0))
      return hushed(response)
    }
  }

  private enum Found {
    case account(Account)
    case detached, nobody
  }

  /// By what the provider calls them; else by an address that it has verified. What it calls somebody changes with the
  /// organisation that they sign in through: an account may have several.
  private func found(_ proven: ProvenIdentity) async throws -> Found {
    let identities = IdentityStore(visit.scope)
    if let identity = try await identities.with(proven) {
      guard let account = try await account("account.id = \(identity.account)") else { return .nobody }
      return identity.detachedAt == nil ? .account(account) : .detached
    }
    guard proven.isEmailVerified, let email = proven.email.flatMap({ EmailAddress($0) }),
      let account = try await account("account.email_key = \(email.key)")
    else { return .nobody }
    return try await identities.hasDetached(account.id, from: proven.issuer) ? .detached : .account(account)
  }

  private func account(_ condition: Query) async throws -> Account? {
    try await app.database.first(
      "SELECT \(Account.columns) FROM account WHERE account.disabled_at IS NULL AND \(condition)")
  }

  /// Attaches the identity to its account at the first sign-in, and keeps what it says of itself at the others.
  private func settle(_ proven: ProvenIdentity, _ account: Account) async throws -> ID<AccountIdentity> {
    let home: ID<Territory> = try await SignIn(visit).home(of: account.id) ?? ID(0)
    let nobody = Actor(account: account.id, account.name, territory: home, [])
    let roles: [Role] = try await RoleStore(Scope(app.database, nobody, at: now)).roles(of: account.id)
    let actor = Actor(
      account: account.id, account.name, territory: home,
      roles.filter { $0.holds(on: visit.scope.today) }.map(\.grant))
    return try await Scope(app.database, actor, at: now).change { scope in
      let identities = IdentityStore(scope)
      if let known = try await identities.with(proven) {
        guard known.account == account.id, known.detachedAt == nil else { throw Refusal.conflict(.changedMeanwhile) }
        try await identities.refresh(known, proven)
        return known.id
      }
      let id: ID<AccountIdentity> = try await identities.attach(proven, to: account)
      try await warn(account, scope)
      return id
    }
  }

  /// Who holds somebody's letter box at the provider opens their account: they hear of it.
  private func warn(_ account: Account, _ scope: Scope) async throws {
    guard account.isOpened, let address = EmailAddress(account.email) else { return }
    let letter = Letter(
      .identitySubject, [.identityBody(account.name, provider.settings.title)],
      from: visit.territory?.name ?? "Terreau",
      account.language ?? visit.territory?.language ?? .fr)
    try await scope.run(
      Outbox(secrets: app.secrets).insertion(
        letter, to: address, about: .accountWarning, of: visit.territory?.id, for: account.id, at: now))
  }

  /// Well known to the provider and not to us: whom to ask, and the way out of the provider to come back as somebody else.
  private func stranger(_ proven: ProvenIdentity) async -> Response {
    let leave: String? = await provider.endSession(
      idToken: proven.idToken, state: Secrets.draw(), back: app.settings.publicAddress + "/", at: second)
    let name: Text = provider.settings.title
    let response: Response = app.page(visit, Text.noAccountHere(visit.language), crumbs: [], status: .forbidden) {
      page in
      page.paragraph(.knownElsewhere(name, proven.email))
      page.paragraph(.accountsByInvitation)
      page.markup.raw("<p>")
      page.link("/contact", .contact)
      page.markup.raw("<br>")
      page.link(SignInPath.page, .signInOtherwise)
      if let leave {
        page.markup.raw("<br>")
        page.link(leave, .leaveProvider(name))
      }
      page.markup.raw("</p>\n")
    }
    return hushed(response)
  }

  private func refused(_ error: String, _ back: String?) -> Response {
    guard error != "access_denied" else { return failed(.denied, back) }
    return told(.refused(error.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? String(error.prefix(40)) : "?"), back)
  }

  /// In words to who came, in the log to who can do something about it.
  private func told(_ fault: ProviderFault, _ back: String?) -> Response {
    let reference: String = hexadecimal(Secrets.random(4))
    app.settings.log(
      fault.isPassing ? .warning : .error, "\(fault)",
      [("reference", reference), ("issuer", provider.settings.issuer)])
    return failed(fault.isPassing ? .absent : .unproven, back, reference)
  }

  /// On the sign-in page, where there is another way; what the provider sent is in no address any more.
  private func failed(_ failure: ProviderFailure, _ back: String?, _ reference: String? = nil) -> Response {
    let query: FormPairs = FormPairs().setting("retour", to: back)
      .setting(ProviderFailure.key, to: failure.rawValue).setting("reference", to: reference)
    return hushed(.redirect(to: "\(SignInPath.page)?\(query.encoded)"))
  }

  private func hushed(_ answer: Response) -> Response {
    var response: Response = answer
    response.set("Referrer-Policy", "no-referrer")
    response.set("Cache-Control", "no-store")
    return response
  }

  private var second: Int64 { now.milliseconds / 1_000 }

  /// A browser that somebody has signed in with is counted by itself: whoever shares its network cannot shut it out.
  private var device: String? {
    visit.request.head.headers.cookie("terreau_device").flatMap { app.secrets.verified("device", $0) }
  }

  private var guarding: SignInGuard {
    SignInGuard(app.secrets, providerDevice: device, client: visit.request.head.client)
  }

  private var asker: String {
    hexadecimal(
      app.secrets.signature("identity request", device ?? network(of: visit.request.head.client)))
  }
}

extension App {
  /// As the provider knows it, to the letter.
  var providerReturn: String { settings.publicAddress + ProviderPath.back }

  var providerCookie: String { settings.isSecure ? "__Host-\(ProviderPath.cookie)" : ProviderPath.cookie }

  /// What this browser was given when it left for the provider.
  func providerBrowser(_ head: Head) -> String? {
    guard let secret = head.headers.cookie(providerCookie), bytes(hexadecimal: secret[...])?.count == 32 else {
      return nil
    }
    return secret
  }
}

enum ProviderPath {
  static let begin: String = "/connexion/fournisseur"
  static let back: String = "/connexion/fournisseur/retour"
  static let cookie: String = "terreau_provider"
}
