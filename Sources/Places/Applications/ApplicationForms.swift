import Platform
import Programmes
import SQL

struct ApplicationForm: Form {
  static let category = Field<String>.term("category", .applicantCategory)
  static let activity = Field.lines("activity", .activity, help: .activityHelp, most: 2_000)
  static let area = Field.area("area", .wantedArea, help: .areaHelp, most: Area(squareMetres: 1_000_000)).optional
  static let jobs = Field<Int>.number("jobs", .jobs, help: .wantedJobsHelp, 0...100_000).optional
  static let wanted = Field.day("wanted", .wantedOn, help: .dayHelp).optional
  static let received = Field.day("received", .receivedOn, help: .dayHelp)
  static let fields: [any FormField] = [category, activity, area, jobs, wanted, received]

  let category: String
  let activity: String
  let area: Area?
  let jobs: Int?
  let wanted: Day?
  let received: Day

  init(_ values: FormValues) throws(Refusal) {
    category = values[Self.category]
    activity = values[Self.activity]
    area = values[Self.area]
    jobs = values[Self.jobs]
    wanted = values[Self.wanted]
    received = values[Self.received]
  }

  init(category: String, activity: String, area: Area?, jobs: Int?, received: Day) {
    self.category = category
    self.activity = activity
    self.area = area
    self.jobs = jobs
    wanted = nil
    self.received = received
  }

  static func category(among terms: [Term], keeping kept: String? = nil) -> any FormField {
    Field<String>.term("category", .applicantCategory, among: terms, keeping: kept)
  }

  static func typed(_ application: Application) -> Typed {
    var typed = Typed()
    typed.set(category, application.category.key)
    typed.set(activity, application.activity)
    typed.set(area, application.area)
    typed.set(jobs, application.jobs)
    typed.set(wanted, application.wanted)
    typed.set(received, application.received)
    typed.set(.version, application.version)
    return typed
  }
}

/// An application as it comes in: whose it is is not changed afterwards.
struct NewApplicationForm: Form {
  static let organisation = Field.named(
    "organisation", .applicant, help: .tenantHelp, most: Organisation.mostNameCharacters, finder: "organisations")
  static let fields: [any FormField] = [organisation] + ApplicationForm.fields

  let organisation: String
  let form: ApplicationForm

  init(_ values: FormValues) throws(Refusal) {
    organisation = values[Self.organisation]
    form = try ApplicationForm(values)
  }
}

struct ApplicationFilter: Form {
  static let text = Field.text("q", .applicant, most: 100).optional
  static let state = Field<ApplicationState>.choice("state", .state).optional
  static let category = Field<String>.term("category", .applicantCategory).optional
  static let fields: [any FormField] = [text, state, category]

  static func fields(among categories: [Term]) -> [any FormField] {
    [text, state, Field<String>.term("category", .applicantCategory, among: categories).optional]
  }

  let text: String?
  let state: ApplicationState?
  let category: String?

  init(_ values: FormValues) throws(Refusal) {
    text = values[Self.text]
    state = values[Self.state]
    category = values[Self.category]
  }
}

extension Text {
  static let activityHelp = Text(
    fr: "Ce que fait la structure, ce qu’elle cherche, pourquoi ici.",
    en: "What the structure does, what it looks for, why here.")
  static let wantedJobsHelp = Text(fr: "Qu’elle compte installer ici.", en: "That it means to bring here.")
}
