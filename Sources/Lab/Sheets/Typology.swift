import Platform
import Programmes
import SQL

/// The words that a Lab sorts its sheets by: a network’s programme has them in its nomenclatures.
struct Typology: Sendable {
  /// Nil where no Lab is open.
  let lab: ID<Programme>?
  let axes: [Term]
  let themes: [Term]
  let audiences: [Term]
  /// After how many months without a change a sheet is to be looked at again.
  let staleMonths: Int
  /// What the network says of its Lab at the head of the catalogue.
  let introduction: String?
  /// What it asks of who adopts.
  let licence: String

  static let none = Typology(
    lab: nil, axes: [], themes: [], audiences: [], staleMonths: 18, introduction: nil, licence: "")

  /// The installation’s Lab: the first that was opened on a programme that everybody sees, whichever territory runs it.
  static func open(_ scope: Scope) async throws -> Typology {
    struct Open: Fetched {
      let (programme, territory): (ID<Programme>, ID<Territory>)
      let months: Int
      let (introduction, licence): (String?, String?)

      init(_ row: inout Row) throws(DatabaseError) {
        (programme, territory) = (try row.next(), try row.next())
        months = try row.next()
        (introduction, licence) = (try row.next(), try row.next())
      }
    }
    let open: Open? = try await scope.first(
      """
      SELECT lab_setting.programme_id, lab_setting.territory_id, lab_setting.stale_months,
        lab_setting.introduction, lab_setting.licence
      FROM lab_setting
      JOIN programme ON programme.id = lab_setting.programme_id
      JOIN territory ON territory.id = lab_setting.territory_id
      WHERE programme.is_public AND territory.closed_at IS NULL ORDER BY lab_setting.id LIMIT 1
      """)
    guard let open else { return .none }
    struct Word: Fetched {
      let use: NomenclatureUse
      let term: Term

      init(_ row: inout Row) throws(DatabaseError) {
        use = try row.next()
        term = try Term(&row)
      }
    }
    let words: [Word] = try await scope.all(
      """
      SELECT nomenclature.use, \(NomenclatureStore.columns) FROM nomenclature
      JOIN nomenclature_item ON nomenclature_item.nomenclature_id = nomenclature.id
      WHERE nomenclature.territory_id = \(open.territory) AND nomenclature.programme_id = \(open.programme)
      ORDER BY nomenclature_item.rank, nomenclature_item.id
      """)
    func terms(_ use: NomenclatureUse) -> [Term] { words.filter { $0.use == use }.map(\.term) }
    return Typology(
      lab: open.programme, axes: terms(.axes), themes: terms(.themes), audiences: terms(.audiences),
      staleMonths: open.months, introduction: open.introduction, licence: open.licence ?? "")
  }

  func terms(_ use: NomenclatureUse) -> [Term] {
    switch use {
    case .axes: axes
    case .themes: themes
    case .audiences: audiences
    default: []
    }
  }
}

extension [Term] {
  /// What a form or a filter offers.
  func choices(keeping kept: [String] = []) -> [(key: String, label: Text)] {
    filter { !$0.isArchived || kept.contains($0.key) }.map { ($0.key, $0.label) }
  }
}
