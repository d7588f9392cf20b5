import SQL

/// What a public referential knows under a code.
struct ReferentialEntry: Fetched, Equatable, Sendable {
  let kind: ReferentialKind
  let code: String
  let name: String
  let parent: String?
  let groupedIn: String?
  let replacedBy: String?
  /// Whether its name is only what can be made of its code.
  let isUnnamed: Bool

  init(_ row: inout Row) throws(DatabaseError) {
    kind = try row.next()
    code = try row.next()
    name = try row.next()
    parent = try row.next()
    groupedIn = try row.next()
    replacedBy = try row.next()
    isUnnamed = false
  }

  init(
    _ kind: ReferentialKind, _ code: String, _ name: String, in parent: String? = nil, groupedIn: String? = nil,
    replacedBy: String? = nil, isUnnamed: Bool = false
  ) {
    self.kind = kind
    self.code = code
    self.name = name
    self.parent = parent
    self.groupedIn = groupedIn
    self.replacedBy = replacedBy
    self.isUnnamed = isUnnamed
  }
}

enum ReferentialKind: String, Choice {
  case municipality, intercommunality, department, region, activity, occupation
  /// What data·inclusion sorts services by: what about, for whom, and the networks that carry structures.
  case theme, audience, carrier

  var label: Text {
    switch self {
    case .municipality: Text(fr: "Communes", en: "Municipalities")
    case .intercommunality: Text(fr: "Intercommunalités", en: "Intercommunalities")
    case .department: Text(fr: "Départements", en: "Departments")
    case .region: Text(fr: "Régions", en: "Regions")
    case .activity: Text(fr: "Activités (NAF)", en: "Activities (NAF)")
    case .occupation: Text(fr: "Métiers (ROME)", en: "Occupations (ROME)")
    case .theme: Text(fr: "Thématiques (data·inclusion)", en: "Themes (data·inclusion)")
    case .audience: Text(fr: "Publics (data·inclusion)", en: "Audiences (data·inclusion)")
    case .carrier: Text(fr: "Réseaux porteurs (data·inclusion)", en: "Networks (data·inclusion)")
    }
  }
}

/// The public referentials, as they were loaded last. They belong to no territory.
struct Referential: Sendable {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  static let columns: Query = "kind, code, name, parent, grouped_in, replaced_by"

  func find(_ kind: ReferentialKind, _ code: String) async throws -> ReferentialEntry? {
    try await scope.first(
      "SELECT \(Self.columns) FROM referential_entry WHERE kind = \(kind) AND code = \(code)")
  }

  /// The municipality of that name: where several have it, that of the postcode's department. One that was merged stands for
  /// the one that it is part of now.
  func municipality(_ name: String, postcode: String?) async throws -> ReferentialEntry? {
    let all: [ReferentialEntry] = try await scope.all(
      """
      SELECT \(Self.columns) FROM referential_entry
      WHERE kind = \(ReferentialKind.municipality) AND sort_key = \(sortKey(name)) ORDER BY code LIMIT 50
      """)
    let department: String? = postcode.flatMap(Referential.department)
    var meant: [ReferentialEntry] = all.filter { $0.replacedBy == nil }
    if meant.isEmpty { meant = all }
    if meant.count > 1, let department { meant = meant.filter { $0.parent == department } }
    guard meant.count == 1 else { return nil }
    guard let today = meant[0].replacedBy else { return meant[0] }
    return try await find(.municipality, today)
  }

  /// The codes of their municipalities, where one is meant and no other.
  func located(_ places: [Organisation.Place]) async throws -> [Organisation.Place] {
    struct Town: Hashable { let (name, postcode): (String, String?) }
    var codes: [Town: String?] = [:]
    var located: [Organisation.Place] = places
    for (index, place) in places.enumerated() {
      guard let name = place.municipality else { continue }
      let town = Town(name: name, postcode: place.postcode)
      if codes[town] == nil {
        let code: String? = try await municipality(name, postcode: place.postcode)?.code
        codes.updateValue(code, forKey: town)
      }
      located[index].code = codes[town] ?? nil
    }
    return located
  }

  /// The department whose post offices have this code: Corsica's and the overseas ones are spelt otherwise.
  private static func department(_ postcode: String) -> String? {
    guard postcode.utf8.count == 5 else { return nil }
    if postcode.hasPrefix("97") || postcode.hasPrefix("98") { return String(postcode.prefix(3)) }
    if postcode.hasPrefix("20") { return postcode < "20200" ? "2A" : "2B" }
    return String(postcode.prefix(2))
  }

  func hits(_ kind: ReferentialKind, _ sought: Sought) async throws -> [Hit] {
    let ofKind: Query = "kind = \(kind) AND replaced_by IS NULL"
    return try await sought.hits(scope, sought.ranks("sort_key")) { rank, most in
      """
      SELECT name, code, '/annuaire/referentiels?q=' || code FROM referential_entry
      WHERE \(ofKind) AND \(rank) ORDER BY sort_key, code LIMIT \(most)
      """
    }
  }
}
