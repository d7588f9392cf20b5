/// What an organisation is, whatever it does in a programme.
public enum OrganisationKind: String, Choice {
  case company, association, authority, chamber, school, union, founder, other

  public var label: Text {
    switch self {
    case .company: Text(fr: "Entreprise", en: "Company")
    case .association: Text(fr: "Association", en: "Association")
    case .authority: Text(fr: "Collectivité ou service public", en: "Public authority")
    case .chamber: Text(fr: "Chambre, fédération, syndicat professionnel", en: "Chamber or trade body")
    case .school: Text(fr: "Enseignement et recherche", en: "Education and research")
    case .union: Text(fr: "Syndicat de salariés", en: "Trade union")
    case .founder: Text(fr: "Projet sans SIRET", en: "Founder without a SIRET")
    case .other: Text(fr: "Autre", en: "Other")
    }
  }
}
