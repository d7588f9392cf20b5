import HTML
import HTTP
import SQL
import Synchronization

/// The whole site: routes, identity, answers. It has no socket; the server gives it requests, and so do the tests.
public final class App: Responder {
  public let database: Database
  public let schema: Schema
  public let endpoints: [Endpoint]
  let settings: AppSettings
  let secrets: Secrets
  let hasher: PasswordHasher
  let metrics = Metrics()
  package let press: Press
  let deeds: [Deed]
  /// What API tokens can be limited to.
  let sections: [(key: String, name: Text)]
  /// What letters can be written about.
  let letters: [LetterKind]
  let afterwards = Mutex<[Task<Void, Never>]>([])
  public let chapters: [Chapter]
  let uses: [EntryUse]
  let programmeParts: [ProgrammePart]
  /// What the directory shows of an organisation in every capability.
  let facts: [Fact]
  let finders: [Finder]
  let agendas: [Agenda]
  let calendars: [CalendarPart]
  let undoings: [Undoing]
  let chores: [Chore]
  let importers: [Importer]
  /// What can be done beside the answers.
  let jobs: [JobKind] = JobKind.ofImports
  /// The ways out that are open.
  let carriers: [Carrier]
  /// What people can be told about.
  let notices: [NoticeKind]
  let sitemap: [SitemapSection]
  private let doors: [any Capability]
  let counts = Counts()
  private let sectionOfPath: [String: String]
  private let menu: [MenuEntry]
  let router: Router<Served>

  /// A route in one of its formats, and whose it is.
  struct Served: Sendable {
    let endpoint: Endpoint
    let format: AnswerFormat
    let section: String?
  }

  /// What was somebody's by name goes over in every capability.
  func handOver(from leaver: ID<Account>, to successor: Account, _ scope: Scope) async throws {
    for door in doors { try await door.handOver(from: leaver, to: successor, scope) }
  }

  public init(_ database: Database, _ doors: [any Capability], _ settings: AppSettings) async throws {
    self.database = database
    self.settings = settings
    schema = App.schema(doors)
    secrets = try await Secrets.load(database)
    hasher = PasswordHasher(settings.hasCheapPasswords ? .least : .interactive)
    press = Press(settings.python, seconds: settings.documentSeconds)
    let doors: [any Capability] = doors + [PlatformDoor()]
    self.doors = doors
    let deeds: [Deed] = doors.flatMap(\.deeds) + [.fileRead]
    self.deeds = deeds
    sections = doors.compactMap(\.section)
    finders = doors.flatMap(\.finders)
    agendas = doors.flatMap(\.agendas)
    calendars = doors.flatMap(\.calendars)
    menu = doors.flatMap(\.menu)
    chores = doors.flatMap(\.chores)
    importers = doors.flatMap(\.importers)
    carriers = settings.carriers(secrets)
    notices = doors.flatMap(\.notices)
    sitemap = doors.flatMap(\.sitemap)
    chapters = doors.flatMap(\.chapters)
    uses = doors.flatMap(\.uses)
    programmeParts = doors.flatMap(\.programmeParts)
    facts = doors.flatMap(\.facts)
    letters = doors.flatMap(\.letters)
    var served: [(endpoint: Endpoint, section: String?)] = []
    for door in doors {
      for endpoint in door.routes + door.chapters.flatMap(\.routes) + door.importers.flatMap(\.routes) {
        let beside: [Endpoint] = endpoint.record?.routes(beside: endpoint, deeds) ?? []
        served += ([endpoint] + beside).map { ($0, door.section?.key) }
      }
    }
    served += App.service.map { ($0, nil) }
    endpoints = served.map(\.endpoint)
    sectionOfPath = Dictionary(
      served.compactMap { served in served.section.map { (served.endpoint.pattern.description, $0) } }
    ) { first, _ in first }
    undoings = endpoints.compactMap(\.undoing)
    router = Router(
      served.flatMap { endpoint, section in
        endpoint.addresses.map { pattern, format in
          (endpoint.method, pattern, Served(endpoint: endpoint, format: format, section: section))
        }
      })
  }

  /// The capability of this kind, where this site has it.
  public func door<Door: Capability>(_ type: Door.Type) -> Door? { doors.lazy.compactMap { $0 as? Door }.first }

  /// What a token must be good for to reach this route.
  func section(of path: String) -> String? { sectionOfPath[path] }

  public static func schema(_ doors: [any Capability]) -> Schema {
    Schema([.platform] + doors.compactMap(\.migrations))
  }

