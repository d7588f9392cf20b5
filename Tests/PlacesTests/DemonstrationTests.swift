import HTTP
import Programmes
import SQL
import Site
import Testing

@testable import Assembly
@testable import Places
@testable import Platform
@testable import TestSite

/// The published figures of the demonstration's programmes, counted from its records as of the day they were published,
/// by what the pages count with.
@Suite struct DemonstrationTests {
  @Test(arguments: TestDatabase.dialects)
  func `the demonstration’s records count to the published figures, as of their day`(_ dialect: Dialect) async throws {
    try await TestDatabase.with(dialect) { database async throws in
      try await App.schema(Doors.all).migrate(database)
      var settings = AppSettings()
      settings.clock = .fixed(TestSite.now)
      settings.hasCheapPasswords = true
      let app = try await App(database, Doors.all, settings)
      try await Demonstration.load(app, Doors.all, Demonstration.Showcase.all)
      try await artis(try await scope("grenoble", database))
      try await mecatronique(try await scope("argenteuil", database))
      try await pepinieres(try await scope("toulouse", database))
      for territory in ["grenoble", "toulouse", "argenteuil"] {
        try await firstOrganisationRents(try await scope(territory, database))
      }
      try await pages(app)
      try await corrections(app)
    }
  }

  private func scope(_ slug: String, _ database: Database) async throws -> Scope {
    let territory: Territory = try #require(try await Territory.of(slug, database))
    return Scope(
      database, Actor("Test", territory: territory.id, [Grant(.manager, on: .territory)]), at: TestSite.now)
  }

  /// Within so many points of a percentage or so much of a number.
  private func near(_ value: Double?, _ published: Double, within margin: Double) -> Bool {
    value.map { abs($0 - published) <= margin } ?? false
  }

  /// The invented company’s account is of the first organisation by name: it has a lease to look at.
  private func firstOrganisationRents(_ scope: Scope) async throws {
    let first: Organisation = try await scope.one(
      """
      SELECT \(Organisation.columns) FROM organisation WHERE organisation.territory_id = \(scope.territory)
      ORDER BY organisation.sort_key LIMIT 1
      """)
    #expect(try await !LeaseStore(scope).running(of: first.id).isEmpty, "\(first.name) rents nothing")
  }

  /// What an elected member reads when they go back to a day.
  private func pages(_ app: App) async throws {
    func page(_ path: String) async throws -> Answer {
      try await Answer(await app.respond(to: Request(Head(method: .get, target: try Target(path), headers: [:]))))
    }
    let then: Answer = try await page("/dispositifs/grenoble-artis/locaux?on=2012-09-01")
    #expect(then.status == 200 && then.text.contains("septembre 2012,"))
    #expect(then.text.contains("22 locataires en place"))
    let before: Answer = try await page("/dispositifs/grenoble-artis/locaux?on=2008-01-31")
    #expect(before.text.contains("1 locataire en place"))
    #expect(try await page("/dispositifs/grenoble-artis/locaux").text.contains("Aujourd’hui"))
    #expect(try await page("/dispositifs/grenoble-artis/locaux?on=2012-02-31").status == 422)
  }

  /// Who only reads is not led to what only those who keep the records may open.
  private func corrections(_ app: App) async throws {
    for (kind, isLed) in [(ActorKind.agent, true), (.elected, false)] {
      let email: String = kind == .agent ? "agente@grenoble.example" : "elu@grenoble.example"
      let accounts = Accounts(app)
      let account: Account = try await accounts.find(email)
      let territory: Territory = try await accounts.territory("grenoble")
      let session: String = try await accounts.openSession(account.id, on: territory.id)
      let headers: Headers = ["cookie": "terreau_session=\(session)"]
      for (path, link) in [
        ("/sites/1/charges", "/charges/1/modifier"), ("/sites/1/emplois", "/emplois/1/modifier"),
        ("/sites/1/adherents", "/adherents/1/terminer"),
        ("/dispositifs/grenoble-artis/devenir", "/constats/1/modifier"),
      ] {
        let page: Answer = try await Answer(
          await app.respond(to: Request(Head(method: .get, target: try Target(path), headers: headers))))
        #expect(page.status == 200 && page.text.contains("href=\"\(link)\"") == isLed, "\(kind) on \(path)")
      }
    }
  }

  // MARK: ARTIS, published in September 2012

