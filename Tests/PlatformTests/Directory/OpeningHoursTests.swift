import HTTP
import SQL
import TestSite
import Testing

@testable import Platform

/// When people are received: as it is typed, as it is read, as it is sent.
@Suite struct OpeningHoursTests {
  static let typed: [(String, String)] = [
    ("lun-ven 9h-12h 14h-17h30", "Mo-Fr 09:00-12:00,14:00-17:30"),
    (
      "du lundi au vendredi de 9h à 12h et de 14h à 17h30 ; samedi 9h-12h",
      "Mo-Fr 09:00-12:00,14:00-17:30; Sa 09:00-12:00"
    ),
    ("Lundi, mercredi : 9 h 30 – 12 h", "Mo,We 09:30-12:00"),
    ("Lundi, mercredi\u{202F}: 9\u{A0}h\u{A0}30\u{2009}–\u{2009}12\u{A0}h", "Mo,We 09:30-12:00"),
    ("mon-fri 9:00-12:00", "Mo-Fr 09:00-12:00"),
    (
      "Mo-Fr 08:30-12:30,13:30-17:00; Sa 09:00-12:00; PH off",
      "Mo-Fr 08:30-12:30,13:30-17:00; Sa 09:00-12:00; PH off"
    ),
    ("tous les jours 8h-24h", "Mo-Su 08:00-24:00"), ("24/7", "Mo-Su 00:00-24:00"),
    ("Tous les jours de 8 h à minuit, fermé les jours fériés", "Mo-Su 08:00-24:00; PH off"),
    ("Tous les jours de 8 h à minuit, ferme\u{301} les jours fe\u{301}rie\u{301}s", "Mo-Su 08:00-24:00; PH off"),
    ("lun.-ven. 9.30-12.00", "Mo-Fr 09:30-12:00"), ("samedi 18h-0h", "Sa 18:00-24:00"),
    ("Lundi : 9h-12h\nMardi : 14h-17h\r\nMercredi : fermé", "Mo 09:00-12:00; Tu 14:00-17:00"),
    ("- Lundi 9h-12h\n- Mardi 9h-12h", "Mo,Tu 09:00-12:00"),
    ("Fermé le lundi. Mardi 9h-12h. Jeudi 14h-17h.", "Tu 09:00-12:00; Th 14:00-17:00"),
    ("Mo-Fr 09:00-17:00; We 14:00-17:00", "Mo,Tu,Th,Fr 09:00-17:00; We 14:00-17:00"),
    ("Mo-Fr 09:00-12:00, We 14:00-16:00", "Mo,Tu,Th,Fr 09:00-12:00; We 09:00-12:00,14:00-16:00"),
    ("Mo-Su 09:00-12:00; Su off", "Mo-Sa 09:00-12:00"), ("sam-lun 10h-12h", "Mo,Sa,Su 10:00-12:00"),
    ("ma me je 9-12 14-17", "Tu-Th 09:00-12:00,14:00-17:00"), ("mar 9h-12h", "Tu 09:00-12:00"),
    ("Tuesdays and Thursdays from 9am to 5pm", "Tu,Th 09:00-17:00"),
    ("du lundi au mercredi et le vendredi de 8h05 à 18h00", "Mo-We,Fr 08:05-18:00"),
    ("lundi 14h-17h, 9h-12h et 12h-13h", "Mo 09:00-13:00,14:00-17:00"),
    ("de lundi jusqu’au jeudi 9h-12h", "Mo-Th 09:00-12:00"),
    ("tous les jours sauf le dimanche, de 9h à 18h", "Mo-Sa 09:00-18:00"),
    ("en semaine 9h-17h, sauf jours fériés", "Mo-Fr 09:00-17:00; PH off"), ("week-end 10h-18h", "Sa,Su 10:00-18:00"),
    ("lundi 9h-12h 14-17h30", "Mo 09:00-12:00,14:00-17:30"),
    ("lundi 9 h 30-12 h 30 14 h-18 h", "Mo 09:30-12:30,14:00-18:00"), ("vendredi minuit-midi", "Fr 00:00-12:00"),
  ]

  @Test(arguments: typed)
  func `hours are read as people type them, and again as they are written out`(
    _ typed: String, _ osm: String
  ) throws {
    let hours = try OpeningHours(typed)
    #expect(hours.osm == osm)
    #expect(try OpeningHours(hours.osm).osm == osm)
    for language in [Language.fr, .en] {
      #expect(try OpeningHours(hours.text(in: language)) == hours, "\(hours.text(in: language))")
    }
  }

