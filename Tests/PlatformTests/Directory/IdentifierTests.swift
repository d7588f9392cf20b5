import Testing

@testable import Platform

/// The numbers by which the State knows organisations.
@Suite struct IdentifierTests {
  @Test(arguments: [
    "24420077000018", "380 475 558 00058", "35600000000048", "35600000049837", "35600000000001", "244.200.770-00018",
  ])
  func `a SIRET is fourteen digits whose last follows from the others, the post’s included`(_ typed: String) throws {
    let siret = try SIRET(typed)
    #expect(siret.digits.count == 14)
    #expect(SIREN(of: siret).digits == String(siret.digits.prefix(9)))
  }

  static let wrong: [(String, NumberFault)] = [
    ("24420077000011", .key), ("35600000012345", .key), ("2442007700001", .length(13, expected: [14])),
    ("2442007700001A", .form), ("", .length(0, expected: [14])), ("２４４２００７７００００１８", .form),
  ]

  @Test(arguments: wrong)
  func `a SIRET that is none says what is wrong with it`(_ typed: String, _ fault: NumberFault) {
    #expect(throws: fault) { try SIRET(typed) }
  }

  @Test func `nine digits are a company, fourteen one of its establishments, and anything else neither`() throws {
    #expect(try CompanyNumber("244 200 770") == .company(SIREN("244200770")))
    #expect(try CompanyNumber("244 200 770 00018").siret?.digits == "24420077000018")
    #expect(try CompanyNumber("244 200 770 00018").siren.digits == "244200770")
    #expect(throws: NumberFault.length(10, expected: [9, 14])) { try CompanyNumber("2442007700") }
    #expect(throws: NumberFault.key) { try CompanyNumber("244200771") }
  }

  static let associations: [(String, Bool)] = [
    ("W381001234", true), ("w381001234", true), ("W2A1001234", false), ("W9C1001234", false), ("WA81001234", true),
    ("381001234", false), ("W38100123", false), ("W3810012345", false), ("X381001234", false), ("W38100123É", false),
  ]

  @Test(arguments: associations)
  func `an RNA is a W, a sign and eight digits`(_ typed: String, _ isOne: Bool) {
    #expect(((try? RNA(typed)) != nil) == isOne, "\(typed)")
  }
}
