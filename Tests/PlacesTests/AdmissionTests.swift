import HTTP
import Platform
import SQL
import TestSite
import Testing

/// A programme whose tenants are admitted on an opinion, and whose rents must cover its charges.
struct Hotel {
  let site: TestSite
  let place: Int
  let lot: Int

  static let path: String = "/dispositifs/hotel"

  static let document: String = """
    {"format": "terreau-programme", "formatVersion": 1, "programme": {"name": "Hôtel"},
     "nomenclatures": [{"key": "categories", "label": "Catégories", "use": "tenant-categories", "items": [
       {"key": "siae", "label": "Insertion"}, {"key": "ess", "label": "Économie sociale"},
       {"key": "artisan", "label": "Artisan"}]}],
     "bodies": [{"key": "agrement", "label": "Comité d’agrément", "seats": [
       {"key": "ville", "label": "Ville", "votes": true}, {"key": "locataires", "label": "Locataires", "votes": true}]}],
     "premises": {"admissionBody": "agrement", "rentTerm": "quarter", "selfFinanced": true, "endingDays": 90,
       "vacantDays": 120},
     "rentScales": [{"key": "un", "label": "Barème", "from": "2020-01-01", "rates": [
       {"key": "siae", "category": "siae", "rate": 40}, {"key": "ess", "category": "ess", "rate": 60},
       {"key": "artisan", "category": "artisan", "rate": 90}]}]}
    """

