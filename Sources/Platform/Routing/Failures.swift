import HTTP
import SQL

extension App {
  /// Something that a rule, a right or the request itself refuses.
  func refusal(_ refusal: Refusal, _ visit: Visit) -> Response {
    let message: Text =
      switch refusal {
      case .notFound: .notThere
      case .forbidden(let text), .conflict(let text, _): text
      case .invalid(let errors):
        Text.count(
          errors.count, fr: ("champ est à corriger", "champs sont à corriger"),
          en: ("field needs correcting", "fields need correcting"))
      case .unreadable(let refusal): refusal.message
      }
    return failure(refusal.status, message, visit, refusal.allErrors)
  }

  /// A request that never became one.
  public func refuse(_ refusal: RequestRefusal, _ head: Head?) -> Response {
    let head: Head = head ?? Head(method: .get, target: .root)
    let nobody = Viewer(Actor(.public, "", territory: ID(0)), nil)
    let visit: Visit = visit(Request(head), nobody, [], head.wantsJSON ? .json : .page)
    var response: Response = self.refusal(.unreadable(refusal), visit)
    if case .tooManyRequests(let seconds) = refusal { response.set("Retry-After", String(seconds)) }
    metrics.record(route: "refused", method: head.method, status: response.status, took: .zero)
    return response
  }

  /// A failure met before there was a visit.
  func failure(_ status: Status, _ message: Text, _ head: Head, reference: String? = nil) async -> Response {
    let viewer: Viewer? = status == .notFound ? try? await settings.identify(head, database) : nil
    let visit: Visit = visit(
      Request(head), viewer ?? Viewer(Actor(.public, "", territory: ID(0)), nil), [], head.wantsJSON ? .json : .page)
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
    guard visit.format == .page else { return problem(status, message, visit.language, errors, reference) }
    return page(visit, status.title(visit.language), crumbs: [], status: status) { page in
      page.paragraph(message)
      if !errors.isEmpty {
        page.markup.raw("<ul>\n")
        for error in errors {
          page.markup.raw("<li>")
          page.data(error.field)
          page.markup.raw(" : ")
          page.say(error.message)
          page.markup.raw("</li>\n")
        }
        page.markup.raw("</ul>\n")
      }
      if let reference {
        page.paragraph(
          Text(
            fr: "Si cela se reproduit, donnez cette référence à la personne qui exploite le service : \(reference).",
            en: "If it happens again, give this reference to whoever runs the service: \(reference)."))
      }
      page.markup.raw("<p><a href=\"/\">")
      page.say(Text(fr: "Revenir à l’accueil", en: "Back to the home page"))
      page.markup.raw("</a></p>\n")
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

extension Head {
  var wantsJSON: Bool {
    target.segments.first == "api" || headers["accept"]?.hasPrefix("application/json") == true
      || headers["accept"]?.hasPrefix("application/problem+json") == true
  }
}

extension Target {
  fileprivate static let root: Target = {
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
