import HTTP
import SQL

extension App {
  /// Something that a rule, a right or the request itself refuses.
  func refusal(_ refusal: Refusal, _ visit: Visit) -> Response {
    let message: Text =
      switch refusal {
      case .notFound: .notThere
      case .forbidden(let text), .conflict(let text, _), .wait(let text, _), .unauthorized(let text),
        .unavailable(let text, _):
        text
      case .several(let message, _): message
      case .invalid(let errors): .toCorrect(errors.count)
      case .busy: .tryAgain
      case .unreadable(let refusal): refusal.message
      case .sessionEnded: .sessionEnded
      }
    var response: Response = failure(refusal, message, visit)
    response.waiting(refusal)
    if case .unauthorized = refusal { response.set("WWW-Authenticate", "Bearer") }
    return response
  }

  private func failure(_ refusal: Refusal, _ message: Text, _ visit: Visit) -> Response {
    guard case .sessionEnded = refusal, visit.format == .page else {
      return failure(refusal.status, message, visit, refusal.allErrors)
    }
    // What was typed goes back with the page, so that it can be sent again once signed in.
    let typed: [FormPairs.Pair] = (try? visit.request.pairs())?.pairs ?? []
    return page(visit, refusal.status.title(visit.language), crumbs: [], status: refusal.status) { page in
      page.paragraph(message)
      page.sendAgain(visit.request.head.target.path, typed)
    }
  }

  /// Nobody but operators gets in for now.
  func maintenance(_ message: String, _ visit: Visit) -> Response {
    let said: Text = message.isEmpty ? .underMaintenance : Text(name: message)
    var response: Response = failure(.unavailable, said, visit, [])
    response.set("Retry-After", "600")
    return response
  }

  /// A request that never became one.
  public func refuse(_ refusal: RequestRefusal, _ head: Head?) -> Response {
    let head: Head = head ?? Head(method: .get, target: .root)
    let visit: Visit = visit(Request(head), .nobody, [], head.wantsJSON ? .json : .page, Language.allCases)
    var response: Response = self.refusal(.unreadable(refusal), visit)
    if case .tooManyRequests(let seconds) = refusal { response.set("Retry-After", String(seconds)) }
    metrics.record(route: "refused", method: head.method, status: response.status, took: .zero)
    return response
  }

  /// A failure met before there was a visit.
  func failure(_ status: Status, _ message: Text, _ head: Head, reference: String? = nil) async -> Response {
    let viewer: Viewer? = status == .notFound ? try? await identify(head) : nil
    let visit: Visit = visit(
      Request(head), viewer ?? .nobody, [], head.wantsJSON ? .json : .page,
      viewer?.territory?.languages ?? Language.allCases)
    return failure(status, message, visit, [], reference: reference)
  }

  /// A bug or a broken machine: logged with a reference, which is all that is shown.
  func broken(_ error: any Error, _ head: Head) async -> Response {
    let reference: String = hexadecimal(Secrets.random(4))
    settings.log(.error, "\(error)", [("reference", reference), ("path", head.target.path)])
    // An export that finds no room for its temporary file has filled a disk too.
    let isDiskFull: Bool = (error as? FileFault)?.isFull ?? false
    let kind: DatabaseError.Kind? = isDiskFull ? .full : (error as? DatabaseError)?.kind
    var response: Response =
      switch kind {
      case .busy, .conflict, .unreachable: await failure(.unavailable, .tryAgain, head, reference: reference)
      case .uncertain: await failure(.unavailable, .uncertain, head, reference: reference)
      case .full: await failure(.insufficientStorage, .diskFull, head, reference: reference)
      case .readOnly: await failure(.unavailable, .readOnly, head, reference: reference)
      default: await failure(.serverError, .unknownError, head, reference: reference)
      }
    if response.status == .unavailable { response.set("Retry-After", "5") }
    return response
  }

