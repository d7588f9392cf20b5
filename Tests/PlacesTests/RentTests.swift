import Platform
import SQL
import Testing

@testable import Places

@Suite struct RentTests {
  static let terms: [RentTerm] = [.month, .quarter, .halfYear, .year]
  /// Case 27: what a mixed building asks of three kinds of tenants.
  static let scale = RentScale(
    from: Day(2008, 12, 1)!,
    rates: ["siae": Money(euros: 40), "ess": Money(euros: 60), "artisan": Money(euros: 90)])

  static func rent(
    from start: Day = Day(2024, 3, 1)!, through end: Day? = nil, area: Area = Area(squareMetres: 100),
    _ categories: [CategoryFact], scales: [RentScale] = [scale], term: RentTerm = .quarter
  ) -> Rent {
    Rent(
      period: Period(start: start, end: end), area: area, categories: categories, scales: RentScales(scales), term: term
    )
  }

  static let social = CategoryFact(category: "ess", from: Day(2024, 3, 1)!)

  // MARK: Terms

  @Test func `a lease of 29 February has its years on the 28th, and on the 29th of the next leap year`() {
    let first = Day(2024, 2, 29)!
    var day: Day = first
    var starts: [Day] = []
    for _ in 0..<4 {
      day = RentTerm.year.next(after: day, since: first)
      starts.append(day)
    }
    #expect(starts.map(\.description) == ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"])
    #expect(RentTerm.year.start(holding: Day(2028, 2, 28)!, since: first) == Day(2027, 2, 28))
    #expect(RentTerm.year.start(holding: Day(2028, 2, 29)!, since: first) == Day(2028, 2, 29))
  }

  @Test func `a lease of 31 January comes back to the 31st after each shorter month`() {
    let first = Day(2025, 1, 31)!
    var day: Day = first
    var starts: [String] = []
    for _ in 0..<5 {
      day = RentTerm.month.next(after: day, since: first)
      starts.append(day.description)
    }
    #expect(starts == ["2025-02-28", "2025-03-31", "2025-04-30", "2025-05-31", "2025-06-30"])
    #expect(RentTerm.month.next(after: Day(2024, 2, 1)!, since: Day(2024, 1, 31)!) == Day(2024, 2, 29))
    #expect(RentTerm.month.start(holding: Day(2025, 3, 30)!, since: first) == Day(2025, 2, 28))
  }

  @Test func `before the lease there is no term: the first one comes next`() {
    let first = Day(2025, 4, 15)!
    for term in Self.terms {
      #expect(term.start(holding: Day(2024, 1, 1)!, since: first) == first)
      #expect(term.next(after: Day(2024, 1, 1)!, since: first) == first)
      #expect(term.next(after: first.adding(days: -1), since: first) == first)
      #expect(term.start(holding: first, since: first) == first)
      #expect(term.next(after: first, since: first) == first.adding(months: term.months))
    }
  }

  @Test func `a rent is fixed for 1, 3, 6 or 12 months`() {
    #expect((-1...13).compactMap { RentTerm(months: $0) } == Self.terms)
  }

  @Test func `over ten years no term goes backwards, from any day of 2024`() {
    for offset in 0..<366 {
      let first: Day = Day(2024, 1, 1)!.adding(days: offset)
      for term in Self.terms {
        var start: Day = first
        for number in 1...(120 / term.months) {
          let next: Day = term.next(after: start, since: first)
          let eve: Day = next.adding(days: -1)
          let holds: Bool =
            next > start && next == first.adding(months: number * term.months)
            && term.start(holding: next, since: first) == next && term.start(holding: eve, since: first) == start
            && term.next(after: eve, since: first) == next
          if !holds { Issue.record("\(first), every \(term.months) months, term \(number): \(start) → \(next)") }
          start = next
        }
      }
    }
  }

