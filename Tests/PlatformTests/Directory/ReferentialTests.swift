import Glibc
import SQL
import TestSite
import Testing

@testable import Platform

/// What is public, as it is given out.
@Suite struct ReferentialTests {
  static let towns: String = """
    TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT
    COM,38169,84,38,38D,381,0,FONTAINE,Fontaine,Fontaine,3811,
    COM,90052,27,90,90D,901,0,FONTAINE,Fontaine,Fontaine,9004,
    COM,38421,84,38,38D,381,0,SAINT MARTIN D HERES,Saint-Martin-d'Hères,Saint-Martin-d'Hères,3821,
    COM,01033,84,01,01D,012,0,VALSERHONE,Valserhône,Valserhône,0118,
    COMD,01033,,,,,0,BELLEGARDE,Bellegarde-sur-Valserine,Bellegarde-sur-Valserine,,01033
    COMD,01091,,,,,0,CHATILLON,Châtillon-en-Michaille,Châtillon-en-Michaille,,01033
    ARM,69381,84,69,69M,691,0,LYON 1ER,Lyon 1er,Lyon 1er Arrondissement,,69123
    """

  @Test(arguments: TestDatabase.dialects)
  func `a municipality is known by its name, its postcode, and by what it was before it joined another`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      for _ in 1...2 { _ = try await ReferentialFile(Array(Self.towns.utf8)).load(site.database) }
      let manager = Actor("Test", territory: site.here.id, [Grant(.manager, on: .territory)])
      let known = Referential(Scope(site.database, manager, at: TestSite.now))
      #expect(try await known.municipality("saint martin d'heres", postcode: nil)?.code == "38421")
      #expect(try await known.municipality("Fontaine", postcode: nil) == nil, "two have this name")
      #expect(try await known.municipality("Fontaine", postcode: "38600")?.code == "38169")
      #expect(try await known.municipality("Châtillon-en-Michaille", postcode: nil)?.name == "Valserhône")
      #expect(try await known.find(.municipality, "01033")?.name == "Valserhône")
      let entered = try await site.api(
        "/annuaire/organisations", #"{"name":"Atelier","municipality":"Fontaine","postcode":"38600"}"#, as: site.agent)
      #expect(try entered.json()["municipalityCode"]?.string == "38169", "\(entered.text)")
    }
  }

  static let groups: String = """
    [{"code": "200040715", "nom": "Grenoble-Alpes-Métropole", "membres": [
      {"code": "38169", "nom": "Fontaine"}, {"code": "38421", "nom": "Saint-Martin-d'Hères"}]}]
    """

  @Test(arguments: TestDatabase.dialects)
  func `an intercommunality brings its municipalities into a perimeter, with its days`(_ dialect: Dialect) async throws
  {
    try await TestSite.with(dialect) { site async throws in
      for file in [Self.towns, Self.groups] { _ = try await ReferentialFile(Array(file.utf8)).load(site.database) }
      func enter(_ key: String, _ lines: String) async throws -> Answer {
        try await site.post(
          "/annuaire/perimetres", ["name": key, "key": key, "kind": "other", "municipalities": lines], as: site.agent)
      }
      let entered = try await enter("large", "200 040 715 depuis 01/01/2015\nKehl")
      let page = try await site.get(try #require(entered.location, "\(entered.text)"), as: site.agent)
      for line in ["Fontaine depuis 01/01/2015", "Hères depuis 01/01/2015", "Kehl"] {
        #expect(page.words.contains(line), "\(page.words)")
      }
      let named = try await enter("nom", "Grenoble Alpes Métropole")
      #expect(try await site.get(try #require(named.location), as: site.agent).text.contains("Fontaine"))
      let unknown = try await enter("inconnu", "200 040 716")
      #expect(unknown.status == 422 && unknown.words.contains("200040716"), "\(unknown.words)")
      // Where the referential is looked at, what is there is found by name, by code and by kind.
      let list = try await site.get("/annuaire/referentiels?kind=municipality&q=fontaine", as: site.agent)
      #expect(list.text.contains("38169") && list.text.contains("90052") && !list.text.contains("Valserhône"))
      #expect(try await site.get("/annuaire/referentiels?q=01091", as: site.agent).text.contains("01033"))
    }
  }

  @Test func `a file that is no referential is refused, and so is one that was cut`() {
    #expect(throws: ReferentialFile.Fault.unknown) { try ReferentialFile(Array("nom;ville\nA;B\n".utf8)) }
    #expect(throws: ReferentialFile.Fault.incomplete(line: 2)) {
      try ReferentialFile(Array("REG,CHEFLIEU,LIBELLE\n84,69123,\n".utf8))
    }
    #expect(throws: ReferentialFile.Fault.self) { try ReferentialFile([]) }
  }

  @Test(.enabled(if: access("../shared/data/cog/communes.csv", R_OK) == 0))
  func `the INSEE’s file of municipalities and the EPCI’s are read whole`() throws {
    let towns = try ReferentialFile(try contents("../shared/data/cog/communes.csv"))
    #expect(towns.entries.count { $0.replacedBy == nil } == 34_875)
    let groups = try ReferentialFile(try contents("../shared/data/epci/epci.json"))
    #expect(groups.entries.count { $0.kind == .intercommunality } == 1_255)
    #expect(groups.entries.count { $0.groupedIn == "244200770" } == 53)
    for (file, kind) in [("cog/departements", ReferentialKind.department), ("rome/romes_public", .occupation)] {
      #expect(try ReferentialFile(try contents("../shared/data/\(file).csv")).entries.allSatisfy { $0.kind == kind })
    }
  }

  private func contents(_ path: String) throws -> [UInt8] {
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var part: [UInt8] = Array(repeating: 0, count: 1 << 16)
    while true {
      let count: Int = fread(&part, 1, part.count, file)
      guard count > 0 else { return bytes }
      bytes += part[..<count]
    }
  }
}
