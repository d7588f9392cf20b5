/// All of an organisation that tells whether it is another's double.
struct OrganisationCard: Sendable {
  /// What tells of each of its names.
  let cores: [NameCore]
  var siren: String?
  var siret: String?
  var rna: String?
  var postcode: String?
  var municipality: String?
  var email: String?
  var phone: String?
  var website: String?

  init(_ name: String) { cores = [NameCore(name)] }

  init(_ organisation: Organisation, aliases: [String]) {
    cores = ([organisation.name] + aliases).map(NameCore.init)
    (siren, siret, rna) = (organisation.siren, organisation.siret, organisation.rna)
    (postcode, municipality) = (organisation.place.postcode, organisation.place.municipality)
    (email, phone, website) = (organisation.reach.email, organisation.reach.phone, organisation.reach.website)
  }

  /// Whether the register knows two, whatever else they share.
  func isAnother(siren other: String?, rna otherRNA: String?) -> Bool {
    if let siren, let other { return siren != other }
    if let rna, let otherRNA { return rna != otherRNA }
    return false
  }
}
