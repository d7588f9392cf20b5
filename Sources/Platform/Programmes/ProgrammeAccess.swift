import SQL

extension Scope {
  /// Whether this actor works with that programme, and so reads what it keeps to itself.
  public func worksWith(_ programme: ID<Programme>) -> Bool {
    actor.runs(programme) || actor.kinds.contains(.elected)
      || actor.numbers(.programme, as: .partner).contains(programme.number)
  }

  /// Links to what may be done on that programme, for who runs it.
  public func actions(on programme: ID<Programme>, _ links: [ActionLink]) -> [ActionLink] {
    actor.runs(programme) ? links : []
  }
}

/// The programme in the address, to which what is entered belongs.
extension Visit {
  public func programme() async throws -> Programme { try await ProgrammeStore(scope).find(text("programme")) }

  public func programmeToChange(_ scope: Scope) async throws -> Programme {
    try await ProgrammeStore(scope).findToChange(text("programme"))
  }
}

extension Text {
  /// « en retard, reconstitué »
  public static func marks(_ marks: Text?...) -> Text? {
    let said: [Text] = marks.compactMap { $0 }
    guard !said.isEmpty else { return nil }
    return Text { language in said.map { $0(language) }.joined(separator: ", ") }
  }
}