  static func build(_ site: TestSite) async throws -> Hotel {
    let manager = Actor("Test", territory: site.here.id, [Grant(.manager, on: .territory)])
    let configurations = Configurations(site.app, Scope(site.database, manager, at: TestSite.now))
    _ = try await configurations.take(try configurations.read(Array(document.utf8)), into: "hotel", isPublic: true)
    let place = try await site.api(
      "/sites", #"{"programme":"hotel","name":"Hôtel","municipality":"Fontaine"}"#, as: site.agent)
    let number: Int = try #require(try place.json()["id"]?.int, "\(place.text)")
    return Hotel(site: site, place: number, lot: try await site.enterLot(on: number))
  }

  /// The number of a company's application.
  func apply(_ name: String, on day: String = "2026-01-05") async throws -> Int {
    let answer = try await site.api(
      "\(Self.path)/candidatures",
      #"{"organisation":"\#(name)","category":"ess","activity":"Menuiserie","area":80,"received":"\#(day)"}"#,
      as: site.agent)
    return try #require(try answer.json()["id"]?.int, "\(answer.text)")
  }

  @discardableResult
  func say(_ verdict: String, of application: Int, on day: String) async throws -> Answer {
    try await site.api(
      "/candidatures/\(application)/avis",
      #"{"verdict":"\#(verdict)","day":"\#(day)","present":2,"reason":"Dit en séance."}"#, as: site.agent)
  }

  func sign(_ name: String, from start: String = "2026-03-01", _ more: String = "") async throws -> Answer {
    try await site.api(
      "/lots/\(lot)/baux", #"{"tenant":"\#(name)","category":"ess","start":"\#(start)"\#(more)}"#, as: site.agent)
  }
}

/// No lease without a favourable opinion, and what an opinion does not do.
@Suite struct AdmissionTests {
  @Test(arguments: TestDatabase.dialects)
  func `a lease is signed after a favourable opinion, and not otherwise`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let hotel = try await Hotel.build(site)
      let never = try await hotel.sign("Bois et Liens")
      #expect(never.status == 422 && never.words.contains("n’a pas de candidature"), "\(never.text)")
      #expect(try never.wrongFields() == ["tenant"])
      let application: Int = try await hotel.apply("Bois et Liens")
      let early = try await hotel.sign("Bois et Liens")
      #expect(early.status == 422 && early.words.contains("attend l’avis"), "\(early.text)")
      for verdict in ["deferred", "unfavourable"] {
        try await hotel.say(verdict, of: application, on: "2026-02-01")
        let refused = try await hotel.sign("Bois et Liens")
        #expect(refused.status == 422 && refused.words.contains("Sans avis favorable"), "\(refused.text)")
      }
      // Favourable, but only after the first day of the lease that is asked for.
      try await hotel.say("favourable", of: application, on: "2026-02-15")
      #expect(try await hotel.sign("Bois et Liens", from: "2026-02-14").status == 422)
      let signed = try await hotel.sign("Bois et Liens")
      #expect(signed.status == 201, "\(signed.text)")
      let file = try await site.get("/api/v1/candidatures/\(application)", as: site.agent).json()
      #expect(file["state"]?.string == "hosted")
      // Somebody else does not come in by their file.
      let beside = Hotel(site: site, place: hotel.place, lot: try await site.enterLot(on: hotel.place, "Atelier 2"))
      #expect(try await beside.sign("Une autre").status == 422)
      let lease: Int = try #require(try signed.json()["id"]?.int)
      let stolen = try await site.api(
        "/baux/\(lease)", #"{"tenant":"Une autre","category":"ess","start":"2026-03-01","version":1}"#, as: site.agent)
      #expect(stolen.status == 422 && stolen.words.contains("n’a pas de candidature"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `an opinion decides nothing by itself, and an application withdrawn admits nobody`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let hotel = try await Hotel.build(site)
      let application: Int = try await hotel.apply("Coop’Vélo")
      try await hotel.say("favourable", of: application, on: "2026-02-15")
      let file = try await site.get("/candidatures/\(application)", as: site.agent)
      #expect(file.words.contains("Avis favorable") && file.words.contains("Lots libres qui conviennent"))
      #expect(file.text.contains("/lots/\(hotel.lot)"))
      #expect(try await site.get("/api/v1/baux").status == 404)
      #expect(try await site.get("/api/v1/baux", as: site.agent).json()["total"]?.int == 0)
      let withdrawn = try await site.api(
        "/candidatures/\(application)/retrait", #"{"day":"2026-03-01","version":1}"#, as: site.agent)
      #expect(withdrawn.status == 200, "\(withdrawn.text)")
      #expect(try await hotel.sign("Coop’Vélo").status == 422)
      #expect(try await hotel.say("favourable", of: application, on: "2026-03-02").status == 409)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a company sees its own application, and no other’s`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let hotel = try await Hotel.build(site)
      let application: Int = try await hotel.apply("Coop’Vélo")
      _ = try await hotel.apply("Voisine")
      let number = try await site.get("/api/v1/candidatures/\(application)", as: site.agent)
        .json()["organisationId"]?.int
      let company = site.actor(.company, organisation: ID(Int64(try #require(number))))
      let list = try await site.get("/candidatures", as: company)
      #expect(list.text.contains("Coop’Vélo") && !list.text.contains("Voisine"))
      #expect(try await site.get("/candidatures/\(application)", as: company).status == 200)
      #expect(try await site.get("/candidatures/\(application + 1)", as: company).status == 404)
      #expect(try await site.get("/candidatures/\(application)").status == 404)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a lease is never of more than its lot has to let`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let lot: Int = try await site.enterLot(on: try await site.enterSite(), area: "100")
      func sign(_ area: String, _ start: String) async throws -> Answer {
        try await site.api(
          "/lots/\(lot)/baux",
          #"{"tenant":"X","category":"company","start":"\#(start)","end":"\#(start)","area":\#(area)}"#, as: site.agent)
      }
      let large = try await sign("100.01", "2026-01-01")
      #expect(large.status == 422 && large.words.contains("Le lot n’a que 100 m² à louer."), "\(large.text)")
      #expect(try large.wrongFields() == ["area"])
      let part = try await sign("99.5", "2026-01-01")
      #expect(part.status == 201)
      #expect(try part.json()["area"] == .number("99.5"))
      #expect(try await sign("100", "2026-01-02").status == 201)
      let widened = try await site.api(
        "/baux/\(try #require(try part.json()["id"]?.int))",
        #"{"tenant":"X","category":"company","start":"2026-01-01","end":"2026-01-01","area":200,"version":1}"#,
        as: site.agent)
      #expect(try widened.wrongFields() == ["area"])
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a lot is destined to a word of its programme, and a lease has one`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let hotel = try await Hotel.build(site)
      for (key, status) in [("company", 422), ("inconnue", 422), ("ess", 201)] {
        let lot = try await site.api(
          "/sites/\(hotel.place)/lots",
          #"{"name":"L \#(key)","kind":"office","area":10,"destination":"\#(key)"}"#, as: site.agent)
        #expect(lot.status == status, "\(key): \(lot.text)")
      }
      // Used, it cannot leave the configuration; archived, it is kept where it is and offered no more.
      let page: String = "\(Hotel.path)/configuration/nomenclatures/categories/valeurs/ess"
      let removed = try await site.post("\(page)/retrait", [:], as: site.agent)
      #expect(removed.status == 422 && removed.words.contains("1 lot"), "\(removed.status)")
      let archived = try await site.post(
        "\(page)/enregistrement", ["label": "Économie sociale", "archived": "true", "version": "1"], as: site.agent)
      #expect(archived.status == 303, "\(archived.text)")
      let again = try await site.api(
        "/sites/\(hotel.place)/lots", #"{"name":"Z","kind":"office","area":10,"destination":"ess"}"#, as: site.agent)
      #expect(again.status == 422 && again.words.contains("n’est plus"), "\(again.text)")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a tenant that merges leaves its lease to the other, from that day, without a day between`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let hotel = try await Hotel.build(site)
      let application: Int = try await hotel.apply("Absorbée")
      try await hotel.say("favourable", of: application, on: "2024-01-10")
      let lease: Int = try #require(
        try await hotel.sign("Absorbée", from: "2024-02-01", #","end":"2028-02-29","area":60"#).json()["id"]?.int)
      _ = try await site.api(
        "/baux/\(lease)/categories", #"{"category":"siae","from":"2024-02-15"}"#, as: site.agent)
      func take(_ tenant: String, _ day: String, _ version: Int) async throws -> Answer {
        try await site.api(
          "/baux/\(lease)/reprises", #"{"tenant":"\#(tenant)","day":"\#(day)","version":\#(version)}"#, as: site.agent)
      }
      #expect(try await take("Absorbante", "2024-02-01", 2).status == 422)
      #expect(try await take("Absorbante", "2028-03-01", 2).status == 422)
      #expect(try await take("Absorbée", "2024-03-01", 2).status == 422)
      #expect(try await take("Absorbante", "2024-03-01", 1).status == 409)
      let taken = try await take("Absorbante", "2024-03-01", 2)
      #expect(taken.status == 201, "\(taken.text)")
      let after: JSON = try taken.json()
      #expect(after["start"]?.string == "2024-03-01" && after["end"]?.string == "2028-02-29")
      #expect(after["category"]?.string == "siae" && after["area"] == .number("60"))
      let before: JSON = try await site.get("/api/v1/baux/\(lease)", as: site.agent).json()
      #expect(before["end"]?.string == "2024-02-29" && before["tenant"]?.string == "Absorbée")
    }
  }
}
