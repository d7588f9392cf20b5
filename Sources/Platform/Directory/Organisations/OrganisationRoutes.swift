import HTTP
import SQL

extension Allow {
  /// A company sees itself, those who work with companies see them all.
  static let readsOrganisations = Allow([.agent, .manager, .administrator, .elected, .company, .partner])
  static let keepsOrganisations = Allow([.agent, .manager])
  /// Who sees all of them, and all that they offer.
  static let seesDirectory = Allow([.agent, .manager, .administrator, .elected])
}

extension PlatformDoor {
  var organisationRoutes: [Endpoint] {
    [
      .list(
        "/annuaire/organisations", .organisations, allow: .readsOrganisations, .organisationRow,
        filter: OrganisationFilter.self
      ) { visit, filter in
        ListPage(
          .organisations, .organisationRow, OrganisationStore(visit.scope).listing(filter),
          filters: OrganisationFilter.fields,
          actions: [
            ActionLink(.newOrganisation, to: "/annuaire/organisations/nouvelle", allow: .keepsOrganisations),
            ActionLink(.importTable, to: "/annuaire/organisations/import", allow: .keepsOrganisations),
            ActionLink(.doubles, to: "/annuaire/doublons", allow: .keepsOrganisations),
          ], .organisation, mark: { $0.provenance.mark })
      },
      .record(
        "/annuaire/organisations/{organisation}", .oneOrganisation, kind: "organisation", allow: .readsOrganisations,
        .organisation
      ) { visit in try await visit.organisationPage() },
    ] + newOrganisation + changeOrganisation + aliasRoutes
  }

  private var newOrganisation: [Endpoint] {
    Endpoint.form(
      .newOrganisation, allow: .keepsOrganisations, page: "/annuaire/organisations/nouvelle",
      posts: "/annuaire/organisations", OrganisationForm.self,
      show: { visit in
        var initial = Typed()
        initial["name"] = visit.asked["nom"]
        return FormPage(
          .newOrganisation, crumbs: [.organisations(visit)], submit: .save,
          another: Noun.organisation.saveAndAddAnother,
          initial: initial)
      },
      submit: { visit, scope, form in
        let entered: OrganisationForm = try await visit.sureItIsNew(form, scope)
        let organisation: Organisation = try await OrganisationStore(scope).insert(entered)
        return .created(.organisationEntered, at: organisation.path, .organisation, organisation)
      })
  }

  private var changeOrganisation: [Endpoint] {
    Endpoint.form(
      .changeOrganisation, allow: .keepsOrganisations, page: "/annuaire/organisations/{organisation}/modifier",
      posts: "/annuaire/organisations/{organisation}", Changed<OrganisationForm>.self,
      show: { visit in
        let organisation: Organisation = try await OrganisationStore(visit.scope).find(visit.id("organisation"))
        return FormPage(
          .changeOrganisation, crumbs: .organisation(visit, organisation), submit: .save,
          initial: OrganisationForm.typed(organisation))
      },
      submit: { visit, scope, changed in
        let store = OrganisationStore(scope)
        let organisation: Organisation = try await store.find(visit.id("organisation"))
        let after: Organisation = try await store.update(organisation, changed.form, version: changed.version)
        return .changed(.organisationChanged, at: after.path, .organisation, after)
      })
  }

  private var aliasRoutes: [Endpoint] {
    Endpoint.form(
      .newAlias, allow: .keepsOrganisations, page: "/annuaire/organisations/{organisation}/noms/nouveau",
      posts: "/annuaire/organisations/{organisation}/noms", AliasForm.self,
      show: { visit in
        let organisation: Organisation = try await OrganisationStore(visit.scope).find(visit.id("organisation"))
        return FormPage(
          .newAlias, crumbs: .organisation(visit, organisation), intro: .aliasHelp, submit: .newAlias)
      },
      submit: { visit, scope, form in
        let organisation: Organisation = try await OrganisationStore(scope).find(visit.id("organisation"))
        try await AliasStore(scope).insert(form, for: organisation)
        return .changed(.aliasEntered, at: organisation.path, .organisation, organisation)
      })
      + [
        .button(
          "/annuaire/organisations/{organisation}/noms/{alias}/retrait", .removeAlias, allow: .keepsOrganisations
        ) { visit in
          let organisation: Organisation = try await OrganisationStore(visit.scope).find(visit.id("organisation"))
          try await visit.scope.change { scope in
            let store = AliasStore(scope)
            try await store.delete(try await store.find(visit.id("alias"), of: organisation.id), of: organisation)
          }
          return .redirect(to: FormPairs().setting("done", to: Deed.aliasRemoved.key).after(organisation.path))
        }
      ]
  }
}

extension Visit {
  /// Nobody enters an organisation beside itself without having seen the other. A machine means what it says.
  fileprivate func sureItIsNew(_ form: OrganisationForm, _ scope: Scope) async throws -> OrganisationForm {
    let sure: OrganisationForm = form.named(trim(String(form.name.trimmingPrefix(Self.newMark))))
    guard format == .page, sure.name == form.name else { return sure }
    let near: [OrganisationDouble] = try await Doubles(scope).of(OrganisationCard(form)).filter(\.likeness.isPossible)
    guard !near.isEmpty else { return sure }
    throw Refusal.invalid([
      FieldError(
        "name", .maybeThese(near.prefix(5).map(\.inWords)),
        proposals: [
          Proposal(
            Self.newMark + form.name,
            Text(fr: "« \(form.name) » : une nouvelle organisation", en: "“\(form.name)”: a new organisation"))
        ])
    ])
  }
}

extension OrganisationForm {
  fileprivate func named(_ name: String) -> OrganisationForm {
    var form: OrganisationForm = self
    form.name = name
    return form
  }
}

extension OrganisationDouble {
  /// « Ébénisterie Martin, Fontaine (même nom, même commune) »
  var inWords: Text {
    Text { language in
      let town: String = organisation.place.municipality.map { ", \($0)" } ?? ""
      let number: String = organisation.siret.map { ", \($0)" } ?? ""
      return "\(organisation.name)\(town)\(number) (\(likeness.inWords(language)))"
    }
  }
}

extension Crumb {
  static func organisations(_ visit: Visit) -> Crumb {
    Crumb(Text.organisations(visit.language), "/annuaire/organisations")
  }
}

extension [Crumb] {
  static func organisation(_ visit: Visit, _ organisation: Organisation) -> [Crumb] {
    [.organisations(visit), Crumb(organisation.name, organisation.path)]
  }
}

extension Text {
  static let newOrganisation = Text(fr: "Nouvelle organisation", en: "New organisation")
  static let changeOrganisation = Text(fr: "Modifier l’organisation", en: "Change the organisation")
  static let newAlias = Text(fr: "Ajouter un autre nom", en: "Add another name")
  static let removeAlias = Text(fr: "Retirer ce nom", en: "Remove this name")
  fileprivate static let aliasHelp = Text(
    fr: "Un sigle, un ancien nom, une enseigne : la recherche et les imports le reconnaîtront.",
    en: "Initials, a former name, a trade name: search and imports will recognise it.")

  fileprivate static func maybeThese(_ doubles: [Text]) -> Text {
    Text { language in
      let list: String = doubles.map { $0(language) }.joined(separator: " ; ")
      return language == .en
        ? "It may be here already: \(list). If it is another one, say so below."
        : "Elle est peut-être déjà là : \(list). Si c’en est une autre, dites-le ci-dessous."
    }
  }
}
