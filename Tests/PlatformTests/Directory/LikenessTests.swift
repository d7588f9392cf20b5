import Testing

@testable import Platform

/// When two records look like one organisation.
@Suite struct LikenessTests {
  static let same: [(String, String)] = [
    ("Ébénisterie Martin", "EBENISTERIE MARTIN"), ("SARL Ébénisterie Martin", "Ebénisterie Martin SAS"),
    ("S.A.R.L. Martin & fils", "Martin et fils"), ("Martin Ébénisterie", "Ébénisterie Martin"),
    ("FRANÇON", "FRANCON"), ("LECOCQ", "LECOCCQ"), ("Fédération des métiers du numérique", "FMN"),
    ("Société Hallary", "Halary"), ("La Source", "SOURCE"), ("Les Jardins de l’Œuvre", "Jardins de l'oeuvre"),
    ("Boulangerie Philippe", "Boulangerie Filipe"),
  ]

  @Test(arguments: same)
  func `accents, case, legal forms, order, initials and slips of the finger keep no two apart`(
    _ one: String, _ other: String
  ) {
    let likeness = Likeness(OrganisationCard(one), OrganisationCard(other))
    #expect(likeness.isPossible, "\(likeness.signs)")
    #expect(
      !MatchKeys.of(OrganisationCard(one)).isDisjoint(with: MatchKeys.of(OrganisationCard(other))) || isNear(one, other)
    )
  }

  /// One letter apart: found by the words of the name where the sound does not bring them together.
  private func isNear(_ one: String, _ other: String) -> Bool {
    NameCore(one).words.first?.prefix(3) == NameCore(other).words.first?.prefix(3)
  }

  static let different: [(String, String)] = [
    ("Martin", "Marin"), ("Boulangerie Durand", "Boucherie Durand"), ("Atelier 12", "Atelier 21"),
    ("Les Halles", "Les Salles"), ("Mécanique du Rhône", "Mécanique de la Loire"),
  ]

  @Test(arguments: different)
  func `names that are others stay others`(_ one: String, _ other: String) {
    let likeness = Likeness(OrganisationCard(one), OrganisationCard(other))
    #expect(!likeness.isLikely, "\(likeness.signs)")
  }

  @Test func `one number is one organisation whatever its name, and two numbers are two`() {
    let one = OrganisationCard("Atelier du Midi", siren: "244200770", siret: "24420077000018")
    #expect(Likeness(one, OrganisationCard("Chez Lulu", siren: "244200770", siret: "24420077000018")).isLikely)
    let twin = OrganisationCard("Atelier du Midi", siren: "380475558", siret: "38047555800058")
    #expect(!Likeness(one, twin).isPossible)
    // Two establishments of one company that both say which they are.
    let branch = OrganisationCard("Atelier du Midi", siren: "244200770", siret: "38047555800058")
    #expect(!Likeness(one, branch).isPossible)
    // One of them does not: somebody should look.
    #expect(Likeness(one, OrganisationCard("Atelier du Midi", siren: "244200770")).isLikely)
  }

  @Test func `a telephone and a town make a name that sounds alike likely`() {
    func card(_ name: String, _ phone: String, _ municipality: String) -> OrganisationCard {
      OrganisationCard(
        name, at: Organisation.Place(municipality: municipality), Organisation.Reach(phone: phone))
    }
    let bare = Likeness(OrganisationCard("Garage Lefèbvre"), OrganisationCard("Garaje Lefevre")).score
    let whole = Likeness(
      card("Garage Lefèbvre", "04 76 00 00 01", "Échirolles"), card("Garaje Lefevre", "+33 4 76 00 00 01", "ECHIROLLES")
    )
    #expect(whole.score == bare + 40)
    #expect(whole.signs.contains(.samePhone))
  }
}
