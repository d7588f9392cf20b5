import Platform

/// What kind of tenant somebody is when signing. It decides the rent and never follows the lot's destination.
enum TenantCategory: String, Choice {
  case integration, social, artisan, company, association

  var label: Text {
    switch self {
    case .integration: Text(fr: "Insertion par l’activité économique", en: "Work integration")
    case .social: Text(fr: "Économie sociale et solidaire", en: "Social economy")
    case .artisan: Text(fr: "Artisan", en: "Craft business")
    case .company: Text(fr: "Entreprise", en: "Company")
    case .association: Text(fr: "Association", en: "Association")
    }
  }
}

/// What a lot is.
enum LotKind: String, Choice {
  case workshop, office, storage, shop

  var label: Text {
    switch self {
    case .workshop: Text(fr: "Atelier", en: "Workshop")
    case .office: Text(fr: "Bureau", en: "Office")
    case .storage: Text(fr: "Stockage", en: "Storage")
    case .shop: Text(fr: "Boutique", en: "Shop")
    }
  }
}
