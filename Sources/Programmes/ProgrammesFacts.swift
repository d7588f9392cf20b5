import Platform
import SQL

extension Fact {
  static let programmes: [Fact] = [.actions, .partners, .deliverables, .awards, .objectives, .terms]

  /// Records of the programmes that an actor may see.
  private static func within(_ column: Query) -> @Sendable (Scope) -> Query? {
    { scope in "\(column) IN (SELECT programme.id FROM programme WHERE \(ProgrammeStore(scope).visible))" }
  }

  private static let slug = Join("programme", "JOIN programme ON programme.id = programme_id")

  private static func slug(of table: String) -> Join {
    Join("programme", Query(trusted: "JOIN programme ON programme.id = \(table).programme_id"))
  }

  private static let actions = Fact(
    "action", .action,
    Text(
      fr: "Une action d’un dispositif ou d’un plan annuel, avec son état, ses thèmes et ses échéances.",
      en: "An action of a programme or of a yearly plan, with its state, its themes and its dates.",
      de: "Eine Maßnahme eines Programms oder eines Jahresplans, mit ihrem Stand, ihren Themen und Fristen."),
    from: "action",
    joins: [
      slug(of: "action"), Join("plan", "LEFT JOIN plan ON plan.id = action.plan_id"),
      Join("themes", "JOIN action_term said_theme ON said_theme.action_id = action.id AND said_theme.use = 'themes'"),
      Join("axes", "JOIN action_term said_axis ON said_axis.action_id = action.id AND said_axis.use = 'axes'"),
    ],
    programme: FactExpression("action.programme_id"),
    record: Record(
      id: "action.id", title: FactExpression("action.title"),
      path: FactExpression("'/dispositifs/' || programme.slug || '/actions/' || action.id", needs: "programme")),
    visible: within("action.programme_id"),
    [
      FactColumn("state", .state, .word(.choices(ActionState.self)), FactExpression("action.state")),
      FactColumn("planYear", .planYear, .quantity(.year), FactExpression("plan.year", needs: "plan")),
      FactColumn(
        "theme", .theme, several: .terms(.themes),
        values: "SELECT key AS value FROM action_term WHERE action_id = action.id AND use = 'themes'",
        spread: ("themes", "said_theme.key")),
      FactColumn(
        "axis", .axisWord, several: .terms(.axes),
        values: "SELECT key AS value FROM action_term WHERE action_id = action.id AND use = 'axes'",
        spread: ("axes", "said_axis.key")),
      FactColumn(
        "isContinued", .continuesAnother, .flag,
        FactExpression("(action.continues_id IS NOT NULL)")),
      FactColumn("awaitsDecision", .awaitsDecisionFlag, .flag, FactExpression("action.awaits_decision")),
      FactColumn("first", .firstDayOfAction, .day, FactExpression("action.first_day")),
      FactColumn("due", .dueDayOfAction, .day, FactExpression("action.due_day")),
      FactColumn("last", .lastDayOfAction, .day, FactExpression("action.last_day")),
    ])

  private static let partners = Fact(
    "partner", .partner,
    Text(
      fr: "Une organisation partenaire d’un dispositif, avec son rôle, de son arrivée à son départ.",
      en: "An organisation that is a partner of a programme, with its role, from its arrival to its departure.",
      de: "Eine Organisation als Partner eines Programms, mit ihrer Rolle, vom Beitritt bis zum Ausscheiden."),
    from: "partner",
    joins: [
      slug(of: "partner"), Join("organisation", "JOIN organisation ON organisation.id = partner.organisation_id"),
    ],
    time: .interval(
      from: FactExpression("partner.from_day"), to: FactExpression("partner.to_day"), isFromKnown: false, within: nil),
    programme: FactExpression("partner.programme_id"),
    record: Record(
      id: "partner.id", title: FactExpression("organisation.name", needs: "organisation"),
      path: FactExpression("'/dispositifs/' || programme.slug || '/partenaires/' || partner.id", needs: "programme")),
    visible: within("partner.programme_id"),
    [
      FactColumn("organisation", .organisationWord, .key(.organisation), FactExpression("partner.organisation_id")),
      FactColumn("role", .roleWord, .word(.terms(.partnerRoles)), FactExpression("partner.role")),
      FactColumn("posts", .postsWord, .quantity(.posts), FactExpression("partner.full_time")),
      FactColumn("from", .arrivalWord, .day, FactExpression("partner.from_day")),
    ])

  private static let deliverables = Fact(
    "deliverable", .deliverable,
    Text(
      fr: "Une production d’un dispositif : étude, guide, outil.",
      en: "Something a programme produced: a study, a guide, a tool.",
      de: "Ein Arbeitsergebnis eines Programms: Studie, Leitfaden, Werkzeug."),
    from: "deliverable", joins: [slug(of: "deliverable")],
    programme: FactExpression("deliverable.programme_id"),
    record: Record(
      id: "deliverable.id", title: FactExpression("deliverable.name"),
      path: FactExpression(
        "'/dispositifs/' || programme.slug || '/productions/' || deliverable.id", needs: "programme")),
    visible: { scope in
      "deliverable.programme_id IN (SELECT programme.id FROM programme WHERE \(ProgrammeStore(scope).changeable))"
    },
    [
      FactColumn("day", .date, .day, FactExpression("deliverable.day")),
      FactColumn("isPublic", .publicFlag, .flag, FactExpression("deliverable.is_public")),
    ])

