import Platform
import Programmes
import SQL

extension Fact {
  static let places: [Fact] = [.sites, .lots, .leases, .jobCounts, .members, .applications, .charges]

  private static let programme: FactExpression = FactExpression("site.programme_id", needs: "site")

  /// What those who work for the territory keep to themselves.
  @Sendable private static func insiders(_ scope: Scope) -> Query? {
    Allow.seesAccounts.admits(scope.actor) ? "1 = 1" : nil
  }

  private static let sites = Fact(
    "site", .site,
    Text(
      fr: "Un site d’accueil d’entreprises, de son ouverture à sa fermeture.",
      en: "A site that hosts companies, from its opening to its closing.",
      de: "Ein Standort, der Unternehmen beherbergt, von der Eröffnung bis zur Schließung."),
    from: "site",
    time: .interval(
      from: FactExpression("site.opened_day"), to: FactExpression("site.closed_day"), isFromKnown: false, within: nil),
    programme: FactExpression("site.programme_id"),
    record: Record(id: "site.id", title: FactExpression("site.name"), path: FactExpression("'/sites/' || site.id")),
    visible: { _ in "1 = 1" },
    [
      FactColumn("site", .siteWord, .key(.site), FactExpression("site.id")),
      FactColumn("siteKind", .siteKindWord, .word(.terms(.siteKinds)), FactExpression("site.kind")),
      FactColumn("municipality", .municipalityWord, .municipality, FactExpression("site.municipality")),
      FactColumn(
        "grossArea", .grossAreaWord, .quantity(.area), FactExpression("site.gross_area_dm2"), many: .grossAreas,
        meaning: Text(
          fr: "Celle du bâtiment, circulations et communs compris.", en: "That of the building, common parts included.",
          de: "Die des Gebäudes, mit Gemeinschaftsflächen.")
      ),
      FactColumn("opened", .openedWord, .day, FactExpression("site.opened_day"), many: .openings),
    ])

  private static let lots = Fact(
    "lot", .lot,
    Text(
      fr: "Un lot à louer, tant que son site est ouvert et qu’il n’est pas retiré.",
      en: "A lot to let, as long as its site is open and it is not withdrawn.",
      de: "Eine vermietbare Einheit, solange ihr Standort geöffnet und sie nicht zurückgezogen ist."),
    from: "lot", joins: [Join("site", "JOIN site ON site.id = lot.site_id")],
    time: .interval(
      from: FactExpression("site.opened_day", needs: "site"),
      to: FactExpression("coalesce(lot.closed_day, site.closed_day)", needs: "site"), isFromKnown: false, within: nil),
    programme: programme,
    record: Record(
      id: "lot.id", title: FactExpression("lot.name || ', ' || site.name", needs: "site"),
      path: FactExpression("'/lots/' || lot.id")),
    visible: { _ in "1 = 1" },
    [
      FactColumn("lot", .lotWord, .key(.lot), FactExpression("lot.id")),
      FactColumn("site", .siteWord, .key(.site), FactExpression("lot.site_id")),
      FactColumn("siteKind", .siteKindWord, .word(.terms(.siteKinds)), FactExpression("site.kind", needs: "site")),
      FactColumn("kind", .lotKindWord, .word(.choices(LotKind.self)), FactExpression("lot.kind")),
      FactColumn(
        "category", .destinationWord, .word(.terms(.tenantCategories)), FactExpression("lot.destination"),
        meaning: Text(
          fr: "À qui le lot est destiné ; qui l’occupe est sur le bail.",
          en: "For whom the lot is meant; who occupies it is on the lease.",
          de: "Für wen die Einheit bestimmt ist; wer sie belegt, steht im Mietvertrag.")),
      FactColumn("municipality", .municipalityWord, .municipality, FactExpression("site.municipality", needs: "site")),
      FactColumn("isReserved", .reservedWord, .flag, FactExpression("(lot.reserved_for <> '')")),
      FactColumn("area", .areaWord, .quantity(.area), FactExpression("lot.area_dm2"), many: .areas),
      FactColumn(
        "grossArea", .grossAreaWord, .quantity(.area), FactExpression("coalesce(lot.gross_area_dm2, lot.area_dm2)"),
        many: .grossAreas),
    ])

