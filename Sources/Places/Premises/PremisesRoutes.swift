import Platform
import Programmes
import SQL

extension Places {
  var premisesRoutes: [Endpoint] {
    [
      .page(
        "/dispositifs/{programme}/locaux", .premises, allow: .everyone, filter: PremisesFilter.self,
        under: { visit, filter in
          let scope: Scope = visit.scope
          let programme: Programme = try await ProgrammeStore(scope).find(visit.text("programme"))
          let report = try await PremisesReport(programme, on: filter.on ?? scope.today, scope)
          let checklist: PremisesChecklist? =
            Allow.staff.admits(scope.actor) ? try await PremisesChecklist(programme, report, scope) : nil
          return (
            Text.premises(visit.language), Crumb.programme(visit, programme),
            { page in
              if let checklist { page.checklist(checklist) }
              page.premises(report, programme, scope)
            }
          )
        })
    ]
  }
}

/// The day that the premises are looked at.
struct PremisesFilter: Form {
  static let on = Field.day("on", .premisesOn, help: .dayHelp).optional
  static let fields: [any FormField] = [on]

  let on: Day?

  init(_ values: FormValues) throws(Refusal) { on = values[Self.on] }
}

extension ProgrammePart {
  static let premises = ProgrammePart(.premises, at: "locaux", allow: .everyone) { scope, programme in
    let count: Int = try await scope.value(
      "SELECT count(*) FROM site WHERE territory_id = \(scope.territory) AND programme_id = \(programme.id)")
    return count == 0 ? .noSiteYet : Noun.site.counted(count)
  }

  static let applications = ProgrammePart(.applications, at: "candidatures", allow: .seesApplications) {
    scope, programme in
    let waiting: Int = try await scope.value(
      """
      SELECT count(*) FROM application
      WHERE territory_id = \(scope.territory) AND programme_id = \(programme.id) AND withdrawn_day IS NULL
      """)
    return waiting == 0 ? Noun.application.noneYet : Noun.application.counted(waiting)
  }
}

extension Page {
  fileprivate mutating func premises(_ report: PremisesReport, _ programme: Programme, _ scope: Scope) {
    let isInside: Bool = Allow.seesAccounts.admits(scope.actor)
    occupancy(report)
    tenants(report)
    table(View.sites, report.sites, caption: .sites, empty: .noSiteYet, mark: { $0.provenance.mark })
    actions([
      ActionLink(.newSite, to: "/sites/nouveau?programme=\(programme.slug)", allow: .staff),
      ActionLink(.rentScales, to: "\(programme.path)/configuration/baremes", allow: .everyone),
      ActionLink(.premisesRules, to: "\(programme.path)/configuration/regles-des-locaux", allow: Programme.changed),
    ])
    guard isInside else { return }
    section(.balance) { page in page.balance(report) }
    section(.jobCounts) { page in page.paragraph(.jobsHosted(report.jobs)) }
    section(.survivals) { page in
      page.outcomes(report)
      page.actions([ActionLink(.findings, to: "\(programme.path)/devenir", allow: .seesAccounts)])
    }
  }

  private mutating func occupancy(_ report: PremisesReport) {
    let now: OccupancyShare = report.occupancy(from: report.day)
    guard let percent = now.percent else { return paragraph(.occupancy(lots: 0, area: .zero, occupied: .zero)) }
    let (lettable, occupied) = (Area(squareDecimetres: now.lettable), Area(squareDecimetres: now.occupied))
    paragraph(.occupiedOn(report.day == today ? nil : report.day, lettable, occupied, percent))
    let start: Day = Day(report.day.year - 3, 1, 1) ?? report.day
    if let mean = report.occupancy(from: start).percent { paragraph(.occupiedSince(start, mean)) }
    if report.kinds.count > 1 {
      points(
        report.kinds.compactMap { kind in
          report.occupancy(from: start, of: kind.key).percent.map { .occupiedOfKind(kind.label, $0) }
        })
    }
    let surfaces: [(key: String, label: Text, area: Area)] = report.surfaces()
    guard surfaces.count > 1, surfaces.count <= 6 else { return }
    let total: Int = surfaces.reduce(0) { $0 + $1.area.squareDecimetres }
    try? chart(
      ShareChart(
        .letByCategory, .partition, parts: surfaces.map(\.label),
        [
          ShareChart.Whole(
            .occupiedArea, surfaces.map { Double($0.area.squareDecimetres) / 100 }, of: Double(max(total, 1)) / 100)
        ]))
  }

