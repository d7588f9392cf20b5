import Platform
import Programmes
import SQL

/// What those who run a site, or decide about it, read on its page.
struct SiteInside: Sendable {
  let jobs: SiteJobs
  let members: Int
  let memberTenants: Int

  init(_ site: Site, _ scope: Scope) async throws {
    jobs = try await JobCountStore(scope).on(site.id, day: scope.today)
    (members, memberTenants) = try await MemberStore(scope).count(on: site.id, day: scope.today)
  }
}

extension Site {
  /// The map of its lots in service; nil where it has none, or too many to be drawn.
  func map(_ lots: [Lot], _ scope: Scope) async throws -> OccupancyMap? {
    let inService: [Lot] = lots.filter { $0.closed.map { $0 >= scope.today } ?? true }
    guard !inService.isEmpty else { return nil }
    let isInside: Bool = scope.actor.seesAllLeases
    let terms: [Term] = isInside ? try await CategoryStore(scope).of(programme) : []
    let keys: [String] = inService.compactMap { $0.tenantCategory.map { terms.top(of: $0.key)?.key ?? $0.key } }
    // As many as can be told apart; what is left shares one texture.
    let parts: [String] = keys.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    let shown: [String] = parts.count > 6 ? Array(parts.prefix(5)) : parts
    var labels: [Text] = shown.map { key in terms[key]?.label ?? Text(name: key) }
    if parts.count > shown.count { labels.append(.otherCategories) }
    if !isInside { labels = [Occupancy.occupied.label] }
    func state(_ lot: Lot) -> OccupancyMap.State {
      guard lot.isLet else { return lot.reservedFor.isEmpty ? .vacant : .reserved }
      guard isInside, let category = lot.tenantCategory else { return .held(part: 0) }
      let top: String = terms.top(of: category.key)?.key ?? category.key
      return .held(part: shown.firstIndex(of: top) ?? labels.count - 1)
    }
    let levels: [String] = inService.map(\.level).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    return try? OccupancyMap(
      .mapOfLots, parts: labels,
      levels.map { level in
        OccupancyMap.Level(
          level.isEmpty ? nil : Text(name: level),
          inService.filter { $0.level == level }.map { lot in
            OccupancyMap.Room(lot.name, lot.area, state(lot), holder: lot.tenant, path: lot.path)
          })
      }, isListedBeside: true)
  }
}

extension Page {
  /// Whom parts of the site are kept for.
  mutating func reserved(_ lots: [Lot], _ site: Site) {
    let kept: [Lot] = lots.filter { !$0.reservedFor.isEmpty }
    let all: Area = lots.reduce(.zero) { $0 + $1.area }
    for purpose in Set(kept.map(\.reservedFor)).sorted() {
      let area: Area = kept.filter { $0.reservedFor == purpose }.reduce(.zero) { $0 + $1.area }
      paragraph(.keptFor(purpose, area, of: all))
    }
    guard let gross = site.grossArea, gross > all, !lots.isEmpty else { return }
    paragraph(.grossAgainstLots(gross, all))
  }

  mutating func inside(_ site: Site, _ inside: SiteInside) {
    section(.siteLife) { page in
      page.paragraph(.jobsHosted(inside.jobs))
      if let association = site.association {
        page.paragraph(.membersNow(association, inside.members, inside.memberTenants))
      }
      page.actions([
        ActionLink(.jobCounts, to: "\(site.path)/emplois", allow: .seesAccounts),
        ActionLink(.members, to: "\(site.path)/adherents", allow: .seesAccounts),
        ActionLink(.charges, to: "\(site.path)/charges", allow: .seesAccounts),
      ])
    }
  }
}

extension Text {
  static let mapOfLots = Text(fr: "Plan d’occupation", en: "Occupancy map", de: "Belegungsplan")
  static let otherCategories = Text(fr: "Autres catégories", en: "Other categories", de: "Andere Kategorien")
  static let siteLife = Text(fr: "La vie du site", en: "The life of the site")

  static func keptFor(_ purpose: String, _ area: Area, of all: Area) -> Text {
    Text { language in
      let (kept, all): (String, String) = (language.area(area), language.area(all))
      return switch language {
      case .fr: "\(kept) sur \(all) sont réservés : \(purpose)."
      case .en: "\(kept) of \(all) are kept for: \(purpose)."
      case .de: "\(kept) von \(all) sind reserviert: \(purpose)."
      }
    }
  }

  static func grossAgainstLots(_ gross: Area, _ lots: Area) -> Text {
    Text { language in
      let (gross, lots): (String, String) = (language.area(gross), language.area(lots))
      return switch language {
      case .fr: "Le bâtiment compte \(gross) ; ses lots en louent \(lots). L’occupation se compte sur les lots."
      case .en: "The building has \(gross); its lots let \(lots). Occupancy is counted on lots."
      case .de: "Das Gebäude hat \(gross); vermietbar sind \(lots). Die Belegung zählt nach Einheiten."
      }
    }
  }

  static func membersNow(_ association: String, _ members: Int, _ tenants: Int) -> Text {
    Text { language in
      let count: String = Noun.member.counted(members)(language)
      return switch language {
      case .fr, .de: "\(association) : \(count), dont \(tenants) locataires du site."
      case .en: "\(association): \(count), of which \(tenants) tenants of the site."
      }
    }
  }
}
