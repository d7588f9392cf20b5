import HTML
import HTTP
import SQL

/// One route: who may call it, in which formats it answers, and everything that OpenAPI says of it.
public struct Endpoint: Sendable {
  public let method: Method
  public let pattern: PathPattern
  public let allow: Allow
  let formats: [AnswerFormat]
  let description: Description
  let handle: Handler
  /// What history, sharing and « who can see this? » are about, where this is the page of one record.
  private(set) var record: RecordRoute? = nil
  /// Whether it answers during maintenance too.
  private(set) var isAlwaysOpen: Bool = false

  /// How what it does to many records is taken back.
  var undoing: Undoing? = nil

  var summary: Text { description.summary }

  /// What its form asks, where it receives one.
  package var fields: [any FormField] { description.form }

  public var isRecord: Bool { record != nil }
  public var isList: Bool { description.isList }

  enum Handler: Sendable {
    /// For somebody, on a territory.
    case visit(@Sendable (Visit, App) async throws -> Response)
    /// For a machine, whoever it is.
    case service(@Sendable (App) async throws -> Response)
  }

  init(
    method: Method, pattern: PathPattern, allow: Allow, formats: [AnswerFormat], description: Description,
    _ handle: @Sendable @escaping (Visit, App) async throws -> Response
  ) {
    self.init(
      method: method, pattern: pattern, allow: allow, formats: formats, description: description,
      handle: .visit(handle))
  }

  private init(
    method: Method, pattern: PathPattern, allow: Allow, formats: [AnswerFormat], description: Description,
    handle: Handler
  ) {
    self.method = method
    self.pattern = pattern
    self.allow = allow
    self.formats = formats
    self.description = description
    self.handle = handle
  }

  /// What the generated documentation says.
  struct Description: Sendable {
    let summary: Text
    var query: [any FormField] = []
    var form: [any FormField] = []
    var schema: Schema?
    var isList: Bool = false

    struct Schema: Sendable {
      let name: String
      let members: [(key: String, label: Text, type: CellType)]

      init<Record>(_ view: View<Record>) {
        name = view.name
        members = view.columns.map { ($0.key, $0.label, $0.type) }
      }
    }
  }

  /// A page that is only a page.
  public static func page(
    _ path: String, _ summary: Text, allow: Allow,
    _ show: @Sendable @escaping (Visit) async throws -> (title: String, body: @Sendable (inout Page) -> Void)
  ) -> Endpoint {
    Endpoint(
      method: .get, pattern: PathPattern(path), allow: allow, formats: [.page], description: .init(summary: summary)
    ) { visit, app in
      let (title, body) = try await show(visit)
      return app.page(visit, title, crumbs: [], body)
    }
  }

  /// A page that stands under others.
  public static func page(
    _ path: String, _ summary: Text, allow: Allow,
    under show:
      @Sendable @escaping (Visit) async throws -> (
        title: String, crumbs: [Crumb], body: @Sendable (inout Page) -> Void
      )
  ) -> Endpoint {
    Endpoint(
      method: .get, pattern: PathPattern(path), allow: allow, formats: [.page], description: .init(summary: summary)
    ) { visit, app in
      let (title, crumbs, body) = try await show(visit)
      return app.page(visit, title, crumbs: crumbs, body)
    }
  }

  /// The same, of a day or of whatever else its reader chooses.
  public static func page<Filter: Form>(
    _ path: String, _ summary: Text, allow: Allow, filter: Filter.Type,
    under show:
      @Sendable @escaping (Visit, Filter) async throws -> (
        title: String, crumbs: [Crumb], body: @Sendable (inout Page) -> Void
      )
  ) -> Endpoint {
    Endpoint(
      method: .get, pattern: PathPattern(path), allow: allow, formats: [.page],
      description: .init(summary: summary, query: Filter.fields)
    ) { visit, app in
      let typed = Typed(visit.request.head.target.query)
      let filter = try Filter(try FormReader.values(Filter.fields, typed, on: visit.scope.today))
      let (title, crumbs, body) = try await show(visit, filter)
      return app.page(visit, title, crumbs: crumbs) { page in
        page.choice(Filter.fields, typed, at: visit.request.head.target.path)
        body(&page)
      }
    }
  }

