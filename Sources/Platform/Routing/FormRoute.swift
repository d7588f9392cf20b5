import HTTP
import SQL

/// Receives a form: reads it, refuses it politely, or runs it once in one change.
struct FormRoute<Filled: Sendable>: Sendable {
  let fields: [any FormField]
  let make: @Sendable (FormValues) throws(Refusal) -> Filled
  /// Nil for a button: what refuses it has a page of its own.
  let show: (@Sendable (Visit) async throws -> FormPage)?
  let effect: Effect

  enum Effect: Sendable {
    /// Inside one change.
    case change(@Sendable (Visit, Scope, Filled) async throws -> Saved)
    case act(@Sendable (Visit, Filled) async throws -> Response)
  }

  /// The form's fields as this page offers them: some choices are known to the records only.
  func shown(_ page: FormPage) -> [any FormField] {
    fields.filter { !page.hidden.contains($0.key) }.map { field in
      page.fields.first { $0.key == field.key } ?? field
    }
  }

  /// `/sites/{site}/lots` with the site's number in it.
  func target(of pattern: String, _ visit: Visit) -> String {
    var path: String = pattern
    for (name, value) in visit.parameters { path = path.replacing("{\(name)}", with: value) }
    return path
  }

  func receive(_ visit: Visit, _ app: App) async throws -> Response {
    let (typed, once): (Typed, String?) = try FormRoute.read(visit.request, fields, visit.format)
    do {
      if visit.format == .page { try app.checkOrigin(visit, typed["_token"]) }
      let filled: Filled = try make(try FormReader.values(fields, typed, on: visit.scope.today))
      switch effect {
      case .act(let act): return try await act(visit, filled)
      case .change(let submit):
        let outcome: Outcome = try await run(visit, once) { scope in try await submit(visit, scope, filled) }
        if case .done(let saved) = outcome, let follow = saved.follow { app.later { try await follow(app) } }
        return outcome.response(visit.format)
      }
    } catch let refusal as Refusal {
      guard visit.format == .page, let show, let attempt = FormRoute.attempt(typed, refusal) else { throw refusal }
      let page: FormPage = try await show(visit)
      let path: String = visit.request.head.target.path
      var response: Response = app.form(visit, page, shown(page), action: path, attempt: attempt)
      response.status = refusal.status
      response.waiting(refusal)
      return response
    }
  }

  /// What can be put right is shown again with the form; what cannot has its own page.
  private static func attempt(_ typed: Typed, _ refusal: Refusal) -> FormAttempt? {
    switch refusal {
    case .invalid, .several, .conflict, .forbidden, .wait: FormAttempt(typed, refusal)
    case .notFound, .unauthorized, .busy, .unavailable, .sessionEnded, .unreadable: nil
    }
  }

  private enum Outcome: Sendable {
    case done(Saved)
    /// The same submission came before: a double click, a page sent again.
    case already(String)

    func response(_ format: AnswerFormat) -> Response {
      switch (self, format) {
      case (.done(let saved), .json):
        var response: Response = .json(status: saved.isNew ? .created : .ok, saved.json)
        response.set("Location", "/api/v1" + saved.path)
        return response
      case (.done(let saved), _):
        return .redirect(to: saved.landing)
      case (.already(let path), .json):
        let record: Substring = path.prefix { $0 != "?" }
        return Response(.seeOther, headers: [("Location", "/api/v1\(record)")])
      case (.already(let path), _): return .redirect(to: path)
      }
    }
  }

  private func run(
    _ visit: Visit, _ once: String?, _ submit: (Scope) async throws -> Saved
  ) async throws -> Outcome {
    let scope: Scope = visit.scope
    // Before the first territory is opened there is none to remember a submission for.
    let once: String? = visit.territory == nil ? nil : once
    do {
      return try await scope.change { scope in
        let saved: Saved = try await submit(scope)
        if let once { try await Submissions(scope).remember(once, saved.landing) }
        return .done(saved)
      }
    } catch {
      // Whatever refused it, having been done already explains it best.
      guard let once, let path = try await Submissions(scope).path(of: once) else { throw error }
      return .already(path)
    }
  }

  private static func read(
    _ request: Request, _ fields: [any FormField], _ format: AnswerFormat
  ) throws(Refusal) -> (Typed, once: String?) {
    if format == .json {
      let once: String? = Submissions.usable(request.head.headers["idempotency-key"])
      if case .multipart(let pairs, let uploads) = request.body {
        let unknown: [String] = (pairs.pairs.map(\.name) + uploads.map(\.field)).filter { name in
          !fields.contains { $0.key == name }
        }
        guard unknown.isEmpty else { throw .invalid(unknown.map { FieldError($0, .unknownField) }) }
        return (Typed(pairs, uploads, for: fields), once)
      }
      guard case .bytes(let bytes) = request.body else { throw .unreadable(.malformed(InputFault(.truncated))) }
      let json: JSON
      do throws(InputFault) { json = try JSON(bytes) } catch { throw .unreadable(.malformed(error)) }
      return (try FormReader.typed(fields, json), once)
    }
    var uploads: [Upload] = []
    if case .multipart(_, let sent) = request.body { uploads = sent }
    let wanted: Set<String> = Set(fields.filter(\.isFile).map(\.key))
    guard uploads.allSatisfy({ $0.size == 0 || wanted.contains($0.field) }) else {
      throw .unreadable(.unsupportedMediaType)
    }
    let typed = Typed(try request.pairs(), uploads, for: fields)
    return (typed, Submissions.usable(typed["_once"]))
  }
}

extension Request {
  /// What a form sent, but for its files.
  func pairs() throws(Refusal) -> FormPairs {
    switch body {
    case .none: return FormPairs()
    case .bytes(let bytes):
      do throws(InputFault) { return try FormPairs(urlEncoded: bytes) } catch { throw .unreadable(.malformed(error)) }
    case .multipart(let fields, _): return fields
    }
  }
}

/// Which submissions were carried out, so that the same one sent twice happens once.
struct Submissions {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  /// What tells one submission from another, if it is such a thing.
  static func usable(_ key: String?) -> String? {
    guard let key, (8...100).contains(key.utf8.count) else { return nil }
    return key
  }

  func remember(_ once: String, _ path: String) async throws {
    try await scope.run(
      """
      INSERT INTO submission (territory_id, once, location, at)
      VALUES (\(scope.territory), \(key(once)), \(path), \(scope.now))
      """)
  }

  func path(of once: String) async throws -> String? {
    struct Path: Fetched {
      let path: String
      init(_ row: inout Row) throws(DatabaseError) { path = try row.next() }
    }
    return try await scope.first(
      "SELECT location FROM submission WHERE territory_id = \(scope.territory) AND once = \(key(once))", as: Path.self
    )?.path
  }

  /// Whether it comes for the first time: for what leaves no record to go back to.
  static func isFirst(
    _ once: String, on territory: ID<Territory>, at now: Instant, _ session: Session
  ) async throws -> Bool {
    try await session.run(
      """
      INSERT INTO submission (territory_id, once, location, at) VALUES (\(territory), \(once), '', \(now))
      ON CONFLICT DO NOTHING
      """) == 1
  }

  /// Somebody else's key is never ours.
  private func key(_ once: String) -> String { "\(scope.actor.account?.number ?? 0):\(once)" }

  static func forgetOld(_ database: Database, before: Instant) async throws {
    try await database.change { session in
      _ = try await session.run("DELETE FROM submission WHERE at < \(before)")
    }
  }
}
