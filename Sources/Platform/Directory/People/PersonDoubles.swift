import Mail
import SQL
import Telephone

/// All of a person that tells whether a file is another’s double, as it is compared: each value in one spelling.
struct PersonCard: Sendable {
  let given: String
  let family: String
  /// How the whole name sounds.
  let sound: String
  let birthDay: Day?
  let email: String?
  let phone: String?
  let town: String?
  /// Those that they work for, where that is known.
  let employers: Set<Int64>

  init(_ person: Person, employers: Set<Int64> = []) {
    self.init(
      (person.givenName, person.familyName), person.birthDay, person.email, person.phone, person.place, employers)
  }

  init(_ form: PersonForm, employers: Set<Int64> = []) {
    self.init((form.givenName, form.familyName), form.birthDay, form.email?.text, form.phone, form.place, employers)
  }

  private init(
    _ name: (given: String, family: String), _ birthDay: Day?, _ email: String?, _ phone: String?,
    _ place: Organisation.Place, _ employers: Set<Int64>
  ) {
    (given, family) = (sortKey(name.given), sortKey(name.family))
    sound = Sound.of(given + family)
    (self.birthDay, self.employers) = (birthDay, employers)
    (self.email, self.phone) = (email?.lowercased(), phone.flatMap(PhoneNumber.key))
    town = place.municipality.map(sortKey)
  }

  /// By what a file of the same name is found, whichever part of it comes first.
  var nameKey: String { "n:\(min(given, family)) \(max(given, family))" }

  /// By what the file is found again.
  var keys: Set<String> {
    var keys: Set<String> = [nameKey]
    keys.insert("s:\(Sound.of(family.filter { $0 != " " }))|\(given.prefix(1))")
    if let birthDay { keys.insert("b:\(birthDay)|\(given.prefix(1))") }
    if let email { keys.insert("e:\(email)") }
    if let phone { keys.insert("t:\(phone)") }
    return keys
  }
}

/// How much two files look like one person’s, and by what.
struct PersonLikeness: Sendable, Equatable {
  enum Sign: String, Sendable {
    case sameName, nearName, sameFamily, sameGiven, sameBirth, sameMail, samePhone, sameTown, sameEmployer
    case otherBirth, otherEmployer
  }

  let signs: [Sign]

  var score: Int { signs.reduce(0) { $0 + $1.weight } }
  /// A date of birth alone is shared by hundreds, in one town by dozens.
  var isPossible: Bool { score >= 45 && !Set(signs).isSubset(of: [.sameBirth, .sameTown]) }

  init(_ one: PersonCard, _ other: PersonCard) {
    var signs: [Sign] = []
    if let name = PersonLikeness.name(one, other) { signs.append(name) }
    if let here = one.birthDay, let there = other.birthDay { signs.append(here == there ? .sameBirth : .otherBirth) }
    if let here = one.email, here == other.email { signs.append(.sameMail) }
    if let here = one.phone, here == other.phone { signs.append(.samePhone) }
    if let here = one.town, here == other.town { signs.append(.sameTown) }
    if !one.employers.isEmpty, !other.employers.isEmpty {
      signs.append(one.employers.isDisjoint(with: other.employers) ? .otherEmployer : .sameEmployer)
    }
    self.signs = signs
  }

  private static func name(_ one: PersonCard, _ other: PersonCard) -> Sign? {
    if (one.given, one.family) == (other.given, other.family) { return .sameName }
    if (one.given, one.family) == (other.family, other.given) { return .sameName }
    let (left, right): (String, String) = ("\(one.given) \(one.family)", "\(other.given) \(other.family)")
    let longest: Int = max(left.utf8.count, right.utf8.count)
    if longest >= 6, Spelling.areNear(left, right, by: max(1, longest / 10)) { return .nearName }
    if one.sound == other.sound { return .nearName }
    if one.family == other.family { return .sameFamily }
    return one.given == other.given ? .sameGiven : nil
  }

  var inWords: Text { Text { language in signs.map { $0.label(language) }.joined(separator: ", ") } }
}