  static let wrong: [(String, OpeningHoursFault)] = [
    ("Lundi matin 9h-12h", .notUnderstood("matin 9h-12h")),
    ("lundi 9h-12h sur rendez-vous ; mardi 9h-12h", .notUnderstood("sur rendez-vous")),
    ("lundii 9h-12h", .notUnderstood("lundii 9h-12h")), ("lundi 25h-26h", .notUnderstood("25h-26h")),
    ("lundi 9h75-12h", .notUnderstood("9h75-12h")), ("lundi 9h", .notUnderstood("9h")),
    ("lundi 0900-1200", .notUnderstood("0900-1200")), ("PH 10:00-12:00", .notUnderstood("PH 10:00-12:00")),
    ("lun-ven 9h-17h, fermé le midi", .notUnderstood("fermé le midi")), ("fermé", .notUnderstood("fermé")),
    ("mardi à partir de 9h", .notUnderstood("à partir de 9h")), ("Mo[1] 9:00-12:00", .notUnderstood("[1] 9:00-12:00")),
    ("a\u{1}b\u{202E}c", .notUnderstood("abc")), ("9h-12h", .noDay("9h-12h")),
    ("lundi, mardi", .noHour("lundi, mardi")), ("lundi, ", .noHour("lundi")), ("lundi 17h-9h", .backwards("17h-9h")),
    ("Mo-Fr 22:00-02:00", .backwards("22:00-02:00")),
    ("lundi 9h-12h et 11h-14h", .overlapping("lundi 9h-12h et 11h-14h")),
    ("lun-ven 9h-17h, mer 9h-12h", .overlapping("mer 9h-12h")),
    ("Mo 8-9 10-11 12-13 14-15 16-17", .tooMany("Mo 8-9 10-11 12-13 14-15 16-17")), ("PH off", .neverOpen),
    ("lundi 9h-12h ; fermé le lundi", .neverOpen), (";;;", .neverOpen), ("", .neverOpen),
    (String(repeating: "é", count: 5_000), .tooLong(5_000)),
  ]

  @Test(arguments: wrong)
  func `what could mean nothing or two things is refused with the words that are to blame`(
    _ typed: String, _ fault: OpeningHoursFault
  ) {
    #expect(throws: fault) { try OpeningHours(typed) }
  }

