import HTTP
import SQL

/// All that is known of an organisation by who asks: who it is, under which names, and what it does in every programme.
struct OrganisationSheet: Sendable {
  let organisation: Organisation
  let activity: String?
  let aliases: [OrganisationAlias]
  let facts: [DatedFact]
  let absorbedFacts: [AbsorbedFact]
  let people: [Affiliation]
  let traces: [OrganisationTraces]
  let doubles: [OrganisationDouble]
  let mergers: [Merger<Organisation>]
  let roles: [Role]
  let services: [OfferedService]
  let profile: StructureProfile
  let networks: [Cell.Word]
}

extension Visit {
  func organisationPage() async throws -> Shown {
    let store = OrganisationStore(scope)
    let organisation: Organisation = try await store.find(id("organisation"))
    let keeps: Bool = allows(.keepsOrganisations)
    let aliases: [OrganisationAlias] = try await AliasStore(scope).all(of: organisation.id)
    let card = OrganisationCard(organisation, aliases: aliases.map(\.name))
    let profile: StructureProfile = try await store.profile(of: organisation)
    let sheet = OrganisationSheet(
      organisation: organisation, activity: try await activity(of: organisation), aliases: aliases,
      facts: try await DatedFactStore(scope).all(of: organisation.id),
      absorbedFacts: try await DatedFactStore(scope).absorbed(into: organisation.id),
      people: keeps ? try await AffiliationStore(scope).of(organisation: organisation.id) : [],
      traces: try await OrganisationTraces.all(of: organisation.id, app.facts, scope),
      doubles: keeps
        ? try await Doubles(scope).of(card, except: organisation.id).filter(\.likeness.isPossible) : [],
      mergers: keeps ? try await MergerStore(scope).open(into: organisation.id) : [],
      roles: allows(.givesRoles) ? try await RoleStore(scope).on(.organisation, organisation.id.number) : [],
      services: try await ServiceStore(scope).of(organisation: organisation.id), profile: profile,
      networks: try await Referential(scope).words(profile.networks, .carrier))
    return Shown(organisation.name, crumbs: [.organisations(self)], .organisation, organisation) { page in
      page.organisation(sheet)
    }
  }

  private func activity(of organisation: Organisation) async throws -> String? {
    guard let code = organisation.activity else { return nil }
    return try await Referential(scope).find(.activity, code)?.name
  }
}

extension Page {
  fileprivate mutating func organisation(_ sheet: OrganisationSheet) {
    let organisation: Organisation = sheet.organisation
    let path: String = organisation.path
    provenance(organisation.provenance)
    if !sheet.aliases.isEmpty { otherNames(sheet) }
    facts(View.organisation.without("name", "siren").filled(by: [organisation]), organisation)
    if let activity = sheet.activity { quiet(Text(name: activity)) }
    if !sheet.doubles.isEmpty { maybeDoubles(sheet) }
    actions([
      ActionLink(.changeOrganisation, to: "\(path)/modifier", allow: .keepsOrganisations),
      ActionLink(.newAlias, to: "\(path)/noms/nouveau", allow: .keepsOrganisations),
      ActionLink(.newDatedFact, to: "\(path)/faits/nouveau", allow: .keepsOrganisations),
      ActionLink(.newAffiliation, to: "\(path)/personnes/nouvelle", allow: .keepsFiles),
      ActionLink(.newService, to: "\(path)/services/nouveau", allow: .keepsOrganisations),
      ActionLink(.changeStructure, to: "\(path)/structure/modifier", allow: .keepsOrganisations),
    ])
    if sheet.traces.isEmpty { quiet(.nothingHere) }
    for traces in sheet.traces {
      section(traces.noun.heading) { page in
        page.table(View.organisationTrace, traces.lines, caption: traces.noun.heading, empty: .nothingHere)
        if traces.hasMore { page.quiet(.onlyTheLatest(traces.lines.count)) }
      }
    }
    offer(sheet)
    if !sheet.facts.isEmpty {
      section(.datedFacts) { page in
        page.table(View.datedFact, sheet.facts, caption: .datedFacts, empty: .nothingHere)
      }
    }
    if !sheet.absorbedFacts.isEmpty {
      section(.absorbedFacts) { page in
        page.table(View.absorbedFact, sheet.absorbedFacts, caption: .absorbedFacts, empty: .nothingHere)
      }
    }
    if !sheet.people.isEmpty {
      section(.affiliations) { page in
        page.table(View.affiliationOfOrganisation, sheet.people, caption: .affiliations, empty: .nothingHere)
      }
    }
    mergers(sheet.mergers)
    guard !sheet.roles.isEmpty else { return }
    section(.roles) { page in
      page.table(View.role.without("target", "targetName"), sheet.roles, caption: .roles, empty: .noRoleHere)
    }
  }

  /// What it says of itself to those who look for help, and what it offers them.
  private mutating func offer(_ sheet: OrganisationSheet) {
    let profile: StructureProfile = sheet.profile
    guard !sheet.services.isEmpty || profile.isSaid else { return }
    section(.services) { page in
      if let presentation = profile.presentation { page.prose(presentation, under: 3) }
      if let hours = profile.hours { page.quiet(.labelled(.openingHours, hours.words)) }
      if !sheet.networks.isEmpty {
        page.quiet(
          .labelled(
            .carriers, Text { language in sheet.networks.map { $0.label(language) }.joined(separator: " · ") }))
      }
      page.table(View.serviceOfOrganisation, sheet.services, caption: .services, empty: Noun.service.noneYet)
    }
  }

  private mutating func otherNames(_ sheet: OrganisationSheet) {
    paragraph(
      Text { language in
        let names: [String] = sheet.aliases.map { "\($0.name) (\($0.kind.label(language).lowercased()))" }
        return names.joined(separator: " · ")
      })
    guard Allow.keepsOrganisations.admits(actor) else { return }
    for alias in sheet.aliases {
      button("\(sheet.organisation.path)/noms/\(alias.id)/retrait", .removing(alias.name))
    }
  }

  private mutating func maybeDoubles(_ sheet: OrganisationSheet) {
    section(.maybeSame) { page in
      for double in sheet.doubles.prefix(5) {
        page.markup.raw("<p>")
        page.link(double.organisation.path, double.inWords)
        page.markup.raw(" · ")
        page.link(
          "/annuaire/doublons/\(sheet.organisation.id)/\(double.organisation.id)", .compareDoubles)
        page.markup.raw("</p>\n")
      }
    }
  }
}

extension Noun {
  /// « Baux », above a table of them.
  var heading: Text {
    Text { language in
      let words: String = many(language)
      return words.prefix(1).uppercased() + words.dropFirst()
    }
  }
}

extension Text {
  static let nothingHere = Text(
    fr: "Aucune fiche de dispositif ne la nomme encore.", en: "No programme’s record names it yet.")
  fileprivate static let maybeSame = Text(fr: "Peut-être la même", en: "Maybe the same")
  static let compareDoubles = Text(fr: "Comparer et fusionner", en: "Compare and merge")

  fileprivate static func labelled(_ label: Text, _ words: Text) -> Text {
    Text { language in "\(label(language))\(language == .fr ? " : " : ": ")\(words(language))" }
  }

  fileprivate static func onlyTheLatest(_ count: Int) -> Text {
    Text(fr: "Les \(count) plus récentes seulement.", en: "Only the latest \(count).")
  }

  fileprivate static func removing(_ name: String) -> Text {
    Text(fr: "Retirer « \(name) »", en: "Remove “\(name)”")
  }
}
