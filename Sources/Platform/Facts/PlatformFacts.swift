import SQL

extension Fact {
  /// What every site has, whatever its capabilities.
  public static let platform: [Fact] = [.programmes, .people]

  private static let programmes = Fact(
    "programme", .programme,
    Text(
      fr: "Le dispositif lui-même, avec son début et sa fin.", en: "The programme itself, with its start and its end.",
      de: "Das Programm selbst, mit Beginn und Ende."),
    from: "programme", programme: FactExpression("programme.id"),
    record: Record(
      id: "programme.id", title: FactExpression("programme.name"),
      path: FactExpression("'/dispositifs/' || programme.slug")),
    visible: { ProgrammeStore($0).visible },
    [
      FactColumn("from", .since, .day, FactExpression("programme.from_day")),
      FactColumn("to", .until, .day, FactExpression("programme.to_day")),
    ])

  /// Of the territory: no programme owns somebody's file.
  private static let people = Fact(
    "person", .person,
    Text(
      fr: "Une personne accompagnée, dont le dossier est tenu sur le territoire. Les petits effectifs sont masqués.",
      en: "Somebody accompanied, whose file is kept on the territory. Small counts are hidden.",
      de: "Eine begleitete Person, deren Akte im Gebiet geführt wird. Kleine Zahlen werden verborgen."),
    from: "person", programme: nil, isPersonal: true,
    record: Record(
      id: "person.id", title: FactExpression("person.given_name || ' ' || person.family_name"),
      path: FactExpression("'/annuaire/personnes/' || person.id")),
    visible: { scope in scope.actor.seesAllFiles ? "person.merged_into IS NULL" : nil },
    [
      FactColumn("person", .onePerson, .key(.person), FactExpression("person.id")),
      FactColumn("hasEmail", .reachedByMail, .flag, FactExpression("(person.email IS NOT NULL OR person.had_email)")),
      FactColumn("municipality", .municipality, .municipality, FactExpression("person.municipality")),
      FactColumn("birthBand", .birthBand, .quantity(.year), FactExpression(PersonStore.birthBand)),
    ])
}

extension Text {
  fileprivate static let birthBand = Text(
    fr: "Première année de la tranche de naissance (cinq ans)", en: "First year of the five years of birth",
    de: "Erstes Jahr des Geburtsjahrfünfts")
  fileprivate static let reachedByMail = Text(
    fr: "Joignable par courriel", en: "Reached by e-mail", de: "Per E-Mail erreichbar")
}
