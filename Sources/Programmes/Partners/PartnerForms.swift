import Platform
import SQL

struct PartnerForm: Form {
  static let organisation = Field.named(
    "organisation", .partner, help: .partnerHelp, most: Organisation.mostNameCharacters, finder: "organisations")
  static let role = Field.term("role", .partnerRole).optional
  static let from = Field.day("from", .since, help: .dayHelp).optional
  static let to = Field.day("to", .until, help: .untilHelp).optional
  static let fullTime = Field<Int>.decimal("fullTime", .fullTime, help: .fullTimeHelp, most: 100_000).optional
  static let note = Field.text("note", .note, most: 500).optional
  static let fields: [any FormField] = [organisation, role, from, to, fullTime, note]

  let organisation: String
  let role: String?
  let from: Day?
  let to: Day?
  let fullTime: Int?
  let note: String

  init(_ values: FormValues) throws(Refusal) {
    organisation = values[Self.organisation]
    role = values[Self.role]
    from = values[Self.from]
    to = values[Self.to]
    fullTime = values[Self.fullTime]
    note = values[Self.note] ?? ""
  }

  init(
    organisation: String, role: String? = nil, from: Day? = nil, to: Day? = nil, fullTime: Int? = nil,
    note: String = ""
  ) {
    self.organisation = organisation
    self.role = role
    self.from = from
    self.to = to
    self.fullTime = fullTime
    self.note = note
  }

  func check(_ nomenclatures: Nomenclatures, of partner: Partner? = nil) throws(Refusal) {
    var errors: [FieldError] = nomenclatures.faults(
      role.map { [$0] } ?? [], .partnerRoles, field: "role", keeping: partner?.role.map { [$0.key] } ?? [])
    if let from, let to, to < from { errors.append(FieldError("to", .leavesBeforeComing)) }
    guard errors.isEmpty else { throw .invalid(errors) }
  }

  static func typed(_ partner: Partner) -> Typed {
    var typed = Typed()
    typed.set(organisation, partner.organisationName)
    typed.set(role, partner.role?.key)
    typed.set(from, partner.from)
    typed.set(to, partner.to)
    typed.set(fullTime, partner.fullTime)
    typed.set(note, partner.note)
    typed.set(.version, partner.version)
    return typed
  }
}

struct PartnerFilter: Form {
  static let text = Field.text("q", .partner, most: 100).optional
  static let role = Field.term("role", .partnerRole).optional
  static let state = Field<PartnerState>.choice("state", .partnerState).optional
  static let fields: [any FormField] = [text, role, state]

  let text: String?
  let role: String?
  let state: PartnerState?

  init(_ values: FormValues) throws(Refusal) {
    text = values[Self.text]
    role = values[Self.role]
    state = values[Self.state]
  }
}
