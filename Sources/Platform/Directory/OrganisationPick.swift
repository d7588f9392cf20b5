import SQL

extension Visit {
  /// The organisation that somebody named in a form. One that nobody knows is entered — once it is sure that it is not
  /// another one, misspelt: directories fill with duplicates that way.
  public func organisation(_ typed: String, field: String, _ scope: Scope) async throws -> ID<Organisation> {
    let store = OrganisationStore(scope)
    let isNew: Bool = typed.hasPrefix(Self.newMark)
    let name: String = isNew ? trim(String(typed.dropFirst(Self.newMark.count))) : typed
    if let known = try await store.named(name) { return known.id }
    // A machine means what it says.
    guard format == .page, !isNew else { return try await store.named(orNew: name) }
    let near: [Hit] = try await store.near(name)
    guard !near.isEmpty else { return try await store.named(orNew: name) }
    var proposals: [Proposal] = near.map { Proposal($0.title, Text(name: $0.title)) }
    proposals.append(
      Proposal(
        Self.newMark + name,
        Text(fr: "« \(name) » : une nouvelle organisation", en: "“\(name)”: a new organisation")))
    throw Refusal.invalid([FieldError(field, .whichOrganisation, proposals: proposals)])
  }

  private static var newMark: String { "+ " }
}

extension OrganisationStore {
  /// Those that hold every word of a name, or at least its longest.
  fileprivate func near(_ name: String) async throws -> [Hit] {
    guard let sought = Sought(name, most: 5) else { return [] }
    let close: [Hit] = try await hits(sought)
    guard close.isEmpty, let longest = sortKey(name).split(separator: " ").max(by: { $0.count < $1.count }),
      longest.count > 4, let wider = Sought(String(longest), most: 5)
    else { return close }
    return try await hits(wider)
  }
}

extension Text {
  fileprivate static let whichOrganisation = Text(
    fr: "Aucune organisation ne porte exactement ce nom. Est-ce l’une de celles-ci ?",
    en: "No organisation has exactly this name. Is it one of these?")
}
