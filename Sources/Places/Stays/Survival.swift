import Platform
import SQL

/// What has become of a company that is or was hosted.
enum SurvivalStatus: String, Choice {
  case active
  case struckOff = "struck-off"
  case disappeared

  var label: Text {
    switch self {
    case .active: Text(fr: "En activité", en: "In business", de: "Aktiv")
    case .struckOff: Text(fr: "Radiée", en: "Struck off", de: "Gelöscht")
    case .disappeared: Text(fr: "Introuvable", en: "Untraceable", de: "Nicht auffindbar")
    }
  }
}

/// What a company was from a day on.
struct SurvivalFact: Sendable, Equatable {
  let status: SurvivalStatus
  let day: Day
}

/// What is known of a company on a day: the last fact, and of two on one day the one given last.
func status(of facts: [SurvivalFact], on day: Day) -> SurvivalStatus? {
  facts.filter { $0.day <= day }.sorted { $0.day < $1.day }.last?.status
}

/// What has become, by a day, of all companies ever hosted.
struct Survival: Sendable, Equatable {
  let active: Int
  let struckOff: Int
  let disappeared: Int
  /// Left, and nothing was noted since.
  let unknown: Int

  var hosted: Int { active + struckOff + disappeared + unknown }

  /// Companies in business over companies ever hosted: a floor where some are unknown. Nil where there were none.
  var rate: Double? { hosted > 0 ? Double(active) / Double(hosted) : nil }

  /// By tenant. A company that is still hosted is in business unless something else is known.
  init(of stays: [Stay], facts: [Int64: [SurvivalFact]], on day: Day) {
    let begun: [Stay] = stays.filter { $0.period.start <= day }
    let present: Set<Int64> = Set(begun.filter { $0.period.contains(day) }.map(\.tenant))
    var counts: [SurvivalStatus?: Int] = [:]
    for tenant in Set(begun.map(\.tenant)) {
      let known: SurvivalStatus? = status(of: facts[tenant] ?? [], on: day)
      counts[known ?? (present.contains(tenant) ? .active : nil), default: 0] += 1
    }
    self.active = counts[.active] ?? 0
    self.struckOff = counts[.struckOff] ?? 0
    self.disappeared = counts[.disappeared] ?? 0
    self.unknown = counts[SurvivalStatus?.none] ?? 0
  }
}
