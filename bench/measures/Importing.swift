import Glibc
import HTTP
import Platform
import SQL

/// A table of organisations, then one of people, on their way through the site: sent, read against what is there, written;
/// sent again unchanged, then with something else in every tenth line.
struct Importing {
  let app: App
  let cookie: String
  let lines: Int
  /// Where the table of organisations is left, for another program to bring it in.
  let copy: String?

  struct Found {
    var lines: Int = 0
    /// Seconds of each step.
    var steps: [(name: String, seconds: Double)] = []
    /// What a page over that many takes, by its address.
    var pages: [(path: String, microseconds: Double)] = []

    func write(_ json: inout JSONWriter) {
      json.object { json in
        json.member("lines", lines)
        json.member(
          "steps",
          array: { json in
            for step in steps {
              json.object { json in
                json.member("name", step.name)
                json.member("ms", Int(step.seconds * 1_000))
              }
            }
          })
        json.member(
          "pages",
          array: { json in
            for page in pages {
              json.object { json in
                json.member("path", page.path)
                json.member("us", Int(page.microseconds))
              }
            }
          })
      }
    }
  }

  func measure() async throws -> Found {
    var found = Found()
    found.lines = lines
    let organisations: [UInt8] = organisations { _ in "0476000000" }
    if let copy, let file = fopen(copy, "w") {
      organisations.withUnsafeBytes { bytes in _ = fwrite(bytes.baseAddress, 1, bytes.count, file) }
      fclose(file)
    }
    try await bring(organisations, "organisations", "new", &found)
    try await bring(organisations, "organisations", "same", &found)
    try await bring(
      self.organisations { $0 % 10 == 0 ? "0611223344" : "0476000000" }, "organisations", "a tenth changed", &found)
    let people: [UInt8] = people { _ in "38600" }
    try await bring(people, "personnes", "new", &found)
    try await bring(people, "personnes", "same", &found)
    try await bring(self.people { $0 % 10 == 0 ? "38000" : "38600" }, "personnes", "a tenth changed", &found)
    for path in [
      "/annuaire/organisations", "/annuaire/organisations?page=1000", "/annuaire/organisations?sort=-municipality",
      "/annuaire/organisations?q=menuiserie%2070", "/annuaire/organisations?q=100050",
      "/recherche/propositions?q=menuiserie", "/annuaire/doublons", "/annuaire/personnes",
      "/annuaire/personnes?page=1000",
      "/annuaire/personnes?q=lafaudou", "/annuaire/personnes/doublons",
    ] {
      found.pages.append((path, try await page(path)))
    }
    return found
  }

  private func bring(_ table: [UInt8], _ list: String, _ name: String, _ found: inout Found) async throws {
    let form: String = try await app.formToken(forCookies: cookie)
    var pairs = FormPairs()
    try pairs.append("_token", form)
    let file = try TemporaryFile()
    try file.append(table)
    let upload = Upload(field: "file", name: "liste.csv", type: "text/csv", file: file)
    let headers: Headers = ["cookie": cookie, "origin": "http://localhost", "host": "localhost"]
    let sent: Response = await app.respond(
      to: Request(
        Head(method: .post, target: try Target("/annuaire/\(list)/import/envoi"), headers: headers),
        body: .multipart(pairs, [upload])))
    guard sent.status == .seeOther, let place = sent.headers.first(where: { $0.name == "Location" })?.value else {
      fatalError("the table was not taken: \(sent.status)")
    }
    let path: Substring = place.prefix { $0 != "?" }
    found.steps.append(("\(list), \(name): read", try await timed { try await app.workOff() }))
    let pressed: Response = await app.respond(
      to: Request(
        Head(
          method: .post, target: try Target("\(path)/application"),
          headers: [
            "cookie": cookie, "origin": "http://localhost", "host": "localhost",
            "content-type": "application/x-www-form-urlencoded",
          ]), body: .bytes(Array(FormPairs().setting("_token", to: form).encoded.utf8))))
    guard pressed.status == .seeOther else { fatalError("the import was not begun: \(pressed.status)") }
    found.steps.append(("\(list), \(name): written", try await timed { try await app.workOff() }))
  }

  private func timed(_ body: () async throws -> Void) async throws -> Double {
    let began: ContinuousClock.Instant = .now
    try await body()
    return (.now - began) / .seconds(1)
  }