  private static let leases = Fact(
    "lease", .lease,
    Text(
      fr: "Un bail, c’est-à-dire le séjour d’une entreprise dans un lot, de son entrée à sa sortie.",
      en: "A lease, that is the stay of a company in a lot, from its entry to its exit.",
      de: "Ein Mietvertrag: der Aufenthalt eines Unternehmens in einer Einheit, vom Einzug bis zum Auszug."),
    from: "lease",
    joins: [
      Join("lot", "JOIN lot ON lot.id = lease.lot_id"),
      Join("site", "JOIN site ON site.id = lot.site_id", after: "lot"),
      Join("organisation", "JOIN organisation ON organisation.id = lease.tenant_id"),
    ],
    time: .interval(
      from: FactExpression("lease.start_day"), to: FactExpression("lease.end_day"), isFromKnown: true,
      within: (
        FactExpression("site.opened_day", needs: "site", "lot"),
        FactExpression("coalesce(lot.closed_day, site.closed_day)", needs: "site", "lot")
      )),
    programme: programme,
    record: Record(
      id: "lease.id", title: FactExpression("organisation.name || ', ' || lot.name", needs: "organisation", "lot"),
      path: FactExpression("'/baux/' || lease.id")),
    visible: { scope in
      // Who may see none of them is not led to an empty list.
      scope.actor.seesAllLeases || scope.actor.kinds.contains(.company) ? .seen(by: scope.actor) : nil
    },
    [
      FactColumn("organisation", .tenantWord, .key(.organisation), FactExpression("lease.tenant_id")),
      FactColumn("lot", .lotWord, .key(.lot), FactExpression("lease.lot_id")),
      FactColumn("site", .siteWord, .key(.site), FactExpression("lot.site_id", needs: "lot")),
      FactColumn(
        "siteKind", .siteKindWord, .word(.terms(.siteKinds)), FactExpression("site.kind", needs: "site", "lot")),
      FactColumn("kind", .lotKindWord, .word(.choices(LotKind.self)), FactExpression("lot.kind", needs: "lot")),
      FactColumn(
        "category", .tenantCategoryWord, .word(.terms(.tenantCategories)),
        FactExpression(on: { moment in
          """
          coalesce((SELECT category FROM lease_category WHERE lease_category.lease_id = lease.id
            AND lease_category.from_day <= \(moment.end) ORDER BY from_day DESC LIMIT 1), lease.category)
          """
        }),
        meaning: Text(
          fr: "Celle du locataire à la date : elle peut changer en cours de bail.",
          en: "The tenant’s on the date: it may change during the lease.",
          de: "Die des Mieters am Stichtag: Sie kann sich während des Vertrags ändern.")),
      FactColumn(
        "municipality", .municipalityWord, .municipality, FactExpression("site.municipality", needs: "site", "lot")),
      FactColumn(
        "area", .areaWord, .quantity(.area), FactExpression("coalesce(lease.area_dm2, lot.area_dm2)", needs: "lot"),
        many: .areas),
      FactColumn(
        "stay", .stayWord, .quantity(.days),
        FactExpression(on: { moment in
          """
          CASE WHEN lease.end_day < \(moment.end) THEN \(.days(from: "lease.start_day", to: "lease.end_day")) + 1 END
          """
        }),
        many: .staysWord,
        meaning: Text(
          fr: "Seulement des séjours terminés à la date : ceux qui durent n’ont pas encore de longueur.",
          en: "Only of stays that ended by the date: those that go on have no length yet.",
          de: "Nur beendete Aufenthalte: Laufende haben noch keine Dauer.")),
      FactColumn("start", .entryWord, .day, FactExpression("lease.start_day"), many: .entries),
      FactColumn("end", .exitWord, .day, FactExpression("lease.end_day"), many: .exits),
      FactColumn("startYear", .entryYearWord, .quantity(.year), FactExpression(.year(of: "lease.start_day")),
        many: .entryYears),
      FactColumn(
        "outcome", .outcomeWord, .word(.fixed(SurvivalStatus.words + [("unknown", .outcomeUnknown)])),
        FactExpression(on: { moment in
          """
          coalesce((SELECT status FROM survival_fact WHERE survival_fact.organisation_id = lease.tenant_id
              AND survival_fact.day <= \(moment.end) ORDER BY survival_fact.day DESC LIMIT 1),
            CASE WHEN EXISTS (SELECT 1 FROM lease still WHERE still.territory_id = lease.territory_id
              AND still.tenant_id = lease.tenant_id AND still.start_day <= \(moment.end)
              AND (still.end_day IS NULL OR still.end_day >= \(moment.end))) THEN 'active' ELSE 'unknown' END)
          """
        }),
        meaning: Text(
          fr:
            "Le dernier constat connu à la date ; une entreprise encore hébergée est en activité si rien d’autre n’a été constaté.",
          en:
            "The last finding known on the date; a company still hosted is in business unless something else was found.",
          de:
            "Die letzte Feststellung am Stichtag; ein noch beherbergtes Unternehmen gilt als aktiv, wenn nichts anderes festgestellt wurde."
        )),
    ])

