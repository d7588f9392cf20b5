import Platform
import SQL

extension Programmes {
  var partnerRoutes: [Endpoint] {
    [
      .list(
        "/dispositifs/{programme}/partenaires", .partners, allow: .everyone, .partner, filter: PartnerFilter.self
      ) { visit, filter in
        let scope: Scope = visit.scope
        let programme: Programme = try await visit.programme()
        let roles: Nomenclature? = try await NomenclatureStore(scope).nomenclatures(
          of: programme.id, .partnerRoles)[.partnerRoles]
        return ListPage(
          .partners, crumbs: Crumb.programme(visit, programme), .partner,
          PartnerStore(scope).listing(programme, filter),
          hiding: try await PartnerStore(scope).countsPosts(of: programme.id) ? [] : ["fullTime"],
          filters: [PartnerFilter.text] + (roles.map { [$0.filter(like: PartnerFilter.role)] } ?? [])
            + [PartnerFilter.state],
          actions: scope.actions(
            on: programme.id,
            [ActionLink(.newPartner, to: "\(programme.path)/partenaires/nouveau", allow: Programme.changed)]),
          .partner, mark: { $0.mark(on: scope.today) })
      },
      .record(
        "/dispositifs/{programme}/partenaires/{partner}", .partner, kind: "partner", allow: .everyone, .partner
      ) { visit in
        let programme: Programme = try await visit.programme()
        let partner: Partner = try await PartnerStore(visit.scope).find(visit.id("partner"), of: programme)
        let links: [ActionLink] = visit.scope.actions(
          on: programme.id,
          [ActionLink(.changePartner, to: "\(partner.path)/modifier", allow: Programme.changed)])
        return Shown(
          partner.organisationName, crumbs: Crumb.partners(visit, programme), .partner, partner, of: programme.id
        ) {
          page in
          page.provenance(partner.provenance)
          if partner.hasLeft(on: page.today) { page.mark(.hasLeft) }
          page.facts(View.partner.without("organisation"), partner)
          page.actions(links)
        }
      },
    ] + newPartner + changePartner
  }

  private var newPartner: [Endpoint] {
    Endpoint.form(
      .newPartner, allow: Programme.changed, page: "/dispositifs/{programme}/partenaires/nouveau",
      posts: "/dispositifs/{programme}/partenaires", PartnerForm.self,
      show: { visit in
        let programme: Programme = try await visit.programmeToChange(visit.scope)
        return try await partnerForm(visit, .newPartner, programme, Typed())
      },
      submit: { visit, scope, form in
        let programme: Programme = try await visit.programmeToChange(scope)
        let organisation: ID<Organisation> = try await visit.organisation(
          form.organisation, field: "organisation", scope)
        let partner: Partner = try await enter(form, organisation, in: programme, scope)
        return .created(.partnerEntered, at: partner.path, .partner, partner)
      })
  }

  /// Enters a partner under the rules that hold for everybody's.
  func enter(
    _ form: PartnerForm, _ organisation: ID<Organisation>, in programme: Programme, _ scope: Scope,
    _ provenance: Provenance = .entered
  ) async throws -> Partner {
    try form.check(try await NomenclatureStore(scope).nomenclatures(of: programme.id, .partnerRoles))
    return try await PartnerStore(scope).insert(form, organisation, in: programme, provenance)
  }

  private var changePartner: [Endpoint] {
    Endpoint.form(
      .changePartner, allow: Programme.changed, page: "/dispositifs/{programme}/partenaires/{partner}/modifier",
      posts: "/dispositifs/{programme}/partenaires/{partner}", Changed<PartnerForm>.self,
      show: { visit in
        let programme: Programme = try await visit.programmeToChange(visit.scope)
        let partner: Partner = try await PartnerStore(visit.scope).find(visit.id("partner"), of: programme)
        return try await partnerForm(visit, .changePartner, programme, PartnerForm.typed(partner), of: partner)
      },
      submit: { visit, scope, changed in
        let (store, form): (PartnerStore, PartnerForm) = (PartnerStore(scope), changed.form)
        let programme: Programme = try await visit.programmeToChange(scope)
        let partner: Partner = try await store.find(visit.id("partner"), of: programme)
        try form.check(
          try await NomenclatureStore(scope).nomenclatures(of: programme.id, .partnerRoles), of: partner)
        let organisation: ID<Organisation> = try await visit.organisation(
          form.organisation, field: "organisation", scope)
        let after: Partner = try await store.update(
          partner, form, organisation, in: programme, version: changed.version)
        return .changed(.partnerChanged, at: after.path, .partner, after)
      })
  }
}