  private func page(_ path: String) async throws -> Double {
    let head = Head(method: .get, target: try Target(path), headers: ["cookie": cookie, "accept-language": "fr"])
    var times: [Double] = []
    for _ in 0..<15 {
      let began: ContinuousClock.Instant = .now
      let answer: Response = await app.respond(to: Request(head, body: .none))
      guard answer.status == .ok else { fatalError("\(path): \(answer.status)") }
      times.append((.now - began) / .microseconds(1))
    }
    return median(times)
  }

  // MARK: The tables

  private static let trades: [String] = [
    "Menuiserie", "Boulangerie", "Régie de quartier", "Atelier", "Garage", "Librairie", "Imprimerie", "Maraîchage",
    "Coopérative", "Ressourcerie", "Plomberie", "Traiteur",
  ]
  private static let towns: [(name: String, postcode: String)] = [
    ("Grenoble", "38000"), ("Fontaine", "38600"), ("Échirolles", "38130"), ("Meylan", "38240"), ("Voiron", "38500"),
    ("Saint-Martin-d’Hères", "38400"), ("Seyssinet-Pariset", "38170"), ("Vizille", "38220"),
  ]

  private func organisations(_ phone: (Int) -> String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(lines * 120)
    bytes.append(contentsOf: "Raison sociale;SIRET;Adresse;CP;Ville;NAF;E-mail;Téléphone\r\n".utf8)
    for line in 0..<lines {
      let trade: String = Self.trades[line % Self.trades.count]
      let town = Self.towns[line / 7 % Self.towns.count]
      bytes.append(
        contentsOf:
          "\(trade) \(Self.family(line));\(Self.siret(line));\(line % 200) rue de l’Épreuve;\(town.postcode);\(town.name);43.32A;contact\(line)@exemple-\(line).example;\(phone(line))\r\n"
          .utf8)
    }
    return bytes
  }

  private static let givenNames: [String] = [
    "Inès", "Noé", "Mila", "Yanis", "Léa", "Karim", "Aïcha", "Hugo", "Jeanne", "Mehdi", "Fatou", "Louis", "Zoé",
  ]

  private func people(_ postcode: (Int) -> String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(lines * 100)
    bytes.append(contentsOf: "Nom;Prénom;Né le;E-mail;Téléphone;Adresse;CP;Ville\r\n".utf8)
    for line in 0..<lines {
      let family: String = Self.family(line).filter { $0.isLetter }
      let town = Self.towns[line / 7 % Self.towns.count]
      let birth: String = "\(line % 28 + 1)/\(line / 28 % 12 + 1)/\(1950 + line / 336 % 55)"
      bytes.append(
        contentsOf:
          "\(family);\(Self.givenNames[line % Self.givenNames.count]);\(birth);p\(line)@exemple.example;06\(10_000_000 + line);\(line % 200) rue de l’Épreuve;\(postcode(line));\(town.name)\r\n"
          .utf8)
    }
    return bytes
  }

  /// Names as various as families’ are.
  private static func family(_ line: Int) -> String {
    let (starts, middles, ends) = (
      ["Mar", "Ber", "Du", "La", "Gi", "Pe", "Fau", "Mo", "Ro", "Chau"],
      ["ti", "na", "ron", "vel", "mo", "lan", "che", "ri", "dou", "bé"],
      ["n", "rd", "t", "s", "lle", "au", "et", "ier", "ac", "oz"]
    )
    var (rest, name): (Int, String) = (line &* 2_654_435_761 % 1_000_003, "")
    name += starts[rest % 10]
    rest /= 10
    name += middles[rest % 10]
    rest /= 10
    name += middles[rest % 10] + ends[rest / 10 % 10]
    return "\(name) \(line % 997)"
  }

  /// Fourteen digits of which the ninth and the last follow from the others.
  private static func siret(_ line: Int) -> String {
    var digits: [Int] = String(10_000_000 + line).compactMap(\.wholeNumberValue)
    digits.append(key(digits))
    digits += [0, 0, 0, 1]
    digits.append(key(digits))
    return digits.map(String.init).joined()
  }

  private static func key(_ digits: [Int]) -> Int {
    let sum: Int = digits.reversed().enumerated().reduce(0) { sum, digit in
      let value: Int = digit.offset % 2 == 0 ? digit.element * 2 : digit.element
      return sum + (value > 9 ? value - 9 : value)
    }
    return (10 - sum % 10) % 10
  }
}