  private mutating func tenants(_ report: PremisesReport) {
    let (all, byCategory) = report.tenants()
    guard all > 0 else { return }
    let newYear: Day = Day(report.day.year, 1, 1) ?? report.day
    paragraph(.tenantsThere(all, hosted: report.hosted(since: newYear), since: newYear))
    points(byCategory.map { .tenantsOfCategory($0.label, $0.count) })
  }

  private mutating func balance(_ report: PremisesReport) {
    paragraph(.rentsAsked(report.rents, without: report.withoutRate))
    guard let planned = report.planned else { return paragraph(.noCharges) }
    paragraph(.plannedBalance(planned))
    if planned.balance < .zero { mark(.inDeficit, .bad) }
  }

  /// What a pépinière is judged by is not what a hôtel is: each kind for itself, where there are several.
  private mutating func outcomes(_ report: PremisesReport) {
    guard report.stays().stays > 0 else { return paragraph(.noStay) }
    if report.kinds.count > 1 {
      for kind in report.kinds where report.stays(of: kind.key).stays > 0 {
        subsection(kind.label) { page in page.outcomes(report.stays(of: kind.key), report.survival(of: kind.key)) }
      }
    } else {
      outcomes(report.stays(), report.survival())
    }
    aside(.howCounted) { page in page.paragraph(.survivalMethod) }
  }

  private mutating func outcomes(_ stays: StaySummary, _ survival: Survival) {
    paragraph(.staysSoFar(stays))
    paragraph(.survivalSoFar(survival))
  }
}

extension Noun {
  static let tenant = Noun(
    fr: ("locataire", "locataires", .m), en: ("tenant", "tenants"), de: ("Mieter", "Mieter", .m))
}

extension Noun {
  static let hostedCompany = Noun(
    fr: ("entreprise hébergée", "entreprises hébergées", .f), en: ("company hosted", "companies hosted"))
  static let stay = Noun(fr: ("séjour", "séjours", .m), en: ("stay", "stays"))
}

extension Text {
  static let premises = Text(fr: "Locaux", en: "Premises", de: "Gewerberäume")
  static let noSiteYet = Text(fr: "Aucun site pour l’instant.", en: "No site yet.", de: "Noch kein Standort.")
  static let balance = Text(fr: "Équilibre des loyers", en: "Balance of rents")
  static let findings = Text(fr: "Voir les constats", en: "See the findings")
  static let inDeficit = Text(fr: "en déficit", en: "in deficit")
  static let letByCategory = Text(
    fr: "Surface occupée par catégorie de locataire", en: "Occupied area by category of tenant",
    de: "Belegte Fläche nach Mieterkategorie")
  static let noCharges = Text(
    fr: "Aucune charge n’est notée : l’équilibre ne peut pas être dit. Notez celles de l’année sur chaque site.",
    en: "No charge is noted: the balance cannot be told. Note the year’s on each site.")
  static let noStay = Text(fr: "Personne n’a encore été hébergé.", en: "Nobody has been hosted yet.")
  static let survivalMethod = Text(
    fr:
      "Une entreprise venue deux fois compte une fois. Elle est en activité tant qu’elle est hébergée, puis selon le dernier constat ; sans constat depuis son départ, sa situation est inconnue et le taux est un minimum.",
    en:
      "A company that came twice counts once. It is in business while it is hosted, then as the last finding says; without any since it left, its situation is unknown and the rate is a minimum."
  )

  static let premisesOn = Text(fr: "Au", en: "On", de: "Am")

  /// Without a day, today.
  static func occupiedOn(_ day: Day?, _ lettable: Area, _ occupied: Area, _ percent: Double) -> Text {
    Text { language in
      let (all, held): (String, String) = (language.area(lettable), language.area(occupied))
      let share: String = language.percent(percent, places: 0)
      let date: String? = day.map { language.long($0) }
      return switch language {
      case .fr: "\(date.map { "Au \($0)" } ?? "Aujourd’hui"), \(held) occupés sur \(all) louables : \(share)."
      case .en: "\(date.map { "On \($0)" } ?? "Today"), \(held) occupied of \(all) to let: \(share)."
      case .de:
        "\(date.map { "Am \($0)" } ?? "Heute") sind \(held) von \(all) vermietbarer Fläche belegt: \(share)."
      }
    }
  }

  static func occupiedOfKind(_ kind: Text, _ percent: Double) -> Text {
    Text { language in
      let (kind, share): (String, String) = (kind(language), language.percent(percent, places: 0))
      return switch language {
      case .fr: "\(kind) : \(share) sur la même période"
      case .en: "\(kind): \(share) over the same time"
      case .de: "\(kind): \(share) im selben Zeitraum"
      }
    }
  }