  @Test(arguments: [Day(2024, 1, 31)!, Day(2024, 2, 29)!, Day(2024, 8, 30)!])
  func `every day of ten years is in one term`(_ first: Day) {
    for term in Self.terms {
      var start: Day = first
      for offset in 0..<3_653 {
        let day: Day = first.adding(days: offset)
        let (held, next) = (term.start(holding: day, since: first), term.next(after: day, since: first))
        if !(held <= day && day < next && held >= start && first.days(to: held) >= 0) {
          Issue.record("\(day), every \(term.months) months since \(first): \(held), then \(next)")
        }
        start = held
      }
    }
  }

  // MARK: Scales

  @Test func `the last scale in force decides, and replaces the whole of the one before`() {
    let scales = RentScales([
      RentScale(from: Day(2012, 1, 1)!, rates: ["ess": Money(euros: 62), "artisan": Money(euros: 95)]), Self.scale,
    ])
    #expect(scales.rate(of: "ess", on: Day(2008, 11, 30)!) == nil)
    #expect(scales.rate(of: "ess", on: Day(2008, 12, 1)!) == Money(euros: 60))
    #expect(scales.rate(of: "ess", on: Day(2011, 12, 31)!) == Money(euros: 60))
    #expect(scales.rate(of: "ess", on: Day(2012, 1, 1)!) == Money(euros: 62))
    #expect(scales.rate(of: "siae", on: Day(2011, 12, 31)!) == Money(euros: 40))
    #expect(scales.rate(of: "siae", on: Day(2012, 1, 1)!) == nil)
  }

  @Test func `of two scales of one day, the one given last holds`() {
    let day = Day(2012, 1, 1)!
    let scales = RentScales([62, 63, 61].map { RentScale(from: day, rates: ["ess": Money(euros: $0)]) })
    #expect(scales.rate(of: "ess", on: day) == Money(euros: 61))
  }

  // MARK: Changes