  private func failure(
    _ status: Status, _ message: Text, _ visit: Visit, _ errors: [FieldError], reference: String? = nil
  ) -> Response {
    guard visit.isRead else { return problem(status, message, visit.language, errors, reference) }
    return page(visit, status.title(visit.language), crumbs: [], status: status) { page in
      page.paragraph(message)
      if !errors.isEmpty {
        page.markup.raw("<ul>\n")
        for error in errors {
          page.markup.raw("<li>")
          page.data(error.field)
          page.markup.raw(page.language.colon)
          page.say(error.message)
          page.markup.raw("</li>\n")
        }
        page.markup.raw("</ul>\n")
      }
      if let reference {
        page.paragraph(
          Text(
            fr: "Si cela se reproduit, donnez cette référence à la personne qui exploite le service : \(reference).",
            en: "If it happens again, give this reference to whoever runs the service: \(reference).",
            de: "Wenn es wieder vorkommt, nennen Sie dem Betreiber diese Kennung: \(reference)."))
      }
      page.markup.raw("<p>")
      if status == .notFound, visit.viewer.actor.account == nil, visit.request.head.method == .get {
        page.link(SignInPath.returning(to: visit.request.head), .signInToSeeMore)
        page.markup.raw("<br>")
      }
      page.link("/", Text(fr: "Revenir à l’accueil", en: "Back to the home page", de: "Zurück zur Startseite"))
      page.markup.raw("</p>\n")
    }
  }

  /// RFC 9457.
  private func problem(
    _ status: Status, _ message: Text, _ language: Language, _ errors: [FieldError], _ reference: String?
  ) -> Response {
    var json = JSONWriter()
    json.object { json in
      json.member("type", "about:blank")
      json.member("title", status.title(language))
      json.member("status", status.rawValue)
      json.member("detail", message(language))
      if let reference { json.member("instance", "urn:terreau:\(reference)") }
      if !errors.isEmpty {
        json.member(
          "errors",
          array: { json in
            for error in errors {
              json.object { json in
                json.member("field", error.field)
                json.member("message", error.message(language))
              }
            }
          })
      }
    }
    return Response(
      status,
      headers: [
        ("Content-Type", "application/problem+json"), ("Content-Language", language.rawValue),
        ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"),
      ], body: .bytes(json.bytes))
  }
}

extension Response {
  mutating func waiting(_ refusal: Refusal) {
    if case .wait(_, let seconds) = refusal { set("Retry-After", String(seconds)) }
    if case .busy = refusal { set("Retry-After", "5") }
    if case .unavailable(_, let seconds?) = refusal { set("Retry-After", String(seconds)) }
  }
}

extension Page {
  /// A form that could not be received, whole but for its secrets, to be sent once more.
  fileprivate mutating func sendAgain(_ path: String, _ typed: [FormPairs.Pair]) {
    markup.raw("<p>")
    link("/connexion", .signIn, opensAside: true)
    markup.raw("</p>\n<form method=\"post\" action=\"")
    data(path)
    markup.raw("\">\n")
    for pair in typed where !pair.name.lowercased().contains("password") { hidden(pair.name, pair.value) }
    markup.raw("<p class=\"actions\"><button type=\"submit\">")
    say(Text(fr: "Envoyer à nouveau", en: "Send again", de: "Erneut senden"))
    markup.raw("</button></p>\n</form>\n")
  }
}

extension Head {
  var wantsJSON: Bool {
    target.segments.first == "api" || headers["accept"]?.hasPrefix("application/json") == true
      || headers["accept"]?.hasPrefix("application/problem+json") == true
  }
}

extension Target {
  static let root: Target = {
    do throws(InputFault) { return try Target("/") } catch { preconditionFailure("« / » is a path") }
  }()
}

extension Refusal {
  /// The fields at fault, also where the request could not be read.
  fileprivate var allErrors: [FieldError] {
    guard case .unreadable(.malformed(let fault)) = self, let field = fault.field else { return fieldErrors }
    return [FieldError(field, fault.message)]
  }
}