  /// One record, as a page and as JSON.
  /// `kind` is what its history calls it. Of what is personal, every reading is traced.
  public static func record<Record>(
    _ path: String, _ summary: Text, kind: String, allow: Allow, _ view: View<Record>, isPersonal: Bool = false,
    isShareable: Bool = false, _ show: @Sendable @escaping (Visit) async throws -> Shown
  ) -> Endpoint {
    let record = RecordRoute(kind: kind, isPersonal: isPersonal, isShareable: isShareable, show: show) {
      page, lines, actions in
      page.history(lines, view, actions)
    }
    var endpoint = Endpoint(
      method: .get, pattern: PathPattern(path), allow: allow,
      formats: [.page, .json, .pdf] + (view.contact == nil ? [] : [.vcf]),
      description: .init(summary: summary, schema: Description.Schema(view))
    ) { visit, app in
      let shown: Shown = try await record.read(visit)
      switch visit.format {
      case .page:
        return app.page(visit, shown.title, crumbs: shown.crumbs, tabs: record.tabs(visit, allow, shown, .record)) {
          page in
          shown.body(&page)
          page.documentLink("\(visit.request.head.target.path).pdf", .thisRecordAsPDF)
          if shown.contact != nil { page.documentLink("\(visit.request.head.target.path).vcf", .thisContact) }
          if visit.viewer.session != nil {
            page.linkLine(MuteRequest.path(visit.request.head.target.path), .muteRecord)
          }
        }
      case .pdf: return try await app.document(visit, shown)
      case .vcf: return try await app.card(visit, shown)
      default: return .json(shown.json)
      }
    }
    endpoint.record = record
    return endpoint
  }

  /// A list: a page, JSON, CSV and spreadsheets of the same lines.
  public static func list<Record, Filter: Form>(
    _ path: String, _ summary: Text, allow: Allow, _ view: View<Record>, filter: Filter.Type,
    personal kind: String? = nil,
    _ show: @Sendable @escaping (Visit, Filter) async throws -> ListPage<Record>
  ) -> Endpoint {
    Endpoint(
      method: .get, pattern: PathPattern(path), allow: allow,
      formats: [.page, .json, .csv, .xlsx, .ods, .pdf] + (view.contact == nil ? [] : [.vcf]),
      description: .init(
        summary: summary, query: Filter.fields + Window.fields, schema: Description.Schema(view), isList: true)
    ) { visit, app in
      let typed = Typed(visit.request.head.target.query)
      let filter = try Filter(try FormReader.values(Filter.fields, typed, on: visit.scope.today))
      let list: ListPage<Record> = try await show(visit, filter)
      if let kind { try await visit.tellTaken(kind) }
      return try await app.list(visit, list, typed)
    }
  }

  /// A form: its page, and what receives it from that page or from the API. `submit` runs inside one change.
  ///
  /// Where it is prepared in steps, `step` says to which address what its page was asked leads: each step is a page of its
  /// own, to be reloaded, kept and gone back from.
  public static func form<Filled: Form>(
    _ summary: Text, allow: Allow, page: String, posts: String, _ form: Filled.Type,
    step: @Sendable @escaping (Visit) async throws -> String? = { _ in nil },
    show: @Sendable @escaping (Visit) async throws -> FormPage,
    submit: @Sendable @escaping (Visit, Scope, Filled) async throws -> Saved
  ) -> [Endpoint] {
    bothWays(
      summary, allow: allow, page: page, posts: posts, formats: [.page, .json],
      FormRoute(fields: Filled.fields, make: Filled.init, show: show, effect: .change(submit)), step: step)
  }

  /// A form whose fields are known when the site starts: what a chapter of a configuration asks.
  static func form(
    _ summary: Text, allow: Allow, page: String, posts: String, fields: [any FormField],
    show: @Sendable @escaping (Visit) async throws -> FormPage,
    submit: @Sendable @escaping (Visit, Scope, FormValues) async throws -> Saved
  ) -> [Endpoint] {
    bothWays(
      summary, allow: allow, page: page, posts: posts, formats: [.page, .json],
      FormRoute<FormValues>(
        fields: fields, make: { (values: FormValues) throws(Refusal) in values }, show: show, effect: .change(submit)))
  }

  /// A form that does something else than change records, or more: it signs in, it hashes, it hands out a cookie. For
  /// browsers only.
  public static func act<Filled: Form>(
    _ summary: Text, allow: Allow, page: String, posts: String, _ form: Filled.Type,
    show: @Sendable @escaping (Visit) async throws -> FormPage,
    act: @Sendable @escaping (Visit, Filled) async throws -> Response
  ) -> [Endpoint] {
    bothWays(
      summary, allow: allow, page: page, posts: posts, formats: [.page],
      FormRoute(fields: Filled.fields, make: Filled.init, show: show, effect: .act(act)))
  }

  /// The page of a form, and what receives it.
  private static func bothWays<Filled: Sendable>(
    _ summary: Text, allow: Allow, page: String, posts: String, formats: [AnswerFormat], _ route: FormRoute<Filled>,
    step: @Sendable @escaping (Visit) async throws -> String? = { _ in nil }
  ) -> [Endpoint] {
    [
      Endpoint(
        method: .get, pattern: PathPattern(page), allow: allow, formats: [.page],
        description: .init(summary: summary)
      ) { visit, app in
        if let next = try await step(visit) { return .redirect(to: next) }
        guard let show = route.show else { throw Refusal.notFound }
        let shown: FormPage = try await show(visit)
        return app.form(visit, shown, route.shown(shown), action: route.target(of: posts, visit), attempt: nil)
      },
      Endpoint(
        method: .post, pattern: PathPattern(posts), allow: allow, formats: formats,
        description: .init(summary: summary, form: route.fields)
      ) { visit, app in try await route.receive(visit, app) },
    ]
  }

