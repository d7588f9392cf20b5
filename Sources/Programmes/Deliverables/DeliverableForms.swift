import Platform
import SQL

struct DeliverableForm: Form {
  static let name = Field.text("name", .deliverable, most: 200)
  static let kind = Field.text("kind", .deliverableKind, help: .deliverableKindHelp, most: 80).optional
  static let origin = Field.text("origin", .deliverableOrigin, help: .deliverableOriginHelp, most: 200).optional
  static let action = Field<Int>.record("action", .oneAction).optional
  static let day = Field.day("day", .date, help: .dayHelp).optional
  static let address = Field.webAddress("address", .webAddress, help: .webAddressHelp).optional
  static let isPublic = Field.flag("isPublic", .isPublic, help: .isPublicHelp)
  static let fields: [any FormField] = [name, kind, origin, action, day, address, isPublic]

  let name: String
  let kind: String
  let origin: String
  let action: ID<Action>?
  let day: Day?
  let address: String
  let isPublic: Bool

  init(_ values: FormValues) throws(Refusal) {
    name = values[Self.name]
    kind = values[Self.kind] ?? ""
    origin = values[Self.origin] ?? ""
    action = values[Self.action].map { ID(Int64($0)) }
    day = values[Self.day]
    address = values[Self.address] ?? ""
    isPublic = values[Self.isPublic]
  }

  init(
    name: String, kind: String = "", origin: String = "", action: ID<Action>? = nil, day: Day? = nil,
    address: String = "", isPublic: Bool = true
  ) {
    self.name = name
    self.kind = kind
    self.origin = origin
    self.action = action
    self.day = day
    self.address = address
    self.isPublic = isPublic
  }

  static func typed(_ deliverable: Deliverable) -> Typed {
    var typed = Typed()
    typed.set(name, deliverable.name)
    typed.set(kind, deliverable.kind)
    typed.set(origin, deliverable.origin)
    typed.set(action, deliverable.action.map { Int($0.id.number) })
    typed.set(day, deliverable.day)
    typed.set(address, deliverable.address)
    typed.set(isPublic, deliverable.isPublic)
    typed.set(.version, deliverable.version)
    return typed
  }
}

struct DeliverableFilter: Form {
  static let text = Field.text("q", .deliverable, most: 100).optional
  static let kind = Field.text("kind", .deliverableKind, most: 80).optional
  static let fields: [any FormField] = [text, kind]

  let text: String?
  let kind: String?

  init(_ values: FormValues) throws(Refusal) {
    text = values[Self.text]
    kind = values[Self.kind]
  }

  private init() {
    text = nil
    kind = nil
  }

  static let everything = DeliverableFilter()
}
