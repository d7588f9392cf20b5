import Platform
import SQL

struct MandateForm: Form {
  static let organisation = Field.named(
    "organisation", .organisation, help: .organisationHelp, most: Organisation.mostNameCharacters,
    finder: "organisations"
  ).optional
  static let person = Field.text("person", .person, help: .personHelp, most: 160).optional
  static let function = Field.text("function", .function, help: .functionHelp, most: 160).optional
  static let start = Field.day("start", .start, help: .dayHelp)
  static let end = Field.day("end", .end, help: .endHelp).optional
  static let fields: [any FormField] = [organisation, person, function, start, end]

  let organisation: String?
  let person: String?
  let function: String?
  let period: Period

  init(_ values: FormValues) throws(Refusal) {
    organisation = values[Self.organisation]
    person = values[Self.person]
    function = values[Self.function]
    period = Period(start: values[Self.start], end: values[Self.end])
  }

  init(organisation: String, start: Day) {
    self.organisation = organisation
    person = nil
    function = nil
    period = Period(start: start, end: nil)
  }

  static func typed(_ mandate: Mandate) -> Typed {
    var typed = Typed()
    typed.set(organisation, mandate.organisationName)
    typed.set(person, mandate.person)
    typed.set(function, mandate.function)
    typed.set(start, mandate.start)
    typed.set(end, mandate.end)
    typed.set(.version, mandate.version)
    return typed
  }
}

/// The last day of a mandate.
struct MandateEndForm: Form {
  static let day = Field.day("day", .end, help: .dayHelp)
  static let fields: [any FormField] = [day]

  let day: Day

  init(_ values: FormValues) throws(Refusal) { day = values[Self.day] }

  static func typed(_ day: Day, version: Int) -> Typed {
    var typed = Typed()
    typed.set(self.day, day)
    typed.set(.version, version)
    return typed
  }
}