  /// What programmes are configured with, in the order of the document.
  public static func chapters(_ doors: [any Capability]) -> [Chapter] {
    (doors + [PlatformDoor()]).flatMap(\.chapters)
  }

  public func plan(for head: Head) -> BodyPlan {
    guard case .found(let found) = router.find(head.method, head.target.segments) else {
      return .memory(most: settings.limits.bodyBytes)
    }
    guard head.method == .post else { return .refuse(.ambiguous("a body that nobody reads")) }
    switch (found.endpoint.format, head.mediaType) {
    case (.json, "application/json"), (.page, "application/x-www-form-urlencoded"):
      return .memory(most: settings.limits.bodyBytes)
    // Files come to the API as they come from a page: in JSON they would be a third longer, and in memory.
    case (.page, "multipart/form-data"),
      (.json, "multipart/form-data") where found.endpoint.endpoint.description.form.contains(where: \.isFile):
      guard let reader = MultipartReader(contentType: head.headers["content-type"] ?? "") else {
        return .refuse(.unsupportedMediaType)
      }
      return .multipart(reader, most: settings.limits.uploadBytes)
    default: return .refuse(.unsupportedMediaType)
    }
  }

  public func respond(to request: Request) async -> Response {
    let began: ContinuousClock.Instant = .now
    let head: Head = request.head
    let (response, route): (Response, String) = await route(request)
    metrics.record(route: route, method: head.method, status: response.status, took: .now - began)
    if settings.logsRequests {
      settings.log(
        .info, "\(head.method.rawValue) \(head.target.path)",
        [
          ("status", String(response.status.rawValue)), ("client", head.client),
          ("microseconds", String(Int((.now - began) / .microseconds(1)))),
        ])
    }
    return response
  }

  private func route(_ request: Request) async -> (Response, String) {
    let head: Head = request.head
    if head.target.hasTrailingSlash, !head.target.segments.isEmpty, head.method == .get {
      return (.redirect(to: String(head.target.path.dropLast()), .permanentRedirect), "redirect")
    }
    switch router.find(head.method, head.target.segments) {
    case .found(let found): return (await answer(request, found), found.pattern.description)
    case .otherMethods(let methods):
      let allowed: String = (methods.map(\.rawValue) + ["OPTIONS"]).joined(separator: ", ")
      if head.method == .options { return (Response(.noContent, headers: [("Allow", allowed)]), "options") }
      var response: Response = await failure(.methodNotAllowed, .wrongMethod, head)
      response.set("Allow", allowed)
      return (response, "other")
    case .nothing: return (await failure(.notFound, .notThere, head), "other")
    }
  }

  private func answer(_ request: Request, _ found: Router<Served>.Found) async -> Response {
    let head: Head = request.head
    let served: Served = found.endpoint
    do {
      let handler: @Sendable (Visit, App) async throws -> Response
      switch served.endpoint.handle {
      case .service(let answer): return try await answer(self)
      case .visit(let answer): handler = answer
      }
      let viewer: Viewer
      do { viewer = try await identify(head) } catch let refusal as Refusal {
        return self.refusal(refusal, visit(request, .nobody, [], head.wantsJSON ? .json : .page, []))
      }
      // To whom has no account, the answer that a page is not there is public too.
      let isPublic: Bool = served.endpoint.allow.kinds.contains(.public) || viewer.account == nil
      let visit: Visit = visit(
        request, viewer, found.parameters, served.format,
        isPublic ? viewer.territory?.languages ?? Language.allCases : [.fr, .en])
      do {
        if let message = viewer.maintenance, !served.endpoint.isAlwaysOpen { return maintenance(message, visit) }
        guard visit.allows(served.endpoint.allow) else {
          throw viewer.actor.account == nil && head.method == .post ? Refusal.sessionEnded : Refusal.notFound
        }
        try viewer.token?.check(head.method, served.section)
        let response: Response = try await handler(visit, self)
        noteRead(visit, response)
        return response
      } catch let refusal as Refusal {
        return self.refusal(refusal, visit)
      }
    } catch {
      return await broken(error, head)
    }
  }

  /// Who a request comes from, before any route.
  package func identify(_ head: Head) async throws -> Viewer {
    try await Identity(database: database, now: settings.clock.now()).viewer(head)
  }

