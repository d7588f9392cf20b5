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

  static var newMark: String { "+ " }
}

extension OrganisationStore {
  /// Those that look like it, then those that hold every word of its name, or its longest, or differ from it by a slip of
  /// the finger.
  fileprivate func near(_ name: String) async throws -> [Hit] {
    let doubles: [OrganisationDouble] = try await Doubles(scope).of(OrganisationCard(name))
    var near: [Hit] = doubles.filter(\.likeness.isPossible).prefix(5).map { double in
      Hit(double.organisation.name, double.organisation.place.municipality ?? "", path: double.organisation.path)
    }
    for hit in try await holding(name) where near.count < 5 && !near.contains(where: { $0.path == hit.path }) {
      near.append(hit)
    }
    return near
  }

  private func holding(_ name: String) async throws -> [Hit] {
    guard let sought = Sought(name, most: 5) else { return [] }
    let close: [Hit] = try await hits(sought)
    guard close.isEmpty else { return close }
    let key: String = sortKey(name)
    guard let longest = key.split(separator: " ").max(by: { $0.count < $1.count }), longest.count > 4 else { return [] }
    if let wider = Sought(String(longest), most: 5) {
      let found: [Hit] = try await hits(wider)
      if !found.isEmpty { return found }
    }
    guard let beginning = Sought(String(longest.prefix(3)), most: 300) else { return [] }
    return try await hits(beginning).filter { hit in
      Spelling.areNear(key, sortKey(hit.title), by: max(1, key.utf8.count / 8))
    }
  }
}

extension Text {
  fileprivate static let whichOrganisation = Text(
    fr: "Aucune organisation ne porte exactement ce nom. Est-ce l’une de celles-ci ?",
    en: "No organisation has exactly this name. Is it one of these?")
}
