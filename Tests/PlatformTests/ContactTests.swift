import HTTP
import SQL
import Telephone
import TestSite
import Testing

@testable import Platform

/// Records that leave for an address book, as another program reads them there.
@Suite struct ContactTests {
  private static func cards(_ answer: Answer) async throws -> [JSON] {
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.header("Content-Type") == "text/vcard; charset=utf-8")
    guard case .array(let cards) = try await PythonReader.read("cards.py", answer.bytes) else { return [] }
    return cards
  }

  private static func value(_ card: JSON, _ name: String) -> String? { card[name]?[0]?.string }

  private static func enter(_ site: TestSite, _ path: String, _ json: String) async throws -> Int {
    let answer = try await site.api(path, json, as: site.agent)
    return try #require(try answer.json()["id"]?.int, "\(answer.text)")
  }

  @Test(arguments: TestDatabase.dialects)
  func `an organisation leaves as one card, a list as exactly its lines`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let id: Int = try await Self.enter(
        site, "/annuaire/organisations",
        #"{"name":"=Forge; fils, et \"Cie\" \\ 🧰","kind":"company","address":"3, rue du Four ; bât. B","postcode":"42000","municipality":"Saint-Étienne","email":"contact@forge.example","phone":"04 77 00 00 01","website":"https://forge.example/a?b=c;d"}"#
      )
      _ = try await Self.enter(site, "/annuaire/organisations", #"{"name":"Autre","kind":"association"}"#)
      let path: String = "/annuaire/organisations/\(id)"
      let answer = try await site.get("\(path).vcf", as: site.agent)
      #expect(
        answer.header("Content-Disposition") == "attachment; filename=\"annuaire-organisations-\(id).vcf\"")
      let card: JSON = try #require(try await Self.cards(answer).first)
      #expect(Self.value(card, "FN") == "=Forge; fils, et \"Cie\" \\ 🧰")
      #expect(card["ORG"]?[0]?[0]?.string == "=Forge; fils, et \"Cie\" \\ 🧰")
      #expect(Self.value(card, "KIND") == "org" && card["N"] == nil)
      #expect(card["ADR"]?[0]?[2]?.string == "3, rue du Four ; bât. B")
      #expect(card["ADR"]?[0]?[3]?.string == "Saint-Étienne" && card["ADR"]?[0]?[5]?.string == "42000")
      #expect(Self.value(card, "TEL") == "tel:+33477000001" && Self.value(card, "EMAIL") == "contact@forge.example")
      #expect(Self.value(card, "URL") == "https://forge.example/a?b=c;d")
      #expect(Self.value(card, "SOURCE") == "http://localhost\(path)")
      #expect(Self.value(card, "REV") == "20261121T093000Z")
      let name: String = try #require(Self.value(card, "UID"))
      #expect(
        name.wholeMatch(of: /urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)

      let all: [JSON] = try await Self.cards(try await site.get("/annuaire/organisations.vcf", as: site.agent))
      #expect(all.compactMap { Self.value($0, "FN") } == ["Autre", "=Forge; fils, et \"Cie\" \\ 🧰"])
      #expect(Set(all.compactMap { Self.value($0, "UID") }).count == 2)
      let some: [JSON] = try await Self.cards(
        try await site.get("/annuaire/organisations.vcf?kind=company", as: site.agent))
      #expect(some == [card], "the same card, wherever it is taken from")
      // Who holds a token has the same file, nobody else has any.
      let bearer = try await site.get("/api/v1/annuaire/organisations.vcf?kind=company", as: site.agent)
      #expect(try await Self.cards(bearer) == some)
      #expect(try await site.get("\(path).vcf").status == 404)
      #expect(try await site.get("\(path).vcf", as: site.actor(.agent, in: site.elsewhere)).status == 404)
      #expect(try await site.get("/annuaire/organisations", as: site.agent).text.contains("organisations.vcf"))
      #expect(try await site.get(path, as: site.agent).text.contains("\(path).vcf"))
      #expect(try await site.get("/lots.vcf", as: site.agent).status == 404, "a lot is nobody")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a person’s card is their file and is traced, a list holds names alone`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let person: Int = try await Self.enter(
        site, "/annuaire/personnes",
        #"{"givenName":"Zoé, dite « Zô »","familyName":"D’Arc; Lüc","email":"zoe@example.fr","phone":"poste 12"}"#)
      let organisation: Int = try await Self.enter(site, "/annuaire/organisations", #"{"name":"La Forge"}"#)
      for (title, from, to) in [("Stagiaire", "2020-01-01", "2020-06-30"), ("Cheffe", "2024-01-01", "")] {
        let entered = try await site.post(
          "/annuaire/organisations/\(organisation)/personnes",
          [
            "person": "Zoé, dite « Zô » D’Arc; Lüc", "kind": "employee", "title": title, "from": from, "to": to,
          ], as: site.agent)
        #expect(entered.status == 303, "\(entered.text)")
      }
      func traces(_ action: String) async throws -> Int {
        try await site.database.read {
          try await $0.value("SELECT count(*) FROM audit_line WHERE action = \(action)")
        }
      }
      let before: Int = try await traces("file.read")
      let card: JSON = try #require(
        try await Self.cards(try await site.get("/annuaire/personnes/\(person).vcf", as: site.agent)).first)
      #expect(try await traces("file.read") == before + 1)
      #expect(Self.value(card, "KIND") == "individual")
      #expect(Self.value(card, "FN") == "Zoé, dite « Zô » D’Arc; Lüc")
      #expect(card["N"]?[0]?[0]?.string == "D’Arc; Lüc" && card["N"]?[0]?[1]?.string == "Zoé, dite « Zô »")
      #expect(card["ORG"]?[0]?[0]?.string == "La Forge" && Self.value(card, "TITLE") == "Cheffe")
      #expect(Self.value(card, "TEL") == "poste 12" && Self.value(card, "EMAIL") == "zoe@example.fr")

      let exported: Int = try await traces("list.exported")
      let listed: JSON = try #require(
        try await Self.cards(try await site.get("/annuaire/personnes.vcf", as: site.agent)).first)
      #expect(try await traces("list.exported") == exported + 1)
      #expect(Self.value(listed, "UID") == Self.value(card, "UID"))
      for name in ["TEL", "EMAIL", "ORG", "TITLE"] { #expect(listed[name] == nil, "\(name)") }
      for kind in [ActorKind.elected, .administrator, .company] {
        #expect(try await site.get("/annuaire/personnes/\(person).vcf", as: site.actor(kind)).status == 404)
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a card says when it changed last, whoever read it since, and keeps its name`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let person: Int = try await Self.enter(
        site, "/annuaire/personnes", #"{"givenName":"Ana","familyName":"Lévy"}"#)
      let path: String = "/annuaire/personnes/\(person)"
      _ = try await site.database.change { session in
        try await session.run("UPDATE audit_line SET at = \(TestSite.now.adding(seconds: -7_200))")
      }
      _ = try await site.get(path, as: site.agent)
      let first: JSON = try #require(
        try await Self.cards(try await site.get("\(path).vcf", as: site.agent)).first)
      #expect(Self.value(first, "REV") == "20261121T073000Z")
      let changed = try await site.api(path, #"{"version":1,"givenName":"Anna","familyName":"Lévy"}"#, as: site.agent)
      #expect(changed.status == 200)
      let second: JSON = try #require(
        try await Self.cards(try await site.get("\(path).vcf", as: site.agent)).first)
      #expect(Self.value(second, "REV") == "20261121T093000Z" && Self.value(second, "FN") == "Anna Lévy")
      #expect(Self.value(second, "UID") == Self.value(first, "UID"))
    }
  }

  /// Every way to end a line is one, and no other sign of control is left.
  private static func kept(_ name: String) -> String {
    var kept: String.UnicodeScalarView = .init()
    for scalar in name.replacing("\r\n", with: "\n").unicodeScalars {
      switch scalar.value {
      case 0x0D, 0x85, 0x2028: kept.append("\n")
      case 0x09, 0x0A: kept.append(scalar)
      case ..<0x20, 0x7F...0x9F: continue
      default: kept.append(scalar)
      }
    }
    return String(kept)
  }

  static let hostile: [String] = [
    "BEGIN:VCARD\r\nEND:VCARD\r\nBEGIN:VCARD", "a\nb\rc\r\nd\u{2028}e", "\\n\\;\\,\\\\", ";;;,,,",
    "\u{0}\u{1}\u{7F}a\u{85}b",
    String(repeating: "é", count: 10_000), String(repeating: "👩‍👩‍👧‍👦", count: 300), "🇫🇷 \u{202E}egap", "=cmd|' /C calc'!A0",
    " ", "\t",
  ]

  @Test(arguments: hostile)
  func `whatever a name holds, it makes one card that says it again`(_ name: String) async throws {
    try await TestSite.with(.sqlite) { site async throws in
      var card = ContactCard("organisation", 1, at: "/x", .organisation("Nom \(name)"))
      card.place.address = name
      card.reach = Organisation.Reach(email: name, phone: name, website: "https://x.example/\(name)")
      let bytes: [UInt8] = ContactCards(site.app).bytes([card, card], [:])
      guard case .array(let cards) = try await PythonReader.read("cards.py", bytes) else { return }
      #expect(cards.count == 2 && cards[0] == cards[1])
      #expect(Self.value(cards[0], "FN") == Self.kept("Nom \(name)"))
    }
  }

  static let telephones: [(String, String?)] = [
    ("04 77 00 00 01", "+33477000001"), ("+33 (0)4.77.00.00.01", "+33477000001"), ("0033 477 000 001", "+33477000001"),
    ("04 77\u{202F}00\u{A0}00-01", "+33477000001"), ("0692 12 34 56", "+262692123456"),
    ("0596 12 34 56", "+596596123456"),
    ("+49 711 123456", "+49711123456"), ("3949", nil), ("poste 12", nil), ("04 77 00 00 01 / 02", nil),
    ("+0123456789", nil),
    ("", nil), ("٠٤٧٧٠٠٠٠٠١", nil), ("+33;ext=1", nil),
  ]

  @Test(arguments: telephones)
  func `a telephone number is dialled from anywhere, or left as it was typed`(_ typed: String, _ dialled: String?) {
    #expect(PhoneNumber(typed)?.text == dialled, "\(typed)")
  }
}
