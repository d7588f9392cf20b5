import HTTP
import SQL

/// Narrows the public referentials to one of them, and to what a name or a code begins with.
struct ReferentialFilter: Form {
  static let kind = Field<ReferentialKind>.choice("kind", .referential).optional
  static let text = Field.text("q", .nameOrCode, most: 100).optional
  static let fields: [any FormField] = [kind, text]

  let kind: ReferentialKind?
  let text: String?

  init(_ values: FormValues) throws(Refusal) {
    kind = values[Self.kind]
    text = values[Self.text]
  }
}

extension Referential {
  func listing(_ filter: ReferentialFilter) -> Listing<ReferentialEntry> {
    var which: Query = "FROM referential_entry WHERE 1 = 1"
    if let kind = filter.kind { which = which + " AND kind = \(kind)" }
    if let text = filter.text {
      which = which + " AND (sort_key LIKE \(keyHolding(text)) OR code = \(text.uppercased()) OR code = \(text))"
    }
    let wanted: Query = which
    return Listing(
      scope, count: "SELECT count(*) " + wanted,
      orders: [Order("name", "kind", "sort_key", "code"), Order("code", "kind", "code")]
    ) { slice in "SELECT \(Self.columns) \(wanted) ORDER BY \(slice.order) \(slice.window)" }
  }
}

extension View<ReferentialEntry> {
  static let referentialEntry = View(
    "ReferentialEntry",
    [
      Column("code", .referentialCode) { .text($0.code) },
      Column("name", .nameInReferential) { .text($0.name) },
      Column("kind", .referential, .word(ReferentialKind.words)) { .choice($0.kind) },
      Column("parent", .partOf) { .text($0.parent) },
      Column("groupedIn", .groupedIn) { .text($0.groupedIn) },
      Column("replacedBy", .replacedBy) { .text($0.replacedBy) },
    ])
}

extension PlatformDoor {
  var referentialRoutes: [Endpoint] {
    [
      .list(
        "/annuaire/referentiels", .referentials, allow: .seesDirectory, .referentialEntry,
        filter: ReferentialFilter.self
      ) { visit, filter in
        ListPage(
          .referentials, intro: .referentialsHelp, .referentialEntry, Referential(visit.scope).listing(filter),
          filters: ReferentialFilter.fields, .referentialEntry)
      }
    ]
  }
}

extension Noun {
  fileprivate static let referentialEntry = Noun(
    fr: ("code", "codes", .m), en: ("code", "codes"), de: ("Code", "Codes", .m))
}

extension Text {
  static let referentials = Text(fr: "Référentiels publics", en: "Public referentials")
  fileprivate static let referential = Text(fr: "Référentiel", en: "Referential")
  fileprivate static let referentialCode = Text(fr: "Code", en: "Code")
  fileprivate static let nameInReferential = Text(fr: "Nom", en: "Name")
  fileprivate static let nameOrCode = Text(fr: "Nom ou code", en: "Name or code")
  fileprivate static let partOf = Text(fr: "Dans", en: "In")
  fileprivate static let groupedIn = Text(fr: "Intercommunalité", en: "Intercommunality")
  fileprivate static let replacedBy = Text(fr: "Remplacé par", en: "Replaced by")
  fileprivate static let referentialsHelp = Text(
    fr:
      "Communes, intercommunalités, départements, métiers et activités, tels que l’Insee et France Travail les publient. L’exploitant les met à jour par la commande « terreau referential ».",
    en:
      "Municipalities, intercommunalities, departments, occupations and activities, as the INSEE and France Travail publish them. The operator updates them with the command “terreau referential”."
  )
}