  func visit(
    _ request: Request, _ viewer: Viewer, _ parameters: [(name: String, value: String)], _ format: AnswerFormat,
    _ spoken: [Language]
  ) -> Visit {
    let head: Head = request.head
    let chosen: Language? = (head.target.query["lang"] ?? head.headers.cookie("terreau_lang")).flatMap(Language.init)
    let known: Language? = [chosen, viewer.account?.language].compactMap { $0 }.first { spoken.contains($0) }
    let home: Language = viewer.territory?.language ?? .fr
    return Visit(
      request: request, scope: Scope(database, viewer.actor, at: settings.clock.now()),
      language: known
        ?? .preferred(head.headers["accept-language"], among: spoken, otherwise: spoken.contains(home) ? home : .fr),
      spoken: spoken, viewer: viewer, parameters: parameters, format: format,
      menu: menu.filter { $0.allow.admits(viewer.actor) },
      token: FormToken(secrets, cookie: head.headers.cookie("terreau_form"), session: head.sessionMark(viewer)),
      app: self)
  }

  /// A page in its frame.
  func page(
    _ visit: Visit, _ title: String, crumbs: [Crumb], tabs: [Tab] = [], status: Status = .ok,
    head: PageHead = PageHead(), _ body: (inout Page) -> Void
  ) -> Response {
    var page = Page(visit.language, visit.scope, visit.token)
    let done: String? = visit.request.head.target.query["done"]
    let frame = Frame(
      visit: visit, title: title, crumbs: crumbs, tabs: tabs, done: deeds.first { $0.key == done },
      isFailure: status.rawValue >= 400, head: head)
    page.framed(frame, body)
    var response = Response(
      status, headers: App.pageHeaders(visit.language), body: .bytes(page.markup.bytes()))
    if settings.isSecure { response.set("Strict-Transport-Security", "max-age=31536000") }
    let browser: String? = visit.token.used
    response.isValidated = browser == nil
    if let browser, browser != visit.token.known { response.add("Set-Cookie", cookie("terreau_form", browser)) }
    // Kept beyond the visit: it is the reader's choice, not the browser's.
    if let chosen = visit.request.head.target.query["lang"], Language(rawValue: chosen) != nil {
      response.add("Set-Cookie", cookie("terreau_lang", chosen, seconds: 365 * 86_400))
    }
    return response
  }

  func form(
    _ visit: Visit, _ form: FormPage, _ fields: [any FormField], action: String, attempt: FormAttempt?
  ) -> Response {
    var response: Response = page(visit, form.title(visit.language), crumbs: form.crumbs) { page in
      page.form(form, fields, action: action, attempt)
    }
    if fields.contains(where: \.isSecret) { response.set("Cache-Control", "no-store") }
    return response
  }

  /// A form is believed only from a page of ours, in the browser that page was drawn for.
  func checkOrigin(_ visit: Visit, _ token: String?) throws(Refusal) {
    let headers: Headers = visit.request.head.headers
    if let site = headers["sec-fetch-site"], site != "same-origin", site != "none" { throw .forbidden(.foreignOrigin) }
    if let origin = headers["origin"], origin != settings.publicAddress, !isOwn(origin, headers["host"]) {
      throw .forbidden(.foreignOrigin)
    }
    guard visit.token.accepts(token) else { throw .forbidden(.staleForm) }
  }

  private func isOwn(_ origin: String, _ host: String?) -> Bool {
    guard let host else { return false }
    return origin == "http://\(host)" || origin == "https://\(host)"
  }

  func cookie(_ name: String, _ value: String, seconds: Int? = nil) -> String {
    let age: String = seconds.map { "; Max-Age=\($0)" } ?? ""
    return "\(name)=\(value); Path=/\(age); HttpOnly; SameSite=Lax\(settings.isSecure ? "; Secure" : "")"
  }
}

extension Endpoint {
  /// Where it answers, and in which format. A file has two addresses: browsers and bearers of a token each have theirs.
  fileprivate var addresses: [(PathPattern, AnswerFormat)] {
    formats.flatMap { format in paths(for: format).map { (PathPattern($0), format) } }
  }

  private func paths(for format: AnswerFormat) -> [String] {
    let path: String = pattern.description
    if let file = format.file { return ["\(path).\(file.ending)", "/api/v1\(path).\(file.ending)"] }
    return format == .json ? ["/api/v1\(path)"] : [path]
  }
}

extension App {
  public var limits: Limits { settings.limits }
}

extension Head {
  /// The secret of the session by which the viewer was recognised, if any was.
  func sessionMark(_ viewer: Viewer) -> String? { viewer.session == nil ? nil : sessionSecret }
}
