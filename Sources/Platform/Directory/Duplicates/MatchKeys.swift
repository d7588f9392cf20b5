/// By what two records of the same organisation, or of the same person, are found together: those that share one of these
/// are then compared. Kept in an index, so that a hundred thousand of them are looked up in the time of one.
enum MatchKeys {
  /// Of an organisation, under all its names.
  static func of(_ card: OrganisationCard) -> Set<String> {
    var keys: Set<String> = []
    for core in card.cores {
      keys.insert("n:\(core.joined)")
      if core.words.count > 1 { keys.insert("w:\(core.sorted)") }
      if let initials = core.initials { keys.insert("a:\(initials)") }
      if core.sound.utf8.count > 2 { keys.insert("s:\(core.sound)") }
    }
    if let siren = card.siren { keys.insert("i:\(siren)") }
    if let rna = card.rna { keys.insert("r:\(rna)") }
    if let email = card.email { keys.insert("e:\(email)") }
    if let phone = card.phone { keys.insert("t:\(phone)") }
    if let site = card.site { keys.insert("d:\(site)") }
    return keys
  }
}