  /// A page whose JSON is a document of a shape of its own.
  static func document(
    _ path: String, _ summary: Text, allow: Allow,
    page: @Sendable @escaping (Visit, App) async throws -> Response,
    json: @Sendable @escaping (Visit) async throws -> [UInt8]
  ) -> Endpoint {
    Endpoint(
      method: .get, pattern: PathPattern(path), allow: allow, formats: [.page, .json],
      description: .init(summary: summary)
    ) { visit, app in
      visit.format == .page ? try await page(visit, app) : .json(bytes: try await json(visit))
    }
  }

  /// A button: a form without fields, drawn on another page.
  static func button(
    _ path: String, _ summary: Text, allow: Allow,
    _ press: @Sendable @escaping (Visit) async throws -> Response
  ) -> Endpoint {
    Endpoint(
      method: .post, pattern: PathPattern(path), allow: allow, formats: [.page], description: .init(summary: summary)
    ) { visit, app in
      try app.checkOrigin(visit, try visit.request.pairs()["_token"])
      return try await press(visit)
    }
  }

  /// A button that the API presses too, inside one change.
  static func button(
    _ path: String, _ summary: Text, allow: Allow,
    changing press: @Sendable @escaping (Visit, Scope) async throws -> Saved
  ) -> Endpoint {
    let route = FormRoute<FormValues>(
      fields: [], make: { (values: FormValues) throws(Refusal) in values }, show: nil,
      effect: .change { visit, scope, _ in try await press(visit, scope) })
    return Endpoint(
      method: .post, pattern: PathPattern(path), allow: allow, formats: [.page, .json],
      description: .init(summary: summary)
    ) { visit, app in try await route.receive(visit, app) }
  }

  /// The same route, which answers during maintenance too.
  var alwaysOpen: Endpoint {
    var endpoint: Endpoint = self
    endpoint.isAlwaysOpen = true
    return endpoint
  }

  /// An answer made by hand.
  static func raw(
    _ path: String, _ summary: Text, method: Method = .get, allow: Allow = .everyone,
    _ answer: @Sendable @escaping (Visit, App) async throws -> Response
  ) -> Endpoint {
    Endpoint(
      method: method, pattern: PathPattern(path), allow: allow, formats: [.page],
      description: .init(summary: summary), answer)
  }

  /// What machines read, in a format of its own; who has it already is told so.
  public static func machines(
    _ path: String, _ summary: Text, allow: Allow = .everyone, type: String,
    _ write: @Sendable @escaping (Visit) async throws -> [UInt8]
  ) -> Endpoint {
    .raw(path, summary, allow: allow) { visit, _ in
      var response = Response(
        headers: [
          ("Content-Type", type), ("Cache-Control", "private, no-cache"),
          ("Vary", "Cookie, Accept-Language, Accept-Encoding"), ("X-Content-Type-Options", "nosniff"),
        ], body: .bytes(try await write(visit)))
      response.isValidated = true
      return response
    }
  }

  /// What a mail program does for its reader at the press of a button of its own (RFC 8058). It has no page of ours and
  /// brings no cookie: what the address holds must be proof enough.
  public static func oneClick(
    _ path: String, _ summary: Text,
    _ press: @Sendable @escaping (Visit) async throws -> (title: Text, body: @Sendable (inout Page) -> Void)
  ) -> Endpoint {
    .raw(path, summary, method: .post) { visit, app in
      let (title, body) = try await press(visit)
      return app.page(visit, title(visit.language), crumbs: [], body)
    }
  }

  /// What machines ask: the style sheet, the measures.
  static func service(
    _ path: String, _ summary: Text, _ answer: @Sendable @escaping (App) async throws -> Response
  ) -> Endpoint {
    Endpoint(
      method: .get, pattern: PathPattern(path), allow: .everyone, formats: [.page],
      description: .init(summary: summary), handle: .service(answer))
  }
}

extension Response {
  static func json(status: Status = .ok, _ body: (inout JSONWriter) -> Void) -> Response {
    var json = JSONWriter()
    body(&json)
    return .json(status: status, bytes: json.bytes)
  }

  static func json(status: Status = .ok, bytes: [UInt8]) -> Response {
    Response(
      status,
      headers: [
        ("Content-Type", "application/json"), ("Cache-Control", "private, no-cache"),
        ("X-Content-Type-Options", "nosniff"),
      ], body: .bytes(bytes))
  }
}

extension Visit {
  /// Who takes a list of people away is written down, as who reads a file is.
  func tellTaken(_ kind: String, _ number: Int64 = 0) async throws {
    guard format != .page, format != .json else { return }
    try await scope.change { try await $0.audit(.listExported, kind, number) }
  }
}
