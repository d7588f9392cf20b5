import Platform
import SQL

/// The rules of a programme's premises; where nothing was settled, what most would settle.
struct PlaceSettings: Fetched, Equatable {
  let admissionBody: String?
  let term: RentTerm
  let isSelfFinanced: Bool
  let endingDays: Int
  let vacantDays: Int

  init(_ row: inout Row) throws(DatabaseError) {
    admissionBody = try row.next()
    term = try row.next(RentTermChoice.self).term
    isSelfFinanced = try row.next()
    endingDays = try row.next()
    vacantDays = try row.next()
  }

  private init() {
    admissionBody = nil
    term = .quarter
    isSelfFinanced = false
    endingDays = 90
    vacantDays = 120
  }

  static let unsettled = PlaceSettings()

  static func of(_ programme: ID<Programme>, _ scope: Scope) async throws -> PlaceSettings {
    try await scope.first(
      """
      SELECT admission_body, rent_term, is_self_financed, ending_days, vacant_days FROM place_setting
      WHERE territory_id = \(scope.territory) AND programme_id = \(programme)
      """) ?? .unsettled
  }
}

extension RentScales {
  /// The scales of a programme, those that are archived too: past rents were asked by them.
  static func of(_ programme: ID<Programme>, _ scope: Scope) async throws -> RentScales {
    struct Line: Fetched {
      let scale: Int64
      let from: Day
      let category: String?
      let rate: Money?

      init(_ row: inout Row) throws(DatabaseError) {
        scale = try row.next()
        from = try row.next()
        category = try row.next()
        rate = try row.next()
      }
    }
    let lines: [Line] = try await scope.all(
      """
      SELECT rent_scale.id, rent_scale.from_day, rent_rate.category, rent_rate.rate
      FROM rent_scale LEFT JOIN rent_rate ON rent_rate.rent_scale_id = rent_scale.id
      WHERE rent_scale.territory_id = \(scope.territory) AND rent_scale.programme_id = \(programme)
      ORDER BY rent_scale.from_day, rent_scale.id
      """)
    return RentScales(
      Dictionary(grouping: lines, by: \.scale).values.map { lines in
        RentScale(
          from: lines[0].from,
          rates: Dictionary(
            lines.compactMap { line in
              if let category = line.category, let rate = line.rate { (category, rate) } else { nil }
            }
          ) { first, _ in first })
      })
  }
}