extension PersonLikeness.Sign {
  fileprivate var weight: Int {
    switch self {
    case .sameName: 50
    case .nearName: 35
    case .sameFamily, .sameGiven: 10
    case .sameBirth: 40
    case .sameMail: 50
    case .samePhone: 30
    case .sameEmployer: 20
    case .sameTown: 10
    // Namesakes: their birth, or whom they work for, tells them apart.
    case .otherEmployer: -30
    case .otherBirth: -100
    }
  }

  fileprivate var label: Text {
    switch self {
    case .sameName: Text(fr: "même nom", en: "same name")
    case .nearName: Text(fr: "nom presque semblable", en: "nearly the same name")
    case .sameFamily: Text(fr: "même nom de famille", en: "same family name")
    case .sameGiven: Text(fr: "même prénom", en: "same given name")
    case .sameBirth: Text(fr: "même date de naissance", en: "same date of birth")
    case .sameMail: Text(fr: "même adresse électronique", en: "same e-mail address")
    case .samePhone: Text(fr: "même téléphone", en: "same telephone")
    case .sameTown: Text(fr: "même commune", en: "same municipality")
    case .sameEmployer: Text(fr: "même employeur", en: "same employer")
    case .otherEmployer: Text(fr: "autre employeur", en: "another employer")
    case .otherBirth: Text(fr: "autre date de naissance", en: "another date of birth")
    }
  }
}

/// A file that may be the same person’s as the one at hand.
struct PersonDouble: Sendable {
  let person: Person
  let likeness: PersonLikeness

  /// « Inès Martin, Fontaine (même nom, même commune) »
  var inWords: Text {
    Text { language in
      let town: String = person.place.municipality.map { ", \($0)" } ?? ""
      return "\(person.name)\(town) (\(likeness.inWords(language)))"
    }
  }
}

extension PersonStore {
  /// Files that may be this person’s, the likeliest first; of those that this actor may see.
  func doubles(of card: PersonCard, except own: ID<Person>? = nil) async throws -> [PersonDouble] {
    let apart: Set<ID<Person>> = try await PairStore<Person>(scope).apart(from: own)
    return try await doubles(of: [card])[0].filter { double in
      double.person.id != own && double.likeness.isPossible && !apart.contains(double.person.id)
    }
  }

  func doubles(of cards: [PersonCard]) async throws -> [[PersonDouble]] {
    try await doubles(of: cards, by: cards.map(\.keys))
  }

  /// Those that have the name, whatever else they share.
  func namesakes(of cards: [PersonCard]) async throws -> [[PersonDouble]] {
    try await doubles(of: cards, by: cards.map { [$0.nameKey] })
  }

  private func doubles(of cards: [PersonCard], by keys: [Set<String>]) async throws -> [[PersonDouble]] {
    struct Held: Fetched {
      let (key, person): (String, ID<Person>)
      init(_ row: inout Row) throws(DatabaseError) { (key, person) = (try row.next(), try row.next()) }
    }
    let all: [String] = Set(keys.joined()).sorted()
    // What dozens share tells nothing. In two statements: while a table grows, PostgreSQL takes one of both for a walk
    // through all keys.
    let few: [String] = try await scope.all(
      """
      SELECT person_key.key FROM person_key WHERE person_key.territory_id = \(scope.territory)
        AND person_key.key IN \(.list(all)) GROUP BY person_key.key HAVING count(*) <= \(Self.mostHolders)
      """
    ) { row in try row.next() }
    guard !few.isEmpty else { return cards.map { _ in [] } }
    let held: [Held] = try await scope.all(
      """
      SELECT person_key.key, person_key.person_id FROM person_key
      WHERE person_key.territory_id = \(scope.territory) AND person_key.key IN \(.list(few))
      """)
    guard !held.isEmpty else { return cards.map { _ in [] } }
    let people: [Person] = try await find(Set(held.map(\.person.number)).sorted())
    let employers: [ID<Person>: Set<Int64>] = try await employers(of: people.map(\.id))
    let known: [ID<Person>: Person] = Dictionary(uniqueKeysWithValues: people.map { ($0.id, $0) })
    let byKey: [String: [ID<Person>]] = Dictionary(grouping: held, by: \.key).mapValues { $0.map(\.person) }
    return zip(cards, keys).map { card, keys in
      Set(keys.flatMap { byKey[$0] ?? [] }).compactMap { id in
        known[id].map { person in
          PersonDouble(
            person: person, likeness: PersonLikeness(card, PersonCard(person, employers: employers[id] ?? [])))
        }
      }.sorted { ($1.likeness.score, $0.person.id.number) < ($0.likeness.score, $1.person.id.number) }
    }
  }

