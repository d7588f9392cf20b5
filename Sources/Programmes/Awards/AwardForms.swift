import Platform
import SQL

struct AwardForm: Form {
  static let name = Field.text("name", .award, most: 200)
  static let givenBy = Field.text("givenBy", .givenBy, most: 200).optional
  static let day = Field.day("day", .date, help: .dayHelp).optional
  static let address = Field.webAddress("address", .webAddress, help: .webAddressHelp).optional
  static let fields: [any FormField] = [name, givenBy, day, address]

  let name: String
  let givenBy: String
  let day: Day?
  let address: String

  init(_ values: FormValues) throws(Refusal) {
    name = values[Self.name]
    givenBy = values[Self.givenBy] ?? ""
    day = values[Self.day]
    address = values[Self.address] ?? ""
  }

  init(name: String, givenBy: String = "", day: Day? = nil, address: String = "") {
    self.name = name
    self.givenBy = givenBy
    self.day = day
    self.address = address
  }

  static func typed(_ award: Award) -> Typed {
    var typed = Typed()
    typed.set(name, award.name)
    typed.set(givenBy, award.givenBy)
    typed.set(day, award.day)
    typed.set(address, award.address)
    typed.set(.version, award.version)
    return typed
  }
}

struct AwardFilter: Form {
  static let text = Field.text("q", .award, most: 100).optional
  static let year = Field<Int>.number("year", .year, 1900...2170).optional
  static let fields: [any FormField] = [text, year]

  let text: String?
  let year: Int?

  init(_ values: FormValues) throws(Refusal) {
    text = values[Self.text]
    year = values[Self.year]
  }

  private init() {
    text = nil
    year = nil
  }

  static let everything = AwardFilter()
}
