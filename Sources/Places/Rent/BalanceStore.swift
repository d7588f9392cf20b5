import Platform
import SQL

/// What a programme's places bring in and cost.
struct BalanceStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  /// By the lots' destinations: what the scale would bring with everything let as it is meant to be. Nil where no charge
  /// was ever noted.
  func planned(_ programme: ID<Programme>, on day: Day) async throws -> RentBalance? {
    guard let charges = try await charges(of: programme, by: day) else { return nil }
    let surfaces: [Surface] = try await scope.all(
      """
      SELECT lot.destination, CAST(sum(lot.area_dm2) AS BIGINT) FROM site JOIN lot ON lot.site_id = site.id
      WHERE site.territory_id = \(scope.territory) AND site.programme_id = \(programme) AND lot.destination IS NOT NULL
        AND (lot.closed_day IS NULL OR lot.closed_day >= \(day))
      GROUP BY lot.destination ORDER BY lot.destination
      """)
    return RentBalance(
      surfaces: surfaces.map { ($0.category, $0.area) }, scales: try await RentScales.of(programme, scope), on: day,
      charges: charges)
  }

  /// The year's charges, or those of the last year that has any.
  private func charges(of programme: ID<Programme>, by day: Day) async throws -> Money? {
    struct Sum: Fetched {
      let amount: Money

      init(_ row: inout Row) throws(DatabaseError) { amount = try row.next() }
    }
    let sum: Sum? = try await scope.first(
      """
      SELECT CAST(sum(charge.amount) AS BIGINT) FROM charge JOIN site ON site.id = charge.site_id
      WHERE site.territory_id = \(scope.territory) AND site.programme_id = \(programme) AND charge.year <= \(day.year)
      GROUP BY charge.year ORDER BY charge.year DESC LIMIT 1
      """)
    return sum?.amount
  }

  /// An operation that must finance itself has no scale in force, now or later, by which it would not.
  func settle(_ programme: ID<Programme>) async throws {
    guard try await PlaceSettings.of(programme, scope).isSelfFinanced else { return }
    let scales: RentScales = try await RentScales.of(programme, scope)
    let days: [Day] = [scope.today] + scales.scales.map(\.from).filter { $0 > scope.today }
    for day in days {
      guard let balance = try await planned(programme, on: day), balance.balance < .zero else { continue }
      throw Refusal.conflict(.deficit(balance, on: day))
    }
  }

  private struct Surface: Fetched {
    let category: String
    let area: Area

    init(_ row: inout Row) throws(DatabaseError) {
      category = try row.next()
      area = try row.next()
    }
  }
}

extension Text {
  static func deficit(_ balance: RentBalance, on day: Day) -> Text {
    Text { language in
      let (rents, charges): (String, String) = (language.money(balance.rents), language.money(balance.charges))
      let (missing, day): (String, String) = (language.money(-balance.balance), language.long(day))
      return switch language {
      case .fr, .de:
        "Au \(day), les loyers apporteraient \(rents) pour \(charges) de charges : il manquerait \(missing) par an. Ce dispositif doit s’équilibrer."
      case .en:
        "On \(day), rents would bring \(rents) for \(charges) of charges: \(missing) a year would be missing. This programme must balance."
      }
    }
  }
}
