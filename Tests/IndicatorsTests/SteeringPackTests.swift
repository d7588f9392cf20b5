import Glibc
import HTTP
import Platform
import SQL
import TestSite
import Testing

@Suite struct SteeringPackTests {
  private static let packs: String = "/dispositifs/\(TestSite.programme)/dossiers-de-pilotage"

  private static let figures: String = """
    {"format": "terreau-programme", "formatVersion": 1, "programme": {"name": "Zq7"},
     "nomenclatures": [{"key": "categories", "label": "Catégories", "use": "tenant-categories", "items": [
       {"key": "social", "label": "Économie sociale"}]}],
     "bodies": [{"key": "pilotage", "label": "Comité de pilotage", "labelEnglish": "Steering committee"}],
     "indicators": [
       {"key": "baux", "label": "Baux en cours", "labelEnglish": "Running leases", "unit": "number", "rounding": 0,
        "sense": "more", "public": true, "formula": {"count": "lease"}},
       {"key": "occupation", "label": "Taux d’occupation", "unit": "percent", "rounding": 1, "public": true,
        "formula": {"ratio": [{"sum": "lease.area"}, {"sum": "lot.area"}]}},
       {"key": "sejour", "label": "Séjour moyen", "unit": "months", "rounding": 1, "public": true,
        "formula": {"mean": "lease.stay", "through": "$end"}},
       {"key": "personnes", "label": "Personnes accompagnées", "unit": "number", "rounding": 0, "public": true,
        "formula": {"count": "person"}},
       {"key": "interne", "label": "Lots suivis en interne", "unit": "number", "rounding": 0,
        "formula": {"count": "lot"}}],
     "targets": [
       {"key": "trois-baux", "label": "Trois baux", "indicator": "baux", "kind": "minimum", "low": 3,
        "to": "2026-06-30"}]}
    """

  /// Two lots let, of three; the figures that are counted from them. Gives the leases.
  private static func prepare(_ site: TestSite) async throws -> [Int] {
    var json = JSONWriter()
    json.object { $0.member("document", figures) }
    let drafts: String = "/dispositifs/\(TestSite.programme)/configuration/brouillons"
    let handed = try await site.api(drafts, String(decoding: json.bytes, as: UTF8.self), as: site.agent)
    let draft: Int = try #require(try handed.json()["id"]?.int, "\(handed.text)")
    let applied = try await site.post("\(drafts)/\(draft)/application", [:], as: site.agent)
    try #require(applied.status == 303, "\(applied.text)")
    let place: Int = try await site.enterSite()
    var leases: [Int] = []
    for (number, tenant) in ["Coop’Vélo", "Brasserie d’ici"].enumerated() {
      let lot: Int = try await site.enterLot(on: place, "Atelier \(number)", area: "100")
      leases.append(try await site.enterLease(on: lot, to: tenant))
    }
    try await site.enterLot(on: place, "Atelier vide", area: "50")
    return leases
  }