  private func artis(_ scope: Scope) async throws {
    let published: Day = Day(2012, 9, 1)!
    let programme: Programme = try await ProgrammeStore(scope).find("grenoble-artis")
    let report = try await PremisesReport(programme, on: published, scope)
    let sites: [SiteRow] = report.sites
    #expect(sites.map(\.name) == ["ARTIS Échirolles", "ARTIS Fontaine", "ARTIS Grenoble"])
    let fontaine: Site = try await SiteStore(scope).find(try #require(sites.first { $0.lots > 0 }?.id))
    #expect(fontaine.opened == Day(2008, 12, 1) && fontaine.grossArea == Area(squareMetres: 3_700))
    for site in sites where site.id != fontaine.id {
      #expect(try await SiteStore(scope).find(site.id).opened == nil && site.lots == 0)
    }

    let lots: [Lot] = try await LotStore(scope).on(fontaine.id)
    let destined: [String: Int] = lots.reduce(into: [:]) { areas, lot in
      areas[lot.destination?.key ?? "", default: 0] += lot.area.squareDecimetres / 100
    }
    #expect(
      destined == ["chantier-insertion": 359, "entreprise-insertion": 1_767, "association": 416, "artisan": 884])

    let occupancy: OccupancyShare = report.occupancy(from: published)
    #expect(occupancy.lettable == 342_600)
    #expect(near(occupancy.percent, 92, within: 0.5), "\(occupancy)")
    let surfaces: [(key: String, label: Text, area: Area)] = report.surfaces()
    let social: Int = surfaces.filter { ["siae", "ess"].contains($0.key) }.reduce(0) { $0 + $1.area.squareDecimetres }
    #expect(near(Double(social) * 100 / Double(occupancy.occupied), 86, within: 0.5), "\(social)")

    let (companies, byCategory) = report.tenants()
    #expect(companies > 20)
    let counts: [String: Int] = Dictionary(uniqueKeysWithValues: byCategory.map { ($0.key, $0.count) })
    #expect(counts["chantier-insertion"] == 2)
    #expect(counts["chantier-educatif"] == 1)
    #expect(counts["entreprise-insertion"] == 1)
    #expect(report.jobs.total == 130 && report.jobs.insertion == 45 && report.jobs.tenants == companies)
    // The same on the site’s own page.
    #expect(try await JobCountStore(scope).on(fontaine.id, day: published).total == 130)

    // Ten founders, all of the social economy, before the building was opened; about twenty members now.
    let founding: Day = Day(2008, 4, 15)!
    let then = try await PremisesReport(programme, on: founding, scope)
    #expect(then.tenants().all == 10)
    #expect(Set(then.surfaces().map(\.key)) == ["siae", "ess"])
    #expect(try await MemberStore(scope).count(on: fontaine.id, day: founding.adding(days: -1)).members == 0)
    #expect(try await MemberStore(scope).count(on: fontaine.id, day: founding).members == 10)
    let members: (members: Int, tenants: Int) = try await MemberStore(scope).count(on: fontaine.id, day: published)
    #expect(members == (20, 16))
    #expect(members.tenants < companies)
    #expect(fontaine.association == "La Baie")

    // It pays for itself: as it is let, and as the scale would have it.
    let planned: RentBalance = try #require(report.planned)
    #expect(planned.rents == Money(euros: 189_560))
    #expect(planned.balance > .zero && planned.balance < Money(euros: 10_000))
    #expect(report.withoutRate == 0)
    #expect(report.rents > planned.charges && report.rents < planned.charges + Money(euros: 3_000))

    let survival: Survival = report.survival()
    #expect(survival.hosted == 25 && survival.struckOff == 1 && survival.unknown == 0)

    try await admissions(programme, of: fontaine, lots, scope)
  }

  /// Nobody came in without the committee, and its files stand where a reader can see each state.
  private func admissions(_ programme: Programme, of site: Site, _ lots: [Lot], _ scope: Scope) async throws {
    var leases: [Lease] = []
    for lot in lots { leases += try await LeaseStore(scope).on(lot.id) }
    #expect(leases.count == 27)
    for lease in leases {
      let application: ID<Application> = try #require(lease.application, "\(lease.tenantName) was never admitted")
      let opinion: Opinion? = try await OpinionStore(scope).latest(
        on: ApplicationStore.kind, application.number, by: "comite-agrement", asOf: lease.start)
      #expect(opinion?.verdict == .favourable)
      #expect(lease.tenantName.hasSuffix("(fictif)") && lease.provenance == .reconstructed)
      #expect(try await ApplicationStore(scope).find(application).organisation == lease.tenant)
    }
    #expect(leases.contains { $0.end.map { $0 > scope.today && $0 < scope.today.adding(days: 90) } ?? false })
    let changed: Lease = try #require(leases.first { $0.tenantName.hasPrefix("Menuiserie des Alpins") })
    #expect(changed.category.key == "artisan")
    #expect(try await LeaseCategoryStore(scope).of(changed).map(\.category.key) == ["cooperative"])

    var applications: [Application] = []
    for applicant in try await applicants(programme, scope) {
      applications += try await ApplicationStore(scope).of(applicant.id, in: programme.id)
    }
    let open: [ApplicationState: Int] = Dictionary(
      grouping: applications.filter { $0.state != .hosted }, by: \.state
    ).mapValues(\.count)
    #expect(open == [.waiting: 1, .deferred: 1, .unfavourable: 1, .favourable: 1])
    let refused: Application = try #require(applications.first { $0.state == .unfavourable })
    let said: [Opinion] = try await OpinionStore(scope).on(ApplicationStore.kind, refused.id.number)
    #expect(said.first?.reason.isEmpty == false)
  }