  private static let mostHolders: Int = 40

  func find(_ ids: [Int64]) async throws -> [Person] {
    guard !ids.isEmpty else { return [] }
    return try await scope.all(
      """
      SELECT \(Self.columns) FROM person
      WHERE \(visibility("person")) AND \(Self.named) AND person.id IN \(.list(ids))
      """)
  }

  func employers(of people: [ID<Person>]) async throws -> [ID<Person>: Set<Int64>] {
    struct Works: Fetched {
      let (person, organisation): (ID<Person>, Int64)
      init(_ row: inout Row) throws(DatabaseError) { (person, organisation) = (try row.next(), try row.next()) }
    }
    guard !people.isEmpty else { return [:] }
    let works: [Works] = try await scope.all(
      """
      SELECT affiliation.person_id, affiliation.organisation_id FROM affiliation
      WHERE affiliation.territory_id = \(scope.territory) AND affiliation.kind IN ('employee', 'director')
        AND affiliation.person_id IN \(.list(people))
      """)
    return Dictionary(grouping: works, by: \.person).mapValues { Set($0.map(\.organisation)) }
  }

  /// Keeps the keys by which a file is found again.
  func index(_ person: Person) async throws {
    try await KeyIndex<Person>(scope).keep(PersonCard(person).keys, of: person.id.number)
  }

  /// The same of one that was changed.
  func index(_ after: Person, instead before: Person) async throws {
    try await KeyIndex<Person>(scope).change(
      PersonCard(before).keys, to: PersonCard(after).keys, of: after.id.number)
  }

  func index(new people: [Person]) async throws {
    try await KeyIndex<Person>(scope).insert(people.map { ($0.id.number, PersonCard($0).keys) })
  }
}

extension Chore {
  /// Files that were opened before keys were kept get theirs, some at a time.
  static let personKeys = Chore("finding doubles among old files") { errand in
    struct Old: Fetched {
      let person: Person
      let territory: ID<Territory>
      init(_ row: inout Row) throws(DatabaseError) {
        person = try Person(&row)
        territory = try row.next()
      }
    }
    while true {
      let old: [Old] = try await errand.database.all(
        """
        SELECT \(PersonStore.columns), person.territory_id FROM person
        WHERE person.territory_id > 0 AND \(PersonStore.named) AND NOT EXISTS (
          SELECT 1 FROM person_key
          WHERE person_key.territory_id = person.territory_id AND person_key.person_id = person.id)
        ORDER BY person.id LIMIT 500
        """)
      guard !old.isEmpty else { return }
      try await errand.database.change { session in
        for old in old {
          for key in PersonCard(old.person).keys.sorted() {
            _ = try await session.run(
              """
              INSERT INTO person_key (territory_id, person_id, key)
              VALUES (\(old.territory), \(old.person.id), \(key)) ON CONFLICT DO NOTHING
              """)
          }
        }
      }
    }
  }
}

extension Visit {
  /// Nobody opens a second file for somebody without having seen the first. A machine means what it says.
  func sureTheyAreNew(_ form: PersonForm, _ scope: Scope) async throws -> PersonForm {
    var sure: PersonForm = form
    sure.givenName = trim(String(form.givenName.trimmingPrefix(Self.newMark)))
    guard format == .page, sure.givenName == form.givenName else { return sure }
    let near: [PersonDouble] = try await PersonStore(scope).doubles(of: PersonCard(form))
    guard !near.isEmpty else { return sure }
    let names: [Text] = near.prefix(5).map(\.inWords)
    throw Refusal.invalid([
      FieldError(
        "givenName",
        Text { language in
          let list: String = names.map { $0(language) }.joined(separator: " ; ")
          return language == .en
            ? "They may have a file already: \(list). If it is somebody else, say so below."
            : "Cette personne a peut-être déjà un dossier : \(list). Si c’est quelqu’un d’autre, dites-le ci-dessous."
        },
        proposals: [
          Proposal(
            Self.newMark + form.givenName,
            Text(fr: "« \(form.givenName) » : une autre personne", en: "“\(form.givenName)”: somebody else"))
        ])
    ])
  }
}