  /// The number of a new draft.
  private static func draft(
    _ site: TestSite, to day: String = "2026-10-31", _ more: String = "", title: String = "Comité d’automne"
  ) async throws -> Int {
    let answer = try await site.api(
      packs, #"{"title":"\#(title)","from":"2026-01-01","to":"\#(day)"\#(more)}"#, as: site.agent)
    return try #require(try answer.json()["id"]?.int, "\(answer.text)")
  }

  private static func issue(_ pack: Int, _ site: TestSite, version: Int = 1) async throws -> Answer {
    try await site.api("\(packs)/\(pack)/emission", #"{"version":\#(version)}"#, as: site.agent)
  }

  private static func read(_ pack: Int, _ site: TestSite, as actor: TestActor? = nil) async throws -> JSON {
    let answer = try await site.get("/api/v1\(packs)/\(pack)", as: actor ?? site.agent)
    try #require(answer.status == 200, "\(answer.text)")
    return try answer.json()
  }

  private static func list(_ name: String, of pack: JSON) -> [JSON]? {
    guard case .array(let items)? = pack["content"]?[name] else { return nil }
    return items
  }

  private static func figure(_ key: String, of pack: JSON) throws -> JSON {
    try #require(list("figures", of: pack)?.first { $0["key"]?.string == key })
  }

  private static func alerts(of pack: JSON) -> [String]? {
    list("alerts", of: pack)?.map { "\($0["kind"]?.string ?? "") \($0["key"]?.string ?? "")" }
  }

  @Test(arguments: TestDatabase.dialects)
  func `an issued pack stays as it was whatever becomes of the records, and the dashboard follows them`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let leases: [Int] = try await Self.prepare(site)
      let pack: Int = try await Self.draft(
        site, #","body":"pilotage","comment":"**Bon** semestre.","decisions":"- Ouvrir un site""#)
      #expect(try Self.figure("baux", of: try await Self.read(pack, site))["value"]?.int == 2)
      #expect(try await Self.issue(pack, site).status == 200)
      let (json, page, text) = (
        try await site.get("/api/v1\(Self.packs)/\(pack)", as: site.agent).text,
        try await site.get("\(Self.packs)/\(pack)", as: site.agent).words,
        try await site.get("\(Self.packs)/\(pack).odt", as: site.agent).bytes
      )
      let issued: JSON = try JSON(Array(json.utf8))
      #expect(issued["state"]?.string == "issued")
      // Whoever holds the content can check the fingerprint.
      let content: String = try #require(issued["content"]?.text)
      #expect(issued["digest"]?.string == fingerprint(of: Array(content.utf8)))
      #expect(page.contains("Émis le 21/11/2026") && page.contains(String(issued["digest"]?.string?.prefix(12) ?? "—")))
      let occupation: JSON = try Self.figure("occupation", of: issued)
      #expect(occupation["value"] == .number("80") && occupation["words"]?["fr"]?.string == "80,0\u{202F}%")
      #expect(occupation["base"]?.int == 250 && occupation["records"]?.int == 2)
      #expect(occupation["formula"]?.string?.contains("lease.area") == true)
      // The records, the definition, the target, the names: all of it moves on.
      let ended = try await site.api("/baux/\(leases[0])/fin", #"{"day":"2026-09-30","version":1}"#, as: site.agent)
      #expect(ended.status == 200, "\(ended.text)")
      try await site.rename(Self.figures)
      let dashboard = try await site.get(
        "/api/v1/dispositifs/\(TestSite.programme)/indicateurs?on=2026-10-31", as: site.agent
      ).json()
      #expect(dashboard["items"]?[0]?["value"]?.int == 1 && dashboard["items"]?[0]?["label"]?.string == "Baux signés")
      #expect(try await site.get("/api/v1\(Self.packs)/\(pack)", as: site.agent).text == json)
      let later = try await site.get("\(Self.packs)/\(pack)", as: site.agent).words
      #expect(later.contains("Comité de pilotage") && later.contains("<strong>Bon</strong>"))
      #expect(later.contains("Baux en cours") && !later.contains("Baux signés"))
      #expect(try await site.get("\(Self.packs)/\(pack).odt", as: site.agent).bytes == text)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `an issued pack is neither changed nor issued again nor deleted, and of two at once one is refused`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect, onDisk: dialect == .sqlite) { site async throws in
      _ = try await Self.prepare(site)
      let pack: Int = try await Self.draft(site)
      async let one = Self.issue(pack, site)
      async let other = Self.issue(pack, site)
      #expect(try await [one.status, other.status].sorted() == [200, 409])
      let form: String = #"{"title":"Autre","from":"2026-01-01","to":"2026-02-01","version":2}"#
      for (path, json) in [
        ("/\(pack)", form), ("/\(pack)/emission", #"{"version":2}"#), ("/\(pack)/suppression", #"{"version":2}"#),
      ] {
        let refused = try await site.api(Self.packs + path, json, as: site.agent)
        #expect(refused.status == 409 && refused.words.contains("a été émis le"), "\(path): \(refused.text)")
      }
      for path in ["modifier", "emettre", "supprimer"] {
        let closed = try await site.get("\(Self.packs)/\(pack)/\(path)", as: site.agent)
        #expect(closed.status == 200 && closed.words.contains("il ne change plus"), "\(path)")
      }
      #expect(try await Self.read(pack, site)["content"]?["title"]?.string == "Comité d’automne")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a draft is corrected, refused where it cannot be issued, and deleted`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      _ = try await Self.prepare(site)
      for (json, field) in [
        (#"{"title":"X","from":"2026-02-01","to":"2026-01-01"}"#, "to"),
        (#"{"title":"X","from":"2026-01-01","to":"2026-02-01","body":"inconnue"}"#, "body"),
        (#"{"title":"","from":"2026-01-01","to":"2026-02-01"}"#, "title"),
      ] {
        #expect(try await site.api(Self.packs, json, as: site.agent).wrongFields() == [field])
      }
      let pack: Int = try await Self.draft(site, to: "2026-12-31", #","body":"pilotage""#)
      let early = try await Self.issue(pack, site)
      #expect(early.status == 409 && early.words.contains("La période va jusqu’au 31 décembre 2026"), "\(early.text)")
      // The body is needed as long as the draft names it.
      let kept = try await site.post(
        "/dispositifs/\(TestSite.programme)/configuration/composition/pilotage/retrait", [:], as: site.agent)
      #expect(kept.status == 422 && kept.words.contains("1 dossier de pilotage"), "\(kept.text)")
      let form: [String: String] = [
        "title": "Comité d’hiver", "from": "2026-01-01", "to": "2026-11-20", "version": "1",
      ]
      let changed = try await site.post("\(Self.packs)/\(pack)", form, as: site.agent)
      #expect(changed.location == "\(Self.packs)/\(pack)?done=pack.changed", "\(changed.text)")
      #expect(try await site.post("\(Self.packs)/\(pack)", form, as: site.agent).status == 409)
      let page = try await site.get("\(Self.packs)/\(pack)", as: site.agent)
      #expect(page.words.contains("Comité d’hiver") && page.words.contains("Projet : les chiffres suivent encore"))
      #expect(try await site.post("\(Self.packs)/\(pack)/suppression", ["version": "1"], as: site.agent).status == 409)
      let deleted = try await site.post("\(Self.packs)/\(pack)/suppression", ["version": "2"], as: site.agent)
      #expect(deleted.location == "\(Self.packs)?done=pack.deleted", "\(deleted.text)")
      #expect(try await site.get("\(Self.packs)/\(pack)", as: site.agent).status == 404)
      let journal = try await site.get("/journal", as: site.actor(.administrator))
      #expect(journal.text.contains("Projet de dossier supprimé") && journal.text.contains("Dossier de pilotage 1"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a pack is held against the one that the same body was given before`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let leases: [Int] = try await Self.prepare(site)
      let first: Int = try await Self.draft(site, #","body":"pilotage""#, title: "Premier")
      #expect(try await Self.issue(first, site).status == 200)
      #expect(try await Self.read(first, site)["content"]?["before"] == .null)
      _ = try await site.api("/baux/\(leases[0])/fin", #"{"day":"2026-11-10","version":1}"#, as: site.agent)
      // Another body's, and one that is a draft still, count for nothing.
      #expect(try await Self.issue(try await Self.draft(site, to: "2026-11-19"), site).status == 200)
      _ = try await Self.draft(site, to: "2026-11-18", #","body":"pilotage""#)
      let second: Int = try await Self.draft(site, to: "2026-11-20", #","body":"pilotage""#)
      let pack: JSON = try await Self.read(second, site)
      #expect(pack["content"]?["before"]?["title"]?.string == "Premier")
      let leased: JSON = try Self.figure("baux", of: pack)
      #expect(leased["before"]?["value"]?.int == 2 && leased["before"]?["difference"]?.int == -1)
      #expect(leased["before"]?["differenceWords"]?["fr"]?.string == "−1")
      let rate: JSON = try Self.figure("occupation", of: pack)
      #expect(rate["before"]?["differenceWords"]?["fr"]?.string == "−40,0\u{A0}points", "\(rate)")
      // The stay that ended can be counted now; it could not be before.
      #expect(Self.alerts(of: pack) == ["missed baux", "worsened baux"])
      #expect(
        Self.alerts(of: try await Self.read(first, site)) == ["missed baux", "not-applicable sejour"])
      #expect(pack["content"]?["changes"]?[0]?["kind"]?.string == "lease")
      #expect(pack["content"]?["changes"]?[0]?["words"]?["fr"]?.string == "1 bail")
      #expect(Self.list("changes", of: pack)?.count == 1)
      let page = try await site.get("\(Self.packs)/\(second)", as: site.agent)
      for words in [
        "« Baux en cours » a baissé : 2 dans le dossier précédent, 1 à présent.", "Dossier précédent",
        "enregistrées ou modifiées depuis « Premier »", "au moins 3 : manquée",
      ] {
        #expect(page.words.contains(words), "\(words): \(page.words)")
      }
      // What is counted in another way since is not compared.
      try await site.rename(Self.figures, formula: #"{"count": "lease", "through": "$end"}"#)
      let recounted: JSON = try Self.figure("baux", of: try await Self.read(second, site))
      #expect(recounted["before"]?["difference"] == .null)
      #expect(recounted["before"]?["differenceWords"]?["fr"]?.string == "compté autrement depuis")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `forecasts stand apart, and published figures that differ are an alert`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      _ = try await Self.prepare(site)
      let figure = try await site.api(
        "/dispositifs/\(TestSite.programme)/chiffres",
        #"{"key":"locaux.baux","label":"Baux","document":"Rapport 2026","quotation":"cinq baux","value":5,"unit":"number","qualifier":"exact","to":"2026-10-31","kind":"operational","indicator":"baux"}"#,
        as: site.agent)
      #expect(figure.status == 201, "\(figure.text)")
      let programme: Int = try #require(
        try await site.get("/api/v1/dispositifs/\(TestSite.programme)", as: site.agent).json()["id"]?.int)
      // Said three times for the end of the year, once for a day that is over.
      for (day, value, stated) in [
        ("2026-12-31", 6.0, "2026-05-01"), ("2026-12-31", 4.0, "2026-09-01"), ("2026-12-31", 9.0, "2026-12-01"),
        ("2026-06-30", 7.0, "2026-05-01"),
      ] {
        let (day, stated): (Day, Day) = (try #require(Day(iso: day)), try #require(Day(iso: stated)))
        try await site.database.change { session in
          _ = try await session.run(
            """
            INSERT INTO forecast (territory_id, programme_id, indicator, day, value, stated_day, source, provenance)
            VALUES (\(site.here.id), \(programme), 'baux', \(day), \(value), \(stated), 'Bureau', 'entered')
            """)
        }
      }
      let pack: JSON = try await Self.read(try await Self.draft(site), site)
      let forecasts: [JSON] = try #require(Self.list("forecasts", of: pack))
      #expect(forecasts.count == 1 && forecasts.first?["value"]?.int == 4)
      #expect(try Self.figure("baux", of: pack)["value"]?.int == 2)
      #expect(Self.alerts(of: pack)?.contains("differs locaux.baux") == true)
      let page = try await site.get("\(Self.packs)/1", as: site.agent)
      #expect(page.words.contains("Ce qui est prévu n’est pas un résultat"))
      #expect(page.words.contains("Chiffre publié « Baux » : 5 dans le document, 2 dans les fiches."), "\(page.words)")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `few people are in no pack, even of who may see their files`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      _ = try await Self.prepare(site)
      let person = try await site.api(
        "/annuaire/personnes", #"{"givenName":"Mila","familyName":"Fictive"}"#, as: site.agent)
      #expect(person.status == 201, "\(person.text)")
      let dashboard = try await site.get("/api/v1/dispositifs/\(TestSite.programme)/indicateurs", as: site.agent)
      #expect(dashboard.text.contains(#""key":"personnes","label":"Personnes accompagnées","value":1"#))
      let pack: Int = try await Self.draft(site)
      for _ in 0..<2 {
        let people: JSON = try Self.figure("personnes", of: try await Self.read(pack, site))
        #expect(people["value"] == .null && people["records"] == .null)
        #expect(people["words"]?["fr"]?.string == "non communiqué : moins de cinq personnes")
        _ = try await Self.issue(pack, site)
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `drafts and packs are for those who work on the programme, unless they publish what they issue`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      _ = try await Self.prepare(site)
      let programme: Int = try #require(
        try await site.get("/api/v1/dispositifs/\(TestSite.programme)", as: site.agent).json()["id"]?.int)
      func role(_ kind: ActorKind, on programme: Int) -> TestActor {
        site.actor([Grant(kind, on: .programme, Int64(programme))], name: "\(kind) \(programme)")
      }
      let inside: [TestActor] = [
        site.agent, site.actor(.elected), role(.partner, on: programme), role(.manager, on: programme),
      ]
      let outside: [TestActor] = [
        site.visitor, site.actor(.company), site.actor(.resident), role(.partner, on: programme + 900),
        site.actor(.agent, in: site.elsewhere), site.actor(.administrator, in: site.elsewhere),
      ]
      func check(_ pack: Int, _ title: String, isOpen: Bool, _ step: String) async throws {
        let path: String = "\(Self.packs)/\(pack)"
        for (actor, isInside) in inside.map({ ($0, true) }) + outside.map({ ($0, false) }) {
          // Another territory has a programme of that name, with packs of its own.
          let sees: Bool = isInside || (isOpen && actor.actor.territory == site.here.id)
          for address in [path, "/api/v1\(path)", "\(path).odt"] {
            let answer = try await site.get(address, as: actor)
            #expect(answer.status == (sees ? 200 : 404), "\(step) \(address) as \(actor.actor.name)")
          }
          for address in [Self.packs, "/api/v1\(Self.packs)", "\(Self.packs).csv"] {
            let list = try await site.get(address, as: actor)
            #expect(list.text.contains(title) == sees, "\(step) \(address) as \(actor.actor.name)")
          }
        }
      }
      let pack: Int = try await Self.draft(site, title: "Réservé")
      try await check(pack, "Réservé", isOpen: false, "draft")
      #expect(try await Self.issue(pack, site).status == 200)
      try await check(pack, "Réservé", isOpen: false, "issued")
      let open: Int = try await Self.draft(site, #","public":true"#, title: "Publié")
      try await check(open, "Publié", isOpen: false, "draft to be published")
      for actor in outside + [role(.partner, on: programme), site.actor(.elected)] {
        for part in ["emission", "suppression"] {
          let refused = try await site.post("\(Self.packs)/\(open)/\(part)", ["version": "1"], as: actor)
          #expect(refused.status == 404, "\(part) as \(actor.actor.name)")
        }
      }
      #expect(try await Self.issue(open, site).status == 200)
      try await check(open, "Publié", isOpen: true, "published")
      // What everybody reads holds what everybody may read: no internal indicator, nothing of a pack kept inside.
      let read = try await site.get("/api/v1\(Self.packs)/\(open)")
      #expect(!read.text.contains("interne") && !read.text.contains("Réservé"), "\(read.text)")
      #expect(try await site.get("/api/v1\(Self.packs)/\(pack)", as: site.agent).text.contains("interne"))
    }
  }

  @Test func `a pack is the same in English, on paper and as a text that word processors open`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      _ = try await Self.prepare(site)
      let pack: Int = try await Self.draft(
        site,
        #","body":"pilotage","comment":"Un **bon** semestre.\n\n## Bilan & suite\n\n| Lot | Loyer |\n|---|---:|\n| A1 | 500 |","decisions":"1. Ouvrir\n2. Fermer""#
      )
      #expect(try await Self.issue(pack, site).status == 200)
      let english = try await site.get("\(Self.packs)/\(pack)?lang=en", as: site.agent)
      for words in ["Issued on", "Steering committee", "Running leases", "at least 3: missed", "Decisions to take"] {
        #expect(english.words.contains(words), "\(words)")
      }
      let pdf = try await site.get("\(Self.packs)/\(pack).pdf", as: site.agent)
      let paper = try await PaperDocument(pdf.bytes)
      for words in ["Comité d’automne", "Comité de pilotage", "Baux en cours", "Émis le 21/11/2026", "Ouvrir"] {
        #expect(paper.text.contains(words), "\(words): \(paper.text)")
      }
      let answer = try await site.get("\(Self.packs)/\(pack).odt", as: site.agent)
      #expect(answer.header("Content-Type") == "application/vnd.oasis.opendocument.text")
      #expect(answer.header("Content-Disposition") == "attachment; filename=\"comite-dautomne.odt\"")
      // The first part of the file, as it is, says what the file is.
      #expect(
        String(decoding: answer.bytes[30..<77], as: UTF8.self)
          == "mimetypeapplication/vnd.oasis.opendocument.text")
      let path: String = "\(TemporaryFile.folder)/terreau-\(UInt64.random(in: 0 ... .max)).odt"
      let file: UnsafeMutablePointer<FILE> = try #require(fopen(path, "w"))
      fwrite(answer.bytes, 1, answer.bytes.count, file)
      fclose(file)
      defer { unlink(path) }
      for part in ["content.xml", "styles.xml", "META-INF/manifest.xml"] {
        let script: String =
          "import sys, zipfile, xml.etree.ElementTree as t; print(t.tostring(t.fromstring(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2])), 'unicode', 'text'))"
        let text: String = try await TestProcess.run("python3", ["-c", script, path, part]).output
        guard part == "content.xml" else { continue }
        for words in ["Comité d’automne", "Chiffres et cibles", "Taux d’occupation", "Bilan & suite", "500", "Fermer"] {
          #expect(text.contains(words), "\(words): \(text)")
        }
      }
    }
  }
}

extension TestSite {
  /// Gives the first indicator another name, and perhaps another formula.
  fileprivate func rename(_ document: String, formula: String = #"{"count": "lease"}"#) async throws {
    let changed: String = document.replacing("Baux en cours", with: "Baux signés")
      .replacing(#""formula": {"count": "lease"}}"#, with: #""formula": \#(formula)}"#)
    var json = JSONWriter()
    json.object { $0.member("document", changed) }
    let drafts: String = "/dispositifs/\(Self.programme)/configuration/brouillons"
    let handed = try await api(drafts, String(decoding: json.bytes, as: UTF8.self), as: agent)
    let draft: Int = try #require(try handed.json()["id"]?.int, "\(handed.text)")
    let applied = try await post("\(drafts)/\(draft)/application", [:], as: agent)
    try #require(applied.status == 303, "\(applied.text)")
  }
}