  private static let jobCounts = Fact(
    "job_count", .jobCount,
    Text(
      fr: "Les emplois qu’un locataire déclare sur un site : sa dernière déclaration vaut jusqu’à la suivante.",
      en: "The jobs that a tenant declares on a site: the last count holds until the next.",
      de: "Die Arbeitsplätze, die ein Mieter an einem Standort meldet: Die letzte Meldung gilt bis zur nächsten."),
    from: "job_count",
    joins: [
      Join("site", "JOIN site ON site.id = job_count.site_id"),
      Join("organisation", "JOIN organisation ON organisation.id = job_count.tenant_id"),
    ],
    time: .state(
      FactExpression("job_count.day"),
      later: { moment in
        """
        EXISTS (SELECT 1 FROM job_count later WHERE later.site_id = job_count.site_id
          AND later.tenant_id = job_count.tenant_id AND later.day <= \(moment.end) AND later.day > job_count.day)
        """
      }),
    programme: programme,
    record: Record(
      id: "job_count.id",
      title: FactExpression("organisation.name || ', ' || site.name", needs: "organisation", "site"),
      path: FactExpression("'/sites/' || job_count.site_id || '/emplois'")),
    visible: insiders,
    [
      FactColumn("organisation", .tenantWord, .key(.organisation), FactExpression("job_count.tenant_id")),
      FactColumn("site", .siteWord, .key(.site), FactExpression("job_count.site_id")),
      FactColumn("siteKind", .siteKindWord, .word(.terms(.siteKinds)), FactExpression("site.kind", needs: "site")),
      FactColumn(
        "isPresent", .presentWord, .flag,
        FactExpression(on: { moment in
          """
          EXISTS (SELECT 1 FROM lease JOIN lot ON lot.id = lease.lot_id WHERE lease.territory_id = job_count.territory_id
            AND lease.tenant_id = job_count.tenant_id AND lot.site_id = job_count.site_id
            AND lease.start_day <= \(moment.end) AND (lease.end_day IS NULL OR lease.end_day >= \(moment.end)))
          """
        })),
      FactColumn("jobs", .jobsWord, .quantity(.count), FactExpression("job_count.total"), many: .jobsMany),
      FactColumn("insertion", .insertionJobs, .quantity(.count), FactExpression("job_count.insertion"),
        many: .insertionJobsMany),
      FactColumn("day", .countedOn, .day, FactExpression("job_count.day")),
    ])