private func partnerForm(
  _ visit: Visit, _ title: Text, _ programme: Programme, _ initial: Typed, of partner: Partner? = nil
) async throws -> FormPage {
  let roles: Nomenclature? = try await NomenclatureStore(visit.scope).nomenclatures(
    of: programme.id, .partnerRoles)[.partnerRoles]
  let kept: [String] = partner?.role.map { [$0.key] } ?? []
  return FormPage(
    title,
    crumbs: Crumb.partners(visit, programme) + (partner.map { [Crumb($0.organisationName, $0.path)] } ?? []),
    submit: .save, initial: initial,
    fields: roles.map { [$0.choice(like: PartnerForm.role, keeping: kept)] } ?? [],
    hiding: roles == nil && kept.isEmpty ? [PartnerForm.role.key] : [])
}

extension ProgrammePart {
  static let partners = ProgrammePart(.partners, at: "partenaires", allow: .everyone) { scope, programme in
    let (partners, fullTime) = try await PartnerStore(scope).present(in: programme.id)
    return .partnersCounted(partners, fullTime: fullTime)
  }
}

extension EntryUse {
  static let rolesOfPartners = EntryUse(of: "nomenclature_item", by: .partner) { scope, item in
    """
    SELECT count(*) FROM nomenclature_item
    JOIN nomenclature ON nomenclature.id = nomenclature_item.nomenclature_id AND nomenclature.use = 'partner-roles'
    JOIN partner ON partner.programme_id = nomenclature.programme_id AND partner.role = nomenclature_item.key
    WHERE nomenclature_item.territory_id = \(scope.territory) AND nomenclature_item.id = \(item)
    """
  }
}

extension Crumb {
  static func partners(_ visit: Visit, _ programme: Programme) -> [Crumb] {
    Crumb.programme(visit, programme) + [Crumb(Text.partners(visit.language), "\(programme.path)/partenaires")]
  }
}

extension Text {
  static let partners = Text(fr: "Partenaires", en: "Partners", de: "Partner")
  static let partner = Text(fr: "Partenaire", en: "Partner", de: "Partner")
  static let partnerRole = Text(fr: "Rôle", en: "Role", de: "Rolle")
  static let partnerState = Text(fr: "Présence", en: "Presence", de: "Dabei")
  static let organisationNumber = Text(
    fr: "Numéro de l’organisation", en: "Organisation number", de: "Nummer der Organisation")
  static let since = Text(fr: "Depuis le", en: "Since", de: "Seit")
  static let until = Text(fr: "Jusqu’au", en: "Until", de: "Bis")
  static let fullTime = Text(fr: "Équivalents temps plein", en: "Full-time equivalents", de: "Vollzeitstellen")
  static let note = Text(fr: "Précision", en: "Note", de: "Anmerkung")
  static let today = Text(fr: "aujourd’hui", en: "today", de: "heute")
  static let hasLeft = Text(fr: "terminé", en: "ended", de: "beendet")
  static let newPartner = Text(fr: "Nouveau partenaire", en: "New partner")
  static let changePartner = Text(fr: "Modifier le partenaire", en: "Change the partner")
  static let partnerHelp = Text(
    fr: "Choisissez une organisation connue ou écrivez le nom d’une nouvelle.",
    en: "Choose a known organisation or write the name of a new one.")
  static let untilHelp = Text(
    fr: "Laissez vide tant que le partenariat dure.", en: "Leave empty while the partnership lasts.")
  static let fullTimeHelp = Text(
    fr: "Ce que ce partenaire y consacre, par exemple 0,5.", en: "What this partner gives to it, for example 0.5.")
  static let leavesBeforeComing = Text(
    fr: "Cette date vient avant le début du partenariat.", en: "This date comes before the partnership began.")

  /// « 4 partenaires aujourd’hui, 2,5 équivalents temps plein. »
  static func partnersCounted(_ partners: Int, fullTime: Int) -> Text {
    guard partners > 0 else { return Noun.partner.noneYet }
    let count: Text = Noun.partner.counted(partners)
    return Text { language in
      let today: String = "\(count(language)) \(Text.today(language))"
      guard fullTime > 0 else { return "\(today)." }
      let posts: String = language.hundredths(fullTime)
      return switch language {
      case .fr: "\(today), \(posts) \(fullTime < 200 ? "équivalent" : "équivalents") temps plein."
      case .en: "\(today), \(posts) full-time \(fullTime == 100 ? "equivalent" : "equivalents")."
      case .de: "\(today), \(posts) \(fullTime == 100 ? "Vollzeitstelle" : "Vollzeitstellen")."
      }
    }
  }
}

extension Noun {
  static let partner = Noun(
    fr: ("partenaire", "partenaires", .m), en: ("partner", "partners"), de: ("Partner", "Partner", .m))
}

extension Deed {
  static let partnerEntered = Deed("partner.entered", Text(fr: "Partenaire enregistré", en: "Partner entered"))
  static let partnerChanged = Deed("partner.changed", Text(fr: "Partenaire modifié", en: "Partner changed"))

  static let partners: [Deed] = [partnerEntered, partnerChanged]
}
