import Platform

/// What kind of tenant somebody is when signing. It decides the rent and never follows the lot's destination.
enum TenantCategory: String, Choice {
  case integration, social, artisan, company, association

  var label: Text {
    switch self {
    case .integration:
      Text(fr: "Insertion par l’activité économique", en: "Work integration", de: "Berufliche Eingliederung")
    case .social: Text(fr: "Économie sociale et solidaire", en: "Social economy", de: "Sozial- und Solidarwirtschaft")
    case .artisan: Text(fr: "Artisan", en: "Craft business", de: "Handwerksbetrieb")
    case .company: Text(fr: "Entreprise", en: "Company", de: "Unternehmen")
    case .association: Text(fr: "Association", en: "Association", de: "Verein")
    }
  }
}

/// What a lot is.
enum LotKind: String, Choice {
  case workshop, office, storage, shop

  var label: Text {
    switch self {
    case .workshop: Text(fr: "Atelier", en: "Workshop", de: "Werkstatt")
    case .office: Text(fr: "Bureau", en: "Office", de: "Büro")
    case .storage: Text(fr: "Stockage", en: "Storage", de: "Lager")
    case .shop: Text(fr: "Boutique", en: "Shop", de: "Laden")
    }
  }
}