  private static let members = Fact(
    "member", .member,
    Text(
      fr: "L’adhésion d’une organisation à l’association des locataires d’un site.",
      en: "The membership of an organisation in the tenants’ association of a site.",
      de: "Die Mitgliedschaft einer Organisation im Mieterverein eines Standorts."),
    from: "association_member",
    joins: [
      Join("site", "JOIN site ON site.id = association_member.site_id"),
      Join("organisation", "JOIN organisation ON organisation.id = association_member.member_id"),
    ],
    time: .interval(
      from: FactExpression("association_member.from_day"), to: FactExpression("association_member.to_day"),
      isFromKnown: true, within: nil),
    programme: programme,
    record: Record(
      id: "association_member.id", title: FactExpression("organisation.name", needs: "organisation"),
      path: FactExpression("'/sites/' || association_member.site_id || '/adherents'")),
    visible: insiders,
    [
      FactColumn(
        "organisation", .memberWord, .key(.organisation), FactExpression("association_member.member_id")),
      FactColumn("site", .siteWord, .key(.site), FactExpression("association_member.site_id")),
      FactColumn("from", .joinedWord, .day, FactExpression("association_member.from_day"), many: .joinings),
    ])

  private static let applications = Fact(
    "application", .application,
    Text(
      fr: "La candidature d’une entreprise à un local, au jour de sa réception.",
      en: "A company’s application for premises, on the day it was received.",
      de: "Die Bewerbung eines Unternehmens um Räume, am Tag des Eingangs."),
    from: "application",
    joins: [Join("organisation", "JOIN organisation ON organisation.id = application.organisation_id")],
    time: .event(FactExpression("application.received_day")),
    programme: FactExpression("application.programme_id"),
    record: Record(
      id: "application.id", title: FactExpression("organisation.name", needs: "organisation"),
      path: FactExpression("'/candidatures/' || application.id")),
    visible: insiders,
    [
      FactColumn("organisation", .applicantWord, .key(.organisation), FactExpression("application.organisation_id")),
      FactColumn(
        "category", .tenantCategoryWord, .word(.terms(.tenantCategories)), FactExpression("application.category")),
      FactColumn("isWithdrawn", .withdrawnWord, .flag, FactExpression("(application.withdrawn_day IS NOT NULL)")),
      FactColumn(
        "isHosted", .hostedWord, .flag,
        FactExpression("EXISTS (SELECT 1 FROM lease WHERE lease.application_id = application.id)")),
      FactColumn("area", .areaWord, .quantity(.area), FactExpression("application.area_dm2"), many: .areas),
      FactColumn("jobs", .jobsWord, .quantity(.count), FactExpression("application.jobs"), many: .jobsMany),
      FactColumn("received", .receivedWord, .day, FactExpression("application.received_day")),
    ])

  private static let charges = Fact(
    "charge", .charge,
    Text(
      fr: "Une charge d’un site, pour une année.", en: "What a site costs, for a year.",
      de: "Was ein Standort in einem Jahr kostet."),
    from: "charge", joins: [Join("site", "JOIN site ON site.id = charge.site_id")],
    programme: programme,
    record: Record(
      id: "charge.id", title: FactExpression("charge.label"),
      path: FactExpression("'/sites/' || charge.site_id || '/charges'")),
    visible: insiders,
    [
      FactColumn("site", .siteWord, .key(.site), FactExpression("charge.site_id")),
      FactColumn("year", .yearWord, .quantity(.year), FactExpression("charge.year")),
      FactColumn("amount", .amountWord, .quantity(.money), FactExpression("charge.amount"), many: .amounts),
    ])
}

