import Platform
import SQL
import Testing

@testable import Places

@Suite struct StaysTests {
  static let endOf2011 = Day(2011, 12, 31)!

  static func stay(_ tenant: Int64, _ start: Day, _ end: Day?) -> Stay {
    Stay(tenant: tenant, period: Period(start: start, end: end))
  }

  @Test func `two stays of one company are one company and two stays`() {
    let summary = StaySummary(
      [
        Self.stay(1, Day(1998, 1, 1)!, Day(1999, 12, 31)!), Self.stay(1, Day(2005, 1, 1)!, Day(2006, 12, 31)!),
        Self.stay(2, Day(2000, 1, 1)!, Day(2001, 12, 31)!),
      ], on: Self.endOf2011)
    #expect(summary.companies == 2)
    #expect(summary.stays == 3)
    #expect(summary.closed == 3)
  }

  @Test func `the mean length is over closed stays only, a month being a twelfth of 365.25 days`() throws {
    let closed: [Stay] = [
      // 731 + 1 461 days.
      Self.stay(1, Day(2000, 1, 1)!, Day(2001, 12, 31)!), Self.stay(2, Day(2004, 1, 1)!, Day(2007, 12, 31)!),
    ]
    let running: [Stay] = [Self.stay(3, Day(1986, 1, 1)!, nil), Self.stay(4, Day(2010, 1, 1)!, Day(2012, 1, 1)!)]
    let summary = StaySummary(closed + running, on: Self.endOf2011)
    #expect(summary.stays == 4)
    #expect(summary.closed == 2)
    let mean: Double = try #require(summary.meanMonths)
    #expect(abs(mean - 1_096 / 30.4375) < 1e-9)
    #expect(StaySummary(running, on: Self.endOf2011).meanMonths == nil)
    #expect(StaySummary([], on: Self.endOf2011).meanMonths == nil)
  }

  @Test func `a stay is closed the day after its last one, and unknown before its first`() {
    let stays: [Stay] = [Self.stay(1, Day(2010, 3, 1)!, Day(2011, 12, 31)!)]
    #expect(StaySummary(stays, on: Day(2010, 2, 28)!).stays == 0)
    #expect(StaySummary(stays, on: Day(2010, 2, 28)!).companies == 0)
    #expect(StaySummary(stays, on: Day(2010, 3, 1)!).stays == 1)
    #expect(StaySummary(stays, on: Self.endOf2011).closed == 0)
    #expect(StaySummary(stays, on: Day(2012, 1, 1)!).closed == 1)
  }

  @Test func `85 companies at a time for 26 years, 31.5 months each, are 842 stays and not 281`() {
    #expect(plausibleStays(stock: 85, years: 26, meanMonths: 31.5) == 842)
    #expect(StayAlert(counted: 281, plausible: 842)?.plausible == 842)
    #expect(plausibleStays(stock: 28.4, years: 26, meanMonths: 31.5) == 281)
    #expect(StayAlert(counted: 281, plausible: 281) == nil)
  }

  @Test func `up to half of the count is no alert`() {
    #expect(StayAlert(counted: 100, plausible: 150) == nil)
    #expect(StayAlert(counted: 100, plausible: 151) != nil)
    #expect(StayAlert(counted: 100, plausible: 50) == nil)
    #expect(StayAlert(counted: 100, plausible: 49) != nil)
    #expect(StayAlert(counted: 0, plausible: 0) == nil)
    #expect(StayAlert(counted: 0, plausible: 1) != nil)
  }

  @Test func `figures that say nothing give no number of stays`() {
    #expect(plausibleStays(stock: 85, years: 26, meanMonths: 0) == nil)
    #expect(plausibleStays(stock: 0, years: 26, meanMonths: 0) == nil)
    #expect(plausibleStays(stock: 85, years: 26, meanMonths: -1) == nil)
    #expect(plausibleStays(stock: .infinity, years: 26, meanMonths: 31.5) == nil)
    #expect(plausibleStays(stock: .nan, years: 26, meanMonths: 31.5) == nil)
    #expect(plausibleStays(stock: 0, years: 26, meanMonths: 31.5) == 0)
  }

  // MARK: Survival

  static let left: [SurvivalFact] = [
    SurvivalFact(status: .struckOff, day: Day(2012, 4, 2)!), SurvivalFact(status: .active, day: Day(2005, 6, 30)!),
  ]

