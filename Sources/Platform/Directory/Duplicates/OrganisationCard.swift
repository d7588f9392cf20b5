import Telephone

/// All of an organisation that tells whether it is another's double, as it is compared: each value in one spelling.
struct OrganisationCard: Sendable {
  /// What tells of each of its names.
  let cores: [NameCore]
  let siren: String?
  let siret: String?
  let rna: String?
  let postcode: String?
  let town: String?
  let email: String?
  let phone: String?
  let site: String?

  init(_ form: OrganisationForm) {
    self.init(
      form.name, siren: form.number?.siren.digits, siret: form.number?.siret?.digits, rna: form.rna?.text,
      at: form.place, form.reach)
  }

  init(_ organisation: Organisation, aliases: [String]) {
    self.init(
      organisation.name, also: aliases, siren: organisation.siren, siret: organisation.siret, rna: organisation.rna,
      at: organisation.place, organisation.reach)
  }

  init(
    _ name: String, also aliases: [String] = [], siren: String? = nil, siret: String? = nil, rna: String? = nil,
    at place: Organisation.Place = Organisation.Place(), _ reach: Organisation.Reach = Organisation.Reach()
  ) {
    cores = ([name] + aliases).map(NameCore.init)
    (self.siren, self.siret, self.rna) = (siren, siret, rna)
    (postcode, town) = (place.postcode, place.municipality.map(sortKey))
    (email, phone) = (reach.email?.lowercased(), reach.phone.flatMap(PhoneNumber.key))
    site = reach.website.flatMap(OrganisationCard.host)
  }

  /// `atelier.example` of `https://www.atelier.example/contact`
  private static func host(_ address: String) -> String? {
    let bare: Substring = address.lowercased().split(separator: "/").first { $0.contains(".") } ?? ""
    let host: Substring = bare.hasPrefix("www.") ? bare.dropFirst(4) : bare
    return host.isEmpty ? nil : String(host)
  }

  /// Whether the register knows two, whatever else they share.
  func isAnother(siren other: String?, rna otherRNA: String?) -> Bool {
    if let siren, let other { return siren != other }
    if let rna, let otherRNA { return rna != otherRNA }
    return false
  }
}