  private static let awards = Fact(
    "award", .award,
    Text(
      fr: "Un prix ou un label reçu par le dispositif.", en: "A prize or a label that the programme was given.",
      de: "Ein Preis oder ein Siegel, das dem Programm verliehen wurde."),
    from: "programme_award", joins: [slug(of: "programme_award")],
    programme: FactExpression("programme_award.programme_id"),
    record: Record(
      id: "programme_award.id", title: FactExpression("programme_award.name"),
      path: FactExpression(
        "'/dispositifs/' || programme.slug || '/distinctions/' || programme_award.id", needs: "programme")),
    visible: within("programme_award.programme_id"),
    [FactColumn("day", .date, .day, FactExpression("programme_award.day"))])

  private static let objectives = Fact(
    "objective", .objective,
    Text(
      fr: "Un objectif que le dispositif s’est fixé.", en: "A goal that the programme has set itself.",
      de: "Ein Ziel, das sich das Programm gesetzt hat."),
    from: "objective", joins: [slug(of: "objective")], only: "NOT objective.is_archived",
    programme: FactExpression("objective.programme_id"),
    record: Record(
      id: "objective.id", title: FactExpression("objective.label"),
      path: FactExpression(
        "'/dispositifs/' || programme.slug || '/configuration/objectifs'", needs: "programme")),
    visible: within("objective.programme_id"), [])

  private static let terms = Fact(
    "term", .item,
    Text(
      fr: "Une valeur d’une nomenclature : un axe, un thème, une étape, une catégorie.",
      en: "A value of a nomenclature: an axis, a theme, a stage, a category.",
      de: "Ein Wert einer Nomenklatur: eine Achse, ein Thema, eine Etappe, eine Kategorie."),
    from: "nomenclature_item",
    joins: [
      slug(of: "nomenclature_item"),
      Join("nomenclature", "JOIN nomenclature ON nomenclature.id = nomenclature_item.nomenclature_id"),
    ],
    only: "NOT nomenclature_item.is_archived", programme: FactExpression("nomenclature_item.programme_id"),
    record: Record(
      id: "nomenclature_item.id", title: FactExpression("nomenclature_item.label"),
      path: FactExpression(
        "'/dispositifs/' || programme.slug || '/configuration/nomenclatures'", needs: "programme")),
    visible: within("nomenclature_item.programme_id"),
    [
      FactColumn(
        "use", .use, .word(.choices(NomenclatureUse.self)), FactExpression("nomenclature.use", needs: "nomenclature")),
      FactColumn(
        "list", .nomenclatureWord,
        .word(
          .configured { scope, programmes in
            struct List: Fetched {
              let word: FactWord

              init(_ row: inout Row) throws(DatabaseError) {
                word = FactWord(try row.next(), try Text(labels: &row))
              }
            }
            let lists: [List] = try await scope.all(
              """
              SELECT key, label, label_en, label_de FROM nomenclature
              WHERE territory_id = \(scope.territory) AND programme_id IN \(.list(programmes)) ORDER BY rank, id
              """)
            return lists.map(\.word)
          }), FactExpression("nomenclature.key", needs: "nomenclature")),
      FactColumn(
        "isTop", .standsAlone, .flag, FactExpression("(nomenclature_item.parent IS NULL)")),
    ])
}

extension Text {
  fileprivate static let axisWord = Text(fr: "Axe transversal", en: "Transversal axis", de: "Querschnittsachse")
  fileprivate static let postsWord = Text(fr: "Équivalents temps plein", en: "Full-time posts", de: "Vollzeitstellen")
  fileprivate static let arrivalWord = Text(fr: "Arrivée", en: "Arrival", de: "Beitritt")
  fileprivate static let planYear = Text(fr: "Année du plan", en: "Year of the plan", de: "Planjahr")
  fileprivate static let continuesAnother = Text(
    fr: "Poursuit une action antérieure", en: "Continues an earlier action", de: "Setzt eine frühere Maßnahme fort")
  fileprivate static let awaitsDecisionFlag = Text(
    fr: "En attente de décision", en: "Awaits a decision", de: "Wartet auf Entscheidung")
  fileprivate static let firstDayOfAction = Text(fr: "Début", en: "Start", de: "Beginn")
  fileprivate static let dueDayOfAction = Text(fr: "Échéance", en: "Due", de: "Frist")
  fileprivate static let lastDayOfAction = Text(fr: "Fin", en: "End", de: "Ende")
  fileprivate static let organisationWord = Text(fr: "Organisation", en: "Organisation", de: "Organisation")
  fileprivate static let roleWord = Text(fr: "Rôle", en: "Role", de: "Rolle")
  fileprivate static let publicFlag = Text(fr: "Publique", en: "Public", de: "Öffentlich")
  fileprivate static let nomenclatureWord = Text(fr: "Nomenclature", en: "Nomenclature", de: "Nomenklatur")
  fileprivate static let standsAlone = Text(
    fr: "Ne fait partie d’aucune autre", en: "Is part of no other", de: "Gehört zu keinem anderen")
}