  @Test func `a company that left in 2005 and was struck off in 2012 was in business at the end of 2011`() {
    #expect(status(of: Self.left, on: Self.endOf2011) == .active)
    #expect(status(of: Self.left, on: Day(2012, 4, 1)!) == .active)
    #expect(status(of: Self.left, on: Day(2012, 4, 2)!) == .struckOff)
    #expect(status(of: Self.left, on: Day(2005, 6, 29)!) == nil)
    #expect(status(of: [], on: Self.endOf2011) == nil)
  }

  @Test func `of two facts of one day, the one given last holds`() {
    let day = Day(2009, 1, 1)!
    let facts: [SurvivalFact] = [.disappeared, .struckOff, .active].map { SurvivalFact(status: $0, day: day) }
    #expect(status(of: facts, on: day) == .active)
    #expect(status(of: facts.reversed(), on: day) == .disappeared)
  }

  @Test func `a company found again changes the days since, and the days before only if it was there then`() {
    let lost = SurvivalFact(status: .disappeared, day: Day(2009, 1, 1)!)
    let met = SurvivalFact(status: .active, day: Day(2013, 5, 1)!)
    let foundInAccounts = SurvivalFact(status: .active, day: Day(2010, 12, 31)!)
    #expect(status(of: [lost, met], on: Self.endOf2011) == .disappeared)
    #expect(status(of: [lost, met], on: Day(2013, 5, 1)!) == .active)
    #expect(status(of: [lost, met, foundInAccounts], on: Self.endOf2011) == .active)
  }

  @Test func `281 companies hosted since 1986 are 214 in business, 39 struck off and 28 untraceable: 76.2 %`() throws {
    var stays: [Stay] = []
    var facts: [Int64: [SurvivalFact]] = [:]
    for tenant in Int64(1)...281 {
      let entry: Day = Day(1986, 1, 1)!.adding(days: Int(tenant) * 30)
      stays.append(Self.stay(tenant, entry, entry.adding(days: 958)))
      facts[tenant] = [SurvivalFact(status: .active, day: entry.adding(days: 959))]
      if tenant > 214 {
        facts[tenant]?.append(SurvivalFact(status: tenant > 253 ? .disappeared : .struckOff, day: Self.endOf2011))
      }
    }
    // One that came back, one struck off the day after, one that came the day after.
    stays.append(Self.stay(1, Day(2000, 1, 1)!, Day(2001, 1, 1)!))
    facts[2]?.append(SurvivalFact(status: .struckOff, day: Day(2012, 1, 1)!))
    stays.append(Self.stay(300, Day(2012, 1, 1)!, nil))
    let survival = Survival(of: stays, facts: facts, on: Self.endOf2011)
    #expect(survival.hosted == 281)
    #expect(survival.active == 214)
    #expect(survival.struckOff == 39)
    #expect(survival.disappeared == 28)
    #expect(survival.unknown == 0)
    let rate: Double = try #require(survival.rate)
    #expect(abs(rate - 214.0 / 281) < 1e-12)
    #expect(Language.fr.percent(rate * 100, places: 1) == "76,2\u{202F}%")
    let later = Survival(of: stays, facts: facts, on: Day(2012, 1, 1)!)
    #expect(later.hosted == 282)
    #expect(later.struckOff == 40)
    #expect(later.active == 214)
  }

  @Test func `who is still hosted is in business; who left without a word is unknown, and was hosted`() {
    let stays: [Stay] = [
      Self.stay(1, Day(2010, 1, 1)!, nil), Self.stay(2, Day(2010, 1, 1)!, Self.endOf2011),
      Self.stay(3, Day(2000, 1, 1)!, Day(2003, 1, 1)!), Self.stay(4, Day(2010, 1, 1)!, nil),
    ]
    let facts: [Int64: [SurvivalFact]] = [4: [SurvivalFact(status: .struckOff, day: Day(2011, 9, 1)!)]]
    let survival = Survival(of: stays, facts: facts, on: Self.endOf2011)
    #expect(survival.active == 2)
    #expect(survival.struckOff == 1)
    #expect(survival.unknown == 1)
    #expect(survival.hosted == 4)
    #expect(survival.rate == 0.5)
    #expect(Survival(of: [], facts: facts, on: Self.endOf2011).rate == nil)
  }

  @Test func `what became of a company is said in three languages`() {
    #expect(SurvivalStatus.allCases.map { $0.label(.fr) } == ["En activité", "Radiée", "Introuvable"])
    #expect(SurvivalStatus.allCases.map { $0.label(.de) } == ["Aktiv", "Gelöscht", "Nicht auffindbar"])
    #expect(SurvivalStatus(rawValue: "struck-off") == .struckOff)
  }
}