  @Test func `a tenant who becomes an artisan in April pays as one from the next term, and nothing for before`() {
    let rent: Rent = Self.rent([Self.social, CategoryFact(category: "artisan", from: Day(2025, 4, 15)!)])
    #expect(rent.category(on: Day(2025, 4, 14)!) == "ess")
    #expect(rent.category(on: Day(2025, 4, 15)!) == "artisan")
    #expect(rent.billed(on: Day(2025, 4, 15)!) == "ess")
    #expect(rent.billed(on: Day(2025, 5, 31)!) == "ess")
    #expect(rent.billed(on: Day(2025, 6, 1)!) == "artisan")
    #expect(rent.changes(after: Day(2025, 4, 15)!) == Day(2025, 6, 1))
    #expect(rent.yearly(on: Day(2025, 5, 31)!) == Money(euros: 6_000))
    #expect(rent.yearly(on: Day(2025, 6, 1)!) == Money(euros: 9_000))
    #expect(
      rent.due(from: Day(2024, 3, 1)!, through: Day(2025, 5, 31)!)
        == Self.rent([Self.social]).due(
          from: Day(2024, 3, 1)!, through: Day(2025, 5, 31)!))
    // 6 000 € × 151/365, then 9 000 € × 214/365.
    #expect(rent.due(from: Day(2025, 1, 1)!, through: Day(2025, 12, 31)!) == Money(cents: 248_219 + 527_671))
  }

  @Test func `a change is billed from the day that the rent says, and not from the day before`() {
    for offset in 0..<366 {
      let day: Day = Day(2024, 2, 1)!.adding(days: offset)
      for term in Self.terms {
        let rent: Rent = Self.rent(
          [Self.social, CategoryFact(category: "artisan", from: day)], term: term)
        guard let billed = rent.changes(after: day) else {
          Issue.record("a lease without an end bills every change")
          continue
        }
        let isFirst: Bool = billed == rent.period.start
        let holds: Bool =
          billed >= day && rent.billed(on: billed) == "artisan"
          && (isFirst || rent.billed(on: billed.adding(days: -1)) == "ess")
        if !holds { Issue.record("noted on \(day), every \(term.months) months, billed from \(billed)") }
      }
    }
  }

  @Test func `a new scale waits for the next term too`() {
    let raised = RentScale(from: Day(2025, 1, 1)!, rates: ["ess": Money(euros: 66)])
    let rent: Rent = Self.rent([Self.social], scales: [raised, Self.scale], term: .year)
    #expect(rent.yearly(on: Day(2025, 2, 28)!) == Money(euros: 6_000))
    #expect(rent.yearly(on: Day(2025, 3, 1)!) == Money(euros: 6_600))
    #expect(rent.changes(after: Day(2025, 1, 1)!) == Day(2025, 3, 1))
    // 59 days at 6 000 €, 306 at 6 600 €.
    #expect(rent.due(from: Day(2025, 1, 1)!, through: Day(2025, 12, 31)!) == Money(cents: 96_986 + 553_315))
  }

  @Test func `a change that comes back before the next term is never billed`() {
    let rent: Rent = Self.rent([
      Self.social, CategoryFact(category: "ess", from: Day(2025, 5, 20)!),
      CategoryFact(category: "artisan", from: Day(2025, 4, 15)!),
    ])
    #expect(rent.category(on: Day(2025, 5, 1)!) == "artisan")
    #expect(rent.yearly(on: Day(2025, 6, 1)!) == Money(euros: 6_000))
    #expect(rent.due(from: Day(2025, 1, 1)!, through: Day(2025, 12, 31)!) == Money(euros: 6_000))
  }

  @Test func `the first category is the one at signature, even with a change noted before the lease starts`() {
    let rent: Rent = Self.rent([Self.social, CategoryFact(category: "siae", from: Day(2024, 2, 10)!)])
    #expect(rent.category(on: Day(2024, 1, 1)!) == "ess")
    #expect(rent.billed(on: Day(2024, 3, 1)!) == "siae")
    #expect(rent.changes(after: Day(2024, 2, 10)!) == Day(2024, 3, 1))
  }

  @Test func `a change in the last term is never billed`() {
    let rent: Rent = Self.rent(through: Day(2025, 5, 31)!, [Self.social])
    #expect(rent.changes(after: Day(2025, 2, 28)!) == Day(2025, 3, 1))
    #expect(rent.changes(after: Day(2025, 3, 1)!) == Day(2025, 3, 1))
    #expect(rent.changes(after: Day(2025, 3, 2)!) == nil)
  }

  // MARK: Amounts

  @Test func `a calendar year at one rate costs the yearly rent, leap or not, to the cent`() {
    for squareDecimetres in [1, 333, 2_355, 35_900, 88_412] {
      for cents in [1, 3_333, 4_000, 6_007, 12_345] {
        let scale = RentScale(from: Day(2000, 1, 1)!, rates: ["ess": Money(cents: cents)])
        for term in Self.terms {
          let rent: Rent = Self.rent(
            from: Day(2019, 5, 7)!, area: Area(squareDecimetres: squareDecimetres), [Self.social], scales: [scale],
            term: term)
          for year in 2020...2028 {
            let due: Money? = rent.due(from: Day(year, 1, 1)!, through: Day(year, 12, 31)!)
            if due == nil || due != rent.yearly(on: Day(year, 6, 1)!) {
              Issue.record("\(year): \(due?.decimal ?? "nothing") for \(squareDecimetres) dm² at \(cents) cents")
            }
          }
        }
      }
    }
  }

  @Test func `twelve months that cross into a leap year are days of both, and not quite a year’s rent`() {
    let rent: Rent = Self.rent(from: Day(2023, 3, 1)!, [Self.social])
    // 6 000 € × (306/365 + 60/366)
    #expect(rent.due(from: Day(2023, 3, 1)!, through: Day(2024, 2, 29)!) == Money(cents: 601_374))
    // 6 000 € × (184/366 + 181/365)
    #expect(rent.due(from: Day(2024, 7, 1)!, through: Day(2025, 6, 30)!) == Money(cents: 599_174))
  }

  @Test func `a rent is due for the lease’s own days only`() {
    let rent: Rent = Self.rent(through: Day(2024, 3, 31)!, [Self.social])
    // 6 000 € × 31/366
    #expect(rent.due(from: Day(2020, 1, 1)!, through: Day(2030, 12, 31)!) == Money(cents: 50_820))
    #expect(rent.due(from: Day(2024, 3, 31)!, through: Day(2030, 12, 31)!) == Money(cents: 1_639))
    #expect(rent.due(from: Day(2024, 4, 1)!, through: Day(2030, 12, 31)!) == .zero)
    #expect(rent.due(from: Day(2023, 4, 1)!, through: Day(2024, 2, 29)!) == .zero)
    #expect(rent.due(from: Day(2024, 3, 20)!, through: Day(2024, 3, 10)!) == .zero)
  }

  @Test func `an amount is the sum of its days, within half a cent for each rate`() {
    let scales: [RentScale] = [
      Self.scale,
      RentScale(from: Day(2025, 1, 1)!, rates: ["ess": Money(cents: 6_133), "artisan": Money(cents: 9_277)]),
      RentScale(from: Day(2026, 7, 14)!, rates: ["ess": Money(cents: 6_311), "artisan": Money(cents: 9_419)]),
    ]
    let facts: [CategoryFact] = [Self.social, CategoryFact(category: "artisan", from: Day(2025, 4, 15)!)]
    for term in Self.terms {
      let rent: Rent = Self.rent(area: Area(squareDecimetres: 23_577), facts, scales: scales, term: term)
      for offset in stride(from: 0, to: 1_400, by: 97) {
        let from: Day = Day(2024, 3, 1)!.adding(days: offset)
        for length in [1, 30, 365, 900] {
          let exact: Double = (0..<length).reduce(0) { sum, index in
            let day: Day = from.adding(days: index)
            let rate: Money = rent.scales.rate(
              of: rent.billed(on: day), on: term.start(holding: day, since: rent.period.start))!
            return sum + Double(rate.cents) * 235.77 / (day.year % 4 == 0 ? 366 : 365)
          }
          let due: Money? = rent.due(from: from, through: from.adding(days: length - 1))
          // Four rates at most.
          if due.map({ abs(Double($0.cents) - exact) > 2.01 }) ?? true {
            Issue.record("\(length) days from \(from): \(due?.decimal ?? "nothing"), \(exact) cents")
          }
        }
      }
    }
  }

  @Test func `half a cent is rounded up, once for a rate and not once for a term`() {
    let scale = RentScale(from: Day(2024, 1, 1)!, rates: ["ess": Money(cents: 50), "siae": Money(cents: 49)])
    #expect(
      Self.rent(area: Area(squareDecimetres: 1), [Self.social], scales: [scale]).yearly(on: Day(2025, 1, 1)!)
        == Money(cents: 1))
    let least = CategoryFact(category: "siae", from: Day(2024, 3, 1)!)
    #expect(Self.rent(area: Area(squareDecimetres: 1), [least], scales: [scale]).yearly(on: Day(2025, 1, 1)!) == .zero)
    // 0,50 € a year for a square metre: each month alone is 4 cents and a part.
    let monthly: Rent = Self.rent(area: Area(squareMetres: 1), [Self.social], scales: [scale], term: .month)
    #expect(monthly.due(from: Day(2025, 1, 1)!, through: Day(2025, 12, 31)!) == Money(cents: 50))
    #expect(monthly.due(from: Day(2025, 1, 1)!, through: Day(2025, 1, 31)!) == Money(cents: 4))
  }

  @Test func `a new category or a new scale at the same rate does not part the amount`() {
    let scale = RentScale(from: Day(2024, 1, 1)!, rates: ["ess": Money(cents: 50), "siae": Money(cents: 50)])
    let again = RentScale(from: Day(2025, 6, 1)!, rates: scale.rates)
    let rent: Rent = Self.rent(
      area: Area(squareMetres: 1), [Self.social, CategoryFact(category: "siae", from: Day(2025, 9, 1)!)],
      scales: [scale, again])
    // In three parts of 151, 92 and 122 days it would be 21 + 13 + 17 cents.
    #expect(rent.due(from: Day(2025, 1, 1)!, through: Day(2025, 12, 31)!) == Money(cents: 50))
  }

  @Test func `without a rate there is no amount, rather than a low one`() {
    let left = RentScale(from: Day(2025, 1, 1)!, rates: ["artisan": Money(euros: 90)])
    let rent: Rent = Self.rent([Self.social], scales: [Self.scale, left])
    #expect(rent.yearly(on: Day(2025, 2, 28)!) == Money(euros: 6_000))
    #expect(rent.yearly(on: Day(2025, 3, 1)!) == nil)
    #expect(rent.due(from: Day(2025, 1, 1)!, through: Day(2025, 2, 28)!) == Money(cents: 96_986))
    #expect(rent.due(from: Day(2025, 1, 1)!, through: Day(2025, 3, 1)!) == nil)
    #expect(Self.rent([Self.social], scales: []).due(from: Day(2025, 1, 1)!, through: Day(2025, 1, 1)!) == nil)
  }

  @Test func `ten thousand square kilometres over three centuries are still counted to the cent`() {
    let area = Area(squareMetres: 10_000_000_000)
    let rent: Rent = Self.rent(
      from: Day(1700, 1, 1)!, area: area, [Self.social],
      scales: [
        RentScale(from: Day(1700, 1, 1)!, rates: ["ess": Money(cents: 9_999)])
      ])
    #expect(rent.yearly(on: Day(2000, 1, 1)!) == Money(cents: 99_990_000_000_000))
    #expect(rent.due(from: Day(1700, 1, 1)!, through: Day(1999, 12, 31)!) == Money(cents: 300 * 99_990_000_000_000))
    let beyond: Rent = Self.rent(
      area: area, [Self.social],
      scales: [
        RentScale(from: Day(2000, 1, 1)!, rates: ["ess": Money(cents: 1_000_000_000_000_000)])
      ])
    #expect(beyond.yearly(on: Day(2025, 1, 1)!) == nil)
    #expect(beyond.due(from: Day(2025, 1, 1)!, through: Day(2025, 12, 31)!) == nil)
  }

  // MARK: Balance

  static let surfaces: [(category: String, area: Area)] = [
    ("siae", Area(squareMetres: 359)), ("siae", Area(squareMetres: 1_767)), ("ess", Area(squareMetres: 416)),
    ("artisan", Area(squareMetres: 884)),
  ]

  @Test func `three rates over 3 426 m² bring 189 560 €, 440 € short of charges of 190 000 €`() {
    let day = Day(2012, 6, 30)!
    let balance = RentBalance(
      surfaces: Self.surfaces, scales: RentScales([Self.scale]), on: day, charges: Money(euros: 190_000))
    #expect(balance.rents == Money(euros: 85_040 + 24_960 + 79_560))
    #expect(balance.rents == Money(euros: 189_560))
    #expect(balance.balance == Money(euros: -440))
    #expect(balance.withoutRate == [])
    for (category, rent) in [("siae", 85_040), ("ess", 24_960), ("artisan", 79_560)] {
      let part = RentBalance(
        surfaces: Self.surfaces.filter { $0.category == category }, scales: RentScales([Self.scale]), on: day,
        charges: .zero)
      #expect(part.balance == Money(euros: rent))
    }
  }

  @Test func `a surface without a rate is named and brings nothing`() {
    let balance = RentBalance(
      surfaces: Self.surfaces + [
        ("école", Area(squareMetres: 50)), ("commun", Area(squareMetres: 274)), ("école", Area(squareMetres: 12)),
      ], scales: RentScales([Self.scale]), on: Day(2012, 6, 30)!, charges: Money(euros: 190_000))
    #expect(balance.rents == Money(euros: 189_560))
    #expect(balance.withoutRate == ["école", "commun"])
  }
}
