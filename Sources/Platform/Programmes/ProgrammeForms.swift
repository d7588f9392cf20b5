import SQL

public struct ProgrammeForm: Form {
  static let name = Field.text("name", .personName, most: 160)
  static let summary = Field.lines(
    "summary", .summary,
    help: Text(
      fr: "En quelques lignes : pour qui, pour quoi, comment.", en: "In a few lines: for whom, what for, how."),
    most: 2_000
  ).optional
  static let owner = Field.named(
    "owner", .owner,
    help: Text(
      fr: "L’organisation qui en répond : la métropole, une maison de l’emploi, une association.",
      en: "The organisation that answers for it: the métropole, an association."),
    most: Organisation.mostNameCharacters, finder: "organisations"
  ).optional
  static let parent = Field.text("parent", .parentProgramme, most: 60).optional
  static let from = Field.day("from", .since, help: .dayHelp).optional
  static let to = Field.day("to", .until).optional
  static let isPublic = Field.flag(
    "isPublic", .isPublished,
    help: Text(
      fr: "Sans cela, seuls le voient ceux qui travaillent ici et ceux qui ont un rôle dessus.",
      en: "Otherwise only those who work here and those who have a role on it see it."))
  public static let fields: [any FormField] = [name, summary, owner, parent, from, to, isPublic]

  /// What a configuration's document says of the programme it comes from.
  static let identity: [any FormField] = [name, summary]

  let name: String
  let summary: String
  let owner: String?
  let parent: String?
  let from: Day?
  let to: Day?
  let isPublic: Bool

  public init(_ values: FormValues) throws(Refusal) {
    name = values[Self.name]
    summary = values[Self.summary] ?? ""
    owner = values[Self.owner]
    parent = values[Self.parent]
    from = values[Self.from]
    to = values[Self.to]
    isPublic = values[Self.isPublic]
    if let from, let to, to < from { throw .invalid("to", .endsBeforeItStarts) }
  }

  public init(name: String, summary: String = "", from: Day? = nil, to: Day? = nil, isPublic: Bool) {
    self.name = name
    self.summary = summary
    owner = nil
    parent = nil
    self.from = from
    self.to = to
    self.isPublic = isPublic
  }

  static func parent(among programmes: [Programme]) -> any FormField {
    Field.among("parent", .parentProgramme, programmes.map { ($0.slug, Text(name: $0.name)) }).optional
  }

  static func typed(_ programme: Programme) -> Typed {
    var typed = Typed()
    typed.set(name, programme.name)
    typed.set(summary, programme.summary)
    typed.set(owner, programme.owner)
    typed.set(parent, programme.parent?.slug)
    typed.set(from, programme.from)
    typed.set(to, programme.to)
    typed.set(isPublic, programme.isPublic)
    typed.set(.version, programme.version)
    return typed
  }

  /// The organisation and the programme that were named.
  func links(_ visit: Visit, _ scope: Scope, of programme: Programme?) async throws -> ProgrammeLinks {
    let parent: ID<Programme>? = try await ProgrammeStore(scope).parent(parent, of: programme)
    guard let owner else { return ProgrammeLinks(parent: parent) }
    return ProgrammeLinks(owner: try await visit.organisation(owner, field: "owner", scope), parent: parent)
  }
}

struct NewProgrammeForm: Form {
  static let slug = Field.text(
    "slug", .slug,
    help: Text(
      fr:
        "Il reste dans l’adresse : lettres minuscules, chiffres et tirets, par exemple grenoble-artis. Laissé vide, il est tiré du nom.",
      en:
        "It stays in the address: lower-case letters, digits and hyphens, for example grenoble-artis. Left empty, it is made from the name."
    ), most: 60
  ).optional
  static let fields: [any FormField] = ProgrammeForm.fields + [slug]

  let slug: String
  let form: ProgrammeForm

  init(_ values: FormValues) throws(Refusal) {
    form = try ProgrammeForm(values)
    slug = values[Self.slug] ?? Entry.key(of: form.name)
    guard Self.isFree(slug) else { throw .invalid("slug", .slugExpected) }
  }

  /// A number in that place is a programme's number.
  static func isFree(_ slug: String) -> Bool {
    Territory.isSlug(slug) && slug.contains(where: \.isLetter) && slug != "nouveau"
  }
}