  static func tenantsThere(_ count: Int, hosted: Int, since day: Day) -> Text {
    let there: Text = Noun.tenant.counted(count)
    return Text { language in
      let (hosted, since): (String, String) = (language.number(hosted), language.long(day))
      return switch language {
      case .fr: "\(there(.fr)) en place ; \(hosted) au moins un jour depuis le \(since)."
      case .en: "\(there(.en)) in place; \(hosted) for a day at least since \(since)."
      case .de: "\(there(.de)) vor Ort; \(hosted) mindestens einen Tag lang seit dem \(since)."
      }
    }
  }

  static func tenantsOfCategory(_ category: Text, _ count: Int) -> Text {
    Text { language in
      language == .fr
        ? "\(category(.fr)) : \(language.number(count))" : "\(category(language)): \(language.number(count))"
    }
  }

  static func occupiedSince(_ start: Day, _ percent: Double) -> Text {
    Text { language in
      let (day, share): (String, String) = (language.long(start), language.percent(percent, places: 0))
      return switch language {
      case .fr: "En moyenne depuis le \(day), pondérée par la surface et les jours : \(share)."
      case .en: "On average since \(day), weighed by area and days: \(share)."
      case .de: "Im Mittel seit dem \(day), nach Fläche und Tagen gewichtet: \(share)."
      }
    }
  }

  static func rentsAsked(_ rents: Money, without count: Int) -> Text {
    Text { language in
      let rents: String = language.money(rents)
      let leases: String = Noun.lease.counted(count)(language)
      return switch language {
      case .fr, .de:
        "Les baux en cours apportent \(rents) par an\(count > 0 ? " ; \(leases) sans tarif dans le barème" : "")."
      case .en: "The running leases bring \(rents) a year\(count > 0 ? "; \(leases) without a rate in the scale" : "")."
      }
    }
  }

  static func plannedBalance(_ balance: RentBalance) -> Text {
    Text { language in
      let (rents, charges): (String, String) = (language.money(balance.rents), language.money(balance.charges))
      let left: String = language.money(balance.balance)
      return switch language {
      case .fr, .de:
        "Tout loué selon sa destination, le barème apporterait \(rents) pour \(charges) de charges : solde \(left)."
      case .en: "All let as destined, the scale would bring \(rents) for \(charges) of charges: balance \(left)."
      }
    }
  }

  static func jobsHosted(_ jobs: SiteJobs) -> Text {
    guard jobs.tenants > 0 else {
      return Text(
        fr: "Aucun emploi déclaré par les locataires en place.", en: "No jobs declared by the tenants in place.")
    }
    return Text { language in
      let (total, insertion): (String, String) = (language.number(jobs.total), language.number(jobs.insertion))
      let tenants: String = language.number(jobs.tenants)
      return switch language {
      case .fr, .de:
        "\(total) emplois, dont \(insertion) en insertion, d’après la dernière déclaration de \(tenants) locataires en place."
      case .en:
        "\(total) jobs, of which \(insertion) integration jobs, by the last count of \(tenants) tenants in place."
      }
    }
  }

  static func staysSoFar(_ stays: StaySummary) -> Text {
    Text { language in
      let companies: String = Noun.hostedCompany.counted(stays.companies)(language)
      let all: String = Noun.stay.counted(stays.stays)(language)
      let mean: String? = stays.meanMonths.map { language.number($0, places: 1) }
      return switch language {
      case .fr, .de:
        "\(companies) depuis l’origine, \(all)\(mean.map { " ; un séjour achevé dure en moyenne \($0) mois" } ?? "")."
      case .en:
        "\(companies) so far, \(all)\(mean.map { "; a stay that has ended lasts \($0) months on average" } ?? "")."
      }
    }
  }

  static func survivalSoFar(_ survival: Survival) -> Text {
    Text { language in
      let (active, off): (String, String) = (language.number(survival.active), language.number(survival.struckOff))
      let (gone, unknown): (String, String) = (
        language.number(survival.disappeared), language.number(survival.unknown)
      )
      let rate: String = survival.rate.map { language.percent($0 * 100, places: 1) } ?? "—"
      return switch language {
      case .fr, .de:
        "En activité : \(active) ; radiées : \(off) ; introuvables : \(gone) ; sans nouvelles : \(unknown). Toujours en activité : \(rate)."
      case .en:
        "\(active) in business, \(off) struck off, \(gone) untraceable, \(unknown) unknown: \(rate) still in business."
      }
    }
  }
}
