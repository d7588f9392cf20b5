import Platform
import SQL

extension Fact {
  static let assembly: [Fact] = [.bodies, .seats, .mandates, .opinions]

  private static func within(_ column: Query) -> @Sendable (Scope) -> Query? {
    { scope in "\(column) IN (SELECT programme.id FROM programme WHERE \(ProgrammeStore(scope).visible))" }
  }

  private static let bodies = Fact(
    "body", .body,
    Text(
      fr: "Une instance du dispositif : comité, bureau, commission.",
      en: "A body of the programme: a committee, a board.",
      de: "Ein Gremium des Programms: Ausschuss, Vorstand, Kommission."),
    from: "body", joins: [Join("programme", "JOIN programme ON programme.id = body.programme_id")],
    only: "NOT body.is_archived", programme: FactExpression("body.programme_id"),
    record: Record(
      id: "body.id", title: FactExpression("body.label"),
      path: FactExpression("'/dispositifs/' || programme.slug || '/instances/' || body.key", needs: "programme")),
    visible: within("body.programme_id"), [])

  private static let seats = Fact(
    "seat", .seat,
    Text(
      fr: "Un siège d’une instance, pourvu ou non, avec ou sans voix.",
      en: "A seat of a body, held or not, with or without a vote.",
      de: "Ein Sitz in einem Gremium, besetzt oder nicht, mit oder ohne Stimme."),
    from: "seat",
    joins: [
      Join("programme", "JOIN programme ON programme.id = seat.programme_id"),
      Join("body", "JOIN body ON body.id = seat.body_id"),
    ],
    only: "NOT seat.is_archived", programme: FactExpression("seat.programme_id"),
    record: Record(
      id: "seat.id", title: FactExpression("seat.label"),
      path: FactExpression(
        "'/dispositifs/' || programme.slug || '/instances/' || body.key || '/sieges/' || seat.key", needs: "programme",
        "body")),
    visible: within("seat.programme_id"),
    [
      FactColumn("body", .bodyWord, .word(.bodies), FactExpression("body.key", needs: "body")),
      FactColumn("votes", .votesWord, .flag, FactExpression("seat.votes")),
      FactColumn(
        "isHeld", .heldOnDay, .flag,
        FactExpression(on: { moment in
          """
          EXISTS (SELECT 1 FROM mandate WHERE mandate.seat_id = seat.id AND mandate.start_day <= \(moment.end)
            AND (mandate.end_day IS NULL OR mandate.end_day >= \(moment.end)))
          """
        })),
    ])

  private static let mandates = Fact(
    "mandate", .mandate,
    Text(
      fr: "Le mandat de qui occupe un siège, de son début à sa fin.",
      en: "The mandate of whoever holds a seat, from its start to its end.",
      de: "Das Mandat einer Person auf einem Sitz, von Beginn bis Ende."),
    from: "mandate",
    joins: [
      Join("seat", "JOIN seat ON seat.id = mandate.seat_id"),
      Join("body", "JOIN body ON body.id = seat.body_id", after: "seat"),
      Join("programme", "JOIN programme ON programme.id = seat.programme_id", after: "seat"),
    ],
    time: .interval(
      from: FactExpression("mandate.start_day"), to: FactExpression("mandate.end_day"), isFromKnown: true, within: nil),
    programme: FactExpression("seat.programme_id", needs: "seat"),
    record: Record(
      id: "mandate.id", title: FactExpression("seat.label", needs: "seat"),
      path: FactExpression(
        "'/dispositifs/' || programme.slug || '/instances/' || body.key || '/sieges/' || seat.key", needs: "programme",
        "body", "seat")),
    visible: { scope in
      "seat.programme_id IN (SELECT programme.id FROM programme WHERE \(ProgrammeStore(scope).visible))"
    },
    [
      FactColumn("organisation", .organisationWord, .key(.organisation), FactExpression("mandate.organisation_id")),
      FactColumn("body", .bodyWord, .word(.bodies), FactExpression("body.key", needs: "body", "seat")),
      FactColumn("votes", .votesWord, .flag, FactExpression("seat.votes", needs: "seat")),
      FactColumn("from", .startWord, .day, FactExpression("mandate.start_day")),
    ])

  private static let opinions = Fact(
    "opinion", .opinion,
    Text(
      fr: "L’avis d’une instance sur un dossier, un jour donné ; un avis retiré ne compte pas.",
      en: "A body’s opinion on a case, on a day; one that was retracted does not count.",
      de: "Die Stellungnahme eines Gremiums zu einem Vorgang; eine zurückgezogene zählt nicht."),
    from: "opinion",
    joins: [
      Join("body", "JOIN body ON body.id = opinion.body_id"),
      Join("programme", "JOIN programme ON programme.id = opinion.programme_id"),
    ],
    only: "opinion.retraction IS NULL", time: .event(FactExpression("opinion.day")),
    programme: FactExpression("opinion.programme_id"),
    record: Record(
      id: "opinion.id", title: FactExpression("body.label", needs: "body"),
      path: FactExpression(
        "'/dispositifs/' || programme.slug || '/instances/' || body.key", needs: "programme", "body")),
    visible: { scope in
      "opinion.programme_id IN (SELECT programme.id FROM programme WHERE \(ProgrammeStore(scope).changeable))"
    },
    [
      FactColumn("body", .bodyWord, .word(.bodies), FactExpression("body.key", needs: "body")),
      FactColumn("verdict", .verdictWord, .word(.choices(Verdict.self)), FactExpression("opinion.verdict")),
      FactColumn("day", .dayWord, .day, FactExpression("opinion.day")),
    ])
}

extension FactWords {
  fileprivate static let bodies = FactWords.configured { scope, programmes in
    struct Known: Fetched {
      let word: FactWord

      init(_ row: inout Row) throws(DatabaseError) { word = FactWord(try row.next(), try Text(labels: &row)) }
    }
    let bodies: [Known] = try await scope.all(
      """
      SELECT key, label, label_en, label_de FROM body
      WHERE territory_id = \(scope.territory) AND programme_id IN \(.list(programmes)) ORDER BY rank, id
      """)
    return bodies.map(\.word)
  }
}

extension Text {
  fileprivate static let bodyWord = Text(fr: "Instance", en: "Body", de: "Gremium")
  fileprivate static let votesWord = Text(fr: "Avec voix", en: "With a vote", de: "Mit Stimmrecht")
  fileprivate static let heldOnDay = Text(
    fr: "Pourvu à la date", en: "Held on the date", de: "Am Stichtag besetzt")
  fileprivate static let organisationWord = Text(fr: "Organisation", en: "Organisation", de: "Organisation")
  fileprivate static let startWord = Text(fr: "Début", en: "Start", de: "Beginn")
  fileprivate static let verdictWord = Text(fr: "Sens de l’avis", en: "Verdict", de: "Stellungnahme")
  fileprivate static let dayWord = Text(fr: "Date", en: "Date", de: "Datum")
}
