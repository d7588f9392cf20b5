/// How much two organisations look like one, and by what: a person decides, and wants to know why they are asked.
struct Likeness: Sendable, Equatable {
  enum Sign: String, Sendable, CaseIterable {
    case sameNumber, sameName, sameWords, nearName, sameSound, sameInitials, sameMail, samePhone, sameSite, sameTown
    case otherNumber, otherTown
  }

  let signs: [Sign]

  var score: Int { signs.reduce(0) { $0 + $1.weight } }

  /// Worth asking about before another record is opened.
  var isPossible: Bool { score >= 40 }
  var isLikely: Bool { score >= 70 }

  init(_ one: OrganisationCard, _ other: OrganisationCard) {
    var signs: [Sign] = []
    guard !one.isAnother(siren: other.siren, rna: other.rna) else {
      self.signs = [.otherNumber]
      return
    }
    if let name = Likeness.name(one, other) { signs.append(name) }
    if Likeness.same(one.siret, other.siret) || Likeness.same(one.rna, other.rna) {
      signs.append(.sameNumber)
    } else if Likeness.same(one.siren, other.siren) {
      // Two establishments of one company are two records, where both say which they are.
      signs.append(one.siret != nil && other.siret != nil ? .otherNumber : .sameNumber)
    }
    if Likeness.same(one.email, other.email) { signs.append(.sameMail) }
    if Likeness.same(one.phone, other.phone) { signs.append(.samePhone) }
    if Likeness.same(one.site, other.site) { signs.append(.sameSite) }
    if Likeness.same(one.town, other.town) || Likeness.same(one.postcode, other.postcode) {
      signs.append(.sameTown)
    } else if Likeness.differ(one.town, other.town) {
      signs.append(.otherTown)
    }
    self.signs = signs
  }

  /// The closest that any two of their names come.
  private static func name(_ one: OrganisationCard, _ other: OrganisationCard) -> Sign? {
    var best: Sign?
    for left in one.cores {
      for right in other.cores {
        guard let sign = name(left, right) else { continue }
        if sign.weight > (best?.weight ?? 0) { best = sign }
      }
    }
    return best
  }

  private static func name(_ left: NameCore, _ right: NameCore) -> Sign? {
    if left.joined == right.joined { return .sameName }
    if left.sorted == right.sorted { return .sameWords }
    let longest: Int = max(left.joined.utf8.count, right.joined.utf8.count)
    let most: Int = max(1, longest / 8)
    if longest >= 5, Spelling.areNear(left.joined, right.joined, by: most) { return .nearName }
    if longest >= 5, left.sound.utf8.count > 2, left.sound == right.sound { return .sameSound }
    let isAcronym: Bool = left.words.count == 1 || right.words.count == 1
    if isAcronym, let initials = left.initials, initials == right.initials { return .sameInitials }
    return nil
  }

  private static func same(_ one: String?, _ other: String?) -> Bool { one != nil && one == other }
  private static func differ(_ one: String?, _ other: String?) -> Bool { one != nil && other != nil && one != other }
}

extension Likeness.Sign {
  var weight: Int {
    switch self {
    case .sameNumber: 100
    case .sameName: 70
    case .sameWords: 60
    case .nearName: 55
    case .sameSound: 40
    case .sameInitials: 40
    case .sameMail, .sameSite: 35
    case .samePhone: 30
    case .sameTown: 10
    case .otherTown: -15
    // Whatever else they share, the register knows two.
    case .otherNumber: -100
    }
  }

  var label: Text {
    switch self {
    case .sameNumber: Text(fr: "même numéro", en: "same number")
    case .sameName: Text(fr: "même nom", en: "same name")
    case .sameWords: Text(fr: "mêmes mots, dans un autre ordre", en: "same words in another order")
    case .nearName: Text(fr: "noms à une lettre près", en: "names but for a letter")
    case .sameSound: Text(fr: "noms qui s’entendent de même", en: "names that sound alike")
    case .sameInitials: Text(fr: "sigle de l’autre", en: "the other’s initials")
    case .sameMail: Text(fr: "même adresse électronique", en: "same e-mail address")
    case .samePhone: Text(fr: "même téléphone", en: "same telephone")
    case .sameSite: Text(fr: "même site web", en: "same website")
    case .sameTown: Text(fr: "même commune", en: "same municipality")
    case .otherTown: Text(fr: "autre commune", en: "another municipality")
    case .otherNumber: Text(fr: "autre numéro", en: "another number")
    }
  }
}
