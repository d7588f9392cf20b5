import HTML
import HTTP
import SQL

/// One request as a capability sees it: who asks, for what, within which scope.
public struct Visit: Sendable {
  public let request: Request
  public let scope: Scope
  public let language: Language
  let viewer: Viewer
  let parameters: [(name: String, value: String)]
  let format: AnswerFormat
  /// The sections that this actor may enter.
  let menu: [MenuEntry]
  let token: FormToken

  /// The identifier in the path; what is not one cannot be found.
  public func id<Record>(_ name: String, of type: ID<Record>.Type = ID<Record>.self) throws(Refusal) -> ID<Record> {
    guard let text = parameters.first(where: { $0.name == name })?.value, let id = ID<Record>(path: text)
    else { throw .notFound }
    return id
  }

  func allows(_ allow: Allow) -> Bool { allow.kinds.contains(scope.actor.kind) }
}

/// The formats that one registration gives.
enum AnswerFormat: Sendable {
  case page, json, csv, xlsx
}

/// Who is looking, and at which territory.
public struct Viewer: Sendable {
  public let actor: Actor
  public let territory: Territory?

  public init(_ actor: Actor, _ territory: Territory?) {
    self.actor = actor
    self.territory = territory
  }
}

/// How a request says who it comes from. Asked on every request, before any route.
public typealias Identify = @Sendable (Head, Database) async throws -> Viewer
