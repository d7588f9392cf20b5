import HTML
import HTTP
import SQL

/// One request as a capability sees it: who asks, for what, within which scope.
public struct Visit: Sendable {
  public let request: Request
  public let scope: Scope
  public let language: Language
  /// The languages that this page can be read in.
  let spoken: [Language]
  let viewer: Viewer
  let parameters: [(name: String, value: String)]
  let format: AnswerFormat
  /// The sections that this actor may enter.
  let menu: [MenuEntry]
  let token: FormToken
  let app: App

  /// The identifier in the path; what is not one cannot be found.
  public func id<Record>(_ name: String, of type: ID<Record>.Type = ID<Record>.self) throws(Refusal) -> ID<Record> {
    guard let text = parameters.first(where: { $0.name == name })?.value, let id = ID<Record>(path: text)
    else { throw .notFound }
    return id
  }

  /// What stands in that place of the path.
  public func text(_ name: String) -> String? { parameters.first { $0.name == name }?.value }

  /// What stands behind the question mark.
  public var asked: FormPairs { request.head.target.query }

  /// What a form sent: a page that shows it again as it came needs it whole.
  public var sent: FormPairs { (try? request.pairs()) ?? FormPairs() }

  /// What stands behind the question mark, as the fields of a form read it.
  public func asked<Filled: Form>(_ form: Filled.Type) throws(Refusal) -> Filled {
    try Filled(try FormReader.values(Filled.fields, Typed(asked, for: Filled.fields), on: scope.today))
  }

  /// The same as it was typed.
  public func typed(_ fields: [any FormField]) -> Typed { Typed(asked, for: fields) }

  /// Whether what goes wrong is told as a page: somebody follows a link to a document as they do to a page.
  var isRead: Bool { format == .page || (format == .pdf && !request.head.wantsJSON) }

  func allows(_ allow: Allow) -> Bool { allow.admits(scope.actor) }

  public var territory: Territory? { viewer.territory }

  /// To read what is of a territory: one’s own as oneself, another as anybody.
  public func scope(of territory: ID<Territory>) -> Scope {
    territory == scope.territory ? scope : scope.asAnybody(on: territory)
  }

  /// Every territory that is open, with a scope to read it: one's own as oneself, the others as anybody.
  public func territories() async throws -> [(Territory, Scope)] {
    try await Territory.all(app.database).filter { $0.closedAt == nil }.map { territory in
      (territory, scope(of: territory.id))
    }
  }

  /// The same visit inside a change: what it reads is what the change sees.
  public func inside(_ scope: Scope) -> Visit {
    Visit(
      request: request, scope: scope, language: language, spoken: spoken, viewer: viewer, parameters: parameters,
      format: format, menu: menu, token: token, app: app)
  }

  /// The same request as another actor would make it, to learn what they would see. It leaves no trace.
  func rehearsed(by actor: Actor) -> Visit {
    Visit(
      request: request, scope: scope.rehearsal(actor), language: language, spoken: spoken,
      viewer: Viewer(actor, viewer.territory),
      parameters: parameters, format: format, menu: [], token: token, app: app)
  }
}

/// The formats that one registration gives.
enum AnswerFormat: Sendable {
  case page, json, csv, xlsx, ods, vcf, pdf

  /// What is taken away under a name, by the end of that name.
  var file: (ending: String, mediaType: String)? {
    switch self {
    case .page, .json: nil
    case .csv: ("csv", "text/csv")
    case .xlsx: ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    case .ods: ("ods", OpenDocument.spreadsheet)
    case .vcf: ("vcf", "text/vcard")
    case .pdf: ("pdf", "application/pdf")
    }
  }
}
