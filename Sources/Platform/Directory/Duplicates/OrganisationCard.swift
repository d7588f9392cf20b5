/// All of an organisation that tells whether it is another's double.
struct OrganisationCard: Sendable {
  var names: [String]
  var siren: String?
  var siret: String?
  var rna: String?
  var postcode: String?
  var municipality: String?
  var email: String?
  var phone: String?
  var website: String?

  init(_ name: String) { names = [name] }

  init(_ organisation: Organisation, aliases: [String]) {
    names = [organisation.name] + aliases
    (siren, siret, rna) = (organisation.siren, organisation.siret, organisation.rna)
    (postcode, municipality) = (organisation.place.postcode, organisation.place.municipality)
    (email, phone, website) = (organisation.reach.email, organisation.reach.phone, organisation.reach.website)
  }
}