  @Test func `a refusal quotes what was not understood, and gives an example`() {
    let words: Text = OpeningHoursFault.notUnderstood("sur rendez-vous").words
    #expect(words(.fr).hasPrefix("« sur rendez-vous » n’est pas compris. Par exemple : lundi au vendredi"))
    #expect(words(.en).hasPrefix("“sur rendez-vous” is not understood. For example: Monday to Friday"))
    #expect(throws: OpeningHoursFault.notUnderstood(String(repeating: "x", count: 60) + "…")) {
      try OpeningHours(String(repeating: "x", count: 900))
    }
  }

  @Test func `the example is one`() throws {
    for language in [Language.fr, .en] {
      let help: String = Text.openingHoursHelp(language)
      let example: String = help.split(separator: ":", maxSplits: 1).last.map(String.init) ?? ""
      #expect(try OpeningHours(example).osm == "Mo-Fr 09:00-12:00,14:00-17:30; Sa 09:00-12:00; PH off", "\(example)")
    }
  }

  static let sentences: [(String, String, String, String)] = [
    (
      "Mo-Fr 09:00-12:00,14:00-17:30; Sa 09:00-12:00; PH off",
      "du lundi au vendredi de 9 h à 12 h et de 14 h à 17 h 30 ; le samedi de 9 h à 12 h ; fermé les jours fériés",
      "Monday to Friday, 9:00–12:00 and 14:00–17:30; Saturday, 9:00–12:00; closed on public holidays",
      "Montag bis Freitag, 9:00–12:00 und 14:00–17:30 Uhr; Samstag, 9:00–12:00 Uhr; an Feiertagen geschlossen"
    ),
    (
      "Mo,Tu 08:05-12:00", "lundi et mardi de 8 h 05 à 12 h", "Monday and Tuesday, 8:05–12:00",
      "Montag und Dienstag, 8:05–12:00 Uhr"
    ),
    (
      "Mo,We,Fr 09:00-12:00", "lundi, mercredi et vendredi de 9 h à 12 h", "Monday, Wednesday and Friday, 9:00–12:00",
      "Montag, Mittwoch und Freitag, 9:00–12:00 Uhr"
    ),
    (
      "Mo-We,Fr 09:00-24:00", "du lundi au mercredi et le vendredi de 9 h à minuit",
      "Monday to Wednesday and Friday, 9:00–24:00", "Montag bis Mittwoch und Freitag, 9:00–24:00 Uhr"
    ),
    ("Mo-Su 08:00-20:00", "tous les jours de 8 h à 20 h", "every day, 8:00–20:00", "täglich, 8:00–20:00 Uhr"),
  ]

  @Test(arguments: sentences)
  func `hours are said in a sentence`(_ osm: String, _ fr: String, _ en: String, _ de: String) throws {
    let words: Text = try OpeningHours(osm).words
    #expect(words(.fr).replacing("\u{A0}", with: " ").replacing("\u{202F}", with: " ") == fr)
    #expect(words(.en) == en && words(.de) == de)
    #expect(!words(.fr).contains(" h") && !words(.fr).contains(" ;"), "no line ends there")
  }

  @Test func `seven days that have nothing in common are read again as a form shows them`() throws {
    let days: [String] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    let rules: [String] = days.enumerated().map { number, day in
      "\(day) 08:3\(number)-12:30,13:30-17:30,18:30-20:30,21:30-22:30"
    }
    let hours = try OpeningHours((rules + ["PH off"]).joined(separator: "; "))
    #expect(hours.alike.count == 7)
    for language in [Language.fr, .en] {
      let text: String = hours.text(in: language)
      #expect(text.count <= OpeningHours.mostCharacters)
      #expect(try OpeningHours(text) == hours)
    }
  }

  @Test func `wherever a text is cut, it is read or refused`() {
    var count: Int = 0
    for (typed, _) in Self.typed {
      for length in 0...typed.count {
        for part in [typed.prefix(length), typed.suffix(length)] {
          if (try? OpeningHours(String(part))) != nil { count += 1 }
        }
      }
    }
    #expect(count > Self.typed.count)
  }

  @Test func `whatever is typed is refused, or read as it will be read again`() {
    let pieces: [String] = [
      "lundi", "mar", "We", "dim.", "du", "au", "à", "et", "sauf", "fermé", "off", "PH", "jours fériés",
      "tous les jours",
      "semaine", "week-end", "9", "12", "24", "00", "30", "h", ":", "-", "–", ",", ";", "\n", ".", " ", "\u{A0}", "am",
      "pm",
      "midi", "minuit", "de", "14h-17h30", "08:30-12:30", "'", "(", "é", "e\u{301}", "\u{202E}", "🙂", "٣", "24/7",
    ]
    let (days, hours): ([String], [String]) = (
      ["lundi", "mar-jeu", "We,Fr", "du samedi au lundi", "tous les jours", "lun. et mer.", "Tuesdays", "week-end :"],
      ["9h-12h", "14:00-17:30", "de 8 h 05 à midi", "9am to 5pm", "0h-2h", "22h–minuit", "fermé", "9-12 14-17"]
    )
    let joints: [String] = [" ; ", ", ", "\n", " et ", " ", ". "]
    // The same at each run.
    var (state, count): (UInt64, Int) = (42, 0)
    func next(_ most: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % most
    }
    for _ in 0..<10_000 {
      var text: String = ""
      for _ in 0...next(3) {
        text += "\(days[next(days.count)]) \(hours[next(hours.count)])\(joints[next(joints.count)])"
        if next(4) == 0 { text += pieces[next(pieces.count)] + " " + pieces[next(pieces.count)] }
      }
      guard let read = try? OpeningHours(text) else { continue }
      count += 1
      for written in [read.osm, read.text(in: .fr), read.text(in: .en)] {
        #expect((try? OpeningHours(written)) == read, "\(text.debugDescription) → \(written)")
      }
    }
    #expect(count > 1_000)
  }

  private static let french: [String: String] = ["accept-language": "fr"]

  @Test(arguments: TestDatabase.dialects)
  func `hours typed in French are read in French, and leave as OpenStreetMap has them`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let garage: Int = try await ServiceTests.organisation(site, #"{"name":"Garage"}"#)
      let typed: String = "du lundi au vendredi de 9h à 12h et de 14h à 17h30\r\nfermé les jours fériés"
      let osm: String = "Mo-Fr 09:00-12:00,14:00-17:30; PH off"
      let entered = try await site.post(
        "/annuaire/organisations/\(garage)/services",
        ["name": "Prêt", "description": "Une voiture.", "openingHours": typed, "isPublic": "true"], as: site.agent)
      #expect(entered.status == 303, "\(entered.text)")
      let item: JSON? = try await site.get("/api/v1/annuaire/services").json()["items"]?[0]
      #expect(item?["openingHours"]?.string == osm)
      let id: Int = try #require(item?["id"]?.int)
      let path: String = "/annuaire/services/\(id)"
      let sentence: String = "du lundi au vendredi de 9 h à 12 h et de 14 h à 17 h 30 ; fermé les jours fériés"
      let page = try await site.get(path, headers: Self.french).words
      #expect(page.contains("Horaires d’accueil") && page.contains(sentence), "\(page)")
      #expect(try await site.get("/annuaire/services.csv", headers: Self.french).words.contains(sentence))
      #expect(try await site.get("/annuaire/services.csv?dialect=open").text.contains(osm))
      let form = try await site.get("\(path)/modifier", as: site.agent, headers: Self.french).words
      #expect(form.contains(">\n\(sentence)</textarea>"), "\(form)")
      let refused = try await site.post(
        path,
        ["name": "Prêt", "description": "Une voiture.", "openingHours": "lundi 9h-12h sur demande", "version": "1"],
        as: site.agent, headers: Self.french)
      #expect(refused.status == 422 && refused.words.contains("« sur demande » n’est pas compris"), "\(refused.text)")
      #expect(refused.text.contains("lundi 9h-12h sur demande"), "what was typed is kept")
      let changed = try await site.post(
        path,
        [
          "name": "Prêt", "description": "Deux voitures.", "openingHours": try OpeningHours(osm).text(in: .fr),
          "isPublic": "true", "version": "1",
        ], as: site.agent)
      #expect(changed.status == 303, "\(changed.text)")
      #expect(try await site.get("/api/v1\(path)").json()["openingHours"]?.string == osm)
      try await ServiceTests.service(
        site, of: garage, #"{"name":"Sans horaires","description":"Sur demande.","isPublic":true}"#)
      guard case .array(let services) = try await site.get("/annuaire/data-inclusion/services.json").json() else {
        Issue.record("no array")
        return
      }
      #expect(services.map { $0["horaires_accueil"]?.string } == [osm, nil])
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a structure says its hours beside what it is, and its services do not repeat them`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let garage: Int = try await ServiceTests.organisation(site, #"{"name":"Garage"}"#)
      try await ServiceTests.service(
        site, of: garage, #"{"name":"Prêt","description":"Une voiture.","isPublic":true}"#)
      let path: String = "/annuaire/organisations/\(garage)"
      let presented = try await site.post(
        "\(path)/structure", ["openingHours": "mardi 9h-12h, jeudi 14h-18h", "version": "1"], as: site.agent)
      #expect(presented.status == 303, "\(presented.text)")
      let page = try await site.get(path, as: site.agent, headers: Self.french).words
      #expect(page.contains("Horaires d’accueil : le mardi de 9 h à 12 h ; le jeudi de 14 h à 18 h"), "\(page)")
      let form = try await site.get("\(path)/structure/modifier", as: site.agent, headers: Self.french).words
      #expect(form.contains("le mardi de 9 h à 12 h ; le jeudi de 14 h à 18 h"))
      let structures = try await site.get("/annuaire/data-inclusion/structures.json").json()
      #expect(structures[0]?["horaires_accueil"]?.string == "Tu 09:00-12:00; Th 14:00-18:00")
      let services = try await site.get("/annuaire/data-inclusion/services.json").json()
      #expect(services[0]?["nom"]?.string == "Prêt" && services[0]?["horaires_accueil"] == nil)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a table brings hours along under the words that people put above them`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await ServiceTests.organisation(site, #"{"name":"Garage"}"#)
      let table: String = """
        Nom;Structure;Description;Jours et heures d’ouverture
        Prêt;Garage;Une voiture.;lun-ven 9h-12h, 14h-17h
        Atelier;Garage;On répare.;"samedi 9h-12h ; fermé les jours fériés"
        Conseil;Garage;On écoute.;quand on veut
        """
      let path: String = try await site.send(table, to: "/annuaire/services")
      #expect(try await site.states(of: path) == ["2 new", "3 new", "4 rejected"])
      #expect(try await site.lines(of: path)[2]["notes"]?.string?.contains("« quand on veut »") == true)
      try await site.press("\(path)/application")
      guard case .array(let items)? = try await site.get("/api/v1/annuaire/services", as: site.agent).json()["items"]
      else {
        Issue.record("no services")
        return
      }
      #expect(
        items.map { $0["openingHours"]?.string } == ["Sa 09:00-12:00; PH off", "Mo-Fr 09:00-12:00,14:00-17:00"])
      #expect(
        try await site.states(of: try await site.send(table, to: "/annuaire/services")) == [
          "2 same", "3 same", "4 rejected",
        ])
      let again: String = try await site.send(
        "Nom;Structure;Horaires\nPrêt;Garage;mardi 9h-12h\n", to: "/annuaire/services")
      #expect(try await site.states(of: again) == ["2 changed"])
      try await site.press("\(again)/application")
      let loan: String = "/api/v1/annuaire/services/1"
      #expect(try await site.get(loan, as: site.agent).json()["openingHours"]?.string == "Tu 09:00-12:00")
      try await site.press("\(again)/annulation")
      let undone: String? = try await site.get(loan, as: site.agent).json()["openingHours"]?.string
      #expect(undone == "Mo-Fr 09:00-12:00,14:00-17:00")
    }
  }
}
