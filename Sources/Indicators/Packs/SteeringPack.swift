import Platform
import SQL

/// What those who decide are given for a period: a draft whose figures follow the records, until it is issued and never
/// changes again.
struct SteeringPack: Fetched, Equatable {
  let id: ID<SteeringPack>
  let programmeSlug: String
  /// For which body of the programme, by its key.
  let body: String?
  let bodyName: String?
  let title: String
  let from: Day
  let to: Day
  let comment: String
  let decisions: String
  /// Whether everybody may read it once it is issued.
  let isPublic: Bool
  let issuedAt: Instant?
  /// The fingerprint of what was issued.
  let digest: String?
  let provenance: Provenance
  let version: Int

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    programmeSlug = try row.next()
    body = try row.next()
    bodyName = try row.next()
    title = try row.next()
    from = try row.next()
    to = try row.next()
    comment = try row.next()
    decisions = try row.next()
    isPublic = try row.next()
    issuedAt = try row.next()
    digest = try row.next()
    provenance = try row.next()
    version = try row.next()
  }

  var path: String { "/dispositifs/\(programmeSlug)/dossiers-de-pilotage/\(id)" }

  var period: FigurePeriod { FigurePeriod(from, to) }

  var isIssued: Bool { issuedAt != nil }

  func checkDraft() throws(Refusal) {
    if let issuedAt { throw .conflict(.packIssued(issuedAt)) }
  }

  /// What is still to come can be foreseen, not established.
  func issue(on today: Day) throws(Refusal) {
    try checkDraft()
    if to > today { throw .conflict(.periodNotOver(to)) }
  }
}

extension View<SteeringPack> {
  static let steeringPack = View(
    "SteeringPack",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("title", .packTitle, link: { $0.path }) { .text($0.title) },
      Column("programme", .oneProgramme, forMachines: true) { .text($0.programmeSlug) },
      Column("body", .packBodyKey, forMachines: true) { .text($0.body) },
      Column("bodyName", .packBody) { .text($0.bodyName) },
      Column("from", .packFrom, .day) { .day($0.from) },
      Column("to", .packTo, .day) { .day($0.to) },
      Column("issuedAt", .packIssuedAt, .moment) { $0.issuedAt.map { .moment($0) } ?? .none },
      Column("public", .publicPack, .flag) { .flag($0.isPublic) },
      Column("comment", .packComment, forMachines: true) { .text($0.comment) },
      Column("decisions", .decisionsToTake, forMachines: true) { .text($0.decisions) },
      Column("digest", .packDigest, forMachines: true) { .text($0.digest) },
      Column("provenance", .provenance, .word(Provenance.words), forMachines: true) { .choice($0.provenance) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}

extension EntryUse {
  /// An issued pack keeps the body's name for itself; a draft needs the body.
  static let draftsForBody = EntryUse(of: "body", by: .steeringPack) { scope, body in
    """
    SELECT count(*) FROM steering_pack JOIN body ON body.programme_id = steering_pack.programme_id
      AND body.key = steering_pack.body
    WHERE steering_pack.territory_id = \(scope.territory) AND steering_pack.issued_at IS NULL AND body.id = \(body)
    """
  }
}

extension Noun {
  static let steeringPack = Noun(
    fr: ("dossier de pilotage", "dossiers de pilotage", .m), en: ("steering pack", "steering packs"),
    de: ("Steuerungsbericht", "Steuerungsberichte", .m))
}

extension Deed {
  static let packPrepared = Deed(
    "pack.prepared", Text(fr: "Dossier de pilotage préparé", en: "Steering pack prepared"))
  static let packChanged = Deed("pack.changed", Text(fr: "Dossier de pilotage modifié", en: "Steering pack changed"))
  static let packIssued = Deed("pack.issued", Text(fr: "Dossier de pilotage émis", en: "Steering pack issued"))
  static let packDeleted = Deed(
    "pack.deleted", Text(fr: "Projet de dossier supprimé", en: "Draft of a pack deleted"))

  static let packs: [Deed] = [packPrepared, packChanged, packIssued, packDeleted]
}

extension Text {
  static let steeringPacks = Text(fr: "Dossiers de pilotage", en: "Steering packs", de: "Steuerungsberichte")
  static let packTitle = Text(fr: "Titre", en: "Title", de: "Titel")
  static let packBody = Text(fr: "Instance", en: "Body", de: "Gremium")
  static let packBodyKey = Text(fr: "Clé de l’instance", en: "Key of the body", de: "Schlüssel des Gremiums")
  static let packFrom = Text(fr: "Période du", en: "Period from", de: "Zeitraum ab")
  static let packTo = Text(fr: "Au", en: "To", de: "Bis")
  static let packIssuedAt = Text(fr: "Émis", en: "Issued", de: "Herausgegeben")
  static let publicPack = Text(fr: "Public", en: "Public", de: "Öffentlich")
  static let packComment = Text(fr: "Commentaire", en: "Comment", de: "Kommentar")
  static let decisionsToTake = Text(fr: "Décisions à prendre", en: "Decisions to take", de: "Anstehende Entscheidungen")
  static let packDigest = Text(fr: "Empreinte", en: "Fingerprint", de: "Prüfsumme")

  static func packIssued(_ moment: Instant) -> Text {
    Text { language in
      let issued: String = language.moment(moment)
      return Text(
        fr: "Ce dossier a été émis le \(issued) : il ne change plus.",
        en: "This pack was issued on \(issued): it does not change any more.")(language)
    }
  }

  static func periodNotOver(_ end: Day) -> Text {
    Text { language in
      let day: String = language.long(end)
      return Text(
        fr:
          "La période va jusqu’au \(day) : ses chiffres peuvent encore changer. Attendez ce jour, ou arrêtez la période plus tôt.",
        en: "The period lasts until \(day): its figures may still change. Wait for that day, or end the period earlier."
      )(language)
    }
  }
}
