import SQL

/// Organisations as the lines of a table name them: by their SIRET, SIREN or RNA, or by one of their names.
public struct NamedOrganisations: Sendable {
  private let meanings: [String: ImportMeaning<Organisation>]

  public init(_ names: [String], _ scope: Scope) async throws {
    let names: [String] = Set(names).sorted()
    let forms: [OrganisationForm] = names.map { name in
      let number: CompanyNumber? = try? CompanyNumber(name)
      return OrganisationForm(named: name, number: number, rna: number == nil ? try? RNA(name) : nil)
    }
    let known = try await KnownOrganisations(forms, scope)
    var meanings: [String: ImportMeaning<Organisation>] = [:]
    for (name, form) in zip(names, forms) { meanings[name] = known.meant(by: form) }
    let unknown: [(name: String, form: OrganisationForm)] = zip(names, forms).filter { name, form in
      guard form.number == nil, form.rna == nil, case .nobody? = meanings[name] else { return false }
      return true
    }
    let doubles: [[OrganisationDouble]] = try await Doubles(scope).of(unknown.map { OrganisationCard($0.form) })
    for (unknown, doubles) in zip(unknown, doubles) {
      guard let best = doubles.first, best.likeness.isPossible else { continue }
      meanings[unknown.name] = .like(best.organisation, because: best.likeness.inWords)
    }
    self.meanings = meanings
  }

  /// The columns that name one.
  static let name = Field.text("organisationName", .oneOrganisation, most: Organisation.mostNameCharacters)
  static let number = Field.text("organisationNumber", .organisationNumbers, most: 30).optional

  /// Of lines with those columns.
  init(in lines: [Typed], _ scope: Scope) async throws {
    try await self.init(lines.compactMap(Self.said), scope)
  }

  private static func said(_ line: Typed) -> String? { line[number.key] ?? line[name.key] }

  /// The one that a line names.
  func known(by line: Typed) throws(Refusal) -> Organisation {
    guard let said = Self.said(line) else { throw .invalid(Self.name.key, .missing) }
    return try known(said, field: Self.name.key)
  }

  /// Nil where nobody is called so, nor nearly so.
  public func organisation(_ name: String, field: String) throws(Refusal) -> Organisation? {
    switch meanings[name] {
    case .one(let organisation)?: return organisation
    case .several?: throw .invalid(field, .severalAreCalled(name))
    case .like(let organisation, _)?: throw .invalid(field, .nearlyCalled(name, organisation.name))
    case .nobody?, .bringing?, .refused?, nil: return nil
    }
  }

  /// The one that is in the directory.
  public func known(_ name: String, field: String) throws(Refusal) -> Organisation {
    guard let known = try organisation(name, field: field) else { throw .invalid(field, .nobodyIsCalled(name)) }
    return known
  }
}

extension Text {
  fileprivate static let organisationNumbers = Text(
    fr: "SIRET, SIREN ou RNA de l’organisation", en: "SIRET, SIREN or RNA of the organisation")
  fileprivate static func severalAreCalled(_ name: String) -> Text {
    Text(
      fr: "Plusieurs organisations s’appellent « \(name) » : donnez le numéro de celle-ci.",
      en: "Several organisations are called “\(name)”: give the number of this one.")
  }

  fileprivate static func nearlyCalled(_ name: String, _ known: String) -> Text {
    Text(
      fr: "« \(name) » n’est pas dans l’annuaire, « \(known) » y est : écrivez ce nom si c’est la même.",
      en: "“\(name)” is not in the directory, “\(known)” is: write that name if it is the same.")
  }

  fileprivate static func nobodyIsCalled(_ name: String) -> Text {
    Text(
      fr: "« \(name) » n’est pas dans l’annuaire : importez d’abord les organisations.",
      en: "“\(name)” is not in the directory: import organisations first.")
  }
}
