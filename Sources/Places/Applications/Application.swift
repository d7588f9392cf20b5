import Platform
import SQL

/// A company that asks for premises, and where its file stands.
struct Application: Fetched, Equatable {
  let id: ID<Application>
  let programme: ID<Programme>
  let programmeSlug: String
  let programmeName: String
  let organisation: ID<Organisation>
  let organisationName: String
  let category: Category
  let activity: String
  let area: Area?
  let jobs: Int?
  let wanted: Day?
  let received: Day
  let withdrawn: Day?
  let state: ApplicationState
  let provenance: Provenance
  let version: Int

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    programme = try row.next()
    programmeSlug = try row.next()
    programmeName = try row.next()
    organisation = try row.next()
    organisationName = try row.next()
    guard let category = try Category(&row) else {
      throw DatabaseError(.programming, "an application without category")
    }
    self.category = category
    activity = try row.next()
    area = try row.next()
    jobs = try row.next()
    wanted = try row.next()
    received = try row.next()
    withdrawn = try row.next()
    state = try row.next()
    provenance = try row.next()
    version = try row.next()
  }

  var path: String { "/candidatures/\(id)" }

  static func == (left: Application, right: Application) -> Bool {
    left.id == right.id && left.version == right.version && left.state == right.state
  }

  /// Leaves the queue on its last day: what was decided stays readable.
  func withdraw(on day: Day) throws(Refusal) {
    if let withdrawn { throw .conflict(.alreadyWithdrawn(withdrawn)) }
    if day < received { throw .invalid("day", .beforeReceived(received)) }
    if state == .hosted { throw .conflict(.hostedAlready) }
  }
}

/// Where an application stands: what the body said last, and whether a lease came of it. An opinion decides nothing by
/// itself.
enum ApplicationState: String, Choice {
  case waiting, favourable, deferred, unfavourable, hosted, withdrawn

  var label: Text {
    switch self {
    case .waiting: Text(fr: "À examiner", en: "To be looked at", de: "Zu prüfen")
    case .favourable: Text(fr: "Avis favorable", en: "Favourable opinion", de: "Befürwortet")
    case .deferred: Text(fr: "Ajournée", en: "Deferred", de: "Vertagt")
    case .unfavourable: Text(fr: "Avis défavorable", en: "Unfavourable opinion", de: "Abgelehnt")
    case .hosted: Text(fr: "Installée", en: "Settled in", de: "Eingezogen")
    case .withdrawn: Text(fr: "Retirée", en: "Withdrawn", de: "Zurückgezogen")
    }
  }
}

extension View<Application> {
  static let application = View(
    "Application",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("organisation", .applicant, link: { $0.path }) { .text($0.organisationName) },
      Column("organisationId", .organisationNumber, .int, forMachines: true) { .int(Int($0.organisation.number)) },
      Column("programme", .oneProgramme, link: { "/dispositifs/\($0.programmeSlug)" }) { .text($0.programmeName) },
    ] + Column.category("category", .applicantCategory) { $0.category } + [
      Column("state", .state, .word(ApplicationState.words)) { .choice($0.state) },
      Column("area", .wantedArea, .area) { .area($0.area) },
      Column("jobs", .jobs, .int) { application in application.jobs.map { .int($0) } ?? .none },
      Column("wanted", .wantedOn, .day) { .day($0.wanted) },
      Column("received", .receivedOn, .day) { .day($0.received) },
      Column("withdrawn", .withdrawnOnDay, .day, forMachines: true) { .day($0.withdrawn) },
      Column("activity", .activity, forMachines: true) { .text($0.activity) },
      Column("provenance", .provenance, .word(Provenance.words), forMachines: true) { .choice($0.provenance) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}

extension Noun {
  static let application = Noun(
    fr: ("candidature", "candidatures", .f), en: ("application", "applications"),
    de: ("Bewerbung", "Bewerbungen", .f))
}

extension Text {
  static let applications = Text(fr: "Candidatures", en: "Applications", de: "Bewerbungen")
  static let oneApplication = Text(fr: "Candidature", en: "Application", de: "Bewerbung")
  static let applicant = Text(fr: "Candidat", en: "Applicant", de: "Bewerber")
  static let applicantCategory = Text(fr: "Catégorie", en: "Category", de: "Kategorie")
  static let activity = Text(fr: "Activité", en: "Activity", de: "Tätigkeit")
  static let wantedArea = Text(fr: "Surface souhaitée", en: "Wanted area", de: "Gewünschte Fläche")
  static let jobs = Text(fr: "Emplois", en: "Jobs", de: "Arbeitsplätze")
  static let wantedOn = Text(fr: "Souhaitée pour le", en: "Wanted for", de: "Gewünscht ab")
  static let receivedOn = Text(fr: "Reçue le", en: "Received on", de: "Eingegangen am")
  static let withdrawnOnDay = Text(fr: "Retirée le", en: "Withdrawn on", de: "Zurückgezogen am")
  static let hostedAlready = Text(
    fr: "Ce candidat est déjà installé.", en: "This applicant has settled in already.")

  static func alreadyWithdrawn(_ day: Day) -> Text {
    Text(
      fr: "Cette candidature est retirée depuis le \(Language.fr.long(day)).",
      en: "This application was withdrawn on \(Language.en.long(day)).")
  }

  static func beforeReceived(_ day: Day) -> Text {
    Text(
      fr: "La candidature n’a été reçue que le \(Language.fr.long(day)).",
      en: "The application was only received on \(Language.en.long(day)).")
  }
}