  // MARK: The mechatronics pole, announced for October 2012

  private func mecatronique(_ scope: Scope) async throws {
    let programme: Programme = try await ProgrammeStore(scope).find("argenteuil-mecatronique")
    let opening: Day = Day(2012, 10, 1)!
    let report = try await PremisesReport(programme, on: opening, scope)
    let site: Site = try await SiteStore(scope).find(try #require(report.sites.first?.id))
    #expect(report.sites.count == 1 && site.grossArea == Area(squareMetres: 2_000) && site.opened == opening)
    let lots: [Lot] = try await LotStore(scope).on(site.id)
    let byKind: [LotKind: [Lot]] = Dictionary(grouping: lots, by: \.kind)
    #expect(byKind[.office]?.count == 29)
    #expect(byKind[.workshop]?.map(\.area.squareDecimetres) == [10_000, 10_000, 10_000])
    #expect(byKind[.meetingRoom]?.contains { $0.name.contains("50 places") } ?? false)
    #expect(try await BodyStore(scope).all(of: programme.id).map(\.key) == ["comite-selection", "comite-scientifique"])
    // A ramp-up: nobody on the first day, more from one month to the next.
    var there: [Int] = []
    for month in [0, 1, 2, 3, 5] {
      there.append(try await PremisesReport(programme, on: opening.adding(months: month), scope).tenants().all)
    }
    #expect(there == [0, 1, 3, 4, 6])
    for lot in lots {
      for lease in try await LeaseStore(scope).on(lot.id) {
        #expect(lease.application != nil, "\(lease.tenantName) was never admitted")
      }
    }
  }

  // MARK: The pépinières, published as of 31 December 2011 and for 2012

  private func pepinieres(_ scope: Scope) async throws {
    let programme: Programme = try await ProgrammeStore(scope).find("toulouse-dare")
    let published: Day = Day(2011, 12, 31)!
    let report = try await PremisesReport(programme, on: published, scope)
    #expect(!report.sites.contains { $0.name.contains("Bordelongue") })
    #expect(report.kinds.map(\.key) == ["pepiniere", "hotel"])

    let stays: StaySummary = report.stays(of: "pepiniere")
    #expect(stays.companies == 281)
    #expect(stays.stays > stays.companies)
    #expect(near(stays.meanMonths, 31.5, within: 0.05), "\(stays)")
    let survival: Survival = report.survival(of: "pepiniere")
    #expect(survival.active == 214 && survival.struckOff == 39 && survival.disappeared == 28, "\(survival)")
    #expect(survival.unknown == 0)
    #expect(near(survival.rate.map { $0 * 100 }, 76.2, within: 0.05))
    // What was found out since holds for the days since.
    let later = try await PremisesReport(programme, on: Day(2013, 6, 1)!, scope)
    #expect(later.survival(of: "pepiniere").struckOff == 40 && later.survival(of: "pepiniere").disappeared == 27)

    let occupancy: OccupancyShare = report.occupancy(from: Day(2008, 1, 1)!, of: "pepiniere")
    #expect(near(occupancy.percent, 91, within: 0.5), "\(String(describing: occupancy.percent))")
    #expect(occupancy != report.occupancy(from: Day(2008, 1, 1)!))

    let atEnd = try await PremisesReport(programme, on: Day(2012, 12, 31)!, scope)
    #expect((80...90).contains(atEnd.hosted(since: Day(2012, 1, 1)!)), "\(atEnd.hosted(since: Day(2012, 1, 1)!))")
    #expect((410...430).contains(atEnd.jobs.total), "\(atEnd.jobs.total)")
    #expect(atEnd.jobs.tenants == atEnd.tenants().all)

    var sites: [String: Int] = [:]
    for row in atEnd.sites {
      sites[try await SiteStore(scope).find(row.id).kind?.key ?? "", default: 0] += 1
    }
    #expect(sites == ["pepiniere": 6, "hotel": 4])
    let all: Area = atEnd.sites.reduce(.zero) { $0 + $1.area }
    #expect(all == Area(squareMetres: 20_000))
    let bordelongue: SiteRow = try #require(atEnd.sites.first { $0.name.contains("Bordelongue") })
    #expect(bordelongue.area == Area(squareMetres: 2_000))
    let kept: Area = try await LotStore(scope).on(bordelongue.id).filter { !$0.reservedFor.isEmpty }
      .reduce(.zero) { $0 + $1.area }
    #expect(kept == Area(squareMetres: 500))
  }

  private func applicants(_ programme: Programme, _ scope: Scope) async throws -> [Organisation] {
    try await scope.all(
      """
      SELECT \(Organisation.columns) FROM organisation
      WHERE organisation.territory_id = \(scope.territory)
        AND organisation.id IN (SELECT organisation_id FROM application WHERE programme_id = \(programme.id))
      """)
  }
}