extension Text {
  fileprivate static let areas = Text(fr: "surfaces", en: "areas", de: "Flächen")
  fileprivate static let grossAreas = Text(fr: "surfaces brutes", en: "gross areas", de: "Bruttoflächen")
  fileprivate static let staysWord = Text(fr: "durées de séjour", en: "lengths of stay", de: "Verweildauern")
  fileprivate static let entries = Text(fr: "dates d’entrée", en: "days of entry", de: "Einzugsdaten")
  fileprivate static let exits = Text(fr: "dates de sortie", en: "days of exit", de: "Auszugsdaten")
  fileprivate static let entryYears = Text(fr: "années d’entrée", en: "years of entry", de: "Einzugsjahre")
  fileprivate static let jobsMany = Text(fr: "emplois", en: "jobs", de: "Arbeitsplätze")
  fileprivate static let insertionJobsMany = Text(
    fr: "emplois d’insertion", en: "integration jobs", de: "Arbeitsplätze zur Eingliederung")
  fileprivate static let joinings = Text(fr: "dates d’adhésion", en: "days of joining", de: "Beitrittsdaten")
  fileprivate static let amounts = Text(fr: "montants", en: "amounts", de: "Beträge")
  fileprivate static let openings = Text(fr: "dates d’ouverture", en: "opening days", de: "Eröffnungsdaten")
  fileprivate static let siteWord = Text(fr: "Site", en: "Site", de: "Standort")
  fileprivate static let siteKindWord = Text(fr: "Type de site", en: "Kind of site", de: "Art des Standorts")
  fileprivate static let lotWord = Text(fr: "Lot", en: "Lot", de: "Einheit")
  fileprivate static let lotKindWord = Text(fr: "Nature du lot", en: "Kind of lot", de: "Art der Einheit")
  fileprivate static let destinationWord = Text(fr: "Destination", en: "Meant for", de: "Bestimmung")
  fileprivate static let municipalityWord = Text(fr: "Commune", en: "Municipality", de: "Gemeinde")
  fileprivate static let grossAreaWord = Text(fr: "Surface brute", en: "Gross area", de: "Bruttofläche")
  fileprivate static let areaWord = Text(fr: "Surface", en: "Area", de: "Fläche")
  fileprivate static let openedWord = Text(fr: "Ouverture", en: "Opening", de: "Eröffnung")
  fileprivate static let reservedWord = Text(fr: "Réservé", en: "Reserved", de: "Reserviert")
  fileprivate static let tenantWord = Text(fr: "Locataire", en: "Tenant", de: "Mieter")
  fileprivate static let tenantCategoryWord = Text(
    fr: "Catégorie du locataire", en: "Tenant’s category", de: "Mieterkategorie")
  fileprivate static let stayWord = Text(fr: "Durée du séjour", en: "Length of stay", de: "Verweildauer")
  fileprivate static let entryWord = Text(fr: "Entrée", en: "Entry", de: "Einzug")
  fileprivate static let exitWord = Text(fr: "Sortie", en: "Exit", de: "Auszug")
  fileprivate static let entryYearWord = Text(fr: "Année d’entrée", en: "Year of entry", de: "Einzugsjahr")
  fileprivate static let outcomeWord = Text(
    fr: "Devenir de l’entreprise", en: "What became of the company", de: "Verbleib des Unternehmens")
  fileprivate static let outcomeUnknown = Text(fr: "Sans nouvelles", en: "No news", de: "Unbekannt")
  fileprivate static let presentWord = Text(
    fr: "En place à la date", en: "In place on the date", de: "Am Stichtag vor Ort")
  fileprivate static let jobsWord = Text(fr: "Emplois", en: "Jobs", de: "Arbeitsplätze")
  fileprivate static let memberWord = Text(fr: "Adhérent", en: "Member", de: "Mitglied")
  fileprivate static let joinedWord = Text(fr: "Adhésion", en: "Joined", de: "Beitritt")
  fileprivate static let applicantWord = Text(fr: "Candidat", en: "Applicant", de: "Bewerber")
  fileprivate static let withdrawnWord = Text(fr: "Retirée", en: "Withdrawn", de: "Zurückgezogen")
  fileprivate static let hostedWord = Text(fr: "Suivie d’un bail", en: "Followed by a lease", de: "Mit Mietvertrag")
  fileprivate static let receivedWord = Text(fr: "Réception", en: "Received", de: "Eingang")
  fileprivate static let yearWord = Text(fr: "Année", en: "Year", de: "Jahr")
  fileprivate static let amountWord = Text(fr: "Montant", en: "Amount", de: "Betrag")
}
