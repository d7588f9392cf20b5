import SQL

/// Who was hosted where since 1986 in five pépinières, made up by one rule and no chance, so that what is counted of it at
/// the end of 2011 is what was published then: 281 companies of which 39 struck off and 28 disappeared, 31.5 months on
/// average, 91 % of the area let since 2008.
struct PepinieresHistory {
  struct Place {
    let site: Int
    let metres: Int
    let opened: Day
  }

  struct Hosting {
    let place: Int
    let from: Day
    let through: Day
    var company: Int = 0

    func isOver(on day: Day) -> Bool { through < day }
  }

  struct Finding {
    let company: Int
    let status: SurvivalStatus
    let day: Day
    let source: String
  }

  static let published: Day = .on(2011, 12, 31)
  /// Nothing is known of what came later: who was there then is still there, and so is whoever took an empty lot next.
  static let last: Day = .on(2012, 12, 31)

  let places: [Place]
  let hostings: [Hosting]
  let findings: [Finding]
  let companies: Int
  /// Companies that left for a hôtel d’entreprises, with the day they left.
  let grown: [(company: Int, left: Day)]

  init(of sites: [(opened: Day, lots: Int)]) {
    let places: [Place] = Self.places(of: sites)
    var hostings: [Hosting] = places.indices.flatMap { Self.hostings(in: $0, places[$0]) }
      .sorted { ($0.from, $0.place) < ($1.from, $1.place) }
    companies = Self.number(&hostings)
    let gone: [Hosting] = Self.gone(hostings)
    let struckOff: Set<Int> = Self.spread(39, over: gone.count)
    let others: [Int] = gone.indices.filter { !struckOff.contains($0) }
    let disappeared: Set<Int> = Set(Self.spread(28, over: others.count).map { others[$0] })
    let active: [Hosting] = others.filter { !disappeared.contains($0) }.map { gone[$0] }
    var findings: [Finding] = hostings.filter { $0.isOver(on: Self.last) }.map { hosting in
      Finding(
        company: hosting.company, status: .active, day: hosting.through.adding(days: 1), source: "Bilan de sortie")
    }
    for index in struckOff.sorted() {
      findings.append(Self.finding(.struckOff, of: gone[index], after: 240 + index * 53 % 900, "Registre du commerce"))
    }
    for index in disappeared.sorted() {
      findings.append(Self.finding(.disappeared, of: gone[index], after: 400 + index * 71 % 900, "Enquête annuelle"))
    }
    // What was found out after the publication does not change what it said.
    if let late = active.first(where: { $0.through.year == 2005 }) {
      findings.append(
        Finding(company: late.company, status: .struckOff, day: .on(2012, 4, 2), source: "Registre du commerce"))
    }
    if let lost = disappeared.min() {
      findings.append(
        Finding(company: gone[lost].company, status: .active, day: .on(2013, 5, 1), source: "Retrouvée par une enquête")
      )
    }
    let movers: [Hosting] = active.filter { (2006...2010).contains($0.through.year) }
    grown = Self.spread(6, over: movers.count).sorted().map { (movers[$0].company, movers[$0].through) }
    self.places = places
    self.hostings = hostings
    self.findings = findings
  }

  private static func places(of sites: [(opened: Day, lots: Int)]) -> [Place] {
    let metres: [Int] = [150, 180, 220, 160, 240, 200]
    return sites.enumerated().flatMap { site, form in Array(repeating: (site, form.opened), count: form.lots) }
      .enumerated().map { number, place in
        Place(site: place.0, metres: metres[number % metres.count], opened: place.1)
      }
  }

  /// One after the other with some weeks between, each lot at its own pace.
  private static func hostings(in number: Int, _ place: Place) -> [Hosting] {
    let stays: [Int] = [545, 725, 935, 1_105, 665, 1_265, 845, 1_100, 1_010, 885, 1_175, 1_325]
    let gaps: [Int] = [40, 160, 85, 130, 55, 175, 100]
    var hostings: [Hosting] = []
    var start: Day = place.opened.adding(days: number * 53 % 300)
    while hostings.last?.isOver(on: last) ?? true {
      let turn: Int = hostings.count
      let end: Day = start.adding(days: stays[(5 * number + turn) % stays.count] - 1)
      hostings.append(Hosting(place: number, from: start, through: end))
      start = end.adding(days: 1 + gaps[(3 * number + 2 * turn) % gaps.count])
    }
    return hostings
  }

  /// A new company each time, but for those few that come back years after they left.
  private static func number(_ hostings: inout [Hosting]) -> Int {
    let returns: Int = hostings.count { $0.from <= published } - 281
    let comingBack: [Int: Int] = Dictionary(
      uniqueKeysWithValues: (0..<returns).map { (200 + 20 * $0, 40 + 20 * $0) })
    var companies: Int = 0
    for index in hostings.indices {
      if let first = comingBack[index] {
        hostings[index].company = hostings[first].company
      } else {
        hostings[index].company = companies
        companies += 1
      }
    }
    return companies
  }

  /// The last stay of each company that had left when the figures were published, in the order in which they left.
  private static func gone(_ hostings: [Hosting]) -> [Hosting] {
    let latest: [Int: Hosting] = hostings.filter { $0.from <= published }.reduce(into: [:]) { latest, hosting in
      latest[hosting.company] = hosting
    }
    return latest.values.filter { $0.isOver(on: published) }
      .sorted { ($0.through, $0.company) < ($1.through, $1.company) }
  }

  /// So many of so many, evenly.
  private static func spread(_ wanted: Int, over count: Int) -> Set<Int> {
    Set((0..<wanted).map { $0 * count / wanted })
  }

  private static func finding(
    _ status: SurvivalStatus, of hosting: Hosting, after days: Int, _ source: String
  ) -> Finding {
    Finding(
      company: hosting.company, status: status, day: min(hosting.through.adding(days: days), published), source: source)
  }
}
